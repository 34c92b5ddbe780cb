"""No text of a spec breaks out of a generated file: read as its own language, each has the same structure.

From the YAML on, for all targets at once; what a page shows is held by ``test_docs``.
"""

from __future__ import annotations

import ast
import json
import os
import re
from collections.abc import Iterator
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any

import pages
import pytest
from lxml import etree

from wirebook.spec import load
from wirebook_codegen.generate import Layout, generate

SPEC = (Path(__file__).parent.parent / "scenarios" / "pingme.yaml").read_text(encoding="utf-8")
NAUGHTY: list[str] = json.loads(Path(__file__).with_name("naughty.json").read_text("utf-8"))
MORE = ['"""', "'''", '\\"""', '"""\nimport os\n"""', "]]>", "--><x/><!--", "</xs:documentation>", "\u2028import os",
        "{{ 7 * 7 }}{% raw %}", "\x0b", "\x00", "\u202e", "../../x", "\r\n# x"]  # fmt: skip


WORDS = [words for words in [*NAUGHTY, *MORE] if words.strip()]
# Each text stands in every third place, in the next third of them each turn; all turns take three times as long.
TOGETHER = 3
TURNS = range(TOGETHER) if os.environ.get("WIREBOOK_HYPOTHESIS") == "deep" else range(1)
GROUPS = [[*WORDS, *WORDS][at : at + TOGETHER] for at in range(0, len(WORDS), TOGETHER)]


def made(words: list[str], folder: Path) -> dict[str, str]:
    """Every file of the smallest spec, with ``words`` by turns as its titles, descriptions and meanings."""
    path = folder / "own.yaml"
    quoted = cycle('"' + "".join(c if c > "\uffff" else json.dumps(c)[1:-1] for c in one) + '"' for one in words)
    both = (f"en: {one}, ru: {one}" for one in quoted)
    text = re.sub(r"\ben: [^,{}]*, ru: [^,{}]*", lambda _: next(both), SPEC)
    assert not re.search(r"\b(en|ru): [^\"]", text)
    path.write_text(text, encoding="utf-8")
    return dict(generate([load(path).provider()], Layout(), None).files)


@cache
def plain(folder: Path) -> dict[str, object]:
    words = [f"words {n}" for n in range(TOGETHER)]
    return {path: structure(path, text) for path, text in made(words, folder).items()}


def structure(path: str, text: str) -> object:
    """A file without its texts."""
    if path.endswith(".py"):
        return re.sub("_[0-9a-f]{8}'", "_digest'", ast.dump(_bare(ast.parse(text))))
    if path.endswith(".xsd"):
        return [(node.tag, sorted(node.attrib)) for node in etree.fromstring(text.encode()).iter()]
    if path.endswith(".html"):
        return pages.structure(text)
    if path.endswith(".json"):
        return list(_keys(json.loads(text)))
    assert path.endswith(".md"), path
    return pages.markdown(text)


def _bare(tree: ast.AST) -> ast.AST:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            node.value = type(node.value)()
    return tree


def _keys(value: Any) -> Iterator[object]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _keys(inner)
    elif isinstance(value, list):
        yield len(value)
        for inner in value:
            yield from _keys(inner)


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("words", GROUPS, ids=lambda words: " ".join(map(ascii, words)))
def test_check_15_no_text_breaks_out_of_a_generated_file(
    words: list[str], turn: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    files = made(words[turn:] + words[:turn], folder)
    assert {path: structure(path, text) for path, text in files.items()} == plain(folder)
