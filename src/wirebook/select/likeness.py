"""Whether a body is a message's at all, or only the nearest that there was.

Selection never excludes a message that would accept a body, so that a broken one is
explained as what it was meant to be. A linter that looks at strangers' traffic needs the
opposite: not to claim what merely looks like nothing else.
"""

from __future__ import annotations

from wirebook.model import Member, Provider
from wirebook.part import Context, Part
from wirebook.select.choose import outline_of
from wirebook.select.run import faults
from wirebook.select.tree import signature_of

__all__ = ["resembles"]

_SHARED = 3  # names that a body and a message must have in common, where no root element speaks


def resembles(provider: Provider, message: str, encoding: str, part: Part, ctx: Context) -> bool:
    """Whether the body shares more names with the message than it breaks; lines say too little to tell."""
    chosen = provider.message(message)
    shape = None if chosen is None else next((s for s in chosen.shapes if s.encoding == encoding), None)
    if chosen is None or shape is None or not isinstance(shape.root, Member):
        return False
    root, outline = outline_of(provider, shape, part, ctx)
    if outline is None:
        return False
    named = encoding == "xml"
    if named and root not in (shape.root.name, *(other.name for other in shape.root.alternatives)):
        return False
    signature = signature_of(chosen.record, shape.root)
    errors, extras = faults(signature, outline)
    shared = sum(name in signature[1] for name in outline)
    return shared >= (1 if named else _SHARED) and shared > errors + extras
