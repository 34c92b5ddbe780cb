"""Elements: the complex type of each, and what its declaration adds (constraints, rules).

One walk over a message's shape builds one schema. What XSD cannot say is told to the
ledger on the way. Nothing here decides how a content model or a rule is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from wirebook.model import Array, Const, Leaf, Map, Member, Record, Tree, Unknown
from wirebook_codegen import notes
from wirebook_codegen.lexis import stated
from wirebook_codegen.shapes import (
    below,
    bound,
    closed,
    count,
    field_of,
    item_record,
    must,
    names,
    node_record,
    occurs,
    refusals,
)
from wirebook_codegen.xsd.content import Child, Content, content, counted
from wirebook_codegen.xsd.markup import El
from wirebook_codegen.xsd.rules import Said, rules
from wirebook_codegen.xsd.schema import Schema, annotation, camel, split
from wirebook_codegen.xsd.simple import const_type, leaf_type, plain_type

__all__ = ["Walk"]

_NAMESPACE = "its namespace is not the one that the schema describes"
_SECOND = "one more of these is tolerated whatever it holds, so what the first one holds is not looked at"
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
        # Names that a lax wildcard may meet need one declaration for the whole schema.
        self._lax = not schema.modern and not schema.namespace and _distinct(root.node)
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
        if isinstance(node, Array):
            raise TypeError("an array in an XML shape")
        return self._tree(node, record, path, wanted, enters=node.bind != "")

    def _tree(self, tree: Tree, record: Record | None, path: str, wanted: str, *, enters: bool) -> _Inside:
        """An element with parts; enters: it is a record's own element, so that the record's rules belong to it."""
        schema = self.schema
        inner, here = node_record(record, tree), below(path, tree.bind)
        constraints: list[El] = []
        attributes = self._attributes(tree, inner, here, constraints)
        said = rules(schema, inner, tree, here) if inner is not None and enters else Said()
        constraints += said.constraints
        elements = [m for m in tree.members if m.slot == "element"]
        foreign = [m for m in elements if schema.foreign(m.name)]
        children = [self._child(m, inner, here) for m in elements if not schema.foreign(m.name)]
        text = next((m for m in tree.members if m.slot == "text"), None)
        entries = next((m for m in tree.members if m.slot == "entries" and m.entry == "element"), None)
        wild = not closed(tree.unknown) or (entries is not None and self._entries(entries, inner, here, children))
        documentation = annotation(inner.doc) if inner is not None and tree.bind else []
        if not children and not wild and not foreign:
            base = plain_type(schema)
            if text is not None:
                base = self._node(text, inner, here).type
            body = [El("xs:extension", {"base": base}, [*attributes, *_asserts(said.asserts)])]
            made = El("xs:complexType", children=[*documentation, El("xs:simpleContent", children=body)])
            return _Inside(schema.type(camel(wanted), made), constraints)
        model = self._model(tree, children, foreign, wild, inner, here)
        constraints += model.constraints
        if text is not None:
            for code, where in refusals(text.node, inner, here):
                schema.ledger.lose(code, where, "text among elements has no type")
        body = [*([model.open] if model.open else []), *([model.particle] if model.particle else []), *attributes]
        made = El(
            "xs:complexType",
            {"mixed": "true" if text is not None else None},
            [*documentation, *body, *_asserts([*model.asserts, *said.asserts])],
        )
        return _Inside(schema.type(camel(wanted), made), constraints)

    # ------------------------------------------------------------ attributes

    def _attributes(self, tree: Tree, record: Record | None, path: str, constraints: list[El]) -> list[El]:
        schema = self.schema
        made: list[El] = []
        wild = not closed(tree.unknown_attributes)
        if wild and tree.unknown_attributes.policy == "collect":
            self._collected(tree.unknown_attributes, record, path)
        for member in tree.members:
            here = below(path, bound(member))
            if member.slot == "entries" and member.entry == "attribute":
                wild = self._entry_attributes(member, record, path, made) or wild
            elif member.slot == "attribute":
                if schema.foreign(member.name):
                    wild = True
                    self._lost(member, record, path, _NAMESPACE)
                    continue
                accepted = names(member)
                required = must(member, record)
                made += self._attribute(member, accepted, required, record, path)
                if len(accepted) > 1:
                    if member.duplicate == "error":
                        constraints.append(counted(schema, accepted, required=required, attribute=True))
                    elif required:
                        schema.ledger.lose("shape.missing", here, "an attribute under one of several names")
        if wild:
            made.append(El("xs:anyAttribute", {"processContents": "skip"}))
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
            self._lost(member, record, path, "an attribute of any name has no type")
            return True
        taken = {e.attributes["name"] for e in made}
        leaf = Leaf(".", member.node.type, "text", (), None, member.node.empty, member.node.empty_severity)
        kind = leaf_type(self.schema, leaf, None, None, here, given.name)
        for key, text in given.type.keys:
            if key not in taken:
                made.append(El("xs:attribute", {"name": key, "type": kind}, annotation(text)))
        return False

    def _collected(self, unknown: Unknown, record: Record | None, path: str) -> None:
        given = field_of(record, unknown.bind)
        if given is not None and isinstance(given.type, Map):
            for code in stated(given.type.values):
                self.schema.ledger.lose(code, below(path, f"{unknown.bind}.*"), "what any name may hold has no type")

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
            self._lost(member, record, path, _SECOND)
            inside = _Inside("xs:anyType")
        accepted = names(member)
        given = field_of(record, bound(member))
        text = given.doc if given is not None else None
        declarations = []
        for index, name in enumerate(accepted):
            space, local = split(name)
            attributes: dict[str, str | None] = {"name": local, "type": inside.type}
            attributes["form"] = "qualified" if space else None
            extra = self._own(inside.constraints, index)
            declarations.append(El("xs:element", attributes, [*annotation(text), *extra]))
        textual = not isinstance(member.node, Tree) or not (
            any(m.slot in ("element", "entries") and m.entry != "attribute" for m in member.node.members)
            or not closed(member.node.unknown)
        )
        return Child(accepted, tuple(declarations), low, high, textual and high == 1, where, bool(member.each))

    def _entries(self, member: Member, record: Record | None, path: str, children: list[Child]) -> bool:
        """Child elements for a map's listed keys; whether any name must be let through."""
        given = field_of(record, bound(member))
        if given is None or not isinstance(given.type, Map) or not isinstance(member.node, Leaf):
            return True
        if not given.type.keys:
            self._lost(member, record, path, "an element of any name has no type")
            return True
        here = below(path, given.name)
        leaf = Leaf(".", member.node.type, "text", (), None, member.node.empty, member.node.empty_severity)
        kind = leaf_type(self.schema, leaf, None, None, here, given.name)
        taken = {name for child in children for name in child.names}
        for key, text in given.type.keys:
            if key not in taken:
                declared = El("xs:element", {"name": key, "type": kind}, annotation(text))
                children.append(Child((key,), (declared,), 0, 1 if member.duplicate == "error" else None, True, here))
        return False

    def _model(
        self, tree: Tree, children: list[Child], foreign: list[Member], wild: bool, record: Record | None, path: str
    ) -> Content:
        schema = self.schema
        ordered = tree.order == "sequence"
        for member in foreign:
            self._lost(member, record, path, _NAMESPACE)
        if wild and tree.unknown.policy == "collect":
            self._collected(tree.unknown, record, path)
        if foreign or (wild and not schema.modern):
            wild = True
        if not wild or schema.modern:
            return content(schema, children, ordered=ordered, wildcard=wild)
        everything = El("xs:any", {"processContents": "skip", "minOccurs": "0", "maxOccurs": "unbounded"})
        constraints: list[El] = []
        if self._lax and tree.unknown.policy == "collect" and not foreign:
            # Collected elements hold nothing but text, so that a known name never stands inside an unknown one.
            everything.attributes["processContents"] = "lax"
            self._declare(children, constraints, ordered)
        else:
            for member in tree.members:
                if member.slot == "element":
                    self._lost(member, record, path, _ANYTHING)
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

    def _lost(self, member: Member, record: Record | None, path: str, reason: str) -> None:
        """Everything that a member and what is inside it could be refused for is lost."""
        ledger = self.schema.ledger
        here = below(path, bound(member))
        for code in ("shape.missing", "shape.duplicate"):
            ledger.lose(code, here, reason)
        inner = item_record(record, member.each) if member.each else record
        for name in ("minItems", "maxItems"):
            if member.each and count(field_of(record, member.each), name) is not None:
                ledger.lose(f"facet.{name}", here, reason)
        inside = below(path, member.each)
        for code, where in refusals(member.node, inner if inner is not None else record, inside):
            ledger.lose(code, where, reason)


def _asserts(tests: list[str]) -> list[El]:
    return [El("xs:assert", {"test": test}) for test in tests]


def _renamed(schema: Schema, constraint: El) -> El:
    """The same identity constraint under another name, for another declaration of the element."""
    name = schema.constraint(constraint.attributes["name"])
    return El(constraint.name, {**constraint.attributes, "name": name}, constraint.children)


def _distinct(node: object) -> bool:
    """Whether no wire name of a child element occurs twice below a node."""
    found = list(_element_names(node))
    return len(found) == len(set(found))


def _element_names(node: object) -> list[str]:
    if not isinstance(node, Tree):
        return []
    found: list[str] = []
    for member in node.members:
        if member.slot == "element":
            found += names(member)
            found += _element_names(member.node)
    return found
