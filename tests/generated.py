"""Generated packages for tests: written to a folder and imported from there, as a user's own would be."""

from __future__ import annotations

import importlib
import sys
import tempfile
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from wirebook.model import Provider
from wirebook_codegen.python import emit


@cache
def _folder() -> str:
    folder = tempfile.mkdtemp(prefix="generated-")
    sys.path.append(folder)
    return folder


_made: dict[int, tuple[Provider, dict[str, str]]] = {}


def module(provider: Provider, part: str) -> ModuleType:
    """``accept``, ``bindings`` or ``model`` of a provider, made from its model as it is now."""
    known = _made.get(id(provider))
    if known is None:
        root, names = f"p{len(_made)}", {}
        for path, text in emit(provider).files.items():
            file = Path(_folder(), root, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            names[file.stem] = ".".join([root, *path.removesuffix(".py").split("/")])
        importlib.invalidate_caches()
        known = _made[id(provider)] = (provider, names)
    return importlib.import_module(known[1][part])


def accepted(provider: Provider, message: str, encoding: str, part: Any, ctx: Any) -> Any:
    """What the generated code says of a body, with plain dictionaries for values."""
    from wirebook.accept import accept
    from wirebook.accept.build import dicts

    made = module(provider, "accept")
    return accept(made, message, encoding, part, ctx, dicts(made))


def built(provider: Provider, message: str, encoding: str, part: Any, ctx: Any) -> Any:
    """The same with the provider's classes, as ``from_xml`` and its like make them, and told as a value again."""
    from wirebook.accept import accept

    found = accept(
        module(provider, "accept"), message, encoding, part, ctx, module(provider, "bindings")._runtime.classes
    )
    return None if found is None else (found[0].to_value(), found[1])
