"""Scalars where a JSON encoding has them: in each of the forms that are tolerated, and absent ones.

A form is a JSON string or number; a number's literal cannot be seen by a schema, so
what depends on it is lost. Nothing here knows objects.
"""

from __future__ import annotations

from collections.abc import Callable

from wirebook.lexical import texts
from wirebook.model import Joined, Leaf, Member, Record, Scalar
from wirebook_codegen import notes
from wirebook_codegen.jsonschema.page import Page, described
from wirebook_codegen.jsonschema.scalars import (
    Json,
    Lose,
    any_of,
    coded,
    exponent,
    in_union,
    integral_literal,
    number,
    numbered,
    text,
    union,
)
from wirebook_codegen.lexis import Lexis, allowed, enforced, extras, lexis, stated, whole, with_literals
from wirebook_codegen.lexis.lists import UNTOLD, list_lexis
from wirebook_codegen.lexis.numbers import integers, intersect
from wirebook_codegen.losses import Ledger, named
from wirebook_codegen.shapes import below, count, field_of, filled, literals, names

__all__ = ["absent", "empty_list", "forms", "inexact", "joined_schema", "leaf_schema", "same"]

_LITERAL = "a JSON Schema cannot see how a number is written"


def leaf_schema(
    page: Page, ledger: Ledger, leaf: Leaf, member: Member | None, record: Record | None, path: str
) -> Json:
    """A scalar in each of the JSON forms that are tolerated."""
    scalar = leaf.type
    here = below(path, leaf.bind)
    lost: set[str] = set()

    def lose(code: str, reason: str) -> None:
        lost.add(code)
        ledger.lose(code, here, reason)

    nothing = literals(leaf, member, record)
    spell: dict[str, Callable[[], Json]] = {
        "string": lambda: _string(leaf, nothing, filled(leaf, member, record), lose),
        "number": lambda: _number(leaf, nothing, lose),
        "boolean": lambda: {"type": "boolean"},
    }
    choices = [spell[form]() for form in forms(leaf)]
    if leaf.null == "absent":
        choices.append({"type": "null"})
    if "number" in forms(leaf):
        _as_number(ledger, scalar, here, () if member is None or member.slot == "item" else names(member))
    for code in stated(scalar):
        if code not in lost:
            ledger.hold(code, here)
    title = {} if scalar.codes is None else {"title": notes.both(scalar.codes.title).replace("\n\n", " / ")}
    table = None if scalar.codes is None else scalar.codes.doc
    return page.define(scalar.name, {**title, **described(any_of(choices), scalar.doc, table, notes.unlisted(scalar))})


def joined_schema(ledger: Ledger, joined: Joined, member: Member, record: Record | None, path: str) -> Json:
    """A list in one text, or in the number that a single item may be."""
    leaf, here = joined.item, below(path, joined.bind)
    low, high = (count(field_of(record, joined.bind), name) for name in ("minItems", "maxItems"))
    texts, lost = list_lexis(joined, low or 0, high)
    codes = (*stated(leaf.type), "facet.minItems", "facet.maxItems")
    for code in codes:
        ledger.hold(code, here)
    for code in lost:
        # What is not there at all is counted by the schema.
        shown = (lambda body: named(body, names(member))) if code == "facet.minItems" else None
        ledger.lose(code, here, UNTOLD, shown_by=shown)
    choices = [text(texts, "preserve", lambda code, reason: None)]
    if "number" in forms(leaf):
        choices.append(_number(leaf, (), lambda code, reason: ledger.lose(code, here, reason)))
        _as_number(ledger, leaf.type, here, names(member))
        ledger.lose("facet.minItems", here, _LITERAL, shown_by=lambda body: numbered(body, names(member)))
    if leaf.null == "absent" and not low:
        choices.append({"type": "null"})
    return described(any_of(choices), notes.joined_text(joined))


def empty_list(joined: Joined) -> list[Json]:
    """The values that stand for an empty list."""
    found: list[Json] = [{"type": "null"}] if joined.item.null == "absent" else []
    found.append(text(Lexis(values=("",)), joined.item.type.whitespace, lambda code, reason: None))
    return found


def _string(leaf: Leaf, nothing: tuple[str, ...], solid: bool, lose: Lose) -> Json:
    scalar = leaf.type
    if scalar.base == "union":
        told = in_union(lose)
        choices = [text(Lexis(values=nothing), scalar.whitespace, told)] if nothing else []
        return any_of([*choices, union(scalar, lambda kind: _texts(kind, (), solid, told))])
    return _texts(scalar, nothing, solid, lose)


def _texts(scalar: Scalar, nothing: tuple[str, ...], solid: bool, lose: Lose) -> Json:
    given = lexis(scalar)
    if solid:
        given = Lexis(given.patterns, max(given.low, 1), given.high, given.values)
    given = with_literals(given, nothing)
    wide = text(given, scalar.whitespace, lose)

    def spell(code: int | str) -> str | None:
        fits = bool(intersect(allowed(scalar), ((code, code),))) if isinstance(code, int) else True
        return str(code) if fits and (given.values is None or str(code) in given.values) else None

    return coded(scalar, wide, spell)


def _number(leaf: Leaf, nothing: tuple[str, ...], lose: Lose) -> Json:
    scalar = leaf.type
    wide = number(scalar, lose)
    spelled = [int(literal) for literal in nothing if whole(literal) is not None]
    if spelled:
        wide = any_of([{"enum": spelled}, wide])

    def spell(code: int | str) -> int | None:
        known = scalar.base == "integer" and intersect(allowed(scalar), ((int(code), int(code)),))
        return int(code) if known else None

    return coded(scalar, wide, spell)


def _as_number(ledger: Ledger, scalar: Scalar, path: str, called: tuple[str, ...]) -> None:
    """What of a scalar cannot be seen where it is written as a number."""
    codes: tuple[str, ...]
    shown_by: Callable[[bytes], bool]
    if scalar.base in ("integer", "bits", "boolean"):
        codes, shown_by = (f"type.{scalar.base}",), integral_literal
    elif scalar.base == "decimal":
        codes, shown_by = ("type.decimal",), exponent
    else:
        codes, shown_by = stated(scalar), lambda body: numbered(body, called)
        least = enforced(scalar, "minLength")
        if least is not None and int(str(least.value)) <= 1:  # every number has a digit
            codes = tuple(code for code in codes if code != "facet.minLength")
    if any(form.severity == "error" for one in (scalar, *scalar.members) for form in one.lexical):
        codes = (*codes, "deviation.form")
    for code in codes:
        ledger.lose(code, path, _LITERAL, shown_by=shown_by)


def forms(leaf: Leaf) -> list[str]:
    first = "string" if leaf.form == "text" else leaf.form
    return [first, *(form for form, severity in leaf.accepts if severity != "error" and form != first)]


def inexact(leaf: Leaf, member: Member, record: Record) -> bool:
    """Whether it cannot be seen which of two spellings of a number stands for an absent field."""
    return "number" in forms(leaf) and any(whole(text) is not None for text in literals(leaf, member, record))


def absent(leaf: Leaf, member: Member | None, record: Record | None) -> list[Json]:
    """The values that stand for an absent field."""
    found: list[Json] = [{"type": "null"}] if leaf.null == "absent" else []
    texts = literals(leaf, member, record)
    if texts:
        given = Lexis(values=texts)
        found.append(text(given, leaf.type.whitespace, lambda code, reason: None))
        found += [{"type": "number", "const": int(one)} for one in texts if whole(one) is not None]
    return found


def same(leaf: Leaf, values: tuple[str | int, ...]) -> Json | None:
    """The JSON values that mean one of ``values``."""
    scalar = leaf.type
    choices: list[Json] = []
    for form in forms(leaf):
        if scalar.base == "boolean":
            spelled = [text for value in values for text in texts(scalar, bool(value))]
            if form == "boolean":
                choices.append({"enum": [bool(value) for value in values]})
                continue
            if form == "number":
                numbers = [int(one) for one in spelled if whole(one) is not None]
                choices.append({"type": "number", "enum": numbers} if numbers else {"not": {}})
                continue
            given = Lexis(values=tuple(spelled))
        elif scalar.base in ("integer", "bits"):
            wanted = [number for number in map(whole, values) if number is not None]
            if not wanted:
                choices.append({"not": {}})
                continue
            if form == "number":
                choices.append({"type": "number", "enum": wanted})
                continue
            more = extras(scalar)
            inside = tuple((value, value) for value in wanted)
            pattern = integers(
                intersect(inside, ((None, None),)),
                plus="plus" in more,
                zeros="leading_zeros" in more,
                fraction="zero_fraction" in more,
            )
            given = Lexis((pattern,))
        elif scalar.base == "string" and form == "string":
            given = Lexis(values=tuple(str(value) for value in values))
        else:
            return None
        choices.append(text(given, scalar.whitespace, lambda code, reason: None))
    return any_of(choices)
