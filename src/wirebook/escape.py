"""Text that is safe to print: nothing that a terminal, a pager or a log viewer would obey.

Payloads, file names and specs are written by others. What is not printable in
Python's sense (control, bidi and other format characters, odd spaces, lone
surrogates, unassigned code points) is shown as an escape. Imports nothing, for a
cold run prints through it.
"""

from __future__ import annotations

__all__ = ["line", "quote"]


def _escape(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name that was no UTF-8 (surrogateescape)
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def line(text: str) -> str:
    """The text on one line, with everything unprintable as \\xNN, \\uNNNN or \\UNNNNNNNN."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def _json_char(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if char.isprintable():
        return char
    code = ord(char)
    if 0xD800 <= code <= 0xDFFF:
        # JSON for others must be valid Unicode: a lone surrogate is shown as text, not as \udcNN.
        return "\\" + _escape(char)
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def quote(text: str) -> str:
    """The text as a JSON string; unprintable characters are \\u escapes, so it is safe on a terminal too."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return '"' + "".join(map(_json_char, text)) + '"'
