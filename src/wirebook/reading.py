"""From a body to its wire tree, under the provider's charset policy; what every engine on the model starts with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wirebook.model import Lines

if TYPE_CHECKING:
    from wirebook.model import Provider, Shape
    from wirebook.part import Context, Part
    from wirebook.wire.tree import Wire

__all__ = ["read"]


def read(provider: Provider, shape: Shape, part: Part, ctx: Context) -> Wire:
    """The wire tree of a body in a shape's encoding, under the provider's charset policy."""
    from wirebook.wire import module

    policy = provider.charset(shape.encoding)
    if policy is None:
        raise KeyError(shape.encoding)
    encoding = module(shape.encoding)
    told: dict[str, Any] = {
        "resolve": policy.resolve,
        "allowed": policy.allowed,
        "default": policy.default,
        "option": ctx.charset,
        "header": part.header_charset(),
    }
    if isinstance(shape.root, Lines):
        told["plan"] = encoding.plan(shape.root)
    wire: Wire = encoding.read(part.body, **told)
    return wire
