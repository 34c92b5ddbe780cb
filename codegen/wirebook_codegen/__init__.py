"""The generator: one module per target, all of them readers of the model.

``EMITTERS`` is the whole registry. Each target's module is imported when it is asked
for, so that writing one schema does not load a template engine. Nothing here reads
YAML or writes files.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wirebook.model import Provider
    from wirebook_codegen.emitted import Emitted

__all__ = ["EMITTERS"]


# What a schema target made of the model that it was asked about last: the pages and the ledger ask again.
_LAST: dict[str, tuple[Provider, Emitted]] = {}


def _once(target: str, provider: Provider, emit: Callable[[Provider], Emitted]) -> Emitted:
    if target not in _LAST or _LAST[target][0] is not provider:
        _LAST[target] = provider, emit(provider)
    return _LAST[target][1]


def _xsd(provider: Provider) -> Emitted:
    from wirebook_codegen import xsd

    return _once("xsd", provider, xsd.emit)


def _jsonschema(provider: Provider) -> Emitted:
    from wirebook_codegen import jsonschema

    return _once("jsonschema", provider, jsonschema.emit)


def _python(provider: Provider) -> Emitted:
    from wirebook_codegen import python

    return python.emit(provider)


def _docs(provider: Provider) -> Emitted:
    from wirebook_codegen import docs

    return docs.emit(provider)


def _html(provider: Provider) -> Emitted:
    from wirebook_codegen import html

    return html.emit(provider)


EMITTERS: dict[str, Callable[[Provider], Emitted]] = {
    "xsd": _xsd,
    "jsonschema": _jsonschema,
    "python": _python,
    "docs": _docs,
    "html": _html,
}
