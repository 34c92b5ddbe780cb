"""The signature that a message carries when it is written with a secret."""

from __future__ import annotations

from typing import Any

from wirebook.encode.build import Builder
from wirebook.explain.plan import fields_of
from wirebook.explain.signatures import encoded, parameters
from wirebook.lexical import parse
from wirebook.model import Provider, Record, Rule, Scalar, Shape, SignatureCarrier
from wirebook.part import Context
from wirebook.settings import setting
from wirebook.signed import known_by, left_out
from wirebook.signing import digest, listed

__all__ = ["signed"]


def signed(
    provider: Provider,
    record: Record,
    shape: Shape,
    given: dict[str, Any],
    tree: Builder,
    charset: str,
    ctx: Context,
    body: bytes | None = None,
) -> dict[str, Any]:
    """The carriers to add to ``given``: those that the setting ``sign`` names (comma list), else the first.

    Carriers that the value holds already stay as they are, and without the setting
    none is added to them; whether they fit is checked with everything else. Signatures
    over the body are made once its bytes are there, the others before.
    """
    made: dict[str, Any] = {}
    for rule in record.rules:
        if rule.kind != "signature" or (rule.over == "body") is (body is None):
            continue
        if any(setting(provider, ctx, name) is None for name in known_by(rule)):
            continue
        wanted = _wanted(rule, given, setting(provider, ctx, "sign"))
        names = [name for name in (*rule.before, *rule.after, rule.hmac_key) if name]
        texts = {name: setting(provider, ctx, name.removeprefix("setting.")) for name in names}
        known = {name: text for name, text in texts.items() if text is not None}
        own = _texts(rule, provider, shape, tree, ctx)
        if own is None or len(known) < len(texts):
            continue
        data = encoded(rule, known, own, body or b"", charset)
        for carrier in wanted if data is not None else ():
            first = carrier.lexical[0] if carrier.lexical else ""
            text = digest(carrier.algorithm, data or b"", first, known.get(rule.hmac_key, "").encode())
            kind = fields_of(record)[carrier.field].type
            if isinstance(kind, Scalar):
                made[carrier.field] = parse(kind, text)[0]
    return made


def _wanted(rule: Rule, given: dict[str, Any], names: str | None) -> list[SignatureCarrier]:
    """The carriers to make; what is carried beside the message is not ours to write."""
    carriers = [carrier for carrier in rule.carriers if not carrier.field.startswith("setting.")]
    if names:
        wanted = {name.strip() for name in names.split(",")}
        found = [c for c in carriers if c.field in wanted or c.algorithm in wanted]
        return [c for c in found if c.field not in given]
    return [] if any(c.field in given for c in carriers) else carriers[:1]


def _texts(rule: Rule, provider: Provider, shape: Shape, tree: Builder, ctx: Context) -> list[str] | None:
    """The message's own texts that are signed, None where a setting among them is not known."""
    if rule.over == "parameters":
        pairs = [(name, text) for name, text, _ in parameters(tree.root)]
        return listed(pairs, left_out(rule, shape), rule.sort == "name", rule.pair)
    texts = []
    for name in rule.join:
        region, dot, key = name.partition(".")
        text = setting(provider, ctx, key) if dot and region == "setting" else tree.lexemes.get(name, "")
        if text is None:
            return None
        texts.append(text)
    return texts
