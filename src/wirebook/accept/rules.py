"""What generated accept code asks about lists, requests, settings and signatures.

Says what ``wirebook.explain.rules`` and ``conditions`` say, without findings.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from wirebook.accept.params import Params

    Carrier = tuple[str, str, tuple[str, ...]]  # algorithm, what is given, lexical forms

__all__ = [
    "answered", "clear", "echoed", "fits", "form_texts", "held", "json_texts", "left", "number", "repeats", "same",
    "signed", "signed_bytes", "xml_texts",
]  # fmt: skip


def left(clean: Any, check: tuple[str, str] | None) -> Any:
    """``clean`` with one more check that was left open: its rule and the reason, None where that is not said here.

    What is clean so far becomes the tuple of all such checks, which is as true as True.
    """
    return clean and ((check,) if clean is True else (*clean, check))


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
    asked = _asked(request, path)
    return not asked or all(value in asked for value in values)


def answered(values: Iterable[Any], request: Any, path: str) -> bool:
    """Whether everything at that path of the request stands among the values."""
    return not _asked(request, path).difference(values)


def _asked(request: Any, path: str) -> set[Any]:
    name, _, key = path.partition(".")
    found = request.get(name)
    items = found if isinstance(found, (list, tuple)) else [] if found is None else [found]
    if key:
        items = [item.get(key) for item in items if isinstance(item, dict)]
    return {item for item in items if item is not None and not isinstance(item, (dict, list))}


def number(request: Any, name: str) -> int | None:
    """A number that a request holds, or that of a list's items; None where it has neither, or is not known."""
    found = None if request is None else request.get(name)
    if isinstance(found, (list, tuple)):
        return len(found)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def fits(got: int | None, bound: str, added: tuple[int | None, ...]) -> bool:
    """Whether a number is to the sum of others as the bound says; true where one of them is not there."""
    limits = [one for one in added if one is not None]
    if got is None or len(limits) < len(added):
        return True
    limit = sum(limits)
    return got == limit or (got < limit and bound == "at_most") or (got > limit and bound == "at_least")


def repeats(rows: Iterable[Sequence[Any]], values: tuple[str | int, ...]) -> bool:
    """Whether of the rows (key, code, and what stays the same) with one key all but one have one of the codes."""
    plain: set[Any] = set()
    same: dict[tuple[int, Any], Any] = {}
    for key, code, *rest in rows:
        if key is None:
            continue
        if code is not None and code not in values:
            if key in plain:
                return False
            plain.add(key)
        for index, value in enumerate(rest):
            if value is not None and same.setdefault((index, key), value) != value:
                return False
    return True


def signed(
    pieces: tuple[str | None, ...], delimiter: str, codec: str, carriers: Sequence[Carrier], key: str | None = ""
) -> bool:
    """Whether every carrier signs the pieces; true where a setting among them, or the key, is unset."""
    if None in pieces or key is None:
        return True
    try:
        data = delimiter.join([p for p in pieces if p is not None]).encode(_code(codec))
    except (UnicodeEncodeError, LookupError):
        return False
    return _all_fit(data, carriers, key)


def signed_bytes(
    before: tuple[str | None, ...],
    body: bytes,
    after: tuple[str | None, ...],
    delimiter: str,
    codec: str,
    carriers: Sequence[Carrier],
    key: str | None = "",
) -> bool:
    """Likewise, for the bytes of the body between the settings that are joined to it."""
    if None in before or None in after or key is None:
        return True
    code = _code(codec)
    try:
        ends = [[text.encode(code) for text in texts if text is not None] for texts in (before, after)]
        data = delimiter.encode(code).join([*ends[0], body, *ends[1]])
    except (UnicodeEncodeError, LookupError):
        return False
    return _all_fit(data, carriers, key)


def _code(codec: str) -> str:
    return "utf-8" if codec == "utf-8-sig" else codec


def _all_fit(data: bytes, carriers: Sequence[Carrier], key: str) -> bool:
    from wirebook.signing import fits as signs

    # Every carrier is compared, whatever the others came to.
    answers = [signs(algorithm, given, data, lexical, key.encode()) for algorithm, given, lexical in carriers]
    return all(answers)


# ---------------------------------------------------------------- parameters: what stands directly under a root


def form_texts(tree: list[tuple[str, str, bytes]] | Params) -> list[tuple[str, str]]:
    """Name and text of each parameter."""
    if isinstance(tree, dict):
        return list(tree.items())
    return [(name, text) for name, text, _ in tree]


def json_texts(tree: dict[str, Any]) -> list[tuple[str, str]]:
    """Name and text of each member that has one."""
    return [
        (name, value if isinstance(value, str) else "true" if value else "false")
        for name, value in tree.items()
        if isinstance(value, (str, bool))
    ]


def xml_texts(tree: Any) -> list[tuple[str, str]]:
    """Name and text of each attribute and of each child element without elements of its own."""
    found = [(_local(name), text) for name, text in tree.attrib.items()]
    return found + [(_local(child.tag), child.text or "") for child in tree if not len(child)]


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def clear(pairs: list[tuple[str, str]], left_out: tuple[str, ...], pair: str, delimiter: str) -> bool:
    """Whether the signed text can be read in one way only."""
    from wirebook.signing import twofold

    return next(iter(twofold(pairs, left_out, pair, delimiter)), None) is None
