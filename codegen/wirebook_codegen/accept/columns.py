"""Items written by column: each field of all items a column of values and one of pieces."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wirebook.model import Const, Leaf, Member, Tree
from wirebook_codegen.accept import leaves
from wirebook_codegen.accept.layout import OtherwiseError
from wirebook_codegen.accept.state import Scope
from wirebook_codegen.accept.texts import RUNTIME, Text, folded, markup, name_of, text_of, types

if TYPE_CHECKING:
    from wirebook_codegen.accept.writing import Writer

__all__ = ["Columns"]


class Columns:
    """The fields of all items, each field a column of values and one of pieces."""

    def __init__(self, writer: Writer, scope: Scope, found: str) -> None:
        self.writer = writer
        self.fn = writer.fn
        self.scope = scope
        self.found = found
        self.values: dict[str, str] = {}  # column variables by field
        self.pieces: list[str] = []  # variables of columns of what is written

    def tree(self, member: Member, tree: Tree, out: Text) -> None:
        name = name_of(member)
        for unknown in (tree.unknown, tree.unknown_attributes):
            if unknown.policy == "collect":
                self.empty(unknown.bind)
        out.markup(f"<{name}")
        for one in tree.members:
            if one.slot == "entries" and isinstance(one.node, Leaf):
                self.empty(one.node.bind)
            elif one.slot == "attribute" and isinstance(one.node, Const):
                out.markup(f' {name_of(one)}="{text_of(one.node)}"')
            elif one.slot == "attribute" and isinstance(one.node, Leaf):
                self.leaf(one.node, one, f' {name_of(one)}="{{}}"', "", out)
            elif one.slot == "attribute" or one.each:
                raise OtherwiseError
        inner = [one for one in tree.members if one.slot in ("text", "element")]
        if not inner:
            out.markup("/>")
        elif len(inner) == 1 and inner[0].slot == "text" and isinstance(inner[0].node, Leaf):
            self.leaf(inner[0].node, inner[0], f">{{}}</{name}>", "/>", out)
        elif all(isinstance(one.node, (Leaf, Const)) and one.slot == "element" for one in inner) and any(
            isinstance(one.node, Const) or not one.optional for one in inner
        ):
            # One of them is there in any case, or the others are not written here.
            out.markup(">")
            for one in inner:
                below = name_of(one)
                if isinstance(one.node, Const):
                    out.markup(f"<{below}>{text_of(one.node)}</{below}>")
                elif isinstance(one.node, Leaf):
                    text = Member("text", one.name, one.node, one.optional, missing=one.missing)
                    self.leaf(one.node, text, f"<{below}>{{}}</{below}>", f"<{below}/>", out, one)
            out.markup(f"</{name}>")
        else:
            raise OtherwiseError

    def empty(self, name: str) -> None:
        self.scope.bind(name)
        slot = self.writer.slot(self.scope, name)
        self.fn(f"if [1 for one in {self.found} if one.{slot}]:", "    return None")

    def unplaced(self) -> None:
        for name in self.scope.fields:
            if name not in self.scope.bound and name != ".":
                slot = self.writer.slot(self.scope, name)
                fits = f"one.{slot} is not None and one.{slot} != [] and one.{slot} != {{}}"
                self.fn(f"if [1 for one in {self.found} if {fits}]:", "    return None")

    def leaf(self, leaf: Leaf, member: Member, form: str, empty: str, out: Text, place: Member | None = None) -> None:
        """A column of pieces: ``form`` around each text, ``empty`` instead around an empty one."""
        fn, scope = self.fn, self.scope
        place = place or member
        var = scope.bind(leaf.bind)
        scope.assure(leaf.bind)
        column, pieces = fn.fresh("c"), fn.fresh("p")
        self.values[leaf.bind] = column
        self.pieces.append(pieces)
        form, empty = markup(form), markup(empty)
        if leaf.bind == ".":
            fn(f"{column} = {self.found}")
        else:
            slot = self.writer.slot(scope, leaf.bind)
            fn(f"{column} = [one.{slot} for one in {self.found}]")
        left_out = place.optional and place.slot != "text"
        given = fn.fresh("given") if left_out else column
        start = len(fn.src.lines)
        if left_out:
            fn(f"{given} = [one for one in {column} if one is not None]")
        if not self.texts(leaf, member, left_out, var, given, pieces):
            del fn.src.lines[start:]
            self.each(leaf, member, place, var, column, pieces, form, empty)
            out.value(pieces)
            return
        self.around(column, given, pieces, form, empty, out)

    def around(self, column: str, given: str, pieces: str, form: str, empty: str, out: Text) -> None:
        """What is written around each text: the same around all, unless some are empty or not there."""
        fn = self.fn
        before, _, after = form.partition("{}")
        alike = [f"all({pieces})"] if empty else []
        alike += [f"len({given}) == len({column})"] if given != column else []
        if not alike:
            out.literal(before)
            out.value(pieces)
            out.literal(after)
            return
        start, end = fn.fresh("start"), fn.fresh("end")
        with fn.block(f"if {' and '.join(alike)}:"):
            fn(f"{start}, {end} = {before!r}, {after!r}")
        with fn.block("else:"):
            fn(f"{start} = {end} = ''")
            made = f"f{before + '{one}' + after!r}" + (f" if one else {empty!r}" if empty else "")
            fn(f"{pieces} = [{made} for one in {pieces}]")
            if given != column:
                rest = fn.fresh("rest")
                fn(f"{rest} = iter({pieces})")
                fn(f"{pieces} = ['' if one is None else next({rest}) for one in {column}]")
        out.value(start)
        out.value(pieces)
        out.value(end)

    def texts(self, leaf: Leaf, member: Member, left_out: bool, var: str, column: str, pieces: str) -> bool:
        """A column of texts that are read as they are: checked and escaped together.

        left_out: None is not written, and is not in the column.
        """
        fn, lines = self.fn, self.fn.src.lines
        known = self.scope.fields.get(leaf.bind)
        if (
            leaf.type.base not in ("string", "phone")
            or leaf.nil != "refuse"
            or (known is not None and known.default is not None)
        ):
            return False
        if left_out:
            if leaf.bind == "." or leaf.absent is not None:
                return False
            self.scope.nullable.add(leaf.bind)
            if leaf.empty == "absent":  # it would be read as what is not there
                leaf = replace(leaf, empty="refuse")
        start = len(lines)
        fn(f"if {column} and set(map(type, {column})) != {{str}}:", "    return None")
        least, most, leaf = folded(leaf)
        sizes = fn.fresh("sizes") if least or most is not None else ""
        limits = [f"min({sizes}) < {least}"] if least else []
        limits += [f"max({sizes}) > {most}"] if most is not None else []
        if limits:
            fn(f"{sizes} = set(map(len, {column}))", f"if {sizes} and ({' or '.join(limits)}):", "    return None")
        loop = len(lines)
        with fn.block(f"for {var} in set({column}):"):
            before = len(lines)
            leaves.value(fn, self.scope, leaf, member)
            made = [str(line).strip() for line in lines[before:]]
        if any(line.startswith((f"{var} = ", f"{var}, ")) for line in made):
            del lines[start:]
            return False
        if not made:
            del lines[loop:]
        escape = fn.use(RUNTIME, "datas" if member.slot == "text" else "values")
        fn(f"{pieces} = {escape}({column})")
        return True

    def each(
        self, leaf: Leaf, member: Member, place: Member, var: str, column: str, pieces: str, form: str, empty: str
    ) -> None:
        """Value by value; equal ones once, where equal values are written alike."""
        fn = self.fn
        piece, known, key = fn.fresh("p"), fn.fresh("known"), fn.fresh("q")
        kinds = types(fn, leaf.type)
        nothing = "type(None)"
        fn(f"if not set(map(type, {column})) <= {{{kinds}, {nothing}}}:", "    return None")
        if leaf.type.base == "decimal":  # 1 and 1.0 are equal
            fn(f"{pieces} = []")
            with fn.block(f"for {key} in {column}:"):
                fn(f"{var} = {key}")
                self.writer.one(self.scope, leaf, member, place, var, piece, form, empty)
                fn(f"{pieces}.append({piece})")
            return
        fn(f"{known} = {{}}")
        with fn.block(f"for {key} in set({column}):"):
            fn(f"{var} = {key}")
            self.writer.one(self.scope, leaf, member, place, var, piece, form, empty)
            fn(f"{known}[{key}] = {piece}")
        fn(f"{pieces} = list(map({known}.__getitem__, {column}))")
