"""Portable patterns as string methods where they are simple enough, else as a compiled regular expression.

Simple are sequences of characters and classes with counts: of fixed length, or one
run, or one optional character before a run; and choices between such. That covers
ids, hashes and phone numbers, spares the import of ``re`` and takes a third of its time.
"""

from __future__ import annotations

import re

from wirebook_codegen.accept.state import Fn

__all__ = ["mismatch", "sequence"]

Atom = tuple[frozenset[str], int, int | None]  # characters, least, most

_COUNT = re.compile(r"\{([0-9]{1,4})(?:(,)([0-9]{1,4})?)?\}")
_QUICK: dict[str, tuple[int, int | None]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}
_DIGITS = frozenset("0123456789")
_ANY_PATTERN = "([0-9]|[^0-9])"  # the portable way to write any character
_ANY = frozenset(("any",))
_SPECIAL = frozenset("\\.?*+()[]{}|^$")


def mismatch(fn: Fn, pattern: str, var: str) -> str:
    """An expression that is true where the text in ``var`` does not match ``pattern`` whole."""
    tests = [_test(choice, var) for choice in _choices(pattern)]
    found = [test for test in tests if test is not None]
    if len(found) == len(tests):
        return found[0] if len(found) == 1 else " and ".join(f"({test})" for test in sorted(found, key=len))
    call = fn.use("wirebook.accept.scalars", "fullmatch")
    return f"{fn.hoist('fits', f'{call}({pattern!r})')}({var}) is None"


def _test(pattern: str, var: str) -> str | None:
    if pattern.startswith("[^"):
        return _without(pattern, var)
    atoms = sequence(pattern)
    return None if atoms is None else _inline(atoms, var)


def _without(pattern: str, var: str) -> str | None:
    """A run of anything but a few characters."""
    taken = _class(pattern, 2)
    if taken is None or len(taken[0]) > 4:
        return None
    counted = sequence("x" + pattern[taken[1] :])
    if counted is None or len(counted) != 1 or pattern[taken[1] : taken[1] + 1] not in ("?", "*", "+", "{"):
        return None
    _, least, most = counted[0]
    tests = [test for test in [_run((_ANY, least, most), var)] if test != "False"]
    return " or ".join([*tests, *(f"{char!r} in {var}" for char in sorted(taken[0]))])


def _choices(pattern: str) -> list[str]:
    """The parts between bars outside groups and classes."""
    parts, depth, start, at = [], 0, 0, 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif char == "[":
            at = _end_of_class(pattern, at)
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and not depth:
            parts.append(pattern[start:at])
            start = at + 1
        at += 1
    return [*parts, pattern[start:]]


def _end_of_class(pattern: str, at: int) -> int:
    at += 2 if pattern[at + 1 : at + 2] == "^" else 1
    while at < len(pattern) and pattern[at] != "]":
        at += 2 if pattern[at] == "\\" else 1
    return at


def sequence(pattern: str) -> list[Atom] | None:
    """The pattern as characters with counts, neighbours of one kind joined; None if it is not of that sort."""
    atoms: list[Atom] = []
    at = 0
    depth = 0
    while at < len(pattern):
        char = pattern[at]
        if char == "(" and not pattern.startswith(_ANY_PATTERN, at):
            depth += 1
            at += 1
            continue
        if char == ")":
            depth -= 1
            at += 1
            if depth < 0 or pattern[at : at + 1] in ("?", "*", "+", "{"):
                return None
            continue
        taken = _one(pattern, at)
        if taken is None:
            return None
        chars, at = taken
        least: int = 1
        most: int | None = 1
        if pattern[at : at + 1] in _QUICK:
            least, most = _QUICK[pattern[at]]
            at += 1
        elif pattern[at : at + 1] == "{":
            count = _COUNT.match(pattern, at)
            if count is None:
                return None
            least = int(count[1])
            most = least if count[2] is None else int(count[3]) if count[3] else None
            at = count.end()
        if pattern[at : at + 1] in ("?", "*", "+", "{"):
            return None
        _join(atoms, (chars, least, most))
    return atoms if depth == 0 else None


def _one(pattern: str, at: int) -> tuple[frozenset[str], int] | None:
    char = pattern[at]
    if pattern.startswith(_ANY_PATTERN, at):
        return _ANY, at + len(_ANY_PATTERN)
    if char == "[":
        return _class(pattern, at + 1)
    if char == "\\":
        following = pattern[at + 1 : at + 2]
        return (frozenset(following), at + 2) if following and not following.isalnum() else None
    return None if char in _SPECIAL else (frozenset(char), at + 1)


def _class(pattern: str, at: int) -> tuple[frozenset[str], int] | None:
    chars: set[str] = set()
    if pattern[at : at + 1] in ("^", "]"):
        return None
    while at < len(pattern) and pattern[at] != "]":
        first = pattern[at]
        if first == "[":
            return None
        if first == "\\":
            at += 1
            first = pattern[at : at + 1]
            if not first or first.isalnum():
                return None
        at += 1
        if pattern[at : at + 1] == "-" and pattern[at + 1 : at + 2] not in ("]", ""):
            last = pattern[at + 1]
            if last in "\\[" or not ord(first) <= ord(last) < ord(first) + 256:
                return None
            chars.update(map(chr, range(ord(first), ord(last) + 1)))
            at += 2
        else:
            chars.add(first)
    return (frozenset(chars), at + 1) if at < len(pattern) else None


def _join(atoms: list[Atom], atom: Atom) -> None:
    if atoms and atoms[-1][0] == atom[0]:
        chars, least, most = atoms[-1]
        both = None if most is None or atom[2] is None else most + atom[2]
        atoms[-1] = (chars, least + atom[1], both)
    else:
        atoms.append(atom)


def _inline(atoms: list[Atom], var: str) -> str | None:
    atoms = [atom for atom in atoms if atom[2] != 0]
    if not atoms:
        return f"{var} != ''"
    if all(least == most for _, least, most in atoms):
        return _fixed(atoms, var)
    if len(atoms) == 1:
        return _run(atoms[0], var)
    (first, least, most), *rest = atoms
    if (least, most) == (0, 1) and len(rest) == 1 and _ANY not in (first, rest[0][0]) and first.isdisjoint(rest[0][0]):
        return _optional(first, rest[0], var)
    return None


def _fixed(atoms: list[Atom], var: str) -> str:
    at = 0
    total = sum(least for _, least, _ in atoms)
    tests = [f"len({var}) != {total}"]
    if any(chars == _DIGITS for chars, _, _ in atoms):
        tests.append(f"not {var}.isascii()")
    for chars, least, _ in atoms:
        part = var if least == total else f"{var}[{at}:{at + least}]" if least > 1 else f"{var}[{at}]"
        if chars == _ANY:
            pass
        elif len(chars) == 1:
            tests.append(f"{part} != {min(chars) * least!r}")
        elif chars == _DIGITS:
            tests.append(f"not {part}.isdigit()")
        elif least == 1:
            tests.append(f"{part} not in {_text(chars)}")
        else:
            tests.append(f"{part}.strip({_text(chars)})")
        at += least
    return " or ".join(tests)


def _run(atom: Atom, var: str) -> str:
    chars, least, most = atom
    tests = []
    if most is not None:
        tests.append(f"not {least} <= len({var}) <= {most}" if least else f"len({var}) > {most}")
    elif least > 1:
        tests.append(f"len({var}) < {least}")
    elif least:
        tests.append(f"not {var}")
    if chars == _ANY:
        return " or ".join(tests) or "False"
    if chars == _DIGITS and not least and most is None:
        return f"{var} and not ({var}.isdigit() and {var}.isascii())"
    if chars == _DIGITS and least:
        tests = [] if tests == [f"not {var}"] else tests
        tests.append(f"not {var}.isdigit() or not {var}.isascii()")
    else:
        tests.append(f"{var}.strip({_text(chars)})")
    return " or ".join(tests)


def _optional(first: frozenset[str], atom: Atom, var: str) -> str:
    """One character that may be left out, then a run that cannot begin with it."""
    chars, least, most = atom
    if chars != _DIGITS or not all(char.isascii() for char in first):
        head = f"{var}[:1] == {min(first)!r}" if len(first) == 1 else f"{var} and {var}[0] in {_text(first)}"
        rest = f"({var}[1:] if {head} else {var})"
        return _run(atom, rest) if most is None and least < 2 else f"[1 for t in [{rest}] if {_run(atom, 't')}]"
    head = f"{var}[0] == {min(first)!r}" if len(first) == 1 else f"{var}[0] in {_text(first)}"
    high = ("", "") if most is None else (f" <= {most}", f" <= {most + 1}")
    if not least:
        headed = f"{head} and (len({var}) == 1 or {var}[1:].isdigit())"
        test = f"{var}.isdigit() or {headed}"
        if most is not None:
            test = f"len({var}){high[0]} if {var}.isdigit() else len({var}){high[1]} and {headed}"
        return f"{var} and (not ({test}) or not {var}.isascii())"
    bare = f"{least} <= len({var}){high[0]} if {var}.isdigit() else "
    headed = f"{least} < len({var}){high[1]} and {head} and {var}[1:].isdigit()"
    return f"not ({bare}{headed}) or not {var}.isascii()"


def _text(chars: frozenset[str]) -> str:
    return repr("".join(sorted(chars)))
