"""Names that must differ because generated code puts them side by side."""

from __future__ import annotations

import keyword
import sys

from wirebook.model import Record
from wirebook.spec.builder.desk import Build

__all__ = ["IMPORTED", "MODULES", "clashes", "class_name", "packages"]

# What Wirebook imports beside the standard library: a provider's package on the path must hide none of it.
IMPORTED = frozenset(
    (
        "dpkt", "fastwarc", "httptools", "hypothesis", "ijson", "jinja2", "markupsafe", "msgspec", "orjson",
        "pyarrow", "pyspark", "wirebook", "wirebook_codegen", "yaml", "zstandard",
    )
)  # fmt: skip
# The modules of a provider's package, in which each dialect is a package of its own.
MODULES = ("bindings", "model", "accept", "operations", "quick", "quick_json", "write")


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


def packages(b: Build) -> None:
    """Report a provider or a dialect whose package would take the place of another module."""
    provider = b.root.items.get("provider")
    if provider is not None and not provider.bad:
        hidden = ""
        if provider.text in sys.stdlib_module_names:
            hidden = "that Python's standard library has"
        elif provider.text in IMPORTED:
            hidden = "that Wirebook imports"
        if hidden:
            why = f": its package would hide the one {hidden}"
            advice = f"Choose another name, as {provider.text}_sms."
            b.report("spec.identifier", provider, name=provider.text, why=why, advice=advice)
    dialects, messages = b.root.items.get("dialects"), b.root.items.get("messages")
    for name, node in dialects.items.items() if dialects is not None and not dialects.bad else ():
        why = ""
        if name in MODULES:
            why = ": a module of the provider's package is called so"
        elif messages is not None and name in messages.items:
            why = ": a message is called so"
        if why:
            b.report("spec.identifier", node, at_key=True, name=name, why=why, advice="Choose another name.")
