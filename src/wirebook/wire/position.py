"""Byte offsets to lines and columns, for people. Only reports need it, so nothing else imports it."""

from __future__ import annotations

__all__ = ["locate"]


def locate(body: bytes, charset: str, offset: int) -> tuple[int, int]:
    """Line and column of a byte offset, from 1 and in code points.

    LF, CRLF and a lone CR each end a line. A byte order mark takes no column. An
    offset inside a character, or between CR and LF, is that of the character or the
    CR. Bytes that the charset does not know count as one code point each.
    """
    offset = max(0, min(offset, len(body)))
    if body[offset - 1 : offset + 1] == b"\r\n" and offset:
        offset -= 1
    lines = body.count(b"\n", 0, offset) + body.count(b"\r", 0, offset) - body.count(b"\r\n", 0, offset)
    start = max(body.rfind(b"\n", 0, offset), body.rfind(b"\r", 0, offset)) + 1
    if start == 0 and body.startswith(b"\xef\xbb\xbf"):
        start = min(3, offset)
    try:
        if charset == "utf-8":
            offset = _lead(body, start, offset)
        before = body[start:offset].decode(charset, "replace")
    except LookupError:  # a charset that nobody could read: bytes are the best there is
        before = body[start:offset].decode("latin-1")
    return lines + 1, len(before) + 1


def _lead(body: bytes, start: int, offset: int) -> int:
    """The offset of the UTF-8 character that ``offset`` is inside of, or ``offset`` itself."""
    for back in range(1, 4):
        at = offset - back
        if at < start or body[offset : offset + 1] == b"":
            break
        try:
            char = body[at : at + 4].decode("utf-8", "ignore")[:1]
        except UnicodeDecodeError:  # pragma: no cover - "ignore" does not raise
            break
        if body[at] >= 0xC0:
            size = len(char.encode("utf-8")) if char else 0
            return at if size > back and body.startswith(char.encode("utf-8"), at) else offset
        if body[at] < 0x80:
            break
    return offset
