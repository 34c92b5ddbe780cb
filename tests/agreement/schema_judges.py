"""What other people's validators say to a body, given the schemas of its message.

Each judge holds the compiled schemas of one message for one target and says whether
the schema accepts a body. Where two validators know a target, a body is accepted if
both accept it; tests ask them one by one where nothing may be refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import xmlschema
from lxml import etree

from wirebook.data import specs
from wirebook.diagnostic import Finding
from wirebook.explain import Explained, explain_bytes, read
from wirebook.model import Example, Map, Message, Provider, Record, Scalar
from wirebook.model import Field as ModelField
from wirebook.model import List as ModelList
from wirebook.part import Context, Part
from wirebook.prove import run
from wirebook.spec import load
from wirebook_codegen import jsonschema as json_emitter
from wirebook_codegen import xsd as xsd_emitter
from wirebook_codegen.emitted import Loss

Accepts = Callable[[str], bool]

XML_TARGETS = ("xsd", "xsd11")
GATE = Path(__file__).parent.parent / "regions" / "gate.yaml"


@dataclass(frozen=True)
class Judge:
    """The schema of one message for one target."""

    target: str
    provider: Provider
    message: Message
    validators: dict[str, Accepts]

    def accepts(self, body: str) -> bool:
        """Whether every validator accepts the body."""
        return all(accepts(body) for accepts in self.validators.values())


def characters(provider: Provider, message: Message, example: Example) -> str:
    """A body as characters, which is all that a schema sees; NUL, which nothing accepts, for bytes that are no text."""
    shape = next(s for s in message.shapes if s.encoding == example.encoding)
    used = read(provider, shape, Part(example.body), Context()).charset
    for codec in (used, example.charset, "utf-8"):
        try:
            return example.body.decode("utf-8-sig" if codec == "utf-8" else codec)
        except (UnicodeDecodeError, LookupError):
            continue
    return "\0"


def tree(body: str, *, bare: bool = False) -> Any:
    """A document as lxml reads it, without its network, files or entities; raises for what is no XML.

    bare: without comments and processing instructions, which xmlschema takes for child elements.
    """
    # The declaration speaks of bytes, which are characters by now.
    rest = _DECLARED.sub("", body)
    return _parsed(rest, bare=bare and ("<!--" in rest or "<?" in rest))


_DECLARED = re.compile(r"^\s*<\?xml\s[^>]*\?>")


@lru_cache(maxsize=2)  # several judges are asked about one body
def _parsed(rest: str, *, bare: bool) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=bare, remove_pis=bare
    )
    return etree.fromstring(rest.encode(), parser)


def lxml_judge(text: str) -> Accepts:
    compiled = etree.XMLSchema(etree.fromstring(text.encode()))
    return lambda body: _xml(body, compiled.validate, bare=False)


def xmlschema_judge(text: str, *, modern: bool) -> Accepts:
    compiled = (xmlschema.XMLSchema11 if modern else xmlschema.XMLSchema10)(text)
    return lambda body: _xml(body, compiled.is_valid, bare=True)


def _xml(body: str, valid: Callable[[Any], bool], *, bare: bool) -> bool:
    try:
        root = tree(body, bare=bare)
    except etree.XMLSyntaxError:
        return False
    return bool(valid(root))


def json_judges(text: str) -> dict[str, Accepts]:
    """jsonschema and jsonschema-rs, on JSON text."""
    schema = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(schema)
    plain = jsonschema.Draft202012Validator(schema)
    rust = jsonschema_rs.Draft202012Validator(schema)
    return {
        "jsonschema": lambda body: _json(body, plain.is_valid),
        "jsonschema-rs": lambda body: _json(body, rust.is_valid),
    }


def _json(body: str, valid: Callable[[Any], bool]) -> bool:
    try:
        return bool(valid(_loaded(body)))
    except ValueError:  # no JSON; or a name with half a surrogate pair, which jsonschema-rs cannot be given
        return False


_loaded = lru_cache(maxsize=1)(json.loads)  # no judge changes what it is given


# ---------------------------------------------------------------- what the specs give


@cache
def providers() -> dict[str, Provider]:
    """Every built-in provider in every dialect, by ``name`` or ``name/dialect``, and one that says more than bodies."""
    found = {}
    for path in [*sorted(Path(specs()).iterdir()), GATE]:
        if path.suffix == ".yaml" or path.is_dir():
            loaded = load(path)
            assert not [p for p in loaded.problems if p.severity == "error"], path
            for dialect, provider in loaded.providers.items():
                found["/".join(filter(None, (provider.name, dialect)))] = provider
    return found


@cache
def emitted(folder: str) -> tuple[dict[str, str], tuple[Loss, ...]]:
    """The files of both schema emitters, and their losses."""
    return emit(providers()[folder])


def emit(provider: Provider) -> tuple[dict[str, str], tuple[Loss, ...]]:
    """The files of both schema emitters for a provider, by their names without the folder, and their losses."""
    files: dict[str, str] = {}
    losses: tuple[Loss, ...] = ()
    for emitter in (xsd_emitter, json_emitter):
        outcome = emitter.emit(provider)
        files |= outcome.files
        losses += outcome.losses
    return {path.rpartition("/")[2]: text for path, text in files.items()}, losses


def judges(provider: Provider, message: Message, files: dict[str, str]) -> Iterator[Judge]:
    """The judges of a message's wire formats."""
    one = files.get(f"{message.id}.xsd")
    if one is not None:
        found = {"lxml": lxml_judge(one), "xmlschema": xmlschema_judge(one, modern=False)}
        yield Judge("xsd", provider, message, found)
        modern = files[f"{message.id}.xsd11.xsd"]
        yield Judge("xsd11", provider, message, {"xmlschema": xmlschema_judge(modern, modern=True)})
    wire = files.get(f"{message.id}.wire.schema.json")
    if wire is not None:
        yield Judge("wire.jsonschema", provider, message, json_judges(wire))


def encoding(target: str) -> str:
    """The encoding that a target describes."""
    return "xml" if target in XML_TARGETS else "json"


def explained(provider: Provider, message: Message, example: Example) -> Explained:
    """What the reference engine says to an example; a schema sees the body alone, whose fault it may not be."""
    ctx = Context(secret=example.secret, settings=dict(example.settings), charset=None)
    told = run(provider, message, example)
    alone = explain_bytes(provider, message, example.encoding, Part(example.body), ctx)
    return alone if alone.ok else told


def beyond(finding: Finding) -> bool:
    """Whether a finding is about what came around the body, which no schema sees."""
    return finding.wire_path.startswith(("?", "header:")) or finding.wire_path == "status"


def in_ledger(losses: tuple[Loss, ...], target: str, message: Message, code: str, path: str) -> bool:
    """Whether a finding is one that the ledger says the target misses."""
    bare = re.sub(r"\[[0-9]*\]", "", path)
    for loss in losses:
        if loss.target == target and loss.message == message.id:
            lost, _, places = loss.constraint.partition(" ")
            for place in places.split(", "):
                inside = place.endswith(".*") and bare.startswith(place[:-1])
                if lost == code and (not place or bare == place or inside):
                    return True
    return False


def unneeded(folder: str, loss: Loss, found: dict[str, dict[str, Accepts]], logical: dict[str, Accepts]) -> str:
    """Why the witness of an entry does not show it; "" if the entry is needed.

    found: the validators of the message's wire formats by target; logical: those of its value.
    """
    provider, losses = providers()[folder], emitted(folder)[1]
    message = provider.message(loss.message)
    assert message is not None
    examples = {example.id: example for example in message.counterexamples}
    witness = examples[loss.witness] if loss.made is None else loss.made.body
    errors = [f for f in run(provider, message, witness).findings if f.severity == "error"]
    if not any(in_ledger((loss,), loss.target, message, f.code, f.path) for f in errors):
        return "the witness is not refused for it"
    for f in errors:
        if not in_ledger(losses, loss.target, message, f.code, f.path) and not beyond(f):
            return f"the witness is refused for {f.code} {f.path} too"
    if loss.target == "jsonschema":
        value = explained(*loosened(provider, message), witness).value
        if value is None:
            return "the witness has no value"
        asked, body = logical, json.dumps(printed(value))
    else:
        asked, body = found[loss.target], characters(provider, message, witness)
    refuse = [name for name, accepts in asked.items() if not accepts(body)]
    return f"the witness is refused by {', '.join(refuse)}" if refuse else ""


# ---------------------------------------------------------------- logical values


def printed(value: Any) -> Any:
    """A logical value as ``wirebook decode`` prints it: the contract of the command line, said once more."""
    if isinstance(value, dict):
        return {key: printed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [printed(item) for item in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int) and abs(value) > 2**53:
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def loosened(provider: Provider, message: Message) -> tuple[Provider, Message]:
    """The message without limits and rules, so that a value can be had of a body that breaks only those."""
    record = _loose(message.record)
    shapes = tuple(replace(shape, root=_rebound(shape.root)) for shape in message.shapes)
    return provider, replace(message, record=record, shapes=shapes)


def _loose(record: Record) -> Record:
    return replace(record, fields=tuple(_loose_field(field) for field in record.fields), rules=())


def _loose_field(field: ModelField) -> ModelField:
    return replace(field, type=_loose_type(field.type))


def _loose_type(kind: Any) -> Any:
    if isinstance(kind, Scalar):
        codes = None if kind.codes is None else replace(kind.codes, unknown="accept")
        normal = None if kind.normal is None else replace(kind.normal, severity="warning")
        return replace(kind, facets=(), codes=codes, normal=normal)
    if isinstance(kind, Record):
        return _loose(kind)
    if isinstance(kind, ModelList):
        return replace(kind, item=_loose_type(kind.item), facets=())
    assert isinstance(kind, Map)
    return replace(kind, values=_loose_type(kind.values))


def _rebound(node: Any) -> Any:
    """A shape with the scalars of its leaves loosened too."""
    from dataclasses import fields, is_dataclass

    if isinstance(node, tuple):
        return tuple(_rebound(item) for item in node)
    if isinstance(node, Scalar):
        return _loose_type(node)
    if not is_dataclass(node) or isinstance(node, type):
        return node
    return replace(node, **{f.name: _rebound(getattr(node, f.name)) for f in fields(node)})
