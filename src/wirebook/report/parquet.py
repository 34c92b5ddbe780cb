"""Findings as a Parquet file, for those who query many runs: a row of the file for each row of the report.

Columns are those of SCHEMA, typed, with a description each; what is not known is null. Texts
are data here and stand as they are, masked as in every report; what is no Unicode (a byte of a
file's name) is escaped. Rows are written in groups, so memory does not grow with the capture.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from wirebook.atomic import replacing
from wirebook.capture.extras import need

if TYPE_CHECKING:
    from types import TracebackType

    from wirebook.row import Row

__all__ = ["GROUP", "SCHEMA", "Parquet"]

GROUP = 10_000  # rows of a group


def _text(value: str) -> str | None:
    return value.encode("utf-8", "backslashreplace").decode() if value else None


def _known(value: str | None) -> str | None:
    return _text(value or "")


def _count(value: int | None) -> int | None:
    return None if value is None or value < 0 else value


def _line(value: int) -> int | None:
    return value or None


def _moment(value: float | None) -> datetime | None:
    try:
        return None if value is None else datetime.fromtimestamp(value, UTC)
    except (OverflowError, ValueError, OSError):  # a capture may say any number
        return None


def _texts(value: tuple[str, ...]) -> list[str | None]:
    return [*map(_text, value)]


def _pairs(*names: str) -> Callable[[tuple[tuple[Any, Any], ...]], list[dict[str, Any]]]:
    def made(value: tuple[tuple[Any, Any], ...]) -> list[dict[str, Any]]:
        return [
            {name: _text(one) if isinstance(one, str) else one for name, one in zip(names, pair, strict=True)}
            for pair in value
        ]

    return made


def _as_is(value: Any) -> Any:
    return value


# Field of a row -> Arrow's type, how its value gets there, and what it is.
SCHEMA: dict[str, tuple[str, Callable[[Any], Any], str]] = {
    "file": ("string", _text, "the capture"),
    "record": ("int64", _count, "the record's number in the capture, from 0; null for the capture as a whole"),
    "part": ("string", _text, "request, response, exchange or capture"),
    "offset": ("int64", _count, "bytes into the body, from 0"),
    "code": ("string", _text, "the finding's code; where severity is null, why it was not checked"),
    "path": ("string", _text, "the logical path; null for the whole message"),
    "severity": ("string", _text, "error, warning or info; null: not checked"),
    "message": ("string", _text, "what is wrong"),
    "wire_path": ("string", _text, "the place on the wire"),
    "line": ("int64", _count, "line of the body, from 1"),
    "column": ("int64", _count, "column of the body, from 1, in code points"),
    "source": ("string", _text, "where the documents say so"),
    "source_title": ("string", _text, "that document's title"),
    "docs": ("string", _text, "the page that says more"),
    "fingerprint": ("string", _text, "the same for the same kind of fault"),
    "advice": ("string", _text, "what to do"),
    "provider": ("string", _known, "the provider"),
    "operation": ("string", _known, "the operation"),
    "message_id": ("string", _known, "the message"),
    "candidates": ("list<string>", _texts, "every message that it can be"),
    "encoding": ("string", _known, "the wire format"),
    "verdict": ("string", _text, "of this half: pass, fail or not_checked"),
    "excerpt": ("string", _text, "the line of the body, masked"),
    "caret": ("int64", _as_is, "where in the excerpt the finding is, from 0"),
    "width": ("int64", _as_is, "how much of the excerpt it is"),
    "time": ("timestamp", _moment, "when the request began"),
    "record_line": ("int64", _line, "the capture's line that holds the record"),
    "related": ("list<file, record>", _pairs("file", "record"), "other exchanges that have to do with it"),
    "known": ("bool", _as_is, "it is in the baseline"),
    "args": ("list<name, value>", _pairs("name", "value"), "what fills the message's template"),
}


class Parquet:
    """A Parquet file that is there when the block ends well; raises UsageError where pyarrow is not installed."""

    def __init__(self, path: str) -> None:
        self._arrow = need("pyarrow", "parquet", what="--parquet")
        self._files = need("pyarrow.parquet", "parquet", what="--parquet")
        self._place = replacing(path, "wb")
        self._rows: list[Row] = []
        self._schema = _schema(self._arrow)
        self._writer: Any = None

    def __enter__(self) -> Parquet:
        self._writer = self._files.ParquetWriter(self._place.__enter__(), self._schema, compression="zstd")
        return self

    def add(self, row: Row) -> None:
        """The next row."""
        self._rows.append(row)
        if len(self._rows) >= GROUP:
            self._flush()

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            try:
                if kind is None:
                    self._flush()
            finally:
                self._writer.close()
        except BaseException as problem:
            self._place.__exit__(type(problem), problem, problem.__traceback__)
            raise
        self._place.__exit__(kind, value, trace)

    def _flush(self) -> None:
        rows, self._rows = self._rows, []
        if not rows:
            return
        columns = [
            self._arrow.array([put(getattr(row, name)) for row in rows], self._schema.field(name).type)
            for name, (_, put, _) in SCHEMA.items()
        ]
        self._writer.write_table(self._arrow.Table.from_arrays(columns, schema=self._schema))


def _schema(arrow: Any) -> Any:
    def pair(one: str, other: str, kind: Any) -> Any:
        return arrow.list_(arrow.struct([(one, arrow.string()), (other, kind)]))

    types = {
        "string": arrow.string(),
        "int64": arrow.int64(),
        "bool": arrow.bool_(),
        "timestamp": arrow.timestamp("us", tz="UTC"),
        "list<string>": arrow.list_(arrow.string()),
        "list<file, record>": pair("file", "record", arrow.int64()),
        "list<name, value>": pair("name", "value", arrow.string()),
    }
    return arrow.schema(
        [arrow.field(name, types[kind], metadata={"description": about}) for name, (kind, _, about) in SCHEMA.items()]
    )
