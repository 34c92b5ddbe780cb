"""Examples and counter-examples on a page: what came, what is found in it, and what makes it differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from wirebook.model import Example
from wirebook_codegen.docs_page import Page
from wirebook_codegen.docs_text import NOTHING, Block, Safe, code
from wirebook_codegen.excerpts import excerpt, in_bytes, window

__all__ = ["LANGUAGES", "Sample", "changed", "sample"]

LANGUAGES = {"xml": "xml", "json": "json", "form": "form"}  # of blocks, by encoding; else text
_FEW = 40  # characters that may differ in a body however short it is


@dataclass(frozen=True, slots=True)
class Sample:
    """An example or counter-example; blocks are literal, and between them stands what is left out."""

    anchor: str
    title: Safe
    facts: tuple[Safe, ...]  # encoding and charset, then what is known beside the body
    blocks: tuple[Block | Safe, ...]
    findings: tuple[tuple[Safe, Safe], ...]  # code, and path or nothing
    remarks: tuple[Safe, ...]  # what was done to the body, and where it comes from
    encoding: str
    passes: bool


def sample(page: Page, anchor: str, one: Example, like: Sequence[Example] = (), *, near: bool = False) -> Sample:
    """The view of an example. ``like`` are those that it may differ from; ``near``: show little else of a long body."""
    facts = [page.word("in_charset", encoding=code(one.encoding), charset=code(one.charset))]
    if one.secret is not None:
        facts.append(page.word("with_secret", secret=code(one.secret)))
    facts += [page.word("with_setting", name=code(name), value=code(value)) for name, value in one.settings]
    facts += _around(page, one)
    found = [(page.finding(each.code), code(each.path) if each.path else NOTHING) for each in one.findings]
    blocks, remarks = _body(page, one, like, near)
    return Sample(
        anchor=anchor,
        title=page.text(one.title),
        facts=tuple(facts),
        blocks=blocks,
        findings=tuple(found),
        remarks=tuple(filter(None, [*remarks, page.source(one.source)])),
        encoding=one.encoding,
        passes=one.verdict == "pass",
    )


def _around(page: Page, example: Example) -> list[Safe]:
    """What of HTTP came with the body."""
    facts = []
    if example.query is not None and example.body:
        facts.append(page.word("with_query", value=code(example.query.decode("ascii"))))
    for name, value in example.headers or ():
        facts.append(page.word("with_header", name=code(f"{name}: {value}")))
    if example.status is not None:
        facts.append(page.word("with_status", status=code(str(example.status))))
    return facts


def _body(
    page: Page, example: Example, like: Sequence[Example], near: bool
) -> tuple[tuple[Block | Safe, ...], list[Safe]]:
    """The body, a long one not whole, with what was done to it."""
    remarks = []
    if not example.body and example.query is not None:
        queries = [one.query.decode("ascii") for one in like if not one.body and one.query is not None]
        query = example.query.decode("ascii")
        return (Block(query, "form", changed(query, tuple(queries))),), [page.word("query_alone")]
    text = _text(example)
    try:
        example.body.decode(example.charset)
    except UnicodeDecodeError:
        remarks.append(page.word("hex", charset=code(example.charset)))
    language = LANGUAGES.get(example.encoding, "text")
    mark = changed(text, tuple(_text(one) for one in like if one.encoding == example.encoding))
    start, end = window(text, mark, example.encoding) if near and mark else (0, len(text))
    total = len(example.body)
    if (start, end) == (0, len(text)):
        part = excerpt(text, example.encoding, example.charset)
        head = _block(part.head, 0, mark, language)
        if not part.tail:
            return (head,), remarks
        tail = _block(part.tail, len(text.rstrip("\n")) - len(part.tail), mark, language)
        return (head, page.word("cut", n=part.missing, total=total), tail), remarks
    blocks: list[Block | Safe] = []
    if start:
        blocks.append(page.word("cut", n=in_bytes(text[:start], example.charset), total=total))
    blocks.append(_block(text[start:end], start, mark, language))
    if end < len(text):
        blocks.append(page.word("cut", n=in_bytes(text[end:], example.charset), total=total))
    return tuple(blocks), remarks


def _block(shown: str, start: int, mark: tuple[int, int] | None, language: str) -> Block:
    """A part of a body that begins at ``start``, with as much of the mark as it holds."""
    if mark is None or mark[1] < start or mark[0] > start + len(shown):
        return Block(shown, language)
    return Block(shown, language, (max(mark[0] - start, 0), min(mark[1] - start, len(shown))))


def _text(example: Example) -> str:
    return example.body.decode(example.charset, "backslashreplace")


@lru_cache(1000)  # every page asks the same, in both languages
def changed(text: str, others: tuple[str, ...]) -> tuple[int, int] | None:
    """Where ``text`` differs from that of the others which is nearest; None where too much differs to tell."""
    best: tuple[int, int] | None = None
    for other in others:
        start = _alike(text, other)
        end = len(text) - _alike(text[start:][::-1], other[start:][::-1])
        if best is None or end - start < best[1] - best[0]:
            best = (start, end)
    return best if best is not None and best[1] - best[0] <= max(_FEW, len(text) // 3) else None


def _alike(one: str, other: str) -> int:
    """How many characters at the beginning are the same."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
