"""The table of a provider's operations as a Python module: which message a body is, with what is known around it."""

from __future__ import annotations

from wirebook.model import Provider
from wirebook.select.table import derive_table
from wirebook_codegen.compiled import FORMAT
from wirebook_codegen.emitted import HEADER
from wirebook_codegen.pysource import Source, docstring, literal

__all__ = ["render"]


def render(provider: Provider) -> str:
    """The text of ``operations.py``; it defines ``TABLE``, which ``wirebook.select.table`` describes."""
    src = Source()
    src(
        f"# {HEADER}",
        *docstring([f"The operations of {provider.name}: their cases, and what of the messages these ask."]),
        "",
        "from wirebook.accept import guard",
        "",
        f"guard({FORMAT}, __name__)",
        "",
        "TABLE: dict[str, object] = {",
    )
    for name, part in derive_table(provider).items():
        if not isinstance(part, dict | tuple) or name == "queried" or not part:
            src(f"    {name!r}: {literal(part)},")
            continue
        if isinstance(part, dict):
            src(f"    {name!r}: {{", *(f"        {literal(k)}: {literal(v)}," for k, v in part.items()), "    },")
        else:
            src(f"    {name!r}: (", *(f"        {literal(row)}," for row in part), "    ),")
    src("}")
    return src.text()
