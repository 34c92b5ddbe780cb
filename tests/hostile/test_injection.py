"""No text of a spec becomes code or markup, in whatever slot of the grammar it stands.

``slots.json`` says for each slot the worst text that the loader takes there, or why it takes none. All slots of a
carrier filled with these give files of the structure that harmless texts give: Python's syntax tree, elements of XSD
and HTML, keys of JSON, tokens of Markdown, up to literals; and the literals are the texts.
"""

from __future__ import annotations

import ast
import html
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pages
import pytest
import test_break_out as break_out
from checked import cli_of
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree
from slots import (
    CARRIERS,
    MADE,
    PLAIN,
    RECORDED,
    WORST,
    every_slot,
    filled,
    grouped,
    harmless,
    opened,
    refusal,
    written,
)
from slots import given as fill

from generated import accepted
from wirebook.encode import encode
from wirebook.explain import explain_bytes
from wirebook.model import Provider
from wirebook.part import Context, Part
from wirebook.report.formats import FORMATS
from wirebook.spec import load
from wirebook.testing import values
from wirebook_codegen import losses
from wirebook_codegen.generate import Layout, generate

TAKEN: dict[str, dict[str, tuple[int, str]]] = json.loads(RECORDED.read_text("ascii"))["taken"]
REFUSED: dict[str, tuple[str, str]] = json.loads(RECORDED.read_text("ascii"))["refused"]
DEEP = os.environ.get("WIREBOOK_HYPOTHESIS") == "deep"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FIRST = "\x7f"


def chunks(texts: list[str]) -> list[str]:
    """The texts joined, but for signs that XML cannot carry. All begin with a sign that doesn't print, for a name that
    does may have other code than one without a comma.
    """
    found = [_FIRST]
    for text in texts:
        text = _NOT_XML.sub("", text)
        for part in (text[at : at + 100] for at in range(0, len(text), 100)):
            if len(found[-1]) + len(part) > 500:
                found.append(_FIRST)
            found[-1] += f" {part}"
    return found


# With ``make deep`` all naughty strings come in turn, joined, for the first of these texts.
CHUNKS = chunks(json.loads((Path(__file__).parent / "corpora" / "blns.json").read_text("ascii"))) if DEEP else []
PAIRS = [*zip(WORST, PLAIN, strict=True), *((chunk, harmless(chunk, "q")) for chunk in CHUNKS)]
# The two that were made for it have every slot; the others have more kinds of code, most of them with ``make deep``.
ROUNDS = [(name, 0) for name in (CARRIERS if DEEP else [*MADE, "pingme", "soap"])]
ROUNDS += [(name, number) for name in MADE for number in range(len(WORST), len(PAIRS))]
CARRIER = pytest.mark.parametrize(("name", "number"), ROUNDS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("filled")


@cache
def spec(name: str, number: int, folder: Path, hostile: bool) -> dict[str, Provider]:
    """A carrier with its dialects, every slot filled."""
    path = folder / f"{name}_{number}_{hostile}.yaml"
    texts = [pair[0 if hostile else 1] for pair in (PAIRS[number], *PAIRS[1 : len(WORST)])]
    path.write_text(written(filled(name, TAKEN[name], texts)), encoding="utf-8")
    loaded = load(path)
    assert not [problem for problem in loaded.problems if problem.severity == "error"]
    return dict(loaded.providers)


@cache
def files(name: str, number: int, folder: Path, hostile: bool) -> dict[str, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(losses, "_STATED", ("nothing",))  # the examples are texts only: no loss has a witness
        return dict(generate(list(spec(name, number, folder, hostile).values()), Layout(), None).files)


def both(name: str, number: int, folder: Path, suffix: str) -> Iterator[tuple[str, str, str]]:
    """The files of one kind: path, with hostile texts, with harmless ones."""
    hostile, plain = files(name, number, folder, True), files(name, number, folder, False)
    assert set(hostile) == set(plain)
    found = [(path, text, plain[path]) for path, text in hostile.items() if path.endswith(suffix)]
    assert found or suffix == ".xsd"  # not everyone has XML
    yield from found


@CARRIER
@pytest.mark.parametrize("suffix", [".xsd", ".json", ".html", ".md"])
def test_the_structure_is_that_of_harmless_texts(name: str, number: int, suffix: str, folder: Path) -> None:
    for path, hostile, plain in both(name, number, folder, suffix):
        if path.endswith(".xsd") and not path.endswith(".xsd11.xsd"):
            etree.XMLSchema(etree.fromstring(hostile.encode()))
        assert difference(structure(path, hostile), structure(path, plain)) is None, path


def difference(one: Sequence[object], other: Sequence[object]) -> object:
    """Where two structures part, in few words: they are long."""
    parts = (pair for pair in zip_longest(one, other) if pair[0] != pair[1])
    return next(parts, None)


# ---------------------------------------------------------------- Python


@CARRIER
def test_the_code_is_that_of_harmless_texts_and_its_literals_are_the_texts(
    name: str, number: int, folder: Path
) -> None:
    for path, hostile, plain in both(name, number, folder, ".py"):
        compile(hostile, path, "exec", dont_inherit=True)
        trees = ast.parse(hostile), ast.parse(plain)
        literals = [[node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)] for tree in trees]
        left = [(got, of) for got, of in zip(*literals, strict=True) if not spelled(got, of)]
        others = [of for _, of in left]
        for got, _ in left:  # where texts stand in their order, it is another one
            found = [of for of in others if spelled(got, of)]
            assert found, (path, got)
            others.remove(found[0])
        assert difference(_dumped(trees[0]), _dumped(trees[1])) is None, path


def _dumped(tree: ast.Module) -> list[str]:
    """A module's statements without texts; the names of the model's objects follow what they hold."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            node.value = type(node.value)()
    dumped = (ast.dump(statement) for statement in tree.body)
    return [re.sub("'_([a-z]+)_(?:[A-Za-z0-9_]*_)?[0-9a-f]{8}'", r"'_\1_digest'", one) for one in dumped]


# How a text may stand in a literal: as it is, in a pattern, in JSON, in XML, in an address, in a line's template, on
# one line of a description.
_SPELLINGS: tuple[Callable[[str], str], ...] = (
    str,
    re.escape,
    lambda text: json.dumps(text)[1:-1],
    lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    html.escape,
    lambda text: text.replace("]]", "]"),
    lambda text: re.escape(text.replace("]]", "]")),
    lambda text: " ".join(text.split()),
)


def spelled(got: object, of: object) -> bool:
    """Whether a literal is the harmless one with the hostile texts in place of the harmless."""
    if type(got) is not type(of) or got == of:
        return type(got) is type(of)
    if isinstance(got, bytes) and isinstance(of, bytes):
        got, of = got.decode("utf-8"), of.decode("utf-8")
    if not isinstance(got, str) or not isinstance(of, str):
        return False
    form = "".join(_ANY.get(part) or re.escape(part) for part in _CUT.split(of))
    return re.fullmatch(form, got, re.DOTALL) is not None


_CUT = re.compile(f"({'|'.join(re.escape(plain) for _, plain in PAIRS)})")
_ANY = {plain: f"(?:{'|'.join(re.escape(spell(worst)) for spell in _SPELLINGS)})" for worst, plain in PAIRS}


# ---------------------------------------------------------------- what generated code does


@pytest.mark.parametrize("name", CARRIERS if DEEP else MADE)
@settings(
    max_examples=60 if DEEP else 8, suppress_health_check=list(HealthCheck), deadline=None, phases=[Phase.generate]
)
@given(data=st.data())
def test_what_explain_writes_accept_reads(name: str, folder: Path, data: Any) -> None:
    """The law, where every name on the wire, every literal and every code is as hostile as it can be."""
    targets = [
        (provider, message, shape)
        for provider in spec(name, 0, folder, True).values()
        for message in provider.messages
        for shape in message.shapes
    ]
    provider, message, shape = targets[data.draw(st.integers(0, len(targets) - 1))]
    encoding = shape.encoding
    value = data.draw(values(provider, message.id, encoding))
    part = Part(encode(provider, message.id, encoding, value, Context()))
    said = explain_bytes(provider, message, encoding, part, Context())
    assert said.ok or shape.regions or shape.carried != ("body",), [
        (finding.code, finding.path) for finding in said.findings
    ]
    want = (said.value, not said.findings) if said.ok else None
    assert accepted(provider, message.id, encoding, part, Context()) == want


# ---------------------------------------------------------------- the other targets


def structure(path: str, text: str) -> Any:
    """A file without its literals."""
    found = break_out.structure(path, text)
    assert isinstance(found, list)
    if path.endswith(".xsd"):  # types are sorted by names on the wire
        return sorted(
            [(node.tag, sorted(node.attrib)) for node in part.iter()] for part in etree.fromstring(text.encode())
        )
    if path.endswith(".json"):  # keys are names on the wire
        return [key if not isinstance(key, str) else unspelled(key) for key in found]
    if path.endswith(".html"):  # anchors are made of names
        return [_anchors(each) if isinstance(each, tuple) else each for each in found]
    return found


def _anchors(element: tuple[str, list[tuple[str, str]]]) -> object:
    tag, attributes = element
    made = [plain[:4] for _, plain in PAIRS]
    return tag, [
        (key, "" if "~" in value or any(each in value for each in made) else value) for key, value in attributes
    ]


def unspelled(text: str) -> str:
    for worst, plain in PAIRS:
        for spell in (str, re.escape):
            text = text.replace(spell(worst), spell(plain))
    return text


@CARRIER
def test_nothing_on_a_page_leads_out_of_it(name: str, number: int, folder: Path) -> None:
    for _, page, _ in both(name, number, folder, ".html"):
        harmless_page(page)
    for _, page, _ in both(name, number, folder, ".md"):
        for token in (each for block in pages.tokens(page) for each in block.children or ()):
            assert not token.type.startswith("html") or token.content.startswith(
                ("<a id=", "</a>", "<br", "<code>", "</code>")
            ), token.content
            assert not str(token.attrs.get("href", "")).startswith("javascript:")


def harmless_page(page: str) -> None:
    root = pages.parsed(page)
    assert len(root.findall(".//script")) <= 1
    for element in root.iter():
        if isinstance(element.tag, str):
            assert not [key for key in element.attrib if key.startswith("on")]
            for key in ("href", "src", "action"):
                assert not element.get(key, "").lower().startswith(("javascript:", "http", "//", "data:text"))


# ---------------------------------------------------------------- reports, which show a spec's texts

ASKED = "ids=a,a&form=x&phone=1&odd=A&unlisted=1"
REPLIES = ['{"items":[{"id":"b","state":"x"},{"id":"b","state":"y"}],"number":77,"unlisted":[]}', '{"code":"x"}', "["]


@pytest.fixture(scope="module")
def reported(folder: Path) -> tuple[list[str | Path], list[str | Path]]:
    """Arguments of lint: the spec with hostile texts, and with harmless ones, over the same exchanges."""
    rows = [
        {"method": "POST", "url": "https://desk.example/ask", "status": 200,
         "request_body": ASKED, "response_body": reply,
         "request_headers": {"Content-Type": "application/x-www-form-urlencoded"},
         "response_headers": {"Content-Type": "application/json"}}
        for reply in REPLIES
    ]  # fmt: skip
    capture = folder / "capture.jsonl"
    capture.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    taken = {slot: how for slot, how in TAKEN["desk"].items() if not slot.startswith("operation.")}
    made: list[list[str | Path]] = []
    for texts in (WORST, PLAIN):
        path = folder / f"reported_{len(made)}.yaml"
        path.write_text(written(filled("desk", taken, texts)), encoding="utf-8")
        made.append(["lint", capture, "--spec", path, "--no-config", "--secret", "x"])
    return made[0], made[1]


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_is_that_of_harmless_texts(
    form: str, reported: Any, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of a spec ends a line, a string, an element or a command of a report."""
    cli = cli_of(capsys)
    found = []
    for number, words in enumerate(reported):
        summary = folder / f"summary_{form}_{number}.md"
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
        status, out, err = cli(*words, "--format", form)
        assert status == 1, err
        assert all(char.isprintable() or char == "\n" for char in out + err)
        assert number or "alert(1)" in html.unescape(out), "what is not shown shows nothing"
        found.append(report(form, out))
        if form == "github":
            found[-1] += structure("summary.md", summary.read_text("utf-8"))
    assert difference(*found) is None


def report(form: str, out: str) -> Any:
    """A report without its texts."""
    if form == "junit":
        return [(node.tag, sorted(node.attrib)) for node in etree.fromstring(out.encode()).iter()]
    if form == "github":
        for row in out.splitlines():
            assert re.fullmatch(r"::(error|warning|notice) [a-z]+=[^:,\n]*(,[a-z]+=[^:,\n]*)*::.*", row), row
    if form in ("github", "text"):
        return [out.count("\n")]
    rows = out.splitlines() if form == "ndjson" else [out]
    keys = [key for row in rows for key in break_out._keys(json.loads(row))]
    if form == "sarif":
        assert "](" not in "".join(each["message"]["text"] for each in json.loads(out)["runs"][0]["results"])
    return [unspelled(key) if isinstance(key, str) else key for key in keys]


def test_a_page_of_a_report_is_that_of_harmless_texts(
    reported: Any, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = []
    for number, words in enumerate(reported):
        page = folder / f"report_{number}.html"
        assert cli_of(capsys)(*words, "--report", page)[0] == 1
        text = page.read_text("utf-8")
        assert number or "alert(1)" in html.unescape(text)
        harmless_page(text)
        root = pages.parsed(text)
        found.append([(element.tag, sorted(element.attrib)) for element in root.iter()])
    assert difference(*found) is None


# ---------------------------------------------------------------- the slots themselves

# What no spec can have: the loader knows the word at an element, and refuses it at the root.
NOT_TRIED = {"xml_shape.bind": "the root has no bind", "xml_shape.each": "the root has no each"}
# Why a slot takes no text of anyone's: what stands there is one of a few, or is read.
REASONS = [
    # a name in the spec
    r"is not defined$|bound nowhere|has no meaning here$|is a (map|list), not a scalar|is no setting|without a secret",
    r"is none of |^charset: unknown charset|: unknown charset|is request.<field> or setting.<name>$",  # one of a few
    r"must be a whole number$|is not base64$",
    r"in capitals$|which a port may follow$|and without a query$",  # a pattern of the grammar
]


def test_every_slot_of_the_grammar_was_tried() -> None:
    """A word of the language that takes a text has to stand in a carrier."""
    tried = set(REFUSED) | {slot for slots in TAKEN.values() for slot in slots}
    assert every_slot() - tried == set(NOT_TRIED)
    assert tried <= every_slot()
    assert len(tried - set(REFUSED)) > 100


@pytest.mark.parametrize(("slot", "reason"), NOT_TRIED.items())
def test_what_was_not_tried_stands_nowhere(slot: str, reason: str, tmp_path: Path) -> None:
    root = opened("desk")
    shape = root.items["messages"].items["answer"].items["shapes"].items["xml"]
    shape.put(slot.partition(".")[2], shape.items["element"].copy())
    assert refusal(root, tmp_path).endswith(reason)


def test_what_took_no_hostile_text_says_why() -> None:
    """A slot that is refused is a reference, a number or one of a few words, not a text that the tests spared."""
    assert {
        slot: why for slot, (_, why) in REFUSED.items() if not any(re.search(known, why) for known in REASONS)
    } == {}


def test_what_took_no_hostile_text_takes_none(tmp_path: Path) -> None:
    """One in nine of these slots; all of them with ``make deep``."""
    taken = []
    for slot, (name, _) in sorted(REFUSED.items())[:: 1 if DEEP else 9]:
        root = opened(name)
        fill(grouped(root)[slot][0], WORST[0], "alone")
        if not refusal(root, tmp_path):
            taken.append(slot)
    assert taken == []
