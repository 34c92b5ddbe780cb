"""application/x-www-form-urlencoded: bytes <-> wire tree, in two phases.

Percent-decoding gives bytes; only then is it asked which charset they are in, since
a parameter may say so. ``;`` separates nothing, duplicates, blanks and order stay,
and nothing that does not decode is replaced in silence.
"""

from __future__ import annotations

from wirebook.wire import charset as charsets
from wirebook.wire.caps import MAX_BYTES, MAX_NODES
from wirebook.wire.tree import Issue, Node, Wire, note

__all__ = ["read", "write"]

_HEX = {b"%02x" % n: n for n in range(256)}
_HEX |= {b"%02X" % n: n for n in range(256)} | {b"%x%X" % (n >> 4, n & 15): n for n in range(256)}
_HEX |= {b"%X%x" % (n >> 4, n & 15): n for n in range(256)}

_NO_CONTROLS = bytes(n for n in range(256) if n >= 0x20 and n != 0x7F)


def read(
    body: bytes,
    *,
    resolve: tuple[str, ...],
    allowed: tuple[str, ...],
    default: str,
    option: str | None = None,
    header: str | None = None,
) -> Wire:
    """The parameters of a form in wire order, and everything wrong with its bytes.

    One line end after the last parameter is taken for the transport's.
    """
    if not body:
        return Wire(body, default, None, [Issue("input.empty", 0)])
    if len(body) > MAX_BYTES:
        return Wire(body, default, None, [Issue("limit.bytes", 0, args={"got": len(body), "limit": MAX_BYTES})])
    skip = 3 if "bom" in resolve and body.startswith(b"\xef\xbb\xbf") else 0
    issues: list[Issue] = []
    params = _split(body, skip, issues)
    if params is None:
        return Wire(body, default, None, issues)

    def param(wanted: str) -> tuple[str, int, int] | None:
        key = wanted.encode()
        for node, name, value in params:
            if name == key and value:
                return value.decode("latin-1"), node.value_start, node.value_end
        return None

    codec, _, found = charsets.find("form", body, resolve, allowed, default, option, header, param)
    issues.extend(found)
    if codec is None:
        return Wire(body, default, None, issues)
    root = Node("root", "", "object", start=skip, end=len(body), value_start=skip, value_end=len(body))
    for node, name, value in params:
        node.name = _text(body, name, codec, node.name_start, issues)
        node.text = _text(body, value, codec, node.value_start, issues)
        root.children.append(node)
    issues.sort(key=lambda issue: issue.start)
    return Wire(body, codec, root, issues)


def _split(body: bytes, at: int, issues: list[Issue]) -> list[tuple[Node, bytes, bytes]] | None:
    """Each parameter's node with its name and value as bytes; None where there are too many."""
    end = len(body)
    if body.endswith(b"\n"):
        end -= 2 if body.endswith(b"\r\n") else 1
    params: list[tuple[Node, bytes, bytes]] = []
    while at <= end:
        stop = body.find(b"&", at, end)
        if stop < 0:
            stop = end
        if stop > at:  # && and a trailing & separate nothing from nothing
            if len(params) >= MAX_NODES:
                issues.append(Issue("limit.nodes", at, args={"limit": MAX_NODES}))
                return None
            params.append(_param(body, at, stop, issues))
        at = stop + 1
    return params


def _param(body: bytes, at: int, stop: int, issues: list[Issue]) -> tuple[Node, bytes, bytes]:
    equals = body.find(b"=", at, stop)
    if equals < 0:  # as everywhere on the web, a bare name has an empty value
        equals = stop
    elif equals == at:
        note(issues, Issue("form.syntax", at, stop, {"reason": "a parameter has no name"}))
    controls = body[at:stop].translate(None, _NO_CONTROLS)
    if controls:
        i = body.index(controls[:1], at)
        note(issues, Issue("form.syntax", i, i + 1, {"reason": "a control character that is not percent-encoded"}))
    value = min(equals + 1, stop)
    node = Node("param", "", "string", start=at, end=stop, name_start=at, name_end=equals)
    node.value_start, node.value_end = value, stop
    return node, _unquote(body, at, equals, issues), _unquote(body, value, stop, issues)


def _unquote(body: bytes, start: int, end: int, issues: list[Issue]) -> bytes:
    first, *rest = body[start:end].replace(b"+", b" ").split(b"%")
    out = [first]
    at = start + len(first)
    for piece in rest:
        code = _HEX.get(piece[:2])
        if code is None:
            note(issues, Issue("form.percent", at, min(at + 3, end)))
            out.append(b"%" + piece)
        else:
            out.append(bytes((code,)) + piece[2:])
        at += 1 + len(piece)
    return b"".join(out)


def _text(body: bytes, data: bytes, codec: str, start: int, issues: list[Issue]) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        issue = charsets.undecodable(error, codec)
        issue.start, issue.end = _raw(body, start, issue.start), _raw(body, start, issue.end)
        note(issues, issue)
        return data.decode(codec, "replace")  # the issue is an error; the text only helps to tell the message


def _raw(body: bytes, at: int, count: int) -> int:
    """The offset in the body after ``count`` decoded bytes from ``at``."""
    for _ in range(count):
        at += 3 if body[at] == 0x25 and body[at + 1 : at + 3] in _HEX else 1
    return at


# ---------------------------------------------------------------- writing

# RFC 3986, 2.3: unreserved characters stand for themselves. A space is %20, never +: every reader
# of forms takes that for a space, and a + in a phone number would have to be suspected.
_KEPT = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_QUOTED = [chr(n) if n in _KEPT else f"%{n:02X}" for n in range(256)]


def write(root: Node, *, charset: str) -> bytes:
    """The form body of an object's parameters; WireError for what the charset cannot carry."""
    name = charsets.codec(charset)
    if name is None:
        raise LookupError(f"unknown charset {charset!r}")
    return "&".join(f"{_quote(p.name, p, name)}={_quote(p.text, p, name)}" for p in root.children).encode("ascii")


def _quote(text: str, node: Node, codec: str) -> str:
    return "".join([_QUOTED[byte] for byte in charsets.encode(text, codec, node, "form")])
