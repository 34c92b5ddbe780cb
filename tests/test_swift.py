"""The short way says nothing, or exactly what the thorough way says."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from wirebook.books import Book, built_in, open_book
from wirebook.errors import UsageError
from wirebook.model import Example
from wirebook.part import Context, Part
from wirebook.prove import part as around
from wirebook.swift import decide
from wirebook.thorough import examine

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


def test_without_values_none_is_made() -> None:
    result = decide(open_book("quicktel"), Part(SEND.format("a").encode()), Context(), None, None, False)
    assert result is not None
    assert (result.verdict, result.value) == ("pass", None)


@pytest.mark.parametrize(
    "context",
    [Context(operation="send"), Context(settings={"sign": "md5"}), Context(request={}), Context(request_message="x")],
)
def test_what_only_the_model_can_weigh_is_left_to_it(context: Context) -> None:
    assert decide(open_book("quicktel"), Part(SEND.format("a").encode()), context, None, None, False) is None


def test_a_pass_loads_neither_model_nor_json() -> None:
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
        done = subprocess.run([sys.executable, "-I", "-c", code, *form], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert "pass" in done.stdout
