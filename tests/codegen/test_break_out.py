"""No text of a spec breaks out of a generated file: read as its own language, each has the same structure.

From the YAML on, for all targets at once; what a page shows is held by ``test_docs``.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
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


def made(words: str, folder: Path) -> dict[str, str]:
    """Every file of the smallest spec, with ``words`` as every title, description and meaning."""
    path = folder / "own.yaml"
    quoted = '"' + "".join(c if c > "\uffff" else json.dumps(c)[1:-1] for c in words) + '"'
    path.write_text(re.sub(r"\b(en|ru): [^,{}]*", lambda found: f"{found[1]}: {quoted}", SPEC), encoding="utf-8")
    return dict(generate([load(path).provider()], Layout(), None).files)


@cache
def plain(folder: Path) -> dict[str, object]:
    return {path: structure(path, text) for path, text in made("words", folder).items()}


def structure(path: str, text: str) -> object:
    """A file without its texts; None for Markdown."""
    if path.endswith(".py"):
        return re.sub("_[0-9a-f]{8}'", "_digest'", ast.dump(_bare(ast.parse(text))))
    if path.endswith(".xsd"):
        return [(node.tag, sorted(node.attrib)) for node in etree.fromstring(text.encode()).iter()]
    if path.endswith(".html"):
        return pages.structure(text)
    if path.endswith(".json"):
        return list(_keys(json.loads(text)))
    return None


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


@pytest.mark.parametrize("words", [words for words in [*NAUGHTY, *MORE] if words.strip()])
def test_check_15_no_text_breaks_out_of_a_generated_file(words: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp()
    files = made(words, folder)
    assert {path: structure(path, text) for path, text in files.items()} == plain(folder)
