"""How a JSON Schema is put together from a spec's words, and what a definition is called."""

from __future__ import annotations

import json
from dataclasses import replace

import sample

from wirebook.model import Text
from wirebook_codegen.emitted import HEADER
from wirebook_codegen.jsonschema.page import DIALECT, Page, described

PROVIDER = sample.provider('w"\\\n\x01\u2028Ж<')
MESSAGE = PROVIDER.messages[0]
SAID = json.dumps(PROVIDER.title.en, ensure_ascii=False)[1:-1]


def test_descriptions_stand_in_front() -> None:
    made = {"type": "string", "description": "own", "minLength": 1}
    assert described(made) is made
    assert described(made, None) is made
    text = Text("en", "ru")
    assert list(described(made, text).items()) == [
        ("description", "en\n\nru\n\nown"),
        ("type", "string"),
        ("minLength", 1),
    ]
    assert list(described({"type": "string"}, None, text, Text("a", "a")).items()) == [
        ("description", "en\na\n\nru\na"),
        ("type", "string"),
    ]


def test_definitions_of_one_content_are_one() -> None:
    page = Page()
    one = {"type": "string", "minLength": 1}
    assert page.define("", one) is one
    assert page.define("a", one) == {"$ref": "#/$defs/a"}
    assert page.define("b", {"minLength": 1, "type": "string"}) == {"$ref": "#/$defs/a"}
    assert page.define("a", {"type": "number"}) == {"$ref": "#/$defs/a2"}
    assert page.define("a", {"type": "integer"}) == {"$ref": "#/$defs/a3"}
    assert page.define("a", {"type": "number"}) == {"$ref": "#/$defs/a2"}
    assert page.define("b", {"type": "null"}) == {"$ref": "#/$defs/b"}
    assert page.definitions == {
        "a": one,
        "a2": {"type": "number"},
        "a3": {"type": "integer"},
        "b": {"type": "null"},
    }


def test_a_page() -> None:
    page = Page()
    plain = replace(PROVIDER, dialect="")
    made = page.render(plain, replace(MESSAGE, doc=None), "logical", {"type": "object"})
    title, message = plain.title, MESSAGE.title
    assert json.loads(made) == {
        "$schema": DIALECT,
        "$comment": HEADER,
        "$id": f"urn:wirebook:{plain.name}:{MESSAGE.id}:logical",
        "title": f"{title.en}. {message.en} / {title.ru}. {message.ru}",
        "type": "object",
    }
    assert list(json.loads(made)) == ["$schema", "$comment", "$id", "title", "type"]
    assert made.startswith(f'{{\n  "$schema": "{DIALECT}",\n  "$comment": ')
    assert made.endswith('"type": "object"\n}\n')
    assert SAID in made
    assert "Ж" in SAID


def test_a_page_with_definitions() -> None:
    page = Page()
    for name in ("b", "a"):
        page.define(name, {"const": f'{name}"\x00'})
    provider = replace(PROVIDER, dialect="later")
    made = page.render(
        provider, replace(MESSAGE, doc=Text("en", "ru")), "wire", {"type": "object", "description": "own"}
    )
    shown = json.loads(made)
    assert shown["$id"] == f"urn:wirebook:{provider.name}:later:{MESSAGE.id}:wire"
    assert shown["description"] == "en\n\nru\n\nown"
    assert list(shown["$defs"].items()) == [("a", {"const": 'a"\x00'}), ("b", {"const": 'b"\x00'})]
    assert list(shown)[-2:] == ["type", "$defs"]
    assert DIALECT == "https://json-schema.org/draft/2020-12/schema"
