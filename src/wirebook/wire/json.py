"""JSON: bytes <-> wire tree, every node with its place in the original bytes.

The standard library's reader gives no places, keeps the last of duplicate keys in
silence and takes NaN and half surrogate pairs; hence a reader of our own. It works
on bytes (every charset here is a superset of ASCII) and keeps numbers as written.
Its stack is a list, so that no input can exhaust Python's.
"""

from __future__ import annotations

import re
from json.encoder import encode_basestring

from wirebook.wire import charset as charsets
from wirebook.wire.caps import MAX_BYTES, MAX_DEPTH, MAX_NODES
from wirebook.wire.tree import Issue, Node, Wire, WireError, note

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["read", "write"]

_WHITE = re.compile(rb"[ \t\n\r]*")
_PLAIN = re.compile(rb'"([^"\\\x00-\x1f]*)"')  # most strings
_PLAIN_KEY = re.compile(rb'"([^"\\\x00-\x1f]*)"[ \t\n\r]*:[ \t\n\r]*')  # most keys, with the colon
_CHUNK = re.compile(rb'[^"\\\x00-\x1f]*')
_ESCAPE = re.compile(rb'\\(?:(["\\/bfnrt])|u([0-9a-fA-F]{4}))')
_LITERAL = re.compile(rb"true|false|null|NaN|-?Infinity")
_NUMBER = re.compile(rb"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:([eE])[+-]?[0-9]+)?")
_SHORT = {b'"': '"', b"\\": "\\", b"/": "/", b"b": "\b", b"f": "\f", b"n": "\n", b"r": "\r", b"t": "\t"}
_BLANKS = (b" ", b"\n", b"\r", b"\t")
_NO_KEY = (-1, -1, -1)
_INFINITE = (float("inf"), float("-inf"))


class _Stop(Exception):
    """Reading ends here; the issue says why."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.code)
        self.issue = issue


def read(
    body: bytes,
    *,
    resolve: tuple[str, ...],
    allowed: tuple[str, ...],
    default: str,
    option: str | None = None,
    header: str | None = None,
) -> Wire:
    """The positioned tree of a JSON document, and everything wrong with its bytes.

    Of duplicate keys the first is in the tree. Numbers stay literals of any length.
    """
    if not body:
        return Wire(body, default, None, [Issue("input.empty", 0)])
    if len(body) > MAX_BYTES:
        return Wire(body, default, None, [Issue("limit.bytes", 0, args={"got": len(body), "limit": MAX_BYTES})])
    name, skip, issues = charsets.find("json", body, resolve, allowed, default, option, header)
    if name is None:
        return Wire(body, default, None, issues)
    wire = Wire(body, name, None, issues)
    if charsets.decode(body, name, issues, skip) is None:
        return wire
    try:
        wire.root = _Reader(body, name, issues).parse(skip)
    except _Stop as stop:
        issues.append(stop.issue)
    return wire


class _Reader:
    """One pass over one body; every method takes an offset and returns the next."""

    def __init__(self, body: bytes, codec: str, issues: list[Issue]) -> None:
        self.body = body
        self.codec = codec
        self.issues = issues

    def parse(self, at: int) -> Node:
        body = self.body
        stack: list[Node] = []  # the containers that are open
        keys: list[set[str]] = []  # the keys that each of them has so far
        count = 0
        at = self.skip(at)
        slot, name, member = "root", "", _NO_KEY
        root: Node | None = None
        while True:
            # A value begins here; it is named already if it is a member.
            node = Node(slot, name, "")
            node.start = node.value_start = at
            if slot == "member":
                node.start, node.name_start, node.name_end = member
            if root is None:
                root = node
            else:
                count += 1
                if count > MAX_NODES:
                    self.stop("limit.nodes", at, limit=MAX_NODES)
                if slot == "member" and name in keys[-1]:
                    note(self.issues, Issue("json.duplicate-key", member[0], member[2] + 1, {"name": _safe(name)}))
                else:
                    keys[-1].add(name)
                    stack[-1].children.append(node)
            first = body[at : at + 1]
            if first == b"{" or first == b"[":
                if len(stack) >= MAX_DEPTH:
                    self.stop("limit.depth", at, limit=MAX_DEPTH)
                node.kind = "object" if first == b"{" else "array"
                stack.append(node)
                keys.append(set())
                at = self.skip(at + 1)
                if body[at : at + 1] not in (b"}", b"]"):
                    slot, name, member, at = self.next(node, at)
                    continue
            else:
                at = self.skip(self.scalar(node, at, first))
            # Here a value has ended, or an empty container is about to: close what closes.
            while stack:
                top = stack[-1]
                closer = b"}" if top.kind == "object" else b"]"
                mark = body[at : at + 1]
                if mark == b",":
                    slot, name, member, at = self.next(top, self.skip(at + 1))
                    break
                if mark != closer:
                    self.fail(at, f"a comma or {closer.decode()} is expected")
                top.end = top.value_end = at + 1
                at = self.skip(at + 1)
                stack.pop()
                keys.pop()
            else:
                if at < len(body):
                    self.fail(at, "something follows the value")
                return root

    def next(self, container: Node, at: int) -> tuple[str, str, tuple[int, int, int], int]:
        """What the next value of a container is called, the key's span, and where the value begins."""
        return self.key(at) if container.kind == "object" else ("item", "", _NO_KEY, at)

    def skip(self, at: int) -> int:
        if self.body[at : at + 1] not in _BLANKS:
            return at
        found = _WHITE.match(self.body, at)
        assert found is not None
        return found.end()

    def key(self, at: int) -> tuple[str, str, tuple[int, int, int], int]:
        """Slot, key, its span (with the opening quote, then without quotes), and where the value begins."""
        plain = _PLAIN_KEY.match(self.body, at)
        if plain is not None:
            return "member", plain[1].decode(self.codec), (at, at + 1, plain.end(1)), plain.end()
        if self.body[at : at + 1] != b'"':
            self.fail(at, "a key in double quotes is expected")
        text, end = self.string(at)
        after = self.skip(end)
        if self.body[after : after + 1] != b":":
            self.fail(after, "a colon is expected")
        return "member", text, (at, at + 1, end - 1), self.skip(after + 1)

    def scalar(self, node: Node, at: int, first: bytes) -> int:
        if first == b'"':
            node.kind = "string"
            plain = _PLAIN.match(self.body, at)
            node.text, node.end = self.string(at) if plain is None else (plain[1].decode(self.codec), plain.end())
            node.value_start, node.value_end = at + 1, node.end - 1
            return node.end
        found = None if first.isdigit() else _LITERAL.match(self.body, at)
        if found is not None:
            word = found.group().decode()
            if word[-1] in "Ny":
                note(self.issues, Issue("json.number", at, found.end(), {"got": word}))
            node.kind = {"true": "boolean", "false": "boolean", "null": "null"}.get(word, "number")
            node.text = "" if word == "null" else word
        else:
            found = _NUMBER.match(self.body, at)
            if found is None:
                self.fail(at, "a value is expected" if at < len(self.body) else "the body ends too early")
            node.kind = "number"
            node.text = found.group().decode()
            if found.group(1) and float(node.text) in _INFINITE:
                note(self.issues, Issue("json.number", at, found.end(), {"got": "the literal"}))
        node.end = node.value_end = found.end()
        return node.end

    def string(self, at: int) -> tuple[str, int]:
        """The text of the string whose quote stands at ``at``, and where it ends."""
        body = self.body
        pieces: list[str] = []
        start = at + 1
        while True:
            chunk = _CHUNK.match(body, start)
            assert chunk is not None
            end = chunk.end()
            pieces.append(chunk.group().decode(self.codec))
            mark = body[end : end + 1]
            if mark == b'"':
                text = pieces[0] if len(pieces) == 1 else "".join(pieces)
                return text, end + 1
            if mark != b"\\":
                self.fail(end, "a control character in a string" if mark else "a string has no end")
            escape = _ESCAPE.match(body, end)
            if escape is None:
                self.fail(end, "no such escape")
            start = escape.end()
            if escape.group(1):
                pieces.append(_SHORT[escape.group(1)])
                continue
            code = int(escape.group(2), 16)
            if 0xD800 <= code <= 0xDBFF:
                low = _ESCAPE.match(body, start)
                if low is not None and low.group(2) and 0xDC00 <= int(low.group(2), 16) <= 0xDFFF:
                    start = low.end()
                    code = 0x10000 + ((code - 0xD800) << 10) + int(low.group(2), 16) - 0xDC00
            if 0xD800 <= code <= 0xDFFF:
                note(self.issues, Issue("json.surrogate", end, start))
                code = 0xFFFD  # an error anyway; text that no codec takes must not travel on
            pieces.append(chr(code))

    def fail(self, at: int, reason: str) -> NoReturn:
        self.stop("json.syntax", at, reason=reason)

    def stop(self, code: str, at: int, **args: object) -> NoReturn:
        raise _Stop(Issue(code, at, args=args))


def _safe(key: str) -> str:
    """A key for a message, or "?" where it may be data rather than a name."""
    from wirebook.looks import is_wordy  # late: only what is wrong comes here

    return key if key.replace("-", "_").isidentifier() and is_wordy(key) else "?"


# ---------------------------------------------------------------- writing


def write(root: Node, *, charset: str) -> bytes:
    """The compact document of a value; WireError for what JSON cannot carry.

    What the charset lacks becomes ``\\u`` escapes, in pairs beyond U+FFFF.
    """
    name = charsets.codec(charset)
    if name is None:
        raise LookupError(f"unknown charset {charset!r}")
    out: list[str] = []
    _value(root, out)
    text = "".join(out)
    try:
        return text.encode(name)
    except UnicodeEncodeError:
        _blame(root)
    # All that is not ASCII stands inside strings, where an escape means the same.
    return b"".join(_fit(c, name) for c in text)


def _value(node: Node, out: list[str]) -> None:
    kind = node.kind
    if kind == "string":
        out.append(encode_basestring(node.text))
    elif kind == "object":
        mark = "{"
        seen = set()
        for child in node.children:
            if child.name in seen:
                raise WireError("encode.value", child, reason="its key is already taken here")
            seen.add(child.name)
            out.append(mark + encode_basestring(child.name) + ":")
            _value(child, out)
            mark = ","
        out.append("}" if node.children else "{}")
    elif kind == "array":
        mark = "["
        for child in node.children:
            out.append(mark)
            _value(child, out)
            mark = ","
        out.append("]" if node.children else "[]")
    elif kind == "number":
        found = _NUMBER.fullmatch(node.text.encode("utf-8", "replace"))
        if found is None or (found.group(1) and float(node.text) in _INFINITE):
            raise WireError("encode.value", node, reason="not a number that JSON can carry")
        out.append(node.text)
    else:
        out.append("null" if kind == "null" else "true" if node.text == "true" else "false")


def _fit(char: str, name: str) -> bytes:
    try:
        return char.encode(name)
    except UnicodeEncodeError:
        code = ord(char)
        if code < 0x10000:
            return b"\\u%04x" % code
        code -= 0x10000
        return b"\\u%04x\\u%04x" % (0xD800 + (code >> 10), 0xDC00 + (code & 0x3FF))


def _blame(root: Node) -> None:
    """Find the node that holds half of a surrogate pair, if any does."""
    stack = [root]
    while stack:
        node = stack.pop()
        for char in node.name + node.text:
            if "\ud800" <= char <= "\udfff":
                raise WireError("encode.forbidden", node, got=f"{ord(char):04X}", encoding="json")
        stack.extend(reversed(node.children))
