"""Shapes of text and csv: a line's template to literals, captures, optional groups and pairs."""

from __future__ import annotations

from itertools import pairwise

from wirebook.model import Field, Joined, Leaf, LineCapture, LineGroup, LineLiteral, LinePairs, Lines, Map, Scalar
from wirebook.spec.builder.desk import Build
from wirebook.spec.builder.joined import apart, joined
from wirebook.spec.builder.places import absent_literal
from wirebook.spec.builder.scope import Scope, excepted, excepted_apart
from wirebook.spec.nodes import Node

__all__ = ["root"]

_Piece = LineLiteral | LineCapture | LineGroup | LinePairs
_Token = tuple[str, str]  # ("text", literal), ("field", name), ("open", ""), ("close", "")


def root(scope: Scope, node: Node) -> Lines:
    """The lines of a message."""
    each, eol, final, spaces = node.get("each"), node.get("eol"), node.get("final_eol"), node.get("spaces")
    inside = scope
    if each is not None:
        _, inside = scope.items(each)
    pieces = _pieces(inside, node)
    if each is not None:
        inside.close(node)
    made = Lines(
        each=each.text if each is not None else "",
        pieces=tuple(pieces),
        eol=eol.text if eol is not None else "\n",
        final_eol=final is not None and final.text == "true",
        spaces=spaces.text if spaces is not None else "refuse",
    )
    apart(scope.b, node.need("line"), scope.message, made)
    return made


def _pieces(scope: Scope, node: Node) -> list[_Piece]:
    line = node.need("line")
    templates = node.get("pairs")
    pairs = {child.key: child for child in templates.each()} if templates is not None else {}
    declared = node.get("lists")
    lists = {child.key: child for child in declared.each()} if declared is not None else {}
    pieces: list[_Piece] = []
    group: list[LineLiteral | LineCapture] | None = None
    for kind, text in tokens(scope.b, line, scope.message):
        if kind == "open":
            if group is not None:
                scope.b.fail("spec.shape", line, name=scope.message, reason="optional parts do not nest")
            group = []
        elif kind == "close":
            if group is None:
                scope.b.fail("spec.shape", line, name=scope.message, reason="] without [")
            if not any(isinstance(piece, LineCapture) for piece in group):
                scope.b.report("spec.shape", line, name=scope.message, reason="an optional part without a field")
            pieces.append(LineGroup(tuple(group)))
            group = None
        elif kind == "text":
            (pieces if group is None else group).append(LineLiteral(text))
        elif text in pairs and group is None:
            pieces.append(_pairs(scope, node, pairs.pop(text)))
        else:
            made: Leaf | Joined
            if text in lists:
                made = joined(scope, line, text, lists.pop(text))
            else:
                made = _capture(scope, line, text, grouped=group is not None)
            capture = LineCapture(made)
            (pieces if group is None else group).append(capture)
    if group is not None:
        scope.b.fail("spec.shape", line, name=scope.message, reason="[ without ]")
    for left in (*pairs.values(), *lists.values()):
        scope.b.report(
            "spec.shape", left, at_key=True, name=scope.message, reason=f"{left.key} stands nowhere in the line"
        )
        scope.quiet = True
    if "rest" in node.items and not any(isinstance(piece, LinePairs) for piece in pieces):
        scope.b.report("spec.shape", node.items["rest"], at_key=True, name=scope.message, reason="rest without pairs")
    _adjacent(scope, line, pieces)
    return pieces


def _adjacent(scope: Scope, line: Node, pieces: list[_Piece]) -> None:
    """Report values with nothing between them: where does the first end?"""
    flat: list[_Piece] = []
    for piece in pieces:
        flat += piece.pieces if isinstance(piece, LineGroup) else (piece,)
    for first, second in pairwise(flat):
        if isinstance(first, LineCapture) and isinstance(second, LineCapture):
            reason = f"nothing separates {first.leaf.bind} from {second.leaf.bind}"
            scope.b.report("spec.shape", line, name=scope.message, reason=reason)


def _capture(scope: Scope, line: Node, text: str, *, grouped: bool) -> Leaf:
    name, bar, absent = text.partition("|")
    kind, field = scope.scalar(line, name)
    if bar and not absent:
        scope.b.report("spec.shape", line, name=scope.message, reason=f"{{{text}}}: which literal stands for absent?")
    if absent:
        absent_literal(scope, line, kind, absent)
    if field is not None:
        _presence(scope, line, field, grouped=grouped, has_literal=bool(bar))
    return Leaf(name, kind, absent=absent if bar else None)


def _presence(scope: Scope, line: Node, field: Field, *, grouped: bool, has_literal: bool) -> None:
    optional = field.optional or field.missing is not None
    if optional and not grouped and not has_literal and scope.path + field.name not in scope.elsewhere:
        reason = f"{field.name} is optional: put it in [...] or write {{{field.name}|literal}}"
    elif not optional and (grouped or has_literal):
        reason = f"{field.name} is required, so no line lacks it"
    else:
        return
    scope.b.report("spec.shape", line, name=scope.message, reason=reason)


def _pairs(scope: Scope, node: Node, template: Node) -> LinePairs:
    b = scope.b
    _, kind = scope.entries(_named(template))
    found = tokens(b, template, scope.message)
    fields = [text for token, text in found if token == "field"]
    if fields != ["key", "value"] or any(token in ("open", "close") for token, _ in found):
        b.fail("spec.shape", template, name=scope.message, reason="a pair is a template with {key}, then {value}")
    at = [index for index, (token, _) in enumerate(found) if token == "field"]
    prefix, infix, suffix = (
        "".join(text for _, text in part) for part in (found[: at[0]], found[at[0] + 1 : at[1]], found[at[1] + 1 :])
    )
    if not infix or not (prefix or suffix):
        b.report(
            "spec.shape", template, name=scope.message, reason="a pair needs text between key and value, and around it"
        )
    keys = tuple(key for key, _ in kind.keys)
    return LinePairs(template.key, kind.values, keys, prefix, infix, suffix, *_rest(scope, node, keys))


def _named(template: Node) -> Node:
    """A node that holds the name of the map field, at its key."""
    return Node("scalar", template.file, template.key_line, template.key_column, template.key)


def _rest(
    scope: Scope, node: Node, keys: tuple[str, ...]
) -> tuple[str, Scalar | None, str | None, str | None, tuple[str, ...]]:
    rest = node.get("rest")
    if rest is None:
        return "", None, None, None, ()
    target = rest.need("collect")
    _, kind = scope.entries(target)
    assert isinstance(kind, Map)
    if kind.keys:
        scope.b.value(target, "a map with listed keys takes no unknown names")
    severity, deviation = scope.b.decided(rest.get("deviation"))
    if severity == "error":
        scope.b.value(rest.need("deviation"), "what is collected is not refused")
    excepted_apart(scope, rest, keys)
    return target.text, kind.values, severity, deviation, excepted(scope, rest)


def tokens(b: Build, node: Node, name: str) -> list[_Token]:
    """A template's tokens; doubled signs are literal."""
    text, at = node.text, 0
    found: list[_Token] = []
    literal = ""
    while at < len(text):
        char = text[at]
        if char in "\r\n":
            b.fail("spec.shape", node, name=name, reason="a line holds no line end")
        if char in "{}[]" and text[at : at + 2] == char * 2:
            literal += char
            at += 2
            continue
        if char not in "{}[]":
            literal += char
            at += 1
            continue
        if literal:
            found.append(("text", literal))
            literal = ""
        if char == "}":
            b.fail("spec.shape", node, name=name, reason="} without {")
        if char == "{":
            end = text.find("}", at)
            if end < 0:
                b.fail("spec.shape", node, name=name, reason="{ without }")
            found.append(("field", text[at + 1 : end]))
            at = end + 1
        else:
            found.append(("open" if char == "[" else "close", ""))
            at += 1
    if literal:
        found.append(("text", literal))
    return found
