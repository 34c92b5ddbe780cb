"""Libraries that only some captures and reports need, imported when they are; a missing one is named with its
install line."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["need"]

_PACKAGES = {"fastwarc.warc": "fastwarc", "pyarrow.parquet": "pyarrow"}


def need(module: str, extra: str, *, what: str) -> Any:
    """The module that ``what`` needs, a capture by its name; raises UsageError with the line that installs it."""
    try:
        return import_module(module)
    except ImportError:
        from wirebook.errors import UsageError
        from wirebook.hints import pip

        package = _PACKAGES.get(module, module)
        raise UsageError(f"{what} needs {package}: {pip(extra)} in Wirebook's checkout") from None
