"""The short way says nothing, or exactly what the thorough way says."""

import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from wirebook import swift
from wirebook.books import Book, built_in, open_book
from wirebook.errors import UsageError
from wirebook.model import Example, Operation
from wirebook.part import Context, Part
from wirebook.prove import part as around
from wirebook.swift import decide
from wirebook.thorough import examine

DEEP = os.environ.get("WIREBOOK_HYPOTHESIS") == "deep"
SAID = (
    "verdict", "reason", "provider", "message", "encoding", "candidates", "value", "findings", "skipped",
)  # fmt: skip

SEND = (
    '<xml_request name="sms_send"><xml_user lgn="demo" pwd="demo"/>'
    '<sms sms_id="1" number="79160000001" source_number="79160000002">{}</sms></xml_request>'
)


@pytest.fixture(scope="module", params=built_in())
def book(request: pytest.FixtureRequest) -> Book:
    book = open_book(request.param)
    assert book.accept is not None, "the built-in providers are compiled: wirebook generate"
    return book


def bodies(book: Book) -> Iterator[tuple[str, Example]]:
    for message in book.provider.messages:
        for example in message.examples + message.counterexamples:
            yield message.id, example


def agree(book: Book, part: Part, ctx: Context, message: str | None, encoding: str | None) -> str | None:
    """Hold both ways against each other; the verdict if the short way had one."""
    try:
        swift = decide(book, part, ctx, message, encoding, True)
    except UsageError:
        with pytest.raises(UsageError):
            examine(book, part, ctx, message, encoding)
        return None
    if swift is None:
        return None
    thorough = examine(book, part, ctx, message, encoding)
    assert {name: getattr(swift, name) for name in SAID} == {name: getattr(thorough, name) for name in SAID}
    return swift.verdict


def test_both_ways_agree_on_every_example(book: Book) -> None:
    verdicts = []
    for message, example in bodies(book):
        for context in (Context(), Context(charset=example.charset, secret=example.secret)):
            verdicts.append(agree(book, around(example), context, None, None))
            verdicts.append(agree(book, around(example), context, message, example.encoding))
    assert verdicts.count("pass") >= 5


def test_both_ways_agree_on_bodies_of_other_books(book: Book) -> None:
    verdicts = []
    for other in built_in():
        for _, example in bodies(open_book(other)):
            verdicts.append(agree(book, Part(example.body), Context(), None, None))
    assert "not_checked" in verdicts


@pytest.mark.parametrize("charset", ["cp1251", "cp1252", "latin-1", "koi8-r"])
@pytest.mark.parametrize("escape", [False, True])
def test_a_suspicious_text_is_left_to_the_thorough_way(charset: str, escape: bool) -> None:
    book = open_book("quicktel")
    text = "ппппп".encode().decode(charset)
    written = "".join(f"&#{ord(char)};" for char in text) if escape else text
    part = Part(SEND.format(written).encode())
    assert decide(book, part, Context(), None, None, True) is None
    result = examine(book, part, Context())
    assert [finding.code for finding in result.findings] == ["charset.suspect"]
    assert result.verdict == "pass"
    assert examine(book, part, Context(), level="warning").verdict == "fail"


@pytest.mark.parametrize("text", ["Привет, мир", "ПРИВЕТ", "Ёлка", "naïve façade", "日本"])
def test_ordinary_texts_take_the_short_way(text: str) -> None:
    part = Part(SEND.format(text).encode())
    result = decide(open_book("quicktel"), part, Context(), None, None, True)
    assert result is not None
    assert result.value is not None
    assert result.value["messages"][0]["text"] == text


@pytest.mark.parametrize("text", ["C:\\\\users", "a &amp;# b", "ппппп".encode().decode("cp1252") + "\\u0041"])
def test_what_escapes_in_another_encoding_is_plain_text_in_xml(text: str) -> None:
    part = Part(SEND.format(text).encode())
    agree(open_book("quicktel"), part, Context(), None, None)
    result = decide(open_book("quicktel"), part, Context(), None, None, True)
    assert (result is None) == (not text.isascii())


def test_without_values_none_is_made() -> None:
    result = decide(open_book("quicktel"), Part(SEND.format("a").encode()), Context(), None, None, False)
    assert result is not None
    assert (result.verdict, result.value) == ("pass", None)


# ---------------------------------------------------------------- with something known around the body


def requests(book: Book, operation: Operation) -> Iterator[tuple[str | None, dict[str, Any] | None]]:
    """Requests that a reply of the operation may answer: none, one of each kind, and one by its message alone."""
    yield None, None
    for case in operation.request:
        message = book.provider.message(case.message)
        assert message is not None
        yield message.id, None
        for example in message.examples:
            told = examine(book, around(example), Context(secret=example.secret), message.id, example.encoding)
            yield message.id, told.value


def placed(book: Book, message: str, example: Example, index: int) -> Iterator[tuple[Part, Context]]:
    """The example as a part of an exchange: by the operations that know its message, and by one that may not."""
    part, provider = around(example), book.provider
    operations = [o for o in provider.operations if any(c.message == message for c in (*o.request, *o.reply))][:3]
    operations.append(provider.operations[index % len(provider.operations)])
    more: dict[str, Any] = {"secret": example.secret, "settings": dict(example.settings)}
    for operation in operations:
        asked = list(requests(book, operation))
        for name, value in (asked[0], *asked[1 + index % 5 :: 5]):
            known = Context(operation=operation.id, request=value, request_message=name, **more)
            yield changed(part, status=200), known
            if value is not None:
                yield changed(part, status=200, headers={"Content-Type": "text/plain; charset=utf-8"}), known
                yield part, Context(request=value, request_message=name)
        yield part, Context(operation=operation.id, charset=example.charset)
        yield changed(part, method="POST", path=operation.path or "/handler"), Context()
        yield changed(part, method="POST", query=b""), Context(operation=operation.id, secret="guess")
        yield changed(part, method="POST", query=b"apikey=1"), Context(operation=operation.id)
        yield changed(part, method="GET", query=part.body, body=b""), Context(operation=operation.id)
    for setting in provider.settings:
        for text in setting.enumeration[:4]:
            yield changed(part, status=200), Context(operation=operations[0].id, settings={setting.name: text})


def changed(part: Part, **changes: Any) -> Part:
    known = {name: getattr(part, name) for name in Part.__slots__}
    known.update(changes)
    return Part(known.pop("body"), **known)


def test_both_ways_agree_whatever_is_known_around_an_example(book: Book) -> None:
    verdicts = []
    every = [*enumerate(bodies(book))]
    for index, (message, example) in every[:: 1 if DEEP else 1 + len(every) // 200]:
        for part, context in placed(book, message, example, index):
            verdicts.append(agree(book, part, context, None, None))
    assert verdicts.count("pass") >= 40


def test_a_setting_or_operation_that_the_book_has_not_is_left_to_the_thorough_way() -> None:
    part = Part(SEND.format("a").encode())
    for context in (Context(operation="sent"), Context(settings={"sign": "md5"})):
        assert decide(open_book("quicktel"), part, context, None, None, False) is None
        with pytest.raises(UsageError):
            examine(open_book("quicktel"), part, context)


@pytest.mark.parametrize("secret", [None, "top-secret"])
@pytest.mark.parametrize("example", ["basic", "signed"])
def test_a_check_that_was_left_open_is_told_by_the_short_way_too(secret: str | None, example: str) -> None:
    book = open_book("smsc")
    message = book.provider.message("callback_status")
    assert message is not None
    body = next(each.body for each in message.examples if each.id == example)
    result = decide(book, Part(body, method="POST", path="/handler"), Context(secret=secret), None, None, True)
    if secret is not None and example == "basic":
        assert result is None  # a signature that is missing is a finding
        return
    assert result is not None
    left = [(skipped.check, skipped.reason) for skipped in result.skipped]
    assert left == ([("signed", "no-secret")] if (secret, example) == (None, "signed") else [])


def test_a_pass_loads_neither_model_nor_json(tmp_path: Path) -> None:
    heavy = ("dataclasses", "typing", "json", "argparse", "yaml", "wirebook.model", "wirebook.diagnostic",
             "wirebook.explain", "wirebook.thorough", "wirebook.report.text")  # fmt: skip
    code = (
        "import io, sys; from wirebook.cli import main\n"
        f"sys.stdin = io.TextIOWrapper(io.BytesIO({SEND.format('a').encode()!r}))\n"
        "status = main(['validate', '--spec', 'quicktel', *sys.argv[1:], '-'])\n"
        f"sys.stderr.write(' '.join(name for name in {heavy!r} if name in sys.modules))\n"
        "sys.exit(status)"
    )
    for form in ([], ["--format", "json"], ["--format", "ndjson"]):
        done = subprocess.run([sys.executable, "-sP", "-c", code, *form], capture_output=True, text=True, check=False)
        # Where no configuration is, whose TOML would have to be read.
        done = subprocess.run(
            [sys.executable, "-I", "-c", code, *form], capture_output=True, text=True, check=False, cwd=tmp_path
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert "pass" in done.stdout


TEXTS = (
    "Привет, мир", "ПРИВЕТ ВСЕМ СЕГОДНЯ", "оПХБЕР БЯЕЛ ЯЕЦНДМЪ", "оПХБЕР", "Ёлка", "ждЁм вАс СЕГОДНЯ В ОФИСЕ", "да нет",
    "яБНАНДЮ РНЛС ЙРН", "Рџ привет РџСЂРёРІРµС‚", "ё", "приветЪ всем", "пФХБЕР всем ОФИСАМ ГОРОДА",
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("charset", ["cp1251", "koi8-r", "utf-8"])
def test_what_is_not_suspected_here_is_not_suspected_at_all(text: str, charset: str) -> None:
    book = open_book("smsc")
    fields = {"id": "1", "phone": "79000000001", "sms_id": "1", "mes": text, "to": "79000000002", "charset": charset}
    named = {"cp1251": "windows-1251"}.get(charset, charset)
    form = urlencode({**fields, "charset": named}, encoding=charset, errors="ignore").encode()
    agree(book, Part(form), Context(), "callback_incoming", "form")
    sender = {"id": 130, "phone": "79000000001", "status": 1, "time": "24.05.24 10:15:30", "ts": 1, "sender": text}
    body = json.dumps(sender, ensure_ascii=False).encode(charset, "ignore")
    agree(book, Part(body), Context(charset=named), "callback_status", "json")


def test_the_letters_settle_what_a_pattern_would() -> None:
    """The look that spares a cold run the import finds every text that the pattern finds."""
    rng = random.Random(1)
    letters = "\u00d0\u00d1\u0420\u0421\u043f\u044fа\u0451\u00b5\u2116 xА"
    found = 0
    for _ in range(20_000):
        text = "".join(rng.choices(letters, k=8))
        if re.search(swift._MOJIBAKE, text):
            found += 1
            assert swift._mixed(text)
            assert re.search(swift._HEART, text)
    assert found > 50
    assert not swift._mixed("Скидка 10 % & подарок: цена < 100, ждём, №1")
