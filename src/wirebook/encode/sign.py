"""The signature that a message carries when it is written with a secret."""

from __future__ import annotations

from typing import Any

from wirebook.explain.plan import fields_of
from wirebook.explain.rules import signed_bytes
from wirebook.lexical import parse
from wirebook.model import Provider, Record, Rule, Scalar, SignatureCarrier
from wirebook.part import Context
from wirebook.settings import setting
from wirebook.signing import digest

__all__ = ["signed"]


def signed(
    provider: Provider, record: Record, given: dict[str, Any], lexemes: dict[str, str], charset: str, ctx: Context
) -> dict[str, Any]:
    """The carriers to add to ``given``: those that the setting ``sign`` names (comma list), else the first.

    Carriers that the value holds already stay as they are, and without the setting
    none is added to them; whether they fit is checked with everything else.
    """
    made: dict[str, Any] = {}
    if ctx.secret is None:
        return made
    for rule in record.rules:
        if rule.kind != "signature":
            continue
        data = _data(rule, provider, lexemes, charset, ctx)
        for carrier in _wanted(rule, given, setting(provider, ctx, "sign")) if data is not None else ():
            text = digest(carrier.algorithm, data or b"", carrier.lexical[0] if carrier.lexical else "decimal")
            kind = fields_of(record)[carrier.field].type
            if isinstance(kind, Scalar):
                made[carrier.field] = parse(kind, text)[0]
    return made


def _wanted(rule: Rule, given: dict[str, Any], names: str | None) -> list[SignatureCarrier]:
    if names:
        wanted = {name.strip() for name in names.split(",")}
        found = [c for c in rule.carriers if c.field in wanted or c.algorithm in wanted]
        return [c for c in found if c.field not in given]
    return [] if any(c.field in given for c in rule.carriers) else list(rule.carriers[:1])


def _data(rule: Rule, provider: Provider, lexemes: dict[str, str], charset: str, ctx: Context) -> bytes | None:
    pieces = []
    for name in rule.join:
        region, dot, key = name.partition(".")
        piece = setting(provider, ctx, key) if dot and region == "setting" else lexemes.get(name, "")
        if piece is None:
            return None
        pieces.append(piece)
    return signed_bytes(rule.delimiter, pieces, charset)
