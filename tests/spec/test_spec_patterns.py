"""The portable pattern subset: what it takes, what it refuses, and that it means the same everywhere, quickly."""

import re
import time

import jsonschema_rs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree

from wirebook.spec.patterns import MAX_COUNT, MAX_LENGTH, check, groups

_XS = "{http://www.w3.org/2001/XMLSchema}"
_XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="t"><xs:simpleType>
<xs:restriction base="xs:string"></xs:restriction></xs:simpleType></xs:element></xs:schema>"""

ACCEPTED = [
    "",
    "a|",
    "([ ()+-]*[0-9]){10}",
    "[0-9]{0,16}|([0-9]|[^0-9]){0,11}",
    "([0-9]|[^0-9])*",
    "8(9[0-9]{9})",
    "[a-z]+@[a-z]+(\\.[a-z]+)+",
    "(a(b|c){0,3}d)*",
    "[а-яё]+",
    "-?(0|[1-9][0-9]*)",
    "[a-]|[-a]|[^-a]",
    "[\\[\\]\\\\\\^\\-\\n\\t\\r]+",
    "\\\\\\.\\^\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|",
    "[$.*+?(){}|]{2,}",
    "a?b",
    "a(b|c)d",
    "[^b]|[^a]*|(a|b)?",
    "[\U0001f600-\U0001f64f]",
]
REFUSED = {
    "^a": "not portable",
    "a$": "not portable",
    ".": "class",
    "\\d": "class",
    "\\w+": "class",
    "\\$": "class",
    "\\-": "class",
    "\\1": "class",
    "\\": "at the end",
    "(?:a)": "plain groups",
    "(?=a)": "plain groups",
    "(?P<n>a)": "plain groups",
    "a*?": "lazy",
    "a++": "lazy",
    "a{2}{3}": "lazy",
    "*a": "repeats nothing",
    "a|+": "repeats nothing",
    "a{,3}": "a quantifier is",
    "a{3": "a quantifier is",
    "a{x}": "a quantifier is",
    "a{3,2}": "allows nothing",
    "a{0}": "allows nothing",
    f"a{{{MAX_COUNT + 1}}}": "counts to",
    "a}": "escaped",
    "a]": "escaped",
    "(a": "( without )",
    "a)": ") without (",
    "[a": "[ without ]",
    "[]": "empty class",
    "[[]": "escaped",
    "[a^]": "escaped",
    "[a-b-c]": "first or last",
    "[b-a]": "backwards",
    "[a&&b]": "not portable",
    "[a--]": "backwards",
    "[~~]": "not portable",
    "[||]": "not portable",
    "a\x00": "U+0000",
    "a\n": "U+000A",
    "a\ud800": "U+D800",
    "(a*)*": "may be empty",
    "(a|b?)+": "may be empty",
    "a*a": "begin alike",
    "[ab]*[bc]": "begin alike",
    "(a*b?){2}": "may be empty",
    "(a+)+": "begin alike",
    "(a|ab)*c": "begin alike",
    "(ab?)*b": "begin alike",
    "(ab|ac)d": "begin alike",
    "(a|a)": "begin alike",
    "(|a?)": "may be empty",
    "a?a": "begin alike",
    "(a?b?)a": "begin alike",
    "(a?b?)?": "may be empty",
    "a{1}a?a": "begin alike",
    "(a{1000}){1000}": "in all",
    "(" * 20 + ")" * 20: "nest",
    "a" * (MAX_LENGTH + 1): "longer",
}


@pytest.mark.parametrize("pattern", ACCEPTED)
def test_the_subset_is_taken(pattern: str) -> None:
    assert check(pattern) is None
    assert groups(pattern) == re.compile(pattern).groups


@pytest.mark.parametrize("pattern", REFUSED, ids=range(len(REFUSED)))
def test_everything_else_is_refused_with_a_reason(pattern: str) -> None:
    assert REFUSED[pattern] in str(check(pattern))


# ---------------------------------------------------------------- accepted patterns, at random

_CHARS = "abc01 -+.$^é😀"
_LITERAL = st.sampled_from([re.sub(r"([.^+])", r"\\\1", c).replace("$", "[$]") for c in _CHARS])
_IN_CLASS = st.sampled_from(
    ["a", "b", "c", "a-c", "0-9", " ", "+", "\\-", "\\^", ".", "$", "é", "(", "\\]", "\\\\", "😀"]
)
_CLASS = st.builds(
    lambda negated, items: f"[{'^' if negated else ''}{''.join(items)}]",
    st.booleans(),
    st.lists(_IN_CLASS, min_size=1, max_size=3),
)
_QUANTIFIER = st.sampled_from(["", "", "", "?", "*", "+", "{2}", "{0,2}", "{1,}", "{2,3}"])


def _grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    sequence = st.lists(st.builds("{}{}".format, inner, _QUANTIFIER), min_size=1, max_size=3).map("".join)
    return st.lists(sequence, min_size=1, max_size=3).map(lambda parts: f"({'|'.join(parts)})")


_PATTERNS = st.recursive(_LITERAL | _CLASS, _grow, max_leaves=8)
_WHOLE = st.lists(_PATTERNS, min_size=1, max_size=3).map("|".join)
_TEXTS = st.text(alphabet=_CHARS + "(]\\\n", max_size=12)


def _branches(pattern: str) -> list[str]:
    """The branches of the whole pattern, which stand side by side in XSD."""
    found, depth, at = [""], 0, 0
    while at < len(pattern):
        piece = re.match(r"\\.|\[(?:\\.|[^\]])*\]|.", pattern[at:], re.DOTALL)
        assert piece is not None
        at += piece.end()
        depth += {"(": 1, ")": -1}.get(piece[0], 0)
        if piece[0] == "|" and depth == 0:
            found.append("")
        else:
            found[-1] += piece[0]
    return found


@given(_WHOLE, st.data())
def test_accepted_patterns_mean_the_same_everywhere(pattern: str, data: st.DataObject) -> None:
    assume(check(pattern) is None)
    schema = etree.fromstring(_XSD)
    for branch in _branches(pattern):
        etree.SubElement(schema[0][0][0], f"{_XS}pattern").set("value", branch)
    xsd = etree.XMLSchema(schema)
    json_schema = jsonschema_rs.validator_for({"type": "string", "pattern": f"^(?:{pattern})$"})
    compiled = re.compile(pattern, re.ASCII)
    for text in data.draw(
        st.lists(_TEXTS | st.from_regex(compiled, fullmatch=True, alphabet=_CHARS + "(]\\"), max_size=8)
    ):
        python = compiled.fullmatch(text) is not None
        element = etree.Element("t")
        element.text = text
        assert (pattern, text, xsd.validate(element)) == (pattern, text, python)
        assert (pattern, text, json_schema.is_valid(text)) == (pattern, text, python)


@given(_WHOLE, st.text(alphabet="ab0 ", min_size=1, max_size=3), _TEXTS)
def test_accepted_patterns_never_run_away(pattern: str, pump: str, tail: str) -> None:
    assume(check(pattern) is None)
    compiled = re.compile(pattern, re.ASCII)
    text = pump * 20_000 + tail
    start = time.process_time()
    compiled.fullmatch(text)
    assert time.process_time() - start < 1  # linear takes milliseconds, quadratic minutes


def test_refused_patterns_do_run_away() -> None:
    # What the rule is for: 28 characters are enough to stop a backtracking matcher.
    assert check("(a|aa)*b") is not None
    bad, good = re.compile("(a|aa)*b"), re.compile("(aa|ab)*b")
    start = time.process_time()
    bad.fullmatch("a" * 28)
    slow = time.process_time() - start
    start = time.process_time()
    good.fullmatch("a" * 28)
    assert slow > 100 * (time.process_time() - start)


def test_checking_is_quick_whatever_the_pattern() -> None:
    hostile = [
        "".join(f"{chr(0x400 + n)}?" for n in range(490)),
        "(" * 16 + "a" + "|b)" * 16,
        "[^a]" * 249,
        "(a|b)" * 199,
    ]
    start = time.process_time()
    for pattern in hostile:
        check(pattern)
    assert time.process_time() - start < 2
