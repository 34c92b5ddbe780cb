"""Each file under specs_err is wrong in one way, and its leading comment is the exact list of its problems."""

import re
from pathlib import Path

import pytest

from wirebook.diagnostic import CODES, Problem
from wirebook.prove import prove
from wirebook.spec import load

FILES = sorted((Path(__file__).parent.parent / "specs_err").glob("*.yaml"))
_EXPECTED = re.compile(r"# (spec\.\S+) (\d+):(\d+) (.*)")


def _problems(path: Path) -> list[Problem]:
    loaded = load(path)
    problems = list(loaded.problems)
    if not any(problem.severity == "error" for problem in problems):
        problems += prove(loaded)
    return problems


def _expected(path: Path) -> list[tuple[str, int, int, str]]:
    found = []
    for line in path.read_bytes().decode("utf-8", "replace").splitlines():
        match = _EXPECTED.fullmatch(line)
        if match is None:
            break
        found.append((match[1], int(match[2]), int(match[3]), match[4]))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_comment_is_exactly_what_is_wrong(path: Path) -> None:
    problems = _problems(path)
    found = [(p.code, p.line, p.column, p.message) for p in problems]
    expected = _expected(path)
    assert expected, "no expectation at the top"
    assert len(found) == len(expected), found
    for got, want in zip(found, expected, strict=True):
        assert got[:3] == want[:3]
        assert got[3].startswith(want[3])
    assert all(p.file == str(path) for p in problems)


def test_every_code_of_a_problem_has_a_file() -> None:
    shown = {code for path in FILES for code, *_ in _expected(path)}
    assert shown == {code for code in CODES if code.startswith("spec.")}


def test_advice_tells_what_was_probably_meant() -> None:
    by_name = {path.stem: path for path in FILES}
    assert _problems(by_name["unknown_key"])[0].advice.endswith(" (did you mean fields?).")
    assert _problems(by_name["reference_type"])[0].advice == "Define it or correct the name (did you mean Words?)."


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("yaml_tab", "Replace the tabs at the beginning of lines by spaces."),
        ("yaml_unquoted_text", "Quote a text that holds `: `, `,`, `[`, `]`, `{` or `}`."),
        ("yaml_unquoted_pattern", "Quote a text that holds `: `, `,`, `[`, `]`, `{` or `}`."),
        ("yaml_unquoted_colon", "Quote a text that holds `: `, `,`, `[`, `]`, `{` or `}`."),
        ("title_of_one_language", "Write {en: ..., ru: ...}."),
        ("pattern_of_other_language", "Remove ^ and $: a pattern matches the whole text."),
        ("provider_not_snake", "Write ping_me."),
        ("version", "Write wirebook: 1, or use a Wirebook that reads the other language."),
        ("charset_alias", "Write utf-8."),
        ("ambiguous", "Give --message, or the operation and setting that tell them apart, when validating."),
    ],
)
def test_advice_tells_what_to_write(name: str, advice: str) -> None:
    assert _problems(FILES[0].with_name(f"{name}.yaml"))[0].advice == advice


def test_paths_name_the_place_in_the_spec() -> None:
    by_name = {path.stem: path for path in FILES}
    assert _problems(by_name["reference_type"])[0].path == "messages.ping.fields.words.type"
    assert _problems(by_name["untested_facet"])[0].path == "messages.ping.fields.words"
