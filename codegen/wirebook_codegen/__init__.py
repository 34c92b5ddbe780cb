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


def _xsd(provider: Provider) -> Emitted:
    from wirebook_codegen import xsd

    return xsd.emit(provider)


def _jsonschema(provider: Provider) -> Emitted:
    from wirebook_codegen import jsonschema

    return jsonschema.emit(provider)


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
