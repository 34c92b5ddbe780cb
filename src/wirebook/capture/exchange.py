"""What a capture holds: exchanges, and faults of the capture itself.

A capture is evidence, often partial. What it lacks is named, never filled in: a body
that is not there is None with a reason, not an empty body.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from wirebook.part import Part

__all__ = ["LACKS", "Exchange", "Fault", "Half"]

# Why a half of an exchange has no body to judge.
LACKS = ("no-request", "no-reply", "no-body", "cut-body", "undecodable-body", "no-library", "too-large")


@dataclass(slots=True)
class Half:
    """A request or a reply. ``part`` is what is known of it; ``lacks`` says why its body is no evidence.

    lacks: "" where the body is whole; else one of ``LACKS``, and ``part.body`` is b"".
    as_text: the capture held text, not bytes; the charset on the wire is not known from it.
    """

    part: Part
    lacks: str = ""
    as_text: bool = False

    def cut(self) -> None:
        """Note that the body broke off: what is there of it is no evidence."""
        self.lacks, self.part.body = "cut-body", b""


@dataclass(slots=True)
class Exchange:
    """One request and what answered it.

    index: the record's number in the capture, from 0. line: of the capture file, 0 where
    lines mean nothing there. time: seconds since the epoch when the request began, None if unknown;
    ended: when the reply was whole.
    host: with a port where one was given, lower case, None if unknown.
    """

    file: str
    index: int
    request: Half | None = None
    reply: Half | None = None
    time: float | None = None
    host: str | None = None
    line: int = 0
    ended: float | None = None


@dataclass(slots=True)
class Fault:
    """Something of the capture that could not be read; the reading goes on where it can.

    code: a declared finding code (``capture.*``). index: the record, -1 for the capture as a whole.
    """

    code: str
    file: str
    index: int = -1
    line: int = 0
    args: dict[str, str] = field(default_factory=dict)
