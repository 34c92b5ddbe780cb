"""Digests and their comparison, against values computed elsewhere."""

import pytest

from wirebook.signing import digest, fits, listed, twofold

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
        ("sha256", b"abc", "", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("sha256", b"abc", "base64", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
        (
            "sha512",
            b"abc",
            "hex",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        ),
    ],
)
def test_known_digests(algorithm, data, lexical, expected):
    assert digest(algorithm, data, lexical) == expected


def test_known_hmacs():
    """RFC 2202 and RFC 4231, the second test of each."""
    key, data = b"Jefe", b"what do ya want for nothing?"
    assert digest("hmac-md5", data, "", key) == "750c783e6ab0b503eaa86e310a5db738"
    assert digest("hmac-sha1", data, "", key) == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
    sha256 = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert digest("hmac-sha256", data, "hex", key) == sha256
    assert fits("hmac-sha256", sha256.upper(), data, ("base64", "hex"), key)
    assert fits("hmac-sha256", "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=", data, ("base64",), key)
    assert not fits("hmac-sha256", sha256, data, ("base64",), key)
    assert not fits("hmac-sha256", sha256, data, ("hex",), b"other")


def test_parameters_as_a_template_writes_them():
    pairs = [("b", "1"), ("a", "{name}"), ("sign", "x"), ("b", "0")]
    assert listed(pairs, ("sign",), True, "{value}") == ["{name}", "1", "0"]
    assert listed(pairs, ("sign",), True, "{name}={value};") == ["a={name};", "b=1;", "b=0;"]
    assert listed(pairs, (), False, "{value}.{name}") == ["1.b", "{name}.a", "x.sign", "0.b"]


@pytest.mark.parametrize(
    ("pair", "delimiter", "found"),
    [
        ("{value}", "&", [0]),
        ("{name}={value}", "&", [0, 1, 3]),
        ("{name}={value}", "", [2, 3]),
        ("{name}{value}", "", []),
        ("{value}", "", []),
    ],
)
def test_what_can_be_read_in_two_ways(pair, delimiter, found):
    pairs = [("a", "1&2"), ("a&b", "1"), ("a", "1=2"), ("a=b", "1"), ("sign", "&=")]
    assert list(twofold(pairs, ("sign",), pair, delimiter)) == found


def test_a_parameter_that_is_left_out_hides_no_other():
    assert list(twofold([("sign", "&"), ("a", "&")], ("sign",), "{value}", "&")) == [1]


@pytest.mark.parametrize(
    ("pair", "delimiter", "found"),
    [("{value}", "", []), ("{value}", "&", []), ("{name}{value}", "&", []), ("{name}{value}", "x", [0, 1])],
)
def test_where_nothing_stands_between_name_and_value(pair, delimiter, found):
    assert list(twofold([("x", "a"), ("a", "x"), ("b", "c")], (), pair, delimiter)) == found


def test_without_a_key_the_key_is_empty():
    made = digest("hmac-md5", b"x")
    assert made == digest("hmac-md5", b"x", "", b"")
    assert made != digest("hmac-md5", b"x", "", b"k")
    assert fits("hmac-md5", made, b"x")


def test_what_is_taken_without_case():
    raw = digest("md5", DATA, "base64")
    assert fits("md5", raw, DATA, ("base64",))
    assert not fits("md5", raw.lower(), DATA, ("base64",))
    assert not fits("md5", raw.upper(), DATA, ("base64",))


def test_unknown_algorithm():
    with pytest.raises(KeyError):
        digest("whirlpool", b"")


@pytest.mark.parametrize(
    ("algorithm", "given", "lexical", "expected"),
    [
        ("md5", MD5, (), True),
        ("md5", MD5.upper(), (), True),
        ("md5", MD5[:-1], (), False),
        ("md5", "", (), False),
        ("md5", "\ud800", (), False),
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
