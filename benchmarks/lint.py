"""Verdicts on a JSONL capture of mixed bodies, as a multiple of ``orjson.loads`` of each line.

Run it from a checkout: ``python benchmarks/lint.py [rounds]``; it wants the extra ``bench``. The
capture is made here: QUICKTEL exchanges in XML, SMSC calls with a form and a JSON reply, SMSC
callbacks in JSON. The peers are told for each line which schemas its two bodies have, and check
nothing else; Wirebook finds that out, and checks method, charset and the reply against its request.
"""

from __future__ import annotations

import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, urlencode

import jsonschema
import jsonschema_rs
import orjson
import xmlschema
from _goals import GOALS
from _rounds import ratios, rounds, table
from lxml import etree
from pydantic import BaseModel, ConfigDict, Field
from pydantic_xml import BaseXmlModel, attr, element

from wirebook.books import built_in, open_book
from wirebook.capture import jsonl
from wirebook.capture.exchange import Exchange
from wirebook.capture.jsonl import Lines, paths
from wirebook.lint.batch import Engine
from wirebook.lint.check import Linter
from wirebook.lint.job import Job
from wirebook.lint.recall.road import Road

LINES = 300
SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"
WORDS = ["привет", "заказ", "готов", "ждём", "вас", "сегодня", "до", "18:00", "&amp;", "завтра", "код", "№"]
XML, FORM, JSON = "text/xml; charset=utf-8", "application/x-www-form-urlencoded", "application/json; charset=utf-8"


def capture(count: int = LINES, seed: int = 1) -> list[bytes]:
    """The lines: each kind of exchange in turn, all of them right."""
    rng = random.Random(seed)
    made = [(quicktel, call, callback)[number % 3](number, rng) for number in range(count)]
    return [json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in made]


def record(url: str, kind: str, asked: str, answered: str, reply: str) -> dict[str, Any]:
    """An exchange as a gateway logs it."""
    return {
        "time": "2026-11-22T10:00:00Z", "method": "POST", "url": url, "status": 200,
        "request_headers": {"Content-Type": kind}, "request_body": asked,
        "response_headers": {"Content-Type": reply}, "response_body": answered,
    }  # fmt: skip


def quicktel(number: int, rng: random.Random) -> dict[str, Any]:
    """Two messages to send."""
    texts = [" ".join(rng.choices(WORDS, k=6)) for _ in range(2)]
    sms = "".join(
        f'<sms sms_id="{number}-{n}" number="7900{n:07d}" source_number="QUICKTELSMS" ttl="10">{text}</sms>\n'
        for n, text in enumerate(texts)
    )
    asked = f'<?xml version="1.0" encoding="UTF-8"?>\n<xml_request name="sms_send">\n<xml_user lgn="a" pwd="b"/>\n{sms}'
    pushes = "".join(
        f'<push sms_id="{number}-{n}" push_id="{10**19 + number + n}" res="0" number="7900{n:07d}" sms_count="1"/>\n'
        for n in range(2)
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<xml_result xml_name="sms_send" res="0" description="">\n'
    return record("https://gate.example/xml", XML, f"{asked}</xml_request>\n", f"{head}{pushes}</xml_result>\n", XML)


def call(number: int, rng: random.Random) -> dict[str, Any]:
    """One message to send by a form, with the reply in JSON."""
    words = " ".join(rng.choices(WORDS, k=6)).replace("&amp; ", "")
    fields = {"login": "demo", "psw": "password", "phones": f"7900{number:07d}", "mes": words, "fmt": "3"}
    asked = urlencode(fields, encoding="cp1251", errors="xmlcharrefreplace")
    return record("https://smsc.ru/sys/send.php", FORM, asked, f'{{"id": {number + 1}, "cnt": 1}}', JSON)


def callback(number: int, rng: random.Random) -> dict[str, Any]:
    """A delivery status at a client's handler."""
    said = {
        "id": number + 1, "phone": f"7900{number:07d}", "status": 1, "time": "24.05.24 10:15:30", "ts": 1716534930,
        "cnt": 1, "type": 0, "cost": "3.8", "flag": 0, "sender": rng.choice(["SHOP", "Магазин"]),
    }  # fmt: skip
    return record("https://client.example/sms", JSON, json.dumps(said, ensure_ascii=False), "", "text/plain")


# ---------------------------------------------------------------- peers


class Model(BaseModel):
    """What the JSON schemas say, as a model."""

    model_config = ConfigDict(extra="forbid")


Phone = Annotated[str, Field(min_length=1, max_length=4000)]


class SendForm(Model):
    login: str
    psw: str
    phones: Phone
    mes: Annotated[str, Field(max_length=1000)]
    fmt: Literal["0", "1", "2", "3"]


class SendReply(Model):
    id: Annotated[int, Field(ge=1)]
    cnt: Annotated[int, Field(ge=1)]


class Callback(Model):
    id: int
    phone: str
    status: int
    time: Annotated[str, Field(pattern="^[0-9.]{8} [0-9:]{8}$")]
    ts: int
    cnt: int
    type: int
    cost: Annotated[str, Field(pattern="^[0-9]+([.][0-9]+)?$")]
    flag: int
    sender: str


class User(BaseXmlModel, tag="xml_user"):
    lgn: str = attr()
    pwd: str = attr()


class Sms(BaseXmlModel, tag="sms"):
    sms_id: Annotated[str, Field(min_length=1, max_length=50)] = attr()
    number: Annotated[str, Field(min_length=1, max_length=25)] = attr()
    source_number: Annotated[str, Field(max_length=16)] = attr()
    ttl: Annotated[int, Field(ge=10, le=4320)] | None = attr(default=None)
    text: str


class Request(BaseXmlModel, tag="xml_request"):
    name: Literal["sms_send"] = attr()
    user: User = element()
    sms: Annotated[list[Sms], Field(min_length=1, max_length=250)] = element()


class Push(BaseXmlModel, tag="push"):
    sms_id: str = attr()
    push_id: str | None = attr(default=None)
    res: int = attr()
    number: str | None = attr(default=None)
    sms_count: int | None = attr(default=None)


class Reply(BaseXmlModel, tag="xml_result"):
    xml_name: Literal["sms_send"] = attr()
    res: int = attr()
    description: str | None = attr(default=None)
    push: list[Push] = element(default=[])


Check = Callable[[bytes], object]


def by_schemas() -> dict[int, tuple[Check, Check]]:
    """By kind of line, how lxml and jsonschema-rs check its bodies; each raises for a wrong one."""

    def xsd(name: str) -> Check:
        schema = etree.XMLSchema(etree.parse(SCHEMAS / "quicktel" / f"{name}.xsd"))
        return lambda body: schema.assertValid(etree.fromstring(body))

    def form(body: bytes) -> object:
        return fields.validate(dict(parse_qsl(body.decode(), encoding="cp1251", strict_parsing=True)))

    def of_json(name: str) -> Check:
        schema = jsonschema_rs.validator_for(_schema(name))
        return lambda body: schema.validate(orjson.loads(body))

    fields = jsonschema_rs.validator_for(SendForm.model_json_schema())
    return {
        0: (xsd("sms_send_request"), xsd("sms_send_response")),
        1: (form, of_json("send_response")),
        2: (of_json("callback_status"), bool),
    }


def by_models() -> dict[int, tuple[Check, Check]]:
    """Likewise by pydantic-xml and pydantic, which make typed objects."""

    def form(body: bytes) -> object:
        return SendForm.model_validate(dict(parse_qsl(body.decode(), encoding="cp1251", strict_parsing=True)))

    return {
        0: (Request.from_xml, Reply.from_xml),
        1: (form, SendReply.model_validate_json),
        2: (Callback.model_validate_json, bool),
    }


def in_python() -> dict[int, tuple[Check, Check]]:
    """Likewise by xmlschema and jsonschema."""

    def xsd(name: str) -> Check:
        schema = xmlschema.XMLSchema10(str(SCHEMAS / "quicktel" / f"{name}.xsd"))
        return lambda body: schema.validate(body.decode())

    def valid(schema: Any) -> Callable[[Any], None]:
        return jsonschema.validators.validator_for(schema)(schema).validate

    send, reply, called = (valid(s) for s in (SendForm.model_json_schema(), _schema("send_response"),
                                              _schema("callback_status")))  # fmt: skip
    return {
        0: (xsd("sms_send_request"), xsd("sms_send_response")),
        1: (
            lambda body: send(dict(parse_qsl(body.decode(), encoding="cp1251", strict_parsing=True))),
            lambda body: reply(json.loads(body)),
        ),
        2: (lambda body: called(json.loads(body)), bool),
    }


def _schema(name: str) -> Any:
    return json.loads((SCHEMAS / "smsc" / f"{name}.wire.schema.json").read_text(encoding="utf-8"))


# ---------------------------------------------------------------- contenders


def contenders(lines: list[bytes]) -> dict[str, Callable[[], object]]:
    """What is timed, the measure first; each goes over the whole capture."""
    data = b"".join(lines)
    books = tuple(open_book(name) for name in built_in())
    linter = Linter(books)
    road = Road(Linter(books))
    specs = tuple((name, "") for name in built_in())
    engine, only = Engine(Job(specs)), Engine(Job(specs, verdicts=True))
    enumerated = [(index, index + 1, line) for index, line in enumerate(lines)]

    def read() -> list[Any]:
        return list(jsonl.read(io.BytesIO(data), "capture.jsonl"))

    def verdicts() -> list[Any]:
        return list(road.verdicts(lines))

    def judged() -> list[str]:
        return [
            linter.verdict(one) for one in jsonl.read(io.BytesIO(data), "capture.jsonl") if isinstance(one, Exchange)
        ]

    def command() -> Any:
        return only.work(Lines("capture.jsonl", paths(None), [*enumerated]))

    def peers(checks: dict[int, tuple[Check, Check]]) -> Callable[[], object]:
        def run() -> None:
            for number, line in enumerate(lines):
                said = orjson.loads(line)
                asked, answered = checks[number % 3]
                asked(said["request_body"].encode())
                answered(said["response_body"].encode())

        return run

    for _ in range(20):  # until it has learnt all that it learns
        verdicts(), command()
    assert verdicts() == judged() == ["pass"] * len(lines), {v: verdicts().count(v) for v in set(verdicts())}
    assert command().tally.summary["pass"] == len(lines)
    return {
        "orjson.loads of each line": lambda: [orjson.loads(line) for line in lines],
        "Wirebook, verdict only": verdicts,
        "  lint --verdicts-only": command,
        "  nothing recalled": judged,
        "  reading the capture into exchanges": read,
        "Wirebook, rows, events and coverage": lambda: engine.work(read()),
        "lxml XSD + jsonschema-rs": peers(by_schemas()),
        "pydantic-xml + pydantic": peers(by_models()),
        "xmlschema + jsonschema": peers(in_python()),
    }


def from_nothing(lines: list[bytes]) -> dict[str, Callable[[], object]]:
    """What verdicts cost where nothing is known yet."""
    books = tuple(open_book(name) for name in built_in())
    return {
        "orjson.loads of each line": lambda: [orjson.loads(line) for line in lines],
        "Wirebook, verdict only, from nothing": lambda: list(Road(Linter(books)).verdicts(lines)),
    }


def main() -> None:
    """Print one line per contender."""
    count, lines = rounds(30), capture()
    title = f"{len(lines)} exchanges, {sum(map(len, lines)) // len(lines)} bytes each, median of {count} rounds"
    table(title, ratios(contenders(lines), count), {"Wirebook, verdict only": GOALS["lint"]})
    print()
    many = capture(30_000)
    count = max(3, count // 5)
    table(f"{len(many)} exchanges, median of {count} rounds", ratios(from_nothing(many), count))


if __name__ == "__main__":
    main()
