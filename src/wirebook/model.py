"""The model: what a spec means once it is loaded, checked and resolved.

Every engine and emitter reads these classes and never the YAML. All of them are
frozen; every reference (type, group, code table, dialect) is already resolved, so
that a reader needs no registry. A compiled provider is a Python module that builds
this same graph, which is why every value in it is a plain literal, a tuple or
another class of this module.

Two trees describe a message: its fields (the logical value) and, for each encoding,
one shape whose nodes bind to those fields by name.

Logical values in Python: record -> dict without the absent fields; list -> list;
map -> dict; string, phone -> str; integer, bits -> int; boolean -> bool; decimal -> Decimal;
date, time, datetime -> the datetime module's naive types; union -> what its member gives.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "Alternative",
    "Array",
    "Bit",
    "Case",
    "Charsets",
    "CodeEntry",
    "CodeTable",
    "Cond",
    "Const",
    "Default",
    "Deviation",
    "Document",
    "Example",
    "Expected",
    "Facet",
    "Field",
    "Joined",
    "Leaf",
    "LexicalForm",
    "Limit",
    "LineCapture",
    "LineGroup",
    "LineLiteral",
    "LinePairs",
    "Lines",
    "List",
    "Map",
    "Member",
    "Message",
    "Normal",
    "Note",
    "Operation",
    "Provider",
    "Record",
    "ReplyEncoding",
    "Retry",
    "Rewrite",
    "Rule",
    "Scalar",
    "Setting",
    "Shape",
    "SignatureCarrier",
    "Text",
    "Tree",
    "Unknown",
]  # fmt: skip

# ---------------------------------------------------------------- texts and evidence


@dataclass(frozen=True, slots=True)
class Text:
    """A text for people, in both languages."""

    en: str
    ru: str


@dataclass(frozen=True, slots=True)
class Document:
    """A provider's document that facts cite as ``id#section``."""

    id: str
    title: Text
    file: str  # the name of the stored copy, "" if none


@dataclass(frozen=True, slots=True)
class Deviation:
    """Where practice or a reading differs from the document, and what is done about it.

    decision: accept -> no finding; warn -> a warning; refuse -> an error.
    """

    id: str
    says: Text
    seen: Text
    decision: str  # accept | warn | refuse
    source: str


@dataclass(frozen=True, slots=True)
class Note:
    """A fact for people only; ``title`` is its heading, None where its id has to do."""

    id: str
    title: Text | None
    text: Text
    source: str


# ---------------------------------------------------------------- scalars


@dataclass(frozen=True, slots=True)
class Facet:
    """One constraint under its XSD or JSON Schema name.

    name: length, minLength, maxLength, pattern, enumeration, minInclusive,
    maxInclusive, totalDigits, fractionDigits (scalars); minItems, maxItems (lists).
    value: int for lengths, digits and items; str for pattern and for the bounds of
    decimals; int for the bounds of integers; tuple of str or int for enumeration.
    severity: error, or warning where ``deviation`` (its id) says so.
    """

    name: str
    value: int | str | tuple[str | int, ...]
    severity: str = "error"  # error | warning
    deviation: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class LexicalForm:
    """A way to write a scalar; the first of a scalar's forms is canonical.

    date, time, datetime: a format of YYYY YY MM DD hh mm ss and literals.
    integer: after the canonical form (``-?(0|[1-9][0-9]*)``, always first and
    called "canonical"), the tolerated extras plus, leading_zeros, zero_fraction.
    decimal: "canonical" (``-?[0-9]+(\\.[0-9]+)?``), then plus, comma.
    boolean: pairs of the texts for true and for false, "true/false".
    string, phone, bits: none.
    """

    form: str
    severity: str | None = None  # None (no finding) | warning | error
    deviation: str | None = None


@dataclass(frozen=True, slots=True)
class Rewrite:
    """If the stripped number matches ``pattern`` whole, it becomes ``to`` ({1} is group 1)."""

    pattern: str
    to: str


@dataclass(frozen=True, slots=True)
class Normal:
    """A phone's normal form: strip characters, apply the first rewrite that matches, then match ``pattern``.

    A number that ends up outside ``pattern`` keeps its lexeme as its value and is
    reported with ``severity``.
    """

    strip: str
    rewrites: tuple[Rewrite, ...]
    pattern: str
    severity: str  # error | warning
    deviation: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Bit:
    """A named part of a bits scalar: bits ``low``..``high``; ``codes`` name its values."""

    name: str
    low: int
    high: int
    codes: CodeTable | None
    when: tuple[tuple[str, int], ...]  # meaningful only if these other parts have these values
    doc: Text


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One row of a code table: a single ``value``, or a range ``low``..``high`` (then value is None)."""

    value: int | str | None
    low: int | None
    high: int | None
    name: str  # an identifier
    meaning: Text
    final: bool | None  # does a status of this code still change?
    ok: bool | None  # does the code mean success?
    retry: Text | None
    deviation: str | None
    source: str


@dataclass(frozen=True, slots=True)
class CodeTable:
    """A provider's codes. ``unknown`` is what a value outside every row means.

    by: the tables of single operations (operation's id, table). They decide where the operation is
    known; ``entries`` are then the rows that hold everywhere besides. ``lexical.rows`` are all rows.
    """

    id: str
    base: str  # integer | string
    title: Text
    entries: tuple[CodeEntry, ...]
    unknown: str  # accept | warn | refuse
    open: bool  # the document says or implies that there are more
    doc: Text | None
    source: str
    by: tuple[tuple[str, CodeTable], ...] = ()


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value without parts."""

    name: str  # the spec's type name, "" for an inline type
    base: str  # string | integer | decimal | boolean | date | time | datetime | phone | bits | union
    facets: tuple[Facet, ...] = ()
    whitespace: str = "preserve"  # preserve | trim | collapse, before anything else is looked at
    lexical: tuple[LexicalForm, ...] = ()
    pivot: int | None = None  # two-digit years below it are 20YY, others 19YY
    codes: CodeTable | None = None
    normal: Normal | None = None
    width: int | None = None  # of bits
    bits: tuple[Bit, ...] = ()
    members: tuple[Scalar, ...] = ()  # of a union, tried in order: the first that has no error gives the value
    sensitive: str | None = None  # secret | login | phone | text
    identity: str | None = None  # fields of one identity correlate across messages
    doc: Text | None = None
    source: str = ""


# ---------------------------------------------------------------- composite values


@dataclass(frozen=True, slots=True)
class Default:
    """What an absent field means.

    fill: decoding puts the value in. write: omit (never written when it equals the
    value), always (written even if absent from the value), keep (as the value has it).
    explicit: a finding's severity when the wire spells the default out, or None.
    """

    value: str | int
    fill: bool
    write: str  # omit | always | keep
    explicit: str | None = None
    deviation: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A named part of a record."""

    name: str
    type: Scalar | Record | List | Map
    optional: bool
    default: Default | None
    doc: Text
    source: str
    missing: str | None = None  # a required field that may be missing all the same: severity warning, or accept
    deviation: str | None = None  # the deviation that says so


@dataclass(frozen=True, slots=True)
class Record:
    """Named fields. ``rules`` apply to every value of this record."""

    name: str
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...] = ()
    doc: Text | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """Items in order; facets are minItems and maxItems."""

    item: Scalar | Record
    facets: tuple[Facet, ...] = ()


@dataclass(frozen=True, slots=True)
class Map:
    """String keys to scalars. With ``keys`` only those belong to it; without, any (``key_pattern``)."""

    keys: tuple[tuple[str, Text], ...]  # name and meaning; empty = any key
    key_pattern: str
    values: Scalar


# ---------------------------------------------------------------- conditions and rules


@dataclass(frozen=True, slots=True)
class Cond:
    """One condition.

    op: equals (path, values of length 1), in (path, values), present (path),
    matches (path is a message id: the body has that message's structure),
    answers (path is a message id: the body is the reply to that request),
    all, any, not (items).
    path: a field of the record in scope, or ``request.<field>``, ``setting.<name>``.
    """

    op: str
    path: str = ""
    values: tuple[str | int, ...] = ()
    items: tuple[Cond, ...] = ()


@dataclass(frozen=True, slots=True)
class SignatureCarrier:
    """A field, or ``setting.<name>``, that carries a signature made by ``algorithm``.

    algorithm: md5, sha1, sha256, sha512, crc32, or hmac- and one of the first four.
    lexical: written in the first, read in any; crc32: decimal, hex8; the others: hex (lower case when
    written, compared without case; also where nothing is listed), base64.
    """

    field: str
    algorithm: str
    lexical: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A statement about several fields of the record that owns it.

    kind and its use of the other members:
      unique       list field ``field``; items' field ``key`` ("" for scalar items) are all different
      required_if  ``field`` is there if ``when`` holds
      forbidden_if ``field`` is not there if ``when`` holds
      exactly_one  one of ``fields`` is there
      at_most_one  at most one of ``fields`` is there
      echoes       each value of ``field`` (list field, items' ``key``) stands in the request's ``request`` path
      signature    ``join`` names fields and settings ("setting.secret") whose lexemes,
                   joined by ``delimiter`` in the body's charset, are signed by ``carriers``;
                   instead of ``join``, ``over`` says parameters (everything directly under the
                   root that has a text, but the carriers and ``excepted``, in the order of
                   ``sort`` (name | none), each as ``pair`` writes it) or body (its bytes);
                   the settings ``before`` and ``after`` are joined to either end, and the
                   setting ``hmac_key`` is that of an hmac
    """

    id: str
    kind: str
    severity: str  # error | warning
    field: str = ""
    key: str = ""
    fields: tuple[str, ...] = ()
    when: Cond | None = None
    request: str = ""
    join: tuple[str, ...] = ()
    delimiter: str = ""
    carriers: tuple[SignatureCarrier, ...] = ()
    over: str = ""
    excepted: tuple[str, ...] = ()
    sort: str = "name"
    pair: str = "{value}"
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    hmac_key: str = ""
    deviation: str | None = None
    doc: Text | None = None
    source: str = ""


# ---------------------------------------------------------------- shapes


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


# ---------------------------------------------------------------- messages and provider


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding that a counter-example must give; path "" means any path."""

    code: str
    path: str


@dataclass(frozen=True, slots=True)
class Example:
    """A body with its verdict. ``settings`` and ``secret`` are its context.

    verdict: pass or fail (at the error level); ``findings`` are exactly the findings
    expected, warnings included. ``request``: the example ("message.example") of the
    request that this reply answers, "" if it is unknown. ``query``, ``headers`` (name and
    value) and ``status`` are what of HTTP came around the body, None where unknown.
    """

    id: str
    encoding: str
    charset: str
    body: bytes
    verdict: str
    findings: tuple[Expected, ...]
    secret: str | None
    settings: tuple[tuple[str, str], ...]
    title: Text
    source: str
    request: str = ""
    query: bytes | None = None
    headers: tuple[tuple[str, str], ...] | None = None
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One kind of document. ``record`` is its logical value; its name is the message id."""

    id: str
    title: Text
    doc: Text | None
    direction: str  # request | reply | callback
    record: Record
    shapes: tuple[Shape, ...]
    examples: tuple[Example, ...]
    counterexamples: tuple[Example, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Charsets:
    """The order in which an encoding's charset is found, what is allowed, and the default.

    resolve: of option, header, bom, declaration, param:<name>, default; in that order.
    Names are lower-case IANA names that Python's codecs know.
    """

    encoding: str
    resolve: tuple[str, ...]
    allowed: tuple[str, ...]
    default: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a deployment chooses and no body can tell."""

    name: str
    sensitive: str | None
    enumeration: tuple[str, ...]
    default: str | None
    doc: Text
    source: str


@dataclass(frozen=True, slots=True)
class Case:
    """The message of an operation's request or reply if ``when`` holds (None = otherwise)."""

    when: Cond | None
    message: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that a provider does: a call (client to provider) or a callback."""

    id: str
    kind: str  # call | callback
    method: str
    host: str
    path: str
    request: tuple[Case, ...]
    reply: tuple[Case, ...]
    title: Text
    doc: Text | None
    source: str
    retry: Retry | None = None
    limits: tuple[Limit, ...] = ()
    reply_encoding: ReplyEncoding | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """When a call is repeated: until one of ``unless_status`` answers, ``attempts`` times at most.

    interval: seconds between two attempts. None is not stated.
    """

    unless_status: tuple[int, ...]
    interval: int | None = None
    attempts: int | None = None
    doc: Text | None = None
    source: str = ""

    def stops(self, status: int) -> bool:
        """Whether an HTTP status ends the repetition."""
        return status in self.unless_status


@dataclass(frozen=True, slots=True)
class Limit:
    """How often an operation may be called: ``requests`` within ``seconds``, or ``concurrent`` at once.

    same: which calls are counted together: ``all``, ``identical`` ones, or those with the same value of the
    request's field of that name. message: the request that is counted, "" for any of the operation.
    code: what answers a call beyond it, None where that is not stated.
    """

    id: str
    requests: int | None
    seconds: int | None
    concurrent: int | None
    same: str
    message: str = ""
    code: int | str | None = None
    doc: Text | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class ReplyEncoding:
    """How the encoding of a reply is chosen: by ``request.<field>`` or ``setting.<name>``.

    default: where the field or setting is absent or has another value; None if that is not stated.
    """

    by: str
    values: tuple[tuple[str | int, str], ...]
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Provider:
    """Everything that one spec says, in one dialect ("" = the document's own)."""

    name: str
    dialect: str
    dialects: tuple[str, ...]  # the names of all the spec's dialects
    title: Text
    doc: Text | None
    documents: tuple[Document, ...]
    notes: tuple[Note, ...]
    settings: tuple[Setting, ...]
    charsets: tuple[Charsets, ...]
    codes: tuple[CodeTable, ...]
    messages: tuple[Message, ...]
    operations: tuple[Operation, ...]
    deviations: tuple[Deviation, ...]

    def message(self, message_id: str) -> Message | None:
        """The message of that id, or None."""
        return next((m for m in self.messages if m.id == message_id), None)

    def table(self, table_id: str) -> CodeTable | None:
        """The code table of that id, or None."""
        return next((t for t in self.codes if t.id == table_id), None)

    def charset(self, encoding: str) -> Charsets | None:
        """The charset policy of an encoding, or None if no message uses it."""
        return next((c for c in self.charsets if c.encoding == encoding), None)
