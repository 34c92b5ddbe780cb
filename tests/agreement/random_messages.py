"""Random messages with random bodies, for the law that schemas are never stricter than the engine.

Everything comes from one ``random.Random``, so a seed is a repeatable case. Shapes use
what the language has in XML and JSON: wrappers, alternatives, tolerated duplicates,
maps, unknown members, orders, namespaces, every kind of scalar and rule.
"""

from __future__ import annotations

import json
from random import Random
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from wirebook.lexical import json_form, parse
from wirebook.model import (
    Alternative,
    Array,
    Charsets,
    CodeEntry,
    CodeTable,
    Cond,
    Const,
    Default,
    Facet,
    Field,
    Joined,
    Leaf,
    LexicalForm,
    List,
    Map,
    Member,
    Message,
    Normal,
    Provider,
    Record,
    Rewrite,
    Rule,
    Scalar,
    Shape,
    Text,
    Tree,
    Unknown,
)

T = Text("text", "текст")
SPACE = "{urn:example:space}"


class Maker:
    """Makes one message and bodies for it."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.number = 0

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def name(self, prefix: str) -> str:
        self.number += 1
        return f"{prefix}{self.number}"

    # ------------------------------------------------------------ types

    def severity(self) -> str:
        return "error" if self.chance(0.7) else "warning"

    def facet(self, name: str, value: Any) -> Facet:
        return Facet(name, value, self.severity())

    def scalar(self) -> Scalar:
        return self.union() if self.chance(0.12) else self.plain()

    def union(self) -> Scalar:
        members = tuple(
            kind for kind in (self.plain() for _ in range(self.random.choice([2, 3]))) if kind.base != "bits"
        )
        if len(members) < 2:
            return self.union()
        space = self.random.choice(["preserve"] * 4 + ["trim", "collapse"])
        return Scalar(self.name("Type") if self.chance(0.5) else "", "union", (), space, members=members, doc=T)

    def plain(self) -> Scalar:
        pick = self.random.choice
        base = pick(
            ["string"] * 3 + ["integer"] * 3 + ["decimal", "date", "datetime", "time", "phone", "bits", "boolean"]
        )
        space = pick(["preserve"] * 4 + ["trim", "collapse"])
        facets: list[Facet] = []
        more: dict[str, Any] = {}
        if base == "string":
            facets = self.random.sample(
                [
                    self.facet("minLength", pick([1, 2])),
                    self.facet("maxLength", pick([3, 5])),
                    self.facet("pattern", pick(["[a-z ]*", "[^0-9]{0,3}|x+", "(ab|b c)*"])),
                    self.facet("enumeration", pick([("a", "b c"), ("", "xx"), ("1", "a|b", "$^.")])),
                ],
                pick([0, 0, 1, 2]),
            )
            if self.chance(0.2):
                more["codes"] = self.table("string", ("a", "xx"))
        elif base == "integer":
            facets = self.random.sample(
                [
                    self.facet("minInclusive", pick([-7, 0, 1])),
                    self.facet("maxInclusive", pick([7, 19, 100])),
                    self.facet("totalDigits", pick([1, 2])),
                    self.facet("enumeration", pick([(0, 1), (-1, 5, 12)])),
                ],
                pick([0, 0, 1, 2]),
            )
            more["lexical"] = self.forms(["plus", "leading_zeros", "zero_fraction"])
            if self.chance(0.3):
                more["codes"] = self.table("integer", (0, 1, -3))
        elif base == "decimal":
            facets = self.random.sample(
                [
                    self.facet("minInclusive", pick(["0", "-1.5", "0.25"])),
                    self.facet("maxInclusive", pick(["2", "9.99"])),
                    self.facet("totalDigits", pick([2, 3])),
                    self.facet("fractionDigits", pick([0, 2])),
                ],
                pick([0, 1, 2]),
            )
            more["lexical"] = self.forms(["plus", "comma"])
        elif base == "phone":
            if self.chance(0.7):
                rewrites = (Rewrite("8(9[0-9]{2})", "7{1}"), Rewrite("x", "0"))
                more["normal"] = Normal(" +-", rewrites, "79[0-9]{2}", self.severity())
            facets = [self.facet("maxLength", 8)] if self.chance(0.4) else []
        elif base == "bits":
            more["width"] = 3
        elif base == "boolean":
            extra = [LexicalForm(n, pick([None, "warning", "error"])) for n in ("1/0", "a/xx") if self.chance(0.4)]
            more["lexical"] = (LexicalForm("true/false"), *extra) if self.chance(0.7) else (LexicalForm("1/0"),)
        else:
            forms = {
                "date": ["DD.MM.YYYY", "YY-MM-DD"],
                "time": ["hh:mm:ss", "hh:mm"],
                "datetime": ["YYYY-MM-DD hh:mm:ss", "DD.MM.YY hh:mm"],
            }[base]
            more["lexical"] = (LexicalForm(forms[0]), LexicalForm(forms[1], pick([None, "warning", "error"])))
            more["pivot"] = 70
        sensitive = pick([None] * 5 + ["login", "phone"])
        name = self.name("Type") if self.chance(0.5) else ""
        return Scalar(name, base, tuple(facets), space, sensitive=sensitive, doc=T, **more)

    def forms(self, names: list[str]) -> tuple[LexicalForm, ...]:
        extra = [LexicalForm(n, self.random.choice([None, "warning", "error"])) for n in names if self.chance(0.3)]
        return (LexicalForm("canonical"), *extra)

    def table(self, base: str, values: tuple[Any, ...]) -> CodeTable:
        rows = [CodeEntry(v, None, None, f"row{i}", T, None, None, None, None, "") for i, v in enumerate(values)]
        if base == "integer":
            rows.append(CodeEntry(None, 10, 19, "range", T, None, None, T, None, ""))
        unknown = self.random.choice(["accept", "warn", "refuse", "refuse"])
        return CodeTable(self.name("Table"), base, T, tuple(rows), unknown, True, None, "")

    def field(self, name: str, depth: int) -> Field:
        draw = self.random.random()
        if depth and draw < 0.3:
            item: Scalar | Record = self.scalar() if self.chance(0.5) else self.record(depth - 1)
            facets = [self.facet("minItems", self.random.choice([1, 1, 2]))] if self.chance(0.5) else []
            facets += [self.facet("maxItems", self.random.choice([2, 3]))] if self.chance(0.5) else []
            return Field(name, List(item, tuple(facets)), False, None, T, "")
        if depth and draw < 0.4:
            return Field(name, self.record(depth - 1), self.chance(0.5), None, T, "", self.missing())
        if depth and draw < 0.5:
            keys = ((("k1", T), ("k2", T)), "") if self.chance(0.5) else ((), self.random.choice(["", "x[a-z]*"]))
            return Field(name, Map(keys[0], keys[1], self.scalar()), False, None, T, "")
        kind = self.scalar()
        default = None
        if self.chance(0.15):
            value = next((t for t in TEXTS if _fine(kind, t)), None)
            if kind.base == "boolean":
                value = self.chance(0.5)
            default = None if value is None else Default(value, self.chance(0.5), "keep")
        optional = default is not None or self.chance(0.4)
        return Field(name, kind, optional, default, T, "", None if optional else self.missing())

    def missing(self) -> str | None:
        return self.random.choice([None] * 6 + ["accept", "warning"])

    def record(self, depth: int) -> Record:
        fields = tuple(self.field(self.name("f"), depth) for _ in range(self.random.randint(1, 4)))
        rules = tuple(filter(None, (self.rule(fields) for _ in range(self.random.choice([0, 0, 1, 2])))))
        return Record(self.name("Record"), fields, rules)

    def rule(self, fields: tuple[Field, ...]) -> Rule | None:
        kinds = ["unique", "required_if", "forbidden_if", "exactly_one", "at_most_one", "count", "repeated"]
        kind = self.random.choice(kinds)
        name, severity = self.name("rule"), self.severity()
        if kind == "count":
            return self.counted(name, severity, fields)
        if kind == "repeated":
            return self.repeated(name, severity, fields)
        if kind == "unique":
            lists = [f for f in fields if isinstance(f.type, List)]
            if not lists:
                return None
            chosen = self.random.choice(lists)
            assert isinstance(chosen.type, List)
            item = chosen.type.item
            keys = [f.name for f in item.fields if isinstance(f.type, Scalar)] if isinstance(item, Record) else [""]
            return Rule(name, kind, severity, chosen.name, self.random.choice(keys)) if keys else None
        if kind in ("exactly_one", "at_most_one"):
            some = [f.name for f in fields if not isinstance(f.type, Map)]
            return Rule(name, kind, severity, fields=tuple(some[:2])) if len(some) > 1 else None
        return Rule(name, kind, severity, self.random.choice(fields).name, when=self.cond(fields, 2))

    def counted(self, name: str, severity: str, fields: tuple[Field, ...]) -> Rule | None:
        some = [
            f.name
            for f in fields
            if isinstance(f.type, List) or (isinstance(f.type, Scalar) and f.type.base == "integer")
        ]
        if not some:
            return None
        to = (self.random.choice([*some, 0, 1, 5]), self.random.choice([0, 1]))
        bound = self.random.choice(["equal", "at_most", "at_least"])
        when = self.cond(fields, 1) if self.chance(0.3) else None
        return Rule(name, "count", severity, self.random.choice(some), bound=bound, to=to, when=when)

    def repeated(self, name: str, severity: str, fields: tuple[Field, ...]) -> Rule | None:
        for chosen in fields:
            item = chosen.type.item if isinstance(chosen.type, List) else None
            keys = [f for f in item.fields if isinstance(f.type, Scalar)] if isinstance(item, Record) else []
            codes = [f for f in keys if f.type.base in ("integer", "string")]  # type: ignore[union-attr]
            if len(keys) > 1 and codes:
                code = self.random.choice(codes)
                key, *rest = (f.name for f in keys if f is not code)
                values = (1, 5) if code.type.base == "integer" else ("a", "")  # type: ignore[union-attr]
                return Rule(
                    name, "repeated", severity, chosen.name, key, code=code.name, values=values, same=tuple(rest)
                )
        return None

    def cond(self, fields: tuple[Field, ...], depth: int) -> Cond:
        if depth and self.chance(0.4):
            op = self.random.choice(["all", "any", "not"])
            count = 1 if op == "not" else 2
            return Cond(op, items=tuple(self.cond(fields, depth - 1) for _ in range(count)))
        chosen = self.random.choice(fields)
        if isinstance(chosen.type, Scalar) and self.chance(0.6):
            if chosen.type.base == "boolean":
                return Cond("equals", chosen.name, (self.chance(0.5),))
            return Cond("in", chosen.name, tuple(self.random.sample([0, 1, 5, "a", "xx", ""], 2)))
        return Cond("present", chosen.name)

    # ------------------------------------------------------------ shapes

    def leaf(self, bind: str, kind: Scalar, given: Field | None, form: str) -> Leaf:
        free = given is None or given.optional or given.missing is not None
        more: dict[str, Any] = {}
        if free and self.chance(0.2):
            more["absent"] = self.random.choice(["0", "-", "00.00.0000"])
        draw = self.random.random()
        if draw < 0.15:
            more["empty"] = "refuse"
        elif draw < 0.4 and free:
            more["empty"] = "absent"
            more["empty_severity"] = self.random.choice([None, "warning", "error"])
        if form != "text":
            other = "number" if form == "string" else "string"
            other = "boolean" if kind.base == "boolean" and form != "boolean" and self.chance(0.5) else other
            if self.chance(0.3):
                more["accepts"] = ((other, self.random.choice([None, "warning", "error"])),)
            if free and self.chance(0.3):
                more["null"] = "absent"
        return Leaf(bind, kind, form, **more)

    def joined(self, name: str, kind: Scalar, form: str) -> Joined:
        """A list in one text."""
        choices = [(";",), ("/", ";"), ("\n", "/"), ("=>",)]
        if kind.base in ("string", "integer", "phone", "date", "time", "bits"):
            choices += [(",",), (",", ";")]
        leaf = Leaf(".", kind, form, (("number", None),) if form == "string" and self.chance(0.2) else ())
        return Joined(name, leaf, self.random.choice(choices), self.chance(0.5))

    def rest(self, share: float = 1.0) -> dict[str, Any]:
        """Alternatives and tolerance of a member."""
        found: dict[str, Any] = {}
        if self.chance(0.25 * share):
            severity = self.random.choice([None, "warning", "error"])
            found["alternatives"] = (Alternative(self.name("alt"), severity, "d"),)
        if self.chance(0.1 * share):
            found["duplicate"] = "warning"
        return found

    def unknown(self, maps: list[Field]) -> Unknown:
        if maps and self.chance(0.5):
            severity = self.random.choice([None, "warning", "error"])
            excepted = tuple(self.random.sample(["zz", "xb", "k1", "no"], self.random.choice([0, 0, 1, 2])))
            return Unknown("collect", maps.pop().name, severity, excepted=excepted)
        return Unknown(self.random.choice(["refuse"] * 6 + ["warn", "ignore"]))

    def spaced(self, name: str) -> str:
        return SPACE + name if self.qualified and self.chance(0.7) else name

    def element(self, record: Record, bind: str, fields: list[Field] | None = None, depth: int = 1) -> Tree:
        """An XML element for some fields of a record (all of them, unless given)."""
        left = list(record.fields) if fields is None else fields
        maps = [f for f in left if isinstance(f.type, Map)]
        left = [f for f in left if f not in maps]
        members: list[Member] = []
        if depth and len(left) > 1 and self.chance(0.3):
            inside, left = left[:1], left[1:]
            wrapper = self.element(record, "", inside, depth - 1)
            members.append(Member("element", self.spaced(self.name("w")), wrapper, self.chance(0.5), **self.rest()))
        if self.chance(0.2):
            members.append(Member("attribute", self.name("c"), Const("fixed one"), False, **self.rest()))
        texted = False
        for field in left:
            name = self.spaced(self.name("e"))
            if isinstance(field.type, List):
                inner: Any
                if isinstance(field.type.item, Scalar) and self.chance(0.4):
                    inner = self.joined(field.name, field.type.item, "text")
                    slot = self.random.choice(["attribute", "element"])
                    members.append(Member(slot, name, inner, self.chance(0.7), **self.rest()))
                    continue
                if isinstance(field.type.item, Record):
                    inner = self.element(field.type.item, ".")
                else:
                    inner = self.leaf(".", field.type.item, None, "text")
                alternatives = {k: v for k, v in self.rest().items() if k == "alternatives"}
                members.append(Member("element", name, inner, True, each=field.name, **alternatives))
            elif isinstance(field.type, Record):
                made = self.element(field.type, field.name)
                members.append(Member("element", name, made, field.optional, **self.rest()))
            else:
                assert isinstance(field.type, Scalar)
                leaf = self.leaf(field.name, field.type, field, "text")
                slot = self.random.choice(["attribute", "element", "element", "text"])
                if slot == "text" and texted:
                    slot = "attribute"
                texted = texted or slot == "text"
                if slot == "text":
                    members.append(Member("text", "", leaf, field.optional))
                else:
                    place = self.name("a") if slot == "attribute" else name
                    missing = None if field.optional else self.missing()
                    members.append(Member(slot, place, leaf, field.optional, missing=missing, **self.rest()))
        for slot in ("attribute", "element"):
            if maps and self.chance(0.3):
                chosen = maps.pop()
                assert isinstance(chosen.type, Map)
                leaf = Leaf(chosen.name, chosen.type.values)
                members.append(Member("entries", "", leaf, True, entry=slot))
        self.random.shuffle(members)
        order = self.random.choice(["any", "any", "sequence"])
        return Tree(bind, tuple(members), order, self.unknown(maps), self.unknown(maps))

    def object(self, record: Record, bind: str, fields: list[Field] | None = None, depth: int = 1) -> Tree:
        """A JSON object for some fields of a record."""
        left = list(record.fields) if fields is None else fields
        maps = [f for f in left if isinstance(f.type, Map)]
        left = [f for f in left if f not in maps]
        members: list[Member] = []
        if depth and len(left) > 1 and self.chance(0.3):
            wrapper = self.object(record, "", left[:1], depth - 1)
            left = left[1:]
            members.append(Member("member", self.name("w"), wrapper, self.chance(0.5), **self.rest()))
        for field in left:
            name = self.name("m")
            inner: Any
            if isinstance(field.type, List):
                if isinstance(field.type.item, Record):
                    inner = Array(field.name, self.object(field.type.item, "."))
                elif self.chance(0.4):
                    inner = self.joined(field.name, field.type.item, "string")
                else:
                    inner = Array(field.name, self.leaf(".", field.type.item, None, self.form(field.type.item)))
            elif isinstance(field.type, Record):
                inner = self.object(field.type, field.name)
            else:
                assert isinstance(field.type, Scalar)
                inner = self.leaf(field.name, field.type, field, self.form(field.type))
            optional = field.optional or (isinstance(inner, (Array, Joined)) and self.chance(0.3))
            members.append(Member("member", name, inner, optional, **self.rest()))
        if maps and self.chance(0.4):
            chosen = maps.pop()
            assert isinstance(chosen.type, Map)
            form = self.form(chosen.type.values)
            members.append(Member("entries", "", Leaf(chosen.name, chosen.type.values, form), True, entry="member"))
        return Tree(bind, tuple(members), unknown=self.unknown(maps))

    def form(self, kind: Scalar) -> str:
        return json_form(kind) if self.chance(0.7) else "string"

    def message(self) -> tuple[Provider, Message]:
        record = self.record(2)
        self.qualified = self.chance(0.2)
        name = (SPACE if self.qualified else "") + "root"
        root = Member("root", name, self.element(record, ""), False, **self.rest(0.5))
        if self.qualified:
            root = Member("root", name, root.node, False)
        shapes = (Shape("xml", root), Shape("json", Member("root", "", self.object(record, ""), False)))
        message = Message("made", T, T, "request", record, shapes, (), (), "")
        order = ("bom", "declaration", "default")
        charsets = tuple(Charsets(encoding, order, ("utf-8",), "utf-8") for encoding in ("xml", "json"))
        return Provider("made", "", (), T, None, (), (), (), charsets, (), (message,), (), ()), message

    # ------------------------------------------------------------ bodies

    def text(self, leaf: Leaf | Joined, slip: float) -> str:
        """A text for a scalar or a list in one text, mostly one that is tolerated."""
        if isinstance(leaf, Joined):
            count = self.random.choice([0, 1, 2, 2, 3])
            mark = self.random.choice(leaf.separators)
            items = [self.text(leaf.item, slip) for _ in range(count)]
            return mark.join(items) + (mark if leaf.trailing and self.chance(0.3) else "")
        if leaf.absent is not None and self.chance(0.2):
            return leaf.absent
        pool = self.random.sample(TEXTS, len(TEXTS))
        if not self.chance(slip):
            pool = [t for t in pool if _fine(leaf.type, t)] or pool
        chosen = pool[0]
        return f" {chosen}\t " if leaf.type.whitespace != "preserve" and self.chance(0.2) else chosen

    def count(self, member: Member, record: Record | None, slip: float) -> int:
        if self.chance(slip):
            return self.random.choice([0, 1, 2])
        if member.each:
            return self.random.choice([0, 1, 2, 2, 3])
        if member.duplicate == "warning" and self.chance(0.2):
            return 2
        return self.random.choice([0, 1]) if member.optional or member.missing else 1

    def called(self, member: Member) -> str:
        return self.random.choice([member.name] * 3 + [a.name for a in member.alternatives])

    def xml(self, shape: Shape, slip: float) -> str:
        """An XML body; ``slip`` is how often anything in it goes wrong."""
        assert isinstance(shape.root, Member)
        name = self.called(shape.root)
        declared = ' xmlns:s="urn:example:space"' if self.qualified else ""
        return self._xml(shape.root, name, slip, declared)

    def _xml(self, member: Member, name: str, slip: float, declared: str = "") -> str:
        tag = name.replace(SPACE, "s:")
        node = member.node
        if isinstance(node, Const):
            return f"<{tag}>{escape(node.value)}</{tag}>"
        if isinstance(node, (Leaf, Joined)):
            return f"<{tag}>{escape(self.text(node, slip))}</{tag}>"
        assert isinstance(node, Tree)
        attributes: dict[str, str] = {}
        children: list[str] = []
        content = ""
        for inner in node.members:
            if inner.slot == "entries":
                assert isinstance(inner.node, Leaf)
                for key in self.random.sample(["k1", "k2", "xa", "other"], self.random.choice([0, 1, 2])):
                    value = self.text(inner.node, slip)
                    if inner.entry == "attribute":
                        attributes.setdefault(key, value)
                    else:
                        children.append(f"<{key}>{escape(value)}</{key}>")
                continue
            for _ in range(self.count(inner, None, slip)):
                called = self.called(inner)
                if inner.slot == "attribute":
                    value = inner.node.value if isinstance(inner.node, Const) else self.text(inner.node, slip)  # type: ignore[arg-type]
                    attributes[called] = value
                elif inner.slot == "text":
                    content = escape(self.text(inner.node, slip))  # type: ignore[arg-type]
                else:
                    children.append(self._xml(inner, called, slip))
        if self.chance(slip + (0.3 if node.unknown.policy != "refuse" else 0)):
            children.append(self.random.choice(["<zz/>", "<xb>1</xb>", "<k1>a</k1>", '<zz q="1"><e1>x</e1></zz>']))
        if self.chance(slip + (0.3 if node.unknown_attributes.policy != "refuse" else 0)):
            attributes[self.random.choice(["zz", "xb", "k1"])] = self.random.choice(TEXTS)
        if node.order == "any" or self.chance(slip):
            self.random.shuffle(children)
        head = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
        blank = self.random.choice(["", "", "\n ", "<!-- c -->"]) if not content else ""
        stray = "stray" if self.chance(slip / 3) else ""
        return f"<{tag}{declared}{head}>{blank}{content}{stray}{''.join(children)}{blank}</{tag}>"

    def json(self, shape: Shape, slip: float) -> str:
        """A JSON body."""
        assert isinstance(shape.root, Member)
        return self._json(shape.root, slip)

    def _json(self, member: Member, slip: float) -> str:
        node = member.node
        if self.chance(slip / 4):
            return self.random.choice(["null", "true", "[]", "{}", '"a"', "1"])
        if isinstance(node, Const):
            return json.dumps(node.value)
        if isinstance(node, Leaf):
            return self._scalar(node, slip)
        if isinstance(node, Joined):
            return json.dumps(self.text(node, slip)) if self.chance(0.9) else self._scalar(node.item, slip)
        if isinstance(node, Array):
            item = Member("item", "", node.item, False)
            return f"[{', '.join(self._json(item, slip) for _ in range(self.random.choice([0, 1, 2, 2, 3])))}]"
        found: dict[str, str] = {}
        for inner in node.members:
            if inner.slot == "entries":
                for key in self.random.sample(["k1", "k2", "xa", "other"], self.random.choice([0, 1, 2])):
                    found.setdefault(key, self._scalar(inner.node, slip))  # type: ignore[arg-type]
                continue
            for _ in range(self.count(inner, None, slip)):
                found[self.called(inner)] = self._json(inner, slip)
        if self.chance(slip + (0.3 if node.unknown.policy != "refuse" else 0)):
            key = self.random.choice(["zz", "xb", "k1"])
            found.setdefault(key, self.random.choice(['"a"', "1", "null", '{"m1": 2}', '"xx"']))
        return "{" + ", ".join(f"{json.dumps(key)}: {value}" for key, value in found.items()) + "}"

    def _scalar(self, leaf: Leaf, slip: float) -> str:
        forms = ["string" if leaf.form == "text" else leaf.form]
        forms += [form for form, _ in leaf.accepts] if self.chance(0.4) else []
        if leaf.null == "absent" and self.chance(0.2):
            return "null"
        text = self.text(leaf, slip)
        form = self.random.choice(forms)
        if form == "boolean":
            return self.random.choice(["true", "false"])
        if form == "number":
            try:
                json.loads(text)
                return text.strip() if text.strip()[-1:].isdigit() else "5"
            except ValueError:
                return self.random.choice(["0", "1", "5", "12", "-3", "2.50"])
        return json.dumps(text)


TEXTS = [
    "", "0", "1", "5", "7", "-1", "-3", "12", "15", "+5", "007", "5.0", "0.25", "2.50", "1,5", "-0", "99", "a", "b c",
    "xx", "abb c", "A", "a|b", "$^.", "x y  z", "29.02.2024", "29.02.2023", "24-02-29", "2024-02-29 23:59:59",
    "01.01.70 00:00", "12:30:45", "12:30", "24:00:00", "7912", "8912", "+7 91-2", "x", "-", "00.00.0000", "é𝒳", "k1",
    "true", "false",
]  # fmt: skip


def _fine(kind: Scalar, text: str) -> bool:
    value, hits = parse(kind, text)
    return value is not None and not any(hit.severity == "error" for hit in hits)
