"""What is mutated, and which tests have to notice: room -> modules -> tests.

A room's tests are the narrow ones that speak of its modules: what only a test of everything
together would notice, nobody finds again when it breaks. A part of a module is named by the
comment line with which its second half begins.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ROOMS", "SAME", "Part", "Room"]

WRITING = "# ---------------------------------------------------------------- writing"


@dataclass(frozen=True)
class Part:
    """A module, or what stands before or after a line of it."""

    path: str
    tests: tuple[str, ...]
    before: str = ""
    after: str = ""

    @property
    def name(self) -> str:
        """As it is imported."""
        return self.path.removeprefix("src/").removeprefix("codegen/").removesuffix(".py").replace("/", ".")

    @property
    def half(self) -> str:
        """Which part of the module it is, in words."""
        return ", reading" if self.before else ", writing" if self.after else ""

    def lines(self, source: str) -> tuple[int, int]:
        """The first and the last line of the part."""
        for mark in (self.before, self.after):
            if mark and source.count(f"\n{mark}") != 1:
                raise SystemExit(f"mutants: {self.path} has no line {mark!r}, or two of them")
        first = source[: source.index(f"\n{self.after}")].count("\n") + 1 if self.after else 1
        last = source[: source.index(f"\n{self.before}")].count("\n") + 1 if self.before else source.count("\n") + 1
        return first, last


Room = tuple[Part, ...]


def _part(path: str, *tests: str, before: str = "", after: str = "") -> Part:
    return Part(path, tuple(f"tests/{test}" for test in tests), before, after)


def _src(path: str, *tests: str, before: str = "", after: str = "") -> Part:
    return _part(f"src/wirebook/{path}", *tests, before=before, after=after)


ROOMS: dict[str, Room] = {
    "escaping": (
        _src("escape.py", "test_escape.py"),
        _src("wire/xml.py", "wire/test_writing.py", after=WRITING),
        _src("wire/json.py", "wire/test_writing.py", after=WRITING),
        _src("wire/form.py", "wire/test_writing.py", after=WRITING),
        _src("wire/lines.py", "wire/test_writing.py", after=WRITING),
        _src("accept/write.py", "wire/test_writing.py", "accept/test_write.py"),
    ),
    "decoding": (
        _src("wire/charset.py", "wire/test_charset.py"),
        _src("wire/xml.py", "wire/test_reading.py", before=WRITING),
        _src("wire/json.py", "wire/test_reading.py", before=WRITING),
        _src("wire/form.py", "wire/test_reading.py", before=WRITING),
        _src("wire/lines.py", "wire/test_reading.py", before=WRITING),
        _src("suspect.py", "test_suspect.py"),
        _src("accept/xml.py", "accept/test_readers.py"),
        _src("accept/json.py", "accept/test_readers.py"),
        _src("accept/form.py", "accept/test_readers.py"),
    ),
    "facets": (
        _src("lexical/facets.py", "test_lexical_exact.py"),
        _src("lexical/parse.py", "test_lexical_exact.py", "accept/test_scalars.py"),
        _src("lexical/space.py", "test_lexical_exact.py"),
        _src("lexical/moments.py", "test_lexical_exact.py"),
        _src("lexical/booleans.py", "test_lexical_exact.py"),
        _src("lexical/codes.py", "test_lexical_exact.py"),
        _src("lexical/render.py", "test_lexical_exact.py"),
        _src("accept/scalars.py", "accept/test_scalars.py"),
        _src("values.py", "test_values.py"),
    ),
    "rules": (
        _src("explain/conditions.py", "explain/test_conditions.py"),
        _src("explain/rules.py", "explain/test_rules.py"),
        _src("explain/list_rules.py", "explain/test_rules.py"),
        _src("accept/rules.py", "accept/test_rules.py"),
    ),
    "signatures": (
        _src("signing.py", "test_signing.py"),
        _src("signed.py", "explain/test_signature_rule.py"),
        _src("explain/signatures.py", "explain/test_signature_rule.py"),
    ),
    "redaction": (
        _src("redact.py", "test_redact.py"),
        _src("shown.py", "test_shown.py"),
        _src("row.py", "lint/test_row.py"),
        _src("explain/show.py", "explain/test_show.py"),
    ),
}

# Survivors that are no gap in the tests: (module, the line as it became) -> why the program is the same.
_XML, _FORM, _SIGNING = "src/wirebook/wire/xml.py", "src/wirebook/wire/form.py", "src/wirebook/signing.py"
_ESCAPE, _COND = "src/wirebook/escape.py", "src/wirebook/explain/conditions.py"
_LISTS, _ACCEPT = "src/wirebook/explain/list_rules.py", "src/wirebook/accept/rules.py"
_SIGNED = "src/wirebook/explain/signatures.py"
_FACETS = "src/wirebook/lexical/facets.py"
_DIGITS = "a number's text has digits, signs and a point"
_PRINTABLE = "the characters on both sides of the bound are printable and never come here"
_CONTROL = "only bytes below 0x20 are asked about"
_EQUAL = "equal numbers were answered before"
_ONE = "there is exactly one"

SAME: dict[tuple[str, str], str] = {
    (_ESCAPE, "if code <= 0x100:"): _PRINTABLE,
    (_ESCAPE, "if code < 257:"): _PRINTABLE,
    (_ESCAPE, "if code < 255:"): _PRINTABLE,
    (_ESCAPE, 'return f"\\u{code:04x}" if code <= 0x10000 else f"\\U{code:08x}"'): _PRINTABLE,
    (_ESCAPE, 'return f"\\u{code:04x}" if code < 65537 else f"\\U{code:08x}"'): _PRINTABLE,
    (_ESCAPE, "if code <= 0x10000:"): _PRINTABLE,
    (_ESCAPE, "if code < 65537:"): _PRINTABLE,
    (_XML, "_CONTROLS = bytes(n for n in range(0x20) if n not in b'\\t\\n\\rx')"): _CONTROL,
    ("src/wirebook/accept/write.py", "_CONTROLS = bytes(n for n in range(0x20) if n not in b'\\t\\n\\rx')"): _CONTROL,
    (_XML, "_PLAIN_NAME = re.compile('[A-Za-z_][A-Za-z0-9_.-]*x')"): "a short cut; the parser is asked instead",
    (_XML, "return body if codec == 'utf-8x' else document.encode(codec, \"xmlcharrefreplace\")"):
        "utf-8 lacks nothing, so encoding again gives the same bytes",
    (_XML, "charsets.encode(name, self.codec, node, 'xml~')"): "said of half a surrogate pair, which is no name",
    (_XML, 'pyexpat.ParserCreate("utf-8", "}").Parse(f"<{name}/>".encode(), False)'): "the element is whole",
    ("src/wirebook/wire/json.py", "if \"\\ud800\" <= char <= '\\udfffx':"): "char is one character",
    (_FORM, '_QUOTED = [chr(n) if n in _KEPT else f"%{n:02X}" for n in range( 257)]'): "a byte is below 256",
    (_COND, "answer = holds(cond.items[ -1], world)"): _ONE,
    (_LISTS, 'if got == limit or (got <= limit and rule.bound == "at_most") or '
             '(got > limit and rule.bound == "at_least"):'): _EQUAL,
    (_LISTS, 'if got == limit or (got < limit and rule.bound == "at_most") or '
             '(got >= limit and rule.bound == "at_least"):'): _EQUAL,
    (_LISTS, 'yield broken(rule, "rule.count", scope, rule.places[ -1], args)'): _ONE,
    (_ACCEPT, 'return got == limit or (got <= limit and bound == "at_most") or (got > limit and bound == "at_least")'):
        _EQUAL,
    (_ACCEPT, 'return got == limit or (got < limit and bound == "at_most") or (got >= limit and bound == "at_least")'):
        _EQUAL,
    (_SIGNING, "def digest(algorithm: str, data: bytes, lexical: str = 'x', key: bytes = b\"\") -> str:"):
        "only hex8 and base64 are asked about",
    (_SIGNING, "made = hashlib.new(algorithm, data, usedforsecurity=True).digest()"):
        "the same digest; it matters where a system forbids MD5",
    (_SIGNING, "for form in tuple(lexical) or ('x',)"): "only hex8 and base64 are asked about",
    (_SIGNING, "return form == \"hex8\" if algorithm == 'crc32x' else form != \"base64\""):
        "decimal numbers have no letters",
    (_FACETS, "whole, _, fraction = text.lstrip('+-x').replace(\",\", \".\").partition(\".\")"): _DIGITS,
    (_FACETS, "return whole.lstrip('0x'), fraction"): _DIGITS,
    ("src/wirebook/lexical/space.py",
     "return choices[ -1] if len(choices) == 1 else \"(\" + \"|\".join(choices) + \")\""): _ONE,
    (_SIGNED, "key = known.get(rule.hmac_key, 'x').encode()"): "only an hmac takes a key, and its rule names one",
    (_SIGNED, "text = _carried(carrier, world) or 'x'"): "no signature is empty, and none is x",
}  # fmt: skip
