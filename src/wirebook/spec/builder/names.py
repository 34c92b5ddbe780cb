"""Names that must differ because generated code puts them side by side."""

from __future__ import annotations

import keyword

from wirebook.model import Record
from wirebook.spec.builder.desk import Build

__all__ = ["clashes", "class_name"]


def class_name(name: str) -> str:
    """The class that a message gives, ``sms_send_request`` -> ``SmsSendRequest``."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def clashes(b: Build) -> None:
    """Report messages, records and code tables whose classes would have one name."""
    seen: dict[str, str] = {}
    for section in ("messages", "types", "codes"):
        there = b.root.items.get(section)
        for name, node in there.items.items() if there is not None and there.kind == "map" else ():
            if section == "types" and not isinstance(b.types.get(name), Record):
                continue
            made = class_name(name) if section == "messages" else name
            if keyword.iskeyword(made):
                why = f": its class would be {made}, a Python keyword"
                b.report("spec.identifier", node, at_key=True, name=name, why=why, advice="Choose another name.")
            if made in seen:
                b.report(
                    "spec.value", node, at_key=True, name=name, reason=f"gives the class {made}, as {seen[made]} does"
                )
            seen.setdefault(made, f"{section}.{name}")
