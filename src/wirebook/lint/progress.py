"""How far a run is, on standard error: a bar on a terminal, now and then a line elsewhere.

Uses no escape sequences, so NO_COLOR changes nothing, and leaves a clean line behind.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import TextIO

from wirebook.wording import counted

__all__ = ["LINES", "Progress", "size"]

LINES = 10.0  # seconds between two lines of a log
_FRAMES = 0.2  # seconds between two looks of a bar
_WINDOW = 20.0  # seconds over which rates are told
_MB = 1_000_000


def size(captures: Iterable[str]) -> int:
    """The bytes of all captures as they lie on the disk; what cannot be read has none."""
    from wirebook.capture.folder import walk

    found = 0
    for capture in captures:
        for path in walk(capture) if os.path.isdir(capture) else [capture]:
            try:
                found += os.path.getsize(path)
            except OSError:
                continue
    return found


class Progress:
    """Counts what is read and judged, and tells it; ``end`` when the run is over, however it ended.

    whole: bytes that will be read. A stream that cannot be written to any more is left alone.
    """

    def __init__(self, whole: int, out: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._whole = whole
        self._out = sys.stderr if out is None else out
        self._clock = clock
        self._bar = self._out.isatty() and os.environ.get("TERM") != "dumb"
        self._begin = self._last = clock()
        self._bytes = self._exchanges = 0
        self._marks: deque[tuple[float, int, int]] = deque([(self._begin, 0, 0)])
        self._drawn = 0

    def read(self, count: int) -> None:
        """So many more bytes were read."""
        self._bytes += count
        self._look()

    def judged(self, count: int) -> None:
        """So many more exchanges were judged."""
        self._exchanges += count
        self._look()

    def end(self) -> None:
        """Wipe the bar; after a run that was long enough for a line, tell it as a whole."""
        took = self._clock() - self._begin
        if self._bar:
            self._write("\r" + " " * self._drawn + "\r" if self._drawn else "")
        if took >= LINES:
            rate, flow = self._exchanges / took, self._bytes / _MB / took
            self._write(
                f"wirebook: {counted(self._exchanges, 'exchange')} in {_clock(took)}, {rate:.0f}/s, {flow:.1f} MB/s\n"
            )

    def _look(self) -> None:
        now = self._clock()
        if now - self._last < (_FRAMES if self._bar else LINES):
            return
        self._last = now
        self._marks.append((now, self._bytes, self._exchanges))
        while now - self._marks[0][0] > _WINDOW and len(self._marks) > 2:
            self._marks.popleft()
        then, bytes_then, exchanges_then = self._marks[0]
        span = now - then or 1.0
        flow = (self._bytes - bytes_then) / span
        share = min(1.0, self._bytes / self._whole) if self._whole else 1.0
        left = f"{_clock((self._whole - self._bytes) / flow)} left" if flow and self._bytes <= self._whole else ""
        rates = f"{(self._exchanges - exchanges_then) / span:.0f}/s, {flow / _MB:.1f} MB/s"
        told = ", ".join(filter(None, (f"{share:4.0%}", counted(self._exchanges, "exchange"), rates, left)))
        if not self._bar:
            self._write(f"wirebook: {told.strip()}\n")
            return
        room = shutil.get_terminal_size().columns - 1
        width = min(30, room - len(told) - 3)
        if width >= 5:
            done = int(width * share)
            told = f"[{'#' * done}{'.' * (width - done)}] {told}"
        told = told[:room]
        self._write("\r" + told.ljust(self._drawn))
        self._drawn = len(told)

    def _write(self, text: str) -> None:
        try:
            self._out.write(text)
            self._out.flush()
        except (OSError, ValueError):
            return


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
