"""The steps of a run on Spark: judge, check across, sort, write."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from functools import reduce
from typing import TYPE_CHECKING

from wirebook.lint.batch import Engine
from wirebook.lint.job import Job
from wirebook.lint.pool import Judges
from wirebook.lint.tally import Tally
from wirebook.lint.turned import Turned
from wirebook.report.jsontext import pretty
from wirebook.report.lint import summary_as_json
from wirebook.row import Row
from wirebook.spark import stages
from wirebook.spark.source import begins, lines, told_apart

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from wirebook.lint.correlate.known import Origins

__all__ = ["lint"]


def lint(
    spark: SparkSession, captures: Sequence[str], job: Job, output: str, *, make: Callable[[Job], Judges] = Engine
) -> Tally:
    """Lint captures on a cluster: gives the counts, writes ``output/findings`` (Parquet) and ``output/summary`` (JSON).

    captures: paths that driver and workers share, or JSONL files by address (``hdfs://``, ``s3a://``).
    output: a folder that does not exist yet, by path or address. The findings are those of a local run.
    make: what judges on the workers, which have to import it by name.
    Raises UsageError, SpecError and OSError before anything starts; a record that the engine fails on is put
    aside with a finding, and Spark repeats what a lost worker had.
    """
    engine = Engine(job)
    root = output.rstrip("/") if "://" in output else "file://" + os.path.abspath(output)
    work = f"{root}/_work"
    judged = _judged(spark, captures, job, make)
    judged.write.parquet(work)  # kept once: three things are taken from it
    kept = spark.read.schema(stages.COLUMNS).parquet(work)
    tally = _tally(kept, engine)
    found = _across(kept, job, tally.origins).cache()
    tally.merge(_tally(found, engine))
    _turn(found, tally, engine)
    both = kept.unionByName(found)
    unmet = stages.placed(engine.unmet(tally))
    if unmet:
        both = both.unionByName(spark.createDataFrame(unmet, stages.COLUMNS))
    rows = both.where("kind in ('row', 'across')").orderBy(*stages.ORDER)
    rows.mapInArrow(stages.findings(job), stages.FINDINGS).write.parquet(f"{root}/findings")
    shape = pretty({"summary": summary_as_json(tally), "coverage": tally.coverage.as_json()})
    spark.createDataFrame([(shape,)], "json string").coalesce(1).write.text(f"{root}/summary")
    found.unpersist()
    return tally


def _judged(spark: SparkSession, captures: Sequence[str], job: Job, make: Callable[[Job], Judges]) -> DataFrame:
    """Step 1: everything that the captures hold, judged; nothing runs before it is asked for."""
    cut, whole = told_apart(captures, job.fields)
    found: list[DataFrame] = []
    if cut:
        table = reduce(lambda a, b: a.unionByName(b), [lines(spark, name) for name in cut])
        found.append(
            table.select("value", "file", "piece").mapInArrow(stages.lines(job, begins(table), make), stages.COLUMNS)
        )
    if whole:
        names = spark.createDataFrame([(name,) for name in whole], "file string").repartition(len(whole))
        found.append(names.mapInArrow(stages.files(job, make), stages.COLUMNS))
    return reduce(lambda a, b: a.unionByName(b), found)


def _tally(table: DataFrame, engine: Engine) -> Tally:
    """What the tasks of a step have counted."""
    whole = engine.tally()
    for row in table.where("kind = 'tally'").select("json").toLocalIterator():
        whole.merge(Tally.read(json.loads(row.json), engine.books))
    return whole


def _across(kept: DataFrame, job: Job, origins: Origins) -> DataFrame:
    """Step 2: events of one check and one key in one place, in time order."""
    events = kept.where("kind = 'event'").repartition("check", "key")
    return events.sortWithinPartitions("check", "key", "time", "file", "record").mapInArrow(
        stages.across(job, origins), stages.COLUMNS
    )


def _turn(found: DataFrame, tally: Tally, engine: Engine) -> None:
    """Count what step 2 found; an exchange that it fails is failed."""
    turned = Turned(tally, engine.job.policy)
    for each in found.where("kind = 'across'").orderBy("file", "record").select("json").toLocalIterator():
        turned.add(Row.read(json.loads(each.json)))
