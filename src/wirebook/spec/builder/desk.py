"""What every part of the build shares: problems, deviations, documents, texts, sources and places."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NoReturn, TypeVar

from wirebook.diagnostic import Problem
from wirebook.model import CodeTable, Deviation, Document, Field, Record, Scalar, Setting, Text
from wirebook.spec.nodes import Broken, Node
from wirebook.spec.problems import hint, problem

__all__ = ["MAX_ALL_FIELDS", "MAX_BODIES", "MAX_DIALECTS", "MAX_FIELDS", "MAX_NESTED", "Build", "Place"]

T = TypeVar("T")
# What one spec may grow into: a small file can say a lot by nesting, including and repeating.
MAX_FIELDS = 10_000  # of one message, nested ones included
MAX_NESTED = 32  # records inside records
MAX_ALL_FIELDS = 100_000  # of all records and messages
MAX_BODIES = 16 * 1024 * 1024  # bytes of all examples
MAX_DIALECTS = 16

Place = tuple[str, int, int, str]  # file, line, column, path in the spec

# The severity of a finding that a deviation explains, None for no finding.
_DECISIONS: dict[str, str | None] = {"accept": None, "warn": "warning", "refuse": "error"}
OBSERVED = "observed"  # the source of what no document says


class Build:
    """The state of building one dialect of one spec."""

    def __init__(self, root: Node, dialect: str) -> None:
        self.root = root
        self.dialect = dialect
        self.problems: list[Problem] = []
        self.broken = False  # some definition could not be built: silence about what follows from that
        self.lost: set[tuple[str, str]] = set()  # (message, example) that cannot be run
        self.of_examples: set[Problem] = set()  # the problems of examples, which leave all else sound
        self.used: set[tuple[str, str]] = set()  # (section, name) of everything referred to
        self.places: dict[tuple[str, ...], Place] = {}
        self.documents: dict[str, Document] = {}
        self.deviations: dict[str, Deviation] = {}
        self.settings: dict[str, Setting] = {}
        self.tables: dict[str, CodeTable] = {}
        self.types: dict[str, Scalar | Record] = {}
        self.open_types: list[str] = []  # the types being built, outermost first
        self.failed: set[str] = set()  # types that could not be built
        self.requests: dict[str, tuple[Field, ...]] = {}  # fields of the requests built so far, by message
        self.answers: dict[str, set[str]] = {}  # reply -> the requests that it may answer
        self.message = ""  # the message being built
        self.sizes: dict[str, tuple[int, int]] = {}  # record types -> fields, nested ones included, and levels
        self.fields_made = 0
        self.bytes_made = 0

    # ------------------------------------------------------------ problems

    def report(self, code: str, node: Node, /, *, at_key: bool = False, **args: object) -> None:
        """Note a problem and go on."""
        self.problems.append(problem(code, node, at_key=at_key, **args))

    def fail(self, code: str, node: Node, /, *, at_key: bool = False, **args: object) -> NoReturn:
        """Note a problem and give the definition up."""
        self.report(code, node, at_key=at_key, **args)
        raise Broken

    def value(self, node: Node, reason: str, advice: str = "") -> None:
        """Note that a node's value makes no sense."""
        in_list = node.parent is not None and node.parent.kind == "list"
        name = node.text or "the item" if in_list else node.key
        self.report("spec.value", node, name=name, reason=reason, advice=advice)

    def attempt(self, make: Callable[[], T]) -> T | None:
        """The result of ``make``, or None where something in it was reported."""
        try:
            return make()
        except Broken:
            self.broken = True
            return None

    def collect(self, nodes: Iterable[Node], make: Callable[[Node], T]) -> dict[str, T]:
        """What ``make`` makes of each node, by key; without those in which something was reported."""
        made: dict[str, T] = {}
        for node in nodes:
            try:
                made[node.key] = make(node)
            except Broken:
                self.broken = True
        return made

    def place(self, node: Node, *key: str) -> None:
        """Remember where something stands, for problems found after the build."""
        self.places[key] = (node.file, node.key_line, node.key_column, node.path)

    def request_fields(self) -> dict[str, Field]:
        """The fields of the requests that the message in hand answers; of all requests within types."""
        names = self.requests.keys() if self.open_types else self.answers.get(self.message, self.requests.keys())
        return {field.name: field for name in names for field in self.requests.get(name, ())}

    # ------------------------------------------------------------ what recurs

    def text(self, node: Node | None) -> Text | None:
        """A bilingual text, or None where there is none."""
        return None if node is None else Text(node.need("en").text, node.need("ru").text)

    def need_text(self, parent: Node, key: str) -> Text:
        """A bilingual text that must be there."""
        node = parent.need(key)
        return Text(node.need("en").text, node.need("ru").text)

    def source(self, parent: Node, otherwise: str = "") -> str:
        """The sources of a node, joined by commas; their documents are declared."""
        node = parent.get("source")
        if node is None:
            return otherwise
        sources = [node] if node.kind == "scalar" else list(node.each())
        for one in sources:
            document, sharp, section = one.text.partition("#")
            if not sharp or not section:
                self.report("spec.value", one, name=one.text, reason="a source is document#section")
            elif document != OBSERVED:
                self.refer("documents", one, document, "document")
        return ", ".join(one.text for one in sources)

    def refer(self, section: str, node: Node, name: str, kind: str, *, at_key: bool = False) -> bool:
        """Whether ``name`` is defined in a section of the spec; reported if not."""
        there = self.root.items.get(section)
        if there is not None and name in there.items:
            self.used.add((section, name))
            return True
        self.unresolved(node, kind, name, there.items if there is not None else (), at_key=at_key)
        return False

    def unresolved(self, node: Node, kind: str, name: str, known: Iterable[str], *, at_key: bool = False) -> None:
        """Note a reference to something that is not there."""
        said = hint(name, known, self.problems)
        self.report("spec.reference", node, at_key=at_key, kind=kind, name=name, hint=said)

    def deviation(self, node: Node) -> Deviation:
        """The deviation that a node names."""
        if not self.refer("deviations", node, node.text, "deviation"):
            raise Broken
        found = self.deviations.get(node.text)
        if found is None:
            raise Broken
        return found

    def decided(self, node: Node | None) -> tuple[str | None, str | None]:
        """(severity or None, deviation's id or None) of an optional reference to a deviation."""
        if node is None:
            return None, None
        deviation = self.deviation(node)
        return _DECISIONS[deviation.decision], deviation.id

    def severity(self, parent: Node, *, default: str = "error") -> tuple[str, str | None]:
        """(severity, deviation's id) of something that is checked, from its ``deviation`` or ``severity``."""
        deviation, severity = parent.get("deviation"), parent.get("severity")
        if deviation is None:
            return (severity.text if severity is not None else default), None
        if severity is not None:
            self.value(severity, "the deviation already decides the severity")
        decided, name = self.decided(deviation)
        if decided is None:
            self.value(deviation, "a check whose deviation is accepted never reports anything: remove one of them")
            decided = default
        return decided, name

    def spend_fields(self, node: Node, count: int) -> None:
        """Count fields made; once there are too many, nothing more with fields is built."""
        self.fields_made += count
        if self.fields_made > MAX_ALL_FIELDS:
            if self.fields_made - count <= MAX_ALL_FIELDS:
                self.report("spec.size", node, at_key=True, limit=f"{MAX_ALL_FIELDS} fields in all")
            raise Broken

    def missing(self, node: Node | None) -> tuple[str | None, str | None]:
        """("accept" or "warning", deviation's id) of a required thing that may be missing."""
        if node is None:
            return None, None
        decided, name = self.decided(node)
        if decided == "error":
            self.value(node, "a deviation that is refused leaves it required: remove this key")
        return ("accept" if decided is None else decided), name
