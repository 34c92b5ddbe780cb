"""One JSON Schema while it is being built: its definitions and its first lines.

Definitions with the same content are one; names are those of the spec, with a number
where two contents want the same. Nothing here knows shapes or records.
"""

from __future__ import annotations

import json

from wirebook.model import Message, Provider, Text
from wirebook_codegen import notes
from wirebook_codegen.emitted import HEADER
from wirebook_codegen.jsonschema.scalars import Json

__all__ = ["Page", "described"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def described(made: Json, *texts: Text | None) -> Json:
    """The schema with a description in front of what it says, in both languages."""
    joined = notes.paragraphs(*texts)
    if joined is None:
        return made
    said = notes.both(joined)
    if "description" in made:
        said = f"{said}\n\n{made['description']}"
    return {"description": said, **{key: value for key, value in made.items() if key != "description"}}


class Page:
    """The definitions of one schema."""

    def __init__(self) -> None:
        self.definitions: dict[str, Json] = {}
        self._names: dict[str, str] = {}

    def define(self, wanted: str, made: Json) -> Json:
        """A reference to a definition with this content; without a name it stands where it is used."""
        if not wanted:
            return made
        key = json.dumps(made, sort_keys=True)
        if key not in self._names:
            name, count = wanted, 1
            while name in self.definitions:
                count += 1
                name = f"{wanted}{count}"
            self.definitions[name] = made
            self._names[key] = name
        return {"$ref": f"#/$defs/{self._names[key]}"}

    def render(self, provider: Provider, message: Message, kind: str, body: Json) -> str:
        """The whole file; ``kind`` tells the schemas of one message apart."""
        path = ":".join(filter(None, (provider.name, provider.dialect, message.id, kind)))
        page: Json = {
            "$schema": DIALECT,
            "$comment": HEADER,
            "$id": f"urn:wirebook:{path}",
            "title": f"{provider.title.en}. {message.title.en} / {provider.title.ru}. {message.title.ru}",
        }
        page |= described(body, message.doc)
        if self.definitions:
            page["$defs"] = {name: self.definitions[name] for name in sorted(self.definitions)}
        return json.dumps(page, ensure_ascii=False, indent=2) + "\n"
