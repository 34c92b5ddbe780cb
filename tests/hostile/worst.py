"""The worst input of each entry point that we know of: makers of bytes, for a size, beside those of ``growth``.

Each maker takes how often something is there. ``sized`` finds how often makes so many bytes.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import zstandard
from growth import ARRAY, BODIES, CAPTURES, CSV, FORM, JSON, LINES, PAIRS, PHONES, SENT, STATUS, XML

from wirebook.books import open_book
from wirebook.explain import explain_bytes
from wirebook.part import Context, Part

__all__ = ["SHAPES", "Shape", "sized"]

Make = Callable[[int], bytes]


class Shape(NamedTuple):
    """One kind of hostile input: its entry point, what there is much of, and how it is made and read."""

    entry: str
    name: str
    make: Make
    where: tuple[str, str, str] | str  # provider, message and encoding of a body; the suffix of a capture or spec

    def explain(self, body: bytes) -> int:
        """Read a body by the readable engine; how many findings it tells."""
        name, message, encoding = self.where
        provider = open_book(name).provider
        one = provider.message(message)
        assert one is not None
        return len(explain_bytes(provider, one, encoding, Part(body), Context()).findings)

    def accept(self, body: bytes) -> object:
        """Read a body by the provider's shipped code."""
        from importlib import import_module

        from wirebook.accept import accept
        from wirebook.accept.build import dicts

        name, message, encoding = self.where
        made = import_module(f"wirebook.providers.{name}.accept")
        return accept(made, message, encoding, Part(body), Context(), dicts(made))

    def file(self, path: Path) -> int:
        """Read a capture or a spec; how many records or problems there are."""
        if self.entry == "spec":
            from wirebook.spec import load

            return len(load(path).problems)
        from wirebook.capture import read

        return sum(1 for _ in read(str(path)))


BODY_SHAPES: dict[str, tuple[tuple[str, str, str], Make]] = {
    "xml smallest elements": (XML, lambda n: SENT % (b"<a/>" * n)),
    "xml items that lack everything": (XML, lambda n: SENT % (b"<sms/>" * n)),
    "xml items of unknown attributes": (XML, lambda n: SENT % (b'<sms a=""/>' * n)),
    "xml elements in deep ones": (XML, lambda n: SENT % (b"<a>" * 60 + b"<b/>" * n + b"</a>" * 60)),
    "xml smallest references": (XML, lambda n: SENT % (b"<sms>" + b"&#9;" * n + b"</sms>")),
    "xml prefixes": (XML, lambda n: SENT % b"".join(b'<x xmlns:a%d="b"/>' % i for i in range(n))),
    "xml a bomb of entities": (
        XML,
        lambda n: b"<!DOCTYPE x [" + b'<!ENTITY a "&b;&b;">' * n + b"]>" + SENT % b"&a;",
    ),
    "xml an element's name": (XML, lambda n: SENT % (b"<" + b"a" * n + b"/>")),
    "form smallest parameters": (FORM, lambda n: b"a&" * n),
    "form names alone": (FORM, lambda n: STATUS.encode() + b"&=" * n),
    "form one value of signs": (FORM, lambda n: STATUS.encode() + b"&mes=" + b"%" * n),
    "form undecodable bytes": (FORM, lambda n: STATUS.encode() + b"&mes=" + b"%98" * n),
    "form phones that are none": (PHONES, lambda n: b"login=a&psw=b&mes=c&phones=" + b"x," * n),
    "json smallest items": (ARRAY, lambda n: b"[" + b"1," * n + b"1]"),
    "json objects that lack everything": (ARRAY, lambda n: b"[" + b"{}," * n + b"{}]"),
    "json empty arrays": (ARRAY, lambda n: b"[" + b"[]," * n + b"[]]"),
    "json half pairs": (JSON, lambda n: b'{"mes":"' + b"\\ud800" * n + b'"}'),
    "json members of long names": (
        JSON,
        lambda n: b"{" + b",".join(b'"%b%d":1' % (b"x" * 90, i) for i in range(n)) + b"}",
    ),
    "json an integer's digits": (ARRAY, lambda n: b'[{"sender":"a","id":' + b"9" * n + b"}]"),
    "text shortest lines that fit nothing": (LINES, lambda n: b"x\n" * n),
    "text shortest lines": (LINES, lambda n: b"name = , id = 1\n" * n),
    "text shortest pairs": (PAIRS, lambda n: b"name = a" + b", k = 1" * n + b", id = 1"),
    "csv shortest lines that fit nothing": (CSV, lambda n: b"x\n" * n),
    "csv shortest lines": (CSV, lambda n: b",\n" * n),
}


def _spec(sections: str) -> bytes:
    title = "{en: x, ru: x}"
    return f"wirebook: 1\nprovider: p\ntitle: {title}\n{sections}\n".encode()


FILE_SHAPES: dict[str, tuple[str, Make]] = {
    "spec numbers in a list": (".yaml", lambda n: b"a: [" + b"1," * n + b"1]"),
    "spec empty lists": (".yaml", lambda n: b"a: [" + b"[]," * n + b"[]]"),
    "spec keys": (".yaml", lambda n: b"".join(b"k%d:\n" % i for i in range(n))),
    "spec one key, repeated": (".yaml", lambda n: b"k:\n" * n),
    "spec depth": (".yaml", lambda n: b"a: " + b"[" * n),
    "spec a text": (".yaml", lambda n: b"a: '" + b"x" * n + b"'"),
    "spec a text of lines": (".yaml", lambda n: b"a: |\n" + b" x\n" * n),
    "spec anchors": (".yaml", lambda n: b"a: [" + b"&a 1," * n + b"1]"),
    "spec types": (".yaml", lambda n: _spec("types:\n" + "".join(f"  T{i}: {{base: string}}\n" for i in range(n)))),
    "spec types of types": (
        ".yaml",
        lambda n: _spec("types:\n" + "".join(f"  T{i}: {{base: T{i + 1}}}\n" for i in range(n))),
    ),
    "spec fields": (
        ".yaml",
        lambda n: _spec(
            "messages:\n  m:\n    direction: request\n    title: {en: x, ru: x}\n    fields:\n"
            + "".join(f"      f{i}: {{type: string}}\n" for i in range(n))
            + "    shapes: {form: {params: same}}"
        ),
    ),
    "spec patterns": (
        ".yaml",
        lambda n: _spec(
            "types:\n" + "".join(f"  T{i}: {{base: string, pattern: '[a-z]+(,[a-z]+){{0,99}}'}}\n" for i in range(n))
        ),
    ),
    "spec codes": (
        ".yaml",
        lambda n: _spec(
            "codes:\n  C:\n    base: integer\n    values:\n" + "".join(f"      {i}: {{name: n{i}}}\n" for i in range(n))
        ),
    ),
    "har smallest entries": (".har", lambda n: b'{"log":{"entries":[' + b"{}," * n + b"{}]}}"),
    "har numbers for entries": (".har", lambda n: b'{"log":{"entries":[' + b"1," * n + b"1]}}"),
    "har header fields": (
        ".har",
        lambda n: _har({"url": "http://h/", "headers": [{"name": "a", "value": ""}] * n}),
    ),
    "har what stands beside entries": (".har", lambda n: b'{"log":{"x":[' + b"1," * n + b"1]}}"),
    "jsonl smallest lines": (".jsonl", lambda n: b'{"url":"a"}\n' + b"{}\n" * n),
    "jsonl empty lines": (".jsonl", lambda n: b'{"url":"a"}\n' + b"\n" * n),
    "jsonl numbers in a body": (".jsonl", lambda n: b'{"url":"a","request_body":[' + b"1," * n + b"1]}\n"),
    "jsonl empty gzip members": (".jsonl.gz", lambda n: gzip.compress(b'{"url":"a"}\n') + gzip.compress(b"") * n),
    "jsonl empty zstd frames": (
        ".jsonl.zst",
        lambda n: zstandard.compress(b'{"url":"a"}\n') + zstandard.compress(b"") * n,
    ),
    "warc smallest records": (".warc", lambda n: b"WARC/1.0\r\n\r\n\r\n" * n),
    "warc a field's length": (".warc", lambda n: b"WARC/1.0\r\nWARC-Type: " + b"x" * n + b"\r\n\r\n"),
    "mitm smallest flows": (".flow", lambda n: b"4:4:type;4:http,}" + b"0:}" * n),
    "mitm a list of nothings": (".flow", lambda n: _net(b"1:a," + _net(b"0:~" * n, b"]"), b"}")),
    "mitm bodies of nothing but zeros, compressed": (
        ".flow",
        lambda n: _flow(zstandard.compress(bytes(1 << 20))) * (n // 10),
    ),
    "mitm one body of many members": (".flow", lambda n: _flow(gzip.compress(b"") * n, b"gzip")),
    "pcap smallest packets": (".pcap", lambda n: _PCAP + (b"\0" * 8 + b"\x01\0\0\0\x01\0\0\0" + b"x") * n),
    "pcap connections": (".pcap", lambda n: _connections(n)),
}


def _har(request: dict[str, object]) -> bytes:
    return json.dumps({"log": {"entries": [{"request": request}]}}).encode()


def _net(data: bytes, kind: bytes = b",") -> bytes:
    """A tnetstring."""
    return b"%d:%b%b" % (len(data), data, kind)


def _flow(body: bytes, coding: bytes = b"zstd") -> bytes:
    """A flow with a coded body."""
    headers = _net(_net(_net(b"content-encoding") + _net(coding), b"]"), b"]")
    asked = _net(b"method") + _net(b"POST") + _net(b"path") + _net(b"/") + _net(b"host") + _net(b"h")
    asked += _net(b"headers") + headers + _net(b"content") + _net(body)
    return _net(_net(b"type") + _net(b"http") + _net(b"request") + _net(asked, b"}"), b"}")


_PCAP = b"\xd4\xc3\xb2\xa1\x02\0\x04\0" + b"\0" * 8 + b"\xff\xff\0\0\x01\0\0\0"


def _connections(count: int) -> bytes:
    """One packet each of so many connections, all of which stay open."""
    import made

    return made.pcap([made.packet(True, 1, 16, b"GET", port=1024 + i % 60000) for i in range(count)])


def _all() -> dict[str, Shape]:
    found = {name: Shape(name.partition(" ")[0], name.partition(" ")[2], make, (provider, message, encoding))
             for name, (provider, message, encoding, make) in BODIES.items()}  # fmt: skip
    for name, (where, make) in BODY_SHAPES.items():
        found[name] = Shape(name.partition(" ")[0], name.partition(" ")[2], make, where)
    for name, (suffix, make) in (*CAPTURES.items(), *FILE_SHAPES.items()):
        found[name] = Shape(name.partition(" ")[0], name.partition(" ")[2], make, suffix)
    return found


SHAPES = _all()


def sized(make: Make, size: int) -> bytes:
    """Input of about so many bytes."""
    some = 50
    while len(make(some)) < size // 50 and some < size:
        some *= 2
    per = max((len(make(2 * some)) - len(make(some))) / some, 0.001)
    body = make(some)
    for _ in range(4):
        count = max(1, int(some + (size - len(body)) / per))
        body, some = make(count), count
        if 0.9 * size <= len(body) <= size:
            break
    return body
