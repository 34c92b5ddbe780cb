"""Signatures over all parameters and over the body, against digests that are put together here by hand."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import quote_plus

import pytest

from generated import accepted
from handmade import PROVIDER
from wirebook.encode import encode, encode_part
from wirebook.explain import explain_bytes
from wirebook.part import Context, Part

SECRET = Context(secret="s3cret", settings={})


def told(message: str, encoding: str, body: bytes, ctx: Context = SECRET):
    """What explain says, the generated code agreeing."""
    made = PROVIDER.message(message)
    assert made is not None
    result = explain_bytes(PROVIDER, made, encoding, Part(body), ctx)
    got = accepted(PROVIDER, message, encoding, Part(body), ctx)
    assert got == (None if not result.ok else (result.value, not result.findings))
    return [(f.code, f.severity, f.path) for f in result.findings], [(s.check, s.reason) for s in result.skipped]


def sha(text: str, charset: str = "utf-8") -> str:
    return hashlib.sha256(text.encode(charset)).hexdigest()


BODIES = {
    "form": "remark=%s&zip=1&sign={sign}&amount=5&nonce=n&cmd=signed",
    "json": '{{"remark":"%s","zip":"1","sign":"{sign}","amount":5,"nonce":"n","cmd":"x"}}',
    "xml": '<signed amount="5"><remark>%s</remark><sign>{sign}</sign><zip>1</zip><inner><nonce>n</nonce></inner>'
    "</signed>",
}


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251"])
@pytest.mark.parametrize("encoding", BODIES)
def test_all_parameters_sorted_by_name(encoding: str, charset: str) -> None:
    text = "приём" if encoding != "form" else quote_plus("приём", encoding=charset)
    template = BODIES[encoding] % text
    good = sha("amount=5&remark=приём&zip=1&s3cret", charset)
    ctx = Context(secret="s3cret", charset=charset)

    def body(sign: str) -> bytes:
        return template.format(sign=sign).encode(charset)

    assert told("signed_request", encoding, body(good), ctx) == ([], [])
    assert told("signed_request", encoding, body(good.upper()), ctx) == ([], [])
    raw = base64.b64encode(bytes.fromhex(good)).decode()
    assert told("signed_request", encoding, body(raw.replace("+", "%2B") if encoding == "form" else raw), ctx) == (
        [],
        [],
    )
    assert told("signed_request", encoding, body(sha("x")), ctx)[0] == [("signature.mismatch", "error", "sign")]
    assert told("signed_request", encoding, body(good), Context(charset=charset)) == ([], [("all", "no-secret")])


def test_what_is_signed_is_what_came() -> None:
    """Blanks, leading zeros, repeated and unknown parameters: as received."""
    body = "amount=5&to=79161234567,79161234568&zip=&mac="
    mac = base64.b64encode(hashlib.md5(b"amount=5&to=79161234567,79161234568&zip=&s3cret").digest()).decode()
    ctx = Context(secret="s3cret")
    assert told("signed_request", "form", (body + quote_plus(mac) + "&cmd=signed").encode(), ctx) == ([], [])
    assert told("signed_request", "form", b"zip=2&cmd=signed", ctx)[0] == [("signature.missing", "error", "sign")]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ('{"remark":"a&b","sign":"x"}', "remark"),
        ('{"zip":"a&b","sign":"x"}', "more.zip"),
        ('{"zip":"a=b","sign":"x"}', None),
        ('{"nonce":"a&b","sign":"x"}', None),
    ],
)
def test_texts_that_can_be_read_in_two_ways(body: str, path: str | None) -> None:
    findings, _ = told("signed_request", "json", body.encode(), Context())
    assert findings == ([("signature.ambiguous", "warning", path)] if path else [])


def test_without_a_delimiter_the_pairs_sign_tells() -> None:
    mac = hmac.new(b"s3cret", b"data=a", "sha1").hexdigest()
    assert told("macked_request", "form", f"data=a&mac={mac}".encode()) == ([], [])
    wrong = told("macked_request", "form", b"data=a%3D&mac=0")[0]
    assert wrong == [("signature.ambiguous", "warning", "data"), ("signature.mismatch", "warning", "mac")]


@pytest.mark.parametrize(
    ("encoding", "body"),
    [("json", b'{ "datum": "x" }'), ("xml", b"<whole><datum>x</datum></whole>"), ("form", b"datum=x")],
)
def test_the_bytes_of_the_body(encoding: str, body: bytes) -> None:
    made = base64.b64encode(hmac.new(b"s3cret", b"a:" + body, "sha512").digest()).decode()

    def ctx(signature: str | None, secret: str | None = "s3cret") -> Context:
        return Context(secret=secret, settings={} if signature is None else {"signature": signature})

    assert told("whole_request", encoding, body, ctx(made)) == ([], [])
    assert told("whole_request", encoding, body, ctx(made[1:]))[0] == [
        ("signature.mismatch", "error", "setting.signature")
    ]
    assert told("whole_request", encoding, body, ctx(None)) == ([], [("whole", "no-setting")])
    assert told("whole_request", encoding, body, ctx(made, None)) == ([], [("whole", "no-secret")])


@pytest.mark.parametrize("encoding", ["form", "json", "xml"])
def test_written_with_a_secret(encoding: str) -> None:
    value = {"amount": 7, "to": ["79161234567", "79161234568"], "remark": "é", "more": {"zip": "1"}}
    body = encode(PROVIDER, "signed_request", encoding, value, SECRET)
    both = Context(secret="s3cret", settings={"sign": "mac, sha256"})
    text = "amount=7&remark=é&to=79161234567,79161234568&zip=1&s3cret"
    shown = hashlib.sha256(text.encode()).hexdigest().encode()
    assert shown in body
    assert told("signed_request", encoding, body) == ([], [])
    twice = encode(PROVIDER, "signed_request", encoding, value, both)
    assert told("signed_request", encoding, twice) == ([], [])
    assert shown in twice
    assert len(twice) > len(body)


def test_the_order_of_arrival() -> None:
    value = {"data": "b"}
    body = encode(PROVIDER, "macked_request", "form", value, SECRET)
    assert body == b"data=b&mac=" + hmac.new(b"s3cret", b"data=b", "sha1").hexdigest().encode()


@pytest.mark.parametrize("encoding", ["form", "json", "xml"])
def test_the_body_is_signed_in_a_header(encoding: str) -> None:
    made = PROVIDER.message("headed_request")
    assert made is not None
    part = encode_part(PROVIDER, "headed_request", encoding, {"datums": ["a", "b"]}, SECRET)
    want = base64.b64encode(hashlib.sha256(part.body + b"s3cret").digest()).decode()
    assert part.headers == {"x-sign": want}

    def told_of(headers: dict[str, str] | None) -> tuple[list[str], list[str]]:
        result = explain_bytes(PROVIDER, made, encoding, Part(part.body, headers=headers), SECRET)
        return [f.code for f in result.findings], [s.reason for s in result.skipped]

    assert told_of({"X-Sign": want}) == ([], [])
    assert told_of({"X-Sign": want[1:]}) == (["signature.mismatch"], [])
    assert told_of({}) == (["signature.missing"], [])
    assert told_of(None) == ([], ["no-headers", "no-headers"])
