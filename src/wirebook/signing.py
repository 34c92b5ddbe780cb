"""Digests that providers use as signatures, and what is put together to be signed: one place for both engines.

Knows neither specs nor messages; the caller finds the texts and encodes them.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Pairs = Sequence[tuple[str, str]]

__all__ = ["ALGORITHMS", "HMAC", "digest", "fits", "listed", "twofold"]

_HASHES = ("md5", "sha1", "sha256", "sha512")
HMAC = tuple(f"hmac-{name}" for name in _HASHES)  # these want a key
ALGORITHMS = (*_HASHES, "crc32", *HMAC)


def digest(algorithm: str, data: bytes, lexical: str = "", key: bytes = b"") -> str:
    """The signature of ``data`` as text.

    crc32 is ``lexical``: decimal unless hex8 (eight lower-case digits); the others are lower-case
    hexadecimal unless base64. Raises KeyError for an unknown algorithm.
    """
    if algorithm not in ALGORITHMS:
        raise KeyError(algorithm)
    if algorithm == "crc32":
        from zlib import crc32

        return format(crc32(data), "08x") if lexical == "hex8" else str(crc32(data))
    if algorithm in HMAC:
        import hmac

        made = hmac.digest(key, data, algorithm[5:])
    else:
        import hashlib

        made = hashlib.new(algorithm, data, usedforsecurity=False).digest()
    if lexical != "base64":
        return made.hex()
    from base64 import b64encode

    return b64encode(made).decode()


def fits(algorithm: str, given: str, data: bytes, lexical: Iterable[str] = (), key: bytes = b"") -> bool:
    """Whether ``given`` is the signature of ``data`` in one of its forms; hexadecimal is compared without case.

    Compared in constant time, and with every form whatever the others came to.
    """
    from hmac import compare_digest

    answers = [
        compare_digest(_bytes(given.lower() if _caseless(algorithm, form) else given), _bytes(want))
        for form in tuple(lexical) or ("",)
        for want in (digest(algorithm, data, form, key),)
    ]
    return any(answers)


def _caseless(algorithm: str, form: str) -> bool:
    return form == "hex8" if algorithm == "crc32" else form != "base64"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def listed(pairs: Pairs, left_out: Sequence[str], ordered: bool, pair: str) -> list[str]:
    """Each parameter as the template ``pair`` writes it, but those left out; ordered: by name, else as they came."""
    kept = [one for one in pairs if one[0] not in left_out]
    if ordered:
        kept.sort(key=lambda one: one[0])  # stable: parameters of one name stay as they came
    head, _, tail = pair.partition("{value}")
    return [head.replace("{name}", name) + text + tail.replace("{name}", name) for name, text in kept]


def twofold(pairs: Pairs, left_out: Sequence[str], pair: str, delimiter: str) -> Iterator[int]:
    """The indexes of the parameters because of which the signed text can be read in two ways.

    The delimiter may stand in no text; what stands between name and value may not stand in a name, and
    where there is no delimiter in no value either.
    """
    named = "{name}" in pair
    mark = pair.partition("{name}")[2].partition("{value}")[0] if named else ""
    for index, (name, text) in enumerate(pairs):
        if name in left_out:
            continue
        if delimiter:
            wrong = delimiter in text or (named and (delimiter in name or (mark != "" and mark in name)))
        else:
            wrong = mark != "" and (mark in name or mark in text)
        if wrong:
            yield index
