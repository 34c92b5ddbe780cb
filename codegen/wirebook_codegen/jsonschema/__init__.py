"""JSON Schema 2020-12 for every message: its logical value, and its JSON encoding where it has one.

The schemas are as loose as *tolerated* is, never stricter; what they cannot say is
handed back as losses. No files are written here.
"""

from __future__ import annotations

from wirebook.memo import once_per_object
from wirebook.model import Member, Message, Provider
from wirebook_codegen.around import seen, told
from wirebook_codegen.emitted import Emitted
from wirebook_codegen.jsonschema import logical, wire
from wirebook_codegen.jsonschema.page import Page
from wirebook_codegen.losses import Ledger, gather, unreadable

__all__ = ["emit", "logical_schema", "wire_schema"]


@once_per_object  # the pages ask for the losses again
def emit(provider: Provider) -> Emitted:
    """``<provider>[/<dialect>]/<message>.schema.json`` and ``.wire.schema.json``, and what each of them loses.

    Raises EmitError where something is lost that no counter-example shows.
    """
    files: dict[str, str] = {}
    ledgers: list[Ledger] = []
    folder = "/".join(filter(None, (provider.name, provider.dialect)))
    for message in provider.messages:
        ledger = Ledger("jsonschema", message, tuple(shape.encoding for shape in message.shapes))
        files[f"{folder}/{message.id}.schema.json"] = logical_schema(provider, message, ledger)
        ledgers.append(ledger)
        shape = next((s for s in message.shapes if s.encoding == "json"), None)
        if shape is not None and isinstance(shape.root, Member):
            ledger = Ledger("wire.jsonschema", message, ("json",))
            view, root = seen(message, shape, ledger)
            files[f"{folder}/{message.id}.wire.schema.json"] = wire_schema(provider, view, root, ledger)
            ledgers.append(ledger)
    return Emitted(files, gather(provider, ledgers))


def logical_schema(provider: Provider, message: Message, ledger: Ledger) -> str:
    """The schema of a message's value as text; what it holds and loses is told to the ledger."""
    page = Page()
    return page.render(provider, message, "", logical.body(told(message, ledger), page, ledger))


def wire_schema(provider: Provider, message: Message, root: Member, ledger: Ledger) -> str:
    """The schema of a message's JSON encoding as text; what it holds and loses is told to the ledger."""
    unreadable(ledger)
    page = Page()
    return page.render(provider, message, "wire", wire.body(root, message.record, page, ledger))
