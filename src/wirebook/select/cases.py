"""Which messages the cases of an operation leave, for a body that some reader has opened.

Works on the plain table of ``wirebook.select.table`` and a ``Peek``, so that the swift way
and the thorough one choose by the same lines. Conditions have three answers: what cannot
be told keeps both ways. Must stay light: it imports nothing that knows a model.
"""

from __future__ import annotations

from wirebook.select.run import faults, matching_lines, nearest
from wirebook.select.sift import sift
from wirebook.settings import same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from wirebook.part import Context
    from wirebook.select.run import Peek

    Table = Mapping[str, Any]
    Operation = tuple[Any, ...]
    Flag = Callable[[str, str], Any]

__all__ = ["LINES", "REPLY", "REQUEST", "Body", "by_operation", "operations_of", "reply_encoding", "sides"]

LINES = ("text", "csv")
REQUEST, REPLY = 3, 4  # in the row of an operation


def operations_of(table: Table, path: str | None, ctx: Context) -> list[Operation]:
    """The rows of the operations that a part can belong to, by what is known around it; none where nothing is."""
    rows = table["operations"]
    if ctx.operation is not None:
        return [row for row in rows if row[0] == ctx.operation]
    if ctx.request_message is not None:
        return [row for row in rows if any(message == ctx.request_message for _, message in row[REQUEST])]
    if path:
        path = path.partition("?")[0]
        return [row for row in rows if row[2] and row[1] == "call" and row[2] == path]
    return []


def sides(method: str | None, status: int | None, ctx: Context) -> tuple[int, ...]:
    """Where an operation's row has the cases of the request, of the reply, or both where nothing says which it is."""
    if status is not None or ctx.request is not None or ctx.request_message is not None:
        return (REPLY,)
    return (REQUEST,) if method is not None else (REQUEST, REPLY)


def reply_encoding(how: tuple[Any, ...] | None, settings: Mapping[str, tuple[Any, ...]], ctx: Context) -> str | None:
    """The encoding of an operation's reply, None where it is not known."""
    if how is None:
        return None
    by, values, default = how
    region, _, name = by.partition(".")
    value: Any
    if region == "setting":
        value = _setting(settings, ctx, name)
        if value is None or "," in value:  # not known, or several at once
            return None
    elif ctx.request is None:  # a setting may say what it asked for
        value = ctx.settings.get(name)
        if value is None or "," in value:
            return None
    else:
        value = ctx.request.get(name)
    if value is not None:
        for wanted, encoding in values:
            if same(value, wanted):
                return str(encoding)
    return None if default is None else str(default)


def by_operation(body: Body, operations: Sequence[Operation], halves: tuple[int, ...]) -> list[str] | None:
    """The messages that the cases of the operations' halves leave, None without an operation.

    Where no case holds it is one of them all the same, with something wrong in it; but for replies only if
    the cases say what any other reply is, and never if a case holds whose message lacks this encoding.
    """
    if not any(one[REQUEST] or one[REPLY] for one in operations):
        return None
    found: dict[str, None] = {}
    for one in operations:
        for half in halves:
            _holding(one[half], body, found)
    if found:
        return list(found)
    for one in operations:
        for half in halves:
            cases = one[half]
            said = cases and not (half == REPLY and cases[-1][0])
            if said and not any(_holds(case, body) for case in cases):
                found.update((name, None) for _, name in cases if body.has(name))
    return list(found)


def _holding(cases: Sequence[Any], body: Body, found: dict[str, None]) -> None:
    """Note the messages of the cases that hold or may hold, up to the first that surely holds."""
    for case in cases:
        answer = _holds(case, body)
        if answer is not False and body.has(case[1]):
            found[case[1]] = None
        if answer:
            break


def _holds(case: tuple[Any, str], body: Body) -> bool | None:
    return True if case[0] is None else body.holds(case[0], case[1])


def _setting(settings: Mapping[str, tuple[Any, ...]], ctx: Context, name: str) -> str | None:
    """A setting's value: the caller's, else the spec's default; the secret is kept apart."""
    if name == "secret":
        return ctx.secret
    if name in ctx.settings:
        return ctx.settings[name]
    return settings[name][0] if name in settings else None


class Body:
    """One body, to be asked whether it fits a message or a condition.

    flag: what the text of a setting means as a boolean field of the request, where it stands for one.
    """

    __slots__ = ("_flag", "_outline", "ctx", "encoding", "peek", "shapes", "status", "table", "tree")

    def __init__(
        self, table: Table, encoding: str, tree: Any, peek: Peek, status: int | None, ctx: Context, flag: Flag
    ) -> None:
        self.table = table
        self.shapes = table["shapes"]
        self.encoding = encoding
        self.tree = tree
        self.peek = peek
        self.status = status
        self.ctx = ctx
        self._flag = flag
        self._outline: dict[str, Any] | None = None

    def outline(self) -> dict[str, Any]:
        """The names under the root."""
        if self._outline is None:
            self._outline = self.peek.outline()
        return self._outline

    def has(self, name: str) -> bool:
        """Whether the message has this encoding at all."""
        return (name, self.encoding) in self.shapes

    def fits(self, name: str) -> bool | None:
        """Whether the body has the message's root, fixed texts and names; None if it has only some of the names."""
        if not self.has(name):
            return False
        if self.encoding in LINES:
            return self.matches([name])
        if name not in _reachable(self.tree, self.peek):
            return False
        if self.faults(name)[0] == 0:
            return True
        return None if self._begins(name) else False

    def _begins(self, name: str) -> bool:
        """Whether the body has a name that the message requires; any that it knows where it requires none."""
        signature = self.shapes[name, self.encoding][0]
        if signature is None:
            return False
        required, known = signature[:2]
        wanted = {each for names in required for each in names} or set(known)
        return not wanted.isdisjoint(self.outline())

    def faults(self, name: str) -> tuple[int, int]:
        """How much of the message's structure the body breaks."""
        shape = self.shapes.get((name, self.encoding))
        return (0, 0) if shape is None or shape[0] is None else faults(shape[0], self.outline())

    def matches(self, names: Sequence[str]) -> bool:
        """Whether lines have the form of one of the messages; always true of what is no lines."""
        return self.encoding not in LINES or bool(matching_lines(self._line_rows(names), self.peek.lines()))

    def _line_rows(self, names: Sequence[str]) -> list[Any]:
        return [row for row in self.tree[1] if row[0] in names]

    def narrowed(self, names: Sequence[str]) -> tuple[str, ...]:
        """Those of the messages whose structure the body breaks least, in the spec's order."""
        if len(names) <= 1:
            return tuple(names)
        ordered = [name for name in self.table["order"] if name in names]
        if self.encoding in LINES:
            return matching_lines(self._line_rows(ordered), self.peek.lines()) or tuple(ordered)
        reachable = _reachable(self.tree, self.peek)
        left = [name for name in ordered if name in reachable] or ordered
        rows = []
        for name in left:
            shape = self.shapes.get((name, self.encoding))
            if shape is not None and shape[0] is not None:
                rows.append((name, shape[0]))
        return sift(nearest(rows, self.outline()), _tests(self.tree, self.peek), self.peek)

    # ------------------------------------------------------------ conditions

    def holds(self, cond: tuple[Any, ...], message: str) -> bool | None:
        """Whether a case's condition holds; None if that cannot be told."""
        return _CONDITIONS[cond[0]](cond, self, message)

    def find(self, path: str, message: str) -> tuple[bool | None, Any]:
        """Whether a path is there, None if that cannot be told, and its value."""
        region, dot, name = path.partition(".")
        if dot and region == "request":
            if self.ctx.request is None:  # a setting may say what it asked for
                value = self.ctx.settings.get(name)
                if value is None:
                    return None, None
                return True, self._flag(name, value) if name in self.table["flags"] else value
            value = self.ctx.request.get(name)
            return value not in (None, [], {}), value
        if dot and region == "setting":
            value = _setting(self.table["settings"], self.ctx, name)
            return (None if value is None else True), value
        if path == "http.status":
            return (None if self.status is None else True), self.status
        return self._in_body(path, message)

    def _in_body(self, name: str, message: str) -> tuple[bool | None, Any]:
        """A field of the case's message, found by the place that its shape gives it under the root."""
        shape = self.shapes.get((message, self.encoding))
        if shape is None or shape[1] is None or name not in shape[1]:
            return None, None
        slot, names, space = shape[1][name]
        for wire in names:
            text = self.peek.const(slot, wire)
            if text is not None:
                if space is None:
                    return True, None
                return (True, _spaced(space, text)) if space else (text != "", None)
        return False, None


def _spaced(space: str, text: str) -> str:
    """``text`` after white space processing, as XSD has it."""
    if space == "preserve":
        return text
    text = text.strip(" \t\r\n")
    if space != "collapse":
        return text
    return " ".join(filter(None, text.replace("\t", " ").replace("\r", " ").replace("\n", " ").split(" ")))


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


def _equals(cond: tuple[Any, ...], body: Body, message: str) -> bool | None:
    there, value = body.find(cond[1], message)
    if not there or value is None:
        return None if there is None or there else False
    return any(same(value, wanted) for wanted in cond[2])


def _present(cond: tuple[Any, ...], body: Body, message: str) -> bool | None:
    return body.find(cond[1], message)[0]


def _matches(cond: tuple[Any, ...], body: Body, message: str) -> bool | None:
    return body.fits(cond[1])


def _answers(cond: tuple[Any, ...], body: Body, message: str) -> bool | None:
    return None if body.ctx.request_message is None else bool(body.ctx.request_message == cond[1])


def _all(cond: tuple[Any, ...], body: Body, message: str) -> bool | None:
    answers = [body.holds(item, message) for item in cond[3]]
    return False if False in answers else None if None in answers else True


def _any(cond: tuple[Any, ...], body: Body, message: str) -> bool | None:
    answers = [body.holds(item, message) for item in cond[3]]
    return True if True in answers else None if None in answers else False


def _not(cond: tuple[Any, ...], body: Body, message: str) -> bool | None:
    answer = body.holds(cond[3][0], message)
    return None if answer is None else not answer


_CONDITIONS: dict[str, Callable[[tuple[Any, ...], Body, str], bool | None]] = {
    "equals": _equals,
    "in": _equals,
    "present": _present,
    "matches": _matches,
    "answers": _answers,
    "all": _all,
    "any": _any,
    "not": _not,
}
