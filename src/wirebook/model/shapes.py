"""How a message looks on the wire, per encoding."""

from __future__ import annotations

from dataclasses import dataclass

from wirebook.model.scalars import Scalar

__all__ = [
    "Alternative",
    "Array",
    "Const",
    "Joined",
    "Leaf",
    "LineCapture",
    "LineGroup",
    "LineLiteral",
    "LinePairs",
    "Lines",
    "Member",
    "Shape",
    "Tree",
    "Unknown",
]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another wire name for a member; ``severity`` None means no finding."""

    name: str
    severity: str | None
    deviation: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """What to do with a member that the shape does not name.

    policy: refuse (error), warn, ignore, collect (into the map field ``bind``;
    ``severity`` None or warning). excepted: names that are refused and not collected.
    """

    policy: str = "refuse"
    bind: str = ""
    severity: str | None = None
    deviation: str | None = None
    excepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar field in one place. ``bind`` is a field of the record in scope, or "." for the list item itself.

    form: text everywhere but in JSON, where it is string, number or boolean (true and false
    stand for the canonical texts of a boolean scalar); ``accepts`` are
    further JSON forms with the severity of each (None = no finding).
    absent: a literal that stands for an absent field (the ``0`` in ``0,-5``).
    empty: what an empty text means: value, absent, refuse (``empty_severity`` is the
    finding that comes with absent, None for none).
    null: JSON null: refuse or absent. nil: ``xsi:nil="true"`` on an XML element without content: refuse or absent.
    """

    bind: str
    type: Scalar
    form: str = "text"
    accepts: tuple[tuple[str, str | None], ...] = ()
    absent: str | None = None
    empty: str = "value"
    empty_severity: str | None = None
    empty_deviation: str | None = None
    null: str = "refuse"
    nil: str = "refuse"


@dataclass(frozen=True, slots=True)
class Const:
    """A fixed text on the wire that belongs to no field; it tells messages apart."""

    value: str
    form: str = "text"


@dataclass(frozen=True, slots=True)
class Tree:
    """An element, an object or a parameter list.

    bind: "" keeps the record in scope; a record field's name enters that record;
    "." is the list item (a record).
    order: sequence or any (of child elements; attributes, members and parameters are always free).
    Character data between child elements that is not white space is an error unless a
    member with slot "text" takes it.
    """

    bind: str
    members: tuple[Member, ...]
    order: str = "any"
    unknown: Unknown = Unknown()
    unknown_attributes: Unknown = Unknown()


@dataclass(frozen=True, slots=True)
class Array:
    """A JSON array bound to the list field ``bind``; ``item`` binds "."."""

    bind: str
    item: Leaf | Tree


@dataclass(frozen=True, slots=True)
class Joined:
    """The list field ``bind`` of scalars in one text; ``item`` binds "." and says how each is read.

    separators: any of them separates, the first is written; none holds another. trailing:
    one at the end, with nothing behind it, is passed over. An empty text is an empty list.
    """

    bind: str
    item: Leaf
    separators: tuple[str, ...]
    trailing: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A named place in a Tree.

    slot: attribute, element, text (XML); member (JSON); param (form).
    each: the list field whose items repeat this member, "" if it stands at most once;
    then ``node`` binds ".".
    slot "entries" has no name: it stands for one member per key of the map field
    ``node.bind`` (``entry`` says in which slot they stand).
    optional: may be missing. A wrapper (a Tree with bind "") says so itself; otherwise
    it follows from the field.
    """

    slot: str
    name: str
    node: Leaf | Const | Tree | Array | Joined
    optional: bool
    each: str = ""
    entry: str = ""
    alternatives: tuple[Alternative, ...] = ()
    missing: str | None = None  # severity where a required member may be missing all the same (or "accept")
    deviation: str | None = None
    duplicate: str = "error"  # severity of a second one: error | warning (the first counts)


@dataclass(frozen=True, slots=True)
class LineLiteral:
    text: str


@dataclass(frozen=True, slots=True)
class LineCapture:
    """A scalar inside a line, or a list of them in one text."""

    leaf: Leaf | Joined


@dataclass(frozen=True, slots=True)
class LineGroup:
    """An optional part: there if any field in it is there."""

    pieces: tuple[LineLiteral | LineCapture, ...]


@dataclass(frozen=True, slots=True)
class LinePairs:
    """Zero or more ``prefix key infix value suffix`` of a map field, in any order.

    Keys that ``bind`` does not list go to the map field ``rest`` ("" = refused), but those in
    ``rest_excepted`` are refused.
    """

    bind: str
    values: Scalar
    keys: tuple[str, ...]
    prefix: str
    infix: str
    suffix: str
    rest: str = ""
    rest_values: Scalar | None = None
    rest_severity: str | None = None
    rest_deviation: str | None = None
    rest_excepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """Text or csv: one line per item of the list field ``each``, or exactly one line if ``each`` is "".

    eol: what is written between lines; CRLF and LF are both read. final_eol: whether
    the last line ends with one when written; both are read.
    """

    each: str
    pieces: tuple[LineLiteral | LineCapture | LineGroup | LinePairs, ...]
    eol: str = "\n"
    final_eol: bool = False
    spaces: str = "refuse"  # white space around the whole line: refuse | ignore


@dataclass(frozen=True, slots=True)
class Shape:
    """How one message looks in one encoding.

    root: Member with slot "root" (name = root element, "" elsewhere) for xml, json
    and form; Lines for text and csv.
    drops: logical fields that this encoding cannot carry.
    carried: where a form's parameters may travel (body, query), the one that is written first.
    from_query: the parameters of the query string are children of the root too.
    regions: what stands outside the body: members with the slots query, header and status, each a
    Leaf or Const of the message's record. What is not known of a region leaves its fields open.
    """

    encoding: str  # xml | json | form | text | csv
    root: Member | Lines
    drops: tuple[str, ...] = ()
    deviation: str | None = None
    source: str = ""
    carried: tuple[str, ...] = ("body",)
    from_query: bool = False
    regions: tuple[Member, ...] = ()
