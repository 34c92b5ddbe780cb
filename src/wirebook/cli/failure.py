"""What to say when a command cannot go on, and with which status; imported only then.

An unexpected exception's own text is never printed, because it may hold payload:
its type and the place in the code are enough for a report. WIREBOOK_DEBUG=1 adds the
traceback, for those who ask for it.
"""

from __future__ import annotations

import os
import sys

__all__ = ["describe", "unusable"]

# What to do about a file that cannot be used; others are told by the system's word alone.
_ADVICE = {
    FileNotFoundError: "check the path",
    IsADirectoryError: "name the files in it",
    PermissionError: "check its permissions",
}


def unusable(problem: OSError) -> str:
    """Why a file cannot be used, and what to do about it where that is known."""
    reason = problem.strerror or type(problem).__name__
    advice = _ADVICE.get(type(problem))
    return f"{reason}; {advice}" if advice else reason


def describe(problem: Exception) -> tuple[list[str], int]:
    """One line for the user (one more per problem of a spec) and the exit status."""
    from wirebook.errors import SpecError, UsageError

    if os.environ.get("WIREBOOK_DEBUG"):
        import traceback

        traceback.print_exception(problem, file=sys.stderr)
    if isinstance(problem, UsageError):
        return [str(problem)], 2
    if isinstance(problem, SpecError):
        from wirebook.report.problems import lines

        return ["the spec cannot be used", *lines(problem.problems)], 2
    if isinstance(problem, OSError):
        where = f"{problem.filename}: " if isinstance(problem.filename, str) else ""
        return [f"{where}{unusable(problem)}"], 2
    return [f"internal error: {type(problem).__name__} at {_place(problem)} (WIREBOOK_DEBUG=1 shows more)"], 70


def _place(problem: Exception) -> str:
    """File and line of the innermost frame in our own code, or of the innermost frame at all."""
    place = "an unknown place"
    trace = problem.__traceback__
    while trace is not None:
        path = trace.tb_frame.f_code.co_filename.replace(os.sep, "/")
        for package in ("/wirebook_codegen/", "/wirebook/"):
            _, found, rest = path.rpartition(package)
            if found:
                place = f"{package[1:]}{rest}:{trace.tb_lineno}"
                break
        trace = trace.tb_next
    return place
