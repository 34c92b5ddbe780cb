"""``wirebook list``: the built-in providers; or what one book holds."""

from __future__ import annotations

import sys

from wirebook.cli import exchange
from wirebook.cli.options import Args, Command, Option, refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wirebook.model import Case, CodeTable, Operation, Provider

__all__ = ["COMMAND"]

_FEW = 3  # of a list of names in a table


def run(args: Args) -> int:
    """Print the list; a provider's name, YAML file or folder narrows it to one."""
    from wirebook.books import built_in, open_book

    if len(args.operands) > 1:
        raise refuse(args.command, f"one PROVIDER at most, {len(args.operands)} given")
    as_json = args.one("format") == "json"
    if args.operands:
        provider = open_book(args.operands[0], args.one("dialect")).provider
        shape = _shape(provider)
        text = _text(args.operands[0], provider)
    else:
        if args.one("dialect") is not None:
            raise refuse(args.command, "--dialect needs a PROVIDER")
        providers = [open_book(name).provider for name in built_in()]
        shape = {"providers": [_head(provider) for provider in providers]}
        width = max((len(provider.name) for provider in providers), default=0)
        rows = [f"{p.name:<{width}}  {p.title.en} ({len(p.messages)} messages)" for p in providers]
        text = rows or ["no built-in providers"]
    from wirebook.escape import line

    if as_json:
        from wirebook.report.jsontext import pretty

        sys.stdout.write(pretty(shape) + "\n")
    else:
        sys.stdout.write("\n".join(map(line, text)) + "\n")
    return 0


def _head(provider: Provider) -> dict[str, object]:
    return {
        "name": provider.name,
        "title": {"en": provider.title.en, "ru": provider.title.ru},
        "dialects": list(provider.dialects),
        "messages": [message.id for message in provider.messages],
    }


def _shape(provider: Provider) -> dict[str, object]:
    return {
        **_head(provider),
        "dialect": provider.dialect,
        "messages": [
            {
                "id": message.id,
                "title": {"en": message.title.en, "ru": message.title.ru},
                "direction": message.direction,
                "encodings": [shape.encoding for shape in message.shapes],
                "operations": [o.id for o in provider.operations if message.id in _messages(o)],
            }
            for message in provider.messages
        ],
        "operations": [
            {
                "id": operation.id,
                "kind": operation.kind,
                "method": operation.method,
                "path": operation.path,
                "request": _ids(operation.request),
                "reply": _ids(operation.reply),
                "reply_encoding": exchange.chosen(operation.reply_encoding),
                "retry": exchange.retry(operation.retry),
                "limits": [exchange.limit(limit) for limit in operation.limits],
            }
            for operation in provider.operations
        ],
        "codes": [
            {
                "id": table.id,
                "title": {"en": table.title.en, "ru": table.title.ru},
                "entries": len(table.entries),
                "by": {operation: inner.id for operation, inner in table.by},
            }
            for table in provider.codes
        ],
        "settings": [
            {"name": setting.name, "values": list(setting.enumeration), "default": setting.default}
            for setting in provider.settings
        ],
    }


def _text(name: str, provider: Provider) -> list[str]:
    dialect = f", dialect {provider.dialect}" if provider.dialect else ""
    out = [f"{provider.name}{dialect}: {provider.title.en}", "", "messages"]
    out += _columns(
        [
            (
                message.id,
                message.direction,
                ",".join(shape.encoding for shape in message.shapes),
                _few([o.id for o in provider.operations if message.id in _messages(o)]) or "-",
                message.title.en,
            )
            for message in provider.messages
        ],
    )
    if provider.operations:
        out += ["", "operations"]
        out += _columns([(o.id, o.kind, f"{o.method} {o.path}", o.title.en) for o in provider.operations])
    for title, rows in exchange.rows(provider):
        out += ["", title, *_columns(rows)]
    if provider.codes:
        out += ["", f"code tables (wirebook explain {name} TABLE CODE)"]
        out += _columns([(t.id, _size(t), t.title.en) for t in provider.codes])
    if provider.settings:
        out += ["", "settings"]
        out += _columns(
            [
                (
                    setting.name,
                    ", ".join(setting.enumeration) or ("a secret" if setting.sensitive == "secret" else "any text"),
                    setting.doc.en,
                )
                for setting in provider.settings
            ]
        )
    if provider.dialects:
        out += ["", f"dialects: {', '.join(provider.dialects)}"]
    return out


def _few(names: list[str]) -> str:
    """The names, or where there are many the first and how many more; JSON has them all."""
    more = len(names) - _FEW
    return ",".join(names) if more <= 1 else ",".join(names[:_FEW]) + f" and {more} more"


def _size(table: CodeTable) -> str:
    """How many rows a table has, and that operations choose it."""
    from wirebook.wording import counted

    said = [counted(len(table.entries), "row")] if table.entries or not table.by else []
    return ", ".join([*said, "by operation"] if table.by else said)


def _columns(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]) - 1)] if rows else []
    return [
        "  " + "  ".join([f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)] + [row[-1]])
        for row in rows
    ]


def _ids(cases: tuple[Case, ...]) -> list[str]:
    return list(dict.fromkeys(case.message for case in cases))


def _messages(operation: Operation) -> list[str]:
    return _ids(operation.request + operation.reply)


COMMAND = Command(
    "list",
    "[PROVIDER]",
    "List the built-in providers; or the messages, operations, code tables and settings of one (a name, a YAML\n"
    "file or a folder).",
    (
        Option("format", "NAME", "the output", choices=("text", "json")),
        Option("dialect", "ID", "the spec's dialect", filled=True),
    ),
    run,
)
