"""What runs on the workers: functions over Arrow batches, as ``mapInArrow`` wants them. No Spark in here.

Between the steps everything is one table of plain columns (``COLUMNS``): rows, events and tallies
as JSON, beside what they are sorted and grouped by.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from wirebook.capture import cut
from wirebook.capture.jsonl import MAX_LINE, Lines, paths
from wirebook.lint.batch import Engine, Outcome
from wirebook.lint.correlate import judged
from wirebook.lint.event import Event
from wirebook.lint.job import Job
from wirebook.lint.pool import Judges, Pool
from wirebook.lint.run import BATCH, SIZE
from wirebook.row import Row, order

if TYPE_CHECKING:
    import pyarrow as pa

    from wirebook.capture import Batch
    from wirebook.lint.correlate.known import Origins
    from wirebook.lint.tally import Tally

    Batches = Iterator[pa.RecordBatch]
    Make = Callable[[Job], Judges]
    Begins = dict[tuple[str, str], tuple[int, int]]

__all__ = ["COLUMNS", "FINDINGS", "ORDER", "across", "files", "findings", "lines", "placed"]

# What rows are sorted by.
ORDER = ("file", "record", "part", "offset", "code", "path", "severity", "message")
# What stands between the steps, in Spark's DDL.
COLUMNS = (
    "kind string, check string, key string, time double, file string, record long, part string, offset long, "
    "code string, path string, severity string, message string, json string"
)
# The findings at the end, the fields of ``Row``.
FINDINGS = (
    "file string, record long, part string, offset long, code string, path string, severity string, message string, "
    "wire_path string, line long, column long, source string, source_title string, docs string, fingerprint string, "
    "advice string, provider string, operation string, message_id string, candidates array<string>, encoding string, "
    "verdict string, excerpt string, caret long, width long, time double, record_line long, "
    "related array<struct<file: string, record: long>>, known boolean"
)
_OUT = 1000  # rows of a batch that is given back


def lines(job: Job, begins: Begins, make: Make = Engine) -> Callable[[Batches], Batches]:
    """Judges lines of JSONL files: batches of (value, file, piece), the lines of a piece in order.

    begins: (file, piece) -> number of its first record, and of the last line before it. make: what judges.
    """
    return partial(_work, job, make, partial(_of_lines, job, begins))


def files(job: Job, make: Make = Engine) -> Callable[[Batches], Batches]:
    """Judges captures that cannot be cut: batches of (file), which every worker can open."""
    return partial(_work, job, make, partial(_of_files, job))


def across(job: Job, origins: Origins) -> Callable[[Batches], Batches]:
    """The checks across the capture: batches of ``COLUMNS`` with events, all of a key together and in time order.

    origins: of step 1's whole tally.
    """
    return partial(_across, job, origins)


def findings(job: Job) -> Callable[[Batches], Batches]:
    """Sorted rows as ``FINDINGS``: what was found and what was not checked, everything masked."""
    return partial(_finished, job)


def _work(job: Job, make: Make, cut: Callable[[Batches], Iterator[Batch]], batches: Batches) -> Batches:
    from pyspark import TaskContext

    task = TaskContext.get()
    judged = _alone if task is not None and task.attemptNumber() > 0 else _here
    engine = Engine(job)
    yield from _batches(COLUMNS, _told(engine, judged(engine, make, cut(batches))))


def _here(engine: Engine, make: Make, batches: Iterator[Batch]) -> Iterator[Outcome]:
    judge = make(engine.job)
    return map(judge.work, batches)


def _alone(engine: Engine, make: Make, batches: Iterator[Batch]) -> Iterator[Outcome]:
    """In a process of its own: the first attempt may have died of a record, and that is found and put aside."""
    with Pool(engine, 1, make=make) as pool:
        for _, outcome in pool.work(enumerate(batches)):
            yield outcome


def _told(engine: Engine, outcomes: Iterator[Outcome]) -> Iterator[dict[str, Any]]:
    total = engine.tally()
    for outcome in outcomes:
        total.merge(outcome.tally)
        yield from map(_placed, outcome.rows)
        yield from map(_keyed, outcome.events)
    yield _counted(total)


def _of_lines(job: Job, begins: Begins, batches: Batches) -> Iterator[Batch]:
    where = paths(job.fields)
    at = {piece: [*begin] for piece, begin in begins.items()}
    held = Lines("", where, [])
    size = 0
    for batch in batches:
        values, names, pieces = (batch.column(name).to_pylist() for name in ("value", "file", "piece"))
        for value, name, piece in zip(values, names, pieces, strict=True):
            here = at[name, piece]
            here[1] += 1
            if not value.strip():
                continue
            if held.rows and (name != held.name or len(held.rows) >= BATCH or size >= SIZE):
                yield held
                held, size = Lines(name, where, []), 0
            held.name = name
            held.rows.append((here[0], here[1], value if len(value) < MAX_LINE else b""))
            size += len(value)
            here[0] += 1
    if held.rows:
        yield held


def _of_files(job: Job, batches: Batches) -> Iterator[Batch]:
    for batch in batches:
        for name in batch.column("file").to_pylist():
            yield from cut(name, fields=job.fields or None, count=BATCH, size=SIZE)


def _across(job: Job, origins: Origins, batches: Batches) -> Batches:
    events = (Event(*json.loads(text)) for batch in batches for text in batch.column("json").to_pylist())
    engine = Engine(job)

    def told() -> Iterator[dict[str, Any]]:
        total = engine.tally()
        for found in judged(events, engine.books, origins):
            if not isinstance(found, Row):
                total.note(found)
            elif job.policy.keeps(found.code, found.file):
                yield _placed(found._replace(known=found.fingerprint in job.policy.known), "across")
        yield _counted(total)

    yield from _batches(COLUMNS, told())


def _finished(job: Job, batches: Batches) -> Batches:
    def rows() -> Iterator[dict[str, Any]]:
        for batch in batches:
            for kind, text in zip(batch.column("kind").to_pylist(), batch.column("json").to_pylist(), strict=True):
                row = Row.read(json.loads(text))
                if kind == "across" and job.policy.fails(row.severity, row.fingerprint):
                    row = row._replace(verdict="fail")
                related = [{"file": _plain(file), "record": record} for file, record in row.related]
                yield {**{name: _plain(value) for name, value in row._asdict().items()}, "related": related}

    yield from _batches(FINDINGS, rows())


def placed(rows: Iterable[Row]) -> list[tuple[Any, ...]]:
    """Rows as tuples of ``COLUMNS``."""
    names = [column.split(" ")[0] for column in COLUMNS.split(", ")]
    return [tuple(shape.get(name) for name in names) for shape in map(_placed, rows)]


def _placed(row: Row, kind: str = "row") -> dict[str, Any]:
    """A row as ``COLUMNS``; kind is "across" for one of step 2."""
    place = dict(zip(ORDER, map(_plain, order(row)), strict=True))
    return {"kind": kind, **place, "json": json.dumps(row)}


def _counted(tally: Tally) -> dict[str, Any]:
    """A tally as ``COLUMNS``."""
    return {"kind": "tally", "json": json.dumps(tally.as_json())}


def _keyed(event: Event) -> dict[str, Any]:
    """An event as ``COLUMNS``."""
    place = {"check": event.check, "key": event.key, "time": event.time, "record": event.record}
    return {"kind": "event", **place, "file": _plain(event.file), "json": json.dumps(event)}


def _plain(value: Any) -> Any:
    """A value that Arrow can hold; only a name of a file can be another text."""
    return value.encode("utf-8", "backslashreplace").decode("utf-8") if isinstance(value, str) else value


def _batches(ddl: str, rows: Iterable[dict[str, Any]]) -> Batches:
    """Rows as Arrow batches of the columns that the DDL names."""
    import pyarrow as pa

    places = pa.list_(pa.struct([("file", pa.string()), ("record", pa.int64())]))
    kinds = {
        "string": pa.string(),
        "long": pa.int64(),
        "double": pa.float64(),
        "boolean": pa.bool_(),
        "array<string>": pa.list_(pa.string()),
        "array<struct<file: string, record: long>>": places,
    }
    columns = [column.split(" ", 1) for column in re.split(", (?![^<]*>)", ddl)]
    schema = pa.schema([(name, kinds[kind]) for name, kind in columns])
    left = iter(rows)
    while some := [*islice(left, _OUT)]:
        arrays = [pa.array([row.get(field.name) for row in some], field.type) for field in schema]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)
