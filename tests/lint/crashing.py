"""An engine that some records are the end of, for the tests of the pool; imported by its workers."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

from wirebook.lint.batch import Engine, Outcome

KILLS, HANGS, EXITS, RAISES = b"KILLS", b"HANGS", b"EXITS", b"RAISES"


class Mine(Engine):
    """Ends the process, never answers, or fails, as the body of a record says."""

    def work(self, batch: Any) -> Outcome:
        batch = [*batch]
        for one in batch:
            half = getattr(one, "request", None)
            body = b"" if half is None else half.part.body
            if KILLS in body:
                os.kill(os.getpid(), signal.SIGKILL)
            if HANGS in body:
                time.sleep(600)
            if EXITS in body:
                os._exit(3)
            if RAISES in body:
                raise MemoryError
        return super().work(batch)


def unborn(job: Any) -> Engine:
    """An engine that cannot be made."""
    os._exit(5)
