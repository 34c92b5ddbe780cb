"""A form of 25 fields in windows-1251 -> checked dataclass, as a multiple of ``parse_qsl`` on the same bytes.

Run it from a checkout: ``python benchmarks/form_in.py [rounds]``; it wants the extra ``bench``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from _goals import GOALS
from _rounds import ratios, rounds, table
from pydantic import BaseModel, ConfigDict, Field

from wirebook.accept import form
from wirebook.providers.smsc import CallbackStatus
from wirebook.providers.smsc import accept as module

FIELDS = {
    "id": "128", "phone": "79000000001", "status": "1", "time": "24.05.24 10:15:30", "ts": "1716534930",
    "err": "0", "syserr": "8", "cnt": "35", "type": "7", "cost": "3.8", "flag": "7", "sender": "Магазин",
    "dtmf": "12#", "imsi": "250000000000000", "msc": "79000000000", "mcc": "250", "mnc": "01",
    "cn": "Россия", "net": "Оператор связи", "rcn": "", "rnet": "", "calltime": "20", "callmenu": "12",
    "ringtime": "7", "cmt": "Заказ № 5 готов, ждём вас сегодня до 18:00",
}  # fmt: skip
BODY = urlencode(FIELDS, encoding="cp1251").encode()


class Callback(BaseModel):
    """The same fields as a model, with fewer checks."""

    model_config = ConfigDict(extra="forbid")

    id: int
    phone: str
    status: int
    time: Annotated[str, Field(pattern="^[0-9.]{8} [0-9:]{8}$")]
    ts: int
    err: int
    syserr: str
    cnt: int
    type: int
    cost: Annotated[str, Field(pattern="^[0-9]+([.][0-9]+)?$")]
    flag: int
    sender: str
    dtmf: str
    imsi: str
    msc: str
    mcc: str
    mnc: str
    cn: str
    net: str
    rcn: str
    rnet: str
    calltime: int
    callmenu: str
    ringtime: int
    cmt: str


def contenders() -> dict[str, Callable[[], object]]:
    """What is timed, the measure first."""
    policy = module.CHARSETS["form"]

    def parsed() -> list[tuple[str, str]]:
        return parse_qsl(BODY.decode(), keep_blank_values=True, strict_parsing=True, encoding="cp1251")

    return {
        "urllib.parse.parse_qsl": parsed,
        "CallbackStatus.from_form": lambda: CallbackStatus.from_form(BODY),
        "  the reader of other bodies": lambda: form.read(BODY, *policy),
        "parse_qsl + pydantic": lambda: Callback(**dict(parsed())),
    }


def main() -> None:
    """Print one line per contender."""
    count = rounds(200)
    for _ in range(2):  # the quick way is made when a second body comes
        assert CallbackStatus.from_form(BODY).to_value()["cmt"] == FIELDS["cmt"]
    title = f"{len(FIELDS)} fields, {len(BODY)} bytes, median of {count} rounds"
    table(title, ratios(contenders(), count, 20), {"CallbackStatus.from_form": GOALS["form"]})


if __name__ == "__main__":
    main()
