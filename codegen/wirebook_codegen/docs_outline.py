"""How a message looks in one encoding, as an outline that a reader can compare a body with.

The outline is literal text for a fence; what it cannot show (policies, alternatives,
order) comes back as notes. ``places`` tells for each logical path where it stands on the
wire.
"""

from __future__ import annotations

from collections.abc import Iterator

from wirebook.model import (
    Array,
    Const,
    Joined,
    Leaf,
    LineCapture,
    LineGroup,
    LineLiteral,
    LinePairs,
    Lines,
    Member,
    Shape,
    Tree,
    Unknown,
)
from wirebook_codegen.docs_text import Safe, code, join
from wirebook_codegen.docs_words import word

__all__ = ["notes", "outline", "places", "region_place"]

_PAD = "  "


def outline(shape: Shape, lang: str) -> str:
    """The body's outline: fields in braces, what may be missing in square brackets."""
    root = shape.root
    if isinstance(root, Lines):
        return _line(root.pieces)
    if shape.encoding == "form":
        return "\n".join(_params(root.node))
    lines = _element(root, "", "", lang) if shape.encoding == "xml" else _json(root.node, "", "", lang)
    return "\n".join(lines)


def _field(path: str, bind: str) -> str:
    """The logical path of a leaf; "." is the item that ``path`` stands for."""
    return path.removesuffix(".") if bind == "." else path + bind


def _enter(path: str, bind: str) -> str:
    return path if bind in ("", ".") else f"{path}{bind}."


def _value(node: Leaf | Const | Tree | Array | Joined, path: str) -> str:
    if isinstance(node, Const):
        return node.value
    if isinstance(node, Joined):
        return _joined(node, path)
    return "{" + _field(path, node.bind) + "}" if isinstance(node, Leaf) else "..."


def _joined(node: Joined, path: str) -> str:
    separator = node.separators[0].replace("\r", "").replace("\n", " ").replace("\t", " ")
    return "{" + path + node.bind + "[]}" + separator + "..."


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _element(member: Member, path: str, pad: str, lang: str) -> list[str]:
    node = member.node
    path = f"{path}{member.each}[]." if member.each else path
    remark = _remark(member, lang)
    if not isinstance(node, Tree):
        return [f"{pad}<{_local(member.name)}>{_value(node, path)}</{_local(member.name)}>{remark}"]
    path = _enter(path, node.bind)
    attributes, text, children = "", "", []
    for inner in node.members:
        if inner.slot == "attribute" or (inner.slot == "entries" and inner.entry == "attribute"):
            shown = _attribute(inner, path)
            attributes += f" [{shown}]" if inner.optional or inner.slot == "entries" else f" {shown}"
        elif inner.slot == "text":
            text = _value(inner.node, path)
        elif inner.slot == "entries":
            name = _value(inner.node, path)
            children.append(f"{pad}{_PAD}<...>{name}</...>  <!-- {_plain(lang, 'entries', inner)} -->")
        else:
            children += _element(inner, path, pad + _PAD, lang)
    name = _local(member.name)
    if children:
        first = [f"{pad}{_PAD}{text}"] if text else []
        return [f"{pad}<{name}{attributes}>{remark}", *first, *children, f"{pad}</{name}>"]
    return [f"{pad}<{name}{attributes}>{text}</{name}>{remark}" if text else f"{pad}<{name}{attributes}/>{remark}"]


def _attribute(member: Member, path: str) -> str:
    name = "..." if member.slot == "entries" else _local(member.name)
    return f'{name}="{_value(member.node, path)}"'


def _remark(member: Member, lang: str) -> str:
    if member.each:
        return f"  <!-- {_plain(lang, 'each', member)} -->"
    return f"  <!-- {word(lang, 'may_miss')} -->" if member.optional else ""


def _plain(lang: str, key: str, member: Member) -> str:
    """A remark inside a fence, where nothing is escaped: names are identifiers."""
    node = member.node
    name = member.each or (node.bind if isinstance(node, (Leaf, Joined)) else "")
    return str(word(lang, key, name=name))


def _json(node: Leaf | Const | Tree | Array | Joined, path: str, pad: str, lang: str) -> list[str]:
    if isinstance(node, Array):
        inner = _json(node.item, f"{path}{node.bind}[].", pad + _PAD, lang)
        return [f"{pad}[", *inner, f"{pad}{_PAD}...", f"{pad}]"]
    if not isinstance(node, Tree):
        shown = _value(node, path)
        form = node.item.form if isinstance(node, Joined) else node.form
        return [pad + (f'"{shown}"' if form == "string" else shown)]
    path = _enter(path, node.bind)
    lines = [f"{pad}{{"]
    for member in node.members:
        name = "..." if member.slot == "entries" else member.name
        inner = _json(member.node, path, pad + _PAD, lang)
        inner[0] = f'{pad}{_PAD}"{name}": {inner[0].strip()}'
        if member is not node.members[-1]:
            inner[-1] += ","
        if member.slot == "entries":
            inner[0] += f"  // {_plain(lang, 'entries', member)}"
        elif member.optional:
            inner[0] += f"  // {word(lang, 'may_miss')}"
        lines += inner
    return [*lines, f"{pad}}}"]


def _params(node: Leaf | Const | Tree | Array | Joined) -> Iterator[str]:
    for member in node.members if isinstance(node, Tree) else ():
        name = "..." if member.slot == "entries" else member.name
        shown = f"{name}={_value(member.node, '')}"
        yield f"[{shown}]" if member.optional or member.slot == "entries" else shown


def _line(pieces: tuple[LineLiteral | LineCapture | LineGroup | LinePairs, ...]) -> str:
    shown = ""
    for piece in pieces:
        if isinstance(piece, LineLiteral):
            shown += piece.text
        elif isinstance(piece, LineCapture):
            shown += _joined(piece.leaf, "") if isinstance(piece.leaf, Joined) else _capture(piece.leaf)
        elif isinstance(piece, LineGroup):
            shown += f"[{_line(piece.pieces)}]"
        else:
            shown += f"[{piece.prefix}{{key}}{piece.infix}{{value}}{piece.suffix} ...]"
    return shown


def _capture(leaf: Leaf) -> str:
    return "{" + leaf.bind + ("" if leaf.absent is None else f"|{leaf.absent}") + "}"


# ---------------------------------------------------------------- notes


def notes(shape: Shape, lang: str) -> Iterator[Safe]:
    """What the outline cannot show, one sentence each."""
    for member in shape.regions:
        yield from _region_notes(member, lang)
    root = shape.root
    if isinstance(root, Lines):
        yield word(lang, "line_each", name=code(root.each)) if root.each else word(lang, "one_line")
        if root.each:
            yield word(lang, "eol_crlf" if root.eol == "\r\n" else "eol_lf")
        if root.final_eol:
            yield word(lang, "final_eol")
        for piece in root.pieces:
            if isinstance(piece, LinePairs):
                yield word(lang, "pairs", name=code(piece.bind))
                if piece.rest:
                    yield word(lang, "unknown_collect", others=word(lang, "other_keys"), field=code(piece.rest))
                    yield from _excepted_notes(piece.rest_excepted, lang)
        for piece in (p for one in root.pieces for p in (one.pieces if isinstance(one, LineGroup) else (one,))):
            if isinstance(piece, LineCapture) and isinstance(piece.leaf, Joined):
                yield _joined_note(piece.leaf, lang)
        return
    for uri, found in _namespaces(root).items():
        yield word(lang, "in_namespace", names=join(", ", [code(name) for name in found]), uri=code(uri))
    yield from _tree_notes(root, root.name, shape.encoding, lang)


def _region_notes(member: Member, lang: str) -> Iterator[Safe]:
    place = word(lang, f"region_{member.slot}", name=code(member.name))
    if isinstance(member.node, Joined):
        yield _joined_note(member.node, lang)
    if isinstance(member.node, (Leaf, Joined)):
        key = "region_holds" if member.optional else "region_must"
        yield word(lang, key, place=place, field=code(member.node.bind))
    elif isinstance(member.node, Const):
        yield word(lang, "region_const", place=place, value=code(member.node.value))
    for other in member.alternatives:
        result = word(lang, other.severity) if other.severity else word(lang, "accept")
        yield word(lang, "alternative", name=code(other.name), documented=code(member.name), result=result)


def _namespaces(root: Member) -> dict[str, dict[str, None]]:
    """The local names of the elements and attributes in each namespace."""
    found: dict[str, dict[str, None]] = {}
    left = [root]
    while left:
        member = left.pop(0)
        if member.name.startswith("{"):
            uri, _, local = member.name[1:].partition("}")
            shown = f"@{local}" if member.slot == "attribute" else local
            found.setdefault(uri, {})[shown] = None
        if isinstance(member.node, Tree):
            left += member.node.members
    return found


def _tree_notes(member: Member, name: str, encoding: str, lang: str) -> Iterator[Safe]:
    node: Leaf | Const | Tree | Array | Joined = member.node
    for other in member.alternatives:
        result = word(lang, other.severity) if other.severity else word(lang, "accept")
        yield word(lang, "alternative", name=code(other.name), documented=code(member.name), result=result)
    if isinstance(node, Joined):
        yield _joined_note(node, lang)
    if isinstance(node, Leaf) and node.nil == "absent":
        yield word(lang, "nil", name=code(_local(member.name)), attribute=code('xsi:nil="true"'))
    if isinstance(node, Array):
        node = node.item
    if not isinstance(node, Tree):
        return
    if node.order == "sequence":
        yield word(lang, "sequence", name=code(name))
    kind = _MEMBERS[encoding] if name else _NAMELESS[encoding]
    yield from _unknown_notes(node.unknown, word(lang, kind, name=code(_local(name))), lang)
    yield from _unknown_notes(node.unknown_attributes, word(lang, "other_attributes", name=code(_local(name))), lang)
    for inner in node.members:
        yield from _tree_notes(inner, inner.name or name, encoding, lang)


def _joined_note(node: Joined, lang: str) -> Safe:
    marks = join(str(word(lang, "or")), [code(_MARKS.get(one, one)) for one in node.separators])
    return word(lang, "joined_trailing" if node.trailing else "joined", name=code(node.bind), separators=marks)


_MARKS = {"\n": "LF", "\r\n": "CRLF", "\t": "TAB", " ": "SPACE"}
_MEMBERS = {"xml": "other_elements", "json": "other_members", "form": "other_parameters"}
_NAMELESS = {"xml": "other_elements", "json": "other_of_object", "form": "other_parameters"}


def _unknown_notes(unknown: Unknown, others: Safe, lang: str) -> Iterator[Safe]:
    if unknown.policy == "collect":
        yield word(lang, "unknown_collect", others=others, field=code(unknown.bind))
        yield from _excepted_notes(unknown.excepted, lang)
    elif unknown.policy != "refuse":
        yield word(lang, f"unknown_{unknown.policy}", others=others)


def _excepted_notes(names: tuple[str, ...], lang: str) -> Iterator[Safe]:
    if names:
        yield word(lang, "unknown_excepted", names=join(", ", [code(name) for name in names]))


# ---------------------------------------------------------------- places


def places(shape: Shape) -> dict[str, list[str]]:
    """For each logical path (``messages[].sms_id``) its places in this encoding."""
    found: dict[str, list[str]] = {}
    for member in shape.regions:
        if isinstance(member.node, (Leaf, Joined)):
            found.setdefault(member.node.bind, []).append(region_place(member))
    root = shape.root
    if isinstance(root, Lines):
        for path, place in _line_places(root):
            found.setdefault(path, []).append(place)
        return found
    for path, place in _member_places(root, "", "", shape.encoding):
        found.setdefault(path, []).append(place)
    return found


def region_place(member: Member) -> str:
    """Where a member of a region stands, as people write it."""
    return {"query": f"?{member.name}", "header": f"{member.name}:"}.get(member.slot, "HTTP status")


def _line_places(lines: Lines) -> Iterator[tuple[str, str]]:
    path = f"{lines.each}[]." if lines.each else ""
    if lines.each:
        yield lines.each, "line"
    pieces = [p for piece in lines.pieces for p in (piece.pieces if isinstance(piece, LineGroup) else (piece,))]
    for piece in pieces:
        if isinstance(piece, LineCapture):
            yield _field(path, piece.leaf.bind), "{" + piece.leaf.bind + "}"
        elif isinstance(piece, LinePairs):
            yield path + piece.bind, "{key}"
            if piece.rest:
                yield path + piece.rest, "{key}"


def _member_places(member: Member, path: str, place: str, encoding: str) -> Iterator[tuple[str, str]]:
    separator = "" if encoding == "form" else "/"
    name = "*" if member.slot == "entries" else _local(member.name)
    if member.slot == "attribute" or (member.slot == "entries" and member.entry == "attribute"):
        name = f"@{name}"
    if member.slot != "text" and not (member.slot == "root" and encoding != "xml"):
        place = f"{place}{separator}{name}"
    if member.each:
        yield path + member.each, place
        path = f"{path}{member.each}[]."
    yield from _node_places(member.node, path, place, encoding)


def _node_places(
    node: Leaf | Const | Tree | Array | Joined, path: str, place: str, encoding: str
) -> Iterator[tuple[str, str]]:
    if isinstance(node, Leaf):
        yield _field(path, node.bind), place
    elif isinstance(node, Joined):
        yield path + node.bind, place
        yield f"{path}{node.bind}[]", place
    elif isinstance(node, Array):
        yield path + node.bind, place or "/"
        yield from _node_places(node.item, f"{path}{node.bind}[].", f"{place}/*", encoding)
    elif isinstance(node, Tree):
        if node.bind not in ("", "."):
            yield path + node.bind, place
        path = _enter(path, node.bind)
        for member in node.members:
            yield from _member_places(member, path, place, encoding)
        for unknown, rest in ((node.unknown, "*"), (node.unknown_attributes, "@*")):
            if unknown.policy == "collect":
                yield path + unknown.bind, f"{place}/{rest}" if encoding != "form" else rest
