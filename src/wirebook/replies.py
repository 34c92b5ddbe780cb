"""In which encoding a reply has to come: what the operation says, where its request or a setting is known.

A reply in another encoding gets a finding; and where the bytes may be several things, they are
read as what was asked for. What merely says that something failed may come in any encoding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wirebook.diagnostic import CODES
from wirebook.explain.outcome import Raw, finish
from wirebook.lexical import rows as listed
from wirebook.model import List, Map, Message, Provider, Record, Scalar
from wirebook.select.cases import operations_of, reply_encoding
from wirebook.select.table import derive_table

if TYPE_CHECKING:
    from wirebook.part import Context, Part
    from wirebook.result import Result

__all__ = ["Expected", "expected", "settled"]


class Expected(NamedTuple):
    """The encodings that replies have to have, the ids of all replies and of those bound to it, and what says so."""

    encodings: tuple[str, ...]
    replies: frozenset[str]
    bound: frozenset[str]
    by: str
    source: str

    def strays(self, result: Result) -> bool:
        """Whether a reading is one of a reply in another encoding."""
        return result.message in self.replies and result.encoding not in self.encodings


def expected(provider: Provider, part: Part, ctx: Context) -> Expected | None:
    """What is known of the encoding of a reply; None where nothing is."""
    table = derive_table(provider)
    rows = operations_of(table, part.path, ctx)
    chosen = [reply_encoding(row[5], table["settings"], ctx) for row in rows]
    encodings = tuple(dict.fromkeys(encoding for encoding in chosen if encoding is not None))
    if not encodings or None in chosen:
        return None
    known = {row[0] for row in rows}
    operations = [operation for operation in provider.operations if operation.id in known]
    requests = {case.message for operation in operations for case in operation.request}
    replies = frozenset(case.message for operation in operations for case in operation.reply) - requests
    bound = frozenset(m.id for m in provider.messages if m.id in replies and not _tells_failure(m))
    said = dict.fromkeys(o.reply_encoding.by for o in operations if o.reply_encoding is not None)
    return Expected(encodings, replies, bound, ", ".join(said), operations[0].source)


def _tells_failure(message: Message) -> bool:
    """Whether a message says nothing but that something failed: it has a table of such codes alone."""
    for scalar in _scalars(message.record):
        entries = () if scalar.codes is None else listed(scalar.codes)
        if entries and all(entry.ok is False for entry in entries):
            return True
    return False


def _scalars(kind: object) -> list[Scalar]:
    if isinstance(kind, Scalar):
        return [kind, *kind.members]
    if isinstance(kind, Record):
        return [scalar for field in kind.fields for scalar in _scalars(field.type)]
    return _scalars(kind.item if isinstance(kind, List) else kind.values) if isinstance(kind, (List, Map)) else []


def settled(results: list[Result], wanted: Expected | None, level: str) -> list[Result]:
    """The readings, without replies in another encoding where one in an encoding asked for is fine; else told of it.

    level: the severity from which a finding fails the body.
    """
    if wanted is None:
        return results
    if any(result.message in wanted.replies and not wanted.strays(result) and _clean(result) for result in results):
        return [result for result in results if not wanted.strays(result)]
    for result in results:
        if wanted.strays(result) and result.message in wanted.bound:
            _tell(result, wanted, level)
    return results


def _clean(result: Result) -> bool:
    return not any(finding.severity == "error" for finding in result.findings)


def _tell(result: Result, wanted: Expected, level: str) -> None:
    """Add the finding; a body that is otherwise as it should be is only warned of."""
    severity = "warning" if _clean(result) else CODES["operation.encoding"].severity
    args = {"got": result.encoding or "?", "want": " or ".join(wanted.encodings), "by": wanted.by}
    raw = Raw("operation.encoding", severity, "", (0, 0), None, args, wanted.source)
    told = finish(
        [raw],
        provider=result.provider or "",
        message=result.message or "",
        encoding=result.encoding or "",
        body=b"" if result.wire is None else result.wire.body,
        charset="utf-8" if result.wire is None else result.wire.charset,
    )
    result.findings = (*told, *result.findings)
    if severity == "error" or level == "warning":
        result.verdict = "fail"
