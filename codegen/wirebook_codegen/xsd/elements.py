"""Elements: the complex type of each, and what its declaration adds (constraints, rules).

One walk over a message's shape builds one schema. What XSD cannot say is told to the
ledger on the way. Nothing here decides how a content model or a rule is written, or
what a wildcard hides.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from wirebook.model import Array, Const, Joined, Leaf, Map, Member, Record, Text, Tree
from wirebook_codegen import notes
from wirebook_codegen.shapes import (
    below,
    bound,
    closed,
    field_of,
    item_record,
    must,
    names,
    node_record,
    occurs,
    refusals,
    simple,
)
from wirebook_codegen.xsd.content import Child, Content, content, counted
from wirebook_codegen.xsd.markup import El
from wirebook_codegen.xsd.rules import Said, rules
from wirebook_codegen.xsd.schema import Schema, annotation, camel, split
from wirebook_codegen.xsd.simple import const_type, joined_type, leaf_type, plain_type
from wirebook_codegen.xsd.wild import BESIDE, Wild

__all__ = ["Walk"]

_NAMESPACE = "its namespace is not the one that the schema describes"
_SECOND = "one more of these is tolerated whatever it holds, so what the first one holds is not looked at"
_FOUND = Text(
    "Elements of any name, in any order; known ones are found among the global declarations, which are no roots.",
    "Элементы с любыми именами в любом порядке; известные ищутся среди глобальных объявлений, корнями они не служат.",
)
_ANYTHING = "XSD 1.0 has no model of known elements among any others"


@dataclass(slots=True)
class _Inside:
    """What a tree gives its element: the type's name, and what the declaration adds."""

    type: str
    constraints: list[El] = field(default_factory=list)


class Walk:
    """The walk over one shape for one schema."""

    def __init__(self, schema: Schema, root: Member, record: Record) -> None:
        self.schema = schema
        self.wild = Wild(schema, root, record)
        self._record = record

    def roots(self, root: Member) -> list[El]:
        """The global elements: the root under each of its names."""
        if isinstance(root.node, Tree):
            inside = self._tree(root.node, self._record, "", split(root.name)[1], enters=True)
        else:
            inside = self._node(root, self._record, "")
        return [
            El("xs:element", {"name": split(name)[1], "type": inside.type}, self._own(inside.constraints, index))
            for index, name in enumerate(names(root))
        ]

    def _own(self, constraints: list[El], index: int) -> list[El]:
        """Identity constraints for one of an element's declarations; no two have one name."""
        return constraints if index == 0 else [_renamed(self.schema, constraint) for constraint in constraints]

    # ------------------------------------------------------------ nodes

    def _node(self, member: Member, record: Record | None, path: str) -> _Inside:
        node = member.node
        wanted = split(member.name)[1]
        if isinstance(node, Leaf):
            return _Inside(leaf_type(self.schema, node, member, record, path, wanted))
        if isinstance(node, Const):
            return _Inside(const_type(self.schema, node, path, wanted))
        if isinstance(node, Joined):
            return _Inside(joined_type(self.schema, node, record, path, wanted))
        if isinstance(node, Array):
            raise TypeError("an array in an XML shape")
        return self._tree(node, record, path, wanted, enters=node.bind != "")

    def _tree(self, tree: Tree, record: Record | None, path: str, wanted: str, *, enters: bool) -> _Inside:
        """An element with parts; enters: it is a record's own element, so that the record's rules belong to it."""
        schema = self.schema
        inner, here = node_record(record, tree), below(path, tree.bind)
        constraints: list[El] = []
        attributes = self._attributes(tree, inner, here, wanted, constraints)
        said = rules(schema, inner, tree, here, self.wild.hides) if inner is not None and enters else Said()
        constraints += said.constraints
        elements = [m for m in tree.members if m.slot == "element"]
        foreign = [m for m in elements if schema.foreign(m.name)]
        children = [self._child(m, inner, here) for m in elements if not schema.foreign(m.name)]
        text = next((m for m in tree.members if m.slot == "text"), None)
        wild = self._free_elements(tree, inner, here, children)
        asserts = self._open_maps(tree, inner, here, wanted, attributes, children)
        documentation = annotation(inner.doc) if inner is not None and tree.bind else []
        if not children and not wild and not foreign:
            base = plain_type(schema)
            if text is not None:
                base = self._node(text, inner, here).type
            body = [El("xs:extension", {"base": base}, [*attributes, *_asserts([*asserts, *said.asserts])])]
            made = El("xs:complexType", children=[*documentation, El("xs:simpleContent", children=body)])
            return _Inside(schema.type(camel(wanted), made), constraints)
        model = self._model(tree, children, foreign, wild, inner, here, wanted)
        constraints += model.constraints
        if text is None and not children and schema.modern:
            # Implied by the content model, but xmlschema forgets it where nothing but a wildcard is in it.
            asserts.append("empty(text()[normalize-space(.) != ''])")
        if text is not None:
            for code, where in refusals(text.node, inner, here):
                if code not in BESIDE:
                    schema.ledger.lose(code, where, "text among elements has no type")
        body = [*([model.open] if model.open else []), *([model.particle] if model.particle else []), *attributes]
        made = El(
            "xs:complexType",
            {"mixed": "true" if text is not None else None},
            [*documentation, *body, *_asserts([*model.asserts, *asserts, *said.asserts])],
        )
        return _Inside(schema.type(camel(wanted), made), constraints)

    def _open_maps(
        self,
        tree: Tree,
        record: Record | None,
        path: str,
        wanted: str,
        attributes: list[El],
        children: list[Child],
    ) -> list[str]:
        """Assertions about what stands under names that no shape lists."""
        named = tuple(str(e.attributes["name"]) for e in attributes if "name" in e.attributes)
        elements = tuple(split(name)[1] for child in children for name in child.names)
        tests = self.wild.open_maps(tree, record, path, "attribute", named, wanted)
        return [*tests, *self.wild.open_maps(tree, record, path, "element", elements, wanted)]

    # ------------------------------------------------------------ attributes

    def _attributes(self, tree: Tree, record: Record | None, path: str, wanted: str, constraints: list[El]) -> list[El]:
        schema = self.schema
        made: list[El] = []
        wild = False
        for member in tree.members:
            here = below(path, bound(member))
            if member.slot == "entries" and member.entry == "attribute":
                wild = self._entry_attributes(member, record, path, made) or wild
            elif member.slot == "attribute":
                if schema.foreign(member.name):
                    wild = True
                    self.wild.lost(member, record, path, _NAMESPACE)
                    continue
                accepted = names(member)
                required = must(member, record)
                made += self._attribute(member, accepted, required, record, path)
                if len(accepted) > 1:
                    if member.duplicate == "error":
                        constraints.append(counted(schema, accepted, required=required, attribute=True))
                    elif required:
                        schema.ledger.lose("shape.missing", here, "an attribute under one of several names")
        if not closed(tree.unknown_attributes):
            # What a map of any key takes does not reach the collector.
            collector = None if wild else self.wild.collector(tree.unknown_attributes, record, "attribute")
            wild = collector is None or self._entry_attributes(collector, record, path, made)
        if wild:
            refused = self.wild.refused_names(tree, "attribute", record, path, wanted)
            outside = " ".join(map(schema.step, refused)) or None
            made.append(El("xs:anyAttribute", {"notQName": outside, "processContents": "skip"}))
        return made

    def _attribute(
        self, member: Member, accepted: tuple[str, ...], required: bool, record: Record | None, path: str
    ) -> list[El]:
        alone = required and len(accepted) == 1
        if isinstance(member.node, Const) and alone:
            # Only where it must be there: one that may be left out would be filled in, and counted as if it were there.
            self.schema.ledger.hold("shape.const", path)
            kind: dict[str, str | None] = {"type": "xs:string", "fixed": member.node.value}
        else:
            kind = {"type": self._node(member, record, path).type}
        if len(accepted) > 1 and member.duplicate != "error":
            # The first of them counts, and attributes have no order here.
            self.wild.untold(member, record, path, _SECOND)
            kind = {"type": "xs:string"}
        given = field_of(record, bound(member))
        made = []
        for name in accepted:
            space, local = split(name)
            attributes = {"name": local, "form": "qualified" if space else None, **kind}
            attributes["use"] = "required" if alone else None
            made.append(El("xs:attribute", attributes, annotation(notes.field_text(given))))
        return made

    def _entry_attributes(self, member: Member, record: Record | None, path: str, made: list[El]) -> bool:
        """Attributes for a map's listed keys; whether any name must be let through."""
        given = field_of(record, bound(member))
        if given is None or not isinstance(given.type, Map) or not isinstance(member.node, Leaf):
            return True
        here = below(path, given.name)
        if not given.type.keys:
            return True
        taken = {e.attributes["name"] for e in made}
        leaf = Leaf(".", member.node.type, "text", (), None, member.node.empty, member.node.empty_severity)
        kind = leaf_type(self.schema, leaf, None, None, here, given.name)
        for key, text in given.type.keys:
            if key not in taken:
                made.append(El("xs:attribute", {"name": key, "type": kind}, annotation(text)))
        return False

    # ------------------------------------------------------------ child elements

    def _child(self, member: Member, record: Record | None, path: str) -> Child:
        schema = self.schema
        inner = item_record(record, member.each) if member.each else record
        here = below(path, member.each)
        inside = self._node(member, inner if inner is not None else record, here)
        low, high = occurs(member, record)
        where = below(path, bound(member))
        if member.each:
            schema.ledger.hold("facet.minItems", where)
            schema.ledger.hold("facet.maxItems", where)
        elif high is None:
            self.wild.untold(member, record, path, _SECOND)
            inside = _Inside("xs:anyType")
        accepted = names(member)
        given = field_of(record, bound(member))
        text = given.doc if given is not None else None
        declarations = []
        nil = isinstance(member.node, Leaf) and member.node.nil == "absent"
        for index, name in enumerate(accepted):
            space, local = split(name)
            attributes: dict[str, str | None] = {"name": local, "type": inside.type}
            attributes["form"] = "qualified" if space else None
            attributes["nillable"] = "true" if nil else None
            extra = self._own(inside.constraints, index)
            declarations.append(El("xs:element", attributes, [*annotation(text), *extra]))
        textual = not nil and (not isinstance(member.node, Tree) or simple(member.node))
        return Child(accepted, tuple(declarations), low, high, textual and high == 1, where, bool(member.each))

    def _free_elements(self, tree: Tree, record: Record | None, path: str, children: list[Child]) -> bool:
        """Whether elements of any name are let through; adds those that a map's keys name."""
        entries = next((m for m in tree.members if m.slot == "entries" and m.entry == "element"), None)
        wild = entries is not None and self._entries(entries, record, path, children)
        if not closed(tree.unknown):
            collector = None if wild else self.wild.collector(tree.unknown, record, "element")
            return collector is None or self._entries(collector, record, path, children)
        return wild

    def _entries(self, member: Member, record: Record | None, path: str, children: list[Child]) -> bool:
        """Child elements for a map's listed keys; whether any name must be let through."""
        given = field_of(record, bound(member))
        if given is None or not isinstance(given.type, Map) or not isinstance(member.node, Leaf):
            return True
        here = below(path, given.name)
        if not given.type.keys:
            return True
        leaf = Leaf(".", member.node.type, "text", (), None, member.node.empty, member.node.empty_severity)
        kind = leaf_type(self.schema, leaf, None, None, here, given.name)
        taken = {name for child in children for name in child.names}
        for key, text in given.type.keys:
            if key not in taken:
                declared = El("xs:element", {"name": key, "type": kind}, annotation(text))
                high = 1 if member.duplicate == "error" else None
                children.append(Child((key,), (declared,), 0, high, high == 1, here, free=True))
        return False

    def _model(
        self,
        tree: Tree,
        children: list[Child],
        foreign: list[Member],
        wild: bool,
        record: Record | None,
        path: str,
        wanted: str,
    ) -> Content:
        schema = self.schema
        ordered = tree.order == "sequence"
        for member in foreign:
            self.wild.lost(member, record, path, _NAMESPACE, ordered=ordered)
        refused = self.wild.refused_names(tree, "element", record, path, wanted) if wild else ()
        wild = wild or bool(foreign)
        if ordered and any(child.free for child in children):
            # Entries of a map stand anywhere.
            ordered = False
            for child in children:
                schema.ledger.lose("shape.order", child.path, "elements of a map stand anywhere among the others")
        if not wild or schema.modern:
            return content(schema, children, ordered=ordered, wildcard=wild, refused=refused)
        everything = El("xs:any", {"processContents": "skip", "minOccurs": "0", "maxOccurs": "unbounded"})
        constraints: list[El] = []
        if self.wild.looked_at(tree):
            everything.attributes["processContents"] = "lax"
            everything.children += annotation(_FOUND)
            self._declare(children, constraints, ordered)
        else:
            for member in tree.members:
                if member.slot == "element":
                    self.wild.lost(member, record, path, _ANYTHING, ordered=ordered)
                elif member.entry == "element":
                    self.wild.untyped(field_of(record, bound(member)), path, wanted)
            self.wild.untyped(field_of(record, tree.unknown.bind), path, wanted)
        return Content(El("xs:sequence", children=[everything]), constraints, [])

    def _declare(self, children: list[Child], constraints: list[El], ordered: bool) -> None:
        """Global declarations that a lax wildcard finds, and what counts them."""
        ledger = self.schema.ledger
        for child in children:
            self.schema.globals += child.declarations
            if child.high == 1 and child.textual:
                constraints.append(counted(self.schema, child.names, required=child.low > 0))
                continue
            if child.low:
                ledger.lose("facet.minItems" if child.repeated else "shape.missing", child.path, _ANYTHING)
            if child.repeated and child.high is not None:
                ledger.lose("facet.maxItems", child.path, _ANYTHING)
            elif child.high == 1:
                ledger.lose("shape.duplicate", child.path, _ANYTHING)
        if ordered:
            for child in children:
                ledger.lose("shape.order", child.path, _ANYTHING)


def _asserts(tests: list[str]) -> list[El]:
    return [El("xs:assert", {"test": test}) for test in tests]


def _renamed(schema: Schema, constraint: El) -> El:
    """The same identity constraint under another name, for another declaration of the element."""
    name = schema.constraint(constraint.attributes["name"])
    return El(constraint.name, {**constraint.attributes, "name": name}, constraint.children)
