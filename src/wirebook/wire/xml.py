"""XML: bytes <-> wire tree, every node with its place in the original bytes.

Reading is expat's work; this module adds offsets, caps and the refusal of any
DOCTYPE (nothing is ever expanded, fetched or opened). Expat says where a tag
starts, but not where its attributes stand: these are found by scanning the bytes of
the start tag, which expat has already found well-formed.
"""

from __future__ import annotations

import pyexpat
import re

from wirebook.wire import charset as charsets
from wirebook.wire.caps import MAX_ATTRIBUTES, MAX_BYTES, MAX_DEPTH, MAX_NODES
from wirebook.wire.tree import Issue, Node, Wire, WireError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["read", "write"]

_WHITE = " \t\r\n"
_NAME = re.compile(rb"<[^ \t\r\n/>]+")
_ATTRIBUTE = re.compile(rb"""[ \t\r\n]+([^ \t\r\n=/>]+)[ \t\r\n]*=[ \t\r\n]*(?:"([^"]*)"|'([^']*)')""")
_AFTER_XMLNS = (b":", b"=", b" ", b"\t", b"\r", b"\n")
_CLOSE = re.compile(rb"[ \t\r\n]*(/?)>")


class _Stop(Exception):
    """Reading ends here; the issue says why."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.code)
        self.issue = issue


def read(
    body: bytes,
    *,
    resolve: tuple[str, ...],
    allowed: tuple[str, ...],
    default: str,
    option: str | None = None,
    header: str | None = None,
) -> Wire:
    """The positioned tree of an XML document, and everything wrong with its bytes."""
    if not body:
        return Wire(body, default, None, [Issue("input.empty", 0)])
    if len(body) > MAX_BYTES:
        return Wire(body, default, None, [Issue("limit.bytes", 0, args={"got": len(body), "limit": MAX_BYTES})])
    name, skip, issues = charsets.find("xml", body, resolve, allowed, default, option, header)
    if name is None:
        return Wire(body, default, None, issues)
    wire = Wire(body, name, None, issues)
    if not _readable(body, name, skip, issues):
        return wire
    reader = _Reader(body, name, wire.opaque)
    try:
        wire.root = reader.parse()
    except _Stop as stop:
        issues.append(stop.issue)
    return wire


def _readable(body: bytes, name: str, skip: int, issues: list[Issue]) -> bool:
    """Are the bytes text in that charset? Expat alone would guess at UTF-16 and let some bytes pass."""
    if 0 in body[:2] or body[:2] in (b"\xfe\xff", b"\xff\xfe"):
        issues.append(Issue("xml.not-well-formed", 0, args={"reason": f"not {charsets.iana(name)} text"}))
        return False
    try:
        body.decode(name)
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            reason = "the body ends in the middle of a character"
            issues.append(Issue("xml.not-well-formed", error.start, error.end, {"reason": reason}))
        else:
            issues.append(charsets.undecodable(error, name))
        return False
    return True


class _Reader:
    """One pass of expat over one body."""

    def __init__(self, body: bytes, name: str, opaque: list[tuple[int, int]]) -> None:
        self.body = body
        self.opaque = opaque
        self.root: Node | None = None
        self.stack: list[Node] = []
        self.texts: list[list[str]] = []
        self.nodes = 0
        # "}" cannot occur in a namespace's URI, and expat refuses it there.
        self.parser = pyexpat.ParserCreate("iso-8859-1" if name == "latin-1" else name, "}")
        self.parser.ordered_attributes = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.CommentHandler = self.comment
        self.parser.ProcessingInstructionHandler = self.instruction
        self.parser.StartDoctypeDeclHandler = self.doctype

    def parse(self) -> Node:
        parser = self.parser
        try:
            parser.Parse(self.body, True)
        except pyexpat.ExpatError as error:
            at = max(0, min(parser.ErrorByteIndex, len(self.body)))
            reason = pyexpat.ErrorString(error.code) or "syntax error"
            if self.body[at - 1 : at] == b"&":  # the commonest mistake of all deserves its own words
                at, reason = at - 1, "& begins no entity"
            raise _Stop(Issue("xml.not-well-formed", at, args={"reason": reason})) from None
        finally:
            # The handlers are bound methods: without this the parser and this object keep each other alive.
            parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
            parser.CommentHandler = parser.ProcessingInstructionHandler = parser.StartDoctypeDeclHandler = None
        assert self.root is not None
        return self.root

    def start(self, name: str, attributes: list[str]) -> None:
        body = self.body
        at = self.parser.CurrentByteIndex
        tag = _NAME.match(body, at)
        assert tag is not None
        node = Node("element", "{" + name if "}" in name else name, "element", start=at)
        node.name_start, node.name_end = at + 1, tag.end()
        count = len(attributes) // 2
        self.nodes += 1 + count
        if len(self.stack) >= MAX_DEPTH:
            self.stop("limit.depth", at, MAX_DEPTH)
        if count > MAX_ATTRIBUTES:
            self.stop("limit.attributes", at, MAX_ATTRIBUTES)
        if self.nodes > MAX_NODES:
            self.stop("limit.nodes", at, MAX_NODES)
        end = self.attributes(node, attributes, tag.end())
        close = _CLOSE.match(body, end)
        assert close is not None
        node.value_start = close.end()
        if close.group(1):  # <a/>: its end event will carry no position of its own
            node.value_end = node.end = close.end()
        if self.stack:
            self.stack[-1].children.append(node)
        else:
            self.root = node
        self.stack.append(node)
        self.texts.append([])

    def attributes(self, node: Node, given: list[str], end: int) -> int:
        match = _ATTRIBUTE.match
        body, children = self.body, node.children
        index = 0
        while found := match(body, end):
            (_, end), (at, after), (opened, closed), (opened_too, closed_too) = found.regs
            if body.startswith(b"xmlns", at) and body[at + 5 : at + 6] in _AFTER_XMLNS:
                continue  # expat has taken these out
            name, value = given[index], given[index + 1]
            index += 2
            if "}" in name:
                name = "{" + name
            node = Node("attribute", name, "string", value)
            node.start = node.name_start = at
            node.end, node.name_end = end, after
            node.value_start, node.value_end = (opened, closed) if opened >= 0 else (opened_too, closed_too)
            children.append(node)
        assert index == len(given)
        return end

    def end(self, _name: str) -> None:
        node = self.stack.pop()
        node.text = "".join(self.texts.pop())
        if node.end < 0:
            at = self.parser.CurrentByteIndex
            node.value_end = at
            node.end = self.body.index(b">", at) + 1

    def text(self, data: str) -> None:
        self.texts[-1].append(data)
        node = self.stack[-1]
        if node.text_at < 0 and data != "\n":
            rest = data.lstrip(_WHITE)
            if rest:
                # Expat reports line ends by themselves, so what was stripped here are spaces and tabs, a byte each.
                node.text_at = self.parser.CurrentByteIndex + len(data) - len(rest)

    def comment(self, _data: str) -> None:
        at = self.parser.CurrentByteIndex
        self.opaque.append((at, self.body.index(b"-->", at + 4) + 3))

    def instruction(self, _target: str, _data: str) -> None:
        at = self.parser.CurrentByteIndex
        self.opaque.append((at, self.body.index(b"?>", at) + 2))

    def doctype(self, *_: object) -> None:
        # Expat tells where the name ends, or what stands behind it.
        raise _Stop(Issue("xml.doctype", self.body.rfind(b"<!DOCTYPE", 0, self.parser.CurrentByteIndex)))

    def stop(self, code: str, at: int, limit: int) -> NoReturn:
        raise _Stop(Issue(code, at, args={"limit": limit}))


# ---------------------------------------------------------------- writing

# XML 1.0, production 2: what a document cannot hold in any spelling.
_CONTROLS = bytes(n for n in range(0x20) if n not in b"\t\n\r")
# The characters themselves: compiling "all but what it can" takes Python ten times as long.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLAIN_NAME = re.compile("[A-Za-z_][A-Za-z0-9_.-]*")
_XML = "http://www.w3.org/XML/1998/namespace"
_XMLNS = "http://www.w3.org/2000/xmlns/"
_REFERENCES = (("&", "&amp;"), ("<", "&lt;"), ('"', "&quot;"), ("\t", "&#9;"), ("\n", "&#10;"), ("\r", "&#13;"))
_TEXT_SPECIAL = re.compile("[&<\r]|]]>")
_VALUE_SPECIAL = re.compile('[&<"\t\n\r]')


def write(root: Node, *, charset: str) -> bytes:
    """The document of an element, exactly escaped; WireError for what XML or the charset cannot carry."""
    codec = charsets.codec(charset)
    if codec is None:
        raise LookupError(f"unknown charset {charset!r}")
    writer = _Writer(codec)
    writer.element(root, "")
    document = f'<?xml version="1.0" encoding="{charsets.iana(codec)}"?>\n{"".join(writer.out)}'
    try:
        body = document.encode("utf-8")
    except UnicodeEncodeError:  # half a surrogate pair
        _blame(root)
    if len(body.translate(None, _CONTROLS)) != len(body) or "\ufffe" in document or "\uffff" in document:
        _blame(root)
    # Names are checked to fit, so that only text and attribute values are left to become references.
    return body if codec == "utf-8" else document.encode(codec, "xmlcharrefreplace")


# By codec: names that were found fit to write, with namespace and local name. Specs have few.
_NAMES: dict[str, dict[str, tuple[str, str]]] = {}
# By codec: how an attribute without a namespace begins.
_OPENERS: dict[str, dict[str, str]] = {}


class _Writer:
    """One document on its way into ``out``. Depth is bounded by the shapes that build its tree."""

    def __init__(self, codec: str) -> None:
        self.codec = codec
        self.names = _NAMES.setdefault(codec, {})
        self.openers = _OPENERS.setdefault(codec, {})
        self.out: list[str] = []

    def element(self, node: Node, inherited: str) -> None:
        out = self.out
        openers = self.openers
        uri, tag = self.names.get(node.name) or self.split(node)
        if uri == _XML:  # its prefix is bound everywhere, and nothing else may be bound to it
            uri, tag = inherited, f"xml:{tag}"
        out.append(f"<{tag}" if uri == inherited else f'<{tag} xmlns="{_value(uri)}"')
        elements: list[Node] = []
        used: list[str] = []
        for child in node.children:
            if child.slot == "attribute":
                opener = openers.get(child.name) or self.opener(child, len(used))
                used.append(child.name)
                text = child.text
                out.append(f'{opener}{text}"' if text.isalnum() else f'{opener}{_value(text)}"')
            else:
                elements.append(child)
        if len(set(used)) != len(used):
            raise WireError("encode.value", node, reason="two of its attributes have the same key")
        text = node.text
        if not elements and not text:
            out.append("/>")
            return
        if _TEXT_SPECIAL.search(text):
            # Ampersands first, or the references would be escaped too.
            text = text.replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "]]&gt;").replace("\r", "&#13;")
        out.append(f">{text}")
        for child in elements:
            self.element(child, uri)
        out.append(f"</{tag}>")

    def opener(self, node: Node, count: int) -> str:
        """How an attribute begins, up to its value; one with a namespace declares a prefix of its own."""
        uri, name = self.names.get(node.name) or self.split(node)
        if uri == _XML:
            return f' xml:{name}="'
        if uri:
            return f' xmlns:ns{count + 1}="{_value(uri)}" ns{count + 1}:{name}="'
        if name == "xmlns":
            raise WireError("encode.value", node, reason="its key cannot be an attribute")
        if len(self.openers) < 1024:
            self.openers[node.name] = f' {name}="'
        return f' {name}="'

    def split(self, node: Node) -> tuple[str, str]:
        """Namespace and local name; WireError where it is no XML name or the charset lacks a letter of it."""
        name = node.name
        uri = ""
        if name.startswith("{"):
            uri, _, name = name[1:].rpartition("}")
            if not uri or "}" in uri or uri == _XMLNS:
                raise WireError("encode.value", node, reason="its key is in a namespace that XML cannot name")
        if not _is_name(name):
            raise WireError("encode.value", node, reason="its key is not a name that XML allows")
        charsets.encode(name, self.codec, node, "xml")
        if len(self.names) < 1024:
            self.names[node.name] = (uri, name)
        return uri, name


def _value(text: str) -> str:
    if _VALUE_SPECIAL.search(text):
        for char, reference in _REFERENCES:
            text = text.replace(char, reference)
    return text


def _is_name(name: str) -> bool:
    if _PLAIN_NAME.fullmatch(name):
        return True
    if not name or any(c in name for c in " \t\r\n/>:=<&"):
        return False
    # The editions of XML differ about other letters; what counts is what the reader takes.
    try:
        pyexpat.ParserCreate("utf-8", "}").Parse(f"<{name}/>".encode(), True)
    except (pyexpat.ExpatError, UnicodeEncodeError):
        return False
    return True


def _blame(root: Node) -> NoReturn:
    """Find the node whose text cannot be written."""
    stack = [root]
    while stack:
        node = stack.pop()
        found = _FORBIDDEN.search(node.text)
        if found:
            raise WireError("encode.forbidden", node, got=f"{ord(found.group()):04X}", encoding="xml")
        stack.extend(reversed(node.children))
    raise WireError("encode.forbidden", root, got="?", encoding="xml")
