"""What makes generating fast changes nothing: each shortcut against what it stands for."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

import wirebook_codegen
from wirebook.anchors import slug
from wirebook.books import open_book
from wirebook_codegen import EMITTERS, templating, xsd
from wirebook_codegen.docs_samples import _alike
from wirebook_codegen.docs_text import Block, Link, Literal, Plain, Safe, visible
from wirebook_codegen.docs_words import fill
from wirebook_codegen.html.both import Both
from wirebook_codegen.html.highlight import highlight
from wirebook_codegen.html.render import render
from wirebook_codegen.xsd.markup import El

HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
ODD = st.text(st.characters(codec=None) | st.sampled_from("\n\t\r <&>\"'\u202e\u00a0\x1b"), max_size=30)


def spelled(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"


@given(ODD, st.sampled_from(["", "\n\t"]))
def test_what_is_invisible_is_spelled(text: str, keep: str) -> None:
    want = "".join(c if c in keep or unicodedata.category(c) not in HIDDEN else spelled(c) for c in text)
    assert visible(text, keep=keep) == want


@given(ODD)
def test_anchors(text: str) -> None:
    want = "".join(c if c.isascii() and (c.isalnum() or c in "_.-") else f"~{ord(c):x}~" for c in text)
    assert slug("a", text) == f"a-{want}"


@given(st.text("ab", max_size=20), st.text("ab", max_size=20))
def test_how_much_of_two_texts_is_alike(one: str, other: str) -> None:
    apart = [place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    assert _alike(one, other) == min([*apart, len(one), len(other)])


@given(ODD, ODD)
def test_texts_are_escaped_as_markupsafe_does(text: str, other: str) -> None:
    said = Safe((Plain(text), Literal(other), Link(Safe((Plain(other),)), text)))
    want = escape(text) + Markup('<code>{}</code><a href="{}">{}</a>').format(other, text, other)
    assert render(said) == want
    both = Markup('<span lang="en">{}</span><span lang="ru">{}</span>').format(text, want)
    assert render(Both(text, said)) == both


@given(ODD)
def test_bodies_lose_nothing_but_colours(text: str) -> None:
    for language in ("xml", "json", "text"):
        block = Block(text, language, (len(text) // 3, len(text) // 2))
        assert (
            highlight(block).striptags() == Markup(f"<p>{escape(visible(text, keep=chr(10) + chr(9)))}</p>").striptags()
        )


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=20))
def test_xml_is_escaped(text: str) -> None:
    table = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
    attribute = "".join(table.get(char, char) for char in text)
    assert "".join(El("a", {"b": text}).lines()) == f'<a b="{attribute}"/>'


def test_placeholders_are_parsed_once_and_filled_each_time() -> None:
    assert [str(fill("{a} and {b}", {"a": n, "b": "x"})) for n in (1, 2)] == ["1 and x", "2 and x"]


def test_a_schema_target_is_asked_once_for_a_model_and_again_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def emit(provider: object) -> object:
        asked.append(provider)
        return object()

    monkeypatch.setattr(wirebook_codegen, "_LAST", {})
    monkeypatch.setattr(xsd, "emit", emit)
    one, other = open_book("quicktel").provider, open_book("smspager").provider
    assert EMITTERS["xsd"](one) is EMITTERS["xsd"](one)
    assert EMITTERS["xsd"](other) is not EMITTERS["xsd"](one)
    assert asked == [one, other, one]


# ---------------------------------------------------------------- compiled templates


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(templating, "_FOLDER", str(tmp_path))
    monkeypatch.setattr(templating, "_KEPT", str(tmp_path / "__pycache__"))
    (tmp_path / "a.j2").write_text("1 {{ x }}")
    return tmp_path


def printed(**values: object) -> str:
    return templating.environment(str, autoescape=False).get_template("a.j2").render(values)


def test_a_compiled_template_is_kept_and_bound_to_its_source(folder: Path) -> None:
    assert printed(x="<") == "1 <"
    (kept,) = (folder / "__pycache__").iterdir()
    stamp = kept.stat().st_mtime_ns
    assert printed(x=2) == "1 2"
    assert kept.stat().st_mtime_ns == stamp
    (folder / "a.j2").write_text("2 {{ x }}")
    assert printed(x=2) == "2 2"


@pytest.mark.parametrize("damage", [b"", b"j2", b"\0" * 100])
def test_a_damaged_one_is_made_again(folder: Path, damage: bytes) -> None:
    printed(x=1)
    (kept,) = (folder / "__pycache__").iterdir()
    kept.write_bytes(damage)
    assert printed(x=1) == "1 1"


def test_where_nothing_may_be_written_nothing_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert printed(x=1) == "1 1"
    assert not (folder / "__pycache__").exists()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (folder / "__pycache__").write_text("in the way")
    assert printed(x=1) == "1 1"
