"""The quick way through JSON, piece by piece: what the check gets, which members are missed, what numbers are."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest
from msgspec import Raw, ValidationError

from wirebook.accept import quick_json
from wirebook.accept.json import Num
from wirebook.accept.quick_json import REFUSED, decoder, integer, lost, number, others, struct, way
from wirebook.part import Context

ALLOWED = ("utf-8", "windows-1251", "koi8-r")
RESOLVE = ("option", "request:cs", "param:cs", "header", "default")


class Made(ModuleType):
    """An ``accept`` module of one message, whose check keeps what it gets and says what it is told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, sees: bool, default: str) -> None:
        super().__init__("made.accept")
        self.CHARSETS = {"json": (RESOLVE, ALLOWED, default)}
        self.got: list[tuple[Any, ...]] = []
        self.outcomes: list[Any] = []
        other = ModuleType("made.quick_json")
        other.__dict__.update(MAKERS={"m": self.made}, SEES={"m"} if sees else {"other"})
        monkeypatch.setitem(sys.modules, "made", ModuleType("made"))
        monkeypatch.setitem(sys.modules, other.__name__, other)

    def made(self, constructors: Any) -> Any:
        assert constructors == {"M": dict}

        def check(*given: Any) -> Any:
            self.got.append(given)
            return self.outcomes.pop(0)

        return check


Call = tuple[bytes | str, str, bool]  # what is decoded, its codec, and whether that is sure

KNOWN = [{"header": "koi8-r"}, {"charset": "koi8-r"}, {"settings": {"cs": "koi8-r"}}, {"request": {"cs": "koi8-r"}}]
ASCII = b'{"a": "x"}'
TOLD = b'{"cs": "koi8-r", "a": "x"}'
WIDE = '{"a": "Ж"}'


def settled(
    monkeypatch: pytest.MonkeyPatch,
    body: bytes,
    outcomes: list[Any],
    *,
    sees: bool,
    default: str = "utf-8",
    **known: Any,
) -> tuple[Any, list[Call]]:
    """What comes of a body, and what the check got each time."""
    made = Made(monkeypatch, sees, default)
    made.outcomes = outcomes
    header = known.pop("header", None)
    ctx = Context(**known)
    outcome = way(made, "m", {"M": dict})(body, header, ctx)
    assert made.outcomes == []
    assert all((given[1], *given[4:]) == (body.decode("latin-1"), ctx, body) for given in made.got)
    return outcome, [(given[0], given[2], given[3]) for given in made.got]


@pytest.mark.parametrize(
    ("sees", "body", "outcomes", "calls"),
    [
        # The check looks for members that name a charset itself where it can, and else they are looked for.
        (True, ASCII, [1], [(ASCII, "utf-8", False)]),
        (True, ASCII, [None], [(ASCII, "utf-8", False)]),
        (False, ASCII, [1], [(ASCII, "utf-8", True)]),
        (False, ASCII, [None], [(ASCII, "utf-8", True)]),
        (True, TOLD, [1], [(TOLD, "utf-8", False)]),
        (True, TOLD, [None, 2], [(TOLD, "utf-8", False), (TOLD, "koi8-r", True)]),
        (True, TOLD, [None, None], [(TOLD, "utf-8", False), (TOLD, "koi8-r", True)]),
        (False, TOLD, [1], [(TOLD, "koi8-r", True)]),
        (False, TOLD, [None], [(TOLD, "koi8-r", True)]),
        (True, WIDE.encode(), [1], [(WIDE.encode(), "utf-8", True)]),
        (False, WIDE.encode(), [None], [(WIDE.encode(), "utf-8", True)]),
        (True, b'{"cs": "koi8-r", "a": "\xf6"}', [1], [('{"cs": "koi8-r", "a": "Ж"}', "koi8-r", True)]),
        # A charset that cannot be had.
        (True, b'{"cs": "klingon"}', [None], [(b'{"cs": "klingon"}', "utf-8", False)]),
        (False, b'{"cs": "klingon"}', [], []),
        (True, b'{"cs": "windows-1251", "a": "\x98"}', [], []),
        # Marks.
        (True, b"\xef\xbb\xbf" + ASCII, [], []),
        (False, b"\xef\xbb\xbf" + ASCII, [], []),
        (True, b"\xff\xfe" + ASCII, [], []),
        (True, b"\x00" + ASCII, [1], [(b"\x00" + ASCII, "utf-8", False)]),
        # Half surrogate pairs.
        (True, b'"\\ud800"', [], []),
        (True, b'"\\uD800"', [], []),
        (False, b'"\\\\ud"', [], []),
        (True, b'"\\u0d00\\n"', [1], [(b'"\\u0d00\\n"', "utf-8", False)]),
        (True, b'"ud uD"', [1], [(b'"ud uD"', "utf-8", False)]),
        (True, b"", [], []),
        (True, b"0", [1], [(b"0", "utf-8", False)]),
    ],
)
def test_what_the_check_gets(
    sees: bool, body: bytes, outcomes: list[Any], calls: list[Call], monkeypatch: pytest.MonkeyPatch
) -> None:
    last = outcomes[-1] if outcomes else None
    assert settled(monkeypatch, body, list(outcomes), sees=sees) == (last, calls)


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: next(iter(known)))
@pytest.mark.parametrize("sees", [True, False])
def test_what_is_known_of_the_charset(sees: bool, known: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def calls(body: bytes, outcomes: list[Any]) -> list[Call]:
        outcome, got = settled(monkeypatch, body, list(outcomes), sees=sees, **known)
        assert outcome == (outcomes[-1] if outcomes else None)
        return got

    assert calls(ASCII, [1]) == [(ASCII, "koi8-r", True)]
    assert calls(ASCII, [None]) == [(ASCII, "koi8-r", True)]
    assert calls(b'{"a": "\xf6"}', [1]) == [(WIDE, "koi8-r", True)]
    claims = "header" in known  # which a member overrides
    assert calls(TOLD.replace(b"koi8-r", b"utf-8"), [None]) == [
        (TOLD.replace(b"koi8-r", b"utf-8"), "utf-8" if claims else "koi8-r", True)
    ]


def test_a_policy_whose_default_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settled(monkeypatch, b'{"a": "\xc6"}', [1], sees=True, default="windows-1251") == (
        1,
        [(WIDE, "cp1251", True)],
    )
    assert settled(monkeypatch, ASCII, [1], sees=True, default="windows-1251") == (1, [(ASCII, "cp1251", False)])
    assert settled(monkeypatch, b'{"a": "\x98"}', [], sees=True, default="windows-1251") == (None, [])
    assert settled(monkeypatch, ASCII, [], sees=True, default="klingon") == (None, [])
    assert settled(monkeypatch, TOLD, [1], sees=False, default="klingon") == (1, [(TOLD, "koi8-r", True)])


def test_names_that_are_not_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are looked for byte by byte, and a body that has one is asked about."""
    asked: list[bytes] = []

    def coded(body: bytes, *given: Any) -> tuple[str | None, int]:
        asked.append(body)
        return real(body, *given)

    real = quick_json.coded
    monkeypatch.setattr(f"{__name__}.RESOLVE", ("param:имя", "param:cs", "default"))
    monkeypatch.setattr(quick_json, "coded", coded)
    for body in ('{"имя": "utf-8"}'.encode(), b'{"cs": "utf-8"}'):
        outcome, calls = settled(monkeypatch, body, [1], sees=False)
        assert (outcome, calls) == (1, [(body, "utf-8", True)])
        assert asked == [b"0", body]
        asked.clear()


def test_bodies_that_may_have_too_many_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick_json, "MAX_NODES", 10)
    for size, outcomes in ((19, [1]), (20, []), (21, [])):
        outcome, calls = settled(monkeypatch, b'"'.ljust(size - 1, b"x") + b'"', outcomes, sees=True)
        assert (outcome, len(calls)) == ((1, 1) if size < 20 else (None, 0))


# ---------------------------------------------------------------- members

OPTIONAL = struct((("a", str | None, None), ("b b", int)))
INNER: Any = struct((("x", str, None),), True)
OUTER = struct((("t", str, None), ("i", INNER, None), ("l", list[INNER | str | int], None), ("n", int, None)))


def test_structs() -> None:
    made = decoder(OPTIONAL)(b'{"b b": 5}')
    assert (made.f0, made.f1) == (None, 5)
    assert decoder(OPTIONAL)(b'{"b b": 5, "a": "x"}').f0 == "x"
    for wrong in (b'{"a": "x"}', b'{"b b": 5, "c": 1}', b'{"b b": "5"}', b'{"f1": 5}'):
        with pytest.raises(ValidationError):
            decoder(OPTIONAL)(wrong)
    assert decoder(INNER)(b'{"x": "1", "y": 2}').f0 == "1"
    assert issubclass(ValidationError, REFUSED)


@pytest.mark.parametrize(
    ("text", "commas", "is_lost"),
    [
        ("{}", 0, False), ('{"t": "a"}', 0, False), ('{"t": "a,b,,"}', 0, False), ('{"t": "a", "n": 1}', 1, False),
        ('{"t": "a", "t": "a"}', 0, True), ('{"t": ",", "t": "a"}', 0, True), ('{"t": "a", "t": ","}', 0, True),
        ('{"n": 1, "n": 2}', 0, True), ('{"n": 1}', 1, True), ('{"i": {"x": "a,b"}}', 0, False),
        ('{"i": {"x": "a", "x": "b"}}', 0, True), ('{"l": ["a,", {"x": ",,"}, 7, "x"]}', 3, False),
        ('{"l": ["a", {"x": "x"}], "t": ",", "i": {"x": ","}}', 3, False),
        ('{"l": ["a", {"x": "x"}], "l": ["a"]}', 0, True),
        ('{"t": ",,", "i": {"x": ",,,"}, "l": [",", {"x": ",,,,"}]}', 3, False),
        ('{"l": [{"x": ","}, {"x": ","}]}', 1, False),
        ('{"l": [1, 2, 3]}', 2, False), ('{"t": "\\u002c"}', 0, True), ('{"t": "\\u002f"}', 0, True),
        ('{"t": "\\u0042"}', 0, False),
        ('{"t": ",x", "n": 1}', 1, False), ('{"t": "x,"}', 0, False),
    ],
)  # fmt: skip
def test_members_that_are_lost(text: str, commas: int, is_lost: bool) -> None:
    assert lost(text, decoder(OUTER)(text.encode()), commas) is is_lost


@pytest.mark.parametrize(
    ("value", "count"), [("a,b,", 2), ([",", [",,", 5]], 3), (5, 0), (None, 0), (True, 0), ([], 0)]
)
def test_commas_inside_of_values(value: Any, count: int) -> None:
    text = "," * count
    assert lost(text, value, 0) is False
    assert lost(text + ",", value, 0) is True


BIG = 1 << 63


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("{}", {}), ('{"k": 1}', {}), ('{"a": "x"}', {"a": "x"}),
        ('{"a": "x", "k": "y", "b": null}', {"a": "x", "b": None}),
        ('{"a": true, "b": false}', {"a": True, "b": False}),
        ('{"a": 5, "b": -5, "c": 0}', {"a": Num("5"), "b": Num("-5"), "c": Num("0")}),
        (f'{{"a": {BIG - 1}, "b": -{BIG}}}', {"a": Num(BIG - 1), "b": Num(-BIG)}),
        ('{"a,b": ",", "k,": ",,"}', {"a,b": ",", "k,": ",,"}), ('{"a": "-0"}', {"a": "-0"}),
        ('{"a": "-0", "b": 7}', {"a": "-0", "b": Num("7")}),
        ('{"a": "-0", "k": 0}', {"a": "-0"}), ('{"k": -0}', {}), ('{"a": -05}', None), ('{"a": "\\u0042"}', {"a": "B"}),
        ('{"a": "x", "a": "x"}', None), ('{"k": 1, "k": 1}', None), ('{"a": ",", "a": "x"}', None),
        ('{"a": 1, "b": 2, "a": 3}', None),
        ('{"a": "\\u002c"}', None), ('{"a": "x", "a": "\\u002c"}', None), ('{"k": "\\u002c", "k": ""}', None),
        ('{"a": -0}', None), ('{"a": 0, "b": "-0"}', None), ('{"a": 1.5}', None),
        ('{"a": 1e5}', None),
        ('{"a": []}', None), ('{"a": {}}', None), (f'{{"a": {BIG}}}', None), (f'{{"a": -{BIG + 1}}}', None),
        ("[]", None), ("{", None),
        ('{"a": "\xff"}', None), ("[" * 10000, None),
    ],
)  # fmt: skip
def test_other_members(text: str, rest: dict[str, Any] | None) -> None:
    data = text.encode("latin-1")
    found = others(data, text, frozenset({"k"}))
    assert found == rest
    if found is not None and rest is not None:
        assert [(name, type(value)) for name, value in found.items()] == [(name, type(rest[name])) for name in found]
        assert others(text, text, frozenset({"k"})) == rest


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0), ("5", 5), ("10", 10), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("1" + "0" * 17, 10**17),
        ("00", None), ("05", None),
        ("", None), ("-5", None), ("+5", None), (" 5", None), ("5.0", None), ("x", None), ("٣", None), ("²", None),
        ("0x1", None),
        ("0" * 19, None), ("0٣", None), ("x" * 30, None),
    ],
)  # fmt: skip
def test_integers(text: str, value: int | None) -> None:
    assert integer(text) == value


@pytest.mark.parametrize(
    ("literal", "digits"),
    [
        (b"0", "0"), (b"-0", "-0"), (b"15", "15"), (b"-1.50", "-1.50"), (b"1.5", "1.5"), (b"1e5", None),
        (b"-1.5E+3", None), (b'"1"', None),
        (b"1.2.3", None), (b"--1", None), (b"true", None), (b"null", None), (b"[1]", None), (b"", None),
        (b"\xff", None),
        ("٣".encode(), None), (b"-x1", None), (b"1x5", None), (b"5-", None), (b".5", ".5"),
    ],
)  # fmt: skip
def test_numbers(literal: bytes, digits: str | None) -> None:
    assert number(Raw(literal)) == digits
