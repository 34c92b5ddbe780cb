"""Which files a run produces, where they stand, and what is left over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sample import provider

from wirebook.model import Provider
from wirebook_codegen import EMITTERS
from wirebook_codegen.emitted import HEADER, EmitError, Emitted, Loss
from wirebook_codegen.generate import Layout, generate
from wirebook_codegen.writer import Drift, check, write

NAMES = {"xsd": "{}/sent.xsd", "jsonschema": "{}/sent.schema.json", "python": "{}/accept.py"}


def fake(target: str) -> Callable[[Provider], Emitted]:
    def emit(one: Provider) -> Emitted:
        folder = "/".join(filter(None, (one.name, one.dialect)))
        stem = folder.replace("/", ".")
        path = {"docs": f"{stem}.en.md", "html": f"{stem}.html"}.get(target) or NAMES[target].format(folder)
        losses = (Loss(target, "sent", "rule.unique items", "it has no word for it", "bad"),)
        return Emitted({path: f"# {HEADER}\n{target}\n"}, losses if target in ("xsd", "jsonschema") else ())

    return emit


@pytest.fixture(autouse=True)
def _fake_emitters(monkeypatch: pytest.MonkeyPatch) -> None:
    for target in tuple(EMITTERS):
        monkeypatch.setitem(EMITTERS, target, fake(target))


BASE = replace(provider(), dialects=())
TWO = [replace(provider(), dialects=("later",)), replace(provider(), dialect="later", dialects=("later",))]
OTHER = replace(BASE, name="other")


def test_each_target_has_its_root() -> None:
    made = generate(TWO, Layout(python="src/p", schemas="s", docs="d", html="h"))
    assert sorted(made.files) == [
        "d/sample.en.md", "d/sample.later.en.md", "h/index.html", "h/sample.html", "h/sample.later.html",
        "s/sample/later/losses.md", "s/sample/later/sent.schema.json", "s/sample/later/sent.xsd",
        "s/sample/losses.md", "s/sample/sent.schema.json", "s/sample/sent.xsd",
        "src/p/sample/accept.py", "src/p/sample/later/accept.py",
    ]  # fmt: skip


def test_the_ledger_is_whole_even_if_one_target_is_asked_for() -> None:
    made = generate([BASE], only=["xsd"])
    assert sorted(made.files) == ["schemas/sample/losses.md", "schemas/sample/sent.xsd"]
    assert [loss.target for loss in made.losses["sample"]] == ["xsd", "jsonschema"]
    assert made.files["schemas/sample/losses.md"] == generate([BASE]).files["schemas/sample/losses.md"]
    assert HEADER in made.files["schemas/sample/losses.md"]
    assert sorted(generate([BASE], only=["docs"]).files) == ["docs/sample.en.md"]


def test_unknown_targets_doubled_paths_and_lacking_headers_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EmitError, match="no target 'wsdl'"):
        generate([BASE], only=["wsdl"])
    with pytest.raises(EmitError, match="produced twice"):
        generate([BASE, BASE])
    monkeypatch.setitem(EMITTERS, "python", lambda one: Emitted({"a/b.py": "x = 1\n"}))
    with pytest.raises(EmitError, match="lacks the header"):
        generate([BASE], only=["python"])


def test_the_index_lists_the_run_s_providers() -> None:
    files = generate([*TWO, OTHER], only=["html"]).files
    for page in ("sample.html", "sample.later.html", "other.html"):
        assert f'href="{page}"' in files["site/index.html"]
    assert 'href="sample.html"' not in generate([OTHER]).files["site/index.html"]
    assert generate([], only=["html"]).files == {}


def test_language_files_come_from_the_caller() -> None:
    made = generate([], language=lambda: {"schemas/spec.schema.json": f'{{"$comment": "{HEADER}"}}'})
    assert list(made.files) == ["schemas/spec.schema.json"]


def run(root: Path, providers: list[Provider], only: list[str] | None = None, *, whole: bool = False) -> list[Drift]:
    """What a run would change, but for the index: that lists the providers of the run."""
    made = generate(providers, only=only, whole=whole)
    return [drift for drift in check(made.files, root, made.owned) if drift.path != "site/index.html"]


def test_a_run_for_one_provider_leaves_the_others_alone(tmp_path: Path) -> None:
    write(generate([*TWO, OTHER]).files, tmp_path)
    (tmp_path / "schemas/spec.schema.json").write_text(f'{{"$comment": "{HEADER}"}}')
    (tmp_path / "docs/spec-language.md").write_text(f"<!-- {HEADER} -->\n")
    for only in (None, ["xsd"], ["jsonschema"], ["docs"], ["python"], ["html"]):
        assert run(tmp_path, TWO, only) == []
        assert run(tmp_path, [OTHER], only) == []
        assert run(tmp_path, [*TWO, OTHER], only, whole=True) == []
        assert run(tmp_path, TWO[:1], only) == [], "a dialect that was not asked for is not left over"


def test_what_is_no_longer_produced_is_left_over(tmp_path: Path) -> None:
    write(generate([*TWO, OTHER]).files, tmp_path)
    gone = [drift.path for drift in run(tmp_path, [BASE]) if drift.kind == "left-over"]
    assert gone == [
        "docs/sample.later.en.md", "python/sample/later/accept.py", "schemas/sample/later/losses.md",
        "schemas/sample/later/sent.schema.json", "schemas/sample/later/sent.xsd", "site/sample.later.html",
    ]  # fmt: skip
    whole = {drift.path for drift in run(tmp_path, [BASE], whole=True)} - set(gone)
    assert whole == {
        "docs/other.en.md", "python/other/accept.py", "schemas/other/losses.md",
        "schemas/other/sent.schema.json", "schemas/other/sent.xsd", "site/other.html",
    }  # fmt: skip
    made = generate([BASE], whole=True)
    write(made.files, tmp_path, made.owned)
    assert run(tmp_path, [BASE], whole=True) == []
    assert not (tmp_path / "schemas/other").exists()
