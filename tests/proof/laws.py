"""Round trips and crossings between encodings, from any body that was tolerated.

With ``canon`` = encode after decode: ``decode(canon(b)) = decode(b)``, canon is idempotent, and
what one encoding read another one writes and reads as the same value on the fields that both
carry. What cannot be written is refused, and every refusal says where.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterator
from typing import Any

from engines import Disagreement
from targets import Target

from wirebook.encode import encode
from wirebook.encode.compare import differences
from wirebook.errors import ValidationError
from wirebook.explain import Explained, explain_bytes
from wirebook.model import Lines, Shape
from wirebook.part import Context, Part
from wirebook.testing.places import places

__all__ = ["carried", "trips", "within"]


def carried(target: Target, shape: Shape, value: dict[str, Any]) -> dict[str, Any]:
    """The fields of a value that a shape has a place for."""
    names = places(target.message.record, shape).of
    return {name: one for name, one in value.items() if name in names}


def within(target: Target, shape: Shape) -> bool:
    """Whether a target's values make the trip by a shape: the property tests compare what regions carry."""
    return not (shape.regions or shape.carried[0] == "query" or target.shape.regions)


def trips(
    target: Target, value: dict[str, Any], charset: str, *, clean: bool, made: Counter[str] | None = None
) -> Iterator[Disagreement]:
    """Every law that a value breaks which came out of a body of the target; ``charset`` is that body's.

    made: counts what arrived and what was refused.
    """
    made = Counter() if made is None else made
    for shape in target.message.shapes:
        if not within(target, shape):
            continue
        policy = target.provider.charset(shape.encoding)
        assert policy is not None
        home = shape is target.shape
        for name in policy.allowed:
            # At home in the charset that it came in, elsewhere in every one.
            if not home or _same(name, charset):
                yield from _trip(target, shape, value, name, made, home=home, clean=clean)


def _same(one: str, other: str) -> bool:
    return codecs.lookup(one).name == codecs.lookup(other).name


def _trip(
    target: Target, shape: Shape, value: dict[str, Any], charset: str, made: Counter[str], *, home: bool, clean: bool
) -> Iterator[Disagreement]:
    ctx = Context(charset=charset)
    named = _charset_names(target, shape) | _charset_names(target, target.shape)
    # Which charset a parameter names is the encoder's to say.
    given = {name: one for name, one in value.items() if name not in named}
    if not home:
        given = carried(target, shape, given)
    where = f"{shape.encoding} {charset}"
    try:
        body = encode(target.provider, target.message.id, shape.encoding, given, ctx)
    except ValidationError as refused:
        made["(trips that an encoding refused to carry)"] += 1
        yield from _refused(target, shape, refused, where, home=home, clean=clean, value=given)
        return
    again = explain_bytes(target.provider, target.message, shape.encoding, Part(body), ctx)
    back = {name: one for name, one in (again.value or {}).items() if name not in named}
    if not again.ok:
        yield _wrong("written and refused", where, given, body, again)
    elif home and (back != given or repr(_sorted(back)) != repr(_sorted(given))):
        yield _wrong("comes back otherwise", where, given, body, again)
    elif not home and list(differences(target.message.record, given, back)):
        yield _wrong("crosses otherwise", where, given, body, again)
    else:
        canon = encode(target.provider, target.message.id, shape.encoding, again.value, ctx)
        if canon != body:
            yield _wrong("canon is not idempotent", where, given, body + b" -> " + canon, again)
        else:
            made["trips" if home else "trips to another encoding"] += 1


def _sorted(value: Any) -> Any:
    """The same value with the keys of every map in order, which is none of its meaning."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(one) for one in value] if isinstance(value, list) else value


def _charset_names(target: Target, shape: Shape) -> frozenset[str]:
    """The fields of a shape that name the charset of the body they stand in."""
    policy = target.provider.charset(shape.encoding)
    wires = {step.partition(":")[2] for step in (policy.resolve if policy else ()) if step.startswith("param:")}
    found = places(target.message.record, shape).of.items()
    return frozenset(name for name, place in found if place.wire in wires)


def _refused(
    target: Target,
    shape: Shape,
    refused: ValidationError,
    where: str,
    *,
    home: bool,
    clean: bool,
    value: dict[str, Any],
) -> Iterator[Disagreement]:
    """A refusal must say where; what was clean in its own encoding and charset can be written there again."""
    codes = sorted({f"{f.code} {f.path}" for f in refused.findings})
    nowhere = [f.code for f in refused.findings if not f.path and f.code.startswith("encode.")]
    if nowhere and not isinstance(shape.root, Lines):
        yield Disagreement("trip", f"refused nowhere in {where}: {nowhere[0]}", {"encode": "; ".join(codes)})
    if home and clean:
        said = {"encode": "; ".join(codes), "value": repr(value)}
        yield Disagreement("trip", f"clean and not written in {where}: {refused.findings[0].code}", said)


def _wrong(what: str, where: str, value: dict[str, Any], body: bytes, again: Explained) -> Disagreement:
    found = "; ".join(f"{f.code} {f.path}" for f in again.findings)
    said = {"value": repr(value), "body": repr(body), "read again": repr(again.value), "findings": found}
    return Disagreement("trip", f"{what} in {where}", said)
