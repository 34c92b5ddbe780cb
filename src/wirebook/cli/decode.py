"""``wirebook decode``: one body's logical value as JSON.

Made for values, so phones and texts are shown; logins only with --show-sensitive and
secrets never.
"""

from __future__ import annotations

import sys

from wirebook.cli.options import Args, Command, Option, refuse
from wirebook.cli.select import QUERY_ALONE, SELECT, around, books, context, documents, read_body, request
from wirebook.judge import judge_any

__all__ = ["COMMAND"]


def run(args: Args) -> int:
    """Print the value; where the body is refused or not told, findings on standard error and 1."""
    alone = not args.operands and bool(args.one("query"))
    if len(args.operands) != 1 and not alone:
        raise refuse(args.command, f"one FILE is needed, {len(args.operands)} given; - is standard input")
    file = QUERY_ALONE if alone else args.operands[0]
    if file == "-" == args.one("request"):
        raise refuse(args.command, "standard input can be read only once")
    ctx = context(args)
    shelf = books(args)
    shelf = request(args, shelf, ctx)
    body = b"" if alone else read_body(file)
    reveal = args.flag("show-sensitive")
    result = judge_any(
        shelf, around(args, body), ctx, message=args.one("message"), encoding=args.one("encoding"), reveal=reveal
    )
    if result.value is None or result.message is None:
        from wirebook.report.colour import painter
        from wirebook.report.text import lines

        told = lines(result, file, documents=documents(shelf, result), paint=painter(sys.stderr))
        if result.verdict == "pass":
            told.append("    the body passes, but which message it is cannot be told; give --message or --operation")
        sys.stderr.write("\n".join(told) + "\n")
        return 1
    from wirebook.report.jsontext import pretty
    from wirebook.values import to_json

    book = shelf[0] if len(shelf) == 1 else next(book for book in shelf if book.name == result.provider)
    message = book.provider.message(result.message)
    assert message is not None
    shape = {
        "provider": result.provider,
        "message": result.message,
        "encoding": result.encoding,
        "value": to_json(message.record, result.value, show_sensitive=reveal),
        "verdict": result.verdict,
    }
    sys.stdout.write(pretty(shape) + "\n")
    return 0


COMMAND = Command(
    "decode",
    "[SELECT] FILE | - | --query STRING",
    "Print a body's logical value as JSON. Exit status: 0 decoded, 1 refused or not told, 2 usage or I/O.",
    (*SELECT, Option("show-sensitive", "", "show logins too; secrets stay redacted")),
    run,
)
