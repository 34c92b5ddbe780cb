"""What generated accept code asks about requests, settings and signatures.

Says what ``wirebook.explain.rules`` and ``conditions`` say, without findings.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

__all__ = ["echoed", "held", "same", "signed"]


def same(value: Any, *wanted: str | int) -> bool:
    """Whether a request's value is there and one that the spec spells."""
    if value is None or value == [] or value == {}:
        return False
    if type(value).__name__ == "Decimal":
        return any(_equal(value, one) for one in wanted)
    if isinstance(value, bool):
        return any(str(value).lower() == str(one).lower() for one in wanted)
    return any(value == one or str(value) == str(one) for one in wanted)


def _equal(value: Any, wanted: str | int) -> bool:
    try:
        return bool(value == type(value)(wanted))
    except ArithmeticError:
        return False


def held(value: Any) -> bool:
    """Whether a request's value is there."""
    return not (value is None or value == [] or value == {})


def echoed(values: Iterable[Any], request: Any, path: str) -> bool:
    """Whether every value stands at that path of the request; true where nothing does."""
    name, _, key = path.partition(".")
    found = request.get(name)
    items = found if isinstance(found, (list, tuple)) else [] if found is None else [found]
    if key:
        items = [item.get(key) for item in items if isinstance(item, dict)]
    asked = {item for item in items if item is not None and not isinstance(item, (dict, list))}
    return not asked or all(value in asked for value in values)


def signed(
    pieces: tuple[str | None, ...], delimiter: str, codec: str, carriers: tuple[tuple[str, str, tuple[str, ...]], ...]
) -> bool:
    """Whether every carrier (algorithm, given, lexical) signs the pieces; true where a setting among them is unset."""
    if None in pieces:
        return True
    try:
        data = delimiter.join([p for p in pieces if p is not None]).encode("utf-8" if codec == "utf-8-sig" else codec)
    except (UnicodeEncodeError, LookupError):
        return False
    from wirebook.signing import fits

    # Every carrier is compared, whatever the others came to.
    answers = [fits(algorithm, given, data, lexical) for algorithm, given, lexical in carriers]
    return all(answers)
