"""The accept generator: scalars and patterns held against the lexical rules, and what the module offers."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generated import accepted, module
from handmade import PROVIDER, SEND, T, attribute, element, facet, field, message, root, string
from wirebook.accept import FORMAT, accept, guard, xml
from wirebook.accept.build import NOTHING, dicts
from wirebook.explain import explain_bytes
from wirebook.lexical import parse, spaced
from wirebook.model import (
    CodeEntry,
    CodeTable,
    Facet,
    Leaf,
    LexicalForm,
    List,
    Member,
    Normal,
    Record,
    Rewrite,
    Rule,
    Scalar,
    Shape,
    Tree,
)
from wirebook.part import Context, Part
from wirebook_codegen.accept import scalars
from wirebook_codegen.accept.patterns import mismatch
from wirebook_codegen.accept.state import Fn
from wirebook_codegen.emitted import EmitError
from wirebook_codegen.names import Names
from wirebook_codegen.python import emit

Form = LexicalForm
CANON = LexicalForm("canonical")
CTX = Context()


def compiled(scalar: Scalar) -> Any:
    """The statements of one scalar as a function from text to (value, clean) or None."""
    fn = Fn(Names(replace(PROVIDER, messages=(), codes=())), "xml", {}, 2)
    scalars.space(fn, scalar, "v")
    scalars.read(fn, scalar, "v")
    fn("return v, clean")
    lines = ["def make():", *(f"    {line}" for line in [*fn.imports, *fn.hoisted])]
    source = "\n".join([*lines, "    def f(v, clean=True):", fn.src.text(), "    return f"])
    space: dict[str, Any] = {}
    exec(compile(source, "scalar", "exec"), space)
    return space["make"]()


# ---------------------------------------------------------------- scalars


def code(value: int | str | None, low: int | None = None, high: int | None = None, dev: str | None = None) -> CodeEntry:
    return CodeEntry(value, low, high, "x", T, None, None, None, dev, "")


def table(base: str, *entries: CodeEntry, unknown: str = "refuse") -> CodeTable:
    return CodeTable("Table", base, T, entries, unknown, True, None, "")


ROWS = (code(0), code(1, dev="extra"), code(-4), code(None, 700, 709), code(None, 710, 715, "extra"), code(0, dev="no"))
SCALARS: dict[str, Scalar] = {
    "string": Scalar("", "string"),
    "trimmed": Scalar("", "string", (facet("minLength", 1), facet("maxLength", 3)), whitespace="trim"),
    "collapsed": Scalar("", "string", (facet("maxLength", 5, "warning"),), whitespace="collapse"),
    "length": Scalar("", "string", (facet("length", 2),)),
    "pattern": Scalar("", "string", (facet("pattern", "[0-9]*|([0-9]|[^0-9]){0,3}", "warning"),)),
    "choice": Scalar("", "string", (facet("enumeration", ("check", "send", "'\"\\")),)),
    "integer": Scalar("", "integer", lexical=(CANON,)),
    "bounded": Scalar(
        "", "integer", (facet("minInclusive", 1), facet("maxInclusive", 60, "warning")), lexical=(CANON,)
    ),
    "an id": Scalar("", "integer", (facet("minInclusive", 0),), lexical=(CANON,), identity="message"),
    "lenient": Scalar(
        "", "integer", (facet("totalDigits", 3),),
        lexical=(CANON, Form("plus"), Form("leading_zeros", "warning"), Form("zero_fraction", "error")),
    ),
    "lenient too": Scalar("", "integer", lexical=(CANON, Form("zero_fraction"), Form("plus", "warning"))),
    "integers": Scalar("", "integer", (facet("enumeration", (1, 2, 30)),), lexical=(CANON,), whitespace="trim"),
    "decimal": Scalar("", "decimal", (facet("fractionDigits", 2), facet("totalDigits", 4)), lexical=(CANON,)),
    "money": Scalar(
        "", "decimal", (facet("minInclusive", "0.5"), facet("maxInclusive", "99.9", "warning")),
        lexical=(CANON, Form("comma", "warning"), Form("plus")),
    ),
    "date": Scalar("", "date", lexical=(Form("DD.MM.YYYY"),)),
    "dates": Scalar(
        "", "date", pivot=50,
        lexical=(Form("DD.MM.YY"), Form("YYYY-MM-DD", "warning"), Form("MM/DD/YYYY", "error")),
    ),
    "time": Scalar("", "time", lexical=(Form("hh:mm:ss"), Form("hh:mm"))),
    "moment": Scalar(
        "", "datetime", lexical=(Form("DD.MM.YY hh:mm:ss"), Form("DDMMYYhhmm", "warning"), Form("§YYYY YYYY"))
    ),
    "phone": Scalar("", "phone", (facet("maxLength", 16),)),
    "normal": Scalar(
        "", "phone", (facet("enumeration", ("79161234567", "79001112233")),),
        normal=Normal(
            " +()-", (Rewrite("8(9[0-9]{9})", "7{1}"), Rewrite("(9)([0-9]{9})", "7{1}{2}")), "79[0-9]{9}", "warning"
        ),
    ),
    "strict phone": Scalar("", "phone", normal=Normal("+", (), "[0-9]{11}", "error")),
    "bits": Scalar("", "bits", width=16),
    "codes": Scalar("", "integer", lexical=(CANON,), codes=table("integer", *ROWS)),
    "open codes": Scalar("", "integer", lexical=(CANON,), codes=table("integer", *ROWS, unknown="warn")),
    "any code": Scalar("", "integer", lexical=(CANON,), codes=table("integer", code(1), unknown="accept")),
    "words": Scalar("", "string", codes=table("string", code("ok"), code("no", dev="x"), unknown="warn")),
}  # fmt: skip
TEXTS = [
    "", " ", "0", "-0", "00", "1", "-1", "+1", "--1", "+", "-", ".", "1.", ".5", "1.5", "1,5", "1.50", "1.505", "-1.5",
    "+1,5", "1.0", "1.00", "+01.0", "01", "007", "60", "61", "99.9", "100", "0.5", "0.49", "1_0", " 1", "1 ", "\t1\n",
    "1e2", "٣", "²", "1²", "0x1", "10" * 12, "1" * 1000, "1" * 1001, "700", "709", "710", "716", "-4", "65535", "65536",
    "send", "check", "'\"\\", "ok", "no", "a  b", " a b ", "a\xa0b", "\xa0", "abcdef", "ab", "12345",
    "79161234567", "8 (916) 123-45-67", "+7-916-123-45-67", "9161234567", "89001112233", "8916123456", "+" * 17,
    "12345678901", "29.02.2024", "29.02.2023", "31.12.9999", "01.01.0000", "1.1.2024", "29.02.24", "31.12.49",
    "31.12.50", "2024-02-29",
    "02/29/2024", "02/30/2024", "2024-02-30", "23:59:59", "24:00:00", "23:60:00", "23:59:60", "12:30", "٢٩.02.2024",
    "29.02.24 12:30:45", "2902241230", "§2024 2024", "§2024 2025", "§٢٠٢٤ ٢٠٢٤", "29.02.24 12:30:45 ", "29x02x2024",
]  # fmt: skip


def agrees(scalar: Scalar, check: Any, text: str) -> None:
    value, hits = parse(scalar, spaced(scalar, text))
    refused = value is None or any(hit.severity == "error" for hit in hits)
    got = check(text)
    assert got == (None if refused else (value, not hits)), (text, hits)
    assert refused or type(got[0]) is type(value)


@pytest.mark.parametrize("name", SCALARS)
def test_a_scalar_is_what_the_lexical_rules_say(name: str) -> None:
    check = compiled(SCALARS[name])
    for text in TEXTS * 2:  # twice: some are remembered
        agrees(SCALARS[name], check, text)


CHECKS = {name: compiled(scalar) for name, scalar in SCALARS.items()}


@given(text=st.text("0123456789+-., :٣²aé\n\t/§", max_size=20))
def test_any_text_is_what_the_lexical_rules_say(text: str) -> None:
    for name, scalar in SCALARS.items():
        agrees(scalar, CHECKS[name], text)


# ---------------------------------------------------------------- patterns

PATTERNS = [
    r"\+?[0-9]{10,15}", "[0-9a-f]{32}", "79[0-9]{9}", "8(9[0-9]{9})", "[0-9]+", "[A-Za-z0-9_]*", "[0-9]{1,3}", "(a|b)",
    "[+-]?[0-9]+", r"a\.b{2}", "[0-9]{3,}", "", "[^0-9]", "[0-9]?", "-?(0|[1-9][0-9]*)", "[.*+]{2}x{0}", "é?[0-9]{1,4}",
    "x?[ab]{1,3}", "[0-9]{2}:[0-9]{2}", "[0-9]*", r"\+?[0-9]*", "x?[ab]+", "[xy]?[0-9]{2,}", "[0-9]{0,2}", "[a-f]{2}",
    "[0-9]*|([0-9]|[^0-9]){0,11}", "([0-9]|[^0-9])*", "[+]?[0-9]{0,3}", "[0-9]{2}|[a-b]{3}", r"x\|y|z", "[|]|a",
    r"[\]|]+", "([0-9]|[^0-9]){3}", "a([0-9]|[^0-9])b", r"\+?[0-9]{0,4}", "(ab){2}", "a(b(c))", r"\\[-a]", "[a-]+",
    "[^=]*", "[^,;]+", "[^x]{2,3}", "[^a]", "[^|]?", "[^ab]*c", "[^a]*|b",
]  # fmt: skip


def matcher(pattern: str) -> Any:
    fn = Fn(Names(replace(PROVIDER, messages=(), codes=())), "xml", {}, 1)
    test = mismatch(fn, pattern, "v")
    lines = [*fn.imports, *fn.hoisted, "def f(v):", f"    return not ({test})"]
    space: dict[str, Any] = {}
    exec("\n".join(lines), space)
    return space["f"]


MATCHERS = [(re.compile(pattern, re.ASCII), matcher(pattern)) for pattern in PATTERNS]


@given(
    text=st.text("0189+-.xyabf٩²|]\\é:\n", max_size=12) | st.from_regex(re.compile("|".join(PATTERNS)), fullmatch=True)
)
@example("+79161234567")
@example("0123456789abcdef" * 2)
@example("1234567890٣")
@example("\n")
@example("79161234567\n")
def test_a_pattern_without_re_matches_what_re_matches(text: str) -> None:
    for pattern, match in MATCHERS:
        assert bool(match(text)) == (pattern.fullmatch(text) is not None), pattern.pattern


def test_common_patterns_need_no_re() -> None:
    fn = Fn(Names(replace(PROVIDER, messages=(), codes=())), "xml", {}, 1)
    assert "is None" not in mismatch(fn, "[0-9a-f]{32}", "v")
    assert "is None" not in mismatch(fn, r"\+?[0-9]{10,15}", "v")
    assert "is None" in mismatch(fn, "(ab){2}", "v")


# ---------------------------------------------------------------- the module


def test_the_runtime_reads_values_in_the_records_order() -> None:
    body = (
        b'<xml_request name="sms_send"><xml_user lgn="a" pwd="b"/>'
        b'<sms sms_id="1" number="89161234567" source_number="abc" ttl="5">hi</sms></xml_request>'
    )
    value, clean = accepted(PROVIDER, "send_request", "xml", Part(body), CTX)
    sms = {"sms_id": "1", "number": "79161234567", "source_number": "abc", "ttl": 5, "text": "hi"}
    assert value == {"login": "a", "password": "b", "messages": [sms]}
    assert list(value["messages"][0]) == ["sms_id", "number", "source_number", "ttl", "text"]
    assert clean is True
    assert accept(module(PROVIDER, "accept"), "send_request", "xml", Part(body), CTX, NOTHING) == (True, True)


def test_header_and_option_name_the_charset() -> None:
    body = "<balance>1</balance>".encode("utf-16")
    assert accepted(PROVIDER, "balance", "xml", Part(body), CTX) is None
    ok = b"<result>OK</result>"
    assert accepted(PROVIDER, "ok", "xml", Part(ok, headers={"Content-Type": "text/xml; charset=koi8-r"}), CTX)
    assert accepted(PROVIDER, "ok", "xml", Part(ok, headers={"Content-Type": "text/xml; charset=utf-7"}), CTX) is None
    assert accepted(PROVIDER, "ok", "xml", Part(ok), Context(charset="cp1251"))


def test_bind_gives_every_message_and_encoding() -> None:
    made = module(PROVIDER, "accept")
    functions = made.bind(dicts(made))
    assert set(functions) == {(m.id, s.encoding) for m in PROVIDER.messages for s in m.shapes}
    assert functions["ok", "json"]({"result": "OK"}, "utf-8", CTX, True, b"") == ({}, True)
    assert sorted(made.AROUND) == ["headed_request"]
    assert set(made.SELECT) == {"xml", "json", "form", "text", "csv"}


def test_a_message_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        accepted(PROVIDER, "send_request", "json", Part(b"{}"), CTX)


def test_another_format_is_refused_with_advice() -> None:
    guard(FORMAT, "mine.accept")
    with pytest.raises(
        ImportError, match=rf"mine\.accept .* format 0, .* runs format {FORMAT}; run `wirebook generate`"
    ):
        guard(0, "mine.accept")
    with pytest.raises(ImportError, match="newer wirebook"):
        guard(FORMAT + 1, "mine.accept")


def test_importing_accept_code_is_light() -> None:
    heavy = ("re", "json", "typing", "dataclasses", "decimal", "datetime", "enum", "wirebook.model", "wirebook.explain")
    modules = ", ".join(f"wirebook.providers.{name}.accept" for name in ("quicktel", "smsc", "smspager"))
    probe = f"import sys; before = set(sys.modules); import {modules}; print(*(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert not {*heavy} & {*done.stdout.split()}


def test_a_shape_too_deep_for_python_is_refused() -> None:
    node: Any = Leaf("login", string())
    for _ in range(120):
        node = Tree("", (element("x", node, True),))
    deep = replace(SEND, shapes=(Shape("xml", root("r", node)),))
    with pytest.raises(EmitError, match=r"handmade/accept\.py"):
        emit(replace(PROVIDER, messages=(deep,)))


def test_hostile_literals_stay_literals() -> None:
    nasty = "'''\"\"\"\\\n{x}%s\u202e\x00'; import os"
    scalar = Scalar("", "string", (Facet("enumeration", (nasty,)), Facet("pattern", nasty.replace("{x}", ""))))
    tree = Tree("", (Member("attribute", nasty, Leaf("login", scalar), False),))
    message = replace(
        SEND, record=Record("send_request", SEND.record.fields[:1]), shapes=(Shape("xml", root(nasty, tree)),)
    )
    text = emit(replace(PROVIDER, messages=(message,))).files["handmade/accept.py"]
    assert repr(nasty) in text
    assert nasty not in text


def test_what_an_encoding_has_no_place_for_leaves_no_check_open() -> None:
    ids = field("ids", List(string()))
    tree = Tree("", (attribute("a", Leaf("a", string())),))
    shape = Shape("xml", root("m", tree), drops=("ids",))
    rules = tuple(Rule(kind, kind, "error", "ids", request="ids") for kind in ("echoes", "answered"))
    declared = message("m", (ids, field("a", string())), (shape,), rules=rules)
    provider = replace(PROVIDER, messages=(declared,), codes=(), operations=())
    made, part = module(provider, "accept"), Part(b'<m a="1"/>')
    found = xml.read(part.body, *made.CHARSETS["xml"])
    assert found is not None
    outcome = made.MAKERS["m", "xml"](dicts(made))(found[0], found[2], Context(), found[1], part.body)
    assert outcome[1] is True, "no check was left open"
    assert explain_bytes(provider, declared, "xml", part, Context()).skipped == ()
