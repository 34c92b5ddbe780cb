"""From an exchange, or a line of a JSONL capture, to its verdict alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from wirebook.capture.exchange import Fault
from wirebook.capture.jsonl import Lines, paths
from wirebook.lint.check import Linter
from wirebook.lint.recall.expression import Expression
from wirebook.lint.recall.line import laid_out
from wirebook.lint.recall.memory import LONGEST, Memory
from wirebook.lint.recall.plan import Plan, Recalled

__all__ = ["Road"]

_loads: Callable[[bytes], Any] = json.loads
with suppress(ImportError):
    import orjson

    _loads = orjson.loads

# Where a line may be known by; what stands there is no more than a guess.
_URL = re.compile(rb'"url": ?"([^"\\?]{1,512})').search
_AFTER = (1000, 5000, 25_000)  # records that a plan recalls before it is worth while to take a line of it apart
_IN_ALL = 200
_ALIKE = 16  # layouts of lines with the same address; the one that fitted last is tried first
_LONGEST = 1 << 20  # bytes of a line that its layout tells: a body beyond the limits is in a longer one
_MOST = 1024  # sets of names that are remembered
_OURS = paths(None)


class _Head(NamedTuple):
    """Headers of the same names: the one that has the type of content ("" for none), whether one has a length,
    whether some are the same but for their case, and whether the capture has them at all."""

    type: str
    sized: bool
    odd: bool
    known: bool = True


_NO_HEAD = _Head("", False, False, False)


class Road:
    """The shortest way to a verdict; what it does not recall it asks the linter."""

    paths = _OURS  # where the records that it knows have their fields

    def __init__(self, linter: Linter, *, patience: float = 1.0) -> None:
        """patience: as ``Memory`` has it."""
        self._linter = linter
        self._after = frozenset(max(2, int(number * patience)) for number in _AFTER)
        self._made = 0
        self.memory = Memory(linter, patience)
        self._layouts: dict[bytes, list[tuple[Expression, Plan]]] = {}
        self._heads: dict[tuple[str, ...], _Head] = {}

    def verdicts(self, lines: Iterable[bytes], name: str = "") -> Iterator[str | Fault]:
        """The verdict on each line of a JSONL capture, or what is wrong with the line."""
        recall, rows = self.recall, Lines(name, _OURS, [])
        for index, line in enumerate(lines):
            if recall(line) is not None:
                yield "pass"
                continue
            rows.rows = [(index, index + 1, line)]
            (exchange,) = rows
            if isinstance(exchange, Fault):
                yield exchange
            elif self.memory.count():
                checked = self._linter.check(exchange)
                self.memory.learn(checked)
                yield checked.verdict
            else:
                yield self._linter.verdict(exchange)

    def recall(self, line: bytes) -> Recalled | None:
        """What is known of a record that passes; None where the linter has to look, and ``memory`` may learn."""
        match = _URL(line)
        url = b"" if match is None else match[1]
        layouts = self._layouts.get(url)
        if layouts and len(line) <= _LONGEST:
            told = _laid_out(layouts, line)
            if told is not None:
                return told
        found = self.find(line)
        if found is None:
            self.memory.forget()
            return None
        told = self.memory.recall(*found)
        if told is not None and url:
            self._lay_out(url, line)
        return told

    def _lay_out(self, url: bytes, line: bytes) -> None:
        """Keep how the line of a record is laid out that was recalled, if many are likely to be so."""
        plan = self.memory.hit
        if plan is None or plan.found not in self._after:
            return
        if self._made >= _IN_ALL:
            self._layouts.clear()
            self._made = 0
        layouts = self._layouts.setdefault(url, [])
        made = laid_out(line, plan) if len(layouts) < _ALIKE else None
        if made is not None:
            self._made += 1
            layouts.insert(0, (made, plan))

    def find(self, line: bytes) -> tuple[Any, str, str] | None:
        """What counts of a record of the commonest kind: place, request and reply; None for any other.

        A request in the query string, without a body, is the query.
        """
        queried = False
        try:
            record = _loads(line)
            get = record.get
            url, method, status, told = record["url"], get("method"), get("status"), get("response_body")
            asked, asked_headers, told_headers = get("request_body"), get("request_headers"), get("response_headers")
            head, told_head = self._head(asked_headers), self._head(told_headers)
            if "?" in url:
                url, _, query = url.partition("?")
                if asked or "#" in query or method != "GET":
                    return None
                asked, queried = query, True
            place = (
                url, queried, method, status, head.known, head.type and asked_headers[head.type],
                told_head.known, told_head.type and told_headers[told_head.type],
            )  # fmt: skip
            if (
                head.odd or told_head.odd or type(status) is not int or type(asked) is not str or type(told) is not str
                or "host" in record or "request_body_base64" in record or "response_body_base64" in record
                or not 0 < len(asked) <= LONGEST or len(told) > LONGEST or (told_head.sized and not told)
            ):  # fmt: skip
                return None
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            return None
        return place, asked, told

    def _head(self, headers: Any) -> _Head:
        """What counts of headers besides their texts; raises TypeError for what are none."""
        if headers is None:
            return _NO_HEAD
        if type(headers) is not dict:
            raise TypeError
        names = tuple(headers)
        head = self._heads.get(names)
        if head is not None:
            return head
        if len(self._heads) >= _MOST:
            self._heads.clear()
        lower = [name.lower() for name in names]
        odd = len(set(lower)) < len(lower)
        typed = next((name for name in names if name.lower() == "content-type"), "")
        head = self._heads[names] = _Head(typed, "content-length" in lower, odd)
        return head


def _laid_out(layouts: list[tuple[Expression, Plan]], line: bytes) -> Recalled | None:
    """What is known of a line by its layout."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return None
    for one in layouts:
        way = one[0].way(text)
        if way is not None:
            told = one[1].known(way)
            if told is not None and one is not layouts[0]:
                layouts.remove(one)
                layouts.insert(0, one)
            return told
    return None
