"""Text and csv over a list of lines, each a dictionary from capture to text or None, pairs as lists."""

from __future__ import annotations

from collections.abc import Iterator

from wirebook.model import Joined, Leaf, LineCapture, LineGroup, LineLiteral, LinePairs, Lines
from wirebook_codegen.accept import leaves, named, records
from wirebook_codegen.accept.state import Fn, Scope
from wirebook_codegen.pysource import literal

__all__ = ["root"]

_Piece = LineLiteral | LineCapture | LineGroup | LinePairs


def root(fn: Fn, scope: Scope, lines: Lines) -> None:
    """The lines in ``tree``."""
    line = fn.fresh("line")
    if not lines.each:
        fn("if len(tree) != 1:", "    return None", f"{line} = tree[0]")
        _line(fn, scope, lines, line)
        return
    scope.bind(lines.each)
    with fn.block(f"for {line} in tree:"):
        inner = Scope.of_item(fn, scope.item(lines.each))
        _line(fn, inner, lines, line)
        scope.append(lines.each, inner, records.value(fn, inner))


def _flat(pieces: tuple[_Piece, ...]) -> Iterator[_Piece]:
    for piece in pieces:
        if isinstance(piece, LineGroup):
            yield from _flat(piece.pieces)
        else:
            yield piece


def _line(fn: Fn, scope: Scope, lines: Lines, line: str) -> None:
    for piece in _flat(lines.pieces):
        if isinstance(piece, LineCapture):
            if isinstance(piece.leaf, Joined):
                text = fn.fresh("m")
                fn(f"{text} = {line}.get({piece.leaf.bind!r})")
                with fn.block(f"if {text} is not None:"):
                    leaves.joined(fn, scope, piece.leaf, text)
                scope.bind(piece.leaf.bind)
            else:
                _capture(fn, scope, piece.leaf, line)
        elif isinstance(piece, LinePairs):
            _pairs(fn, scope, piece, line)


def _capture(fn: Fn, scope: Scope, leaf: Leaf, line: str) -> None:
    var = scope.bind(leaf.bind)
    scope.assure(leaf.bind)
    fn(f"{var} = {line}.get({leaf.bind!r})")
    with scope.perhaps(f"{var} is not None"):
        leaves.value(fn, scope, leaf, None)
    field = scope.field(leaf.bind)
    statement = fn.fail(leaves.missing(field, None))
    if leaf.bind != "." and not field.optional and field.default is None and statement:
        with fn.block("else:"):
            fn(statement)


def _pairs(fn: Fn, scope: Scope, pairs: LinePairs, line: str) -> None:
    """Listed keys are entries of one map, others of the rest; a key that belongs to neither is refused."""
    key, var = fn.fresh("q"), fn.fresh("x")
    listed = f"{key} in {literal(frozenset(pairs.keys))}" if pairs.keys else "True"
    with fn.block(f"for {key}, {var} in {line}.get({pairs.bind!r}) or ():"):
        with fn.block(f"if {_both(listed, named.belongs(fn, scope.map(pairs.bind), key))}:"):
            named.entry(fn, scope, Leaf(pairs.bind, pairs.values), "error", key, var, lambda leaf: False)
        if pairs.rest and pairs.keys:
            belongs = named.belongs(fn, scope.map(pairs.rest), key)
            apart = f"{key} not in {literal(frozenset((*pairs.keys, *pairs.rest_excepted)))}"
            with fn.block(f"elif {_both(apart, belongs)}:"):
                statement = fn.fail(pairs.rest_severity)
                if statement:
                    fn(statement)
                leaf = Leaf(pairs.rest, pairs.rest_values or pairs.values)
                named.entry(fn, scope, leaf, "error", key, var, lambda leaf: False)
        if pairs.rest:
            scope.bind(pairs.rest)
        fn("else:", "    return None")


def _both(first: str, second: str) -> str:
    return f"{first} and {second}" if second else first
