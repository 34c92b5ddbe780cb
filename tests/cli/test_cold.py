"""Broken bodies as the first thing that a process sees: what other tests have imported must not be needed."""

import subprocess
import sys

import pytest

BROKEN = {
    "json: comma": ("smsc", b'{"id": 1, "cnt": 1,}'),
    "json: brace": ("smsc", b"{"),
    "json: no colon": ("smsc", b'{"id" 1}'),
    "json: list": ("smsc", b"[{},{}"),
    "json: key": ("smsc", b'{"id": 1, charset: "utf-8"}'),
    "xml: ampersand": ("quicktel", b'<xml_request name="sms_send">&</xml_request>'),
    "xml: end": ("smspager", b"<package"),
    "form: escape": ("smsc", b"id=1&phone=%zz&status=1"),
    "text: line": ("smsc", b"OK - 1 SMS, ID -"),
}


def _cold(code: str, body: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-c", code], input=body, capture_output=True, check=False)


@pytest.mark.parametrize("spec", ["asked", "not asked"])
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_body_is_a_verdict(name: str, spec: str) -> None:
    provider, body = BROKEN[name]
    given = ["--spec", provider] if spec == "asked" else []
    code = f"from wirebook.cli import main; raise SystemExit(main({['validate', *given, '-']!r}))"
    done = _cold(code, body)
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.startswith((b"-: fail: ", b"-: not checked: ")), done.stdout


@pytest.mark.parametrize("name", ["json: comma", "json: brace"])
def test_bindings_refuse_a_broken_body(name: str) -> None:
    code = (
        "from wirebook import ValidationError\n"
        "from wirebook.providers import smsc\n"
        f"try: smsc.SendResponse.from_json({BROKEN[name][1]!r})\n"
        "except ValidationError as error: print(error.findings[0].code)"
    )
    done = _cold(code)
    assert (done.stdout.strip(), done.stderr) == (b"json.syntax", b"")
