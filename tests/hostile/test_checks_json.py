"""Check 13: what must hold of JSON. Each test's name begins with the number of its check."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from checked import Cli, cli_of, codes, told, written

import wirebook
from wirebook import api
from wirebook.explain import Explained

REST = b'"phone":"79161234567","status":1,"time":"24.05.24 10:15:30","ts":1577836800'


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    return cli_of(capsys)


def status(inner: bytes) -> Explained:
    return told("smsc", "callback_status", "json", b"{%b,%b}" % (inner, REST))


@pytest.mark.parametrize(
    "members",
    [b'"id":1,"id":1', b'"id":1,"id":2', b'"id":1,"\\u0069d":1', b'"id":1,"shop":{},"shop":[]', b'"id":1,"":1,"":1'],
)
def test_13_a_key_that_comes_twice_is_an_error(members: bytes, tmp_path: Path, cli: Cli) -> None:
    said = status(members)
    assert "json.duplicate-key" in codes(said)
    assert not said.ok
    path = written(tmp_path / "a.json", b"{%b,%b}" % (members, REST))
    assert cli("decode", "--spec", "smsc", "--message", "callback_status", path)[:2] == (1, "")


@pytest.mark.parametrize("number", [2**53 + 1, 2**63, 2**64 + 1, 10**400 + 1], ids=["2^53", "2^63", "2^64", "10^400"])
def test_13_integers_of_any_size_are_exact(number: int, tmp_path: Path, cli: Cli) -> None:
    said = status(b'"id":%d' % number)
    assert said.findings == ()
    assert said.value["id"] == number
    body = api.encode(said.value, spec="smsc", message="callback_status", encoding="json")
    assert json.loads(body)["id"] == number
    path = written(tmp_path / "a.json", b'{"id":%d,%b}' % (number, REST))
    done, out, _ = cli("decode", "--spec", "smsc", "--message", "callback_status", path)
    assert done == 0
    assert json.loads(out)["value"]["id"] == str(number)  # beyond 2^53 as text, so that no reader rounds it


@pytest.mark.parametrize("literal", ["1e400", "-1e400", "1E+999999", "NaN", "Infinity", "-Infinity"])
def test_13_what_is_no_finite_number_is_refused(literal: str) -> None:
    for place in ('"id":{}', '"id":1,"cost":{}', '"id":1,"shop":{}', '"id":1,"shop":[{}]'):
        said = status(place.format(literal).encode())
        assert "json.number" in codes(said), place
        assert not said.ok


@pytest.mark.parametrize("literal", ["nan", "inf", "+1", "01", ".5", "1.", "0x1F", "1_000", "--1", "1e", "\u0661"])
def test_13_what_json_calls_no_number_is_no_json(literal: str) -> None:
    said = told("smsc", "callback_status", "json", b'{"id":%b,%b}' % (literal.encode(), REST), charset="utf-8")
    assert codes(said) == ["json.syntax"]


@pytest.mark.parametrize("cost", ["0.1", "3.80", "0.30", "99999999999999999999.9999", "-1.5"])
def test_13_money_is_a_decimal_and_never_rounded(cost: str) -> None:
    for literal in (cost, f'"{cost}"'):
        value = status(b'"id":1,"cost":' + literal.encode()).value["cost"]
        assert isinstance(value, Decimal)
        assert str(value) == cost


@pytest.mark.parametrize(
    "text", ["\\ud800", "\\udc00", "\\ud83d", "a\\ude00b", "\\ud83dx\\ude00", "\\ude00\\ud83d", "\\ud83d\\u0041"]
)
def test_13_half_of_a_surrogate_pair_is_refused(text: str) -> None:
    assert "json.surrogate" in codes(status(f'"id":1,"cmt":"{text}"'.encode()))
    assert "json.surrogate" in codes(status(f'"id":1,"{text}":"1"'.encode()))
    assert status(b'"id":1,"cmt":"\\ud83d\\ude00"').value["cmt"] == "\U0001f600"


def test_13_half_of_a_surrogate_pair_is_not_written() -> None:
    value = {"id": 1, "phone": "79161234567", "status": 1, "ts": 1, "cmt": "a\ud83d"}
    with pytest.raises(wirebook.ValidationError) as caught:
        api.encode(value, spec="smsc", message="callback_status", encoding="json")
    assert [f.path for f in caught.value.findings] == ["cmt"]


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"a":', b'{"cmt":['], ids=range(4))
def test_13_a_hundred_thousand_levels_are_a_finding(opening: bytes, tmp_path: Path, cli: Cli) -> None:
    body = opening * 100_000
    assert codes(told("smsc", "callback_status", "json", body)) == ["limit.depth"]
    path = written(tmp_path / "a.json", body)
    done, out, _ = cli("validate", "--spec", "smsc", "--message", "callback_status", path)
    assert done == 1
    assert "error limit.depth" in out
    assert cli("validate", path)[0] == 1  # whose it is is told without reading it


def test_13_a_text_for_a_number_is_as_the_spec_says_for_each_encoding() -> None:
    # A callback takes either; the reply to a request to send wants a number.
    as_text, as_number = status(b'"id":"123"'), status(b'"id":123')
    assert as_text.findings == as_number.findings == ()
    assert as_text.value == as_number.value
    reply = told("smsc", "send_response", "json", b'{"id":"33","cnt":1}')
    assert [(f.code, f.path) for f in reply.findings] == [("shape.kind", "id")]
    assert told("smsc", "send_response", "json", b'{"id":33,"cnt":1}').findings == ()


def test_13_one_logical_value_is_written_in_the_canonical_form() -> None:
    value = status(b'"id":"123"').value
    made = {
        encoding: api.encode(value, spec="smsc", message="callback_status", encoding=encoding)
        for encoding in ("json", "form", "xml")
    }
    assert b'"id":123,' in made["json"]
    assert b"id=123&" in made["form"]
    assert b"<id>123</id>" in made["xml"]
    for encoding, body in made.items():
        assert told("smsc", "callback_status", encoding, body).value == value
