"""The cases that must behave, as a user meets them: one test for each number that no other test bears.

The rooms' own tests go deeper; 3, 7 and 9 to 13 stand in ``tests/wire``, 15 in ``tests/codegen``.
"""

from __future__ import annotations

import base64
import hashlib
import traceback
import urllib.parse
from pathlib import Path

import pytest

import wirebook
from wirebook.cli import main
from wirebook.model import Scalar
from wirebook.providers import quicktel, smsc
from wirebook.spec import load

PINGME = (Path(__file__).parent / "scenarios" / "pingme.yaml").read_text(encoding="utf-8")


def send(text: str = "text", login: str = "demo") -> quicktel.SmsSendRequest:
    sms = quicktel.OutgoingSms(sms_id="1", number="79000000001", source_number="Info", text=text)
    return quicktel.SmsSendRequest(login=login, password="demo", messages=[sms])


def codes(body: bytes, message: str) -> list[str]:
    return [finding.code for finding in wirebook.validate(body, spec="quicktel", message=message).findings]


AWKWARD = ["& < > \" '", "&amp;lt;", "&lt;", "]]>", "a\rb", "a\r\nb", "\x85\u2028\x7f", "\U0001f600", "  both ends  "]


@pytest.mark.parametrize("text", AWKWARD)
def test_checks_1_2_4_and_5_a_text_comes_back_as_it_was(text: str) -> None:
    request = send(text, login=text)
    body = request.to_xml()
    assert quicktel.SmsSendRequest.from_xml(body) == request
    assert b"\r" not in body
    assert b"]]>" not in body[body.index(b"<sms ") :]  # in the text; an attribute may hold it


def test_check_1_ampersands_are_escaped_first() -> None:
    assert b">&amp;amp;lt; &lt;<" in send("&amp;lt; <").to_xml()


def test_check_4_white_space_of_attributes_is_written_as_references_and_read_raw_as_spaces() -> None:
    body = send(login="a\tb\nc\rd").to_xml()
    assert b'lgn="a&#9;b&#10;c&#13;d"' in body
    raw = body.replace(b"&#9;", b"\t").replace(b"&#10;", b"\n").replace(b"&#13;", b"\r")
    assert quicktel.SmsSendRequest.from_xml(raw).login == "a b c d"


def test_check_6_what_a_charset_lacks() -> None:
    status = smsc.CallbackStatus(id=1, phone="79161234567", status=1, ts=1577836800, cmt="\U0001f600")
    with pytest.raises(wirebook.ValidationError) as caught:
        status.to_form(charset="windows-1251")
    assert [(finding.code, finding.path) for finding in caught.value.findings] == [("encode.charset", "cmt")]
    error = smsc.Error(code=1, text="\U0001f600")
    body = error.to_xml(charset="windows-1251")
    assert b"<error>&#128512;</error>" in body
    assert smsc.Error.from_xml(body) == error


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'\xef\xbb\xbf<?xml version="1.0" encoding="windows-1251"?><x/>', "charset.conflict"),
        (b' <?xml version="1.0"?><x/>', "xml.not-well-formed"),
        (b'<?xml version="1.0" encoding="utf-7"?><x/>', "charset.not-allowed"),
        (b'<?xml version="1.0" encoding="klingon"?><x/>', "charset.unknown"),
    ],
)
def test_check_8_charsets_that_contradict_or_are_not_listed(body: bytes, code: str) -> None:
    assert codes(body, "sms_send_request")[0] == code


def test_check_8_http_against_the_declaration() -> None:
    body = b'<?xml version="1.0" encoding="windows-1251"?><result><error>x</error><error_code>1</error_code></result>'
    result = wirebook.validate(
        body, spec="smsc", message="error", encoding="xml", headers={"Content-Type": "text/xml; charset=utf-8"}
    )
    assert [finding.code for finding in result.findings] == ["charset.conflict"]


@pytest.mark.parametrize(
    ("name", "written", "read"),
    [
        ("a, b", "ERROR = 1 (a, b)", True),
        ("a) (b", "ERROR = 1 (a) (b)", True),
        (" a ", "ERROR = 1 ( a )", True),
        ("a\nb", "", False),
        ("a\rb", "", False),
    ],
)
def test_text_separators_inside_a_value_come_back_or_are_refused(name: str, written: str, read: bool) -> None:
    error = smsc.Error(code=1, text=name)
    if read:
        assert error.to_text() == written.encode()
        assert smsc.Error.from_text(written.encode()) == error
    else:
        with pytest.raises(wirebook.ValidationError):
            error.to_text()


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_text_line_ends(end: bytes) -> None:
    assert smsc.Error.from_csv(b"0,-1" + end) == smsc.Error(code=1)
    assert smsc.SendersList.from_csv(end) == smsc.SendersList(senders=[])


@pytest.mark.parametrize("text", ["no", "on", "0123", "12:30:45", "1.10", "+79161234567", "1e3", "~", "2020-01-01"])
def test_check_14_plain_scalars_stay_text(text: str, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(PINGME.replace("A host name in lower case.", text), encoding="utf-8")
    message = load(path).provider().message("ping_request")
    assert message is not None
    kind = message.record.fields[0].type
    assert isinstance(kind, Scalar)
    assert kind.doc is not None
    assert kind.doc.en == text


def test_check_16_a_pattern_that_can_run_away_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(PINGME.replace("[a-z0-9.-]+", "([a-z]+)+"), encoding="utf-8")
    assert [problem.code for problem in load(path).problems] == ["spec.pattern"]


@pytest.mark.parametrize("name", ["../x", "..", "/x", "a/b", "a\\\\b", "C:x", "x\\0", "\\u202ex", "x" * 300 + "/"])
def test_check_17_a_name_leads_nowhere_else(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "own.yaml"
    for place in ("provider: pingme", "  ping_request:\n", "  Host:\n"):
        path.write_text(PINGME.replace(place, place.replace(place.strip(" :\n").split()[-1], f'"{name}"'), 1), "utf-8")
        assert main(["generate", str(path), "--out", str(tmp_path / "made")]) == 2
    assert sorted(tmp_path.iterdir()) == [path]
    assert "spec.identifier" in capsys.readouterr().err


SECRET = "qwe-rty-7"


@pytest.mark.parametrize("form", ["text", "json", "ndjson"])
def test_checks_18_and_19_output_is_neutral_and_keeps_secrets(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIREBOOK_SECRET", SECRET)
    private = ["79161234567", SECRET, "Тайна"]
    body = "id=1&phone=79161234567&status=x\x1b[2J&ts=1&mes=Тайна\u202e&md5=0&psw=" + SECRET
    path = tmp_path / "a"
    path.write_bytes(body.encode())
    more = ["--spec", "smsc", "--message", "callback_status", "--charset", "utf-8"]
    assert main(["validate", *more, "--format", form, str(path)]) == 1
    assert main(["decode", *more, str(path)]) == 1
    done = capsys.readouterr()
    said = done.out + done.err
    assert "type.integer" in said
    assert all(char.isprintable() or char == "\n" for char in said)
    for text in private:
        data = text.encode()
        for shown in (text, urllib.parse.quote(data), base64.b64encode(data).decode(), *_entities(text)):
            assert shown.casefold() not in said.casefold()


def _entities(text: str) -> list[str]:
    return ["".join(f"&#{ord(char)};" for char in text), "".join(f"&#x{ord(char):x};" for char in text)]


def test_check_19_exceptions_show_no_value() -> None:
    with pytest.raises(wirebook.ValidationError) as caught:
        send("Тайна\x00", login="qwerty").to_xml()
    said = "".join(traceback.format_exception_only(caught.value)) + repr(caught.value)
    assert "encode.forbidden" in said
    assert "Тайна" not in said
    assert "qwerty" not in said


BODY = b"id=7&phone=79161234567&status=1&ts=1577836800"
SIGNED = b"&md5=" + hashlib.md5(b"7:79161234567:1:s").hexdigest().encode()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (BODY + SIGNED, []),
        (BODY, ["signature.missing"]),
        (BODY + b"&md5=" + b"0" * 32, ["signature.mismatch"]),
        (BODY + SIGNED * 2, ["shape.duplicate"]),
        (BODY.replace(b"79161234567", b"7:9") + SIGNED, ["signature.ambiguous", "signature.mismatch"]),
    ],
)
def test_check_20_signatures(body: bytes, expected: list[str]) -> None:
    result = wirebook.validate(body, spec="smsc", message="callback_status", secret="s")
    assert [f.code for f in result.findings if f.code.startswith(("signature", "shape"))] == expected


def test_check_20_signatures_are_compared_in_constant_time_on_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    import hmac

    compared: list[type] = []

    def compare(first: object, second: object) -> bool:
        compared.extend((type(first), type(second)))
        return first == second

    monkeypatch.setattr(hmac, "compare_digest", compare)
    assert wirebook.validate(BODY + SIGNED, spec="smsc", message="callback_status", secret="s").verdict == "pass"
    assert set(compared) == {bytes}
