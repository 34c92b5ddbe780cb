"""Check 12: what must hold of forms. Each test's name begins with the number of its check."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote_plus

import pytest
from checked import Cli, cli_of, codes, told, written

from wirebook import api

STATUS = b"id=1&phone=79161234567&status=1&time=24.05.24+10%3A15%3A30&ts=1577836800"
CHARSETS = ("windows-1251", "koi8-r", "utf-8")


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    return cli_of(capsys)


def status(body: bytes, **known: object) -> list[str]:
    return codes(told("smsc", "callback_status", "form", body, **known))


def test_12_the_body_that_the_others_spoil_is_clean() -> None:
    assert status(STATUS) == []


@pytest.mark.parametrize("value", ["%zz", "a%zz", "%", "100%", "%4", "%g1", "%%", "% 41", "%u0041", "%\u0661\u0661"])
def test_12_a_percent_sign_without_two_digits_is_a_finding(value: str, tmp_path: Path, cli: Cli) -> None:
    body = STATUS + b"&cmt=" + value.encode("utf-8")
    said = told("smsc", "callback_status", "form", body, charset="utf-8")
    found = [f for f in said.findings if f.code == "form.percent"]
    assert found
    assert found[0].start == body.index(b"%", len(STATUS))
    path = written(tmp_path / "a", body)
    line, out, _ = cli("validate", "--spec", "smsc", "--message", "callback_status", "--charset", "utf-8", path)
    assert line == 1
    assert f"{path}:1:{found[0].start + 1}: error form.percent" in out


def test_12_a_percent_sign_is_written_so_that_it_comes_back() -> None:
    sent = {"id": 1, "phone": "79161234567", "status": 1, "ts": 1, "cmt": "100% %zz a+b &=;"}
    for charset in CHARSETS:
        body = api.encode(sent, spec="smsc", message="callback_status", encoding="form", charset=charset)
        said = told("smsc", "callback_status", "form", body, charset=charset)
        assert said.ok
        assert said.value["cmt"] == sent["cmt"]


@pytest.mark.parametrize(
    ("message", "body", "path", "offset"),
    [
        ("callback_status", STATUS.replace(b"phone=7", b"phone=+7"), "phone", 11),
        ("send_request", b"login=a&psw=b&mes=c&phones=+79161234567", "phones", 27),
    ],
)
def test_12_a_plus_in_a_phone_number_is_a_finding(message: str, body: bytes, path: str, offset: int) -> None:
    said = told("smsc", message, "form", body)
    assert [(f.code, f.severity, f.path, f.start) for f in said.findings] == [("form.plus", "warning", path, offset)]
    assert codes(told("smsc", message, "form", body.replace(b"=+7", b"=%2B7"))) == []


def test_12_a_semicolon_is_no_separator() -> None:
    said = told("smsc", "callback_status", "form", STATUS + b"&cmt=a;x=b;y")
    assert said.ok
    assert said.value["cmt"] == "a;x=b;y"
    assert not told("smsc", "callback_status", "form", STATUS.replace(b"&status", b";status")).ok


def test_12_a_parameter_that_comes_twice_is_told_and_not_dropped() -> None:
    assert status(STATUS + b"&cmt=a&cmt=b") == ["shape.duplicate"]
    assert status(STATUS + b"&cmt=a&cmt=a") == ["shape.duplicate"]
    assert status(STATUS + b"&cmt=a&%63mt=b") == ["shape.duplicate"]


def test_12_an_empty_value_is_kept_and_differs_from_an_absent_one() -> None:
    blank = told("smsc", "callback_status", "form", STATUS + b"&cmt=&shop=")
    assert blank.ok
    assert (blank.value["cmt"], blank.value["extras"]) == ("", {"shop": ""})
    assert "cmt" not in told("smsc", "callback_status", "form", STATUS).value


def test_12_the_order_of_parameters_is_kept() -> None:
    names = ["z", "a", "m", "b"]
    body = STATUS + "".join(f"&{name}={n}" for n, name in enumerate(names)).encode()
    said = told("smsc", "callback_status", "form", body)
    assert list(said.value["extras"]) == names
    again = api.encode(said.value, spec="smsc", message="callback_status", encoding="form")
    assert [again.index(f"&{name}=".encode()) for name in names] == sorted(
        again.index(f"&{name}=".encode()) for name in names
    )


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("by", ["option", "header", "parameter"])
def test_12_percent_decoding_in_each_charset(charset: str, by: str) -> None:
    text = "Ёж, мир! 50%"
    body = STATUS + b"&cmt=" + quote_plus(text, encoding=charset).encode()
    known = {"option": {"charset": charset}, "header": {"headers": {"content-type": f"x/y; charset={charset}"}}}
    if by == "parameter":
        body += f"&charset={charset}".encode()
    said = told("smsc", "callback_status", "form", body, **known.get(by, {}))
    assert said.findings == ()
    assert said.value["cmt"] == text


def test_12_the_charset_may_come_behind_what_it_decodes() -> None:
    said = told("smsc", "callback_status", "form", b"cmt=%D0%96&" + STATUS + b"&charset=utf-8")
    assert said.value["cmt"] == "Ж"
