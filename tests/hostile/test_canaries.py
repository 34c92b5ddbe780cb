"""Secrets, logins, phones and texts are in no output, error, log, traceback or temporary file, however coded.

One canary in each sensitive place of every message, encoding and charset; the same bodies cut, doubled and
spoilt. Formats and options are read from the commands' own tables, so a new one is searched too.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from audit import WATCH, watching
from canaries import CANARIES, PARTS, Laid, coded, everything, leaks

import wirebook
from wirebook.api import decode, encode
from wirebook.cli import main, validate
from wirebook.explain import explain_bytes
from wirebook.lint import sorting
from wirebook.part import Context, Part
from wirebook.report.formats import FORMATS

LAID = everything()
EACH = pytest.mark.parametrize("laid", LAID, ids=lambda laid: str(laid.target))
LOGGED: list[str] = []


class _Kept(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        LOGGED.append(record.getMessage() + "".join(map(str, record.exc_info or ())))


@pytest.fixture(autouse=True)
def logs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Everything that is logged or warned of is kept; nothing of a payload is ever compiled."""
    handler = _Kept(logging.DEBUG)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    LOGGED.clear()
    monkeypatch.setattr(WATCH, "texts", tuple(CANARIES.values()))
    yield
    root.removeHandler(handler)
    root.setLevel(level)
    assert leaks("\n".join(LOGGED)) == []


Run = Callable[..., tuple[str, str]]


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Call the command line; gives what it printed. An internal error is one."""

    def call(*words: object) -> tuple[str, str]:
        status = main([str(word) for word in words])
        done = capsysbinary.readouterr()
        assert status != 70, done.err
        return done.out.decode("utf-8", "replace"), done.err.decode("utf-8", "replace")

    return call


def named(laid: Laid) -> list[str]:
    """The options that name a message."""
    target = laid.target
    spec = target.provider.name if target.provider.name != "gate" else str(GATE)
    more = ["--dialect", target.provider.dialect] if target.provider.dialect else []
    return ["--spec", spec, *more, "--charset", target.charset]


GATE = Path(__file__).parent.parent / "regions" / "gate.yaml"


def files(laid: Laid, folder: Path) -> list[Path]:
    found = []
    for number, body in enumerate(laid.bodies()):
        path = folder / f"{number}.body"
        path.write_bytes(body)
        found.append(path)
    return found


def test_the_search_finds_what_it_is_meant_to_find() -> None:
    import html
    import urllib.parse

    for kind, word in CANARIES.items():
        forms = [word, word.upper(), f"x{word[1:-1]}x", json.dumps(word), html.escape(word), ascii(word)]
        forms += [urllib.parse.quote(word, encoding=name) for name in ("utf-8", "windows-1251", "koi8-r")]
        forms += ["".join(f"&#{ord(char)};" for char in word), "".join(f"&#x{ord(char):x};" for char in word)]
        forms += ["".join(f"\\u{ord(char):04x}" for char in word), word.encode().hex()]
        forms += [base64.b64encode(b"." * n + word.encode("windows-1251") + b"...").decode() for n in range(3)]
        for form in forms:
            assert leaks(f"({form})", frozenset({kind})), form
    assert leaks("79000000001 password login text Zq7 Lgj QxZ 7916") == []
    assert all(part in CANARIES[kind] for kind, parts in PARTS.items() for part in parts)
    assert all(len(form) > 7 for word in CANARIES.values() for form in coded(word))


def test_every_provider_encoding_and_kind_is_searched() -> None:
    assert {laid.target.encoding for laid in LAID} >= {"xml", "json", "form", "text", "csv"}
    assert {kind for laid in LAID for kind in laid.kinds} == set(CANARIES)
    for laid in LAID:
        assert all(any(part in _plain(body, laid) for part in PARTS[k]) for body in laid.whole[:1] for k in laid.kinds)


@EACH
def test_the_bodies_are_as_they_should_be(laid: Laid) -> None:
    """Else only what is wrong with them would be told."""
    target, ctx = laid.target, Context(charset=laid.target.charset)
    for body in laid.whole:
        said = explain_bytes(target.provider, target.message, target.encoding, Part(body), ctx)
        assert said.ok, (body, said.findings)


def _plain(body: bytes, laid: Laid) -> str:
    import urllib.parse

    name = {"windows-1251": "cp1251"}.get(laid.target.charset, laid.target.charset)
    whole = b"".join(laid.whole)
    return urllib.parse.unquote_to_bytes(whole).decode(name, "replace")


@EACH
def test_validate_shows_none(laid: Laid, run: Run, tmp_path: Path) -> None:
    paths = files(laid, tmp_path)
    message = ["--message", laid.target.message.id, "--encoding", laid.target.encoding]
    for form in validate.FORMATS:
        some = paths if form == "text" else paths[:4]
        out, err = run("validate", *named(laid), *message, "--format", form, "--fail-level", "warning", *some)
        assert leaks(out + err) == [], form
    out, err = run("validate", *named(laid)[:-2], "--format", "json", *paths[:6])  # the message told from the body
    assert leaks(out + err) == []


@EACH
def test_decode_and_encode_say_none(laid: Laid, run: Run, tmp_path: Path) -> None:
    message = ["--message", laid.target.message.id, "--encoding", laid.target.encoding]
    for number, path in enumerate(files(laid, tmp_path)):
        out, err = run("decode", *named(laid), *message, path)
        assert leaks(err) == []
        assert leaks(out, frozenset({"secret", "login"})) == []
        if number == 0 and laid.kinds & {"phone", "text"}:
            assert leaks(out), "what is asked for is there, and the search finds it"
        if number < 2 and out:
            value = json.loads(out)["value"]
            written = tmp_path / "value.json"
            written.write_text(json.dumps(_revealed(value, bad=number == 1)), "utf-8")
            assert leaks(run("encode", *named(laid), *message, written)[1]) == []


def _revealed(value: object, *, bad: bool) -> object:
    """A value as its owner has it, with secrets and logins; bad: something cannot be written."""
    if isinstance(value, dict):
        if set(value) == {"redacted"}:
            return CANARIES[str(value["redacted"])] + ("\0" if bad else "")
        return {name: _revealed(each, bad=bad) for name, each in value.items()}
    return [_revealed(each, bad=bad) for each in value] if isinstance(value, list) else value


@EACH
def test_exceptions_and_results_say_none(laid: Laid) -> None:
    target = laid.target
    how = {"message": target.message.id, "encoding": target.encoding, "charset": target.charset}
    spec = target.provider
    said = []
    for body in laid.bodies():
        result = wirebook.validate(body, spec=spec, secret=CANARIES["secret"], **how)
        said += [repr(result.findings), repr(result.skipped), str(result.reason), repr(result)]
        said += [repr([getattr(f, name) for name in ("message", "path", "wire_path", "args")]) for f in result.findings]
        try:
            value = decode(body, spec=spec, **how)
        except (wirebook.ValidationError, wirebook.UsageError) as error:
            said += told(error)
            continue
        try:
            broken = _spoilt(value)
            encode(broken, spec=spec, message=how["message"], encoding=how["encoding"], charset=how["charset"])
        except (wirebook.ValidationError, wirebook.UsageError) as error:
            said += told(error)
    assert leaks("\n".join(said)) == []


def _spoilt(value: object) -> object:
    if isinstance(value, dict):
        return {name: _spoilt(each) for name, each in value.items()} | {"qq": 1}
    if isinstance(value, list):
        return [_spoilt(each) for each in value]
    return value + "\0\ud800" if isinstance(value, str) else value


def told(error: BaseException | None) -> list[str]:
    """All that a log could print of an exception and of those that it came from."""
    found = []
    while error is not None:
        found += [str(error), repr(error), repr(error.args), "".join(traceback.format_exception(error))]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def capture(folder: Path) -> Path:
    """Every body as a request and as a reply, with canaries in the address and in the header too."""
    path = folder / "capture.jsonl"
    secret, login, phone = (CANARIES[kind] for kind in ("secret", "login", "phone"))
    with path.open("w", encoding="utf-8") as out:
        for laid in LAID:
            url = address(laid)
            for number, body in enumerate(laid.bodies()[:4]):
                said = base64.b64encode(body).decode()
                query = (
                    f"?login={login}&psw={secret}&phones={phone}&pwd={secret}&lgn={login}" if number % 3 == 2 else ""
                )
                kind = {"xml": "text/xml", "json": "application/json", "form": "application/x-www-form-urlencoded"}
                headers = {
                    "Content-Type": f"{kind.get(laid.target.encoding, 'text/plain')}; charset={laid.target.charset}",
                    "Authorization": f"Bearer {secret}",
                    "Cookie": f"login={login}; phone={phone}",
                }
                row = {"method": "POST", "url": f"{url}{query}", "status": 200, "request_headers": headers,
                       "response_headers": headers, "time": 1_700_000_000 + number}  # fmt: skip
                out.write(json.dumps(row | {"request_body_base64": said}) + "\n")
                out.write(json.dumps(row | {"request_body_base64": said, "response_body_base64": said}) + "\n")
        out.write(json.dumps({"url": f"https://{login}:{secret}@h/?phone={phone}", "time": secret}) + "\n")
        out.write(f'{{"url": "{phone}", "request_body": {secret}\n')
    return path


def address(laid: Laid) -> str:
    """Where the message is asked or answered; a client's own where the provider calls."""
    name = laid.target.message.id
    for operation in laid.target.provider.operations:
        if operation.path and name in {case.message for case in (*operation.request, *operation.reply)}:
            return f"https://{operation.host or 'gate.example'}{operation.path}"
    return "https://client.example/handler"


@pytest.fixture(scope="module")
def traffic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return capture(tmp_path_factory.mktemp("traffic"))


@pytest.fixture(scope="module")
def judged(traffic: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run over the traffic that was judged once; each format tells it again."""
    folder = tmp_path_factory.mktemp("judged")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WIREBOOK_SECRET", CANARIES["secret"])
        words = lint_words(traffic, folder / "resume", "--format", "ndjson", "--output", folder / "first.ndjson")
        with watching(tmp_path_factory.getbasetemp()):
            assert main([str(word) for word in words]) == 1
    for file in sorted(folder.rglob("*")):
        assert not file.is_file() or leaks(_read(file)) == [], file
    return folder / "resume"


def lint_words(traffic: Path, folder: Path, *more: object) -> list[object]:
    return ["lint", traffic, "--fail-level", "warning", "--strict", "--resume", folder, *more]


@pytest.mark.parametrize("form", FORMATS)
def test_lint_shows_none(
    form: str, traffic: Path, judged: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIREBOOK_SECRET", CANARIES["secret"])
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    kept = spilled(monkeypatch, tmp_path / "kept")
    more: list[object] = []
    for name in ("parquet", "report"):
        if form == "json":
            more += [f"--{name}", tmp_path / f"made-{name}{'.html' if name == 'report' else ''}"]
    out, err = run(*lint_words(traffic, judged, "--format", form, *more))
    assert len(out) > 1000
    assert leaks(out + err) == []
    assert list(kept.iterdir()), "nothing was sorted on the disk"
    for file in sorted(tmp_path.rglob("*")):
        assert not file.is_file() or leaks(_read(file)) == [], file


def test_lint_shows_none_while_it_judges(
    traffic: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same without a folder that keeps what was judged."""
    monkeypatch.setenv("WIREBOOK_SECRET", CANARIES["secret"])
    kept = spilled(monkeypatch, tmp_path / "kept")
    out, err = run("lint", traffic, "--fail-level", "warning", "--strict")
    assert len(out) > 1000
    assert leaks(out + err) == []
    for file in kept.iterdir():
        assert leaks(_read(file)) == [], file


def spilled(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """The folder that keeps what is put on the disk for a while; sorting does that early."""
    folder.mkdir()

    def temporary(mode: str = "w+b", buffering: int = -1, *, encoding: str | None = None, newline: str | None = None,
                  **more: object) -> object:  # fmt: skip
        handle, _ = tempfile.mkstemp(dir=folder)
        return open(handle, mode, buffering, encoding=encoding, newline=newline)

    monkeypatch.setattr(tempfile, "TemporaryFile", temporary)
    monkeypatch.setattr(sorting.Sorted.__init__, "__kwdefaults__", {"chunk": 50})
    return folder


def _read(path: Path) -> str:
    if path.suffix == ".html" or path.name != "made-parquet":
        return path.read_bytes().decode("utf-8", "replace")
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(path)
    return json.dumps(table.to_pylist(), default=str, ensure_ascii=False) + str(table.schema.metadata)


def test_a_failure_inside_shows_none(capsys: pytest.CaptureFixture[str]) -> None:
    from wirebook.cli.failure import describe

    problem = KeyError(" ".join(CANARIES.values()))
    assert leaks(" ".join(describe(problem)[0])) == []
    assert "WIREBOOK_DEBUG" not in os.environ
    assert leaks("".join(capsys.readouterr())) == []


def test_what_follows_an_ampersand_that_was_not_escaped_is_no_name() -> None:
    body = f"login=a&psw=b&{CANARIES['secret']}&fmt=3".encode()
    result = wirebook.validate(body, spec="smsc", message="balance_request")
    assert [finding.code for finding in result.findings] == ["shape.unknown"]
    assert "parameter *** is not known" in result.findings[0].message
    assert (
        wirebook.validate(b"login=a&psw=b&fnt=3", spec="smsc", message="balance_request")
        .findings[0]
        .message.startswith("parameter fnt is not known")
    )
