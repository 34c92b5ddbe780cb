"""What generated code writes by itself has the bytes that the encoder writes, and is never what that refuses."""

from __future__ import annotations

import datetime
import os
import random
from copy import deepcopy
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st
from targets import gate, providers

from generated import module
from handmade import PROVIDER as HANDMADE
from oddities import ODDITIES
from wirebook.accept.write import way
from wirebook.encode import encode
from wirebook.errors import ValidationError
from wirebook.model import Message, Provider
from wirebook.part import Context
from wirebook.testing import values
from wirebook_codegen.names import camel

SEED = int(os.environ.get("WIREBOOK_SEED", date.today().toordinal()))
TRIES = 20_000 if os.environ.get("WIREBOOK_HYPOTHESIS") == "deep" else 250

SUBJECTS = [
    (provider, message)
    for provider in (*providers(), gate(), HANDMADE, ODDITIES)
    for message in provider.messages
    if message.id in module(provider, "accept").WRITE
]
IDS = ["-".join(filter(None, (p.name, p.dialect, m.id))) for p, m in SUBJECTS]
NAUGHTY: list[Any] = [
    None, "", " ", "x", " x", "x ", "a  b", "&", "<", ">", '"', "'", "]]>", "]]", "a]]>b", "&amp;", "\t", "\n",
    "\r", "a\r\nb", "\0", "a\0b",
    "\x01", "\x02", "a\x01b", "\x01sms/>", "\x02lt;", "\x0b", "\x1f", "\x7f", "\x85", "\xa0", "\u0439\u0451", "\u2028",
    "\ufeff", "\ufffe", "\uffff", "\ud800", "\U0001f600", "\U0001ffff", "x" * 16, "x" * 17, "x" * 50, "x" * 51,
    "x" * 300, "7" * 1001, "+79161234567", "8 (916) 123-45-67", "79161234567", "0", "-1", "{}", "%s", "\\",
    "'''", 0, 1, -1, 5, 255, 65536, 10**30, 10**1100, True, False, 1.5, b"x", Decimal(0), Decimal("1"),
    Decimal("1.0"), Decimal("-0"), Decimal("NaN"), Decimal("Infinity"), Decimal("1E+5"), Decimal("1E+2000"),
    Decimal("0.00000001"), datetime.date(2024, 2, 29), datetime.date(1, 1, 1), datetime.time(1, 2, 3),
    datetime.time(1, 2, 3, 4), datetime.datetime(2024, 2, 29, 1, 2, 3),
    datetime.datetime(2024, 2, 29, 1, 2, 3, 4), datetime.datetime(2024, 2, 29, tzinfo=datetime.UTC),
    datetime.datetime(99, 1, 1), [], ["x"], {}, {"x": "y"}, [None],
]  # fmt: skip


class _Text(str):
    """A text that is more than one."""

    __slots__ = ()


@cache
def drawn(index: int, tries: int = 12) -> list[dict[str, Any]]:
    provider, message = SUBJECTS[index]
    found: list[dict[str, Any]] = []

    @hypothesis.seed(SEED)
    @hypothesis.settings(
        max_examples=tries, database=None, deadline=None, suppress_health_check=list(hypothesis.HealthCheck)
    )
    @hypothesis.given(data=st.data())
    def collect(data: Any) -> None:
        found.append(data.draw(values(provider, message.id, "xml", tolerated=data.draw(st.booleans()))))

    collect()
    return found


def spots(value: Any, where: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Every place in a value: what holds it, and its key there."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        where.append((value, key))
        spots(inner, where)
    return where


def spoilt(rng: random.Random, value: dict[str, Any], others: list[dict[str, Any]]) -> dict[str, Any]:
    """A value after one or two changes, any of which may be wrong."""
    value = deepcopy(value)
    for _ in range(rng.choice((0, 1, 1, 1, 2))):
        found = spots(value, [])
        if not found:
            break
        holder, key = rng.choice(found)
        kind = rng.randrange(8)
        if kind == 0 and isinstance(holder, dict):
            del holder[key]
        elif kind == 1 and isinstance(holder, list):
            holder.append(deepcopy(holder[key]))
        elif kind == 2 and isinstance(holder[key], str):
            holder[key] = holder[key] + rng.choice([one for one in NAUGHTY if isinstance(one, str)])
        elif kind == 3:
            # A copy, else two values share what a next change alters.
            holder[key] = deepcopy(
                rng.choice([one.get(key) for one in others] if isinstance(key, str) else [holder[key]])
            )
        elif kind == 4 and isinstance(holder[key], str):
            holder[key] = _Text(holder[key])
        else:
            holder[key] = deepcopy(rng.choice(NAUGHTY))
    return value


def agree(provider: Provider, message: Message, value: dict[str, Any], ctx: Context, write: Any) -> bool:
    """Whether generated code wrote the value's object, as the encoder writes it; False where it left that alone."""
    made = module(provider, "bindings")
    kind = getattr(made, camel(message.id))
    try:
        it = kind.from_value(value)
    except (TypeError, ValueError, AttributeError, KeyError):
        return False
    got = write(it, ctx)
    if got is None:
        return False
    try:
        want: bytes | None = encode(provider, message.id, "xml", it.to_value(), ctx)
    except ValidationError as refused:
        raise AssertionError(f"{value!r} was written as {got!r}: {refused.findings}") from None
    assert got == want
    return True


def writer(provider: Provider, message: Message) -> Any:
    accept, bindings = module(provider, "accept"), module(provider, "bindings")
    return way(accept, message.id, bindings._runtime.classes)


@pytest.mark.parametrize("index", range(len(SUBJECTS)), ids=IDS)
def test_spoilt_values(index: int) -> None:
    print(f"WIREBOOK_SEED={SEED}")
    provider, message = SUBJECTS[index]
    policy = provider.charset("xml")
    assert policy is not None
    rng = random.Random(f"{SEED} {IDS[index]}")
    write = writer(provider, message)
    written = 0
    for _ in range(TRIES):
        value = spoilt(rng, rng.choice(drawn(index)), drawn(index))
        charset = rng.choice((None, None, None, *policy.allowed, "windows-1251"))
        ctx = Context(charset=charset, request=rng.choice((None, None, {}, {"messages": [{"sms_id": "1"}]})))
        written += agree(provider, message, value, ctx, write)
    assert written > TRIES // 50


@pytest.mark.parametrize("index", range(len(SUBJECTS)), ids=IDS)
def test_good_values(index: int) -> None:
    """What is drawn is written by generated code, some of it at least, in every charset."""
    provider, message = SUBJECTS[index]
    policy = provider.charset("xml")
    assert policy is not None
    write = writer(provider, message)
    for charset in policy.allowed:
        assert any(agree(provider, message, value, Context(charset=charset), write) for value in drawn(index))
