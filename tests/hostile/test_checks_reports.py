"""Checks 18 and 19: what must hold of reports. Each test's name begins with the number of its check."""

from __future__ import annotations

import html
import json
import logging
import re
import tempfile
import traceback
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pages
import pytest
from canaries import CANARIES, leaks
from checked import Cli, cli_of, written
from markdown_it import MarkdownIt

import wirebook
from wirebook import api
from wirebook.cli import validate
from wirebook.cli.failure import describe
from wirebook.lint import sorting
from wirebook.report.formats import FORMATS

# What a sender may write: for a terminal, a page, Markdown, a runner of jobs, a spreadsheet.
HOSTILE = [
    "\x1b[2J\x1b]0;t\x07", "\x9b31m", "\u202eevil\u2066", "\u200b\ufeff", "a\r\nb\x85c\u2028", "\x00\x08\x7f",
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "[x](javascript:alert(1))", "javascript:alert(1)",
    "::error::x", "%0A::error::x", "=cmd|' /C calc'!A0", "+79161234567", "-1+1", "@SUM(1)", "`|`", "{{7*7}}", "]]>",
]  # fmt: skip


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    return cli_of(capsys)


def capture(folder: Path) -> Path:
    """Callbacks and calls of a provider, all wrong, with these texts in places that are shown, in names, in the address
    and in headers.
    """
    path = folder / "capture.jsonl"
    rows: list[dict[str, Any]] = []
    for text in HOSTILE:
        told = {"cmt": text, "status": text, "id": 1, "phone": "7", "time": "24.05.24 10:15:30", "ts": 1, text: text}
        asked = {"login": "a", "psw": "b", "phone": "7", "id": text, "fmt": "3", text: text}
        rows.append({
            "method": "POST", "url": "https://client.example/handler", "status": 200,
            "request_headers": {"Content-Type": f"application/json; charset=utf-8; x={text}", "X-A": text},
            "request_body": json.dumps(told, ensure_ascii=False), "response_body": text,
        })  # fmt: skip
        rows.append({
            "method": "POST", "url": f"https://smsc.ru/sys/status.php?{text}", "status": 200, "host": text,
            "request_headers": {"Content-Type": "application/x-www-form-urlencoded", "X-A": text},
            "request_body": urlencode(asked),
            "response_body": json.dumps({"status": text, "error": text, text: text}, ensure_ascii=False),
        })  # fmt: skip
    path.write_text("".join(json.dumps(row) + "\n" for row in rows) + '{"url": "' + "\x1b[31m\n", "utf-8")
    return path


# What is seen of them where they are shown.
SEEN = ["evil", "</script>", "onerror", "javascript:alert", "::error::x", "=cmd|", "@SUM(1)", "{{7*7}}", "]]>"]
SHOWING = ("text", "sarif", "junit")  # formats that show bodies; the others have codes, paths and words of the spec


def seen(text: str) -> list[str]:
    return [part for part in SEEN if part in html.unescape(text)]


def test_18_every_hostile_exchange_is_judged_and_shown_where_bodies_are(tmp_path: Path, cli: Cli) -> None:
    """Else the tests below would say nothing."""
    path = capture(tmp_path)
    said = json.loads(cli("lint", path, "--format", "json")[1])
    assert said["summary"]["fail"] == said["summary"]["exchanges"] == 2 * len(HOSTILE)
    for form in FORMATS:
        assert seen(cli("lint", path, "--format", form, "--show-sensitive")[1]) == (SEEN if form in SHOWING else [])
        assert "evil" not in cli("lint", path, "--format", form)[1]
    for form in validate.FORMATS:
        out = cli("validate", "--format", form, *MESSAGE, "--show-sensitive", *files(tmp_path))[1]
        assert seen(out) == (SEEN if form in SHOWING else [])


def neutral(text: str) -> bool:
    return all(char.isprintable() or char == "\n" for char in text)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("reveal", [False, True], ids=["masked", "shown"])
def test_18_nothing_of_a_payload_is_obeyed_by_a_terminal(form: str, reveal: bool, tmp_path: Path, cli: Cli) -> None:
    more = ["--show-sensitive"] if reveal else []
    status, out, err = cli("lint", capture(tmp_path), "--format", form, *more)
    assert status == 1
    assert neutral(out + err)
    assert len(out) > 300


@pytest.mark.parametrize("form", validate.FORMATS)
def test_18_nothing_of_bodies_is_obeyed_by_a_terminal(form: str, tmp_path: Path, cli: Cli) -> None:
    status, out, err = cli("validate", "--format", form, *MESSAGE, "--show-sensitive", *files(tmp_path))
    assert status == 1
    assert neutral(out + err)


def test_18_nothing_of_a_decoded_body_is_obeyed_by_a_terminal(tmp_path: Path, cli: Cli) -> None:
    for path in files(tmp_path):
        _, out, err = cli("decode", *MESSAGE, path)
        assert neutral(out + err)


MESSAGE = ["--spec", "smsc", "--message", "callback_status", "--encoding", "json", "--charset", "utf-8"]


def files(folder: Path) -> list[Path]:
    """A body for each of these texts, which stands in every place, names too."""
    bodies = [json.dumps({"id": t, "phone": "7", "status": t, t: t}, ensure_ascii=False) for t in HOSTILE]
    good = [json.dumps({"id": 1, "phone": "7", "status": 1, "ts": 1, "cmt": text}) for text in HOSTILE]
    return [written(folder / f"{n}.json", body.encode()) for n, body in enumerate(bodies + good)]


def test_18_a_page_has_the_elements_of_a_harmless_one_and_no_address_of_a_payload(tmp_path: Path, cli: Cli) -> None:
    page = tmp_path / "report.html"
    cli("lint", capture(tmp_path), "--report", page, "--show-sensitive")
    text = page.read_text("utf-8")
    assert seen(text) == SEEN
    root = pages.parsed(text)
    assert len(root.findall(".//script")) == 1
    assert root.findall(".//img") == root.findall(".//iframe") == []
    for element in root.iter():
        if isinstance(element.tag, str):
            assert not [name for name in element.attrib if name.startswith("on")]
            for name in ("href", "src", "action"):
                assert element.get(name, "#").startswith(("#", "data:image/svg+xml,")), element.attrib
    assert "default-src 'none'" in html.unescape(text)
    assert [char for char in set(text.replace("\n", "").replace("\u202f", "")) if not char.isprintable()] == []


def test_18_a_summary_in_markdown_has_no_link_image_or_markup_of_a_payload(
    tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    cli("lint", capture(tmp_path), "--format", "github", "--show-sensitive")
    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(summary.read_text("utf-8"))
    inline = [inner for token in tokens for inner in token.children or ()]
    assert {token.type for token in inline} <= {"text", "code_inline", "strong_open", "strong_close", "softbreak"}
    assert not any(token.type.startswith(("html", "fence", "code_block")) for token in tokens)


def test_18_sarif_has_no_link_of_a_payload(tmp_path: Path, cli: Cli) -> None:
    _, out, _ = cli("lint", capture(tmp_path), "--format", "sarif", "--show-sensitive")
    for result in json.loads(out)["runs"][0]["results"]:
        assert "](" not in result["message"]["text"]
        assert "javascript:" not in json.dumps(result.get("locations", []))


def test_18_a_runner_of_jobs_takes_no_command_of_a_payload(tmp_path: Path, cli: Cli) -> None:
    _, out, _ = cli("lint", capture(tmp_path), "--format", "github", "--show-sensitive")
    for row in out.splitlines():
        assert re.fullmatch(r"::(error|warning|notice) [a-z]+=[^:,\n]*(,[a-z]+=[^:,\n]*)*::.*", row), row


def test_18_there_is_no_output_of_cells() -> None:
    """A format that wrote CSV would have to defuse cells that begin with = + - @; the table is Parquet, and typed."""
    assert not {"csv", "tsv", "xlsx"} & set(FORMATS)


# ---------------------------------------------------------------- 19: secrets, logins, phones, texts

SECRET, LOGIN, PHONE, TEXT = (CANARIES[kind] for kind in ("secret", "login", "phone", "text"))
SENT = (
    f'<xml_request name="sms_send"><xml_user lgn="{LOGIN}" pwd="{SECRET}"/>'
    f'<sms sms_id="x" number="{PHONE}" source_number="QUICKTELSMS" ttl="ten">{TEXT}</sms></xml_request>'
)
FORM = f"login={LOGIN}&psw={SECRET}&phones={PHONE}&mes={TEXT}&fmt=x"
BODIES = [("quicktel", "sms_send_request", "xml", SENT), ("smsc", "send_request", "form", FORM)]
EACH = pytest.mark.parametrize(("spec", "message", "encoding", "body"), BODIES, ids=["xml", "form"])
SPOIL = {
    "as it is": lambda body: body,
    "cut": lambda body: body[:-9],
    "doubled": lambda body: body + body,
    "percent-encoded": lambda body: body.replace(TEXT, "".join(f"%{byte:02x}" for byte in TEXT.encode())),
    "entity-encoded": lambda body: body.replace(TEXT, "".join(f"&#{ord(char)};" for char in TEXT)),
    "with an ampersand lost": lambda body: body.replace("fmt=x", f"fmt=xlogin={LOGIN}").replace("&psw", "psw"),
    "in a name": lambda body: body.replace("mes=", f"{TEXT}="),
    "in a comment": lambda body: body.replace("</xml_request>", f"<!-- {SECRET} {PHONE} --></xml_request>"),
}  # fmt: skip
SPOILT = pytest.mark.parametrize("spoil", SPOIL.values(), ids=SPOIL)


@EACH
@SPOILT
def test_19_findings_show_none(spec: str, message: str, encoding: str, body: str, spoil: Any) -> None:
    result = wirebook.validate(spoil(body).encode(), spec=spec, message=message, encoding=encoding, charset="utf-8")
    assert leaks(repr(result.findings) + repr(result.skipped) + repr(result)) == []


@EACH
@SPOILT
@pytest.mark.parametrize("form", validate.FORMATS)
def test_19_no_output_shows_any(
    form: str, spec: str, message: str, encoding: str, body: str, spoil: Any, tmp_path: Path, cli: Cli
) -> None:
    path = written(tmp_path / "body", spoil(body))
    _, out, err = cli("validate", "--spec", spec, "--message", message, "--encoding", encoding, "--charset", "utf-8",
                      "--format", form, path)  # fmt: skip
    assert out
    assert leaks(out + err) == []


@EACH
def test_19_what_is_asked_for_is_shown_and_secrets_never(
    spec: str, message: str, encoding: str, body: str, tmp_path: Path, cli: Cli
) -> None:
    path = written(tmp_path / "body", body)
    how = ["--spec", spec, "--message", message, "--encoding", encoding, "--charset", "utf-8", "--show-sensitive"]
    said = "".join(cli("validate", *how, path)[1:])
    assert leaks(said, frozenset({"secret"})) == []
    if encoding == "xml":  # the findings' own line is shown, and with it what stands beside them
        assert PHONE in said
        assert TEXT in said


@EACH
def test_19_logs_and_tracebacks_show_none(
    spec: str, message: str, encoding: str, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(wirebook.ValidationError) as caught:
        api.decode(body.encode() + b"\0", spec=spec, message=message, encoding=encoding, charset="utf-8")
    assert leaks("".join(traceback.format_exception(caught.value)) + repr(caught.value.args) + caplog.text) == []
    assert leaks(" ".join(describe(ValueError(body))[0])) == []


def test_19_temporary_files_and_pages_hold_none(tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Path] = []

    def temporary(*words: Any, **more: Any) -> Any:
        kept.append(tmp_path / f"kept{len(kept)}")
        return kept[-1].open(words[0] if words else more.get("mode", "w+b"))

    monkeypatch.setattr(tempfile, "TemporaryFile", temporary)
    monkeypatch.setattr(sorting.Sorted.__init__, "__kwdefaults__", {"chunk": 5})  # what is sorted goes to the disk
    rows = [
        {"method": "POST", "url": f"https://{LOGIN}:{SECRET}@smsc.ru/sys/send.php?phones={PHONE}", "status": 200,
         "request_headers": {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8", "Cookie": SECRET},
         "request_body": spoil(FORM), "response_body": "ERROR = x (no money)"}
        for spoil in SPOIL.values()
    ]  # fmt: skip
    path = written(tmp_path / "a.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    page = tmp_path / "report.html"
    out, err = cli("lint", path, "--report", page, "--resume", tmp_path / "resumed")[1:]
    assert leaks(out + err) == []
    made = [page, *kept, *(file for file in (tmp_path / "resumed").rglob("*") if file.is_file())]
    assert kept
    assert len(made) > len(kept) + 1
    for file in made:
        assert leaks(html.unescape(file.read_bytes().decode("utf-8", "replace"))) == [], file
