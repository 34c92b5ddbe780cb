"""Conditions, and statements about several fields at once."""

from __future__ import annotations

from dataclasses import dataclass

from wirebook.model.texts import Text

__all__ = [
    "Cond",
    "Rule",
    "SignatureCarrier",
]


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
      echoes       each value of ``field`` (list field, items' ``key``; or a scalar) stands in the request's
                   ``request`` path
      answered     each value in the request's ``request`` path stands in ``field`` (list field, items' ``key``)
      count        ``field`` is, to the sum of ``to``, as ``bound`` says (equal, at_most, at_least); each is a whole
                   number, an integer field or a list field (its number of items), or ``request.<field>``
      repeated     of several items of list field ``field`` with the same ``key`` all but one have one of ``values``
                   in their field ``code``, and the fields ``same`` are equal in all
      signature    ``join`` names fields and settings ("setting.secret") whose lexemes,
                   joined by ``delimiter`` in the body's charset, are signed by ``carriers``;
                   instead of ``join``, ``over`` says parameters (everything directly under the
                   root that has a text, but the carriers and ``excepted``, in the order of
                   ``sort`` (name | none), each as ``pair`` writes it) or body (its bytes);
                   the settings ``before`` and ``after`` are joined to either end, and the
                   setting ``hmac_key`` is that of an hmac
    echoes, answered and count hold only where ``when`` surely does.
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
    bound: str = ""
    to: tuple[str | int, ...] = ()
    code: str = ""
    values: tuple[str | int, ...] = ()
    same: tuple[str, ...] = ()
    deviation: str | None = None
    doc: Text | None = None
    source: str = ""

    @property
    def counted(self) -> tuple[str, ...]:
        """The paths that a count adds up on either side; none of any other kind of rule."""
        if self.kind != "count":
            return ()
        return (self.field, *(one for one in self.to if isinstance(one, str)))

    @property
    def by_request(self) -> bool:
        """Whether only a known request can show it broken."""
        return self.kind in ("echoes", "answered") or any(path.startswith("request.") for path in self.counted)

    @property
    def places(self) -> tuple[str, ...]:
        """Where in its record a finding of it may stand: fields, ``field.key`` for those of a list's items."""
        if self.kind == "count":
            own = tuple(path for path in self.counted if not path.startswith("request."))
            return own[:1] or ("",)
        if self.kind == "repeated":
            return tuple(f"{self.field}.{name}" for name in (self.code, *self.same))
        if self.kind == "answered" or not self.key:
            return self.fields or (self.field,)
        return (f"{self.field}.{self.key}",)
