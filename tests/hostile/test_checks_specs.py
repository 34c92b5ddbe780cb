"""Checks 14 to 17: what must hold of specs. Each test's name begins with the number of its check."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import test_break_out as break_out
from audit import WATCH, watching
from checked import PINGME, Cli, cli_of, written

from wirebook.model import Scalar
from wirebook.spec import load, reader
from wirebook.spec.reader import MAX_BYTES, MAX_DEPTH

SCALARS = ["no", "on", "off", "yes", "true", "null", "~", "0123", "0x1F", "0o17", "12:30:45", "1.10", "1e3", "1_000",
           "+79161234567", ".inf", ".nan", "2020-01-01", "2020-01-01T00:00:00Z", "="]  # fmt: skip


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    return cli_of(capsys)


def spec(folder: Path, *changes: tuple[str, str]) -> Path:
    text = PINGME
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return written(folder / "own.yaml", text)


def refused(path: Path, cli: Cli) -> set[str]:
    """The codes with which ``check`` and ``generate`` refuse a spec."""
    made = path.parent / "made"
    said = [cli("check", path, "--format", "json"), cli("generate", path, "--out", made)]
    assert all(status in (1, 2) and "Traceback" not in out + err for status, out, err in said)
    assert not made.exists()
    problems = json.loads(said[0][1])["specs"][0]["problems"]
    assert all(problem["line"] >= 1 and problem["column"] >= 1 for problem in problems)
    return {problem["code"] for problem in problems if problem["severity"] == "error"}


# ---------------------------------------------------------------- 14: YAML


@pytest.mark.parametrize("text", SCALARS)
def test_14_a_plain_scalar_stays_text_where_text_is_wanted(text: str, tmp_path: Path) -> None:
    path = spec(tmp_path, ("A host name in lower case.", text), ("en: Ping a host", f"en: {text}"),
                ('pattern: "[a-z0-9.-]+"', f'pattern: "[ -~]+"\n    enumeration: [{text}]'),
                ('host="example.org" count', f'host="{text}" count'),
                ("{from: example.org, to: EXAMPLE.org}", f"{{from: {text}, to: {text}x}}"))  # fmt: skip
    loaded = load(path)
    provider = next(iter(loaded.providers.values()), None)
    assert provider is not None, loaded.problems
    message = provider.message("ping_request")
    assert message is not None
    kind = message.record.fields[0].type
    assert isinstance(kind, Scalar)
    assert kind.doc is not None
    assert (kind.doc.en, message.title.en) == (text, text)
    assert [facet.value for facet in kind.facets if facet.name == "enumeration"] == [(text,)]
    assert message.examples[0].body == f'<ping host="{text}" count="3"/>'.encode()


def test_14_a_duplicate_key_is_refused(tmp_path: Path, cli: Cli) -> None:
    assert "spec.duplicate-key" in refused(spec(tmp_path, ("provider: pingme", "provider: pingme\nprovider: x")), cli)
    path = spec(tmp_path, ("    maxLength: 63\n", "    maxLength: 63\n    maxLength: 64\n"))
    assert "spec.duplicate-key" in refused(path, cli)


@pytest.mark.parametrize(
    "text", ["&a x", "*a", "!!str x", "!!python/object/apply:os.system [x]", "!x y", "!!binary eA=="]
)
def test_14_anchors_aliases_and_tags_are_refused(text: str, tmp_path: Path, cli: Cli) -> None:
    assert "spec.alias" in refused(spec(tmp_path, ("A host name in lower case.", text)), cli)


def test_14_a_merge_key_is_refused(tmp_path: Path, cli: Cli) -> None:
    path = spec(tmp_path, ("  Result: {base", "  Result: {<<: {minInclusive: 1}, base"))
    assert refused(path, cli) & {"spec.alias", "spec.unknown-key"}


BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
)
HUGE = {
    "deep flow": "a: " + "[" * (MAX_DEPTH + 1),
    "deep maps": "{a: " * (MAX_DEPTH + 2),
    "deep blocks": "".join(f"{' ' * n}a:\n" for n in range(MAX_DEPTH + 2)),
    "many bytes": "#" * (MAX_BYTES + 1),
    "many nodes": "a: [" + "1," * 1000 + "]",
}  # fmt: skip


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_14_a_deep_or_huge_spec_is_refused(
    text: str, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reader.MAX_NODES == 200_000
    monkeypatch.setattr(reader, "MAX_NODES", 1000)  # for the sake of time; tests/spec holds the stated number
    assert refused(written(tmp_path / "own.yaml", text), cli) == {"spec.size"}


def test_14_a_bomb_of_aliases_is_refused(tmp_path: Path, cli: Cli) -> None:
    assert refused(written(tmp_path / "own.yaml", BOMB), cli) == {"spec.alias"}


# ---------------------------------------------------------------- 16: patterns

RUNAWAY = ["([a-z]+)+", "([a-z]*)*", "(a|a)*", "(a|ab)*c", "([a-z]+)*@", "(.*)*", "([a-z]|[a-b])*", "(a?){30}a{30}",
           "[a-z]*[a-z]*[a-z]*@", "(a*b?a*)*"]  # fmt: skip


@pytest.mark.parametrize("pattern", RUNAWAY)
def test_16_a_pattern_that_can_run_away_is_refused(pattern: str, tmp_path: Path, cli: Cli) -> None:
    assert refused(spec(tmp_path, ("[a-z0-9.-]+", pattern)), cli) >= {"spec.pattern"}


UNPORTABLE = ["(?i)a", "a(?=b)", "(a)\\1", "\\d+", "a*?", "a" * 1001, "(" * 20 + "a" + ")" * 20, "a{1001}"]


@pytest.mark.parametrize("pattern", UNPORTABLE, ids=range(len(UNPORTABLE)))
def test_16_a_pattern_that_is_not_portable_or_too_large_is_refused(pattern: str, tmp_path: Path, cli: Cli) -> None:
    path = spec(tmp_path, ("[a-z0-9.-]+", pattern.replace("\\", "\\\\")))
    assert refused(path, cli) >= {"spec.pattern"}


# ---------------------------------------------------------------- 17: where files go

NAMES = ["../x", "..", ".", "/x", "a/b", "a\\\\b", "C:x", "x\\0", "\\u202ex", "x" * 300, "con", "-x", "~x", "x ",
         "x\\n", "__init__"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("place", ["provider: pingme", "  ping_request:\n", "  Host:\n", "  Results:\n", "  page: {"])
def test_17_a_name_leads_nowhere_else(name: str, place: str, tmp_path: Path, cli: Cli) -> None:
    word = place.strip(" :\n{").split()[-1]
    path = written(tmp_path / "own.yaml", PINGME.replace(place, place.replace(word, f'"{name}"'), 1))
    out = tmp_path / "made"
    cli("generate", path, "--out", out)
    inside = [entry for entry in tmp_path.rglob("*") if entry != path and entry != out and out not in entry.parents]
    assert inside == []
    for entry in out.rglob("*"):
        assert not entry.is_symlink()
        assert entry.resolve().is_relative_to(out.resolve())


def test_17_no_symbolic_link_is_followed(tmp_path: Path, cli: Cli) -> None:
    path = spec(tmp_path)
    elsewhere, out = tmp_path / "elsewhere", tmp_path / "made"
    elsewhere.mkdir()
    assert cli("generate", path, "--out", out)[0] == 0
    first = next(entry for entry in sorted(out.rglob("*")) if entry.is_file())
    kept = elsewhere / "kept"
    kept.write_text("kept")
    first.unlink()
    with WATCH.aside():
        first.symlink_to(kept)
    status, _, err = cli("generate", path, "--out", out)
    assert status == 2
    assert "symbolic link" in err
    assert kept.read_text() == "kept"
    first.unlink()
    folder = next(entry for entry in sorted(out.iterdir()) if entry.is_dir())
    os.rename(folder, tmp_path / "moved")
    with WATCH.aside():
        folder.symlink_to(elsewhere)
    assert cli("generate", path, "--out", out)[0] == 2
    assert sorted(elsewhere.iterdir()) == [kept]


def test_17_generated_files_are_named_by_names_of_the_spec_alone(tmp_path: Path, cli: Cli) -> None:
    status, _, err = cli("generate", spec(tmp_path), "--out", tmp_path / "made")
    assert status == 0, err
    made = [entry.relative_to(tmp_path / "made") for entry in (tmp_path / "made").rglob("*")]
    assert made
    for entry in made:
        assert all(part.replace("_", "").replace("-", "").replace(".", "").isalnum() for part in entry.parts), entry
    assert json.dumps(sorted(map(str, made))).isascii()


# ---------------------------------------------------------------- 15: texts of a spec (all slots: test_injection)

Made = dict[str, str]
BREAKING = "\"\"\"'''\\\n<!--]]></script><img src=x onerror=alert(1)>{{7*7}}{%x%}`|\\`[x](javascript:a)\u2028\u202e"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, Made]:
    folder = tmp_path_factory.mktemp("texts")
    with watching(tmp_path_factory.getbasetemp()):
        return break_out.made([BREAKING], folder), break_out.made(["words"], folder)


@pytest.mark.parametrize("suffix", [".py", ".xsd", ".json", ".md", ".html"])
def test_15_no_text_of_a_spec_breaks_out_of_a_generated_file(suffix: str, both: tuple[Made, Made]) -> None:
    made, plain = both
    assert set(made) == set(plain)
    some = [path for path in made if path.endswith(suffix)]
    assert some
    for path in some:
        assert break_out.structure(path, made[path]) == break_out.structure(path, plain[path])
    if suffix == ".py":
        for path in some:
            compile(made[path], path, "exec")
