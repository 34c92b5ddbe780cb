"""What the quick way through JSON takes on, and that no member gets lost in it."""

from __future__ import annotations

import builtins
import json
import sys
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wirebook.accept as runtime
from generated import accepted
from oddities import ODDITIES
from wirebook.accept import accept, quick_json
from wirebook.accept.build import dicts
from wirebook.accept.json import read
from wirebook.accept.quick_json import decoder, lost, struct, way
from wirebook.part import Context, Part
from wirebook.providers.smsc import accept as smsc

STATUS: dict[str, Any] = {"id": 5, "phone": "79000000001", "status": 1, "time": "24.05.24 10:15:30", "ts": 1716534930}
SENDERS = b'[{"sender": "SHOP", "id": 1}, {"id": 2, "sender": "NEWS"}]'


def settled(body: bytes, message: str = "callback_status") -> Any:
    settle = way(smsc, message, dicts(smsc))
    return settle(body, None, Context())


def status(**more: Any) -> bytes:
    return json.dumps({**STATUS, **more}).encode()


def test_value() -> None:
    got = settled(status(cost="3.80", cmt="a, b", calltime=20, shop="17", city="a,b"))
    assert got == (
        {
            "id": 5,
            "phone": "79000000001",
            "status": 1,
            "time": datetime(2024, 5, 24, 10, 15, 30),
            "ts": 1716534930,
            "err": 0,
            "cost": Decimal("3.80"),
            "cmt": "a, b",
            "calltime": "20",
            "extras": {"shop": "17", "city": "a,b"},
        },
        True,
    )
    assert str(got[0]["cost"]) == "3.80"


def test_list() -> None:
    assert settled(SENDERS, "senders_list") == (
        {"senders": [{"name": "SHOP", "id": 1}, {"name": "NEWS", "id": 2}]},
        True,
    )
    assert settled(b"[]", "senders_list") == ({"senders": []}, True)
    assert settled(SENDERS.replace(b"SHOP", b"SH,OP"), "senders_list") is None
    assert settled(SENDERS.replace(b'"id": 2', b'"id": 0'), "senders_list") is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"id": 5', b'"id": 5, "id": 5'),
        (b'"id": 5', b'"id": 5 , "id" : 6'),
        (b'"id": 5', b'"id": 5, "\\u0069d": 5'),
        (b'"id": 5', b'"id": 5, "x": "1", "x": "1"'),
        (b'"id": 5', b'"id": 5, "x": "1", "cmt": ",", "x": "\\u002c"'),
        (b'"id": 5', b'"id": 5, "cmt": "\\u002c", "cmt": "\\u002c"'),
        (b'"id": 5', b'"id": 5, "x": [1, 2]'),
        (b'"id": 5', b'"id": 5.0'),
        (b'"id": 5', b'"id": null'),
        (b'"id": 5', b'"id": 12345678901234567890'),
        (b'"id": 5', b'"id": 5, "cmt": -0'),
        (b'"id": 5', b'"id": 5, "cmt": "\\ud83d"'),
        (b"{", b"\xef\xbb\xbf{"),
        (b"}", b"} x"),
        (b"}", b",}"),
        (b"}", b""),
    ],
)
def test_left_to_the_reader(old: bytes, new: bytes) -> None:
    body = status()
    assert settled(body) is not None
    assert settled(body.replace(old, new, 1)) is None


@pytest.mark.parametrize(
    "body",
    [
        status(charset="utf-8"),
        status(charset="koi8-r"),
        status(charset=""),
        status(charset="utf-8", md5="0" * 32),
        status(cmt="charset"),
        status(cmt='"charset": "koi8-r"'),
        status(cmt="\u0436").replace(b"\\u0436", "\u0436".encode("windows-1251")),
        status(cmt="\u0436", charset="utf-8").replace(b"\\u0436", "\u0436".encode()),
        status(charset="utf-8").replace(b"charset", b"ch\\u0061rset"),
        status(x={"charset": "koi8-r"}),
    ],
)
@pytest.mark.parametrize(
    ("option", "header", "secret"), [(None, None, None), ("utf-8", None, "k"), (None, "utf-8", "k")]
)
def test_a_member_may_tell_the_charset(body: bytes, option: str | None, header: str | None, secret: str | None) -> None:
    """Whoever looks for it, the answer is the reader's; only a name that is escaped is left to that."""
    ctx = Context(charset=option, secret=secret)
    policy = smsc.CHARSETS["json"]
    found = read(body, *policy, option, header)
    want = None
    if found is not None:
        want = smsc.MAKERS["callback_status", "json"](dicts(smsc))(found[0], found[2], ctx, found[1], body)
    got = way(smsc, "callback_status", dicts(smsc))(body, header, ctx)
    assert got == want or (got is None and b"ch\\u0061rset" in body)


TEXTS = st.text(st.sampled_from(',:"{}[]\\ a\u0436'), max_size=4)
NAMES = ("a", "b", "c")


@given(
    st.lists(st.tuples(st.sampled_from(NAMES), TEXTS | st.integers(0, 5)), max_size=6),
    st.sampled_from([(",", ":"), (", ", ": "), (" ,\n", "\t:  ")]),
    st.booleans(),
)
def test_no_member_is_lost(members: list[tuple[str, Any]], marks: tuple[str, str], plain: bool) -> None:
    """Commas that are unaccounted for tell every name that came twice; and nothing else, where there are no escapes."""
    texts = [f'"{name}"{marks[1]}{json.dumps(value, ensure_ascii=plain)}' for name, value in members]
    body = f"{{{marks[0].join(texts)}}}".encode()
    kind = struct(tuple((name, str | int, None) for name in NAMES))
    root = decoder(kind)(body)
    names = {name for name, _ in members}
    told = lost(body.decode(), root, max(len(names) - 1, 0))
    assert told == (len(names) != len(members))


def test_duplicates_are_refused_by_name() -> None:
    assert accept(smsc, "callback_status", "json", Part(status()), Context(), dicts(smsc)) is not None
    for _ in range(20):  # the first bodies are read, the others are decoded
        body = status().replace(b'"id": 5', b'"id": 5, "id": 5')
        assert accept(smsc, "callback_status", "json", Part(body), Context(), dicts(smsc)) is None


def test_without_msgspec(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then every body is read."""
    real = builtins.__import__

    def absent(name: str, *given: Any) -> Any:
        if name.partition(".")[0] == "msgspec":
            raise ModuleNotFoundError("No module named 'msgspec'", name="msgspec")
        return real(name, *given)

    monkeypatch.setattr(builtins, "__import__", absent)
    monkeypatch.delitem(sys.modules, quick_json.__name__)
    monkeypatch.setattr(runtime, "_bound", {})
    body = status(shop="17")
    make = dicts(smsc)
    found = read(body, *smsc.CHARSETS["json"])
    assert found is not None
    want = smsc.MAKERS["callback_status", "json"](make)(found[0], found[2], Context(), True, body)
    assert want is not None
    for _ in range(20):
        assert accept(smsc, "callback_status", "json", Part(body), Context(), make) == want


@pytest.mark.parametrize("loose", [b"1.25", b"1e5", b'"ab"'])
def test_a_number_that_a_union_takes_for_a_text_is_a_plain_text(loose: bytes) -> None:
    body = b'{"lines":[],"total":1,"loose":%s}' % loose
    value, _ = accepted(ODDITIES, "prices", "json", Part(body), Context())
    assert type(value["loose"]) is str
