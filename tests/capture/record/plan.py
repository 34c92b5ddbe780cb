"""What is said in every recording: the exchanges, each with the verdict that it deserves.

Bodies are the specs' own examples, decoded and encoded by Wirebook itself; broken ones
are broken here, in one way each. Verdicts are written down, never computed: the tests
hold the linter to them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from wirebook.api import decode, encode
from wirebook.books import open_book

__all__ = ["HANDLER", "PAGER", "QUICKTEL", "SECRET", "SHOP", "SMSC", "Step", "digest", "pages", "steps"]

# The hosts that the specs name, and names for documentation where they name none.
SMSC, PAGER = "smsc.ru", "transport.sms-pager.com:7214"
QUICKTEL, HANDLER, SHOP = "sms.example", "client.example", "shop.example"
SECRET = "top-secret"
XML, JSON, TEXT = "text/xml; charset=utf-8", "application/json; charset=utf-8", "text/plain; charset=windows-1251"
FORM, PAGE = "application/x-www-form-urlencoded", "text/html; charset=utf-8"


@dataclass(frozen=True)
class Step:
    """One exchange.

    coding: the reply's Content-Encoding where the client takes it. chunked: request, reply, both or "".
    together: sent without waiting for the reply, as the step before it. cut: which half breaks off, or "".
    codes: findings that make it fail, or the reasons why it is not checked.
    """

    name: str
    host: str
    target: str
    kind: str = ""
    body: bytes = b""
    status: int = 200
    replies: str = TEXT
    reply: bytes = b""
    verdict: str = "pass"
    codes: tuple[str, ...] = ()
    method: str = "POST"
    coding: str = ""
    chunked: str = ""
    together: bool = False
    cut: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What the server knows a request by."""
        return self.method, self.host, self.target, digest(self.body)

    def row(self) -> dict[str, Any]:
        """What a capture of this exchange has to hold."""
        path, _, query = self.target.partition("?")
        return {
            "name": self.name, "method": self.method, "host": self.host, "path": path, "query": query,
            "request": None if self.cut == "request" else digest(self.body),
            "status": None if self.cut == "request" else self.status,
            "reply": None if self.cut else digest(b"" if self.method == "HEAD" else self.reply),
            "verdict": self.verdict, "codes": list(self.codes),
        }  # fmt: skip


def digest(body: bytes) -> str:
    """A body by its SHA-256."""
    return hashlib.sha256(body).hexdigest()


def _made(spec: str, message: str, example: str, *, charset: str | None = None, **changes: Any) -> bytes:
    """An example's value, with some fields changed, as bytes."""
    found = open_book(spec).provider.message(message)
    assert found is not None
    one = next(each for each in found.examples if each.id == example)
    value = decode(
        one.body, spec=spec, message=message, encoding=one.encoding, charset=one.charset, query=one.query,
        secret=one.secret, settings=dict(one.settings),
    )  # fmt: skip
    return encode({**value, **changes}, spec=spec, message=message, encoding=one.encoding, charset=charset)


def _signed(message: str, example: str, charset: str | None = None, **changes: Any) -> bytes:
    """A callback of the provider's, signed."""
    found = open_book("smsc").provider.message(message)
    assert found is not None
    one = next(each for each in found.examples if each.id == example)
    value = decode(
        one.body, spec="smsc", message=message, encoding=one.encoding, charset=one.charset, secret=one.secret
    )
    value = {key: each for key, each in value.items() if key not in ("md5", "sha1", "crc32")} | changes
    return encode(value, spec="smsc", message=message, encoding=one.encoding, charset=charset, secret=SECRET)


def _broken(spec: str, message: str, counterexample: str) -> bytes:
    found = open_book(spec).provider.message(message)
    assert found is not None
    return next(each.body for each in found.counterexamples if each.id == counterexample)


def steps() -> list[Step]:
    """All steps, in the order in which they are spoken; those to one host share a connection."""
    return [*_quicktel(), *_smsc(), *_handler(), *_pager(), *_noise(), *_broken_off()]


def _quicktel() -> list[Step]:
    asked = {"login": "demo", "password": "demo-password"}
    send = _made("quicktel", "sms_send_request", "seed_document", **asked)
    sent = _made("quicktel", "sms_send_response", "answer")
    one = _made("quicktel", "sms_send_request", "basic")
    many = _broken("quicktel", "sms_send_request", "too_many_messages")
    refused = _made("quicktel", "error_response", "basic")
    ids = [f"1000000000000000000{n:02}" for n in range(1, 5)]
    status = _made("quicktel", "sms_status2_request", "basic", messages=[{"push_id": each} for each in ids])
    states = [{"push_id": each, "status": n, "number": f"7900000000{n}"} for n, each in enumerate(ids, 1)]
    told = _made("quicktel", "sms_status2_response", "basic", statuses=states)

    def step(name: str, body: bytes, reply: bytes, **more: Any) -> Step:
        return Step(f"quicktel-{name}", QUICKTEL, "/xml/", XML, body, replies=XML, reply=reply, **more)

    return [
        step("send", send, sent),
        step("send-chunked", send.replace(b"order-17", b"order-18") + b"\n", sent, chunked="both", coding="gzip"),
        step("status", status, told, coding="deflate"),
        step("refused", one, refused),
        step("too-many", many, refused, verdict="fail", codes=("facet.maxItems",)),
    ]  # fmt: skip


def _smsc() -> list[Step]:
    def step(name: str, path: str, body: bytes, replies: str, reply: bytes, **more: Any) -> Step:
        return Step(f"smsc-{name}", SMSC, f"/sys/{path}.php", FORM, body, replies=replies, reply=reply, **more)

    def send(**more: Any) -> bytes:
        return _made("smsc", "send_request", "basic", **more)

    def sent(example: str, **more: Any) -> bytes:
        return _made("smsc", "send_response", example, **more)

    by_get = _made("smsc", "send_request", "by_get")
    query = _made("smsc", "status_request", "by_get").decode()
    two = _made("smsc", "status_request", "several")
    xml = "text/xml; charset=windows-1251"
    return [
        step("send-text", "send", send(mes="Привет, мир", fmt=0), TEXT, sent("text")),
        step("send-json", "send", send(mes="Привет", id=34), JSON, sent("json", id=34), coding="gzip"),
        step("send-xml", "send", send(mes="Привет", id=35, fmt=2), xml, sent("xml", id=35), chunked="reply"),
        step(
            "send-utf8", "send", send(mes="Привет", id=36, charset="utf-8", fmt=1), "text/csv", sent("csv", id=36),
            together=True,
        ),
        step("refused", "send", send(mes="Отказ", id=37, fmt=2), xml, _made("smsc", "error", "xml"), together=True),
        step("refused-json", "send", send(mes="Отказ", id=38), "application/json; charset=windows-1251",
             _made("smsc", "error", "json"), together=True),
        Step(
            "smsc-send-by-get", SMSC, f"/sys/send.php?{by_get.decode()}", method="GET", replies="text/csv",
            reply=sent("csv_cost"),
        ),
        Step(
            "smsc-status-by-get", SMSC, f"/sys/status.php?{query}", method="GET", replies=TEXT,
            reply=_made("smsc", "status_response", "text"),
        ),
        step(
            "status-list", "status", two, JSON, _made("smsc", "status_list_response", "json", charset="utf-8"),
            coding="br", chunked="both",
        ),
        step(
            "balance", "balance", _made("smsc", "balance_request", "json"), JSON,
            _made("smsc", "balance_response", "json_currency"), coding="zstd",
        ),
        step("phones-missing", "send", _broken("smsc", "send_request", "no_phones"), TEXT,
             _made("smsc", "error", "text"), verdict="fail", codes=("rule.exactly_one",)),
    ]  # fmt: skip


def _handler() -> list[Step]:
    """What the provider calls; the handler answers nothing but 200, and one that does not is called again."""

    def step(name: str, body: bytes, kind: str = FORM, **more: Any) -> Step:
        return Step(f"callback-{name}", HANDLER, "/smsc", kind, body, **more)

    altered = _signed("callback_status", "undelivered", id=130).replace(b"status=20", b"status=1")
    return [
        step("status", _signed("callback_status", "basic")),
        step("undelivered", _signed("callback_status", "undelivered"), reply=b"OK"),
        step("incoming", _signed("callback_incoming", "answer"), together=True),
        step("incoming-koi8", _signed("callback_incoming", "signed_koi8", charset="koi8-r"), together=True),
        step(
            "incoming-xml", _signed("callback_incoming", "xml", charset="windows-1251"), "text/xml", chunked="request"
        ),
        step("incoming-json", _signed("callback_incoming", "json_utf8", charset="utf-8"), "application/json"),
        step("waitcall", _signed("callback_waitcall", "basic")),
        step("altered", altered, status=404, verdict="fail", codes=("signature.mismatch",)),
    ]


def _pager() -> list[Step]:
    def step(name: str, path: str, asked: str, told: str, example: str, **more: Any) -> Step:
        return Step(
            f"pager-{name}", PAGER, f"/{path}.xml", XML, _made("smspager", asked, "basic"), replies=XML,
            reply=_made("smspager", told, example), **more,
        )  # fmt: skip

    ampersand = step("send", "send", "send_request", "send_response", "basic")
    return [
        step("send", "send", "send_request", "send_response", "basic", coding="gzip", chunked="reply"),
        step("report", "report", "report_request", "report_response", "one", together=True),
        step("detail", "report", "detail_request", "detail_response", "system_id", together=True, coding="gzip"),
        step("balance", "balance", "balance_request", "error_response", "wrong_login"),
        step("cancel", "cancel", "cancel_request", "cancel_response", "basic"),
        replace(
            ampersand, name="pager-ampersand", reply=_made("smspager", "error_response", "parser"),
            body=ampersand.body.replace("Добрый день".encode(), "Дом & сад".encode()),
            verdict="fail", codes=("xml.not-well-formed",),
        ),
    ]  # fmt: skip


def _noise() -> list[Step]:
    """What passes through every proxy beside it: no provider claims it."""

    def step(name: str, method: str, target: str, status: int, reply: bytes = b"", **more: Any) -> Step:
        return Step(
            f"noise-{name}", SHOP, target, method=method, status=status, replies=PAGE, reply=reply,
            verdict="out_of_scope", **more,
        )  # fmt: skip

    page = "<!doctype html><title>Магазин</title><p>Добро пожаловать".encode()
    return [
        step("head", "HEAD", "/", 200, page),
        step("redirect", "GET", "/old", 302, headers={"Location": "/new"}),
        step("page", "GET", "/new", 200, page, coding="gzip"),
        step("missing", "GET", "/missing.png", 404, page, together=True),
        step("head-between", "HEAD", "/new", 200, page, together=True),
        step("nothing", "GET", "/beacon", 204, together=True),
        step("cached", "GET", "/style.css", 304, together=True, headers={"ETag": '"1"'}),
    ]


def _broken_off() -> list[Step]:
    """Connections that end in the middle of a message."""
    asked, told = _made("smsc", "balance_request", "json"), _made("smsc", "balance_response", "json_currency")
    send = _made("smsc", "send_request", "basic", mes="Обрыв", id=39)
    return [
        Step(
            "cut-reply", SMSC, "/sys/balance.php", FORM, asked.replace(b"demo-password", b"demo-password-2"),
            replies=JSON, reply=told, cut="reply", verdict="not_checked", codes=("cut-body", "no-body", "no-reply"),
        ),
        Step(
            "cut-request", SMSC, "/sys/send.php", FORM, send, cut="request", verdict="not_checked",
            codes=("cut-body", "no-body", "no-request", "no-reply"),
        ),
    ]  # fmt: skip


def pages() -> list[Step]:
    """The pages that a browser opens before it may ask a host for more; one host is known by its name."""
    empty = b"<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>-</title>"
    return [
        Step(
            f"page-{name}", host, "/", method="GET", replies=PAGE, reply=empty,
            verdict="not_checked" if host == PAGER else "out_of_scope",
            codes=("unknown-path",) if host == PAGER else (),
        )
        for name, host in (
            ("quicktel", QUICKTEL), ("smsc", SMSC), ("handler", HANDLER), ("pager", PAGER), ("shop", SHOP),
        )
    ]  # fmt: skip
