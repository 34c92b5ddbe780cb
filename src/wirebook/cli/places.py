"""What a command writes never takes the place of what it reads, nor of something else that it writes."""

from __future__ import annotations

import os
from collections.abc import Sequence

from wirebook.cli.options import Args, refuse

__all__ = ["distinct", "keep_apart"]

_READ = ("request", "config", "secret-file", "baseline", "spec")
_INSTEAD = {"output": "leave it out to write to standard output", "report": "name it FILE.html"}
_WRITTEN = ("output", "report", "parquet", "write-baseline")


def keep_apart(args: Args) -> None:
    """Refuses a place to write to that is ``-``, an operand, lies in one, or is told twice; raises UsageError.

    What is no plain file (``/dev/null``, a pipe) may be named as one likes. A baseline may be written anew.
    """
    taken = [*args.operands, *(path for option in _READ for path in args.many(option))]
    for option in _WRITTEN:
        target = args.one(option)
        if target is None:
            continue
        if target == "-":
            instead = _INSTEAD.get(option, "name a file")
            raise refuse(args.command, f"--{option} - is no file; {instead} (a file of that name is ./-)")
        place = os.path.realpath(target)
        if os.path.exists(place) and not os.path.isfile(place):
            continue
        for name in taken:
            if option == "write-baseline" and name in args.many("baseline"):
                continue
            if os.path.realpath(name) == place:
                raise refuse(args.command, f"--{option} {target} would be written over {name}")
        for folder in args.operands:
            if os.path.isdir(folder) and _within(place, folder):
                raise refuse(args.command, f"--{option} {target} would be written into {folder}, which is read")
        taken.append(target)


def distinct(captures: Sequence[str]) -> list[str]:
    """The captures, each read once: without those that an earlier one is, or that lie in a folder among them."""
    found: list[str] = []
    places: set[str] = set()
    folders = [capture for capture in captures if os.path.isdir(capture)]
    for capture in captures:
        place = os.path.realpath(capture)
        plain = os.path.isfile(capture) or os.path.isdir(capture)
        if plain and (place in places or any(_within(place, folder) for folder in folders)):
            continue
        places.add(place)
        found.append(capture)
    return found


def _within(place: str, folder: str) -> bool:
    """Whether a path without links lies below a folder."""
    return place.startswith(os.path.join(os.path.realpath(folder), ""))
