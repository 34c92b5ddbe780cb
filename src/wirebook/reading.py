"""From a body and what came around it to its wire tree; what every engine on the model starts with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wirebook.model import Const, Lines
from wirebook.wire.tree import Issue, Node

if TYPE_CHECKING:
    from wirebook.model import Charsets, Provider, Shape
    from wirebook.part import Context, Part
    from wirebook.wire.tree import Wire

__all__ = ["around", "beside", "carrier", "contradictions", "parameters", "read"]

# How a child of the root stands in each encoding: its slot and kind.
_CHILD = {"xml": ("element", "element"), "json": ("member", "string"), "form": ("param", "string")}


def carrier(shape: Shape, part: Part) -> str:
    """Where the message travels in this part: ``body``, or ``query`` for a form whose parameters are there."""
    if "query" not in shape.carried or not part.query:
        return "body"
    return "query" if "body" not in shape.carried or not part.body else "body"


def read(provider: Provider, shape: Shape, part: Part, ctx: Context) -> Wire:
    """The wire tree of a part in a shape's encoding, under the provider's charset policy.

    Where a form travels in the query, the wire's body is the query string.
    """
    from wirebook.wire import module

    policy = provider.charset(shape.encoding)
    if policy is None:
        raise KeyError(shape.encoding)
    encoding = module(shape.encoding)
    queried = carrier(shape, part) == "query"
    # Content-Type speaks of the body alone.
    asked = None if queried else _asked(policy, shape, part)
    told = _told(policy, ctx.charset or asked, None if queried else part.header_charset())
    told["resolve"] = ctx.resolved(policy.resolve)
    if isinstance(shape.root, Lines):
        told["plan"] = encoding.plan(shape.root)
    wire: Wire = encoding.read(part.query if queried else part.body, **told)
    if queried and wire.root is not None:
        for child in wire.root.children:
            child.region = "query"
    elif shape.from_query and part.query and wire.root is not None:
        _join(provider, shape, part.query, wire)
    if shape.regions:
        wire.regions, issues = around(provider, part)
        if any(member.slot == "query" for member in shape.regions):
            wire.issues += issues
    return wire


def _asked(policy: Charsets, shape: Shape, part: Part) -> str | None:
    """The charset that a parameter of the query names for the body; None where the spec knows of none."""
    names = [step[6:] for step in policy.resolve if step[:6] == "param:"]
    if not names or not shape.from_query or not part.query:
        return None
    from wirebook.wire import form

    wire = form.read(part.query, resolve=("default",), allowed=("iso-8859-1",), default="iso-8859-1")
    found = [param.text for param in (wire.root.children if wire.root is not None else ()) if param.name in names]
    return next((text for text in found if text), None)


def around(provider: Provider, part: Part) -> tuple[dict[str, list[Node] | None], list[Issue]]:
    """The nodes of each region, None where it is not known, and what is wrong with the query string."""
    found: dict[str, list[Node] | None] = dict.fromkeys(("query", "header", "status"))
    issues: list[Issue] = []
    if part.query is not None:
        found["query"] = []
        if part.query:
            params, issues = parameters(provider, part.query)
            found["query"] = [beside("query", param.name, param.text) for param in params]
    if part.headers is not None:
        found["header"] = [beside("header", k, v.strip(" \t")) for k, v in part.headers.items()]
    if part.status is not None:
        found["status"] = [beside("status", "status", str(part.status))]
    return found, issues


def contradictions(provider: Provider, shape: Shape, part: Part) -> int:
    """How many of a shape's regions the part has otherwise: fixed texts that differ, places that must be there."""
    if not shape.regions:
        return 0
    known = around(provider, part)[0]
    count = 0
    for member in shape.regions:
        nodes = known[member.slot]
        if nodes is None:
            continue
        names = {(n.name.lower() if member.slot == "header" else n.name): n.text for n in reversed(nodes)}
        own = (member.name, *(other.name for other in member.alternatives))
        text = next((names[name] for name in (o.lower() if member.slot == "header" else o for o in own)
                     if name in names), None)  # fmt: skip
        if text is None:
            count += not member.optional
        elif isinstance(member.node, Const):
            count += text != member.node.value
    return count


def beside(region: str, name: str, text: str) -> Node:
    """A node of what stands outside the body."""
    return Node(region, name, "string", text, start=0, end=0, region=region)


def _told(policy: Charsets, option: str | None, header: str | None) -> dict[str, Any]:
    return {
        "resolve": policy.resolve,
        "allowed": policy.allowed,
        "default": policy.default,
        "option": option,
        "header": header,
    }


def _join(provider: Provider, shape: Shape, query: bytes, wire: Wire) -> None:
    """The query's parameters as further children of the root, after those of the body."""
    assert wire.root is not None
    if wire.root.kind not in ("element", "object"):
        return  # a root that takes no names is reported by itself
    slot, kind = _CHILD[shape.encoding]
    params, issues = parameters(provider, query, wire.charset if shape.encoding == "form" else None)
    wire.issues += issues
    wire.root.children += [Node(slot, param.name, kind, param.text, start=0, end=0, region="query") for param in params]


def parameters(provider: Provider, query: bytes, charset: str | None = None) -> tuple[list[Node], list[Issue]]:
    """The parameters of a query string beside a body, and what is wrong with it, all at the body's offset 0.

    charset: that of the body, where it is a form too; else the provider's forms tell, and UTF-8 where it has none.
    """
    from wirebook.wire import form

    policy = provider.charset("form")
    if charset is not None:
        told: dict[str, Any] = {"resolve": ("default",), "allowed": (charset,), "default": charset}
    elif policy is not None:
        told = _told(policy, None, None)
    else:
        told = {"resolve": ("default",), "allowed": ("utf-8",), "default": "utf-8"}
    wire = form.read(query, **told)
    issues = [Issue(issue.code, 0, 0, issue.args, "query") for issue in wire.issues]
    return ([] if wire.root is None else wire.root.children), issues
