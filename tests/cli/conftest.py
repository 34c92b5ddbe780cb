"""The command line in process: one call, its status and what it printed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wirebook.cli import main

PINGME = str(Path(__file__).parent.parent / "scenarios" / "pingme.yaml")
TINY = str(Path(__file__).parent / "specs" / "tiny.yaml")

PASSWORD = "pass,w0rd!x"
PHONE = "79160000001"
TEXT = "Секретный текст"
SEND = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<xml_request name="sms_send">\n'
    f'  <xml_user lgn="demo-login" pwd="{PASSWORD}"/>\n'
    f'  <sms sms_id="1" number="{PHONE}" source_number="79160000002" ttl="10">{TEXT}</sms>\n'
    "</xml_request>\n"
)


class Done:
    """What a call left behind."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status = status
        self.out = out
        self.err = err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def wirebook(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Call the command line."""

    def call(*argv: object) -> Done:
        status = main([str(word) for word in argv])
        return Done(status, *capsys.readouterr())

    return call


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str | bytes], str]:
    """Write a file into the current folder (a fresh one) and give its name."""
    monkeypatch.chdir(tmp_path)

    def write(name: str, body: str | bytes) -> str:
        Path(name).write_bytes(body.encode() if isinstance(body, str) else body)
        return name

    return write
