"""Structure: does every node stand where the grammar knows it, and is it what the grammar wants there?

All problems are collected at once. A node that cannot be read is marked ``bad``, so that
the build passes over it and reports only what is wrong for reasons of its own. Meaning
(references, bindings, facets) is the build's.
"""

from __future__ import annotations

import keyword
import re

from wirebook.diagnostic import Problem
from wirebook.spec.grammar import KINDS, RESERVED_RULE_KINDS
from wirebook.spec.nodes import Node
from wirebook.spec.problems import hint, problem
from wirebook.spec.terms import AnyOf, Bool, Enum, Int, Kind, ListOf, MapOf, Name, Text, TypeName, Use, Value

__all__ = ["check", "describe"]

_INT = re.compile(r"0|-?[1-9][0-9]{0,17}")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_TYPE_NAME = re.compile(r"[A-Z][A-Za-z0-9]*")


def check(root: Node) -> list[Problem]:
    """Every structural problem of a spec, in the order of the text."""
    problems: list[Problem] = []
    _kind(root, "spec", KINDS["spec"], problems)
    return problems


def describe(value: Value) -> str:
    """The value in a few words for people, ``a list of a text``."""
    match value:
        case Text(what=what) | Name(what=what) | TypeName(what=what):
            return what
        case Int(low=low):
            return "a whole number" if low is None else f"a whole number from {low}"
        case Bool():
            return "true or false"
        case Enum(words=words):
            return " or ".join(w.encode("unicode_escape").decode() for w in words)
        case MapOf(value=inner):
            return f"a mapping whose values are {describe(inner)}"
        case ListOf(item=item):
            return f"a list of {describe(item)}"
        case Use(kind=name):
            return f"a mapping ({name.replace('_', ' ')})"
        case AnyOf(choices=choices):
            return ", or ".join(describe(c) for c in choices)


def _bad(node: Node, value: Value, problems: list[Problem]) -> None:
    node.bad = True
    want, advice = describe(value), ""
    if value == Use("bilingual"):
        advice = "Write {en: ..., ru: ...}."
    elif isinstance(value, Name):
        advice = _lower_snake(node.text)
    elif node.path == "wirebook":
        want = f"{want}: this version reads language {want}"
        advice = f"Write wirebook: {want[0]}, or use a Wirebook that reads the other language."
    problems.append(problem("spec.type", node, name=node.key or "the spec", want=want, advice=advice))


def _lower_snake(text: str) -> str:
    """The advice to write a name in lower_snake, or "" where it cannot be put so."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", text[:80]) if text.isascii() else []
    name = re.sub(r"_(?=[0-9])", "", "_".join(words)).lower()
    return f"Write {name}." if _NAME.fullmatch(name) and not keyword.iskeyword(name) else ""


def _value(node: Node, value: Value, problems: list[Problem]) -> None:
    match value:
        case AnyOf(choices=choices):
            chosen = _choose(node, choices, problems)
            if chosen is not None:
                _value(node, chosen, problems)
            elif not node.bad:
                _bad(node, value, problems)
        case Use(kind=name):
            if node.kind != "map":
                _bad(node, value, problems)
            else:
                _kind(node, name, KINDS[name], problems)
        case MapOf(key=key, value=inner):
            if node.kind != "map":
                _bad(node, value, problems)
                return
            for child in node.items.values():
                _key(node, child, key, problems)
                _value(child, inner, problems)
        case ListOf(item=item, least=least, most=most):
            if node.kind != "list" or len(node.values) < least or (most is not None and len(node.values) > most):
                _bad(node, value, problems)
                return
            for child in node.values:
                _value(child, item, problems)
        case _:
            if node.kind != "scalar" or not _fits(node, value):
                _bad(node, value, problems)


def _fits(node: Node, value: Value) -> bool:
    text = node.text
    match value:
        case Text(empty=empty, pattern=pattern):
            if pattern and re.fullmatch(pattern, text) is None:
                return False
            return bool(text) or (empty and node.quoted)
        case Name():
            return _NAME.fullmatch(text) is not None and not keyword.iskeyword(text)
        case TypeName():
            return _TYPE_NAME.fullmatch(text) is not None
        case Int(low=low):
            return not node.quoted and _INT.fullmatch(text) is not None and (low is None or int(text) >= low)
        case Bool():
            return not node.quoted and text in ("true", "false")
        case Enum(words=words):
            return text in words
    return False


def _choose(node: Node, choices: tuple[Value, ...], problems: list[Problem]) -> Value | None:
    """The choice that the author meant, so that what is wrong in it can be said precisely."""
    if node.kind == "scalar":
        scalars = [c for c in choices if isinstance(c, Text | Name | TypeName | Int | Bool | Enum)]
        return next((c for c in scalars if _fits(node, c)), None)
    if node.kind == "list":
        return next((c for c in choices if isinstance(c, ListOf)), None)
    maps = [c for c in choices if isinstance(c, Use | MapOf)]
    for choice in maps:
        if isinstance(choice, MapOf):
            continue
        kind = KINDS[choice.kind]
        if not kind.tell_value:
            if any(key in node.items for key in kind.tell):
                return choice
        elif (told := node.items.get(kind.tell[0])) is not None and told.text == kind.tell_value:
            return choice
    if maps and all(isinstance(c, Use) and KINDS[c.kind].tell_value for c in maps):
        _no_rule(node, maps, problems)
        return None
    return maps[-1] if maps else None


def _no_rule(node: Node, maps: list[Use | MapOf], problems: list[Problem]) -> None:
    words = tuple(KINDS[c.kind].tell_value for c in maps if isinstance(c, Use))
    told = node.items.get("kind")
    node.bad = True
    if told is None:
        problems.append(problem("spec.missing-key", node, where=node.key, name="kind"))
    elif told.text in RESERVED_RULE_KINDS:
        problems.append(problem("spec.unsupported", told, name=told.text))
    else:
        problems.append(problem("spec.type", told, name="kind", want=describe(Enum(words))))


def _key(parent: Node, child: Node, key: Text | Name | TypeName | Enum, problems: list[Problem]) -> None:
    name = child.key
    if isinstance(key, Enum):
        if name not in key.words:
            _unknown_key(child, parent.key, key.words, problems)
            child.bad = True
        return
    match key:
        case Name():
            fits = _NAME.fullmatch(name) is not None and not keyword.iskeyword(name)
        case TypeName():
            fits = _TYPE_NAME.fullmatch(name) is not None and not keyword.iskeyword(name)
        case Text(empty=empty):
            fits = bool(name) or empty
    if not fits:
        why = advice = ""
        if keyword.iskeyword(name):
            why = ": it is a Python keyword"
            advice = "Choose another name; what stands on the wire is said in the shapes."
        elif isinstance(key, Name):
            advice = _lower_snake(name)
        problems.append(problem("spec.identifier", child, at_key=True, name=name or '""', why=why, advice=advice))


def _unknown_key(child: Node, where: str, known: tuple[str, ...], problems: list[Problem]) -> None:
    near = hint(child.key, known, problems)
    words = ", ".join(known)
    args = {"name": child.key, "where": where, "known": words, "hint": near}
    problems.append(problem("spec.unknown-key", child, at_key=True, **args))


def _kind(node: Node, where: str, kind: Kind, problems: list[Problem]) -> None:
    for name, child in node.items.items():
        known = kind.keys.get(name)
        if known is not None:
            _value(child, known.value, problems)
        elif name in kind.reserved:
            problems.append(problem("spec.unsupported", child, at_key=True, name=name))
        else:
            _unknown_key(child, where, tuple(kind.keys), problems)
    for name, known in kind.keys.items():
        if known.required and name not in node.items:
            problems.append(problem("spec.missing-key", node, name=name, where=node.key or where))
    if kind.one_of:
        there = [name for name in kind.one_of if name in node.items]
        if len(there) != 1:
            node.bad = True
            want = "exactly one of " + ", ".join(kind.one_of)
            problems.append(problem("spec.value", node, name=node.key or where, reason=f"{want} must be there"))
