"""Signatures: what is signed, whether somebody carries it, whether it fits, and whether it can be read in two ways.

Texts are signed as they were received, in the body's charset. Where a setting that is
part of it is not known nothing is compared, and that is said.
"""

from __future__ import annotations

from collections.abc import Iterator

from wirebook.diagnostic import Skipped
from wirebook.explain.conditions import World
from wirebook.explain.outcome import Raw
from wirebook.explain.place import Place, start_span, value_span
from wirebook.explain.scope import Scope
from wirebook.explain.show import shown_node
from wirebook.model import Rule, SignatureCarrier, Tree
from wirebook.settings import setting
from wirebook.signed import known_by, left_out, local
from wirebook.signing import fits, listed, twofold
from wirebook.wire.tree import Node

__all__ = ["encoded", "parameters", "signature"]

Told = Iterator["Raw | Skipped"]
_TEXTS = ("string", "number", "boolean")  # JSON values that have a text


def signature(rule: Rule, world: World) -> Told:
    """What a signature rule says about its message."""
    scope = world.scope
    if rule.over == "body" and not world.body:  # what is being written has no bytes yet
        return
    lacking = [scope.open[name] for name in (*(c.field for c in rule.carriers), *rule.join) if name in scope.open]
    if lacking:
        yield Skipped(rule.id, lacking[0], scope.path)
        return
    carriers = [carrier for carrier in rule.carriers if _carried(carrier, world) is not None]
    unknown = next((name for name in known_by(rule) if _setting(name, world) is None), None)
    if carriers:
        yield from _ambiguous(rule, world)
        if unknown is not None:
            yield Skipped(rule.id, "no-secret" if unknown == "secret" else "no-setting", scope.path)
            return
    elif unknown is None:
        if any(carrier.field.startswith("setting.") for carrier in rule.carriers):
            yield Skipped(rule.id, "no-setting", scope.path)
        elif not any(carrier.field in scope.missing for carrier in rule.carriers):
            yield _finding(rule, "signature.missing", scope, rule.carriers[0].field, {})
    if not carriers or any(n in scope.broken or n in scope.missing for n in rule.join):
        return
    yield from _compared(rule, world, carriers)


def _compared(rule: Rule, world: World, carriers: list[SignatureCarrier]) -> Told:
    scope = world.scope
    texts = {
        name: _setting(name.removeprefix("setting."), world)
        for name in (*rule.before, *rule.after, rule.hmac_key)
        if name
    }
    pieces = [_piece(name, world) for name in rule.join]
    if None in pieces or None in texts.values():
        yield Skipped(rule.id, "no-setting", scope.path)
        return
    known = {name: text for name, text in texts.items() if text is not None}
    own = [piece for piece in pieces if piece is not None]
    if rule.over == "parameters" and world.shape is not None:
        pairs = [(name, text) for name, text, _ in parameters(_root(scope))]
        own = listed(pairs, left_out(rule, world.shape), rule.sort == "name", rule.pair)
    data = encoded(rule, known, own, world.body, world.charset)
    key = known.get(rule.hmac_key, "").encode()
    for carrier in carriers:
        text = _carried(carrier, world) or ""
        if carrier.field in scope.broken or (
            data is not None and fits(carrier.algorithm, text, data, carrier.lexical, key)
        ):
            continue
        args = {"name": carrier.field, "algorithm": carrier.algorithm}
        yield _finding(rule, "signature.mismatch", scope, carrier.field, args)


def encoded(rule: Rule, known: dict[str, str], own: list[str], body: bytes, charset: str) -> bytes | None:
    """The bytes that are signed; None if the charset cannot write them.

    known: the texts of the rule's settings by name. own: the texts of the message, in order.
    """
    code = "utf-8" if charset == "utf-8-sig" else charset
    before, after = [known[name] for name in rule.before], [known[name] for name in rule.after]
    try:
        if rule.over != "body":
            return rule.delimiter.join([*before, *own, *after]).encode(code)
        return rule.delimiter.encode(code).join(
            [*(text.encode(code) for text in before), body, *(text.encode(code) for text in after)]
        )
    except (UnicodeEncodeError, LookupError):
        return None


def parameters(root: Node) -> list[tuple[str, str, Node]]:
    """Name, text and node of everything directly under the root that has a text, in the order of arrival."""
    found = []
    for node in root.children:
        if node.slot == "element" or node.slot == "attribute":
            if not any(child.slot == "element" for child in node.children):
                found.append((local(node.name), node.text, node))
        elif node.kind in _TEXTS:
            found.append((node.name, node.text, node))
    return found


def _ambiguous(rule: Rule, world: World) -> Iterator[Raw]:
    scope = world.scope
    if rule.over == "parameters" and world.shape is not None:
        found = parameters(_root(scope))
        pairs = [(name, text) for name, text, _ in found]
        for index in twofold(pairs, left_out(rule, world.shape), rule.pair, rule.delimiter):
            yield _at(rule, scope, *found[index], world.shape.root)
        return
    for name in rule.join:
        if rule.delimiter and rule.delimiter in lexeme(scope, name):
            raw = _finding(rule, "signature.ambiguous", scope, name, {"name": name, "delimiter": rule.delimiter})
            raw.severity = "warning"
            yield raw


def _at(rule: Rule, scope: Scope, name: str, text: str, node: Node, root: object) -> Raw:
    """The finding at a parameter, be it a field or one that only a map of others takes."""
    field = next((f for f, place in scope.at.items() if place.node is node and place.slot != "text"), None)
    place = scope.at[field] if field is not None else Place(scope.place, node.slot, node.name, node, False)
    if field is None:
        tree = getattr(root, "node", None)
        unknown = (
            (tree.unknown_attributes if node.slot == "attribute" else tree.unknown) if isinstance(tree, Tree) else None
        )
        kept = unknown is not None and unknown.policy == "collect"
        path = f"{unknown.bind}.{shown_node(node)}" if unknown is not None and kept else ""
    else:
        path = scope.path_of(field)
    mark = rule.delimiter or rule.pair.partition("{name}")[2].partition("{value}")[0]
    args = {"name": field or shown_node(node), "delimiter": mark}
    return Raw("signature.ambiguous", "warning", path, value_span(node), place, args, rule.source, rule.deviation)


def _root(scope: Scope) -> Node:
    assert scope.place.node is not None
    return scope.place.node


def _carried(carrier: SignatureCarrier, world: World) -> str | None:
    """The text of a carrier, None where it is not there."""
    if carrier.field.startswith("setting."):
        return _setting(carrier.field.removeprefix("setting."), world)
    return lexeme(world.scope, carrier.field) if world.scope.there(carrier.field) else None


def _setting(name: str, world: World) -> str | None:
    return setting(world.provider, world.ctx, name)


def _piece(name: str, world: World) -> str | None:
    return _setting(name.removeprefix("setting."), world) if name.startswith("setting.") else lexeme(world.scope, name)


def lexeme(scope: Scope, name: str) -> str:
    """A field's text as it was received, "" where it is absent."""
    place = scope.at.get(name)
    return "" if place is None or place.node is None else place.node.text


def _finding(rule: Rule, code: str, scope: Scope, name: str, args: dict[str, str]) -> Raw:
    """A finding at a field, or at the record's start where the field is not there."""
    place = scope.place_of(name)
    node = place.node if name in scope.at else None
    span = start_span(place.solid()) if node is None else value_span(node)
    return Raw(code, rule.severity, scope.path_of(name), span, place, args, rule.source, rule.deviation)
