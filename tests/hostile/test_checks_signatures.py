"""Check 20: what must hold of signatures. Each test's name begins with the number of its check."""

from __future__ import annotations

import hashlib
import hmac
import json
import zlib
from pathlib import Path
from typing import Any

import pytest
from checked import Cli, cli_of, told, written

import wirebook

SECRET = "s"
CHARSETS = ("windows-1251", "koi8-r", "utf-8")


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    return cli_of(capsys)


def signed(**fields: str) -> dict[str, str]:
    """The parameters of a callback with its three signatures."""
    sent = {"id": "7", "phone": "79161234567", "status": "1", "time": "24.05.24 10:15:30", "ts": "1577836800"} | fields
    data = f"{sent['id']}:{sent['phone']}:{sent['status']}:{SECRET}".encode("windows-1251")
    return sent | {
        "md5": hashlib.md5(data).hexdigest(),
        "sha1": hashlib.sha1(data).hexdigest(),
        "crc32": str(zlib.crc32(data)),
    }


def body(sent: dict[str, str], encoding: str) -> bytes:
    if encoding == "json":
        return json.dumps(sent).encode()
    if encoding == "xml":
        return f"<callback>{''.join(f'<{key}>{value}</{key}>' for key, value in sent.items())}</callback>".encode()
    from urllib.parse import urlencode

    return urlencode(sent).encode()


ENCODINGS = pytest.mark.parametrize("encoding", ["form", "json", "xml"])
KINDS = pytest.mark.parametrize("kind", ["md5", "sha1", "crc32"])


def found(sent: dict[str, str], encoding: str, more: bytes = b"") -> list[tuple[str, str]]:
    said = told("smsc", "callback_status", encoding, body(sent, encoding) + more, secret=SECRET)
    return [(f.code, f.severity) for f in said.findings]


def _spoilt(kind: str) -> dict[str, str]:
    sent = signed()
    wrong = {"md5": "0" * 32, "sha1": "0" * 40, "crc32": "1"}[kind]
    return sent | {kind: wrong}


@ENCODINGS
def test_20_right_signatures_are_clean(encoding: str) -> None:
    assert found(signed(), encoding) == []


@ENCODINGS
@KINDS
def test_20_a_wrong_signature_is_told(kind: str, encoding: str) -> None:
    assert found(_spoilt(kind), encoding) == [("signature.mismatch", "error")]


@ENCODINGS
def test_20_a_missing_signature_is_told_otherwise(encoding: str) -> None:
    sent = {key: value for key, value in signed().items() if key not in ("md5", "sha1", "crc32")}
    codes = [code for code, _ in found(sent, encoding)]
    assert codes == ["signature.missing"]


@KINDS
def test_20_a_doubled_signature_is_told_otherwise(kind: str) -> None:
    sent = signed()
    more = f"&{kind}={sent[kind]}".encode()
    assert found(sent, "form", more) == [("shape.duplicate", "error")]
    twice = body(sent, "json").replace(f'"{kind}"'.encode(), f'"{kind}": "{sent[kind]}", "{kind}"'.encode())
    said = told("smsc", "callback_status", "json", twice, secret=SECRET)
    assert "json.duplicate-key" in [f.code for f in said.findings]
    element = f"<{kind}>{sent[kind]}</{kind}>".encode()
    said = told("smsc", "callback_status", "xml", body(sent, "xml").replace(element, element * 2), secret=SECRET)
    assert [f.code for f in said.findings] == ["shape.duplicate"]


def test_20_the_three_failures_differ_on_the_command_line(
    tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIREBOOK_SECRET", SECRET)
    sent = signed()
    bodies = {
        "signature.mismatch": body(_spoilt("md5"), "form"),
        "signature.missing": body({k: v for k, v in sent.items() if k not in ("md5", "sha1", "crc32")}, "form"),
        "shape.duplicate": body(sent, "form") + f"&md5={sent['md5']}".encode(),
    }
    for code, data in bodies.items():
        path = written(tmp_path / "a", data)
        status, out, _ = cli("validate", "--spec", "smsc", "--message", "callback_status", path)
        assert status == 1
        assert f"error {code}" in out
        assert not any(f" {other} " in out for other in bodies if other != code)


@ENCODINGS
def test_20_a_field_that_holds_the_delimiter_is_told(encoding: str) -> None:
    sent = signed(phone="7:9")
    assert found(sent, encoding)[-1] == ("signature.ambiguous", "warning")
    one, other = signed(id="1:2", phone="3", status="4"), signed(id="1", phone="2:3", status="4")
    assert one["md5"] == other["md5"]  # which is what makes it ambiguous
    assert "signature.ambiguous" not in [code for code, _ in found(signed(), encoding)]


@ENCODINGS
@KINDS
def test_20_signatures_are_compared_in_constant_time_on_bytes(
    kind: str, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[Any] = []
    real = hmac.compare_digest

    def compare(first: Any, second: Any) -> bool:
        compared.append((type(first), type(second)))
        return real(first, second)

    monkeypatch.setattr(hmac, "compare_digest", compare)
    sent = {key: value for key, value in signed().items() if key not in ("md5", "sha1", "crc32")}
    sent[kind] = signed()[kind]
    result = wirebook.validate(body(sent, encoding), spec="smsc", message="callback_status", encoding=encoding,
                               secret=SECRET)  # fmt: skip
    assert result.verdict == "pass"
    assert compared
    assert set(compared) == {(bytes, bytes)}


@ENCODINGS
@KINDS
def test_20_nothing_else_compares_signatures(kind: str, encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With another answer of that comparison both engines have another verdict."""
    monkeypatch.setattr(hmac, "compare_digest", lambda *_: True)
    assert found(_spoilt(kind), encoding) == []
    monkeypatch.setattr(hmac, "compare_digest", lambda *_: False)
    assert ("signature.mismatch", "error") in found(signed(), encoding)


def test_20_without_a_secret_the_check_is_skipped_and_said() -> None:
    result = wirebook.validate(body(signed(), "form"), spec="smsc", message="callback_status")
    assert result.verdict == "pass"
    assert [skipped.reason for skipped in result.skipped] == ["no-secret"]
    strict = wirebook.validate(body(signed(), "form"), spec="smsc", message="callback_status", strict=True)
    assert strict.verdict == "not_checked"
