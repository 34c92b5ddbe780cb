"""``wirebook encode``: a body from a logical value in JSON, as bytes on standard output.

Takes the bare value, or the whole object that ``decode`` prints. Writes nothing at
all where anything is wrong.
"""

from __future__ import annotations

import sys

from wirebook.cli.options import Args, Command, Option, refuse
from wirebook.cli.select import ENCODINGS, SECRETS, context, read_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from wirebook.model import Message

__all__ = ["COMMAND"]


def run(args: Args) -> int:
    """Print the body; 1 and every finding on standard error where the value is refused."""
    spec, message_id = args.one("spec"), args.one("message")
    if spec is None or message_id is None:
        raise refuse(args.command, "--spec and --message are needed")
    if len(args.operands) > 1:
        raise refuse(args.command, f"one VALUE.json at most, {len(args.operands)} given")
    from wirebook.api import encode
    from wirebook.asked import known
    from wirebook.books import open_book
    from wirebook.errors import ValidationError

    book = open_book(spec, args.one("dialect"))
    ctx = context(args)
    message = known("message", message_id, {m.id: m for m in book.provider.messages})
    encoding = args.one("encoding")
    if encoding is None:
        if len(message.shapes) > 1:
            there = ", ".join(shape.encoding for shape in message.shapes)
            raise refuse(args.command, f"--encoding is needed: {message.id} has {there}")
        encoding = message.shapes[0].encoding
    file = args.operands[0] if args.operands else "-"
    given = _parse(args, file, read_body(file), message)
    try:
        body = encode(
            given,
            spec=book,
            message=message.id,
            encoding=encoding,
            charset=ctx.charset,
            secret=ctx.secret,
            settings=ctx.settings,
        )
    except ValidationError as refused:
        from wirebook.escape import line
        from wirebook.row import advice

        for finding in refused.findings:
            at = f" ({finding.path})" if finding.path and finding.path not in finding.message else ""
            sys.stderr.write(
                line(f"{file}: {finding.severity} {finding.code} {finding.message}{at}. {advice(finding)}") + "\n"
            )
        return 1
    sys.stdout.flush()
    sys.stdout.buffer.write(body)
    sys.stdout.buffer.flush()
    return 0


def _parse(args: Args, file: str, data: bytes, message: Message) -> Any:
    """The JSON value, decimals exact, duplicate keys refused."""
    import json
    from decimal import Decimal, InvalidOperation

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(items)
        if len(made) != len(items):
            raise ValueError("a key occurs twice")
        return made

    def decimal(digits: str) -> Decimal:
        try:
            return Decimal(digits)
        except InvalidOperation:
            raise ValueError("a number is too large, or has too large an exponent") from None

    def constant(name: str) -> Any:
        raise ValueError(f"{name} is no JSON number")

    try:
        given = json.loads(data, object_pairs_hook=pairs, parse_float=decimal, parse_constant=constant)
    except json.JSONDecodeError as wrong:
        raise refuse(args.command, f"{file}:{wrong.lineno}:{wrong.colno}: not JSON: {wrong.msg}") from None
    except UnicodeDecodeError:
        raise refuse(args.command, f"{file} is not UTF-8") from None
    except (ValueError, RecursionError) as wrong:
        # The texts are ours or the interpreter's on digits and depth; none holds the value.
        reason = "nested too deeply" if isinstance(wrong, RecursionError) else str(wrong)
        raise refuse(args.command, f"{file}: not JSON that can be used: {reason}") from None
    own = {field.name for field in message.record.fields}
    decoded = {"provider", "message", "encoding", "value", "verdict"}
    if isinstance(given, dict) and set(given) == decoded and "verdict" not in own:
        if given["message"] != message.id:
            raise refuse(args.command, f"{file} holds a {given['message']}, not a {message.id}")
        return given["value"]
    return given


COMMAND = Command(
    "encode",
    "--spec SPEC --message ID --encoding NAME [--charset NAME] [--secret TEXT] [VALUE.json | -]",
    "Write a body from a logical value in JSON (the value, or what decode printed) to standard output.\n"
    "Exit status: 0 written, 1 the value is refused, 2 usage or I/O.",
    (
        Option("spec", "SPEC", "a built-in provider, a YAML file or a folder of them"),
        Option("message", "ID", "the message"),
        Option("encoding", "NAME", "the wire format (default: the message's, where it has one)", choices=ENCODINGS),
        Option("dialect", "ID", "the spec's dialect", filled=True),
        Option("charset", "NAME", "the charset to write (default: the spec's)"),
        *SECRETS,
        Option("setting", "KEY=VALUE", "what the deployment chose; may be repeated", many=True),
    ),
    run,
)
