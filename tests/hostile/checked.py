"""What the tests of the named checks share: one body asked of both engines, and the command line in process."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import wirebook
from generated import accepted
from shipped import message, provider
from wirebook import api
from wirebook.cli import main
from wirebook.explain import Explained, explain_bytes
from wirebook.model import Provider
from wirebook.part import Context, Part

__all__ = ["PINGME", "TEXTS", "Carrier", "Cli", "carriers", "cli_of", "codes", "told", "written"]

PINGME = (Path(__file__).parent.parent / "scenarios" / "pingme.yaml").read_text(encoding="utf-8")
Cli = Callable[..., tuple[int, str, str]]


def told(name: str | Provider, message_id: str, encoding: str, body: bytes, **known: Any) -> Explained:
    """What explain says of a body; accept and ``validate`` are held to it."""
    book = provider(name) if isinstance(name, str) else name
    headers, query = known.pop("headers", None), known.pop("query", None)
    part = Part(body, headers=headers, query=query)
    ctx = Context(**known)
    one = book.message(message_id)
    assert one is not None
    said = explain_bytes(book, one, encoding, part, ctx)
    got = accepted(book, message_id, encoding, part, ctx)
    assert got == ((said.value, not said.findings) if said.ok else None)
    result = wirebook.validate(
        body, spec=book, message=message_id, encoding=encoding, charset=known.get("charset"), headers=headers,
        query=query, secret=known.get("secret"), settings=known.get("settings"),
    )  # fmt: skip
    assert result.verdict == ("pass" if said.ok else "fail")
    named = [(f.code, f.severity, f.start) for f in said.findings]
    # ``validate`` also warns of texts that read like another charset.
    heard = [(f.code, f.severity, f.start) for f in result.findings if f.code != "charset.suspect"]
    assert heard == [one for one in named if one[0] != "charset.suspect"]
    return said


def codes(said: Explained) -> list[str]:
    return [finding.code for finding in said.findings]


def cli_of(capsys: pytest.CaptureFixture[str]) -> Cli:
    """The command line: status, output and errors of one call."""

    def call(*words: object) -> tuple[int, str, str]:
        status = main([str(word) for word in words])
        done = capsys.readouterr()
        assert status != 70, done.err
        return status, done.out, done.err

    return call


class Carrier:
    """A place of a shipped message that takes any text: the value around it, and the charsets it is written in."""

    def __init__(self, name: str, message_id: str, encoding: str, charset: str, path: str, make: Any) -> None:
        self.name, self.message, self.encoding, self.charset = name, message_id, encoding, charset
        self.path, self.make = path, make

    def __repr__(self) -> str:
        return f"{self.name}-{self.message}-{self.path}-{self.encoding}-{self.charset}"

    def write(self, text: str) -> bytes:
        return api.encode(
            self.make(text), spec=self.name, message=self.message, encoding=self.encoding, charset=self.charset
        )

    def read(self, body: bytes) -> str:
        said = told(self.name, self.message, self.encoding, body, charset=self.charset)
        assert said.ok, said.findings
        found: Any = said.value
        for step in self.path.replace("[", ".").replace("]", "").split("."):
            found = found[int(step) if step.isdigit() else step]
        assert isinstance(found, str)
        return found


def _send(text: str, login: str = "demo") -> dict[str, Any]:
    sms = {"sms_id": "1", "number": "79000000001", "source_number": "QUICKTELSMS", "text": text}
    return {"login": login, "password": "demo", "messages": [sms]}


def _status(text: str) -> dict[str, Any]:
    return {"id": 1, "phone": "79161234567", "status": 1, "ts": 1577836800, "cmt": text}


def carriers(*encodings: str) -> list[Carrier]:
    """All of them in these encodings: an element's text and an attribute, a parameter, a member, a line's text."""
    smsc = provider("smsc")
    found = [
        Carrier("quicktel", "sms_send_request", "xml", "utf-8", "messages[0].text", _send),
        Carrier("quicktel", "sms_send_request", "xml", "utf-8", "login", lambda text: _send("text", text)),
    ]
    for encoding in ("xml", "form", "json", "text"):
        policy = smsc.charset(encoding)
        assert policy is not None
        for charset in policy.allowed:
            if encoding != "form":
                found.append(Carrier("smsc", "error", encoding, charset, "text", lambda t: {"code": 1, "text": t}))
            if encoding != "text":
                found.append(Carrier("smsc", "callback_status", encoding, charset, "cmt", _status))
    assert {one.encoding for one in found} >= set(encodings)
    assert message("smsc", "error").shapes
    return [one for one in found if one.encoding in encodings]


TEXTS = {
    "nel": "a\x85b",
    "line_separator": "a\u2028b\u2029c",
    "del": "a\x7fb",
    "beyond_the_bmp": "\U0001f600\U0010fffd",
    "spaces_around": "  a  ",
}


def written(path: Path, body: bytes | str | dict[str, Any]) -> Path:
    """The file, with that in it."""
    if isinstance(body, dict):
        body = json.dumps(body)
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return path
