"""Text and csv: bytes <-> wire tree, one line at a time, by one plan that reads and prints.

The strict expression of a plan takes only lines whose typed parts fit their types;
where it fails, the lenient one cuts the line all the same, so that a broken number
is reported as that and not as a line that nobody can read.
"""

from __future__ import annotations

import re

from wirebook.memo import once_per_object
from wirebook.wire import charset as charsets
from wirebook.wire.caps import MAX_BYTES, MAX_NODES
from wirebook.wire.tree import Issue, Node, Wire, WireError, note

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from wirebook.model import Lines

    Plan = tuple[Any, ...]

__all__ = ["plan", "read", "write"]

# A plan, as wirebook.wire.pattern builds it:
#   0 each         is a line an item of a list (else there is exactly one line)
#   1 eol          what is written between lines
#   2 final_eol    is it written after the last one too
#   3 ignore       are spaces and tabs around a line passed over
#   4 strict       expression for the whole line
#   5 lenient      the same groups, but captures hold anything
#   6 fields       the field of each group; a field of pairs stands here with the text of all its pairs
#   7 pairs        of those: ((index in fields, strict expression of one pair), (the same, lenient one))
#   8 pieces       how to print: ("text", t), ("capture", field, if absent), ("group", pieces),
#                  ("pairs", fields, prefix, infix, suffix)
#   9 shown        the line's form for people
_BLANK = " \t"


@once_per_object
def plan(lines: Lines) -> Plan:
    """The plan of a line's shape: tuples and strings only, so that it can be written as a literal."""
    from wirebook.wire.pattern import build

    return build(lines)


def read(
    body: bytes,
    *,
    resolve: tuple[str, ...],
    allowed: tuple[str, ...],
    default: str,
    option: str | None = None,
    header: str | None = None,
    plan: Plan,
) -> Wire:
    """The lines of a body and their captures, and everything wrong with its bytes.

    LF and CRLF end a line, after the last one or not. Where one line is expected the
    first is in the tree. A list may be empty.
    """
    each = plan[0]
    if not body and not each:
        return Wire(body, default, None, [Issue("input.empty", 0)])
    if len(body) > MAX_BYTES:
        return Wire(body, default, None, [Issue("limit.bytes", 0, args={"got": len(body), "limit": MAX_BYTES})])
    codec, skip, issues = charsets.find("lines", body, resolve, allowed, default, option, header)
    if codec is None:
        return Wire(body, default, None, issues)
    if charsets.decode(body, codec, issues, skip) is None:
        return Wire(body, codec, None, issues)
    root = Node("root", "", "array", start=skip, end=len(body), value_start=skip, value_end=len(body))
    reader = _Reader(codec, issues, plan)
    if len(body) == skip and not each:
        issues.append(Issue("input.empty", 0))
    for start, end in _spans(body, skip, each):
        if root.children and not each:
            issues.append(Issue("lines.extra", start, end))
            break
        root.children.append(reader.line(body, start, end))
        if reader.count > MAX_NODES:
            issues.append(Issue("limit.nodes", start, args={"limit": MAX_NODES}))
            return Wire(body, codec, None, issues)
    return Wire(body, codec, root, issues)


def _spans(body: bytes, at: int, each: bool) -> list[tuple[int, int]]:
    """Where each line stands, without its end."""
    spans = []
    stop = len(body)
    while at < stop:
        end = body.find(b"\n", at)
        if end < 0:
            spans.append((at, stop))
            break
        spans.append((at, end - 1 if end > at and body[end - 1] == 0x0D else end))
        at = end + 1
    # A line end alone is an empty list, not a list of one empty line.
    return [] if each and len(spans) == 1 and spans[0][0] == spans[0][1] else spans


class _Reader:
    def __init__(self, codec: str, issues: list[Issue], plan: Plan) -> None:
        (_, _, _, self.ignore, strict, lenient, self.fields, pairs, _, self.shown) = plan
        self.codec = codec
        self.issues = issues
        self.count = 0
        self.mark = ("", 0, 0)  # a text, a place in it, and how many bytes stand before that place
        self.tries = [
            (re.compile(text), {pair[i][0]: re.compile(pair[i][1]) for pair in pairs})
            for i, text in enumerate((strict, lenient))
        ]

    def line(self, body: bytes, start: int, end: int) -> Node:
        self.count += 1
        text = body[start:end].decode(self.codec)
        node = Node("line", "", "object", start=start, end=end, value_start=start, value_end=end)
        if self.ignore:
            start += len(text) - len(text.lstrip(_BLANK))
            text = text.strip(_BLANK)
        strict, lenient = self.tries
        found, pairs = strict[0].fullmatch(text), strict[1]
        if found is None:
            found, pairs = lenient[0].fullmatch(text), lenient[1]
        if found is None:
            node.kind = "unread"
            note(self.issues, Issue("lines.mismatch", node.start, end, {"pattern": self.shown}))
            return node
        for i, name in enumerate(self.fields):
            if found.start(i + 1) < 0:
                continue
            if i in pairs:
                child = self.node("pairs", name, text, start, found.span(i + 1))
                child.kind, child.text = "object", ""
                self.pairs(child, pairs[i], text, start, found.span(i + 1))
            else:
                child = self.node("capture", name, text, start, found.span(i + 1))
            node.children.append(child)
        return node

    def pairs(self, parent: Node, one: re.Pattern[str], text: str, start: int, span: tuple[int, int]) -> None:
        at, end = span
        while at < end:
            found = one.match(text, at, end)
            if found is None or found.end() == at:
                break
            key = 1 if found.start(1) >= 0 else 3
            name = self.bytes(text, start, found.span(key))  # before the value's place: see below
            node = self.node("pair", found.group(key), text, start, found.span(key + 1))
            node.name_start, node.name_end = name
            node.start = node.name_start
            parent.children.append(node)
            at = found.end()

    def node(self, slot: str, name: str, text: str, start: int, span: tuple[int, int]) -> Node:
        self.count += 1
        a, b = self.bytes(text, start, span)
        return Node(slot, name, "string", text[span[0] : span[1]], start=a, end=b, value_start=a, value_end=b)

    def bytes(self, text: str, start: int, span: tuple[int, int]) -> tuple[int, int]:
        if text.isascii() or self.codec != "utf-8":
            return start + span[0], start + span[1]
        return start + self.offset(text, span[0]), start + self.offset(text, span[1])

    def offset(self, text: str, at: int) -> int:
        """How many bytes stand before a place. Asked in the order of the text, it counts no character twice."""
        known, place, count = self.mark
        if known is not text or place > at:
            place = count = 0
        count += len(text[place:at].encode())
        self.mark = (text, at, count)
        return count


# ---------------------------------------------------------------- writing


def write(root: Node, *, charset: str, plan: Plan) -> bytes:
    """The lines of an array; WireError for line breaks inside a capture and for what the charset lacks.

    Whether a line is read back as it was meant is for the caller to try.
    """
    name = charsets.codec(charset)
    if name is None:
        raise LookupError(f"unknown charset {charset!r}")
    (_, eol, final, _, _, _, _, _, pieces, _) = plan
    lines = ["".join(_print(pieces, {child.name: child for child in line.children})) for line in root.children]
    for line in root.children:
        _check(line, name)
    text: str = eol.join(lines) + (eol if final and lines else "")
    return text.encode(name)


def _print(pieces: Any, children: dict[str, Node]) -> list[str]:
    out: list[str] = []
    for piece in pieces:
        kind = piece[0]
        if kind == "text":
            out.append(piece[1])
        elif kind == "capture":
            out.append(children[piece[1]].text if piece[1] in children else piece[2])
        elif kind == "group":
            if any(inner[0] == "capture" and inner[1] in children for inner in piece[1]):
                out.extend(_print(piece[1], children))
        else:
            _, fields, prefix, infix, suffix = piece
            for field in fields:
                if field in children:
                    out.extend(f"{prefix}{pair.name}{infix}{pair.text}{suffix}" for pair in children[field].children)
    return out


def _check(line: Node, codec: str) -> None:
    for child in line.children:
        for node in child.children or [child]:
            # A key is text on the line as well; the name of a capture is only ours.
            for text in (node.name, node.text) if node.slot == "pair" else (node.text,):
                for char in "\r\n":
                    if char in text:
                        raise WireError("encode.forbidden", node, got=f"{ord(char):04X}", encoding="a line")
                charsets.encode(text, codec, node, "a line")
