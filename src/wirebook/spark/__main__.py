"""``python -m wirebook.spark CAPTURE... --output DIR``: lint captures on Apache Spark.

Run it by ``spark-submit`` to choose the cluster; else Spark runs on this machine's cores.
"""

from __future__ import annotations

import os
import sys

from wirebook.cli import main
from wirebook.cli.lint import BY, asked
from wirebook.cli.options import Args, Command, Option, parse, refuse, usage

__all__ = ["COMMAND"]


def run(args: Args) -> int:
    """Lint on Spark; 0 if all in scope pass, 1 if not, 2 for usage or I/O."""
    output = args.one("output")
    if not args.operands:
        raise refuse(args.command, "no CAPTURE given")
    if output is None:
        raise refuse(args.command, "no folder for the output given: --output DIR")
    if "://" not in output and os.path.exists(output):
        raise refuse(args.command, f"{output} is there already; name a folder that is not")
    job = asked(args)
    from wirebook.capture.extras import need

    need("pyspark", "spark", what="python -m wirebook.spark")
    from pyspark.sql import SparkSession

    from wirebook.report.lint import summary_lines
    from wirebook.spark import lint

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = SparkSession.builder.appName("wirebook lint").getOrCreate()
    try:
        tally = lint(spark, args.operands, job, output)
    finally:
        spark.stop()
    sys.stdout.writelines(f"{row}\n" for row in summary_lines(tally))
    return 0 if tally.clean(strict=job.strict) else 1


COMMAND = Command(
    "lint",
    "CAPTURE... --output DIR [--spec SPEC] [--strict]",
    "Check captured traffic on Apache Spark. A CAPTURE is a path that every machine can open, or a JSONL file by\n"
    "address (hdfs://, s3a://). Writes DIR/findings (Parquet) and DIR/summary (JSON), and prints the counts.\n"
    "Exit status: 0 all in scope passes, 1 something fails or was not checked, 2 usage or I/O.",
    (*BY, Option("output", "DIR", "the folder for the results; it must not be there yet")),
    run,
)


def _dispatch(argv: list[str]) -> int:
    args = parse(COMMAND, argv)
    if args is None:
        sys.stdout.write(usage(COMMAND).replace("wirebook lint", "python -m wirebook.spark", 1))
        return 0
    return COMMAND.run(args)


if __name__ == "__main__":
    sys.exit(main(dispatch=_dispatch))
