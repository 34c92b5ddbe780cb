"""Where the specs, schemas and pages that come with Wirebook lie.

In a wheel they are copied beside this module (``_data``); in a checkout, editable
installs included, they are the folders ``specs`` and ``schemas`` of the repository.
"""

from __future__ import annotations

import os

__all__ = ["schemas", "site", "specs"]

_HERE = os.path.dirname(os.path.abspath(__file__))


def _folder(name: str, within: str = "") -> str:
    packed = os.path.join(_HERE, "_data", name)
    if os.path.isdir(packed):
        return packed
    return os.path.join(os.path.dirname(os.path.dirname(_HERE)), within, name)


def specs() -> str:
    """The folder of the built-in providers' specs: ``<provider>.yaml`` or ``<provider>/``."""
    return _folder("specs")


def site() -> str:
    """The folder of the HTML pages: ``index.html`` and one per provider and dialect."""
    return _folder("site", "docs")


def schemas() -> str:
    """The folder of the generated schemas: ``<provider>/<message>.*`` and ``spec.schema.json``."""
    return _folder("schemas")
