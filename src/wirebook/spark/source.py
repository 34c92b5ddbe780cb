"""Captures as Spark's tables: JSONL is cut into blocks of lines, any other capture is one piece."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from wirebook.capture.opened import opened

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["begins", "lines", "told_apart"]

_GLOB = re.compile(r"([\\*?\[\]{}])")
_BLANK = "[^ \\t\\n\\r\\x0B\\f]"


def told_apart(captures: Sequence[str], fields: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The captures that are read line by line anywhere, and those that one worker reads from begin to end.

    A name with a scheme (``hdfs://``, ``s3a://``) is JSONL that Spark reads; anything else is a path that
    driver and workers share. Raises OSError for a file that is not there.
    """
    cut: list[str] = []
    whole: list[str] = []
    for capture in captures:
        if "://" in capture:
            cut.append(capture)
        elif os.path.isdir(capture) or not _lines_only(capture, fields):
            whole.append(capture)
        else:
            cut.append(capture)
    return cut, whole


def _lines_only(path: str, fields: Mapping[str, str]) -> bool:
    """Whether a file is plain JSONL, and named so that Spark neither passes it over nor decompresses it."""
    with opened(path, fields) as (_, kind), open(path, "rb") as file:
        plain = not file.read(4).startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd"))
    name = os.path.basename(path)
    return (
        kind == "jsonl"
        and plain
        and name.lower().endswith((".jsonl", ".ndjson", ".json", ".log"))
        and name[0] not in "._"
    )


def lines(spark: SparkSession, capture: str) -> DataFrame:
    """A JSONL file's lines: (value: bytes, file, piece, path, block).

    file: the capture as it was named. piece: the block that a line stands in, by path and offset.
    """
    from pyspark.sql import functions as f

    where = capture if "://" in capture else "file://" + _GLOB.sub(r"\\\1", os.path.abspath(capture))
    table = spark.read.option("lineSep", "\n").text(where)
    return table.select(
        f.col("value").cast("binary").alias("value"),
        f.lit(capture).alias("file"),
        f.concat_ws(" ", "_metadata.file_path", "_metadata.file_block_start").alias("piece"),
        f.col("_metadata.file_path").alias("path"),
        f.col("_metadata.file_block_start").alias("block"),
    )


def begins(table: DataFrame) -> dict[tuple[str, str], tuple[int, int]]:
    """(capture, piece) -> the number of its first record, and of the last line before it."""
    from pyspark.sql import functions as f

    counts = (
        table.groupBy("file", "piece", "path", "block")
        .agg(
            f.count("*").alias("lines"),
            f.count(f.when(f.col("value").cast("string").rlike(_BLANK), 1)).alias("records"),
        )
        .orderBy("file", "path", "block")
        .collect()
    )
    found: dict[tuple[str, str], tuple[int, int]] = {}
    records, seen, file = 0, 0, None
    for row in counts:
        if row.file != file:
            records, seen, file = 0, 0, row.file
        found[row.file, row.piece] = records, seen
        records += row.records
        seen += row.lines
    return found
