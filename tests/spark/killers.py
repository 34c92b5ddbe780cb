"""An engine that dies by some records, as a worker does whose memory runs out. The workers import it by name."""

from __future__ import annotations

import os
from collections.abc import Iterable

from wirebook.capture.exchange import Exchange, Fault
from wirebook.lint.batch import Engine, Outcome

DEADLY = b"deadly=1"


class Dying(Engine):
    """Ends its process, without a word, at a request whose body is DEADLY."""

    def work(self, batch: Iterable[Exchange | Fault]) -> Outcome:
        for one in batch:
            if isinstance(one, Exchange) and one.request is not None and one.request.part.body == DEADLY:
                os._exit(9)
        return super().work(batch)
