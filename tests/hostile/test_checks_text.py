"""The section "Text and csv" of the checks: separators inside values, line ends, empty lists, spaces."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from checked import Cli, cli_of, codes, told, written

import wirebook
from wirebook import api

LINES = ("text", "csv")


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    return cli_of(capsys)


def wrote(message: str, encoding: str, value: dict[str, Any]) -> bytes | list[str]:
    """The body, or the codes for which it was refused; what is written is read back as it was."""
    try:
        body = api.encode(value, spec="smsc", message=message, encoding=encoding, charset="utf-8")
    except wirebook.ValidationError as error:
        return [finding.code for finding in error.findings]
    said = told("smsc", message, encoding, body, charset="utf-8")
    assert said.value == value
    return body


@pytest.mark.parametrize(
    "text", ["a, b", ",", "a,1", "a, id = 7", "a) (b", "(", ")", ") ", "a)b", "ERROR = 2 (b)", "a=b", "1,2,3"]
)
def test_text_a_separator_inside_a_value_is_read_back_or_refused(text: str) -> None:
    assert isinstance(wrote("error", "text", {"code": 1, "text": text}), bytes)  # the last text of its line
    for encoding in LINES:
        made = wrote("senders_list", encoding, {"senders": [{"name": text, "id": 1}] * 2})
        if "," in text or "=" in text:
            assert isinstance(made, list), made
            assert set(made) <= {"facet.pattern", "encode.reread"}
        else:
            assert isinstance(made, bytes)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("a, b", b"ERROR = 1 (a, b)"),
        ("a) (b", b"ERROR = 1 (a) (b)"),
        ("a)", b"ERROR = 1 (a))"),
        (" a ", b"ERROR = 1 ( a )"),
    ],
)
def test_text_commas_and_parentheses_are_read_back_as_written(text: str, body: bytes) -> None:
    assert wrote("error", "text", {"code": 1, "text": text}) == body


@pytest.mark.parametrize("text", ["a\nb", "a\rb", "a\r\nb", "\n", "a\n"])
def test_text_a_line_break_inside_a_value_is_refused_when_written(text: str, tmp_path: Path, cli: Cli) -> None:
    assert wrote("error", "text", {"code": 1, "text": text}) == ["encode.forbidden"]
    for encoding in LINES:
        assert wrote("senders_list", encoding, {"senders": [{"name": text, "id": 1}]}) == ["encode.forbidden"]
    path = written(tmp_path / "value.json", {"code": 1, "text": text})
    status, out, err = cli("encode", "--spec", "smsc", "--message", "error", "--encoding", "text", path)
    assert (status, out) == (1, "")
    assert "encode.forbidden" in err


BODIES = {"text": "name = a, id = 1{0}name = b, id = 2", "csv": "a,1{0}b,2"}


@pytest.mark.parametrize("encoding", LINES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_text_lines_may_end_either_way_and_the_last_need_not(encoding: str, end: str, last: bool) -> None:
    body = BODIES[encoding].format(end) + (end if last else "")
    said = told("smsc", "senders_list", encoding, body.encode())
    assert said.findings == ()
    assert said.value == {"senders": [{"name": "a", "id": 1}, {"name": "b", "id": 2}]}


@pytest.mark.parametrize("encoding", LINES)
@pytest.mark.parametrize("end", ["\n\n", "\r"])
def test_text_an_empty_line_or_a_bare_carriage_return_ends_no_line(encoding: str, end: str) -> None:
    assert not told("smsc", "senders_list", encoding, BODIES[encoding].format(end).encode()).ok


@pytest.mark.parametrize("encoding", LINES)
@pytest.mark.parametrize("body", [b"", b"\n", b"\r\n"])
def test_text_nothing_is_an_empty_list(encoding: str, body: bytes) -> None:
    said = told("smsc", "senders_list", encoding, body)
    assert (said.findings, said.value) == ((), {"senders": []})
    assert wrote("senders_list", encoding, {"senders": []}) == b""
    assert codes(told("smsc", "error", encoding, body)) != []  # where a line must be, nothing is none


@pytest.mark.parametrize(
    ("encoding", "line", "code"),
    [
        ("text", "name=a,id=1", "lines.mismatch"),
        ("text", "name  =  a,  id  =  1", "lines.mismatch"),
        ("text", " name = a, id = 1", "lines.mismatch"),
        ("text", "name = a, id = 1 ", "type.integer"),
        ("csv", "a, 1", "type.integer"),
        ("csv", "a,1 ", "type.integer"),
        ("csv", "a;1", "lines.mismatch"),
    ],
)
def test_text_spaces_around_separators_are_as_the_spec_says(
    encoding: str, line: str, code: str, tmp_path: Path, cli: Cli
) -> None:
    said = told("smsc", "senders_list", encoding, line.encode())
    assert codes(said) == [code]
    path = written(tmp_path / "a.txt", line)
    status, out, _ = cli("validate", "--spec", "smsc", "--message", "senders_list", "--encoding", encoding, path)
    assert status == 1
    assert f"{path}:1:" in out
    assert code in out


@pytest.mark.parametrize("name", [" a", "a ", "  ", "\ta"])
def test_text_spaces_of_a_value_are_its_own(name: str) -> None:
    for encoding in LINES:
        assert isinstance(wrote("senders_list", encoding, {"senders": [{"name": name, "id": 1}]}), bytes)
