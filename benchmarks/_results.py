"""``RESULTS.md``: one section for each who measures, replaced as a whole when it is measured again."""

from __future__ import annotations

import platform
import re
from importlib import metadata
from pathlib import Path

__all__ = ["machine", "put"]

FILE = Path(__file__).resolve().parent / "RESULTS.md"


def put(section: str, text: str) -> None:
    """Write a section, in the place of the one that is there."""
    whole = FILE.read_text(encoding="utf-8") if FILE.exists() else "# Results\n"
    made = f"## {section}\n\n{text.strip()}\n"
    found = re.compile(rf"^## {re.escape(section)}\n.*?(?=^## |^<!-- |\Z)", re.MULTILINE | re.DOTALL)
    if found.search(whole):
        whole = found.sub(lambda _: made + "\n", whole)
    else:
        whole = f"{whole.rstrip()}\n\n{made}"
    FILE.write_text(whole.rstrip() + "\n", encoding="utf-8")


def machine(*packages: str) -> str:
    """What ratios were measured on: the interpreter, the processor's kind and the peers' versions."""
    versions = []
    for package in packages:
        try:
            versions.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            versions.append(f"{package} not installed")
    python = f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}"
    return f"{python}; {', '.join(versions)}."
