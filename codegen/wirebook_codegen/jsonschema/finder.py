"""Where an object of the JSON encoding has a field, and how a schema asks for it.

None is the answer wherever a schema could not be exact. Nothing here knows rules.
"""

from __future__ import annotations

from itertools import product

from wirebook.model import Array, Joined, Leaf, Record, Tree
from wirebook_codegen.jsonschema.leaves import absent, empty_list, inexact, same
from wirebook_codegen.jsonschema.scalars import Json, any_of
from wirebook_codegen.shapes import field_of, names, node_record, places, solid

__all__ = ["Finder"]


class Finder:
    """Fields where the shape has them, wrappers included."""

    def __init__(self, tree: Tree, record: Record) -> None:
        self.places = places(tree)
        self.record = record

    def _nest(self, name: str, inside: Json) -> Json | None:
        """A schema of objects in which the field's member is there and is ``inside``."""
        steps = self.places[name].steps
        if any(step.duplicate != "error" and len(names(step)) > 1 for step in steps):
            return None  # which of the names comes first, and so counts, cannot be seen
        choices = []
        for path in product(*(names(member) for member in steps)):
            made = inside
            for step in reversed(path):
                one: Json = {"type": "object", "required": [step]}
                made = {**one, "properties": {step: made}} if made else one
            choices.append(made)
        return any_of(choices)

    def there(self, name: str) -> Json | None:
        """A schema of objects in which the field is there."""
        field = field_of(self.record, name)
        if field is None or name not in self.places:
            return None
        member = self.places[name].member
        if field.default is not None and field.default.fill:
            return {}
        if member.slot == "entries":
            return None
        if isinstance(member.node, Joined):
            return self._nest(name, {"not": any_of(empty_list(member.node))})
        if isinstance(member.node, Array):
            nothing = absent(member.node.item, None, None) if isinstance(member.node.item, Leaf) else []
            return self._nest(name, {"contains": {"not": any_of(nothing)}} if nothing else {"minItems": 1})
        if isinstance(member.node, Tree):
            return self._nest(name, {}) if solid(member.node, node_record(self.record, member.node)) else None
        if not isinstance(member.node, Leaf):
            return None
        if inexact(member.node, member, self.record):
            return None
        gone = absent(member.node, member, self.record)
        return self._nest(name, {"not": any_of(gone)} if gone else {})

    def compared(self, name: str) -> bool:
        """Whether the list's items can be compared with each other."""
        return name in self.places and not isinstance(self.places[name].member.node, Joined)

    def equal(self, name: str, values: tuple[str | int, ...], want: bool) -> Json | None:
        """A schema of objects in which the field is there and is (not) one of the values."""
        field = field_of(self.record, name)
        if field is None or name not in self.places:
            return None
        member = self.places[name].member
        if not isinstance(member.node, Leaf):
            return None
        alike = same(member.node, values)
        if alike is None or inexact(member.node, member, self.record):
            return None
        gone = absent(member.node, member, self.record)
        parts = [alike if want else {"not": alike}, *({"not": one} for one in gone)]
        made = self._nest(name, parts[0] if len(parts) == 1 else {"allOf": parts})
        if field.default is not None and field.default.fill and (str(field.default.value) in map(str, values)) == want:
            there = self._nest(name, {"not": any_of(gone)} if gone else {})
            return None if made is None or there is None else {"anyOf": [made, {"not": there}]}
        return made
