"""XML bytes -> validated dataclass, as a multiple of bare ``lxml.etree.fromstring`` on the same bytes.

Run it from a checkout: ``python benchmarks/xml_in.py [rounds]``. Contenders are shuffled in
every round and timed in thread CPU time; what is printed is the median of each
round's ratio. Absolute times mean nothing elsewhere, so none are printed.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable

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


def contenders(payload: bytes) -> dict[str, Callable[[], object]]:
    """What is timed, the measure first."""
    part, ctx = Part(payload), Context()
    policy = module.CHARSETS["xml"]
    key = ("sms_send_request", "xml")
    return {
        "lxml.etree.fromstring": lambda: etree.fromstring(payload),
        "SmsSendRequest.from_xml": lambda: SmsSendRequest.from_xml(payload),
        "  verdict only": lambda: accept.accept(module, *key, part, ctx, NOTHING),
        "  of which the reader": lambda: xml.read(payload, *policy),
    }


def ratios(timed: dict[str, Callable[[], object]], rounds: int, calls: int = 5) -> dict[str, float]:
    """The median over the rounds of each contender's time divided by the first one's."""
    order = list(timed)
    measure = order[0]
    found: dict[str, list[float]] = {name: [] for name in timed}
    for _ in range(rounds):
        random.shuffle(order)
        took = {}
        for name in order:
            run = timed[name]
            start = time.thread_time_ns()
            for _ in range(calls):
                run()
            took[name] = time.thread_time_ns() - start
        for name in timed:
            found[name].append(took[name] / took[measure])
    return {name: statistics.median(found[name]) for name in timed}


def main() -> None:
    """Print one line per contender."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    payload = body()
    assert len(SmsSendRequest.from_xml(payload).messages) == MESSAGES
    print(f"{MESSAGES} messages, {len(payload)} bytes, median of {rounds} rounds")
    for name, ratio in ratios(contenders(payload), rounds).items():
        print(f"{name:<26} {ratio:6.2f}")


if __name__ == "__main__":
    main()
