"""Patterns that mean the same in XSD, JSON Schema and Python, and that nothing can make run away.

The subset: characters, escapes of signs, classes with ranges, groups, alternation and the
quantifiers ``? * + {n} {n,} {n,m}``. No anchors (a pattern always matches the whole text),
no dot and no ``\\d \\w \\s`` (their meaning differs), no look-around, no backreferences,
no lazy or possessive quantifiers.

Each choice must be clear from the next character: whether to repeat once more, whether
what is optional is there, which branch of a group it is. Only the branches of the whole
pattern may begin alike (``[0-9]{0,16}|([0-9]|[^0-9]){0,11}``): each costs one pass of its
own. So a backtracking matcher stays linear, and so automata agree: libxml2 is known to
mistake unclear counted and negated parts. It needs the branches of the whole pattern in
``xs:pattern`` facets of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

__all__ = ["MAX_LENGTH", "Fault", "check", "faults", "groups"]

MAX_LENGTH = 1000  # of a pattern
MAX_DEPTH = 16  # of groups
MAX_COUNT = 1000  # in one quantifier
MAX_SIZE = 10_000  # characters, all quantifiers written out
MAX_BRANCHES = 16  # of the whole pattern

_SIGNS = "\\.^*+?()[]{}|"  # escaped outside classes; $ has no portable escape there
_CLASS_SIGNS = "\\[]^-"
_WHITE = {"n": "\n", "r": "\r", "t": "\t"}
_LAST = 0x10FFFF

Set = tuple[tuple[int, int], ...]  # sorted ranges of code points, both ends included


@dataclass(frozen=True, slots=True)
class _Node:
    """kind: set | seq | alt | rep. first: the characters that may begin it; size: characters written out."""

    kind: str
    items: tuple[_Node, ...] = ()
    first: Set = ()
    nullable: bool = False
    size: int = 1
    low: int = 1
    high: int | None = 1


class _Refused(Exception):
    pass


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a pattern is outside the subset; ``advice`` where more can be said than for any pattern."""

    reason: str
    advice: str = ""


_ANCHORS = "Remove ^ and $: a pattern matches the whole text."
_CLASSES = {"d": "[0-9]", "D": "[^0-9]", "w": "[A-Za-z0-9_]", "W": "[^A-Za-z0-9_]", "s": "[ \\t\\r\\n]"}


def check(pattern: str) -> str | None:
    """Why a pattern is outside the subset, or None."""
    found = faults(pattern)
    return found[0].reason if found else None


def faults(pattern: str) -> tuple[Fault, ...]:
    """Everything for which a pattern is outside the subset, as far as it can be read."""
    return _read(pattern)[0]


def groups(pattern: str) -> int:
    """The number of groups of a pattern of the subset."""
    return _read(pattern)[1]


@lru_cache(maxsize=1024)
def _read(pattern: str) -> tuple[tuple[Fault, ...], int]:
    if len(pattern) > MAX_LENGTH:
        return (Fault(f"longer than {MAX_LENGTH} characters"),), 0
    parser = _Parser(pattern)
    try:
        branches = parser.branches(0)
        if parser.at < len(pattern):
            raise _Refused(") without (")
        if parser.faults:
            return tuple(parser.faults.values()), 0
        if sum(branch.size for branch in branches) > MAX_SIZE:
            raise _Refused(f"its quantifiers allow more than {MAX_SIZE} characters in all")
        if len(branches) > MAX_BRANCHES:
            _clear(_alternation(tuple(branches)), ())
        for branch in branches:
            _clear(branch, ())
    except _Refused as refused:
        return (*parser.faults.values(), Fault(str(refused))), 0
    return (), parser.groups


# ---------------------------------------------------------------- parsing


class _Parser:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.groups = 0
        self.faults: dict[str, Fault] = {}  # what can be read past, by what it is about

    def peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def branches(self, depth: int) -> list[_Node]:
        if depth > MAX_DEPTH:
            raise _Refused(f"groups nest more than {MAX_DEPTH} levels deep")
        branches = [self.sequence(depth)]
        while self.peek() == "|":
            self.at += 1
            branches.append(self.sequence(depth))
        return branches

    def sequence(self, depth: int) -> _Node:
        items: list[_Node] = []
        while self.peek() not in ("", "|", ")"):
            items.append(self.quantified(self.atom(depth)))
        return items[0] if len(items) == 1 else _sequence(tuple(items))

    def atom(self, depth: int) -> _Node:
        char = self.peek()
        self.at += 1
        if char == "(":
            if self.peek() == "?":
                raise _Refused("(? is not portable: only plain groups")
            self.groups += 1
            inner = self.branches(depth + 1)
            if self.peek() != ")":
                raise _Refused("( without )")
            self.at += 1
            return inner[0] if len(inner) == 1 else _alternation(tuple(inner))
        if char == "[":
            return _Node("set", first=self.char_class())
        if char == "\\":
            return _Node("set", first=_one(self.escape(_SIGNS)))
        if char == ".":
            self.fault(char, ". leaves out different line ends in different places; write a class")
            return _Node("set")
        if char in "^$":
            reason = f"{char} is not portable: a pattern always matches the whole text; the sign itself is [$] or \\^"
            self.fault("^", reason, _ANCHORS)
            return _Node("seq")
        if char in "*+?{":
            raise _Refused(f"{char} repeats nothing")
        if char in "]}":
            raise _Refused(f"{char} must be escaped")
        return _Node("set", first=_one(_character(char)))

    def escape(self, signs: str) -> str:
        char = self.peek()
        self.at += 1
        if char and char in signs:
            return char
        if char in _WHITE:
            return _WHITE[char]
        if not char:
            raise _Refused("\\ at the end")
        written = _CLASSES.get(char)
        advice = f"Write {written}." if written and signs == _SIGNS else ""
        self.fault(f"\\{char}", f"\\{char} does not mean the same everywhere; write a class", advice)
        return char

    def fault(self, what: str, reason: str, advice: str = "") -> None:
        self.faults.setdefault(what, Fault(reason, advice))

    def char_class(self) -> Set:
        negated = self.peek() == "^"
        self.at += negated
        ranges: list[tuple[int, int]] = []
        first = True
        while self.peek() != "]":
            low = self.class_char(first)
            first = False
            nxt = self.pattern[self.at : self.at + 2]
            if low[1] and len(nxt) == 2 and nxt[0] == "-" and nxt[1] != "]":
                self.at += 1
                high = self.class_char(False)
                if not high[1] or high[0] < low[0]:
                    raise _Refused("a range in a class goes backwards")
                ranges.append((ord(low[0]), ord(high[0])))
            else:
                ranges.append((ord(low[0]), ord(low[0])))
        self.at += 1
        if not ranges:
            raise _Refused("an empty class")
        merged = _union(tuple(sorted(ranges)))
        return _complement(merged) if negated else merged

    def class_char(self, first: bool) -> tuple[str, bool]:
        """One character of a class, and whether it may be the end of a range."""
        char = self.peek()
        self.at += 1
        if not char:
            raise _Refused("[ without ]")
        if char == "\\":
            known = len(self.faults)
            return self.escape(_CLASS_SIGNS + _SIGNS), len(self.faults) == known
        if char == "[":
            raise _Refused("[ in a class must be escaped")
        if char == "-" and not first and self.peek() != "]":
            raise _Refused("- in a class stands first or last, or is escaped")
        if char in "-&~|" and self.peek() == char:
            raise _Refused(f"{char}{char} in a class is not portable")
        if char == "^":
            raise _Refused("^ in a class must be escaped")
        return _character(char), char != "-"

    def quantified(self, atom: _Node) -> _Node:
        char = self.peek()
        if not char or char not in "*+?{":
            return atom
        self.at += 1
        if char == "{":
            low, high = self.counts()
        else:
            low, high = {"*": (0, None), "+": (1, None), "?": (0, 1)}[char]
        if self.peek() and self.peek() in "*+?{":
            raise _Refused(f"{char}{self.peek()}: lazy, possessive and doubled quantifiers are not portable")
        return _repetition(atom, low, high)

    def counts(self) -> tuple[int, int | None]:
        end = self.pattern.find("}", self.at)
        body = self.pattern[self.at : end] if end >= 0 else ""
        low, comma, high = body.partition(",")
        if not _digits(low) or (high and not _digits(high)):
            raise _Refused("a quantifier is {n}, {n,} or {n,m}; the sign itself is \\{")
        self.at = end + 1
        least = int(low)
        most = int(high) if high else (None if comma else least)
        if max(least, most or 0) > MAX_COUNT:
            raise _Refused(f"a quantifier counts to {MAX_COUNT} at most")
        if most is not None and most < max(least, 1):
            raise _Refused("a quantifier that allows nothing")
        return least, most


def _digits(text: str) -> bool:
    return 0 < len(text) <= 6 and text.isascii() and text.isdigit()


def _character(char: str) -> str:
    code = ord(char)
    if (
        code < 0x20
        or 0x7F <= code < 0xA0
        or 0xD800 <= code < 0xE000
        or code & 0xFFFE == 0xFFFE
        or code in (0x2028, 0x2029)
    ):
        raise _Refused(f"U+{code:04X} cannot stand in a pattern; tabs and line ends are \\t \\n \\r")
    return char


def _one(char: str) -> Set:
    return ((ord(char), ord(char)),)


# ---------------------------------------------------------------- sets of characters


def _union(ranges: Set) -> Set:
    merged: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return tuple(merged)


def _complement(ranges: Set) -> Set:
    result: list[tuple[int, int]] = []
    start = 0
    for low, high in ranges:
        if start < low:
            result.append((start, low - 1))
        start = high + 1
    if start <= _LAST:
        result.append((start, _LAST))
    return tuple(result)


def _meet(first: Set, second: Set) -> bool:
    return any(a <= d and c <= b for a, b in first for c, d in second)


# ---------------------------------------------------------------- nodes and decisions


def _sequence(items: tuple[_Node, ...]) -> _Node:
    first: Set = ()
    for item in items:
        first += item.first
        if not item.nullable:
            break
    nullable = all(item.nullable for item in items)
    return _Node("seq", items, _union(first), nullable, 1 + sum(item.size for item in items))


def _alternation(items: tuple[_Node, ...]) -> _Node:
    first = _union(tuple(chars for item in items for chars in item.first))
    nullable = any(item.nullable for item in items)
    return _Node("alt", items, first, nullable, 1 + sum(item.size for item in items))


def _repetition(body: _Node, low: int, high: int | None) -> _Node:
    size = body.size * max(low, high or 1)
    return _Node("rep", (body,), body.first, low == 0 or body.nullable, size, low, high)


def _clear(node: _Node, follow: Set) -> None:
    """Refuse a choice that the next character does not decide; ``follow`` is what may come after the node."""
    if node.kind == "seq":
        for item in reversed(node.items):
            _clear(item, follow)
            follow = _union(item.first + follow) if item.nullable else item.first
    elif node.kind == "alt":
        begins = [_union(item.first + follow) if item.nullable else item.first for item in node.items]
        seen: Set = ()
        for begin in begins:
            if _meet(begin, seen):
                raise _Refused("two branches begin alike: the next character must decide")
            seen += begin
        if sum(item.nullable for item in node.items) > 1:
            raise _Refused("two branches may be empty")
        for item in node.items:
            _clear(item, follow)
    elif node.kind == "rep":
        body = node.items[0]
        if body.nullable:
            raise _Refused("a repetition of something that may be empty")
        if node.low != node.high and _meet(body.first, follow):
            raise _Refused("a repetition and what follows it begin alike: the next character must decide")
        again = node.high is None or node.high > 1
        _clear(body, _union(body.first + follow) if again else follow)
