"""Encodings: bytes <-> positioned wire tree, one module per encoding.

Nothing here knows a spec. Modules are imported late, because a run that reads one
encoding must not pay for the others.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["ENCODINGS", "module"]

# The whole list of encodings. A new one is one module and one line here.
ENCODINGS: dict[str, str] = {
    "xml": "wirebook.wire.xml",
    "json": "wirebook.wire.json",
    "form": "wirebook.wire.form",
    "text": "wirebook.wire.lines",
    "csv": "wirebook.wire.lines",
}


def module(encoding: str) -> ModuleType:
    """The module that reads and writes an encoding; KeyError for a name that is not in ENCODINGS."""
    import sys

    name = ENCODINGS[encoding]
    __import__(name)
    return sys.modules[name]
