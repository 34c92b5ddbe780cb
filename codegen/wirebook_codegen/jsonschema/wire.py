"""The JSON encoding of a message as JSON Schema: objects, arrays and members as the shape has them.

Nothing here decides what a scalar's texts or a rule look like.
"""

from __future__ import annotations

from wirebook.lexical import json_form
from wirebook.model import Array, Const, Joined, Leaf, Map, Member, Record, Tree, Unknown
from wirebook_codegen import notes
from wirebook_codegen.jsonschema.conditions import distinct, rules
from wirebook_codegen.jsonschema.finder import Finder
from wirebook_codegen.jsonschema.leaves import absent, joined_schema, leaf_schema
from wirebook_codegen.jsonschema.page import Page, described
from wirebook_codegen.jsonschema.scalars import (
    Json,
    anchored,
)
from wirebook_codegen.lexis import stated, whole
from wirebook_codegen.losses import Ledger, named
from wirebook_codegen.shapes import (
    below,
    bound,
    closed,
    count,
    excepted,
    field_of,
    item_record,
    must,
    names,
    node_record,
    refusals,
)

__all__ = ["body"]

_OTHERS = "members of any other name are let through too"
_SECOND = "one more of these is tolerated whatever it holds"


def body(root: Member, record: Record, page: Page, ledger: Ledger) -> Json:
    """The schema of a message's JSON body."""
    walk = _Walk(page, ledger)
    if isinstance(root.node, Tree):
        return walk.tree(root.node, record, "", enters=True)
    return walk.node(root, record, "")


class _Walk:
    """The walk over one shape."""

    def __init__(self, page: Page, ledger: Ledger) -> None:
        self.page = page
        self.ledger = ledger

    def node(self, member: Member, record: Record | None, path: str) -> Json:
        """What a member holds."""
        node = member.node
        if isinstance(node, Const):
            self.ledger.hold("shape.const", path)
            return {"const": _constant(node)}
        if isinstance(node, Leaf):
            return leaf_schema(self.page, self.ledger, node, member, record, path)
        if isinstance(node, Joined):
            return joined_schema(self.ledger, node, member, record, path)
        if isinstance(node, Array):
            return self.array(node, record, path)
        return self.tree(node, record, path, enters=node.bind != "")

    # ------------------------------------------------------------ objects and arrays

    def tree(self, tree: Tree, record: Record | None, path: str, *, enters: bool) -> Json:
        """An object; enters: it is a record's own, so that the record's rules belong to it."""
        inner, here = node_record(record, tree), below(path, tree.bind)
        made: Json = {"type": "object", "properties": {}}
        required: list[str] = []
        further: list[Json] = []
        entries: Member | None = None
        for member in tree.members:
            if member.slot == "entries":
                entries = member
                continue
            accepted = names(member)
            given = field_of(inner, bound(member))
            value = described(self.node(member, inner, here), notes.field_text(given))
            for name in accepted:
                made["properties"][name] = value
            needed = must(member, inner)
            if len(accepted) == 1:
                required += accepted if needed else ()
            else:
                further += self._alternatives(member, accepted, needed, made["properties"], inner, here)
        if required:
            made["required"] = required
        if inner is not None and enters:
            further += rules(inner, Finder(tree, inner), self.ledger, here)
        if entries is not None:
            self._entries(entries, inner, here, made)
        if not closed(tree.unknown) or entries is not None:
            for member in tree.members:
                for other in member.alternatives:
                    if other.severity == "error":
                        made["properties"].setdefault(other.name, False)
        for name in excepted(tree, inner, "member"):
            made["properties"].setdefault(name, False)
        made |= self._others(tree.unknown, inner, here, entries, made)
        return {**made, "allOf": further} if further else made

    def _alternatives(
        self,
        member: Member,
        accepted: tuple[str, ...],
        needed: bool,
        properties: Json,
        record: Record | None,
        path: str,
    ) -> list[Json]:
        """Exactly one of several names, or at most one."""
        each: list[Json] = [{"required": [name]} for name in accepted]
        if member.duplicate != "error":
            # The first of them counts, and which is first cannot be seen.
            for name in accepted:
                properties[name] = {}
            for code, where in refusals(member.node, record, path):
                # That one of them must be there is said.
                shown = (lambda body: named(body, accepted)) if code == "facet.minItems" else None
                self.ledger.lose(code, where, _SECOND, shown_by=shown)
            return [{"anyOf": each}] if needed else []
        return [{"oneOf": each}] if needed else [{"anyOf": [{"not": {"anyOf": each}}, {"oneOf": each}]}]

    def _entries(self, member: Member, record: Record | None, path: str, made: Json) -> None:
        """Members for the keys of a map field."""
        given = field_of(record, bound(member))
        if given is None or not isinstance(given.type, Map) or not isinstance(member.node, Leaf):
            return
        node = member.node
        leaf = Leaf("*", node.type, node.form, node.accepts, None, node.empty, node.empty_severity, None, node.null)
        value = leaf_schema(self.page, self.ledger, leaf, None, None, below(path, given.name))
        known = tuple(made["properties"])
        if given.type.keys:
            for key, meaning in given.type.keys:
                made["properties"].setdefault(key, described(value, meaning))
        else:
            _free(made, value, known, given.type.key_pattern)

    def _others(self, unknown: Unknown, record: Record | None, path: str, entries: Member | None, made: Json) -> Json:
        """What is said about members that the shape does not list."""
        known = tuple(made["properties"])
        if "additionalProperties" in made:
            if closed(unknown) or "propertyNames" not in made:
                return {}
            # A map's keys have a pattern, and anything else is let through: no schema tells their values apart.
            if entries is not None and isinstance(entries.node, Leaf):
                for code in stated(entries.node.type):
                    self.ledger.lose(code, f"{below(path, bound(entries))}.*", _OTHERS)
            return {"additionalProperties": True, "propertyNames": True}
        if closed(unknown):
            return {"additionalProperties": False}
        given = field_of(record, unknown.bind)
        if unknown.policy != "collect" or given is None or not isinstance(given.type, Map):
            return {}
        values = given.type.values
        value = leaf_schema(
            self.page, self.ledger, Leaf("*", values, json_form(values)), None, None, below(path, given.name)
        )
        if given.type.keys:
            listed = {key: described(value, meaning) for key, meaning in given.type.keys if key not in known}
            return {"properties": {**made["properties"], **listed}, "additionalProperties": False}
        extra: Json = {}
        _free(extra, value, known, given.type.key_pattern)
        return extra

    def array(self, array: Array, record: Record | None, path: str) -> Json:
        """A list field's array."""
        here = below(path, array.bind)
        inner = item_record(record, array.bind)
        item = self.node(Member("item", "", array.item, False), inner, here)
        made: Json = {"type": "array", "items": item}
        given = field_of(record, array.bind)
        for name in ("minItems", "maxItems"):
            limit = count(given, name)
            if limit is not None:
                made[name] = limit
                self.ledger.hold(f"facet.{name}", here)
        unique = record is not None and any(distinct(r, record) and r.field == array.bind for r in record.rules)
        if unique and isinstance(array.item, Leaf) and not absent(array.item, None, None):
            made["uniqueItems"] = True
        return made


def _free(made: Json, value: Json, known: tuple[str, ...], pattern: str) -> None:
    """Members of any name hold ``value``; names that are not known match ``pattern``."""
    made["additionalProperties"] = value
    if pattern:
        made["propertyNames"] = {"anyOf": [{"enum": list(known)}, {"pattern": anchored(pattern)}]}


def _constant(const: Const) -> str | int | float:
    if const.form == "boolean":
        return const.value == "true"
    if const.form != "number":
        return const.value
    return int(const.value) if whole(const.value) is not None else float(const.value)
