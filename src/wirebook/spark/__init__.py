"""Linting on Apache Spark: the same engine, its batches spread over a cluster.

``lint`` is the whole of it; ``python -m wirebook.spark`` calls it. Needs the extra ``spark`` and Java 17
on the driver, and Wirebook installed for the workers' Python.

``source`` turns captures into records, ``stages`` is what runs on the workers, ``run`` puts the
steps in order. The checks across the capture are a keyed group: events of one check and one key
go to one place, in time order.
"""

from __future__ import annotations

from wirebook.spark.run import lint

__all__ = ["lint"]
