"""``wirebook generate``: what it writes and where, that --check sees every difference, and wrong calls."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import PINGME, TINY, Done

Call = Callable[..., Done]
Put = Callable[[str, str | bytes], str]
UNTOLD = TINY.replace("tiny.yaml", "untold.yaml")

PROJECT = f'[tool.wirebook.generate]\nspecs = ["{TINY}"]\npython = "lib"\nschemas = "schemas"\ndocs = "docs/wire"\n'


@pytest.fixture(autouse=True)
def _fresh(put: Put) -> None:
    """Every test in a folder of its own."""


def test_a_users_spec_gives_three_folders_and_an_importable_package(wirebook: Call) -> None:
    done = wirebook("generate", TINY, "--out", "made")
    assert done.status == 0
    assert "written: python/tiny/__init__.py\n" in done.out
    assert "written: schemas/tiny/done.schema.json\n" in done.out
    assert "written: docs/tiny.en.md\n" in done.out
    code = "import sys; sys.path.insert(0, 'made/python'); import tiny; print(tiny.Done(result=7))"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout.startswith(b"Done(")


def test_the_default_folder(wirebook: Call) -> None:
    assert wirebook("generate", TINY, "--only", "docs").status == 0
    assert Path("wirebook-out/docs/tiny.ru.md").is_file()


def test_a_second_run_changes_nothing(wirebook: Call) -> None:
    wirebook("generate", TINY, "--only", "docs,jsonschema")
    done = wirebook("generate", TINY, "--only", "docs,jsonschema")
    assert (done.status, done.out) == (0, "")
    assert "0 written" in done.err


def test_check_lists_stale_missing_and_left_over_files(wirebook: Call) -> None:
    wirebook("generate", TINY, "--out", "made", "--only", "docs,jsonschema")
    assert wirebook("generate", TINY, "--out", "made", "--only", "docs,jsonschema", "--check").status == 0
    Path("made/docs/tiny.en.md").unlink()
    schema = Path("made/schemas/tiny/done.schema.json")
    text = schema.read_text()
    schema.write_text(text + "\n")
    schema.with_name("gone.schema.json").write_text(text)
    before = sorted(Path("made").rglob("*"))
    done = wirebook("generate", TINY, "--out", "made", "--only", "docs,jsonschema", "--check")
    assert done.status == 1
    assert done.out.splitlines() == [
        "missing: docs/tiny.en.md",
        "stale: schemas/tiny/done.schema.json",
        "left-over: schemas/tiny/gone.schema.json",
    ]
    assert sorted(Path("made").rglob("*")) == before
    done = wirebook("generate", TINY, "--out", "made", "--only", "docs,jsonschema")
    assert "removed: schemas/tiny/gone.schema.json\n" in done.out
    assert schema.read_text() == text


def test_a_project_says_what_goes_where(wirebook: Call, put: Put) -> None:
    put("pyproject.toml", PROJECT)
    assert wirebook("generate", "--only", "docs,jsonschema").status == 0
    assert Path("docs/wire/tiny.en.md").is_file()
    assert Path("schemas/tiny/done.schema.json").is_file()
    assert wirebook("generate", "--only", "docs,jsonschema", "--check").status == 0


@pytest.mark.parametrize(
    ("project", "said"),
    [
        (None, "no [tool.wirebook.generate] in ./pyproject.toml"),
        ("[tool.other]\n", "no [tool.wirebook.generate] in ./pyproject.toml"),
        ("[tool.wirebook.generate\n", "pyproject.toml: "),
        ("[tool.wirebook.generate]\n", "needs specs"),
        ('[tool.wirebook.generate]\nspecs = ["a.yaml"]\nschema = "x"\n', "did you mean schemas?"),
        (PROJECT.replace('"lib"', '"/lib"'), "python must be a folder below"),
        (PROJECT.replace('"lib"', '"../lib"'), "python must be a folder below"),
        (PROJECT.replace('"lib"', "3"), "python must be a folder below"),
        ('[tool.wirebook.generate]\nspecs = ["nowhere.yaml"]\n', "no spec nowhere.yaml"),
    ],
)
def test_wrong_projects(project: str | None, said: str, wirebook: Call, put: Put) -> None:
    if project is not None:
        put("pyproject.toml", project)
    done = wirebook("generate")
    assert (done.status, done.out) == (2, "")
    assert said in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--only", "dosc"], "no target dosc; there are: xsd, jsonschema, python, docs, html; did you mean docs?"),
        (["--only", ","], "--only names no target"),
    ],
)
def test_wrong_calls(argv: list[str], said: str, wirebook: Call) -> None:
    done = wirebook("generate", TINY, *argv)
    assert done.status == 2
    assert said in done.err


def test_a_broken_spec_writes_nothing(wirebook: Call, put: Put) -> None:
    done = wirebook("generate", put("own.yaml", "wirebook: 1\nprovider: own\n"))
    assert done.status == 2
    assert "own.yaml:1:1: error spec.missing-key" in done.err
    assert not Path("wirebook-out").exists()


def test_no_symbolic_link_is_followed(wirebook: Call) -> None:
    Path("elsewhere").mkdir()
    Path("made").mkdir()
    Path("made/docs").symlink_to(Path("elsewhere").absolute())
    done = wirebook("generate", TINY, "--out", "made", "--only", "docs")
    assert done.status == 2
    assert "cannot generate: " in done.err
    assert list(Path("elsewhere").iterdir()) == []


def test_a_file_written_by_hand_is_kept(wirebook: Call) -> None:
    mine = Path("made/docs/tiny.en.md")
    mine.parent.mkdir(parents=True)
    mine.write_text("# Mine\n")
    done = wirebook("generate", TINY, "--out", "made", "--only", "docs,jsonschema")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert "docs/tiny.en.md: not generated by wirebook" in done.err
    assert [path for path in Path("made").rglob("*") if path.is_file()] == [mine]


def test_what_no_counter_example_shows_is_told_with_its_place(wirebook: Call) -> None:
    assert wirebook("check", UNTOLD).status == 0
    done = wirebook("generate", UNTOLD, "--out", "made")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 2)
    assert f"{UNTOLD}:18:7: error spec.untested no counter-example gives facet.maxItems at send.to." in done.err
    assert "Add a counter-example in encoding xml that breaks just this: xsd cannot say it" in done.err
    assert not Path("made").exists()


def test_a_spec_is_given_once(wirebook: Call, put: Put) -> None:
    done = wirebook("generate", TINY, PINGME, TINY, "--out", "made")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert f"the spec {TINY} is given twice; give one" in done.err
    copy = put("copy.yaml", Path(TINY).read_text())
    done = wirebook("generate", TINY, copy, "--out", "made")
    assert f"{TINY} and copy.yaml are both of tiny; give one" in done.err
    assert not Path("made").exists()
