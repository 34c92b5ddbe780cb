"""Dialects: a spec's nodes with one dialect's typed patch applied, built afterwards like any other spec.

Patched nodes keep their places, so a problem in a dialect points at the dialect's line.
"""

from __future__ import annotations

from wirebook.spec.builder.desk import Build
from wirebook.spec.nodes import Broken, Node

__all__ = ["patched"]

_LISTS = {"xml": "content", "json": "object", "form": "params"}


def patched(b: Build, root: Node, dialect: Node) -> Node:
    """A copy of ``root`` with the patch; what the patch gets wrong is reported to ``b``."""
    twin = root.copy()
    codes, messages = dialect.items.get("codes"), dialect.items.get("messages")
    if codes is not None and not codes.bad:
        b.collect(codes.each(), lambda patch: _codes(b, twin, patch))
    if messages is not None and not messages.bad:
        b.collect(messages.each(), lambda patch: _message(b, twin, patch))
    return twin


def _target(b: Build, root: Node, section: str, patch: Node, kind: str) -> Node:
    there = root.items.get(section)
    found = there.items.get(patch.key) if there is not None else None
    if found is None:
        b.report("spec.reference", patch, at_key=True, kind=kind, name=patch.key)
        raise Broken
    if found.bad:
        raise Broken
    return found


def _codes(b: Build, root: Node, patch: Node) -> None:
    table = _target(b, root, "codes", patch, "code table")
    ranges = patch.get("ranges")
    if ranges is not None:
        _hang(table, "ranges", ranges)
    if "values" not in table.items:
        table.put("values", Node("map", patch.file, patch.line, patch.column))
    values = table.need("values")
    for key in ("remove", "replace", "add"):
        part = patch.get(key)
        for child in part.each() if part is not None else ():
            code = child.text if key == "remove" else child.key
            if (code in values.items) == (key == "add"):
                reason = "is there already: use replace" if key == "add" else "has no row here"
                b.report("spec.value", child, at_key=key != "remove", name=code, reason=reason)
            elif key == "remove":
                del values.items[code]
            else:
                _hang(values, code, child)


def _hang(parent: Node, key: str, child: Node) -> None:
    twin = child.copy()
    parent.put(key, twin)


def _message(b: Build, root: Node, patch: Node) -> None:
    message = _target(b, root, "messages", patch, "message")
    fields = message.items.get("fields")
    if fields is None:
        fields = Node("map", patch.file, patch.line, patch.column)
        message.put("fields", fields)
    removed = patch.get("remove_fields")
    for child in removed.each() if removed is not None else ():
        if child.text not in fields.items:
            b.unresolved(child, "field", child.text, fields.items)
            continue
        del fields.items[child.text]
        shapes = message.items.get("shapes")
        for shape in shapes.each() if shapes is not None else ():
            _unbind(shape, child.text)
    added = patch.get("add_fields")
    for child in added.each() if added is not None else ():
        if child.key in fields.items:
            b.report("spec.value", child, at_key=True, name=child.key, reason="is there already")
        else:
            _hang(fields, child.key, child)
    _shapes(b, message, patch)
    _examples(b, message, patch)


def _shapes(b: Build, message: Node, patch: Node) -> None:
    shapes = patch.get("shapes")
    for child in shapes.each() if shapes is not None else ():
        shape = message.need("shapes").items.get(child.key)
        if shape is None or shape.bad:
            b.fail("spec.value", child, at_key=True, name=child.key, reason="the message has no such shape")
        key = _LISTS[child.key]
        _extend(b, shape, key, child.get("add"))
        _extend(b, shape, "attributes", child.get("add_attributes"))


def _extend(b: Build, shape: Node, key: str, added: Node | None) -> None:
    if added is None:
        return
    there = shape.items.get(key)
    if there is None:
        there = Node(added.kind, added.file, added.line, added.column)
        shape.put(key, there)
    if there.kind == "scalar":
        b.fail("spec.value", added, at_key=True, name="add", reason=f"`{key}: same` already places every field")
    if there.kind != added.kind:
        b.fail("spec.value", added, at_key=True, name="add", reason=f"the shape has no {key} to add to")
    for child in added.each():
        if there.kind == "list":
            there.push(child.copy())
        elif child.key in there.items:
            b.report("spec.value", child, at_key=True, name=child.key, reason="is there already")
        else:
            _hang(there, child.key, child)


def _examples(b: Build, message: Node, patch: Node) -> None:
    removed = patch.get("remove_examples")
    for child in removed.each() if removed is not None else ():
        holders = [message.items[key] for key in ("examples", "counterexamples") if key in message.items]
        holder = next((one for one in holders if child.text in one.items), None)
        if holder is None:
            b.unresolved(child, "example", child.text, [name for one in holders for name in one.items])
        else:
            del holder.items[child.text]
    for key in ("examples", "counterexamples"):
        added = patch.get(key)
        if added is None:
            continue
        if key not in message.items:
            message.put(key, Node("map", added.file, added.line, added.column))
        for child in added.each():
            _hang(message.items[key], child.key, child)


def _unbind(node: Node, field: str) -> None:
    """Remove the places that bind ``field`` in the message's own record from a shape."""
    for key in ("attributes", "object", "params", "query", "headers"):
        holder = node.items.get(key)
        if holder is not None and holder.kind == "map":
            holder.items = {name: child for name, child in holder.items.items() if not _binds(child, field)}
            for child in holder.items.values():
                if child.kind == "map" and "bind" not in child.items:
                    _unbind(child, field)
    content = node.items.get("content")
    if content is not None and content.kind == "list":
        content.values = [child for child in content.values if not _binds(child, field)]
        for child in content.values:
            if "element" in child.items and not {"bind", "each"} & child.items.keys():
                _unbind(child, field)
    for key in ("text", "status"):
        if key in node.items and _binds(node.items[key], field):
            del node.items[key]
    drops = node.items.get("drops")
    if drops is not None and drops.kind == "list":
        drops.values = [child for child in drops.values if child.text != field]


def _binds(node: Node, field: str) -> bool:
    """Whether a place holds just ``field``."""
    if node.kind == "scalar":
        return node.text == field
    if "element" in node.items:
        if any(node.items[key].text == field for key in ("bind", "each") if key in node.items):
            return True
        text = node.items.get("text")
        return (
            text is not None and "attributes" not in node.items and "content" not in node.items and _binds(text, field)
        )
    if any(node.items[key].text == field for key in ("bind", "array") if key in node.items):
        return True
    if len(node.items) == 1 and "object" not in node.items and "const" not in node.items:
        (child,) = node.items.values()
        return child.key not in ("bind", "array") and _binds(child, field)
    return False
