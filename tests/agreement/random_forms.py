"""Random messages that have a form as well, for the law between the engines: schemas say nothing of forms."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote_plus

from random_messages import Maker

from wirebook.model import Charsets, Const, Joined, Leaf, List, Map, Member, Message, Provider, Record, Shape, Tree

__all__ = ["FormMaker"]


class FormMaker(Maker):
    """Makes a message in XML, JSON and a form, and bodies for it."""

    def message(self) -> tuple[Provider, Message]:
        provider, message = super().message()
        tree, drops = self.parameters(message.record)
        shape = Shape("form", Member("root", "", tree, False), drops=drops)
        message = replace(message, shapes=(*message.shapes, shape))
        policy = Charsets("form", ("default",), ("utf-8",), "utf-8")
        return replace(provider, messages=(message,), charsets=(*provider.charsets, policy)), message

    def parameters(self, record: Record) -> tuple[Tree, tuple[str, ...]]:
        """The parameters for a record's fields, and the fields that no form can carry."""
        maps = [field for field in record.fields if isinstance(field.type, Map)]
        members, drops = [], []
        for field in record.fields:
            kind, name = field.type, self.name("p")
            if isinstance(kind, Record) or (isinstance(kind, List) and isinstance(kind.item, Record)):
                drops.append(field.name)
            elif isinstance(kind, List):
                assert not isinstance(kind.item, Record)
                if self.chance(0.5):
                    node = self.joined(field.name, kind.item, "text")
                    members.append(Member("param", name, node, self.chance(0.7), **self.rest()))
                else:
                    also = {key: made for key, made in self.rest().items() if key == "alternatives"}
                    leaf = self.leaf(".", kind.item, None, "text")
                    members.append(Member("param", name, leaf, True, each=field.name, **also))
            elif not isinstance(kind, Map):
                leaf = self.leaf(field.name, kind, field, "text")
                missing = None if field.optional else self.missing()
                members.append(Member("param", name, leaf, field.optional, missing=missing, **self.rest()))
        if self.chance(0.2):
            members.append(Member("param", self.name("c"), Const("fixed one"), False, **self.rest()))
        if maps and self.chance(0.5):
            chosen = maps.pop()
            assert isinstance(chosen.type, Map)
            duplicate = self.random.choice(["error", "warning"])
            leaf = Leaf(chosen.name, chosen.type.values)
            members.append(Member("entries", "", leaf, True, entry="param", duplicate=duplicate))
        self.random.shuffle(members)
        tree = Tree("", tuple(members), unknown=self.unknown(maps))
        return tree, (*drops, *(field.name for field in maps))

    def query(self, shape: Shape, slip: float) -> str:
        """The body of a form; ``slip`` is how often anything in it goes wrong."""
        assert isinstance(shape.root, Member)
        tree = shape.root.node
        assert isinstance(tree, Tree)
        found: list[tuple[str, str]] = []
        for member in tree.members:
            node = member.node
            assert isinstance(node, (Const, Joined, Leaf))
            if member.slot == "entries":
                assert isinstance(node, Leaf)
                for key in self.random.sample(["k1", "k2", "xa", "other", "X"], self.random.choice([0, 1, 2])):
                    found += [(key, self.text(node, slip))] * self.random.choice([1, 1, 1, 2])
                continue
            for _ in range(self.count(member, None, slip)):
                found.append((self.called(member), node.value if isinstance(node, Const) else self.text(node, slip)))
        if self.chance(slip + (0.4 if tree.unknown.policy != "refuse" else 0)):
            key = self.random.choice(["zz", "xb", "k1", "X"])
            found += [(key, self.random.choice(["1", "a", ""]))] * self.random.choice([1, 1, 2])
        self.random.shuffle(found)
        return "&".join(f"{key}={quote_plus(text)}" for key, text in found)
