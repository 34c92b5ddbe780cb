"""Which charset a body is in: the spec's order of resolution, and what contradicts it.

Names are looked up in a closed list and never handed to ``codecs.lookup``, which
would import modules by names from the wire and remember every wrong one. Only
charsets in which ASCII bytes mean ASCII are read (utf-8 and the single-byte ones):
that is what lets readers work on bytes and report offsets in the original body.
"""

from __future__ import annotations

from wirebook.wire.tree import Issue, WireError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from wirebook.wire.tree import Node

    Claim = tuple[str, str, int, int]  # who says so, the name that it gives, and where

__all__ = ["codec", "declaration", "decode", "encode", "find", "iana", "undecodable"]

# Python codec -> the name to write into a declaration.
_IANA = {
    "utf-8": "UTF-8",
    "ascii": "US-ASCII",
    "latin-1": "ISO-8859-1",
    **{f"iso8859-{n}": f"ISO-8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)},
    **{f"cp125{n}": f"windows-125{n}" for n in range(9)},
    "cp866": "IBM866",
    "cp855": "IBM855",
    "koi8-r": "KOI8-R",
    "koi8-u": "KOI8-U",
    "kz1048": "KZ-1048",
    "ptcp154": "PTCP154",
}

# Names already resolved. It only ever takes a few names that resolve, so that
# hostile bodies cannot make it grow.
_KNOWN = {"utf-8": "utf-8", "UTF-8": "utf-8", "windows-1251": "cp1251", "koi8-r": "koi8-r"}

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

# What declarations came to that were in no conflict, with everything else that counts; it stops growing.
_HEADS: dict[tuple[object, ...], str] = {}
_HEAD = 100

_WHITE = b" \t\r\n"
_SPACES = (b" ", b"\t", b"\r", b"\n")


def _normal(name: str) -> str:
    from encodings import normalize_encoding
    from encodings.aliases import aliases

    if not _plain(name):
        return ""
    key = normalize_encoding(name).lower()
    return aliases.get(key, aliases.get(key.replace(".", "_"), key)).replace("_", "-")


def codec(name: str) -> str | None:
    """The Python codec of a charset that can be read, by any of its names in any case; else None."""
    found = _KNOWN.get(name)
    if found is not None:
        return found
    normal = _normal(name)
    if normal not in _IANA:
        return None
    if len(_KNOWN) < 256:
        _KNOWN[name] = normal
    return normal


def _exists(name: str) -> bool:
    """Is it a charset at all, though perhaps none that can be read (utf-7, utf-16)?"""
    from encodings.aliases import aliases

    normal = _normal(name)
    return bool(normal) and (normal in _IANA or normal.replace("-", "_") in aliases.values())


def iana(charset: str) -> str:
    """The name of a charset as a declaration writes it."""
    return _IANA.get(codec(charset) or "", charset)


def _plain(name: str) -> bool:
    """Whether a name has the characters of one, so that it may be looked up."""
    plain = name.replace("-", "").replace("_", "").replace(".", "").replace(":", "")
    return len(name) <= 40 and plain.isascii() and plain.isalnum()


def safe(name: str) -> str:
    """A charset's name from the wire, or a slip of one; "?" where it may be anything else."""
    if not _plain(name):
        return "?"
    from encodings.aliases import aliases

    plain = name.lower().replace("-", "_")
    known = {*aliases, *aliases.values()}
    if plain in known:
        return name
    from wirebook.looks import is_near, is_wordy

    return name if is_wordy(plain) or is_near(plain, known) else "?"


def declaration(body: bytes, at: int = 0) -> tuple[str, int, int] | None:
    """The encoding that an XML declaration at ``at`` names, and the span of that name; None if there is none."""
    if body[at : at + 5] != b"<?xml" or body[at + 5 : at + 6] not in _SPACES:
        return None
    end = body.find(b"?>", at)
    if end < 0:  # not well-formed; what follows is no declaration
        return None
    i = body.find(b"encoding", at + 6, end)
    while i >= 0:
        j = i + 8
        # "encoding" may also be (part of) the value of version, which no white space precedes.
        if body[i - 1] in _WHITE:
            while j < end and body[j] in _WHITE:
                j += 1
            if body[j : j + 1] == b"=":
                j += 1
                while j < end and body[j] in _WHITE:
                    j += 1
                close = body.find(body[j : j + 1], j + 1, end) if body[j : j + 1] in (b'"', b"'") else -1
                return None if close < 0 else (body[j + 1 : close].decode("latin-1"), j + 1, close)
        i = body.find(b"encoding", j, end)
    return None


def find(
    kind: str,
    body: bytes,
    resolve: tuple[str, ...],
    allowed: tuple[str, ...],
    default: str,
    option: str | None,
    header: str | None,
    param: Callable[[str], tuple[str, int, int] | None] | None = None,
) -> tuple[str | None, int, list[Issue]]:
    """The codec of a body, the length of its byte order mark, and what is wrong with its charset.

    The first source of ``resolve`` that is there counts. Byte order mark and
    declaration of XML and JSON are looked at even where ``resolve`` does not name
    them, since a body that contradicts itself is read differently by different
    readers. The codec is None where the body cannot be read.
    """
    head = None
    if kind == "xml" and body[:6] == b"<?xml ":
        end = body.find(b"?>", 0, _HEAD)
        head = (body[:end], resolve, allowed, default, option, header) if end > 0 else None
        known = None if head is None else _HEADS.get(head)
        if known is not None:
            return known, 0, []
    mark: Claim | None = None
    skip = 0
    self_describing = kind == "xml" or kind == "json"
    if body[:1] in b"\xef\xff\xfe\x00" and body and (self_describing or "bom" in resolve):
        for sign, name in _MARKS:
            if body.startswith(sign):
                mark = ("byte order mark", name, 0, len(sign))
                skip = len(sign) if name == "utf-8" else 0
                break
    declared: Claim | None = None
    if kind == "xml":
        stated = declaration(body, skip)
        if stated is not None:
            declared = ("declaration", *stated)

    chosen: Claim | None = None
    heard: Claim | None = None
    for source in resolve:
        claim: Claim | None = None
        if source == "header":
            if header:
                claim = heard = ("header", header, 0, 0)
        elif chosen is not None:
            continue
        elif source == "option":
            if option:
                claim = ("option", option, 0, 0)
        elif source == "bom":
            claim = mark
        elif source == "declaration":
            claim = declared
        elif source == "default":
            claim = ("default", default, 0, 0)
        elif source.startswith("is:"):  # what was asked for counts where it can be had
            wanted = codec(source[3:])
            claim = ("request", source[3:], 0, 0) if wanted is not None and _allows(allowed, wanted) else None
        elif source.startswith("param:"):
            given = param(source[6:]) if param is not None else _named(kind, body, source[6:])
            if given is not None:
                claim = (source, *given)
        if chosen is None:
            chosen = claim
    if chosen is None:
        chosen = ("default", default, 0, 0)

    read_as = codec(chosen[1])
    if read_as is None or not _allows(allowed, read_as):
        code = "charset.not-allowed" if read_as is not None or _exists(chosen[1]) else "charset.unknown"
        args = {"got": safe(chosen[1]), "allowed": ", ".join(allowed)}
        return None, 0, [Issue(code, chosen[2], chosen[3], args)]
    issues: list[Issue] = []
    # A caller's choice overrides in silence, and so does a parameter that the spec trusts more than the header.
    if chosen[0] != "option" and not chosen[0].startswith("param:"):
        for other in (heard, mark, declared):
            if other is None or other is chosen or codec(other[1]) == read_as:
                continue
            where = other if other[3] else chosen
            args = {"first": chosen[0], "got": safe(chosen[1]), "second": other[0], "other": safe(other[1])}
            issues.append(Issue("charset.conflict", where[2], where[3], args))
    if head is not None and not issues and len(_HEADS) < 256 and len(header or "") < _HEAD:
        deeper = any(source[:6] == "param:" for source in resolve)  # which may stand anywhere in the body
        if not deeper:
            _HEADS[head] = read_as
    return read_as, skip if read_as == "utf-8" else 0, issues


def _named(kind: str, body: bytes, name: str) -> tuple[str, int, int] | None:
    """What a child of the root says; forms hand in a way to ask their parameters."""
    if (kind != "xml" and kind != "json") or name.encode() not in body:
        return None
    from wirebook.wire.inband import named

    return named(kind, body, name)


_ALLOWED: dict[tuple[str, ...], frozenset[str | None]] = {}


def _allows(allowed: tuple[str, ...], name: str) -> bool:
    known = _ALLOWED.get(allowed)
    if known is None:
        known = frozenset(codec(a) for a in allowed)
        if "utf-8" in known:
            known |= {"ascii"}  # us-ascii is a part of utf-8
        if len(_ALLOWED) < 64:
            _ALLOWED[allowed] = known
    return name in known


def undecodable(error: UnicodeDecodeError, name: str, base: int = 0) -> Issue:
    """The issue that says where bytes are not valid in the codec ``name``; ``base`` is where they begin in the body."""
    args = {"byte": f"{error.object[error.start]:02X}", "charset": iana(name)}
    return Issue("charset.undecodable", base + error.start, base + error.end, args)


def decode(body: bytes, name: str, issues: list[Issue], skip: int = 0) -> str | None:
    """The text after a byte order mark of ``skip`` bytes, or None and an issue; nothing is ever replaced."""
    try:
        return (body[skip:] if skip else body).decode(name)
    except UnicodeDecodeError as error:
        issues.append(undecodable(error, name, skip))
        return None


def encode(text: str, name: str, node: Node, encoding: str) -> bytes:
    """The bytes of a node's text; WireError for the first character that cannot be written."""
    try:
        return text.encode(name)
    except UnicodeEncodeError as error:
        char = ord(text[error.start])
        if 0xD800 <= char <= 0xDFFF:
            raise WireError("encode.forbidden", node, got=f"{char:04X}", encoding=encoding) from None
        raise WireError("encode.charset", node, got=f"{char:04X}", charset=iana(name)) from None
