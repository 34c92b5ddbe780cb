"""The command ``wirebook``: finds the subcommand, runs it, and turns every way to fail into a line and a status.

Each subcommand is a module that is imported only when it runs. Statuses: 0 all
pass, 1 something fails or was not checked, 2 usage, configuration or I/O, 70 an
internal error, 130 interrupted. No traceback and no payload text reaches the user.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wirebook.cli.options import Command

__all__ = ["COMMANDS", "main"]


def _validate() -> Command:
    from wirebook.cli import validate

    return validate.COMMAND


def _decode() -> Command:
    from wirebook.cli import decode

    return decode.COMMAND


def _encode() -> Command:
    from wirebook.cli import encode

    return encode.COMMAND


def _lint() -> Command:
    from wirebook.cli import lint

    return lint.COMMAND


def _generate() -> Command:
    from wirebook.cli import generate

    return generate.COMMAND


def _check() -> Command:
    from wirebook.cli import check

    return check.COMMAND


def _explain() -> Command:
    from wirebook.cli import explain

    return explain.COMMAND


def _list() -> Command:
    from wirebook.cli import list_

    return list_.COMMAND


COMMANDS: dict[str, tuple[str, Callable[[], Command]]] = {
    "validate": ("check message bodies against a provider's book", _validate),
    "decode": ("print a body's logical value as JSON", _decode),
    "encode": ("write a body from a logical value in JSON", _encode),
    "lint": ("check captured traffic: HAR, JSONL, pcap, WARC, mitmproxy flows", _lint),
    "generate": ("write schemas, bindings and docs from specs", _generate),
    "check": ("check that specs are sound", _check),
    "explain": ("say what a finding's code or a provider's code means", _explain),
    "list": ("list providers, or one provider's messages", _list),
}


def main(argv: Sequence[str] | None = None, dispatch: Callable[[list[str]], int] | None = None) -> int:
    """Run the command line; returns the exit status and never raises. dispatch: what runs it, if not the commands."""
    try:
        _streams()
        given = sys.argv[1:] if argv is None else list(argv)
        if argv is None and given[:1] in (["check"], ["generate"]):
            # What these make lives as long as this process: Python would search it for garbage again and again.
            import atexit
            import gc

            gc.disable()
            atexit.register(gc.freeze)  # and once more at the end
        status = (dispatch or _dispatch)(given)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return _last_words(["interrupted"], 130)
    except BrokenPipeError:
        # The reader of our output went away: nothing to say, and nothing more to write at exit.
        _drop_output()
        return 2
    except Exception as problem:
        from wirebook.cli.failure import describe

        if isinstance(problem, OSError) and problem.filename is None:
            from errno import EDQUOT, EFBIG, ENOSPC

            if problem.errno in (EDQUOT, EFBIG, ENOSPC):  # files that are asked for are named where they are written
                problem.filename = "standard output or a temporary file"
        return _last_words(*describe(problem))


def _dispatch(argv: list[str]) -> int:
    name = argv[0] if argv else ""
    if name in COMMANDS:
        from wirebook.cli.options import parse, usage

        command = COMMANDS[name][1]()
        args = parse(command, argv[1:])
        if args is None:
            sys.stdout.write(usage(command))
            return 0
        return command.run(args)
    if name == "--version":
        from wirebook import __version__

        sys.stdout.write(f"wirebook {__version__}\n")
        return 0
    if name in ("-h", "--help", "help"):
        sys.stdout.write(_help())
        return 0
    if not name:
        sys.stderr.write(_help())
        return 2
    from wirebook.errors import UsageError
    from wirebook.hints import nearest

    what = "option" if name.startswith("-") else "command"
    raise UsageError(f"unknown {what} {name}{nearest(name, COMMANDS)} (wirebook --help)")


def _help() -> str:
    rows = "".join(f"  {name:<10}{about}\n" for name, (about, _) in COMMANDS.items())
    return (
        "usage: wirebook COMMAND ...\n\n"
        "Wire protocols that you can run.\n\n"
        f"{rows}\n"
        "wirebook COMMAND --help tells a command's options; wirebook --version the version.\n"
    )


def _streams() -> None:
    """Make both streams take any text: UTF-8 into files and pipes, the terminal's own charset on a terminal."""
    if sys.stdout is None or sys.stderr is None:  # closed by the caller (``>&-``): the status still tells
        nowhere = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
        sys.stdout = sys.stdout or nowhere
        sys.stderr = sys.stderr or nowhere
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            reconfigure(errors="backslashreplace")
        else:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _drop_output() -> None:
    """Point standard output at nothing, so that the interpreter's own flush at exit stays silent."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        pass


def _last_words(texts: list[str], status: int) -> int:
    """Print what was finished, then the texts on standard error, one line each; the first says who speaks."""
    try:
        sys.stdout.flush()
    except OSError:
        _drop_output()
    try:
        from wirebook.escape import line

        first, *rest = texts
        sys.stderr.write("\n".join([f"wirebook: {line(first)}", *map(line, rest)]) + "\n")
        sys.stderr.flush()
    except OSError:
        pass
    return status
