"""Values without parts, their facets and code tables."""

from __future__ import annotations

from dataclasses import dataclass

from wirebook.model.texts import Text

__all__ = [
    "Bit",
    "CodeEntry",
    "CodeTable",
    "Facet",
    "LexicalForm",
    "Normal",
    "Rewrite",
    "Scalar",
]


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
