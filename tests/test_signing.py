"""Digests and their comparison, against values computed elsewhere."""

import pytest

from wirebook.signing import digest, fits

DATA = b"1:79000000000:1:s3cret"
MD5 = digest("md5", DATA)


@pytest.mark.parametrize(
    ("algorithm", "data", "lexical", "expected"),
    [
        ("md5", b"", "decimal", "d41d8cd98f00b204e9800998ecf8427e"),
        ("md5", b"abc", "decimal", "900150983cd24fb0d6963f7d28e17f72"),
        ("sha1", b"abc", "decimal", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ("crc32", b"123456789", "decimal", "3421780262"),
        ("crc32", b"123456789", "hex8", "cbf43926"),
        ("crc32", b"", "hex8", "00000000"),
    ],
)
def test_known_digests(algorithm, data, lexical, expected):
    assert digest(algorithm, data, lexical) == expected


def test_unknown_algorithm():
    with pytest.raises(KeyError):
        digest("sha512", b"")


@pytest.mark.parametrize(
    ("algorithm", "given", "lexical", "expected"),
    [
        ("md5", MD5, (), True),
        ("md5", MD5.upper(), (), True),
        ("md5", MD5[:-1], (), False),
        ("md5", "", (), False),
        ("md5", "\u043f\u043e\u0434\u043f\u0438\u0441\u044c", (), False),
        ("sha1", digest("sha1", DATA), (), True),
        ("crc32", digest("crc32", DATA), ("decimal", "hex8"), True),
        ("crc32", digest("crc32", DATA, "hex8").upper(), ("decimal", "hex8"), True),
        ("crc32", digest("crc32", DATA, "hex8"), ("decimal",), False),
        ("crc32", "0" + digest("crc32", DATA), ("decimal", "hex8"), False),
        ("crc32", digest("crc32", DATA), ("hex8",), False),
    ],
)
def test_fits(algorithm, given, lexical, expected):
    assert fits(algorithm, given, DATA, lexical) is expected
