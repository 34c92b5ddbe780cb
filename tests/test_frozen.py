"""Classes made by ``wirebook.frozen`` behave as those that ``dataclasses`` makes frozen and with slots."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable, Iterator
from dataclasses import field
from typing import Any

import pytest

from wirebook import frozen

Made = tuple[Any, Any]


def both(cls: Callable[[], type]) -> Made:
    """One class made in both ways."""
    return frozen.dataclass(frozen=True, slots=True)(cls()), dataclasses.dataclass(frozen=True, slots=True)(cls())


def empty() -> type:
    class One:
        """Nothing."""

    return One


def single() -> type:
    class One:
        """One field."""

        text: str

    return One


def many() -> type:
    class One:
        """Every sort of default, and a field that does not count."""

        name: str
        number: int = 3
        found: list[int] = field(default_factory=list)
        docs: str = field(default="", compare=False)
        secret: str = field(default="s", repr=False)

        def __post_init__(self) -> None:
            if not self.name:
                raise ValueError("no name")

        @property
        def twice(self) -> int:
            return self.number * 2

    return One


def objects(of: Made) -> Iterator[tuple[Any, Any]]:
    for arguments in ({}, {"text": "a"}, {"name": "n"}, {"name": "n", "number": 5, "found": [1], "docs": "d"}):
        try:
            made = of[1](**arguments)
        except TypeError:
            with pytest.raises(TypeError):
                of[0](**arguments)
        else:
            yield of[0](**arguments), made


def parameters(cls: type) -> list[tuple[object, ...]]:
    shown = inspect.signature(cls).parameters.values()
    return [(one.name, one.kind, one.annotation, one.default is inspect.Parameter.empty) for one in shown]


def told(change: Callable[..., None], *arguments: object) -> str:
    with pytest.raises(dataclasses.FrozenInstanceError) as refused:
        change(*arguments)
    return str(refused.value)


@pytest.mark.parametrize("cls", [empty, single, many])
def test_alike(cls: Callable[[], type]) -> None:
    pair = both(cls)
    ours, theirs = pair
    assert parameters(ours) == parameters(theirs)
    assert ours.__slots__ == theirs.__slots__
    assert ours.__match_args__ == theirs.__match_args__
    shown = list(objects(pair))
    assert shown
    for mine, other in shown:
        assert repr(mine) == repr(other)
        assert dataclasses.asdict(mine) == dataclasses.asdict(other)
        assert mine == dataclasses.replace(mine) == copy.copy(mine) == copy.deepcopy(mine)
        assert mine != other
        for one in dataclasses.fields(mine):
            assert told(setattr, mine, one.name, 1) == told(setattr, other, one.name, 1)
            assert told(delattr, mine, one.name) == told(delattr, other, one.name)


def test_compared_and_hashed_by_the_fields_that_count() -> None:
    ours, theirs = both(many)
    for cls in (ours, theirs):
        assert cls("n", docs="a") == cls("n", docs="b") != cls("m")
        assert hash(cls("n", found=(), docs="a")) == hash(cls("n", found=(), docs="b"))
        with pytest.raises(TypeError):
            hash(cls("n"))
    assert hash(ours("n", found=())) == hash(theirs("n", found=()))


def test_what_follows_runs_and_factories_make_anew() -> None:
    ours, _ = both(many)
    with pytest.raises(ValueError, match="no name"):
        ours("")
    assert ours("a").found is not ours("b").found
    assert ours("a", 4).twice == 8


def test_pickles_come_back() -> None:
    from wirebook.model import Text

    text = Text("a", "б")
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(text, protocol)) == text


def test_not_frozen_is_left_to_dataclasses() -> None:
    made = frozen.dataclass(slots=True)(single())("a")
    made.text = "b"
    assert made.text == "b"
