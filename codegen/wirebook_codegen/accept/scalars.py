"""Scalars inline: statements that take a variable from its text to its value.

The generated statements say what ``wirebook.lexical`` says, without messages. The
common lexeme is settled by string methods; others go to ``wirebook.accept.scalars``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from wirebook import lexical
from wirebook.lexical import rows
from wirebook.model import CodeTable, Facet, LexicalForm, Scalar
from wirebook_codegen.accept.moments import moment
from wirebook_codegen.accept.patterns import mismatch
from wirebook_codegen.accept.state import Fn
from wirebook_codegen.emitted import EmitError
from wirebook_codegen.pysource import literal

__all__ = ["BLANK", "constant", "limits", "read", "space"]

BLANK = " \t\r\n"
_RUNTIME = "wirebook.accept.scalars"


def space(fn: Fn, scalar: Scalar, var: str) -> None:
    """White space processing of the text in ``var``."""
    if scalar.whitespace == "preserve":
        return
    fn(f"{var} = {var}.strip({BLANK!r})")
    if scalar.whitespace == "collapse":
        fn(f"if '  ' in {var} or '\\t' in {var} or '\\r' in {var} or '\\n' in {var}:")
        table = {9: " ", 13: " ", 10: " "}
        fn(f"    {var} = ' '.join([p for p in {var}.translate({literal(table)}).split(' ') if p])")


def read(fn: Fn, scalar: Scalar, var: str) -> None:
    """From text (white space already processed) to value, in the same variable; findings leave or unset ``clean``."""
    if _remembered(scalar):
        _memory(fn, scalar, var)
        return
    _text_facets(fn, scalar, var)
    READERS[scalar.base](fn, scalar, var)
    limits(fn, scalar, var)


def limits(fn: Fn, scalar: Scalar, var: str) -> None:
    """What is asked of the value, whatever was written."""
    _value_facets(fn, scalar, var)
    if scalar.codes is not None:
        _codes(fn, scalar.codes, var)


def constant(fn: Fn, scalar: Scalar, value: str | int) -> str:
    """The expression of a default's value."""
    parsed = lexical.spelled(scalar, value)
    if parsed is None:
        parsed = value
    if isinstance(parsed, (str, int)):
        return literal(parsed)
    if isinstance(parsed, Decimal):
        return fn.hoist("default", f"{fn.use('decimal', 'Decimal')}({str(parsed)!r})")
    source, kind = repr(parsed), type(parsed).__name__  # datetime.date(2020, 1, 1)
    return fn.hoist("default", source.replace(f"datetime.{kind}", fn.use("datetime", kind), 1))


# ---------------------------------------------------------------- facets


def _text_facets(fn: Fn, scalar: Scalar, var: str) -> None:
    for severity in ("error", "warning"):
        lengths = {f.name: f.value for f in scalar.facets if f.severity == severity}
        tests = _length_tests(var, lengths)
        if tests:
            fn.check(" or ".join(tests), severity)
    for facet in scalar.facets:
        if facet.name == "pattern":
            fn.check(mismatch(fn, str(facet.value), var), facet.severity)
        elif facet.name in ("totalDigits", "fractionDigits"):
            if facet.name == "totalDigits":
                digits = f"{var}.lstrip('+-').replace(',', '.')"
                fn.check(f"len({digits}.lstrip('0').replace('.', '', 1)) > {literal(facet.value)}", facet.severity)
            elif isinstance(facet.value, int):  # so many digits behind the point, and one more character
                head = f"{var}[:{-facet.value - 1}]"
                fn.check(f"'.' in {head} or ',' in {head}", facet.severity)


def _length_tests(var: str, facets: Mapping[str, object]) -> list[str]:
    if "length" in facets and facets.keys().isdisjoint({"minLength", "maxLength"}):
        return [f"len({var}) != {literal(facets['length'])}"]
    tests = []
    if facets.get("minLength", 0) == 1:
        tests.append(f"not {var}")
    elif facets.get("minLength"):
        tests.append(f"len({var}) < {literal(facets['minLength'])}")
    if "maxLength" in facets:
        tests.append(f"len({var}) > {literal(facets['maxLength'])}")
    if "length" in facets:
        tests.append(f"len({var}) != {literal(facets['length'])}")
    return tests


def _value_facets(fn: Fn, scalar: Scalar, var: str) -> None:
    for facet in scalar.facets:
        if facet.name == "enumeration":
            if not isinstance(facet.value, tuple):
                raise EmitError("an enumeration wants a list")
            fn.check(f"{var} not in {_members(facet.value)}", facet.severity)
        elif facet.name in ("minInclusive", "maxInclusive"):
            sign = "<" if facet.name == "minInclusive" else ">"
            fn.check(f"{var} {sign} {_bound(fn, scalar, facet)}", facet.severity)


def _members(values: tuple[str | int, ...]) -> str:
    """A constant set; the compiler folds it."""
    return "{" + ", ".join(literal(v) for v in dict.fromkeys(values)) + "}" if values else "()"


def _bound(fn: Fn, scalar: Scalar, facet: Facet) -> str:
    if isinstance(facet.value, tuple):
        raise EmitError(f"{facet.name} wants one value")
    if scalar.base == "decimal":
        return fn.hoist("bound", f"{fn.use('decimal', 'Decimal')}({str(facet.value)!r})")
    return literal(int(facet.value))


def _codes(fn: Fn, table: CodeTable, var: str) -> None:
    known: dict[str | int, str | None] = {}
    for entry in rows(table):
        if entry.value is not None:
            known.setdefault(entry.value, entry.deviation)
    ranges = [e for e in rows(table) if e.value is None and e.low is not None and e.high is not None]
    unknown = fn.fail({"warn": "warning", "refuse": "error"}.get(table.unknown))
    plain = tuple(v for v, deviation in known.items() if deviation is None)
    if table.by and not fn.free:
        _by_operation(fn, table, var)
    extra = tuple(v for v, deviation in known.items() if deviation is not None)
    if unknown is None and not extra and all(e.deviation is None for e in ranges):
        return
    arms = [(f"{var} in {_members(extra)}", "clean = False")] if extra else []
    if table.base == "integer":
        arms += [(f"{e.low!r} <= {var} <= {e.high!r}", "clean = False" if e.deviation else "pass") for e in ranges]
    with fn.block(f"if {var} not in {_members(plain)}:"):
        for index, (condition, statement) in enumerate(arms):
            with fn.block(f"{'elif' if index else 'if'} {condition}:"):
                fn(statement)
        if not arms:
            fn(unknown or "pass")
        elif unknown is not None:
            with fn.block("else:"):
                fn(unknown)


def _by_operation(fn: Fn, table: CodeTable, var: str) -> None:
    """Where the operation is known and has a table of its own, only its plain codes are settled here."""
    own = {name: _plain(lexical.of_operation(table, name)) for name, _ in table.by}
    held = fn.hoist("own", literal({name: frozenset(codes) for name, codes in own.items()}))
    with fn.block(f"if ctx.operation in {held} and {var} not in {held}[ctx.operation]:"):
        fn(fn.left())


def _plain(table: CodeTable) -> Iterator[str | int]:
    """The single codes of which there is nothing to say."""
    seen: set[object] = set()
    for entry in table.entries:
        if entry.value is not None and entry.value not in seen:
            seen.add(entry.value)
            if entry.deviation is None:
                yield entry.value


# ---------------------------------------------------------------- bases


def _how(form: LexicalForm | None) -> int:
    """How the runtime takes a form: 0 refused, 1 silently, 2 with a warning."""
    if form is None or form.severity == "error":
        return 0
    return 2 if form.severity == "warning" else 1


def _extras(scalar: Scalar, *names: str) -> str:
    forms = {form.form: form for form in scalar.lexical}
    return "".join(f", {_how(forms.get(name))}" for name in names)


def _slow(fn: Fn, var: str, call: str, may_warn: bool) -> None:
    """Take value and cleanliness from a runtime function."""
    got = fn.fresh("got")
    fn(f"{got} = {call}", f"if {got} is None:", "    return None")
    if may_warn:
        fn(f"if not {got}[1]:", "    clean = False")
    fn(f"{var} = {got}[0]")


def _string(fn: Fn, scalar: Scalar, var: str) -> None:
    pass


def _integer(fn: Fn, scalar: Scalar, var: str) -> None:
    with fn.block(f"if {_digits(var)}:"):
        fn(f"{var} = int({var})")
    with fn.block("else:"):
        _slow_integer(fn, scalar, var, var)


def _digits(var: str) -> str:
    """True for the common canonical integers."""
    return f"{var}.isdigit() and {var}.isascii() and ({var}[0] != '0' or {var} == '0') and len({var}) < 19"


def _slow_integer(fn: Fn, scalar: Scalar, var: str, target: str) -> None:
    warns = any(_how(form) == 2 for form in scalar.lexical)
    extras = _extras(scalar, "plus", "leading_zeros", "zero_fraction")
    _slow(fn, target, f"{fn.use(_RUNTIME, 'integer')}({var}{extras})", warns)


def _remembered(scalar: Scalar) -> bool:
    """Short numbers are few and come again; ids and secrets are neither."""
    plain = scalar.base in ("integer", "decimal") and scalar.identity is None and scalar.sensitive is None
    # What a number means may depend on the operation.
    return plain and (scalar.codes is None or not scalar.codes.by)


def _memory(fn: Fn, scalar: Scalar, var: str) -> None:
    """A number by way of a bounded table of those seen before that there was nothing to say of."""
    seen, number, said = fn.hoist_own("seen", "{}"), fn.fresh("i"), fn.fresh("said")
    fn(f"{number} = {seen}.get({var})")
    with fn.block(f"if {number} is None:"):
        fn(f"{number} = {var}")
        warns = _warns(scalar) and fn.fail("warning") is not None  # code that writes passes over warnings
        if warns:
            fn(f"{said}, clean = clean, True")
        _text_facets(fn, scalar, number)
        READERS[scalar.base](fn, scalar, number)
        limits(fn, scalar, number)
        keep = [f"if len({var}) < 9 and len({seen}) < 500:", f"    {seen}[{var}] = {number}"]
        if warns:
            with fn.block("if clean:"):
                fn(*keep, f"clean = {said}")
        else:
            fn(*keep)
    fn(f"{var} = {number}")


def _warns(scalar: Scalar) -> bool:
    """Whether a number can be taken with a word about it."""
    table = scalar.codes
    coded = table is not None and (table.unknown == "warn" or any(e.deviation is not None for e in rows(table)))
    formed = any(_how(form) == 2 for form in scalar.lexical)
    return coded or formed or any(facet.severity == "warning" for facet in scalar.facets)


def _decimal(fn: Fn, scalar: Scalar, var: str) -> None:
    make = fn.use("decimal", "Decimal")
    plain = f"{var}.replace('.', '', 1).isdigit() and {var}.isascii() and {var}[0] != '.' != {var}[-1]"
    with fn.block(f"if {plain} and len({var}) < 1001:"):
        fn(f"{var} = {make}({var})")
    with fn.block("else:"):
        extras = _extras(scalar, "plus", "comma")
        _slow(fn, var, f"{fn.use(_RUNTIME, 'decimal')}({var}{extras})", "2" in extras)


def _boolean(fn: Fn, scalar: Scalar, var: str) -> None:
    """By a table of the tolerated texts."""
    table = {text: value for value in (True, False) for text in lexical.texts(scalar, value)}
    warned = [text for form in scalar.lexical[1:] if form.severity == "warning" for text in lexical.pair(form)]
    if warned:
        fn(f"if {var} in {_members(tuple(warned))}:", "    clean = False")
    fn(f"{var} = {fn.hoist('truth', literal(table))}.get({var})", f"if {var} is None:", "    return None")


def _bits(fn: Fn, scalar: Scalar, var: str) -> None:
    _integer(fn, Scalar(name="", base="integer"), var)
    fn.check(f"not 0 <= {var} < {1 << (scalar.width or 0)}", "error")


def _phone(fn: Fn, scalar: Scalar, var: str) -> None:
    normal = scalar.normal
    if normal is None:
        return
    rewrites = tuple((rewrite.pattern, rewrite.to) for rewrite in normal.rewrites)
    make = fn.use(_RUNTIME, "phone")
    call = fn.hoist("normal", f"{make}({normal.strip!r}, {literal(rewrites)}, {normal.pattern!r})")
    got = fn.fresh("got")
    fn(f"{got} = {call}({var})")
    miss = fn.fail(normal.severity)
    if miss == "return None":
        fn(f"if {got} is None:", "    return None", f"{var} = {got}")
        return
    with fn.block(f"if {got} is not None:"):
        fn(f"{var} = {got}")
    if miss is not None:
        with fn.block("else:"):
            fn(miss)


def _union(fn: Fn, scalar: Scalar, var: str) -> None:
    """A local function per member, tried in order: each gives the value and whether it is clean, or None."""
    calls = []
    for member in scalar.members:
        inner = fn.inner()
        inner("clean = True")
        space(inner, member, "text")
        read(inner, member, "text")
        inner("return text, clean")
        calls.append(f"{fn.hoist_function('member', 'text', inner.src.flat())}({var})")
    got = fn.fresh("got")
    fn(f"{got} = {' or '.join(calls)}", f"if {got} is None:", "    return None")
    fn(f"if not {got}[1]:", "    clean = False", f"{var} = {got}[0]")


READERS: dict[str, Callable[[Fn, Scalar, str], None]] = {
    "string": _string,
    "integer": _integer,
    "decimal": _decimal,
    "boolean": _boolean,
    "date": moment,
    "time": moment,
    "datetime": moment,
    "phone": _phone,
    "bits": _bits,
    "union": _union,
}
