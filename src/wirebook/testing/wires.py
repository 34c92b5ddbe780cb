"""One message in one encoding and charset, from values to bytes, to a tree that can be spoilt, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from wirebook import wire
from wirebook.encode import encode, encode_part
from wirebook.errors import ValidationError
from wirebook.model import Lines, Message, Provider, Scalar, Shape
from wirebook.part import Context, Part
from wirebook.testing.places import places
from wirebook.testing.records import Maker
from wirebook.wire.tree import Node, Wire

__all__ = ["Wires"]


class Wires:
    """Encodes values and rewrites trees; KeyError for a message or encoding that the provider lacks."""

    def __init__(self, provider: Provider, message_id: str, encoding: str, charset: str | None = None) -> None:
        message = provider.message(message_id)
        policy = provider.charset(encoding)
        shape = next((s for s in message.shapes if s.encoding == encoding), None) if message is not None else None
        if message is None or shape is None or policy is None:
            raise KeyError(f"{provider.name} has no {message_id} in {encoding}")
        self.provider = provider
        self.message: Message = message
        self.shape: Shape = shape
        self.policy = policy
        self.encoding = encoding
        self.charset = charset or policy.default
        forms = provider.charset("form")
        self.query_charset = "utf-8" if forms is None else forms.default
        self._module = wire.module(encoding)
        self.plan: Any = self._module.plan(shape.root) if isinstance(shape.root, Lines) else None
        self._more = {} if self.plan is None else {"plan": self.plan}
        # A strategy is checked when it is drawn from first, which is dear: the same wishes get the same one.
        self._makers: dict[tuple[bool, frozenset[str], bool], Maker] = {}
        self._scalars: dict[bool, dict[tuple[int, bool, str], tuple[Scalar, st.SearchStrategy[Any]]]] = {}
        self._values: dict[Maker, st.SearchStrategy[dict[str, Any]]] = {}

    def maker(self, *, tolerated: bool = False, wanted: frozenset[str] = frozenset(), sparse: bool = False) -> Maker:
        """What makes values for this encoding and charset, the same one for the same wishes."""
        key = tolerated, wanted, sparse
        if key not in self._makers:
            self._makers[key] = Maker(
                self.provider,
                self.encoding,
                self.charset,
                tolerated=tolerated,
                wanted=wanted,
                sparse=sparse,
                scalars=self._scalars.setdefault(tolerated, {}),
            )
        return self._makers[key]

    def context(self, **more: Any) -> Context:
        """A context with this charset."""
        return Context(charset=self.charset, dialect=self.provider.dialect or None, **more)

    def encode(
        self, value: Mapping[str, Any], ctx: Context | None = None, *, provider: Provider | None = None
    ) -> bytes:
        """The body of a value; ``provider`` may be a variant that lacks a rule."""
        return encode(provider or self.provider, self.message.id, self.encoding, value, ctx or self.context())

    def part(self, value: Mapping[str, Any], ctx: Context | None = None, *, provider: Provider | None = None) -> Part:
        """The whole of a value as it travels; a form in the query stands in the body, where it is read as well."""
        made = encode_part(provider or self.provider, self.message.id, self.encoding, value, ctx or self.context())
        if self.shape.carried[0] == "query":
            return Part(made.query or b"", headers=made.headers, status=made.status)
        return made

    def values(self, maker: Maker) -> st.SearchStrategy[dict[str, Any]]:
        """Values of the message that this encoding carries.

        Lines are the one encoding in which a text can turn into another on the way: values that the
        encoder refuses for that reason, and for no other, are left out.
        """
        found = self._values.get(maker)
        if found is None:
            found = maker.record(places(self.message.record, self.shape)).filter(self.comes_back)
            self._values[maker] = found
        return found

    def comes_back(
        self, value: Mapping[str, Any], ctx: Context | None = None, *, provider: Provider | None = None
    ) -> bool:
        """Whether nothing in the value turns into something else on the way, or to nothing.

        Only lines can do the one, and only a form of no parameters is the other.
        """
        empty = self.encoding == "form" and not any(value.values())
        if not empty and not isinstance(self.shape.root, Lines):
            return True
        try:
            self.encode(value, ctx, provider=provider)
        except ValidationError as refused:
            if {finding.code for finding in refused.findings} in ({"encode.reread"}, {"input.empty"}):
                return False
            raise
        return True

    def read(self, body: bytes) -> Node:
        """The tree of a body that has nothing wrong with its bytes."""
        found = self._read(body)
        assert found.root is not None
        assert not found.issues, found.issues
        root: Node = found.root
        return root

    def write(self, root: Node) -> bytes:
        """The body of a tree; a form whose last parameter was taken out is no empty body."""
        body: bytes = self._module.write(root, charset=self.charset, **self._more)
        return b"&" if self.encoding == "form" and not body else body

    def same(self, root: Node, body: bytes) -> bool:
        """Whether a body is read as this tree: lines may fall apart elsewhere."""
        found = self._read(body)
        return found.root is not None and not found.issues and _facts(found.root) == _facts(root)

    def _read(self, body: bytes) -> Wire:
        policy = self.policy
        found: Wire = self._module.read(
            body,
            resolve=policy.resolve,
            allowed=policy.allowed,
            default=policy.default,
            option=self.charset,
            **self._more,
        )
        return found


def _facts(node: Node) -> tuple[object, ...]:
    return node.slot, node.name, node.kind, node.text, tuple(_facts(child) for child in node.children)
