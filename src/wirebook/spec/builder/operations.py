"""Operations: which messages are sent and answered, and how to tell which."""

from __future__ import annotations

from wirebook.model import Case, Field, Message, Operation
from wirebook.spec.builder import exchange, rules
from wirebook.spec.builder.desk import Build
from wirebook.spec.nodes import Broken, Node

__all__ = ["answers", "operation"]


def answers(root: Node) -> dict[str, set[str]]:
    """For each reply, the requests that it may answer, by name; from the nodes, before anything is built."""
    found: dict[str, set[str]] = {}
    operations = root.items.get("operations")
    for node in operations.each() if operations is not None and operations.kind == "map" else ():
        requests = _names(node.items.get("request"))
        for reply in _names(node.items.get("reply")):
            found.setdefault(reply, set()).update(requests)
    return found


def _names(node: Node | None) -> set[str]:
    if node is None or node.bad:
        return set()
    if node.kind == "scalar":
        return {node.text}
    return {child.items["message"].text for child in node.each() if "message" in child.items}


def operation(b: Build, node: Node, messages: dict[str, Message]) -> Operation:
    """One operation."""
    kind = node.need("kind").text
    request, reply = node.get("request"), node.get("reply")
    b.message, b.answers[""] = "", set()
    chosen = {name for table in b.tables.values() for name, _ in table.by}
    if request is None and reply is None and "path" not in node.items and node.key not in chosen:
        reason = "says nothing: neither a message nor a path, and no code table is chosen by it"
        b.fail("spec.value", node, at_key=True, name=node.key, reason=reason)
    requests = _cases(b, request, messages, "callback" if kind == "callback" else "request")
    b.answers[""] = {case.message for case in requests}
    replies = _cases(b, reply, messages, "reply")
    method, host, path = node.get("method"), node.get("host"), node.get("path")
    asked = [messages[name] for name in dict.fromkeys(case.message for case in requests)]
    answered = [messages[name] for name in dict.fromkeys(case.message for case in replies)]
    source = b.source(node)
    chosen_by = node.get("reply_encoding")
    return Operation(
        id=node.key,
        kind=kind,
        method=method.text if method is not None else "POST",
        host=host.text if host is not None else "",
        path=path.text if path is not None else "",
        request=requests,
        reply=replies,
        title=b.need_text(node, "title"),
        doc=b.text(node.get("doc")),
        source=source,
        retry=exchange.retry(b, node.get("retry"), source),
        limits=exchange.limits(b, node.get("limits"), node.key, asked, answered, source),
        reply_encoding=exchange.reply_encoding(b, chosen_by, [message.id for message in answered], messages),
    )


def _cases(b: Build, node: Node | None, messages: dict[str, Message], direction: str) -> tuple[Case, ...]:
    if node is None:
        return ()
    if node.kind == "scalar":
        return (Case(None, _message(b, node, messages, direction)),)
    children = list(node.each())
    chosen = [_message(b, child.need("message"), messages, direction) for child in children]
    fields: dict[str, Field] = {}
    for name in chosen:
        fields |= {field.name: field for field in messages[name].record.fields}
    cases: list[Case] = []
    for child, name in zip(children, chosen, strict=True):
        when = child.get("when")
        if when is None and child is not children[-1]:
            b.report(
                "spec.value",
                child,
                name=name,
                reason="only the last case holds always; those after it are never reached",
            )
        cases.append(Case(None if when is None else rules.cond(b, when, fields, operations=True), name))
    return tuple(cases)


def _message(b: Build, node: Node, messages: dict[str, Message], direction: str) -> str:
    if not b.refer("messages", node, node.text, "message"):
        raise Broken
    message = messages.get(node.text)
    if message is None:
        raise Broken
    if message.direction != direction:
        b.report("spec.value", node, name=node.text, reason=f"its direction is {message.direction}, not {direction}")
    return message.id
