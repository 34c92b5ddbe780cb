"""The fields of one record as XPath sees them from the record's element.

Identity constraints know little more than names; assertions of XSD 1.1 know enough to
ask what stands where, and whether it counts as there. None is the answer wherever
XPath could not be exact.
"""

from __future__ import annotations

from collections.abc import Callable

from wirebook.lexical import literal, texts
from wirebook.model import Joined, Leaf, Member, Record, Scalar, Tree
from wirebook_codegen.lexis import BLANK, extras, whole
from wirebook_codegen.lexis.numbers import integers
from wirebook_codegen.shapes import Place, field_of, item_record, literals, names, node_record, places, simple, solid
from wirebook_codegen.xsd.schema import Schema

__all__ = ["Key", "Paths"]


class Key:
    """The key of a list's items: paths to the items, from an item to its key, and the leaf that holds it."""

    def __init__(
        self, items: Place, key: Place | None, leaf: Leaf, member: Member | None, record: Record | None
    ) -> None:
        self.items = items
        self.key = key
        self.leaf = leaf
        self.absent = literals(leaf, member, record)


class Paths:
    """XPath expressions for the fields of one record."""

    def __init__(self, schema: Schema, record: Record, tree: Tree, hides: Callable[[Tree, Record], bool]) -> None:
        """hides: whether no constraint sees the elements in a tree."""
        self.schema = schema
        self.record = record
        self.hides = hides
        self.places = places(tree)

    # ------------------------------------------------------------ for identity constraints

    def plain(self, place: Place) -> list[str] | None:
        """Every path under which a member can stand, in the little XPath that identity constraints know."""
        if place.first_counts or (place.member.slot == "text" and not simple(place.holder)):
            return None
        paths = [""]
        for member, tree in zip(place.steps, place.trees, strict=True):
            if member.slot == "element" and self.hides(tree, self.record):
                return None
            steps = self._steps(member)
            if not steps:
                return None  # in a namespace that the schema does not declare
            paths = [f"{path}/{step}" if path and step else path or step for path in paths for step in steps]
        return [path or "." for path in paths]

    def _steps(self, member: Member) -> list[str]:
        if member.slot == "text":
            return [""]
        mark = "@" if member.slot == "attribute" else ""
        return [mark + self.schema.step(name) for name in names(member) if not self.schema.foreign(name)]

    # ------------------------------------------------------------ for assertions

    def path(self, place: Place) -> str | None:
        """The nodes that count, as one expression; "." for a text of the record's own element."""
        steps: list[str] = []
        for member in place.steps:
            if member.slot == "text":
                continue
            found = self._steps(member)
            if not found:
                return None
            if member.duplicate != "error":
                if member.slot == "attribute" and len(found) > 1:
                    return None  # attributes have no order in XPath
                steps.append(f"({' | '.join(found)})[1]")
            else:
                steps.append(found[0] if len(found) == 1 else f"({' | '.join(found)})")
        return "/".join(steps) or "."

    def text(self, place: Place | None) -> str:
        """What a node's text is, seen from the node."""
        if place is not None and place.member.slot == "text" and not simple(place.holder):
            return "string-join(text(), '')"
        return "string(.)"

    def key(self, rule_field: str, rule_key: str) -> Key | None:
        """The key of a list's items, "" for the items themselves; None if it is not a text of each."""
        items = self.places.get(rule_field)
        if items is None or not items.member.each:
            return None
        node = items.member.node
        if isinstance(node, Leaf):
            return Key(items, None, node, None, None) if not rule_key else None
        found = places(node).get(rule_key or ".") if isinstance(node, Tree) else None
        if found is None or not isinstance(found.member.node, Leaf):
            return None
        return Key(items, found, found.member.node, found.member, item_record(self.record, rule_field))

    def keys_there(self, key: Key) -> str | None:
        """The nodes that hold a key, of all items that have one."""
        path = self.path(key.items)
        if key.leaf.nil == "absent":
            return None
        inner = "." if key.key is None else self.path(key.key)
        if path is None or inner is None:
            return None
        joined = path if inner == "." else f"{path}/{inner}"
        return joined + unlike(key.absent, key.leaf.type, self.text(key.key))

    def there(self, name: str) -> str | None:
        """That a field is there."""
        place, given = self.places.get(name), field_of(self.record, name)
        if place is None or given is None or place.member.slot == "entries":
            return None
        if given.default is not None and given.default.fill:
            return "true()"
        if place.member.each:
            key = self.key(name, "")
            nodes = self.path(place) if key is None else self.keys_there(key)
            return None if nodes is None else f"exists({nodes})"
        node = place.member.node
        if isinstance(node, Tree) and not solid(node, node_record(self.record, node)):
            return None
        nodes = self.counted(place)
        return None if nodes is None else f"exists({nodes})"

    def counted(self, place: Place) -> str | None:
        """The node of a field unless it stands for an absent one."""
        path, node = self.path(place), place.member.node
        if path is not None and isinstance(node, Joined):
            return path + unlike(("",), node.item.type, self.text(place))
        if path is None or not isinstance(node, Leaf):
            return path
        if node.nil == "absent":
            return None  # what is nil counts as absent, and no path here sees the attribute
        return path + unlike(literals(node, place.member, self.record), node.type, self.text(place))

    def equal(self, name: str, values: tuple[str | int, ...], want: bool) -> str | None:
        """That a field is there and is (not) one of the values."""
        place, given = self.places.get(name), field_of(self.record, name)
        if place is None or given is None or not isinstance(place.member.node, Leaf):
            return None
        nodes, pattern = self.counted(place), lexemes(place.member.node.type, values)
        if nodes is None or pattern is None:
            return None
        match = f"matches({self.text(place)}, {quoted(f'^({pattern})$')})" if pattern else "false()"
        test = f"exists({nodes}[{match if want else f'not({match})'}])"
        default = given.default
        if default is not None and default.fill and (str(default.value) in map(str, values)) == want:
            return f"({test} or not(exists({nodes})))"
        return test


def lexemes(scalar: Scalar, values: tuple[str | int, ...]) -> str | None:
    """The texts that mean one of the values, "" if there are none; None for types whose values have too many."""
    if scalar.base in ("integer", "bits"):
        forms = extras(scalar)
        wanted = tuple((value, value) for value in map(whole, values) if value is not None)
        if not wanted:
            return ""
        plus, zeros, fraction = ("plus" in forms, "leading_zeros" in forms, "zero_fraction" in forms)
        pattern = integers(wanted, plus=plus, zeros=zeros, fraction=fraction)
    elif scalar.base == "boolean":
        pattern = "|".join(literal(text) for value in values for text in texts(scalar, bool(value)))
    elif scalar.base == "string":
        pattern = "|".join(literal(str(value)) for value in values)
    else:
        return None
    return pattern if scalar.whitespace == "preserve" else f"{BLANK}({pattern}){BLANK}"


def unlike(texts: tuple[str, ...], scalar: Scalar, value: str) -> str:
    """A predicate that leaves out the texts that stand for an absent field."""
    if not texts:
        return ""
    pattern = "|".join(literal(text) for text in texts if text)
    if "" in texts:
        pattern = f"({pattern})?"
    if scalar.whitespace != "preserve":
        pattern = f"{BLANK}({pattern}){BLANK}"
    return f"[not(matches({value}, {quoted(f'^({pattern})$')}))]"


def quoted(text: str) -> str:
    """An XPath string."""
    return "'" + text.replace("'", "''") + "'"
