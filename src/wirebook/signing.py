"""Digests that providers use as signatures: made and compared in one place by both engines.

Knows neither specs nor messages; the caller joins fields and encodes them.
"""

from __future__ import annotations

__all__ = ["ALGORITHMS", "digest", "fits"]

ALGORITHMS = ("md5", "sha1", "crc32")


def digest(algorithm: str, data: bytes, lexical: str = "decimal") -> str:
    """The signature of ``data`` as text.

    md5 and sha1 are lower-case hexadecimal; crc32 is ``lexical``: decimal, or hex8
    (eight lower-case digits). Raises KeyError for an unknown algorithm.
    """
    if algorithm == "crc32":
        from zlib import crc32

        return format(crc32(data), "08x") if lexical == "hex8" else str(crc32(data))
    if algorithm not in ALGORITHMS:
        raise KeyError(algorithm)
    import hashlib

    return hashlib.new(algorithm, data, usedforsecurity=False).hexdigest()


def fits(algorithm: str, given: str, data: bytes, lexical: tuple[str, ...] | list[str] = ("decimal",)) -> bool:
    """Whether ``given`` is the signature of ``data``, compared in constant time; hexadecimal without case."""
    from hmac import compare_digest

    if algorithm != "crc32":
        return compare_digest(_bytes(given.lower()), _bytes(digest(algorithm, data)))
    answers = [
        compare_digest(_bytes(given.lower() if form == "hex8" else given), _bytes(digest(algorithm, data, form)))
        for form in lexical or ("decimal",)
    ]
    return any(answers)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
