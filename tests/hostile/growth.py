"""Bodies, captures and specs that grow in one direction each: what doubling one of them costs is measured.

``n`` is how often something is there; every maker gives about the same number of bytes for the same n.
"""

from __future__ import annotations

import base64
import gc
import json
import math
import time
from collections.abc import Callable
from pathlib import Path

from generated import accepted
from wirebook.books import open_book
from wirebook.explain import explain_bytes
from wirebook.part import Context, Part

SENT = b'<xml_request name="sms_send"><xml_user lgn="demo" pwd="demo"/>%b</xml_request>'
SMS = '<sms sms_id="{}" number="79000000001" source_number="Info" ttl="10">text</sms>'
STATUS = "id=1&phone=79000000001&status=1&ts=1577836800"


def _xml(inner: str) -> bytes:
    return SENT % inner.encode()


# Name -> (provider, message, encoding, maker of the body).
BODIES: dict[str, tuple[str, str, str, Callable[[int], bytes]]] = {}


def _add(name: str, where: tuple[str, str, str], make: Callable[[int], bytes]) -> None:
    BODIES[name] = (*where, make)


XML = ("quicktel", "sms_send_request", "xml")
FORM = ("smsc", "callback_status", "form")
JSON = ("smsc", "callback_status", "json")
ARRAY = ("smsc", "senders_list", "json")
LINES = ("smsc", "senders_list", "text")
CSV = ("smsc", "senders_list", "csv")
PAIRS = ("smsc", "senders_operators", "text")
PHONES = ("smsc", "send_request", "form")

_add("xml items", XML, lambda n: _xml("".join(SMS.format(i) for i in range(n))))
_add("xml items of one id", XML, lambda n: _xml(SMS.format(1) * n))
_add("xml unknown elements", XML, lambda n: _xml("<x>y</x>" * n))
_add("xml unknown elements, each another", XML, lambda n: _xml("".join(f"<x{i:07}>y</x{i:07}>" for i in range(n))))
_add("xml attributes", XML, lambda n: _xml("<sms " + "".join(f'a{i:07}="1" ' for i in range(n)) + "/>"))
_add("xml elements with as many attributes as may be", XML,
     lambda n: _xml(("<sms " + "".join(f'a{i:07}="1" ' for i in range(200)) + "/>") * (n // 200)))  # fmt: skip
_add("xml depth", XML, lambda n: _xml("<a>" * n + "</a>" * n))
_add("xml depth, never closed", XML, lambda n: _xml("<a>" * n))
_add("xml text", XML, lambda n: _xml(SMS.format(1).replace("text", "text" * n)))
_add("xml references", XML, lambda n: _xml(SMS.format(1).replace("text", "&amp;&#1090;" * n)))
_add("xml attribute's length", XML, lambda n: _xml(SMS.format("1" * n)))
_add("xml comments", XML, lambda n: _xml("<!-- c -->" * n))
_add("xml sections", XML, lambda n: _xml(SMS.format(1).replace("text", "<![CDATA[]]]]>" * n)))
_add("xml white space", XML, lambda n: _xml(" \n\t" * n))
_add("xml namespaces", XML, lambda n: _xml('<x xmlns:a="b" xmlns="c"/>' * n))
_add("xml bad references", XML, lambda n: _xml(SMS.format(1).replace("text", "&nbsp;" * n)))
_add("xml open angles", XML, lambda n: _xml("<" * n))
_add("xml bytes of no charset", XML, lambda n: _xml(SMS.format(1)).replace(b"text", b"\xff\xfe" * n))
_add("form parameters", FORM, lambda n: (STATUS + "".join(f"&x{i:07}=1" for i in range(n))).encode())
_add("form duplicates", FORM, lambda n: (STATUS + "&id=1" * n).encode())
_add("form separators", FORM, lambda n: (STATUS + "&" * n).encode())
_add("form percents", FORM, lambda n: (STATUS + "&mes=" + "%D1%8B" * n).encode())
_add("form bad percents", FORM, lambda n: (STATUS + "&mes=" + "%zz" * n).encode())
_add("form length of a value", FORM, lambda n: (STATUS + "&mes=" + "text" * n).encode())
_add("form digits", FORM, lambda n: STATUS.replace("id=1", "id=" + "9" * n).encode())
_add("form phones in one text", PHONES, lambda n: ("login=a&psw=b&mes=c&phones=" + "79000000001," * n).encode())
_add("json members", JSON, lambda n: ("{" + ",".join(f'"x{i:07}":1' for i in range(n)) + "}").encode())
_add("json duplicates", JSON, lambda n: ("{" + ",".join(['"id":1'] * n) + "}").encode())
_add("json items", ARRAY, lambda n: ("[" + ",".join(f'{{"sender":"a","id":1{i:07}}}' for i in range(n)) + "]").encode())
_add("json depth", JSON, lambda n: b"[" * n + b"]" * n)
_add("json depth of objects", JSON, lambda n: b'{"a":' * n)
_add("json escapes", JSON, lambda n: ('{"mes":"' + "\\u0442\\n" * n + '"}').encode())
_add("json length of a text", JSON, lambda n: ('{"mes":"' + "text" * n + '"}').encode())
_add("json digits", JSON, lambda n: ('{"id":' + "9" * n + "}").encode())
_add("json digits of a fraction", JSON, lambda n: ('{"cost":1.' + "9" * n + "}").encode())
_add("json white space", JSON, lambda n: ("{" + " \n\t" * n + "}").encode())
_add("text lines", LINES, lambda n: "".join(f"name = a, id = {i:07}\n" for i in range(n)).encode())
_add("text lines that fit nothing", LINES, lambda n: b"nonsense\n" * n)
_add("text length of a line", LINES, lambda n: b"name = " + b"a, " * n + b"id = 1\n")
_add("text empty lines", LINES, lambda n: b"\n" * n)
_add("text pairs", PAIRS, lambda n: ("name = a" + "".join(f", k{i:07} = 1" for i in range(n)) + ", id = 1").encode())
_add("text pairs in many lines", PAIRS, lambda n: b"name = a, mega_int = 1, by_reg = 2, id = 1\n" * n)
_add("csv lines", CSV, lambda n: "".join(f"a,{i:07}\n" for i in range(n)).encode())
_add("csv separators", CSV, lambda n: b"," * n)


def explained(name: str, body: bytes) -> object:
    provider, message, encoding, _ = BODIES[name]
    model = open_book(provider).provider
    found = model.message(message)
    assert found is not None
    said = explain_bytes(model, found, encoding, Part(body), Context())
    assert len(said.findings) <= 101
    return said.value


def took(name: str, body: bytes) -> object:
    provider, message, encoding, _ = BODIES[name]
    return accepted(open_book(provider).provider, message, encoding, Part(body), Context())


ENGINES: dict[str, Callable[[str, bytes], object]] = {"explain": explained, "accept": took}

# ---------------------------------------------------------------- captures and specs

_ROW = {"method": "POST", "url": "https://smsc.ru/sys/send.php", "status": 200, "request_body": STATUS}


def _har(n: int) -> bytes:
    entry = {
        "request": {"method": "POST", "url": _ROW["url"], "headers": [], "postData": {"text": STATUS}},
        "response": {"status": 200, "headers": [], "content": {"text": "OK"}},
    }
    return json.dumps({"log": {"version": "1.2", "entries": [entry] * n}}).encode()


def _warc(n: int) -> bytes:
    reply = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:0>\r\nWARC-Target-URI: http://h/\r\n"
    head += b"Content-Type: application/http\r\nContent-Length: %d\r\n\r\n" % len(reply)
    return (head + reply + b"\r\n\r\n") * n


def _flows(n: int) -> bytes:
    def net(data: bytes, kind: bytes = b",") -> bytes:
        return b"%d:%b%b" % (len(data), data, kind)

    return net(net(b"type") + net(b"http") + net(b"request") + net(b"", b"}"), b"}") * n


def _pcap(n: int) -> bytes:
    import made

    return made.pcap(made.connection(made.post(b"x" * n), made.ok(b"y" * n)))


CAPTURES: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "jsonl records": (".jsonl", lambda n: (json.dumps(_ROW) + "\n").encode() * n),
    "jsonl body's size": (".jsonl", lambda n: json.dumps(_ROW | {"request_body": "text" * n}).encode()),
    "jsonl coded body's size": (
        ".jsonl",
        lambda n: json.dumps(
            {"url": "http://h/", "request_body_base64": base64.b64encode(b"text" * n).decode()}
        ).encode(),
    ),
    "jsonl members": (".jsonl", lambda n: json.dumps(_ROW | {f"x{i:07}": 1 for i in range(n)}).encode()),
    "jsonl depth": (".jsonl", lambda n: b'{"url":' + b"[" * n),
    "har entries": (".har", _har),
    "har depth": (".har", lambda n: b'{"log":{"entries":[' + b'{"request":' * n),
    "warc records": (".warc", _warc),
    "warc header fields": (".warc", lambda n: _warc(1).replace(b"WARC-Type", b"X-A: b\r\n" * n + b"WARC-Type")),
    "mitm flows": (".flow", _flows),
    "pcap packets": (".pcap", _pcap),
}


def captured(path: Path) -> int:
    from wirebook.capture import read

    return sum(1 for _ in read(str(path)))


# ---------------------------------------------------------------- time


def cost(call: Callable[[], object], tries: int = 3) -> float:
    """The least CPU time of this thread in seconds; what others left behind is collected before, not within."""
    least = float("inf")
    gc.collect()
    gc.disable()
    try:
        for _ in range(tries):
            begun = time.thread_time()
            call()
            least = min(least, time.thread_time() - begun)
    finally:
        gc.enable()
    return least


def growth(make: Callable[[int], Callable[[], object]], start: int, *, limit: float, floor: float = 0.004) -> float:
    """What doubling costs, from where one takes ``floor`` seconds.

    A body that no longer fits a cache, or that its allocator begins to map, costs a step more, once or twice; what
    grows faster than its input costs too much at every doubling. So where one is dear the next two are measured, and
    the least is the answer, unless all together are higher than such steps can be.
    """
    n = start
    once = make(n)
    once()
    while cost(once, 2) < floor and n < 1 << 18:
        n *= 2
        once = make(n)
    if n >= 1 << 18:
        return 1.0  # costs next to nothing at any size
    ratios: list[float] = []
    while not ratios or (min(ratios) > limit and len(ratios) < 3):
        twice = make(2 * n)
        ratios.append(_doubled(once, twice, limit))
        n, once = 2 * n, twice
    mean = math.prod(ratios) ** (1 / len(ratios))
    return min(ratios) if mean <= 2 * limit else mean


def _doubled(once: Callable[[], object], twice: Callable[[], object], limit: float) -> float:
    """The cost of the second in the first's, as the least ratio of several measurements."""
    low = high = float("inf")
    for tried in range(12):
        low, high = min(low, cost(once, 2)), min(high, cost(twice, 2))
        if high <= low * limit and tried >= 3:
            break
    return high / low
