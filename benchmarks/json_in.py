"""JSON bytes -> checked dataclass, as a multiple of ``orjson.loads`` on the same bytes.

Run it from a checkout: ``python benchmarks/json_in.py [rounds]``; it wants the extra ``bench``. Two bodies:
a callback of 25 fields, and a list of 1000 objects with two fields. Duplicate keys are refused
by Wirebook alone; the peers keep the last one.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fastjsonschema
import jsonschema
import jsonschema_rs
import orjson
from _goals import GOALS
from _rounds import ratios, rounds, table

from wirebook.accept import json as reader
from wirebook.providers.smsc import CallbackStatus, SendersList
from wirebook.providers.smsc import accept as module

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas" / "smsc"
CALLBACK = {
    "id": 128, "phone": "79000000001", "status": 1, "time": "24.05.24 10:15:30", "ts": 1716534930,
    "err": 0, "syserr": "8", "cnt": 35, "type": 7, "cost": "3.8", "flag": 7, "sender": "SHOP",
    "dtmf": "12#", "imsi": "250000000000000", "msc": "79000000000", "mcc": "250", "mnc": "01",
    "cn": "Russia", "net": "Operator", "rcn": "", "rnet": "", "calltime": 20, "callmenu": "12",
    "ringtime": 7, "cmt": "Order 5 is ready",
}  # fmt: skip
SENDERS = [{"sender": f"SHOP{number}", "id": number} for number in range(1, 1001)]


def contenders(cls: Any, name: str, body: bytes) -> dict[str, Callable[[], object]]:
    """What is timed for one body, the measure first."""
    schema = json.loads((SCHEMAS / f"{name}.wire.schema.json").read_text(encoding="utf-8"))
    policy = module.CHARSETS["json"]
    rust = jsonschema_rs.validator_for(schema)
    python = jsonschema.validators.validator_for(schema)(schema)
    compiled = fastjsonschema.compile(schema)
    for validate in (rust.validate, python.validate, compiled):
        validate(orjson.loads(body))
    return {
        "orjson.loads": lambda: orjson.loads(body),
        f"{cls.__name__}.from_json": lambda: cls.from_json(body),
        "  the reader of other bodies": lambda: reader.read(body, *policy),
        "orjson + jsonschema-rs": lambda: rust.validate(orjson.loads(body)),
        "orjson + fastjsonschema": lambda: compiled(orjson.loads(body)),
        "orjson + jsonschema": lambda: python.validate(orjson.loads(body)),
    }


def main() -> None:
    """Print one line per contender and body."""
    count = rounds(40)
    rows = (
        (CallbackStatus, "callback_status", CALLBACK, "JSON callback", 10),
        (SendersList, "senders_list", SENDERS, "JSON list", 1),
    )
    for cls, name, value, goal, calls in rows:
        body = json.dumps(value).encode()
        for _ in range(20):  # the quick way is made when it is worth while
            cls.from_json(body)
        title = f"{name}: {len(body)} bytes, median of {count} rounds"
        table(title, ratios(contenders(cls, name, body), count, calls), {f"{cls.__name__}.from_json": GOALS[goal]})


if __name__ == "__main__":
    main()
