"""A form API goes the whole way: fields by type, signatures, comma lists, replies that differ in JSON and XML."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scenarios import scenario
from tests.scenarios.scenario import Case, Target

from wirebook.api import decode, validate
from wirebook.cli import main
from wirebook.encode import encode
from wirebook.model import Provider
from wirebook.part import Context
from wirebook.prove import run
from wirebook.testing import breakers, values
from wirebook.testing.breaking import Breaker

NAME = "formapi"


def test_the_spec_is_sound() -> None:
    scenario.is_sound(NAME)


@pytest.mark.parametrize("case", scenario.cases(NAME), ids=repr)
def test_both_engines_agree(case: Case) -> None:
    scenario.keeps_the_law(case)


@pytest.mark.parametrize("case", scenario.cases(NAME), ids=repr)
def test_schemas_agree(case: Case) -> None:
    scenario.agrees_with_schemas(case)


@pytest.mark.parametrize("case", scenario.cases(NAME, passing=True), ids=repr)
def test_what_passes_comes_back(case: Case) -> None:
    scenario.comes_back(case)


@pytest.mark.parametrize("case", scenario.cases(NAME, passing=True), ids=repr)
def test_the_body_tells_the_message(case: Case) -> None:
    scenario.is_told_apart(case)


@pytest.mark.parametrize("target", scenario.targets(NAME), ids=repr)
@settings(max_examples=10)
@given(data=st.data())
def test_drawn_values_come_back(target: Target, data: Any) -> None:
    scenario.values_come_back(target, data.draw(values(target.provider, target.message.id, target.encoding)))


@pytest.mark.parametrize("target", scenario.targets(NAME), ids=repr)
def test_each_constraint_is_broken_alone(target: Target) -> None:
    for breaker in breakers(target.provider, target.message.id, target.encoding):
        # Each by itself: together the many rules would seldom let all of them be drawn at once.
        breaks(target, breaker)


def breaks(target: Target, breaker: Breaker) -> None:
    @settings(max_examples=2)
    @given(body=breaker.bodies)
    def check(body: bytes) -> None:
        scenario.gives_its_finding(target, breaker, body)

    check()


def test_a_users_package_reads_every_example(tmp_path: Path) -> None:
    scenario.generates(NAME, tmp_path)


# ---------------------------------------------------------------- what this scenario is about

SECRET = "s3cret"


def provider() -> Provider:
    return scenario.loaded(NAME).provider()


def value_of(message: str, example: str) -> Any:
    kind = provider().message(message)
    assert kind is not None
    return run(provider(), kind, next(one for one in kind.examples if one.id == example)).value


@pytest.mark.parametrize(
    ("message", "names"),
    [
        ("send_response", ("json_two", "xml_two")),
        ("send_response", ("json_none", "xml_none")),
        ("error_response", ("json_money", "xml_money")),
        ("error_response", ("json_bare", "xml_bare")),
        ("report", ("json_unsigned", "xml_unsigned")),
    ],
)
def test_the_encodings_say_the_same(message: str, names: tuple[str, str]) -> None:
    first, second = (value_of(message, name) for name in names)
    assert first == second
    kind = provider().message(message)
    assert kind is not None
    for shape in kind.shapes:
        body = encode(provider(), message, shape.encoding, first, Context())
        assert decode(body, spec=provider(), message=message, encoding=shape.encoding) == first


def test_a_reports_signature_holds_in_each_encoding_alone() -> None:
    """The parameters' texts are signed, and a boolean has another text in JSON."""
    value = value_of("report", "form_done")
    bare = {name: part for name, part in value.items() if name != "sign"}
    written = {e: encode(provider(), "report", e, bare, Context(secret=SECRET)) for e in ("form", "json", "xml")}
    signs = {e: decode(body, spec=provider(), message="report", encoding=e)["sign"] for e, body in written.items()}
    want = hashlib.sha256(b"1;m-1;2;79000000001;" + SECRET.encode()).hexdigest()
    assert signs == {
        "form": want,
        "xml": want,
        "json": hashlib.sha256(b"true;m-1;2;79000000001;" + SECRET.encode()).hexdigest(),
    }
    for shape, body in written.items():
        assert validate(body, spec=provider(), encoding=shape, secret=SECRET).verdict == "pass"
        found = validate(body, spec=provider(), encoding=shape, secret="other")
        assert [finding.code for finding in found.findings] == ["signature.mismatch"]


def test_a_request_is_signed_as_its_own_server_would() -> None:
    value: dict[str, Any] = {
        "login": "me",
        "password": "p w",
        "type": "viber",
        "to": ["79000000001", "79000000002"],
        "sender": "Shop",
    }
    value |= {"text": "Привет & пока", "tags": [], "test": True, "ts": 5, "extras": {"x_id": "7"}}
    for charset in ("utf-8", "windows-1251"):
        body = encode(provider(), "send_request", "form", value, Context(secret=SECRET, charset=charset))
        got = dict(parse_qsl(body.decode(), encoding=charset, strict_parsing=True))
        sign = got.pop("sign")
        del got["test"]
        text = "&".join(f"{name}={got[name]}" for name in sorted(got))
        assert sign == hmac.new(SECRET.encode(), text.encode(charset), "sha256").hexdigest()
        found = validate(body, spec=provider(), charset=charset, secret=SECRET)
        assert [(f.code, f.path) for f in found.findings] == [("signature.ambiguous", "text")]
    raw = hmac.new(SECRET.encode(), text.encode(charset), "sha256").digest()
    again = body.replace(sign.encode(), quote_plus(base64.b64encode(raw)).encode())
    assert again != body
    assert validate(again, spec=provider(), charset="windows-1251", secret=SECRET).verdict == "pass"


def test_numbers_are_named_by_their_place() -> None:
    body = b"login=me&password=pw&type=sms&text=Hi&ts=1&to=79000000001,8(900)000-00-02;12345,"
    (finding,) = validate(body, spec=provider()).findings
    assert (finding.code, finding.path, finding.wire_path) == ("type.phone", "to[2]", "param to")
    assert finding.location is not None
    assert body[finding.location.offset :].startswith(b"12345")
    assert "12345" not in finding.message


def test_a_reply_is_held_against_its_request() -> None:
    request = value_of("send_request", "sms")
    reply = b'<response status="ok" balance="1"><msg id="m" to="79000000009" ok="1"/></response>'
    found = validate(reply, spec=provider(), operation="send", request=request)
    assert (found.message, [(f.code, f.path) for f in found.findings]) == (
        "send_response",
        [("rule.echoes", "messages[0].to")],
    )
    refusal = validate(b'{"status":"error","error":{"code":300}}', spec=provider(), operation="send")
    assert (refusal.message, refusal.verdict) == ("error_response", "pass")


def test_the_command_line_signs(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    spec = str(scenario.path(NAME))
    file = tmp_path / "value.json"
    file.write_text(json.dumps({"id": "m-1", "to": "79000000001", "status": 2, "final": True}), encoding="utf-8")
    told = ["--spec", spec, "--secret", SECRET]
    assert main(["encode", *told, "--message", "report", "--encoding", "xml", str(file)]) == 0
    body = capsysbinary.readouterr().out
    (tmp_path / "body.xml").write_bytes(body)
    assert b"<sign>bddfeb4d680b33da" in body
    assert main(["validate", *told, str(tmp_path / "body.xml")]) == 0
