"""XML bytes -> validated dataclass, as a multiple of bare ``lxml.etree.fromstring`` on the same bytes.

Run it from a checkout: ``python benchmarks/xml_in.py [rounds]``. Many messages and one, in
the canonical layout and in another that is as well-formed; peers side by side.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from _goals import GOALS
from _peers import read
from _rounds import ratios, rounds, table
from lxml import etree

from wirebook import accept
from wirebook.accept import xml
from wirebook.accept.build import NOTHING
from wirebook.part import Context, Part
from wirebook.providers.quicktel import SmsSendRequest
from wirebook.providers.quicktel import accept as module

MESSAGES = 250  # the most that the provider takes in one request
WORDS = [
    "привет",
    "заказ",
    "готов",
    "ждём",
    "вас",
    "сегодня",
    "до",
    "18:00",
    "&amp;",
    "завтра",
    "&lt;10%&gt;",
    "код",
    "№",
]


def body(count: int = MESSAGES, seed: int = 1) -> bytes:
    """A request as clients write it: a message a line, Cyrillic texts, some characters escaped."""
    rng = random.Random(seed)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<xml_request name="sms_send">', '<xml_user lgn="a" pwd="b"/>']
    for n in range(count):
        text = " ".join(rng.choices(WORDS, k=8))
        lines.append(f'<sms sms_id="{n}" number="7900{n:07d}" source_number="SENDERNAME" ttl="10">{text}</sms>')
    return "\n".join([*lines, "</xml_request>", ""]).encode()


def other(payload: bytes) -> bytes:
    """The same in another layout: other quotes, other order of attributes, an indented line each."""
    lines = ["<?xml version='1.0' encoding='utf-8'?>", "<xml_request name='sms_send'>"]
    lines.append("  <xml_user pwd='b' lgn='a' />")
    for sms in etree.fromstring(payload).iterfind("sms"):
        given = "".join(f" {name}='{value}'" for name, value in reversed(sms.attrib.items()))
        text = (sms.text or "").replace("&", "&amp;").replace("<", "&lt;")
        lines.append(f"  <sms{given}>{text}</sms>")
    return "\n".join([*lines, "</xml_request>", ""]).encode()


def contenders(payload: bytes, layout: str) -> tuple[dict[str, Callable[[], object]], list[str]]:
    """What is timed, the measure first; and who is absent."""
    part, ctx = Part(payload), Context()
    policy = module.CHARSETS["xml"]
    key = ("sms_send_request", "xml")
    timed: dict[str, Callable[[], object]] = {
        "lxml.etree.fromstring": lambda: etree.fromstring(payload),
        "SmsSendRequest.from_xml": lambda: SmsSendRequest.from_xml(payload),
        "  verdict only": lambda: accept.accept(module, *key, part, ctx, NOTHING),
    }
    if layout == "other":
        timed["  of which the parser"] = lambda: xml.read(payload, *policy)
    found = dict(read(payload))
    timed |= {name: run for name, run in found.items() if run is not None}
    return timed, [name for name, run in found.items() if run is None]


def main() -> None:
    """Print a table for each number of messages and each layout."""
    count = rounds(40)
    for messages in (MESSAGES, 1):
        canonical = body(messages)
        for layout, payload in (("canonical", canonical), ("other", other(canonical))):
            assert len(SmsSendRequest.from_xml(payload).messages) == messages
            timed, absent = contenders(payload, layout)
            many = f"{messages} message{'s' if messages > 1 else ''}"
            goal = GOALS[f"XML in, {many}, {layout}"]
            title = f"{many}, {layout} layout, {len(payload)} bytes"
            found = ratios(timed, count, 1 if messages > 1 else 100)
            table(f"{title}, median of {count} rounds", found, {"SmsSendRequest.from_xml": goal})
            if absent:
                print(f"absent: {', '.join(absent)}")
            print()


if __name__ == "__main__":
    main()
