"""Which mutants are made: cosmic-ray's operators less what says the same twice, and two of our own.

cosmic-ray replaces each operator by every other one; here each becomes the few that a
slip of the hand makes. Left out is what no test of behaviour could see: annotations,
docstrings, ``__all__`` and ``__slots__``, what is only imported for types, the texts of
messages (two words or more), asserts, and how a dataclass is stored.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.operators.operator import Example, Operator
from cosmic_ray.plugins import OPERATOR_PROVIDERS, get_operator, operator_names
from parso.python.tree import Name, String
from tallied import Mutant

__all__ = ["mutants_of"]

Position = tuple[int, int]

# From each operator to those that are tried in its place.
_BINARY = {
    "Add": ("Sub",),
    "Sub": ("Add",),
    "Mul": ("Add",),
    "Div": ("Mul",),
    "FloorDiv": ("Mul",),
    "Mod": ("Mul",),
    "Pow": ("Mul",),
    "RShift": ("LShift",),
    "LShift": ("RShift",),
    "BitOr": ("BitAnd",),
    "BitAnd": ("BitOr",),
    "BitXor": ("BitAnd",),
}
_COMPARED = {
    "Eq": ("NotEq",),
    "NotEq": ("Eq",),
    "Lt": ("LtE", "GtE"),
    "LtE": ("Lt", "Gt"),
    "Gt": ("GtE", "LtE"),
    "GtE": ("Gt", "Lt"),
    "Is": ("IsNot",),
    "IsNot": ("Is",),
}
_WORDS = (
    "AddNot", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd",
    "ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "NumberReplacer", "RemoveDecorator", "ZeroIterationForLoop",
    "ReplaceUnaryOperator_Delete_USub", "ReplaceUnaryOperator_Delete_Not",
    "ReplaceUnaryOperator_Delete_Invert",
)  # fmt: skip
_LISTED = ("__all__", "__slots__", "TYPE_CHECKING")
_STORAGE = ("dataclass", "once_per_object", "lru_cache", "cache")  # decorators that keep, and decide nothing


_MARKS = "x~0_\x7f"  # the first that the text has not: a set of characters is to change


class ReplaceText(Operator):  # type: ignore[misc]
    """A text with one character more; cosmic-ray leaves texts alone, and tables of escapes are made of them."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Position, Position]]:
        if isinstance(node, String):
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        value = ast.literal_eval(node.value)
        # What a set of characters has already would be no change.
        if isinstance(value, str):
            node.value = repr(value + next(mark for mark in _MARKS if mark not in value))
        else:
            node.value = repr(value + next(mark.encode() for mark in _MARKS if mark.encode() not in value))
        return node

    @classmethod
    def examples(cls) -> Sequence[Example]:
        return (Example("x = 'a'", "x = 'ax'"),)


class ReplaceCaught(Operator):  # type: ignore[misc]
    """An exception that is not caught; cosmic-ray's own fails at dotted names."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Position, Position]]:
        if node.type == "except_clause":
            yield node.children[1].start_pos, node.children[1].end_pos

    def mutate(self, node: Any, index: int) -> Any:
        node.children[1] = Name("ZeroDivisionError", node.children[1].start_pos, prefix=" ")
        return node

    @classmethod
    def examples(cls) -> Sequence[Example]:
        return (Example("try: pass\nexcept OSError: pass", "try: pass\nexcept ZeroDivisionError: pass"),)


_OURS: dict[str, type[Operator]] = {"ReplaceText": ReplaceText, "ReplaceCaught": ReplaceCaught}
OPERATOR_PROVIDERS["ours"] = _OURS


def _chosen() -> list[str]:
    names = {f"core/ReplaceBinaryOperator_{one}_{other}" for one, others in _BINARY.items() for other in others}
    names |= {f"core/ReplaceComparisonOperator_{one}_{other}" for one, others in _COMPARED.items() for other in others}
    names |= {f"core/{name}" for name in _WORDS} | {f"ours/{name}" for name in _OURS}
    lacking = names - set(operator_names())
    if lacking:
        raise SystemExit(f"mutants: this cosmic-ray has no operator {min(lacking)}")
    return sorted(names)


def mutants_of(source: str, first: int = 1, last: int = 1 << 30) -> list[Mutant]:
    """The mutants of a module whose change begins on lines first..last, in the order of the text."""
    left_out = _Silent(source)
    lines = source.splitlines(keepends=True)
    found: list[tuple[Position, int, Mutant]] = []
    # One statement of the top level at a time: a mutant is printed as a whole.
    for low, high in _statements(source):
        piece = "".join(lines[low - 1 : high])
        tree = get_ast(piece)
        parsed = list(ast_nodes(tree))
        for number, name in enumerate(_chosen()):
            operator = get_operator(name)()
            spots = [(node, i, at) for node in parsed for i, (at, _) in enumerate(operator.mutation_positions(node))]
            for node, index, place in spots:
                start = (place[0] + low - 1, place[1])
                if not first <= start[0] <= last or left_out.holds(start, name):
                    continue
                made = _mutated(tree, node, operator, index)
                if not _same(piece, made):
                    text = "".join(lines[: low - 1]) + made + "".join(lines[high:])
                    found.append((start, number, Mutant(start[0], *_changed(piece, made), text)))
    return [mutant for _, _, mutant in sorted(found, key=lambda one: one[:2])]


def _mutated(tree: Any, node: Any, operator: Operator, index: int) -> str:
    """The code of a tree with one change, which is undone: parsing anew for each would take longer than the tests."""
    parent = node.parent
    kept = [(one, getattr(one, "value", None), list(getattr(one, "children", ()))) for one in ast_nodes(node)]
    around = list(parent.children)
    try:
        made = operator.mutate(node, index)
        parent.children = [made if one is node else one for one in around if one is not node or made is not None]
        return str(tree.get_code())
    finally:
        for one, value, children in kept:
            if children:
                one.children = children
            elif value is not None:
                one.value = value
        parent.children = around


def _statements(source: str) -> Iterator[tuple[int, int]]:
    """First and last line of each statement of the top level, decorators with it."""
    for node in ast.parse(source).body:
        decorators = getattr(node, "decorator_list", [])
        yield min([node.lineno, *(one.lineno for one in decorators)]), node.end_lineno or node.lineno


def _same(one: str, other: str) -> bool:
    """Whether both are one program; what is no program at all says nothing about tests either."""
    try:
        return ast.dump(ast.parse(one)) == ast.dump(ast.parse(other))
    except SyntaxError:
        return True


def _changed(piece: str, made: str) -> tuple[str, str]:
    """The first line that differs, before and after."""
    old, new = piece.splitlines(), made.splitlines()
    at = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
    return old[at].strip(), new[at].strip() if len(new) == len(old) else "(removed)"


class _Silent:
    """The places of a module whose changes say nothing."""

    def __init__(self, source: str) -> None:
        self.spans: list[tuple[Position, Position]] = []
        self.texts: list[tuple[Position, Position]] = []
        self.turned: set[Position] = set()
        tree = ast.parse(source)
        for node in ast.walk(tree):
            self._look(node)

    def holds(self, start: Position, operator: str) -> bool:
        """Whether a change that begins here is left out."""
        if operator == "core/AddNot" and start in self.turned:
            return True
        spans = self.spans + self.texts if operator == "ours/ReplaceText" else self.spans
        return any(low <= start < high for low, high in spans)

    def _look(self, node: ast.AST) -> None:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                self._decorator(decorator)
        if isinstance(node, ast.If | ast.IfExp | ast.While) and _turned_anyway(node.test):
            self.turned.add((node.test.lineno, node.test.col_offset))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value.split()) > 1:
            self._leave(node, self.texts)
        silent = _silent(node)
        if silent is not None:
            self._leave(silent, self.spans)

    def _decorator(self, node: ast.expr) -> None:
        called = node.func if isinstance(node, ast.Call) else node
        if isinstance(called, ast.Name) and called.id in _STORAGE:
            self.spans.append(((node.lineno, node.col_offset - 1), _end(node)))

    def _leave(self, node: ast.AST, to: list[tuple[Position, Position]]) -> None:
        start = (node.lineno, node.col_offset)  # type: ignore[attr-defined]
        to.append((start, _end(node)))


def _silent(node: ast.AST) -> ast.AST | None:
    """What of a node decides nothing when the program runs."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return node.returns
        case ast.arg() | ast.AnnAssign():
            return node.annotation
        case ast.Expr(value=ast.Constant()) | ast.Assert() | ast.Import() | ast.ImportFrom():
            return node
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return node
        case ast.Assign(targets=[ast.Name(id=name), *_]) if name in _LISTED or _is_alias(node):
            return node
        case ast.Call(func=ast.Name(id="cast" | "TypeVar")):
            return node
        case ast.keyword(arg="strict"):  # of zip: a guard, as assert is
            return node
    return None


def _turned_anyway(test: ast.expr) -> bool:
    """Whether another operator makes the opposite of a condition."""
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        return not isinstance(test.ops[0], ast.In | ast.NotIn)
    return isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)


def _end(node: ast.AST) -> Position:
    return node.end_lineno, node.end_col_offset  # type: ignore[attr-defined]


def _is_alias(node: ast.Assign) -> bool:
    """Whether it only names a type: a capitalised name for a union or a subscript."""
    target = node.targets[0]
    named = isinstance(target, ast.Name) and target.id[0].isupper() and not target.id.isupper()
    return named and isinstance(node.value, ast.BinOp | ast.Subscript)
