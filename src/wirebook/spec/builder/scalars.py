"""Scalar types: facets that fit the base, lexical forms, normal forms, bits."""

from __future__ import annotations

import re

from wirebook.lexical import pair
from wirebook.model import Bit, CodeTable, LexicalForm, Normal, Rewrite, Scalar
from wirebook.spec import patterns
from wirebook.spec.builder.desk import Build
from wirebook.spec.builder.facets import facets
from wirebook.spec.nodes import Broken, Node

__all__ = ["BASES", "bare", "pattern", "scalar"]

BASES = ("string", "integer", "decimal", "boolean", "date", "time", "datetime", "phone", "bits")
# Which keys mean something for which bases; base, sensitive, identity, doc, source and whitespace do for all.
_KEYS: dict[str, tuple[str, ...]] = {
    "lexical": ("integer", "decimal", "boolean", "date", "time", "datetime"),
    "pivot": ("date", "datetime"),
    "codes": ("integer", "string"),
    "normal": ("phone",),
    "width": ("bits",),
    "parts": ("bits",),
}
_EXTRAS = {"integer": ("plus", "leading_zeros", "zero_fraction"), "decimal": ("plus", "comma")}
_TOKEN = re.compile("YYYY|YY|MM|DD|hh|mm|ss")


def bare(base: str) -> Scalar | None:
    """The scalar that a base's bare name means, or None if there is no such base or it needs more."""
    if base in ("string", "phone"):
        return Scalar("", base)
    if base in ("integer", "decimal"):
        return Scalar("", base, lexical=(LexicalForm("canonical"),))
    if base == "boolean":
        return Scalar("", base, lexical=(LexicalForm("true/false"),))
    return None


def scalar(b: Build, node: Node, name: str) -> Scalar:
    """One scalar type, named or (name "") inline."""
    base = node.need("base").text
    for key, bases in _KEYS.items():
        child = node.items.get(key)
        if child is not None and base not in bases:
            b.report("spec.value", child, at_key=True, name=key, reason=f"has no meaning for {base}")
    sensitive, identity, whitespace = node.get("sensitive"), node.get("identity"), node.get("whitespace")
    table = _table(b, node, base)
    width, bits = _bits(b, node) if base == "bits" else (None, ())
    lexical, pivot = _lexical(b, node, base)
    return Scalar(
        name=name,
        base=base,
        facets=facets(b, node, base),
        whitespace=whitespace.text if whitespace is not None else "preserve",
        lexical=lexical,
        pivot=pivot,
        codes=table,
        normal=_normal(b, node) if base == "phone" else None,
        width=width,
        bits=bits,
        sensitive=sensitive.text if sensitive is not None else None,
        identity=identity.text if identity is not None else None,
        doc=b.text(node.get("doc")),
        source=b.source(node),
    )


def pattern(b: Build, node: Node) -> str:
    """A pattern of the portable subset; reported if it is none."""
    faults = patterns.faults(node.text)
    for fault in faults:
        b.report("spec.pattern", node, got=node.text, reason=fault.reason, advice=fault.advice)
    if faults:
        raise Broken
    return node.text


# ---------------------------------------------------------------- codes and lexical forms


def _table(b: Build, node: Node, base: str) -> CodeTable | None:
    named = node.get("codes")
    if named is None or base not in _KEYS["codes"]:
        return None
    return _table_of(b, named, base)


def _table_of(b: Build, named: Node, base: str) -> CodeTable:
    if not b.refer("codes", named, named.text, "code table"):
        raise Broken
    table = b.tables.get(named.text)
    if table is None:
        raise Broken
    if table.base != base:
        b.fail("spec.value", named, name=named.text, reason=f"a table of {table.base} codes does not fit {base}")
    return table


def _lexical(b: Build, node: Node, base: str) -> tuple[tuple[LexicalForm, ...], int | None]:
    forms = node.get("lexical")
    pivot = node.get("pivot")
    year = None if pivot is None else int(pivot.text)
    if year is not None and year > 100 and pivot is not None:
        b.value(pivot, "a pivot is a two-digit year, or 100")
    if base in ("date", "time", "datetime"):
        if forms is None:
            b.fail("spec.missing-key", node, name="lexical", where=node.key or base)
        result = [_form(b, form) for form in forms.each()]
        for form, child in zip(result, forms.each(), strict=True):
            reason = _format_reason(form.form, base)
            if reason is not None:
                b.report("spec.value", child, name=form.form, reason=reason)
        short = any("YY" in _TOKEN.findall(form.form) for form in result)
        if short and pivot is None:
            b.report("spec.missing-key", node, name="pivot", where=node.key or base)
        if pivot is not None and not short:
            b.report("spec.value", pivot, at_key=True, name="pivot", reason="no format has a two-digit year")
        _canonical(b, forms, result)
        return _distinct(b, forms, result), year
    if base == "boolean":
        return _pairs(b, forms), None
    if base not in _EXTRAS:
        return (), None
    result = [LexicalForm("canonical")]
    for child in forms.each() if forms is not None else ():
        form = _form(b, child)
        if form.form not in _EXTRAS[base]:
            b.report("spec.value", child, name=form.form, reason=f"{base} knows the forms {', '.join(_EXTRAS[base])}")
        result.append(form)
    return (_distinct(b, forms, result) if forms is not None else tuple(result)), None


def _pairs(b: Build, forms: Node | None) -> tuple[LexicalForm, ...]:
    """A boolean's pairs of texts; no text may stand in two of them."""
    if forms is None:
        return (LexicalForm("true/false"),)
    result: list[LexicalForm] = []
    known: set[str] = set()
    for child in forms.each():
        form = _form(b, child)
        result.append(form)
        true, false = pair(form)
        if form.form.count("/") != 1 or not true or not false or true == false or re.search(r"\s", form.form):
            b.report("spec.value", child, name=form.form, reason="a boolean is written as two texts, true/false")
        elif not known.isdisjoint((true, false)):
            b.report("spec.value", child, name=form.form, reason="a text of it stands in another form")
        known.update((true, false))
    _canonical(b, forms, result)
    return tuple(result)


def _canonical(b: Build, forms: Node, result: list[LexicalForm]) -> None:
    if result[0].severity is not None:
        b.report("spec.value", forms, name="lexical", reason="the first form is canonical and cannot be a deviation")


def _distinct(b: Build, node: Node, forms: list[LexicalForm]) -> tuple[LexicalForm, ...]:
    if len({form.form for form in forms}) != len(forms):
        b.value(node, "a form occurs twice")
    return tuple(forms)


def _form(b: Build, node: Node) -> LexicalForm:
    if node.kind == "scalar":
        return LexicalForm(node.text)
    severity, deviation = b.decided(node.get("deviation"))
    return LexicalForm(node.need("form").text, severity, deviation)


def _format_reason(form: str, base: str) -> str | None:
    """Why a format does not write every part of a base's value exactly once, or None."""
    tokens = _TOKEN.findall(form)
    rest = _TOKEN.sub("", form)
    if any(char in "YMDhms" or char.isdigit() or not char.isprintable() for char in rest):
        return "only YYYY YY MM DD hh mm ss and other characters than those letters and digits can stand here"
    kinds = ["YYYY" if token == "YY" else token for token in tokens]
    if len(set(kinds)) != len(kinds):
        return "a part occurs twice"
    want = {"date": ["YYYY", "MM", "DD"], "time": ["hh", "mm"], "datetime": ["YYYY", "MM", "DD", "hh", "mm"]}[base]
    lacking = [token for token in want if token not in kinds]
    if lacking:
        return f"lacks {', '.join(lacking)}"
    extra = [token for token in kinds if token not in want and not (token == "ss" and base != "date")]
    return f"a {base} has no {', '.join(extra)}" if extra else None


# ---------------------------------------------------------------- phones and bits


def _normal(b: Build, node: Node) -> Normal | None:
    normal = node.get("normal")
    if normal is None:
        return None
    strip = normal.get("strip")
    rewrites = normal.get("rewrite")
    mismatch = normal.get("on_mismatch")
    severity, deviation = b.severity(normal, default=mismatch.text if mismatch is not None else "error")
    if mismatch is not None and mismatch.text != severity:
        b.value(mismatch, "the deviation decides otherwise")
    return Normal(
        strip=strip.text if strip is not None else "",
        rewrites=tuple(_rewrite(b, child) for child in rewrites.each()) if rewrites is not None else (),
        pattern=pattern(b, normal.need("pattern")),
        severity=severity,
        deviation=deviation,
        source=b.source(normal),
    )


def _rewrite(b: Build, node: Node) -> Rewrite:
    source, target = node.need("from"), node.need("to")
    known = patterns.groups(pattern(b, source))
    rest = re.sub(r"\{([1-9])\}", lambda m: "" if int(m[1]) <= known else m[0], target.text)
    if "{" in rest or "}" in rest:
        b.value(target, f"braces hold the number of a group, and `from` has {known}")
    return Rewrite(source.text, target.text)


def _bits(b: Build, node: Node) -> tuple[int, tuple[Bit, ...]]:
    width = int(node.need("width").text) if node.get("width") is not None else 0
    if not width:
        b.fail("spec.missing-key", node, name="width", where=node.key or "bits")
    if width > 64:
        b.value(node.need("width"), "at most 64")
    parts = node.get("parts")
    found: list[Bit] = []
    for part in parts.each() if parts is not None else ():
        bit = b.collect([part], lambda part: _bit(b, part, width)).get(part.key)
        if bit is None:
            continue
        other = next((o for o in found if bit.low <= o.high and o.low <= bit.high), None)
        if other is not None:
            b.report("spec.value", part, name=bit.name, reason=f"shares bits with {other.name}")
        else:
            found.append(bit)
    sizes = {bit.name: bit.high - bit.low + 1 for bit in found}
    for part in parts.each() if parts is not None else ():
        _when(b, part, sizes)
    return width, tuple(found)


def _bit(b: Build, node: Node, width: int) -> Bit:
    ends = [int(child.text) for child in node.need("bits").each()]
    if len(ends) != 2:
        raise Broken
    low, high = ends
    if not low <= high < width:
        b.fail("spec.value", node.need("bits"), name="bits", reason=f"lowest, highest, both below {width}")
    codes = node.get("codes")
    when = node.get("when")
    return Bit(
        name=node.key,
        low=low,
        high=high,
        codes=None if codes is None else _table_of(b, codes, "integer"),
        when=() if when is None else tuple((child.key, int(child.text)) for child in when.each()),
        doc=b.need_text(node, "doc"),
    )


def _when(b: Build, part: Node, sizes: dict[str, int]) -> None:
    when = part.items.get("when")
    for child in when.each() if when is not None and not when.bad else ():
        if child.key not in sizes:
            if not b.broken:
                b.unresolved(child, "part", child.key, sizes)
        elif int(child.text) >= 1 << sizes[child.key]:
            b.value(child, f"{child.key} has {sizes[child.key]} bits")
