"""What is mutated, and which tests have to notice: room -> modules -> tests.

A room's tests are the narrow ones that speak of its modules: what only a test of everything
together would notice, nobody finds again when it breaks. A part of a module is named by the
comment line with which its second half begins.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ROOMS", "Part", "Room"]

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

    @property
    def title(self) -> str:
        """The path, with the half."""
        return self.path + self.half

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


def _codegen(path: str, *tests: str) -> Part:
    return _part(f"codegen/wirebook_codegen/{path}", *tests)


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
        _src("anchors.py", "test_anchors.py"),
        _codegen("docs_text.py", "codegen/test_texts.py"),
        _codegen("markdown.py", "codegen/test_texts.py"),
        _codegen("html/render.py", "codegen/test_texts.py"),
        _codegen("html/highlight.py", "codegen/test_texts.py"),
        _codegen("xsd/markup.py", "codegen/test_markup.py"),
        _codegen("jsonschema/page.py", "codegen/test_page.py"),
        _codegen("pysource.py", "codegen/test_pysource.py"),
        _codegen("accept/texts.py", "codegen/test_written_texts.py"),
    ),
    "decoding": (
        _src("wire/charset.py", "wire/test_charset.py"),
        _src("wire/xml.py", "wire/test_reading.py", "wire/test_xml_places.py", before=WRITING),
        _src("wire/json.py", "wire/test_reading.py", "wire/test_reading_exact.py", before=WRITING),
        _src("wire/form.py", "wire/test_reading.py", "wire/test_reading_exact.py", before=WRITING),
        _src("wire/lines.py", "wire/test_reading.py", "wire/test_reading_exact.py", before=WRITING),
        _src("suspect.py", "test_suspect.py"),
        _src("accept/form.py", "accept/test_form.py"),
    ),
    "readers": (
        _src("accept/xml.py", "accept/test_xml.py"),
        _src("accept/light.py", "accept/test_light.py"),
        _src("accept/json.py", "accept/test_json.py"),
        _src("accept/lines.py", "accept/test_lines.py"),
        _src("accept/quick.py", "accept/test_quick_exact.py"),
        _src("accept/quick_form.py", "accept/test_quick_exact.py"),
        _src("accept/params.py", "accept/test_quick_exact.py"),
        _src("accept/quick_json.py", "accept/test_quick_json_exact.py"),
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
        _src("redact.py", "test_redact_exact.py", "test_redact.py"),
        _src("shown.py", "test_shown.py"),
        _src("row.py", "lint/test_row.py"),
        _src("explain/show.py", "explain/test_show.py"),
        _src("looks.py", "test_looks_exact.py"),
    ),
}
