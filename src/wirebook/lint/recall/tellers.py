"""The places under the root that tell what a body is: which message, and in which charset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from wirebook.books import Book
from wirebook.model import Const, Member, Operation, Tree
from wirebook.select.limits import tests

__all__ = ["charset_names", "looked_at"]


def looked_at(books: Sequence[Book]) -> dict[str, frozenset[tuple[str, str]]]:
    """By encoding, the places under the root whose texts tell the messages of some book apart.

    Whatever messages are left to choose from: every place where one has a fixed text, every one where the values
    of two exclude each other, and every one where a field stands by whose value an operation tells its cases apart.
    """
    found: dict[str, set[tuple[str, str]]] = {}
    for book in books:
        shapes: dict[str, list[tuple[str, Member]]] = {}
        for message in book.provider.messages:
            for shape in message.shapes:
                if isinstance(shape.root, Member):
                    shapes.setdefault(shape.encoding, []).append((message.id, shape.root))
        for encoding, rows in shapes.items():
            every = found.setdefault(encoding, set())
            every.update(place for _, root in rows for place in _consts(root))
            names = [name for name, _ in rows]
            every.update((slot, name) for slot, name, _ in tests(rows, [*combinations(names, 2)]))
        asked = frozenset(_asked(book.provider.operations))
        for (_, encoding), (_, places) in book.table["shapes"].items():
            for field, (slot, names, _) in (places or {}).items():
                if field in asked:
                    found.setdefault(encoding, set()).update((slot, name) for name in names)
    return {encoding: frozenset(places) for encoding, places in found.items()}


def charset_names(books: Sequence[Book]) -> dict[str, frozenset[str]]:
    """By encoding, the names under the root that name the charset for some book."""
    found: dict[str, set[str]] = {}
    for policy in (policy for book in books for policy in book.provider.charsets):
        steps = [step.partition(":")[2] for step in policy.resolve if step.startswith("param:")]
        found.setdefault(policy.encoding, set()).update(steps)
    return {encoding: frozenset(names) for encoding, names in found.items()}


def _asked(operations: Iterable[Operation]) -> Iterator[str]:
    """The fields of bodies whose value a case asks for."""
    todo = [case.when for one in operations for case in (*one.request, *one.reply) if case.when is not None]
    while todo:
        cond = todo.pop()
        todo += cond.items
        if cond.op in ("equals", "in"):
            yield cond.path


def _consts(root: Member) -> Iterator[tuple[str, str]]:
    for member in root.node.members if isinstance(root.node, Tree) else ():
        if isinstance(member.node, Const):
            yield from ((member.slot, name) for name in (member.name, *(a.name for a in member.alternatives)))
    yield "text", ""
