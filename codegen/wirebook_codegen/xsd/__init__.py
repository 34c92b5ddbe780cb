"""XSD for every message that has an XML shape: 1.0, and 1.1 beside it.

The schemas are as loose as *tolerated* is, never stricter; what they cannot say is
handed back as losses. No files are written here.
"""

from __future__ import annotations

from wirebook.memo import once_per_object
from wirebook.model import Member, Message, Provider, Text
from wirebook_codegen.around import seen
from wirebook_codegen.emitted import Emitted
from wirebook_codegen.losses import Ledger, gather, unreadable
from wirebook_codegen.xsd.elements import Walk
from wirebook_codegen.xsd.markup import document
from wirebook_codegen.xsd.schema import Schema, annotation, split

__all__ = ["emit", "schema_text"]

_TARGETS = (("xsd", "xsd", False), ("xsd11", "xsd11.xsd", True))


@once_per_object  # the pages ask for the losses again
def emit(provider: Provider) -> Emitted:
    """``<provider>[/<dialect>]/<message>.xsd`` and ``.xsd11.xsd``, and what each of them loses.

    Raises EmitError where something is lost that no counter-example shows.
    """
    files: dict[str, str] = {}
    ledgers: list[Ledger] = []
    folder = "/".join(filter(None, (provider.name, provider.dialect)))
    for message in provider.messages:
        shape = next((s for s in message.shapes if s.encoding == "xml"), None)
        if shape is None or not isinstance(shape.root, Member):
            continue
        for target, suffix, modern in _TARGETS:
            ledger = Ledger(target, message, ("xml",))
            view, root = seen(message, shape, ledger)
            files[f"{folder}/{message.id}.{suffix}"] = schema_text(provider, view, root, ledger, modern=modern)
            ledgers.append(ledger)
    return Emitted(files, gather(provider, ledgers))


def schema_text(provider: Provider, message: Message, root: Member, ledger: Ledger, *, modern: bool) -> str:
    """One schema as text (modern: XSD 1.1); what it holds and loses is told to the ledger."""
    unreadable(ledger)
    schema = Schema(split(root.name)[0], ledger, modern=modern)
    elements = Walk(schema, root, message.record).roots(root)
    title = Text(f"{provider.title.en}. {message.title.en}", f"{provider.title.ru}. {message.title.ru}")
    return document(schema.root(elements, annotation(title, message.doc)))
