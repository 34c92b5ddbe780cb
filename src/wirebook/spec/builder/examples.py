"""Examples and counter-examples: bodies written out or made by edits, as bytes."""

from __future__ import annotations

import base64
import binascii

from wirebook.diagnostic import CODES
from wirebook.model import Charsets, Example, Expected, Text
from wirebook.spec.builder.desk import MAX_BODIES, Build
from wirebook.spec.nodes import Broken, Node
from wirebook.spec.problems import hint
from wirebook.wire.charset import codec

__all__ = ["examples"]

MAX_BODY = 1024 * 1024  # characters of an edited body
MAX_EDITS = 8  # examples that edit each other
_INHERITED = ("encoding", "charset", "secret", "request", "query", "status")


def examples(
    b: Build, node: Node, key: str, shapes: tuple[str, ...], charsets: dict[str, Charsets]
) -> tuple[Example, ...]:
    """The ``examples`` or ``counterexamples`` of the message ``node``."""
    declared = node.get(key)
    found: list[Example] = []
    for child in declared.each() if declared is not None else ():
        b.place(child, "example", node.key, child.key)
        before = len(b.problems)
        try:
            found.append(_example(b, node, child, key, shapes, charsets))
        except Broken:
            b.lost.add((node.key, child.key))
        b.of_examples.update(b.problems[before:])
    return tuple(found)


def _example(
    b: Build, message: Node, node: Node, key: str, shapes: tuple[str, ...], charsets: dict[str, Charsets]
) -> Example:
    chain = _chain(b, message, node)
    settled = {name: next((one.need(name) for one in chain if name in one.items), None) for name in _INHERITED}
    encoding = settled["encoding"]
    if encoding is None:
        b.fail("spec.missing-key", node, name="encoding", where=node.key)
    if encoding.text not in shapes:
        b.fail("spec.value", encoding, name="encoding", reason=f"{message.key} has no shape in {encoding.text}")
    policy = charsets.get(encoding.text)
    if policy is None:
        raise Broken
    named = settled["charset"]
    charset = named.text if named is not None else policy.default
    if b.bytes_made > MAX_BODIES:
        raise Broken
    body = _body(b, chain, charset, named or node)
    query = _query(b, chain, settled["query"])
    b.bytes_made += len(body) + len(query or b"")
    if b.bytes_made > MAX_BODIES:
        b.fail("spec.size", node, limit=f"{MAX_BODIES} bytes of examples")
    settings: dict[str, str] = {}
    for one in reversed(chain):
        chosen = one.get("settings")
        for child in chosen.each() if chosen is not None else ():
            if b.refer("settings", child, child.key, "setting"):
                settings[child.key] = child.text
    headers = next((one.need("headers") for one in chain if "headers" in one.items), None)
    status = settled["status"]
    verdict = node.get("verdict")
    if key == "examples" and verdict is not None and verdict.text == "fail":
        b.value(verdict, "a body that fails is a counter-example")
    findings = node.get("findings")
    expected = tuple(_expected(b, child) for child in findings.each()) if findings is not None else ()
    if key == "counterexamples" and not expected:
        b.lost.add((message.key, node.key))
        b.report(
            "spec.value", node, at_key=True, name=node.key, reason="a counter-example says which findings it gives"
        )
    passing = verdict.text if verdict is not None else "pass" if key == "examples" else "fail"
    plain = node.key.replace("_", " ")
    secret = settled["secret"]
    return Example(
        id=node.key,
        encoding=encoding.text,
        charset=charset,
        body=body,
        verdict=passing,
        findings=expected,
        secret=secret.text if secret is not None else None,
        settings=tuple(settings.items()),
        title=b.text(node.get("title")) or Text(plain, plain),
        source=b.source(node),
        request=_request(b, settled["request"]),
        query=query,
        headers=None if headers is None else tuple((child.key, child.text) for child in headers.each()),
        status=int(status.text) if status is not None else None,
    )


def _query(b: Build, chain: list[Node], stated: Node | None) -> bytes | None:
    """The query string; edits are made in it where there is no body that they could be meant for."""
    if stated is None:
        return None
    text = stated.text
    at = next(index for index, one in enumerate(chain) if one.items.get("query") is stated)
    if "body" not in chain[-1].items and "body_base64" not in chain[-1].items:
        if "edit" in chain[at].items:
            b.fail("spec.value", chain[at].items["edit"], at_key=True, name="edit", reason="the query is written anew")
        text = _all_edited(b, text, chain[: at + 1])
    if not text.isascii() or not text.isprintable() or " " in text:
        b.fail("spec.value", stated, name="query", reason="is no query string: write other characters percent-encoded")
    return text.encode("ascii")


def _request(b: Build, node: Node | None) -> str:
    """The request's example that a node names, checked."""
    if node is None:
        return ""
    name, _, example = node.text.partition(".")
    if not b.refer("messages", node, name, "message"):
        raise Broken
    there = b.root.need("messages").need(name).get("examples")
    if there is None or example not in there.items:
        b.unresolved(
            node, "example", node.text, [f"{name}.{one}" for one in (there.items if there is not None else ())]
        )
        raise Broken
    return node.text


def _chain(b: Build, message: Node, node: Node) -> list[Node]:
    """The example, then the one that it edits, and so on to one with a body."""
    chain = [node]
    while True:
        last = chain[-1]
        bodies = [key for key in ("body", "body_base64", "of") if key in last.items]
        if not bodies and "query" in last.items and "edit" not in last.items:
            return chain
        if len(bodies) != 1:
            b.fail("spec.value", last, name=last.key, reason="exactly one of body, body_base64, of must be there")
        if bodies != ["of"]:
            if "edit" in last.items:
                b.fail("spec.value", last.items["edit"], at_key=True, name="edit", reason="needs `of`")
            return chain
        of = last.need("of")
        good, bad = _of(message, "examples"), _of(message, "counterexamples")
        edited = good.get(of.text) or bad.get(of.text)
        if edited is None:
            b.unresolved(of, "example", of.text, [*good, *bad])
            raise Broken
        if edited in chain:
            b.fail("spec.value", of, name="of", reason="edits itself")
        if len(chain) >= MAX_EDITS:
            b.fail("spec.size", of, limit=f"{MAX_EDITS} examples that edit each other")
        if edited.bad:
            raise Broken
        chain.append(edited)


def _of(message: Node, key: str) -> dict[str, Node]:
    declared = message.get(key)
    return declared.items if declared is not None else {}


def _body(b: Build, chain: list[Node], charset: str, at: Node) -> bytes:
    written = chain[-1]
    if "body_base64" in written.items:
        if any("edit" in one.items for one in chain):
            b.fail(
                "spec.value", chain[0], at_key=True, name=chain[0].key, reason="bytes are not edited; edit a text body"
            )
        node = written.need("body_base64")
        try:
            return base64.b64decode(node.text.replace("\n", ""), validate=True)
        except (binascii.Error, ValueError):
            b.fail("spec.value", node, name="body_base64", reason="is not base64")
    if "body" not in written.items:
        return b""
    text = _all_edited(b, written.need("body").text, chain)
    name = codec(charset)
    if name is None:
        b.fail("spec.value", at, name="charset", reason=f"unknown charset {charset}")
    try:
        return text.encode(name)
    except UnicodeEncodeError as error:
        b.fail("spec.value", at, name=chain[0].key, reason=f"U+{ord(text[error.start]):04X} is not in {charset}")


def _all_edited(b: Build, text: str, chain: list[Node]) -> str:
    for one in reversed(chain[:-1]):
        edits = one.get("edit")
        for edit in edits.each() if edits is not None else ():
            text = _edited(b, text, edit, one.need("of").text)
    return text


def _edited(b: Build, text: str, edit: Node, of: str) -> str:
    source, to = edit.need("from"), edit.get("to")
    count, repeat = edit.get("count"), edit.get("repeat")
    if to is None and repeat is None:
        b.fail("spec.missing-key", edit, name="to", where="edit")
    want = int(count.text) if count is not None else 1
    there = text.count(source.text)
    if there != want:
        body = f"in the body of example {of}" + (" as edited so far" if edit.key != "0" else "")
        if there == 0:
            b.fail("spec.value", source, name="from", reason=f"does not occur {body}")
        often = "once" if there == 1 else f"{there} times"
        advice = f"Write more of the text around it, or count: {there}."
        b.fail("spec.value", source, name="from", reason=f"occurs {often} {body}, not {want}", advice=advice)
    new = to.text if to is not None else source.text
    if repeat is not None:
        times = int(repeat.text)
        if times * max(len(new), 1) * want > MAX_BODY:
            b.fail("spec.size", repeat, limit=f"{MAX_BODY} characters in a body")
        new = "".join(new.replace("{n}", str(n)) for n in range(1, times + 1))
    return text.replace(source.text, new)


def _expected(b: Build, node: Node) -> Expected:
    code, path = node.need("code"), node.get("path")
    if code.text not in CODES or code.text.startswith("spec."):
        known = [name for name in CODES if not name.startswith("spec.")]
        b.report("spec.reference", code, kind="code", name=code.text, hint=hint(code.text, known, b.problems))
        raise Broken
    return Expected(code.text, path.text if path is not None else "")
