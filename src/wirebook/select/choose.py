"""Which message a body is, with what is known around it: operation, path, request, settings.

An operation's cases are asked first; what they leave open, the body's structure
narrows down. Conditions about what is not known keep both ways.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wirebook.lexical import parse, spaced
from wirebook.model import (
    Array,
    Case,
    Cond,
    Joined,
    Leaf,
    Member,
    Message,
    Operation,
    Provider,
    Scalar,
    Shape,
    Tree,
)  # fmt: skip
from wirebook.part import Context, Part
from wirebook.reading import carrier, contradictions, read
from wirebook.select.run import LinesPeek, NodePeek, Peek, faults, guess, matching_lines, nearest, run
from wirebook.select.sift import sift
from wirebook.select.tree import derive, signature_of, tree_of
from wirebook.settings import same, setting
from wirebook.wire.tree import Node, Wire

if TYPE_CHECKING:
    from wirebook.select.run import Outline

__all__ = ["Candidates", "guess_encoding", "guess_part", "operations_of", "outline_of", "select"]

_LINES = ("text", "csv")


class Candidates:
    """The messages that a body can be, in the spec's order.

    reason: unknown-message where there is none, ambiguous where there are several,
    else None. wire: the body as it was read to tell (None for lines, whose reading
    depends on the message). matched: False where no line has the form of any of them, and they
    are there only because the operation leaves no others.
    """

    __slots__ = ("matched", "messages", "reason", "wire")

    def __init__(self, messages: tuple[str, ...], wire: Wire | None, matched: bool = True) -> None:
        self.messages = messages
        self.matched = matched
        self.reason = None if len(messages) == 1 else "ambiguous" if messages else "unknown-message"
        self.wire = wire

    def __repr__(self) -> str:
        return f"Candidates({self.messages!r})"


def select(provider: Provider, encoding: str, part: Part, ctx: Context) -> Candidates:
    """The messages of ``encoding`` that ``part`` can be; raises KeyError for an encoding that the provider lacks."""
    tree = derive(provider)[encoding]
    views = _views(provider, encoding, part)
    found: list[str] = []
    broken: dict[str, tuple[int, int]] = {}
    seen: Wire | None = None
    matched = True
    for rows in views:
        wire, peek = _reading(provider, encoding, rows[0][1], part, ctx)
        if seen is None or (seen.root is None and wire is not None):
            seen = wire
        if peek is None:
            continue
        if len(views) > 1:
            tree = tree_of(rows)
        body = _Body(provider, encoding, tree, peek, part, ctx)
        chosen = _by_operation(body, part)
        there = {message.id for message, _ in rows}
        names = run(tree, peek) if chosen is None else body.narrowed([name for name in chosen if name in there])
        found += names
        matched &= body.matches(names)
        if len(views) > 1:
            broken |= {name: body.faults(name) for name in names}
    if broken:  # each was told among those that see the part in the same way
        least = min(broken.values())
        found = [message.id for message in provider.messages if broken.get(message.id) == least]
    return Candidates(_told_around(provider, encoding, part, found), seen, matched)


def _told_around(provider: Provider, encoding: str, part: Part, names: list[str]) -> tuple[str, ...]:
    """Those of the messages that what came around the body contradicts least."""
    if len(names) < 2:
        return tuple(names)
    wrong: dict[str, int] = {}
    for message in provider.messages:
        for shape in message.shapes:
            if message.id in names and shape.encoding == encoding:
                wrong[message.id] = contradictions(provider, shape, part)
    least = min(wrong.values())
    return tuple(name for name in names if wrong[name] == least)


def _views(provider: Provider, encoding: str, part: Part) -> list[list[tuple[Message, Shape]]]:
    """The shapes of an encoding by how they see the part: nearly always in one way."""
    views: dict[tuple[str, bool], list[tuple[Message, Shape]]] = {}
    for message in provider.messages:
        for shape in message.shapes:
            if shape.encoding == encoding:
                view = carrier(shape, part), shape.from_query and bool(part.query)
                views.setdefault(view, []).append((message, shape))
    return list(views.values())


def _reading(
    provider: Provider, encoding: str, shape: Shape, part: Part, ctx: Context
) -> tuple[Wire | None, Peek | None]:
    if encoding in _LINES:
        text = _decoded(provider, encoding, part, ctx)
        return None, None if text is None else LinesPeek(lambda: text)
    wire = read(provider, shape, part, ctx)
    root = wire.root or _foreign(provider, shape, part, ctx, wire)
    return wire, None if root is None else NodePeek(root, encoding == "xml")


def outline_of(provider: Provider, shape: Shape, part: Part, ctx: Context) -> tuple[str, Outline | None]:
    """The root's name and the names below it, as selection compares them; None where the body cannot be read."""
    _, peek = _reading(provider, shape.encoding, shape, part, ctx)
    return ("", None) if peek is None else (peek.root(), peek.outline())


def _foreign(provider: Provider, shape: Shape, part: Part, ctx: Context, wire: Wire) -> Node | None:
    """The root of a body whose only fault so far is a charset that is not allowed: enough to tell whose fault it is."""
    policy = provider.charset(shape.encoding)
    if policy is None or [issue.code for issue in wire.issues] != ["charset.not-allowed"]:
        return None
    wider = replace(policy, allowed=(*policy.allowed, str(wire.issues[0].args["got"])))
    charsets = tuple(wider if each is policy else each for each in provider.charsets)
    return read(replace(provider, charsets=charsets), shape, part, ctx).root


def _decoded(provider: Provider, encoding: str, part: Part, ctx: Context) -> str | None:
    from wirebook.wire.charset import find

    policy = provider.charset(encoding)
    if policy is None or not part.body:
        return None
    name, skip, _ = find(
        encoding,
        part.body,
        ctx.resolved(policy.resolve),
        policy.allowed,
        policy.default,
        ctx.charset,
        part.header_charset(),
    )
    return part.body[skip:].decode(name or "latin-1", "replace")


# ---------------------------------------------------------------- operations


def _by_operation(body: _Body, part: Part) -> list[str] | None:
    """The messages that the operation's cases leave, None without an operation.

    Where no case holds it is one of them all the same, with something wrong in it; but for replies only if
    the cases say what any other reply is, and never if a case holds whose message lacks this encoding.
    """
    operations = [one for one in operations_of(body.provider, part, body.ctx) if one.request or one.reply]
    if not operations:
        return None
    sides = [(one, cases) for one in operations for cases in _sides(one, part, body.ctx)]
    chosen = dict.fromkeys(name for _, cases in sides for name in _cases(cases, body))
    if not chosen:
        all_said = [cases for one, cases in sides if cases and not (cases is one.reply and cases[-1].when)]
        unsure = [cases for cases in all_said if not any(_holds(case, body) for case in cases)]
        chosen = dict.fromkeys(case.message for cases in unsure for case in cases if body.has(case.message))
    return list(chosen)


def operations_of(provider: Provider, part: Part, ctx: Context) -> list[Operation]:
    """The operations that a part can belong to, by what is known around it; none where nothing is."""
    if ctx.operation is not None:
        return [o for o in provider.operations if o.id == ctx.operation]
    if ctx.request_message is not None:
        return [o for o in provider.operations if any(c.message == ctx.request_message for c in o.request)]
    if part.path:
        path = part.path.partition("?")[0]
        return [o for o in provider.operations if o.path and o.kind == "call" and o.path == path]
    return []


def _sides(operation: Operation, part: Part, ctx: Context) -> list[tuple[Case, ...]]:
    """The cases of the request, of the reply, or of both where nothing says which half this is."""
    if part.status is not None or ctx.request is not None or ctx.request_message is not None:
        return [operation.reply]
    if part.method is not None:
        return [operation.request]
    return [operation.request, operation.reply]


def _cases(cases: tuple[Case, ...], body: _Body) -> list[str]:
    """The messages of the cases that hold or may hold, up to the first that surely holds."""
    found = []
    for case in cases:
        answer = _holds(case, body)
        if answer is not False and body.has(case.message):
            found.append(case.message)
        if answer:
            break
    return found


def _holds(case: Case, body: _Body) -> bool | None:
    return True if case.when is None else body.holds(case.when, case.message)


class _Body:
    """One body, to be asked whether it fits a message or a condition."""

    def __init__(self, provider: Provider, encoding: str, tree: Any, peek: Peek, part: Part, ctx: Context) -> None:
        self.provider = provider
        self.encoding = encoding
        self.tree = tree
        self.peek = peek
        self.part = part
        self.ctx = ctx
        self._outline: dict[str, Any] | None = None

    def outline(self) -> dict[str, Any]:
        if self._outline is None:
            self._outline = self.peek.outline()
        return self._outline

    def shape(self, name: str) -> tuple[Message, Shape] | None:
        message = self.provider.message(name)
        shape = None if message is None else next((s for s in message.shapes if s.encoding == self.encoding), None)
        return None if message is None or shape is None else (message, shape)

    def has(self, name: str) -> bool:
        """Whether the message has this encoding at all."""
        return self.shape(name) is not None

    def fits(self, name: str) -> bool | None:
        """Whether the body has the message's root, fixed texts and names; None if it has only some of the names."""
        if not self.has(name):
            return False
        if self.encoding in _LINES:
            return self.matches([name])
        if name not in _reachable(self.tree, self.peek):
            return False
        if self.faults(name)[0] == 0:
            return True
        return None if self._begins(name) else False

    def _begins(self, name: str) -> bool:
        """Whether the body has a name that the message requires; any that it knows where it requires none."""
        found = self.shape(name)
        if found is None or not isinstance(found[1].root, Member):
            return False
        required, known = signature_of(found[0].record, found[1].root)[:2]
        wanted = {each for names in required for each in names} or set(known)
        return not wanted.isdisjoint(self.outline())

    def faults(self, name: str) -> tuple[int, int]:
        """How much of the message's structure the body breaks."""
        found = self.shape(name)
        if found is None or not isinstance(found[1].root, Member):
            return (0, 0)
        return faults(signature_of(found[0].record, found[1].root), self.outline())

    def matches(self, names: Sequence[str]) -> bool:
        """Whether lines have the form of one of the messages; always true of what is no lines."""
        return self.encoding not in _LINES or bool(matching_lines(self._line_rows(list(names)), self.peek.lines()))

    def _line_rows(self, names: list[str]) -> list[Any]:
        return [row for row in self.tree[1] if row[0] in names]

    def narrowed(self, names: list[str]) -> tuple[str, ...]:
        """Those of the messages whose structure the body breaks least, in the spec's order."""
        ordered = [m.id for m in self.provider.messages if m.id in names]
        if len(ordered) <= 1:
            return tuple(ordered)
        if self.encoding in _LINES:
            return matching_lines(self._line_rows(ordered), self.peek.lines()) or tuple(ordered)
        reachable = _reachable(self.tree, self.peek)
        left = [name for name in ordered if name in reachable] or ordered
        rows = []
        for name in left:
            found = self.shape(name)
            if found is not None and isinstance(found[1].root, Member):
                rows.append((name, signature_of(found[0].record, found[1].root)))
        tests = _tests(self.tree, self.peek)
        return sift(nearest(rows, self.outline()), tests, self.peek)

    # ------------------------------------------------------------ conditions

    def holds(self, cond: Cond, message: str) -> bool | None:
        """Whether a case's condition holds; None if that cannot be told."""
        return _CONDITIONS[cond.op](cond, self, message)

    def find(self, path: str, message: str) -> tuple[bool | None, Any]:
        """Whether a path is there, None if that cannot be told, and its value."""
        region, dot, name = path.partition(".")
        if dot and region == "request":
            if self.ctx.request is None:  # a setting may say what it asked for
                value = self.ctx.settings.get(name)
                return (None if value is None else True), value if value is None else self._asked(name, value)
            value = self.ctx.request.get(name)
            return value not in (None, [], {}), value
        if dot and region == "setting":
            value = setting(self.provider, self.ctx, name)
            return (None if value is None else True), value
        if path == "http.status":
            return (None if self.part.status is None else True), self.part.status
        return self._in_body(path, message)

    def _asked(self, name: str, text: str) -> Any:
        """What a setting's text means as a field of the request: of a truth it is one of the texts."""
        for message in self.provider.messages:
            field = next((f for f in message.record.fields if f.name == name), None)
            if message.direction == "request" and field is not None and isinstance(field.type, Scalar):
                value = parse(field.type, text)[0] if field.type.base == "boolean" else None
                if value is not None:
                    return value
        return text

    def _in_body(self, name: str, message: str) -> tuple[bool | None, Any]:
        """A field of the case's message, found by the place that its shape gives it under the root."""
        found = self.shape(message)
        root = None if found is None else found[1].root
        if not isinstance(root, Member) or not isinstance(root.node, Tree):
            return None, None
        for member in root.node.members:
            bound = member.each or (
                "" if not isinstance(member.node, (Leaf, Tree, Array, Joined)) else member.node.bind
            )
            if bound != name or member.slot == "entries":
                continue
            for wire in (member.name, *(a.name for a in member.alternatives)):
                text = self.peek.const(member.slot, wire)
                if text is not None:
                    if isinstance(member.node, Joined):
                        return text != "", None
                    return True, spaced(member.node.type, text) if isinstance(member.node, Leaf) else None
            return False, None
        return None, None


def _reachable(tree: Any, peek: Peek) -> tuple[str, ...]:
    """The messages whose root and fixed texts the body has."""
    while tree is not None and tree[0] in ("root", "const", "values"):
        if tree[0] == "values":
            tree = tree[2]
        elif tree[0] == "root":
            tree = tree[1].get(peek.root(), tree[2])
        else:
            text = peek.const(tree[1], tree[2])
            tree = tree[4] if text is None else tree[3].get(text, tree[4])
    if tree is None:
        return ()
    return tuple(row if tree[0] == "leaf" else row[0] for row in tree[1])


def _tests(tree: Any, peek: Peek) -> Any:
    """What values say about messages of the body's root."""
    below = tree[1].get(peek.root(), tree[2])
    return below[1] if below is not None and below[0] == "values" else ()


def _equals(cond: Cond, body: _Body, message: str) -> bool | None:
    there, value = body.find(cond.path, message)
    if not there or value is None:
        return None if there is None or there else False
    return any(same(value, wanted) for wanted in cond.values)


def _present(cond: Cond, body: _Body, message: str) -> bool | None:
    return body.find(cond.path, message)[0]


def _matches(cond: Cond, body: _Body, message: str) -> bool | None:
    return body.fits(cond.path)


def _answers(cond: Cond, body: _Body, message: str) -> bool | None:
    return None if body.ctx.request_message is None else body.ctx.request_message == cond.path


def _all(cond: Cond, body: _Body, message: str) -> bool | None:
    answers = [body.holds(item, message) for item in cond.items]
    return False if False in answers else None if None in answers else True


def _any(cond: Cond, body: _Body, message: str) -> bool | None:
    answers = [body.holds(item, message) for item in cond.items]
    return True if True in answers else None if None in answers else False


def _not(cond: Cond, body: _Body, message: str) -> bool | None:
    answer = body.holds(cond.items[0], message)
    return None if answer is None else not answer


_CONDITIONS: dict[str, Callable[[Cond, _Body, str], bool | None]] = {
    "equals": _equals,
    "in": _equals,
    "present": _present,
    "matches": _matches,
    "answers": _answers,
    "all": _all,
    "any": _any,
    "not": _not,
}


# ---------------------------------------------------------------- encodings


def guess_encoding(body: bytes, provider: Provider) -> tuple[str, ...]:
    """The provider's encodings that the body's first bytes and lines suggest; empty where nothing does."""
    there = dict.fromkeys(s.encoding for m in provider.messages for s in m.shapes)
    return guess(body, there, lambda encoding: _looks_like_lines(provider, encoding, body))


def guess_part(part: Part, provider: Provider) -> tuple[str, ...]:
    """The encodings that a part suggests: by its body, or by a query where that is all there is."""
    if part.query and not part.body:
        shapes = [shape for message in provider.messages for shape in message.shapes]
        if any(carrier(shape, part) == "query" for shape in shapes):
            return ("form",)
    return guess_encoding(part.body, provider)


def _looks_like_lines(provider: Provider, encoding: str, body: bytes) -> bool:
    text = _decoded(provider, encoding, Part(body[:65536]), Context())
    if text is None:
        return False
    return bool(run(derive(provider)[encoding], LinesPeek(lambda: text)))
