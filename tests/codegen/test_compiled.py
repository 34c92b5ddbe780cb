"""The compiled model: the same graph, the same bytes on every run, and nothing of a spec that is executed."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
import sample
from targets import providers

from handmade import PROVIDER
from wirebook.model import Provider, Scalar
from wirebook_codegen.compiled import render
from wirebook_codegen.emitted import HEADER, EmitError


def built(provider: Provider) -> Any:
    space: dict[str, Any] = {"__name__": "model"}
    exec(compile(render(provider), "model.py", "exec"), space)
    return space["PROVIDER"]


NAUGHTY = json.loads(Path(__file__).with_name("naughty.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("provider", [*providers(), PROVIDER, sample.provider()], ids=lambda p: f"{p.name}{p.dialect}")
def test_it_is_the_same_model(provider: Provider) -> None:
    made = built(provider)
    assert made == provider
    assert repr(made) == repr(provider)


@pytest.mark.parametrize("provider", providers(), ids=lambda p: f"{p.name}{p.dialect}")
def test_the_shipped_one_is_what_the_spec_says(provider: Provider) -> None:
    parts = ("wirebook.providers", provider.name, provider.dialect, "model")
    shipped = __import__(".".join(filter(None, parts)), fromlist=["PROVIDER"])
    assert provider == shipped.PROVIDER, "run `wirebook generate`"


def test_equal_parts_are_shared() -> None:
    made = built(PROVIDER)
    seen: dict[int, Any] = {}

    def walk(value: Any) -> None:
        if isinstance(value, tuple):
            for item in value:
                walk(item)
        elif is_dataclass(value) and id(value) not in seen:
            seen[id(value)] = value
            for field in fields(value):
                walk(getattr(value, field.name))

    walk(made)
    scalars = [part for part in seen.values() if isinstance(part, Scalar)]
    assert len(scalars) == len(set(scalars))


def test_the_text_is_the_same_on_every_run() -> None:
    text = render(PROVIDER)
    assert render(PROVIDER) == text
    assert text.startswith(f"# {HEADER}\n")
    probe = "from handmade import *; from wirebook_codegen.compiled import render; print(render(PROVIDER), end='')"
    outcomes = set()
    for seed in ("1", "2"):
        where = str(Path(__file__).parents[1])
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": where, "PYTHONUTF8": "1"}
        done = subprocess.run([sys.executable, "-c", probe], capture_output=True, check=True, env=environment)
        outcomes.add(done.stdout.decode("utf-8").replace("\r\n", "\n"))
    assert outcomes == {text}


def test_only_constructors_are_called() -> None:
    tree = ast.parse(render(sample.provider()))
    names = {alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert {call.func.id for call in calls if isinstance(call.func, ast.Name)} <= names
    assert all(isinstance(call.func, ast.Name) for call in calls)


def outline(text: str) -> str:
    """The syntax tree without the contents of texts, and without names that come from contents."""
    tree = ast.parse(text)
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
            node.value = ""
        elif isinstance(node, ast.Name) and node.id.startswith("_"):
            node.id = names.setdefault(node.id, f"_{len(names)}")
    return ast.dump(tree)


def test_no_text_breaks_out() -> None:
    plain = outline(render(sample.provider("harmless")))
    for text in NAUGHTY:
        if not any("\ud800" <= char <= "\udfff" for char in text):
            assert outline(render(sample.provider(text))) == plain, text


def test_what_is_no_model_is_refused() -> None:
    with pytest.raises(EmitError):
        render(Path("x"))  # type: ignore[arg-type]
