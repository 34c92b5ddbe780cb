"""From a logical value to bytes: everything is checked before the first byte is written.

The value becomes the wire tree that it would be, and the explaining engine reads
that tree: so one set of rules decides what may be read and what may be written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wirebook.encode.build import Builder
from wirebook.encode.compare import differences
from wirebook.encode.said import said_charset, unsaid_charset
from wirebook.encode.sign import signed
from wirebook.errors import UsageError, ValidationError
from wirebook.explain import explain
from wirebook.explain.outcome import Raw, finish
from wirebook.explain.show import shown_value
from wirebook.explain.walk import Walk
from wirebook.explain.whole import walk_whole
from wirebook.model import Charsets, Lines, Message, Provider, Shape
from wirebook.part import Context, Part
from wirebook.reading import read
from wirebook.values import convert
from wirebook.wire import form, module
from wirebook.wire.caps import MAX_FINDINGS
from wirebook.wire.charset import codec
from wirebook.wire.tree import Node, WireError

__all__ = ["encode", "encode_part"]

_NOWHERE = (-1, -1)


def encode(provider: Provider, message_id: str, encoding: str, value: Mapping[str, Any], ctx: Context) -> bytes:
    """The body of ``value`` as a message in an encoding and in ``ctx.charset`` or the encoding's default.

    Of a form that travels in the query it is the query string; ``encode_part`` gives what travels elsewhere too.
    Takes logical values and what ``decode`` prints. Signs where ``ctx.secret`` is
    set. Raises ValidationError with everything that is wrong, UsageError for a
    message or encoding that the provider does not have.
    """
    _, message, shape, policy = _found(provider, message_id, encoding)
    made = _Encoder(provider, message, shape, policy, ctx).part(value)
    return made.query or b"" if shape.carried[0] == "query" else made.body


def encode_part(provider: Provider, message_id: str, encoding: str, value: Mapping[str, Any], ctx: Context) -> Part:
    """The whole of ``value`` as a message: its body with what of it travels in query, headers and status.

    A region of which the message says nothing is None. Takes and raises what ``encode`` does.
    """
    return _Encoder(*_found(provider, message_id, encoding), ctx).part(value)


def _found(provider: Provider, message_id: str, encoding: str) -> tuple[Provider, Message, Shape, Charsets]:
    message = provider.message(message_id)
    shape = None if message is None else next((s for s in message.shapes if s.encoding == encoding), None)
    policy = provider.charset(encoding)
    if message is None or shape is None or policy is None:
        raise UsageError(f"{provider.name} has no {message_id} in {encoding}")
    return provider, message, shape, policy


class _Encoder:
    def __init__(
        self,
        provider: Provider,
        message: Message,
        shape: Shape,
        policy: Charsets,
        ctx: Context,
    ) -> None:
        self.provider = provider
        self.message = message
        self.shape = shape
        self.policy = policy
        self.ctx = ctx
        self.charset = ""
        self.raws: list[Raw] = []

    def part(self, value: Mapping[str, Any]) -> Part:
        given = convert(self.message.record, value, self.raws)
        if not isinstance(value, Mapping):
            raise self.refused()
        name = self._codec(given)
        self._dropped(given)
        tree, given = self._tree(given, name)
        tree, given = self._with_body_signed(tree, given, name)
        decoded = self._checked(tree, name)
        if not self.raws:
            self._differs(given, decoded)
        part = self._part(self._written(tree), tree)
        if self.shape.encoding == "form" and not tree.root.children and not self.raws:
            self.raws.append(Raw("input.empty", "error", "", _NOWHERE, None, {}))  # which nobody could read
        if not self.raws and isinstance(self.shape.root, Lines):
            self._reread(part, decoded)
        if self.raws:
            raise self.refused()
        return part

    def _with_body_signed(self, tree: Builder, given: dict[str, Any], name: str) -> tuple[Builder, dict[str, Any]]:
        """The tree with signatures of the body's bytes, which stand outside it."""
        rules = [rule for rule in self.message.record.rules if rule.over == "body"]
        if not rules or self.raws or self.ctx.secret is None:
            return tree, given
        body = self._written(tree)
        if self.raws:
            return tree, given
        given = given | signed(self.provider, self.message.record, self.shape, given, tree, name, self.ctx, body)
        return Builder(self.message.record, self.shape, given), given

    def _part(self, body: bytes, tree: Builder) -> Part:
        """The body with what the tree has beside it."""
        headers, status = tree.around.get("header"), tree.around.get("status")
        query = self._query(tree)
        if self.shape.carried[0] == "query":
            body, query = b"", body
        return Part(
            body,
            query=query,
            headers=None if headers is None or self.raws else {node.name: node.text for node in headers},
            status=int(status[0].text) if status and not self.raws else None,
        )

    def _query(self, tree: Builder) -> bytes | None:
        """The query string beside the body; None where no parameter of it is the message's."""
        params = tree.around.get("query")
        if params is None:
            return None
        policy = self.provider.charset("form")
        root = Node("root", "", "object", children=list(params))
        return self._try(lambda: form.write(root, charset="utf-8" if policy is None else policy.default), root, tree)

    def refused(self) -> ValidationError:
        """Everything that is wrong, as an exception."""
        return ValidationError(
            finish(
                self.raws,
                provider=self.provider.name,
                message=self.message.id,
                encoding=self.shape.encoding,
                body=b"",
                charset="utf-8",
            )
        )

    def _codec(self, given: dict[str, Any]) -> str:
        """The codec to write in: the caller's charset, else what the value itself says, else the default.

        A body in another charset than the default says so where it has a parameter for that.
        """
        field, said = said_charset(self.policy, self.shape, given)
        can = [codec(each) for each in self.policy.allowed]
        steps = self.ctx.resolved(self.policy.resolve)
        asked = (step[3:] for step in steps if step.startswith("is:") and codec(step[3:]) in can)
        self.charset = self.ctx.charset or said or next(asked, self.policy.default)
        name = codec(self.charset)
        if name is None or name not in map(codec, self.policy.allowed):
            code = "charset.unknown" if name is None else "charset.not-allowed"
            args = {"got": shown_value(self.charset), "allowed": ", ".join(self.policy.allowed)}
            self.raws.append(Raw(code, "error", "" if self.ctx.charset else field, _NOWHERE, None, args))
            raise self.refused()
        if said is not None and codec(said) != name:
            args = {"name": field, "reason": "it says another charset than the body is written in"}
            self.raws.append(Raw("encode.value", "error", field, _NOWHERE, None, args))
        if said is None and name != codec(self.policy.default):
            silent = unsaid_charset(self.policy, self.shape, given)
            if silent is not None:
                given[silent] = next(each for each in self.policy.allowed if codec(each) == name)
        return name

    def _dropped(self, given: dict[str, Any]) -> None:
        for field in self.shape.drops:
            if given.pop(field, None) not in (None, [], {}):
                self.raws.append(Raw("encode.dropped", "error", field, _NOWHERE, None, {"name": field}))

    def _tree(self, given: dict[str, Any], name: str) -> tuple[Builder, dict[str, Any]]:
        tree = Builder(self.message.record, self.shape, given)
        carriers = signed(self.provider, self.message.record, self.shape, given, tree, name, self.ctx)
        if carriers:
            given = given | carriers
            tree = Builder(self.message.record, self.shape, given)
        self.raws += tree.raws
        return tree, given

    def _checked(self, tree: Builder, name: str) -> Any:
        """What the tree means; the errors of it that are not known already."""
        walk = Walk(self.provider, self.message, self.shape.encoding, name, b"", self.ctx)
        decoded = walk_whole(walk, self.shape, tree.root, tree.around)
        known = {raw.path for raw in self.raws}
        for raw in walk.raws:
            if raw.severity == "error" and not _below(raw.path, known):
                self.raws.append(raw)
        return decoded

    def _differs(self, given: dict[str, Any], decoded: dict[str, Any]) -> None:
        for path, name in differences(self.message.record, given, decoded):
            self.raws.append(Raw("encode.reread", "error", path, _NOWHERE, None, {"name": name}))

    def _written(self, tree: Builder) -> bytes:
        """The bytes; every node that cannot be written is noted and blanked, so that the next is found too."""
        write: Any = module(self.shape.encoding).write
        more = {}
        if isinstance(self.shape.root, Lines):
            more["plan"] = module(self.shape.encoding).plan(self.shape.root)
        return self._try(lambda: write(tree.root, charset=self.charset, **more), tree.root, tree)

    def _try(self, write: Callable[[], bytes], root: Node, tree: Builder) -> bytes:
        while len(self.raws) <= MAX_FINDINGS:
            try:
                return write()
            except WireError as wrong:
                self._unwritable(wrong, root, tree)
        return b""

    def _unwritable(self, wrong: WireError, root: Node, tree: Builder) -> None:
        node = wrong.node
        path, name = tree.paths.get(id(node), ("", node.name))
        args = {"name": name or self.shape.encoding} | {key: str(value) for key, value in wrong.args_.items()}
        self.raws.append(Raw(wrong.code, "error", path, _NOWHERE, None, args))
        _blank(root, node)

    def _reread(self, part: Part, decoded: Any) -> None:
        """A line must come back as it was meant: literals and separators may stand in its values too."""
        ctx = Context(charset=self.charset, settings=self.ctx.settings)
        wire = read(self.provider, self.shape, part, ctx)
        again = explain(self.provider, self.message, self.shape, wire, self.ctx)
        assert isinstance(self.shape.root, Lines)
        each = self.shape.root.each
        for finding in again.findings:
            if finding.severity == "error":
                path = finding.path
                if not path and each and finding.location is not None:
                    path = f"{each}[{finding.location.line - 1}]"
                args = {"name": path or "the line"}
                self.raws.append(Raw("encode.reread", "error", path, _NOWHERE, None, args))
        if again.value is not None and not self.raws:
            self._differs(decoded, again.value)


def _below(path: str, known: set[str]) -> bool:
    """Whether a path or one above it is known to be wrong."""
    if path in known:
        return True
    return any(path[:i] in known for i, char in enumerate(path) if char in ".[")


def _blank(root: Node, node: Node) -> None:
    """Takes a node that cannot be written out of the tree."""
    stack = [root]
    while stack:
        parent = stack.pop()
        if any(child is node for child in parent.children):
            parent.children = [child for child in parent.children if child is not node]
            return
        stack += parent.children
    node.text = ""
