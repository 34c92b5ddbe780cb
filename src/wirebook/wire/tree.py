"""The positioned wire tree: what every encoding's reader yields and every writer takes.

One node type serves all encodings, so that one explain engine can walk them all.
Nothing here knows a spec.

    XML    element -> kind "element"; children: attributes (slot "attribute", kind
           "string") in document order, then child elements (slot "element");
           ``text`` is all direct character data joined, entities resolved.
    JSON   kind "object" (children: slot "member"), "array" (slot "item"),
           "string" (text decoded), "number" (text is the literal as written),
           "boolean" (text "true" or "false"), "null".
    form   root kind "object"; children slot "param", kind "string", in wire order,
           duplicates kept.
    lines  root kind "array"; children slot "line", kind "object", whose children are
           the captures (slot "capture", kind "string") in the line's order; a capture
           in an optional group that is not there has no node. The pairs of a map
           field are one child with slot "pairs", the field's name and kind "object",
           whose children are slot "pair", kind "string", named by their key; it is
           there even if empty. A line that fits no pattern has kind "unread" and no
           children; its issue says so.

Names of XML nodes are ``local`` or ``{namespace}local``.
Offsets are bytes of the original body, before any transcoding; -1 where a node
was built to be written and was never read.
"""

from __future__ import annotations

from wirebook.wire.caps import MAX_ISSUES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

__all__ = ["NIL", "NILS", "Issue", "Node", "Wire", "WireError", "note"]

NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"  # the attribute of an element that stands for nothing
NILS = {"true": True, "1": True, "false": False, "0": False}  # its values: an xs:boolean


class Node:
    """One element, attribute, member, item, parameter, line or capture.

    start..end is the whole construct, name_start..name_end its name, and
    value_start..value_end what carries the value: inside an attribute's or a JSON
    string's quotes, an element's content, a parameter's raw text after ``=``.
    text_at is where an element's first character that is not white space stands
    (-1 if it has none): that is where unexpected text is reported.
    region: query, header or status for what did not stand in the body; "" else. Such a
    node has no bytes in the body and stands at its offset 0, unless the query was read
    as the body.
    """

    __slots__ = (
        "children",
        "end",
        "kind",
        "name",
        "name_end",
        "name_start",
        "region",
        "slot",
        "start",
        "text",
        "text_at",
        "value_end",
        "value_start",
    )

    def __init__(
        self,
        slot: str,
        name: str,
        kind: str,
        text: str = "",
        children: list[Node] | None = None,
        *,
        start: int = -1,
        end: int = -1,
        name_start: int = -1,
        name_end: int = -1,
        value_start: int = -1,
        value_end: int = -1,
        text_at: int = -1,
        region: str = "",
    ) -> None:
        self.slot = slot
        self.name = name
        self.kind = kind
        self.text = text
        self.children: list[Node] = [] if children is None else children
        self.start = start
        self.end = end
        self.name_start = name_start
        self.name_end = name_end
        self.value_start = value_start
        self.value_end = value_end
        self.text_at = text_at
        self.region = region

    def __repr__(self) -> str:
        return f"<{self.slot} {self.name!r} {self.kind} at {self.start}, {len(self.children)} children>"


class Issue:
    """One thing wrong with the bytes, found before any spec is consulted.

    ``code`` is a key of ``diagnostic.CODES``; ``start``..``end`` are byte offsets;
    ``args`` fill the code's template and never hold payload text that may be
    sensitive. ``region`` is that of a node (query, header, status).
    """

    __slots__ = ("args", "code", "end", "region", "start")

    def __init__(
        self, code: str, start: int, end: int = -1, args: Mapping[str, Any] | None = None, region: str = ""
    ) -> None:
        self.code = code
        self.start = start
        self.end = start if end < 0 else end
        self.args = {} if args is None else dict(args)
        self.region = region

    def __repr__(self) -> str:
        return f"Issue({self.code!r}, {self.start}, {self.end}, {self.args!r})"


def note(issues: list[Issue], issue: Issue) -> None:
    """Keep an issue of which a body may hold any number; beyond the cap it changes nothing, for all are errors."""
    if len(issues) < MAX_ISSUES:
        issues.append(issue)


class Wire:
    """A reader's outcome: the tree, or None where the body cannot be read, and every issue met.

    ``charset`` is the Python codec that the body was read in. ``opaque`` are spans
    that are no node but may hold text (comments, processing instructions): excerpts
    mask them. ``regions`` has for query, header and status the nodes of what came
    around the body, None where that is not known; empty where no shape asks.
    """

    __slots__ = ("body", "charset", "issues", "opaque", "regions", "root")

    def __init__(
        self,
        body: bytes,
        charset: str,
        root: Node | None,
        issues: list[Issue],
        opaque: list[tuple[int, int]] | None = None,
    ) -> None:
        self.body = body
        self.charset = charset
        self.root = root
        self.issues = issues
        self.opaque = [] if opaque is None else opaque
        self.regions: dict[str, list[Node] | None] = {}


class WireError(Exception):
    """A value that an encoding cannot carry; raised by writers before any byte leaves them.

    ``code`` is a key of ``diagnostic.CODES``; ``node`` is the node that cannot be written.
    """

    def __init__(self, code: str, node: Node, **args: object) -> None:
        super().__init__(code)
        self.code = code
        self.node = node
        self.args_ = args
