"""The fast form reader: the same verdict as ``wirebook.wire.form``, without places."""

from __future__ import annotations

from binascii import a2b_qp

from wirebook.wire.caps import MAX_BYTES, MAX_NODES
from wirebook.wire.charset import find

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Param = tuple[str, str, bytes]

__all__ = ["QUOTED", "coded", "read"]

# Two digits after % -> the byte, as the Latin-1 character of the same number.
_CHARS = {a + b: chr(int(a + b, 16)) for a in "0123456789abcdefABCDEF" for b in "0123456789abcdefABCDEF"}

QUOTED = bytes.maketrans(b"&=%+", b"\1\1= ")
_OTHERS = bytes(n for n in range(256) if n not in b"&=")

# Which codec a policy and its circumstances come to; it stops growing, since headers are anybody's.
_FOUND: dict[object, str] = {}
_NAME = 40  # characters of a charset's name


def read(
    body: bytes,
    resolve: tuple[str, ...],
    allowed: tuple[str, ...],
    default: str,
    option: str | None = None,
    header: str | None = None,
) -> tuple[list[Param], bool, str] | None:
    """Name, value and raw value (as written) of each parameter, whether the body is clean, and its codec.

    None where the exact reader has an error.
    """
    if not body or len(body) > MAX_BYTES:
        return None
    try:
        text = body.decode("ascii")
    except UnicodeDecodeError:  # bytes that should have been escaped
        return _exact(body, resolve, allowed, default, option, header)
    if text[-1] == "\n":
        text = text[:-2] if text.endswith("\r\n") else text[:-1]
    if not text.isprintable():
        return None
    inband = None
    telling = False  # may a parameter tell the charset?
    for source in resolve:
        if source[:6] == "param:":
            telling = True
            if inband is None and source[6:] + "=" in text:
                value = _param(text, source[6:])
                inband = (source, value) if value else None
    codec = coded(resolve, allowed, default, option, header, inband, lambda name: _claim(text, name))
    if codec is None:
        return _exact(body, resolve, allowed, default, option, header) if telling else None
    found = _at_once(text, codec, telling)
    if found is not None:
        return None if len(found) > MAX_NODES else (found, True, codec)
    params = []
    try:
        for piece in text.split("&"):
            name, _, raw = piece.partition("=")
            if not name:
                if piece:
                    return None
            elif "%" in piece or "+" in piece:
                if telling and "%" in name:  # it may be the telling parameter, oddly written
                    return _exact(body, resolve, allowed, default, option, header)
                params.append((_unquote(name, codec), _unquote(raw, codec), raw.encode()))
            else:
                params.append((name, raw, raw.encode()))
    except (ValueError, KeyError):
        return _exact(body, resolve, allowed, default, option, header) if telling else None
    return None if len(params) > MAX_NODES else (params, True, codec)


def coded(
    resolve: tuple[str, ...],
    allowed: tuple[str, ...],
    default: str,
    option: str | None,
    header: str | None,
    inband: tuple[str, str] | None = None,
    claim: Callable[[str], tuple[str, int, int] | None] | None = None,
) -> str | None:
    """The codec of a body of ASCII characters; None where there is a finding.

    inband: the first source that is a parameter of the body, and what it says, as a key; claim: what any of them says.
    """
    key = (resolve, allowed, default, option, header, inband)
    codec = _FOUND.get(key)
    if codec is None:
        codec, _, issues = find("form", b"", resolve, allowed, default, option, header, claim)
        if issues:
            return None
        if codec is not None and len(_FOUND) < 256 and (inband is None or len(inband[1]) <= _NAME):
            _FOUND[key] = codec
    return codec


def _at_once(text: str, codec: str, telling: bool) -> list[Param] | None:
    """All parameters by one decoding of the whole; None where anything is unusual, which decides nothing.

    Escapes are those of quoted-printable but for their sign; a control character, of which the
    text has none, keeps the separators apart from what escapes stand for. Each escape takes two
    bytes away where it is well-formed, and fewer where it is not.
    """
    body = text.encode()
    separators = body.translate(None, _OTHERS)
    count = len(separators) // 2 + 1
    if separators != b"=&" * (count - 1) + b"=" or "%01" in text:
        return None
    data = a2b_qp(body.translate(QUOTED))
    if len(body) - len(data) != 2 * text.count("%"):
        return None
    try:
        pieces = data.decode(codec).split("\1")
    except ValueError:
        return None
    raws = body.replace(b"&", b"=").split(b"=")
    names = pieces[::2]
    if not all(names) or (telling and b"%" in b"".join(raws[::2])):
        return None
    return list(zip(names, pieces[1::2], raws[1::2], strict=True))


def _unquote(raw: str, codec: str) -> str:
    """What a name or value stands for; ValueError or KeyError where it does not decode."""
    count = raw.count("%")
    if not count:
        return raw.replace("+", " ")
    if count > 3:
        text = _escapes(raw.replace("+", "%20"), codec)
        if text is not None:
            return text
        if "+" in raw and count > 12:
            # Decoding word by word is decoding the whole: no charset here has a space inside a character.
            return " ".join([_escapes(word, codec) or _mixed(word, codec) for word in raw.split("+")])
    return _mixed(raw.replace("+", " "), codec)


def _escapes(raw: str, codec: str) -> str | None:
    """The text of escapes and nothing else, as words in other than Latin letters are; None if it is not that."""
    count = raw.count("%")
    if 3 * count != len(raw) or raw[::3] != "%" * count:
        return None
    data = bytes.fromhex(raw.replace("%", ""))
    if len(data) != count:  # fromhex passes over spaces
        raise ValueError
    return data.decode(codec)


def _mixed(raw: str, codec: str) -> str:
    first, *rest = raw.split("%")
    plain = first + "".join([_CHARS[part[:2]] + part[2:] for part in rest])
    return plain if plain.isascii() else plain.encode("latin-1").decode(codec)


def _param(text: str, wanted: str) -> str | None:
    """The first non-empty value of a parameter, in-band and so before its charset is known."""
    for piece in text.split("&"):
        name, _, raw = piece.partition("=")
        try:
            if raw and name == wanted:
                return _unquote(raw, "latin-1")
        except (ValueError, KeyError):  # an error, whatever the charset
            return None
    return None


def _claim(text: str, wanted: str) -> tuple[str, int, int] | None:
    value = _param(text, wanted)
    return None if value is None else (value, 0, 0)


def _exact(
    body: bytes,
    resolve: tuple[str, ...],
    allowed: tuple[str, ...],
    default: str,
    option: str | None,
    header: str | None,
) -> tuple[list[Param], bool, str] | None:
    from wirebook.wire.form import read as read_exactly

    wire = read_exactly(body, resolve=resolve, allowed=allowed, default=default, option=option, header=header)
    if wire.root is None or wire.issues:
        return None
    nodes = wire.root.children
    return [(n.name, n.text, body[n.value_start : n.value_end]) for n in nodes], True, wire.charset
