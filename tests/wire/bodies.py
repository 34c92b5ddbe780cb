"""Policies, tree notations and generated bodies that the tests of readers and writers share."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from wirebook.model import Facet, Leaf, LineCapture, LineGroup, LineLiteral, LinePairs, Lines, Scalar
from wirebook.wire.tree import Node

POLICY: dict[str, Any] = {
    "resolve": ("option", "header", "bom", "declaration", "default"),
    "allowed": ("utf-8", "windows-1251", "koi8-r"),
    "default": "utf-8",
}

# ---------------------------------------------------------------- trees in YAML


def element(spec: dict[str, Any]) -> Node:
    children = [Node("attribute", name, "string", text) for name, text in spec.get("attributes", {}).items()]
    children += [element(inner) for inner in spec.get("content", [])]
    return Node("element", spec["element"], "element", spec.get("text", ""), children)


def element_spec(node: Node) -> dict[str, Any]:
    spec: dict[str, Any] = {"element": node.name}
    attributes = {c.name: c.text for c in node.children if c.slot == "attribute"}
    content = [element_spec(c) for c in node.children if c.slot == "element"]
    return (
        spec
        | ({"attributes": attributes} if attributes else {})
        | ({"text": node.text} if node.text else {})
        | ({"content": content} if content else {})
    )


def value(spec: Any, slot: str = "root", name: str = "") -> Node:
    """{number: literal} for a number; everything else is what it looks like."""
    if isinstance(spec, dict) and set(spec) == {"number"}:
        return Node(slot, name, "number", spec["number"])
    if isinstance(spec, dict):
        return Node(slot, name, "object", children=[value(v, "member", k) for k, v in spec.items()])
    if isinstance(spec, list):
        return Node(slot, name, "array", children=[value(v, "item") for v in spec])
    if spec is None:
        return Node(slot, name, "null")
    if isinstance(spec, bool):
        return Node(slot, name, "boolean", "true" if spec else "false")
    return Node(slot, name, "string", spec)


def value_spec(node: Node) -> Any:
    if node.kind == "object":
        return {c.name: value_spec(c) for c in node.children}
    if node.kind == "array":
        return [value_spec(c) for c in node.children]
    if node.kind == "number":
        return {"number": node.text}
    return {"null": None, "boolean": node.text == "true"}.get(node.kind, node.text)


def params(spec: list[list[str]]) -> Node:
    return Node("root", "", "object", children=[Node("param", name, "string", text) for name, text in spec])


def params_spec(node: Node) -> list[list[str]]:
    return [[c.name, c.text] for c in node.children]


def rows(spec: list[dict[str, Any]]) -> Node:
    return Node("root", "", "array", children=[row(line) for line in spec])


def row(spec: dict[str, Any]) -> Node:
    children = []
    for name, item in spec.items():
        if isinstance(item, dict):
            pairs = [Node("pair", key, "string", text) for key, text in item.items()]
            children.append(Node("pairs", name, "object", children=pairs))
        else:
            children.append(Node("capture", name, "string", item))
    return Node("line", "", "object", children=children)


def rows_spec(node: Node) -> list[dict[str, Any]]:
    return [
        {c.name: {p.name: p.text for p in c.children} if c.slot == "pairs" else c.text for c in line.children}
        for line in node.children
    ]


SCALARS = {
    "text": Scalar("", "string"),
    "integer": Scalar("", "integer"),
    "padded": Scalar("", "integer", whitespace="trim"),
    "no_equals": Scalar("", "string", facets=(Facet("pattern", "[^=]*"),)),
    "time": Scalar("", "time", lexical=()),
}


def shape(spec: dict[str, Any]) -> Lines:
    """Pieces in YAML: a text; {capture, type, absent, empty}; {group: pieces}; {pairs, keys, prefix, infix, rest}."""
    return Lines(
        spec.get("each", ""),
        tuple(_piece(p) for p in spec["pieces"]),
        spec.get("eol", "\n"),
        spec.get("final_eol", False),
        spec.get("spaces", "refuse"),
    )


def _piece(spec: Any) -> Any:
    if isinstance(spec, str):
        return LineLiteral(spec)
    if "group" in spec:
        return LineGroup(tuple(_piece(p) for p in spec["group"]))
    kind = SCALARS[spec.get("type", "text")]
    if "capture" in spec:
        return LineCapture(Leaf(spec["capture"], kind, absent=spec.get("absent"), empty=spec.get("empty", "value")))
    rest = spec.get("rest", "")
    return LinePairs(
        spec["pairs"],
        kind,
        tuple(spec.get("keys", ())),
        spec.get("prefix", ""),
        spec["infix"],
        spec.get("suffix", ""),
        rest,
        SCALARS[spec.get("rest_type", "text")] if rest else None,
    )


# ---------------------------------------------------------------- generated bodies

CHARSETS = ("utf-8", "windows-1251", "koi8-r", "us-ascii", "iso-8859-1", "utf-16", "utf-7", "nonsense", "UTF8")

TEXT = st.text(st.sampled_from("aZ09 \t\n\r'\"&<>]%+;=,{}[]()\\/Жя\x85\u2028\x7f\xa0😀\ufeff"), max_size=12)


def mutated(bodies: st.SearchStrategy[bytes], tokens: list[bytes]) -> st.SearchStrategy[bytes]:
    """Bodies with up to three edits: bytes removed, doubled or changed, tokens put in."""

    @st.composite
    def draw_one(draw: st.DrawFn) -> bytes:
        body = draw(bodies)
        for _ in range(draw(st.integers(0, 3))):
            at = draw(st.integers(0, len(body)))
            end = min(len(body), at + draw(st.integers(0, 4)))
            put = draw(st.sampled_from([*tokens, b"", body[at:end] * 2, b"\x98", b"\xd0", b"\x00"]))
            body = body[:at] + put + body[end:]
        return body

    return draw_one()


@st.composite
def xml_bodies(draw: st.DrawFn) -> bytes:
    charset = draw(st.sampled_from(["utf-8", "utf-8", "windows-1251", "koi8-r"]))
    head = draw(st.sampled_from(["", "", "\n", f'<?xml version="1.0" encoding="{charset}"?>', "<!-- c -->", "<?p d?>"]))
    head = draw(st.sampled_from([head, head, f"<?xml version='1.0' encoding = '{draw(st.sampled_from(CHARSETS))}' ?>"]))
    body = head + _tag(draw, 3) + draw(st.sampled_from(["", "\n", "<!-- end -->"]))
    mark = draw(st.sampled_from([b"", b"", b"", b"\xef\xbb\xbf"]))
    return mark + body.encode(charset, "xmlcharrefreplace")


def _tag(draw: st.DrawFn, depth: int) -> str:
    name = draw(st.sampled_from(["a", "b", "sms", "p:x", "имя"]))
    names = draw(st.lists(st.sampled_from(["x", "y", "p:y", "lang", "xml:lang"]), unique=True, max_size=3))
    attributes = [f"{n}={_quoted(draw)}" for n in names]
    spaces = draw(st.sampled_from(['xmlns:p="u"', 'xmlns="d" xmlns:p="u"', "xmlns:p='v'", ""]))
    gap = draw(st.sampled_from([" ", "\n", " \t"]))
    start = gap.join([name, *attributes[:1], *([spaces] if spaces else []), *attributes[1:]])
    if draw(st.booleans()) and not depth:
        return f"<{start}{draw(st.sampled_from(['', ' ']))}/>"
    pieces = [_content(draw, depth) for _ in range(draw(st.integers(0, 4)))]
    return f"<{start}>{''.join(pieces)}</{name}{draw(st.sampled_from(['', ' ']))}>"


def _quoted(draw: st.DrawFn) -> str:
    text = draw(TEXT).replace("&", "&amp;").replace("<", "&lt;")
    quote = draw(st.sampled_from("\"'"))
    return quote + text.replace(quote, "&quot;" if quote == '"' else "&#39;") + quote


def _content(draw: st.DrawFn, depth: int) -> str:
    which = draw(st.integers(0, 7))
    if which == 0:
        return "<![CDATA[" + draw(TEXT).replace("]]>", "") + "]]>"
    if which == 1:
        return "<!-- " + draw(TEXT).replace("-", "") + " -->"
    if which == 2:
        return draw(st.sampled_from(["&#10;", "&#x41;", "&amp;", "&quot;", "<?pi x?>", "&#13;", "&#1078;"]))
    if which <= 4 and depth:
        return _tag(draw, depth - 1)
    return draw(TEXT).replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "]]&gt;")


XML_TOKENS = [b"<", b">", b"&", b"]]>", b"<!DOCTYPE a>", b'<!DOCTYPE a [<!ENTITY e "x">]>', b"&e;", b"&laquo;", b"<a>",
              b"</a>", b"<a/>", b"<!--", b"-->", b"<![CDATA[", b"<?x?>", b" x='1'", b"xmlns='u'", b"\xef\xbb\xbf",
              b"&#0;", b"&#55296;", b"&#xFFFE;", b"\xed\xa0\x80", b"\xef\xbf\xbe", b"\r", b"\x1f", b'"']  # fmt: skip

_JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.integers(10**18, 10**30),
        st.floats(allow_nan=True),
        TEXT,
        st.just({}),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXT, inner, max_size=4)),
    max_leaves=12,
)


@st.composite
def json_bodies(draw: st.DrawFn) -> bytes:
    charset = draw(st.sampled_from(["utf-8", "utf-8", "windows-1251"]))
    text = json.dumps(
        draw(_JSON),
        ensure_ascii=draw(st.booleans()) or charset != "utf-8",
        indent=draw(st.sampled_from([None, None, 1])),
        separators=draw(st.sampled_from([None, (",", ":"), (" ,", " : ")])),
    )
    space = draw(st.sampled_from(["", "", " ", "\n", "\ufeff"]))
    return (space + text + draw(st.sampled_from(["", "\n"]))).encode(charset, "ignore")


JSON_TOKENS = [b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b'\\"', b"\\ud800", b"\\uDC00", b"\\u12", b"\\u0000",
               b"NaN", b"-Infinity", b"1e400", b"-1e999", b"1e-999", b"01", b"-", b".5", b"1.", b"true", b"nul",
               b'"a":1,', b"\n", b"\x0b", b"\x1f", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"'"]  # fmt: skip


@st.composite
def form_bodies(draw: st.DrawFn) -> bytes:
    charset = draw(st.sampled_from(["utf-8", "windows-1251", "koi8-r"]))
    names = st.sampled_from(["id", "phone", "mes", "charset", "имя", "a b"])
    pairs = draw(st.lists(st.tuples(names, TEXT), max_size=6))
    if draw(st.booleans()):
        pairs.append(("charset", draw(st.sampled_from(CHARSETS))))
    out = []
    for name, text in pairs:
        out.append("=".join(_percent(draw, part.encode(charset, "ignore")) for part in (name, text)))
    return draw(st.sampled_from(["&", "&", "&&", ";"])).join(out).encode() + draw(
        st.sampled_from([b"", b"\n", b"\r\n"])
    )


def _percent(draw: st.DrawFn, data: bytes) -> str:
    form = draw(st.sampled_from(["%{:02X}", "%{:02x}"]))
    every = draw(st.booleans())
    return "".join(
        "+" if b == 0x20 else chr(b) if chr(b).isalnum() and b < 128 and not every else form.format(b) for b in data
    )


FORM_TOKENS = [b"%", b"%z", b"%zz", b"%4", b"%C", b"%D0", b"%98", b"% 41", b"%+4", b"+", b"&", b"=", b";", b"\n",
               b"\r\n", b" ", b"charset=utf-8&", b"%63harset=koi8-r&", b"\xd0\x96", b"\x7f", b"%00"]  # fmt: skip

_ID = {"capture": "id", "type": "integer"}
_CODE = {"capture": "code", "type": "integer"}
_STEPS = {"pairs": "operators", "keys": ["mega", "bee", "mega_int"], "prefix": ", ", "infix": " = ", "type": "integer"}
_CLOSED = {"pairs": "operators", "keys": ["a", "ab"], "prefix": ";", "infix": "=", "type": "integer"}

LINES: dict[str, dict[str, Any]] = {
    "error": {"pieces": ["ERROR = ", _CODE, " (", {"capture": "text"}, ")", {"group": [", ID - ", _ID]}]},
    "csv": {"pieces": [_ID | {"absent": "0"}, ",-", {"capture": "code", "type": "padded"}]},
    "list": {
        "each": "senders",
        "pieces": ["name = ", {"capture": "name"}, ", id = ", _ID],
        "final_eol": True,
        "spaces": "ignore",
    },
    "operators": {
        "each": "senders",
        "pieces": ["name = ", {"capture": "name"}, _STEPS | {"rest": "others"}, ", id = ", _ID],
    },
    "listed": {"each": "senders", "pieces": ["name = ", {"capture": "name"}, _STEPS, ", id = ", _ID]},
    "replaced": {
        "each": "senders",
        "pieces": [
            "name = ",
            {"capture": "name", "type": "no_equals"},
            _STEPS | {"rest": "others", "rest_type": "no_equals"},
            ", id = ",
            _ID,
        ],
    },
    "suffixed": {
        "each": "senders",
        "pieces": [
            {"capture": "name"},
            ": ",
            {"pairs": "steps", "keys": ["x", "y"], "infix": "=", "suffix": "; ", "type": "integer"},
            "id ",
            _ID,
        ],
    },
    "closed": {
        "each": "senders",
        "pieces": [{"capture": "name"}, _CLOSED, ";", {"capture": "comment", "empty": "absent"}],
    },
    "three": {
        "each": "rows",
        "pieces": [{"capture": "a"}, ", ", {"capture": "b"}, ", ", {"capture": "c"}],
        "eol": "\r\n",
    },
    "only": {"pieces": ["OK"]},
}

LINE_TOKENS = [b"name = ", b", id = ", b"1", b"x", b"\n", b"\r\n", b"\r", b", mega = 1", b", other = y z", b";a=1",
               b";ab=", b"ERROR = 7 (", b")", b", ID - 5", b"0,-5", b",", b" ", b"OK", b", ", b"\xd0\x96", b"\xd0",
               b"="]  # fmt: skip


def line_bodies() -> st.SearchStrategy[bytes]:
    whole = [b"ERROR = 7 (a), ID - 5", b"name = x, id = 5\nname = y, id = 7", b"name = x, mega = 1, o = z, id = 5\n",
             b"x;a=1;ab=2;c", b"a, b, c\r\na, b, c, d", b"OK", b"0,-5"]  # fmt: skip
    return st.one_of(
        st.sampled_from(whole),
        st.lists(st.sampled_from(LINE_TOKENS), max_size=12).map(b"".join),
        st.binary(max_size=20),
    )
