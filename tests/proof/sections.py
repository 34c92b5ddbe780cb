"""One writer's section of a page that several commands write, between two comments."""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["put", "recorded"]


def put(path: Path, name: str, text: str) -> None:
    """Replace the section ``name`` or add it at the end; everything else of the page stays as it is."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    page = path.read_text(encoding="utf-8") if path.exists() else ""
    section = f"{begin}\n{text.strip()}\n{end}"
    if begin in page and end in page:
        before, _, rest = page.partition(begin)
        page = before + section + rest.partition(end)[2]
    else:
        page = f"{page.rstrip()}\n\n{section}\n" if page.strip() else f"{section}\n"
    path.write_text(page, encoding="utf-8")


def recorded(path: Path) -> int:
    """How many bodies the proof that stands on the page has asked about; 0 without any."""
    page = path.read_text(encoding="utf-8") if path.exists() else ""
    found = re.search(r"([0-9,]+) bodies \([0-9,]+ clean", page.partition("<!-- proof: begin -->")[2])
    return int(found[1].replace(",", "")) if found else 0
