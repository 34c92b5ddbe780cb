"""``wirebook check``: sound specs, broken ones, and constraints that nothing shows."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import PINGME, TINY, Done

Call = Callable[..., Done]
Put = Callable[[str, str | bytes], str]


def test_a_sound_spec(wirebook: Call) -> None:
    done = wirebook("check", TINY)
    assert (done.status, done.err) == (0, "")
    assert done.out.endswith("tiny.yaml: sound\n")


def test_problems_have_a_place_and_advice_each(wirebook: Call, put: Put) -> None:
    text = Path(TINY).read_text().replace("codes: Others", "codes: Othres").replace("cods:", "codes:")
    done = wirebook("check", put("own.yaml", text))
    assert done.status == 1
    (problem,) = [line for line in done.out.splitlines() if "spec.reference" in line]
    line = text[: text.index("Othres")].count("\n") + 1
    assert problem.startswith(f"own.yaml:{line}:")
    assert "did you mean Others?" in problem
    assert done.out.splitlines()[-1].startswith("own.yaml: ")


def test_a_constraint_that_no_counter_example_shows_is_an_error(wirebook: Call, put: Put) -> None:
    text = "".join(
        line for line in Path(TINY).read_text().splitlines(keepends=True) if not line.lstrip().startswith("none: {of:")
    )
    done = wirebook("check", put("own.yaml", text))
    assert done.status == 1
    assert done.out.count(" spec.untested ") == 2


def test_json(wirebook: Call, put: Put) -> None:
    done = wirebook("check", "--format", "json", TINY, put("own.yaml", "wirebook: 1\nprovider: own\n"))
    assert done.status == 1
    good, bad = done.json["specs"]
    assert good == {"spec": TINY, "verdict": "pass", "problems": []}
    assert bad["verdict"] == "fail"
    keys = {"code", "severity", "message", "advice", "file", "line", "column", "path"}
    assert all(set(problem) == keys for problem in bad["problems"])
    assert done.json["summary"] == {"pass": 1, "fail": 1}


def test_a_spec_that_is_not_there(wirebook: Call) -> None:
    done = wirebook("check", "nowhere.yaml")
    assert done.status == 2
    assert done.err.startswith("wirebook: no spec nowhere.yaml")


@pytest.mark.parametrize("name", ["quicktel", "smsc", "smspager"])
def test_the_built_in_specs_are_sound(name: str, wirebook: Call) -> None:
    done = wirebook("check", name)
    assert done.status == 0, done.out


@pytest.mark.parametrize("where", ["charsets", "examples"])
def test_a_charsets_name_may_hold_anything(where: str, wirebook: Call, put: Put) -> None:
    """Python's own look-up of codecs refuses some names in a way of its own."""
    text = Path(PINGME).read_text(encoding="utf-8")
    if where == "charsets":
        text = text.replace("allowed: [utf-8]", r'allowed: [utf-8, "x\0"]', 1)
    else:
        text = text.replace("encoding: xml, body", r'encoding: xml, charset: "x\0", body', 1)
    done = wirebook("check", put("own.yaml", text))
    assert done.status == 1
    assert "unknown charset x\\x00" in done.out


def test_what_is_not_there_keeps_nobody_from_being_checked(wirebook: Call, put: Put) -> None:
    bad = put("own.yaml", "wirebook: 1\nprovider: own\n")
    done = wirebook("check", TINY, "nowhere.yaml", bad)
    assert done.status == 2
    assert done.err.startswith("wirebook: no spec nowhere.yaml")
    assert done.err.count("\n") == 1
    assert done.out.splitlines()[0] == f"{TINY}: sound"
    assert done.out.splitlines()[-1].startswith("own.yaml: ")
    done = wirebook("check", "--format", "json", "nowhere.yaml", TINY)
    assert (done.status, done.json["summary"]) == (2, {"pass": 1, "fail": 0})


@pytest.mark.parametrize("data", [b"\xff\xfe", None], ids=["no UTF-8", "an empty folder"])
def test_a_spec_that_cannot_be_read_is_an_io_error_as_everywhere(data: bytes | None, wirebook: Call, put: Put) -> None:
    put("own" if data is not None else "note.txt", data or b"")
    if data is None:
        Path("own").mkdir()
    done = wirebook("check", "own")
    assert done.status == 2
    assert "error spec.io cannot be read" in done.out
