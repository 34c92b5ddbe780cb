"""What a lexical check says about a text, before anybody knows where the text stands."""

from __future__ import annotations

__all__ = ["Hit"]


class Hit:
    """A code with its severity, the arguments of its template but ``name``, and the deviation behind it.

    ``args`` may hold the text itself only under the key ``got`` of code.unknown and
    deviation.extra: whoever reports it leaves that out for sensitive scalars.
    """

    __slots__ = ("args", "code", "deviation", "severity", "source")

    def __init__(
        self,
        code: str,
        severity: str = "error",
        args: dict[str, str] | None = None,
        deviation: str | None = None,
        source: str = "",
    ) -> None:
        self.code = code
        self.severity = severity
        self.args = {} if args is None else args
        self.deviation = deviation
        self.source = source

    def __repr__(self) -> str:
        return f"Hit({self.code!r}, {self.severity!r}, {self.args!r})"
