"""Records of JSONL captures put together from the specs' own examples."""

from __future__ import annotations

import base64
import json
from functools import cache
from typing import Any

from wirebook.books import Book, built_in, open_book

URLS = {
    "smspager": "https://transport.sms-pager.com:7214",
    "smsc": "https://smsc.ru",
    "quicktel": "https://sms.example",
    "handler": "https://client.example/handler",
    "stranger": "https://shop.example",
}
XML, FORM, JSON = "text/xml", "application/x-www-form-urlencoded", "application/json"


@cache
def books() -> tuple[Book, ...]:
    return tuple(open_book(name) for name in built_in())


def body(provider: str, message: str, example: str = "") -> bytes:
    """An example's or counter-example's bytes; the first example without a name."""
    found = open_book(provider).provider.message(message)
    assert found is not None
    return next(e.body for e in (*found.examples, *found.counterexamples) if example in ("", e.id))


def record(url: str, asked: bytes | None, told: bytes | None = None, kind: str = XML, **more: Any) -> dict[str, Any]:
    def coded(data: bytes | None) -> str | None:
        return None if data is None else base64.b64encode(data).decode()

    return {
        "method": "POST",
        "url": url,
        "status": 200,
        "request_headers": {"Content-Type": kind},
        "request_body_base64": coded(asked),
        "response_body_base64": coded(told),
        **more,
    }


def jsonl(*records: dict[str, Any] | str) -> str:
    return "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in records)
