"""Everything that is to be said about one body of one message.

The engine walks a message's shape over the positioned tree that a reader made, and
never stops at the first fault. It reads the model, so it serves any spec; generated
accept code, which only says yes or no, must agree with it and never calls it.
"""

from __future__ import annotations

from wirebook.diagnostic import CODES
from wirebook.explain.outcome import Explained, Raw, finish
from wirebook.explain.place import Place
from wirebook.explain.walk import Walk
from wirebook.explain.whole import walk_whole
from wirebook.model import Message, Provider, Shape
from wirebook.part import Context, Part
from wirebook.reading import read
from wirebook.wire.tree import Issue, Node, Wire

__all__ = ["Explained", "explain", "explain_bytes", "read"]


def explain(provider: Provider, message: Message, shape: Shape, wire: Wire, ctx: Context) -> Explained:
    """What ``wire`` means as ``message`` in this shape, and everything that is wrong with it.

    The reader's issues are findings too; a body that could not be read has only those.
    """
    walk = Walk(provider, message, shape.encoding, wire.charset, wire.body, ctx)
    for issue in wire.issues:
        walk.keep(_issue(issue))
    value = None if wire.root is None else walk_whole(walk, shape, wire.root, wire.regions)
    findings = finish(
        walk.raws,
        provider=provider.name,
        message=message.id,
        encoding=shape.encoding,
        body=wire.body,
        charset=wire.charset,
        more=walk.more,
    )
    refused = walk.errors > 0 or wire.root is None
    return Explained(None if refused else value, findings, tuple(walk.skipped.values()), tuple(walk.safe))


def _issue(issue: Issue) -> Raw:
    args = {key: str(value) for key, value in issue.args.items()}
    place = None
    if issue.region:
        place = Place(None, issue.region, "", Node("", "", "", region=issue.region))
    return Raw(issue.code, CODES[issue.code].severity, "", (issue.start, issue.end), place, args)


def explain_bytes(provider: Provider, message: Message, encoding: str, part: Part, ctx: Context) -> Explained:
    """Read ``part.body`` in an encoding that the message has, and explain it; raises KeyError if it has it not."""
    shape = next((s for s in message.shapes if s.encoding == encoding), None)
    if shape is None:
        raise KeyError(encoding)
    return explain(provider, message, shape, read(provider, shape, part, ctx), ctx)
