"""What a walk has found so far, and what of the body may be shown."""

from __future__ import annotations

from wirebook.explain.outcome import NOWHERE, Raw, foremost
from wirebook.explain.place import Place

__all__ = ["Notes"]

_KEPT = 4096  # findings, before those that cannot be shown are dropped


class Notes:
    """The findings about a body, bounded, and the spans of it that excerpts may show.

    secret: the caller's; no span that holds it is shown.
    """

    def __init__(self, body: bytes, secret: str) -> None:
        self.body = body
        self.raws: list[Raw] = []
        self.more = 0  # findings that were dropped, for they can't be among those that are shown
        self.last = (NOWHERE, NOWHERE)  # the offsets beyond which that is so, of others and of errors
        self.errors = 0
        self.safe: list[tuple[int, int]] = []
        self.secret = secret.encode("utf-8", "surrogatepass")

    def note(
        self,
        code: str,
        severity: str,
        path: str,
        span: tuple[int, int],
        place: Place | None,
        args: dict[str, str] | None = None,
        source: str = "",
        deviation: str | None = None,
    ) -> None:
        """Keep a finding."""
        error = severity == "error"
        if span[0] > self.last[error]:
            self.more += 1
            self.errors += error
        else:
            self.keep(Raw(code, severity, path, span, place, {} if args is None else args, source, deviation))

    def keep(self, raw: Raw) -> None:
        """Keep a finding that a rule made."""
        self.raws.append(raw)
        if raw.severity == "error":
            self.errors += 1
        if len(self.raws) > _KEPT:
            before = len(self.raws)
            self.raws, self.last = foremost(self.raws)
            self.more += before - len(self.raws)

    @property
    def noted(self) -> int:
        """How many findings there are so far."""
        return len(self.raws) + self.more

    def show(self, start: int, end: int) -> None:
        """Let excerpts show these bytes, unless the caller's secret stands in them."""
        if 0 <= start < end and not (self.secret and self.secret in self.body[start:end]):
            self.safe.append((start, end))
