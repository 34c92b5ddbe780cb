"""``wirebook decode`` and ``encode``: there and back, what is hidden, and that nothing wrong is written."""

import io
import json
import sys
from collections.abc import Callable

import pytest
from tests.cli.conftest import PASSWORD, PHONE, SEND, TEXT, TINY, Done

Call = Callable[..., Done]
Put = Callable[[str, str | bytes], str]

VALUE = {
    "login": "demo-login",
    "password": PASSWORD,
    "messages": [{"sms_id": "1", "number": PHONE, "source_number": "79160000002", "ttl": 10, "text": TEXT}],
}
ENCODE = ("encode", "--spec", "quicktel", "--message", "sms_send_request", "--encoding", "xml")


def test_decode_prints_the_value_and_hides_secrets_and_logins(wirebook: Call, put: Put) -> None:
    done = wirebook("decode", "--spec", "quicktel", put("a.xml", SEND))
    assert (done.status, done.err) == (0, "")
    assert done.json == {
        "provider": "quicktel",
        "message": "sms_send_request",
        "encoding": "xml",
        "value": VALUE | {"login": {"redacted": "login"}, "password": {"redacted": "secret"}},
        "verdict": "pass",
    }


def test_show_sensitive_shows_logins_and_never_secrets(wirebook: Call, put: Put) -> None:
    value = wirebook("decode", "--show-sensitive", put("a.xml", SEND)).json["value"]
    assert value == VALUE | {"password": {"redacted": "secret"}}


def test_decode_of_a_refused_body(wirebook: Call, put: Put) -> None:
    done = wirebook("decode", "--spec", "quicktel", put("a.xml", SEND.replace('ttl="10"', 'ttl="ten"')))
    assert (done.status, done.out) == (1, "")
    assert "error type.integer ttl is not an integer" in done.err
    assert not any(private in done.err for private in (PASSWORD, PHONE, TEXT))


def test_decode_of_an_unknown_message(wirebook: Call, put: Put) -> None:
    done = wirebook("decode", "--spec", "quicktel", put("a.xml", "<other/>"))
    assert (done.status, done.out) == (1, "")
    assert "not checked: unknown-message" in done.err


def test_tolerated_bodies_decode(wirebook: Call, put: Put) -> None:
    done = wirebook("decode", "--spec", "quicktel", put("a.xml", SEND.replace("79160000002", "Sender")))
    assert done.status == 0
    assert done.json["value"]["messages"][0]["source_number"] == "Sender"


@pytest.mark.parametrize("argv", [[], ["a", "b"]])
def test_decode_takes_one_file(argv: list[str], wirebook: Call) -> None:
    done = wirebook("decode", *argv)
    assert done.status == 2
    assert "one FILE is needed" in done.err


def test_encode_writes_what_decode_reads(wirebook: Call, put: Put) -> None:
    done = wirebook(*ENCODE, put("value.json", json.dumps(VALUE)))
    assert (done.status, done.err) == (0, "")
    decoded = wirebook("decode", "--spec", "quicktel", put("a.xml", done.out)).json["value"]
    assert decoded["messages"] == VALUE["messages"]


def test_encode_takes_what_decode_prints_and_standard_input(
    wirebook: Call, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = wirebook("decode", "--spec", TINY, put("a.json", '{"result": 7}')).out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(printed.encode())))
    assert wirebook("encode", "--spec", TINY, "--message", "done").out == '{"result":7}'
    done = wirebook("encode", "--spec", TINY, "--message", "other", put("printed.json", printed))
    assert done.status == 2
    assert "holds a done, not a other" in done.err


def test_a_redacted_value_is_refused(wirebook: Call, put: Put) -> None:
    printed = wirebook("decode", "--spec", "quicktel", put("a.xml", SEND)).out
    done = wirebook(*ENCODE, put("printed.json", printed))
    assert (done.status, done.out) == (1, "")
    assert "encode.redacted login" in done.err
    assert "encode.redacted password" in done.err


def test_everything_wrong_is_told_and_nothing_is_written(wirebook: Call, put: Put) -> None:
    (message,) = VALUE["messages"]
    assert isinstance(message, dict)
    value = VALUE | {"messages": [message | {"ttl": "ten", "text": TEXT + "\x01", "colour": 1}]}
    done = wirebook(*ENCODE, put("value.json", json.dumps(value)))
    assert (done.status, done.out) == (1, "")
    for code in ("encode.value", "encode.unknown", "encode.forbidden"):
        assert f"value.json: error {code} " in done.err
    assert not any(private in done.err for private in (PASSWORD, PHONE, TEXT))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "value.json:1:2: not JSON: "),
        ('{"a": 1, "a": 2}', "a key occurs twice"),
        ('{"a": NaN}', "NaN is no JSON number"),
        ("[" * 100_000, "nested too deeply"),
        (b"\xff\xfe\xff", "is not UTF-8"),
        ('{"a": 1e99999999999999999999}', "a number is too large"),
        ('{"a": -1e-99999999999999999999}', "a number is too large"),
    ],
)
def test_what_is_no_json_is_a_usage_error(text: str | bytes, said: str, wirebook: Call, put: Put) -> None:
    done = wirebook(*ENCODE, put("value.json", text))
    assert (done.status, done.out) == (2, "")
    assert said in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ([], "--spec and --message are needed"),
        (["--spec", "quicktel"], "--spec and --message are needed"),
        (["--spec", "quicktel", "--message", "sms_sent_request"], "did you mean sms_send_request?"),
        (["--spec", "quicktel", "--message", "sms_send_request", "--encoding", "json"], "no encoding"),
        (["--spec", "quicktel", "--message", "sms_send_request", "--charset", "koi8-r"], "no charset koi8-r"),
        (["--spec", "quicktel", "--message", "sms_send_request", "--setting", "x=1"], "no setting x"),
        (["--spec", "quicktel", "--message", "sms_send_request", "a", "b"], "one VALUE.json at most"),
    ],
)
def test_wrong_calls(argv: list[str], said: str, wirebook: Call, put: Put) -> None:
    put("value.json", json.dumps(VALUE))
    operand = [] if "b" in argv else ["value.json"]
    done = wirebook("encode", *argv, *operand)
    assert (done.status, done.out) == (2, "")
    assert said in done.err
