"""No text of a spec becomes code or markup, in whatever slot of the grammar it stands.

``slots.json`` says for each slot the worst text that the loader takes there, or that it takes none (a reference, a
name, a pattern). All slots of a carrier filled with these give files of the structure that harmless letters give:
Python's syntax tree, elements of XSD and HTML, keys of JSON, tokens of Markdown, up to literals.
"""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import test_break_out as break_out
from markdown_it import MarkdownIt
from slots import CARRIERS, RECORDED, WORST, every_slot, fits, given, grouped, places, read, stripped, written

from wirebook.spec import load
from wirebook.spec.grammar import KINDS
from wirebook_codegen import losses
from wirebook_codegen.generate import Layout, generate

TAKEN: dict[str, dict[str, tuple[int, str]]] = json.loads(RECORDED.read_text("ascii"))["taken"]
REFUSED: dict[str, str] = json.loads(RECORDED.read_text("ascii"))["refused"]
PLAIN = "plain"
# Slots that no carrier has, nor one like them: what is new to the language is not among them.
NOT_TRIED = {
    "code_patch.add, keys", "code_patch.remove", "code_patch.replace, keys", "collect.except", "document.file",
    "facet_list.value", "facet_text.value", "id_states.codes", "identity.given", "identity.known", "json_patch.add",
    "json_patch.add, keys", "limit.code", "limit.same", "lines_shape.lists, keys", "lines_shape.pairs",
    "lines_shape.pairs, keys", "map_of.keys, keys", "reply_encoding.by", "reply_encoding.values, keys",
    "rule_count.field", "rule_count.to", "rule_repeated.values", "rule_signature.join", "setting.enumeration",
    "unique_id.code", "xml_patch.add", "xml_patch.add, keys",
}  # fmt: skip


def filled(name: str, folder: Path, *, plain: bool) -> dict[str, str]:
    """The generated files of a carrier with every slot filled, as bad as it takes or with letters."""
    root = stripped(CARRIERS[name])
    places = grouped(root)
    for slot, (number, how) in TAKEN[name].items():
        for place in places[slot]:
            given(place, PLAIN if plain else WORST[number], how)
    path = folder / "own.yaml"
    path.write_text(written(root), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(losses, "_STATED", ("nothing",))  # without examples no loss has a witness
        return dict(generate([load(path).provider()], Layout(), None).files)


@cache
def made(name: str, folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    return filled(name, folder, plain=False), filled(name, folder, plain=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("filled")


CARRIER = pytest.mark.parametrize("name", CARRIERS)


@CARRIER
def test_the_same_files_come_of_hostile_texts(name: str, folder: Path) -> None:
    hostile, plain = made(name, folder)
    assert set(hostile) == set(plain)
    assert len(hostile) > 10


@CARRIER
@pytest.mark.parametrize("suffix", [".xsd", ".json", ".html", ".md", ".py"])
def test_the_structure_is_that_of_plain_letters(name: str, suffix: str, folder: Path) -> None:
    hostile, plain = made(name, folder)
    for path in (path for path in hostile if path.endswith(suffix)):
        if path.endswith(CHOOSES):
            continue
        assert structure(path, hostile[path]) == structure(path, plain[path]), path


# Which of two ways generated code takes depends on the letters of a name on the wire: such a module may have less code.
CHOOSES = ("/accept.py", "/quick.py", "/quick_json.py", "/write.py")


@CARRIER
def test_code_that_depends_on_letters_has_no_other_names(name: str, folder: Path) -> None:
    hostile, plain = made(name, folder)
    for path in (path for path in hostile if path.endswith(CHOOSES)):
        assert identifiers(hostile[path]) <= identifiers(plain[path]), path


def identifiers(source: str) -> set[str]:
    """Every name that code can call, read, bind or import."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        for field in ("id", "attr", "arg", "name", "module", "asname"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                found.add(re.sub(r"_?[0-9a-f]{8}$|[0-9]+$", "", value))
    return found


def structure(path: str, text: str) -> Any:
    """A file without its literals."""
    if path.endswith(".md"):
        return [(token.type, token.tag, inner(token)) for token in tokens(text)]
    found = break_out.structure(path, text)
    if path.endswith(".py"):  # an object of the model is named after what is named on the wire
        return re.sub("'_([a-z]+)_[A-Za-z0-9_]*_digest'", r"'_\1_digest'", str(found))
    if path.endswith(".json"):  # keys are names on the wire
        return [key if not isinstance(key, str) else _plain(key) for key in found]
    if path.endswith(".html"):  # anchors are made of names
        return [_anchors(each) if isinstance(each, tuple) else each for each in found]
    return found


def inner(token: Any) -> list[str]:
    """What stands in a line of Markdown; code with a backtick in it is written as an element."""
    kinds = [each.content if each.type == "html_inline" else each.type for each in token.children or ()]
    kinds = ["<a>" if re.fullmatch(r'<a id="[A-Za-z0-9_.~-]*">', kind) else kind for kind in kinds]
    return re.sub(r"<code> (text )*</code>", "code_inline", " ".join(kinds)).split(" ")


def _anchors(element: tuple[str, list[tuple[str, str]]]) -> object:
    tag, attributes = element
    return tag, [(key, "" if "~" in value or PLAIN in value else value) for key, value in attributes]


def tokens(text: str) -> list[Any]:
    return MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(text)


def _plain(text: str) -> str:
    for worst in WORST:
        text = text.replace(worst, PLAIN)
    return text


@CARRIER
def test_nothing_on_a_page_leads_out_of_it(name: str, folder: Path) -> None:
    import pages

    hostile, _ = made(name, folder)
    for path in (path for path in hostile if path.endswith(".html")):
        root = pages.parsed(hostile[path])
        assert len(root.findall(".//script")) <= 1
        for element in root.iter():
            if isinstance(element.tag, str):
                assert not [key for key in element.attrib if key.startswith("on")]
                for key in ("href", "src", "action"):
                    assert not element.get(key, "").lower().startswith(("javascript:", "http", "//", "data:text"))
    for path in (path for path in hostile if path.endswith(".md")):
        inline = [each for token in tokens(hostile[path]) for each in token.children or ()]
        for token in inline:
            assert not token.type.startswith("html") or token.content.startswith(
                ("<a id=", "</a>", "<br", "<code>", "</code>")
            ), token.content
            assert not str(token.attrs.get("href", "")).startswith("javascript:")


# ---------------------------------------------------------------- the slots themselves


def terms(slot: str) -> object:
    """What the grammar says of a slot's value: slots of one kind of value are read by the same code."""
    kind, _, key = slot.removesuffix(", keys").partition(".")
    return repr(KINDS[kind].keys[key].value), slot.endswith(", keys")


def test_every_slot_of_the_grammar_was_tried() -> None:
    """A word of the language that takes a text has to stand in a carrier, or to be like one that does."""
    tried = set(REFUSED) | {slot for slots in TAKEN.values() for slot in slots}
    assert tried <= every_slot()
    examples = {slot for slot in every_slot() if slot.startswith(("example.", "edit.", "expected."))}
    like = {terms(slot) for slot in tried}
    assert {slot for slot in every_slot() - tried - examples if terms(slot) not in like} == NOT_TRIED


def test_what_took_no_hostile_text_takes_none(tmp_path: Path) -> None:
    """One in five of these slots: a reference, a name or a pattern is not any text."""
    taken = []
    for slot, name in sorted(REFUSED.items())[::5]:
        root = stripped(CARRIERS[name])
        given(grouped(root)[slot][0], WORST[0], "alone")
        if fits(root, tmp_path):
            taken.append(slot)
    assert taken == []


# ---------------------------------------------------------------- examples


@pytest.mark.parametrize("worst", WORST, ids=range(len(WORST)))
def test_a_body_of_an_example_is_only_shown(worst: str, tmp_path: Path) -> None:
    files = []
    for text in (worst.replace("\r", "").replace("\n", ""), PLAIN):
        root = read(CARRIERS["pingme"])
        bodies = [place for place in places(root) if place.slot == "example.body"]
        for place in bodies:
            given(place, text, "alone")
        for message in root.items["messages"].items.values():
            message.items.pop("counterexamples", None)
        path = tmp_path / "own.yaml"
        path.write_text(written(root), encoding="utf-8")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(losses, "_STATED", ("nothing",))
            files.append(dict(generate([load(path).provider()], Layout(), None).files))
    hostile, plain = files
    for name in hostile:
        if not name.endswith((".md", *CHOOSES)):
            assert structure(name, hostile[name]) == structure(name, plain[name]), name
