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
