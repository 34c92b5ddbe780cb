"""Nodes to model: every reference resolved, every sugar expanded, every statement checked for sense.

One module per part of a spec. They take a ``Build``, read nodes and return model
classes; what is wrong is reported to the build and Broken is raised, so that the next
definition still gets its turn. Nothing here reads files.
"""

from wirebook.spec.builder.provider import build

__all__ = ["build"]
