"""``wirebook explain``: what a finding's code means, or what a provider's code means."""

from __future__ import annotations

import sys

from wirebook import anchors
from wirebook.cli.options import Args, Command, Option, refuse
from wirebook.wording import blanks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wirebook.model import CodeEntry, CodeTable, Message, Operation, Provider, Text

    Differing = list[tuple[str, CodeEntry | None]]  # a dialect, and the code's row there

__all__ = ["COMMAND"]

_WORDS = {
    "en": {"final": "final", "not final": "not final", "ok": "success", "not ok": "no success", "retry": "retry",
           "table": "table", "operations": "operations", "source": "source", "advice": "what to do",
           "severity": "severity", "docs": "page"},
    "ru": {"final": "окончательно", "not final": "не окончательно", "ok": "успех", "not ok": "не успех",
           "retry": "повтор", "table": "таблица", "operations": "операции", "source": "источник",
           "advice": "что делать",
           "severity": "серьёзность", "docs": "страница"},
}  # fmt: skip


def run(args: Args) -> int:
    """Print what the code means; 1 where it is not known, with the nearest that is."""
    words = args.operands
    if not 1 <= len(words) <= 3:
        raise refuse(args.command, "give a finding's code, or PROVIDER [OPERATION|TABLE] CODE")
    return _finding(args, words[0]) if len(words) == 1 else _provider(args, words)


def _put(args: Args, shape: object, rows: list[str]) -> None:
    from wirebook.escape import line

    if args.one("format") == "json":
        from wirebook.report.jsontext import pretty

        sys.stdout.write(pretty(shape) + "\n")
    else:
        sys.stdout.write("\n".join(map(line, rows)) + "\n")


def _unknown(text: str) -> int:
    from wirebook.escape import line

    sys.stderr.write(line(f"wirebook: {text}") + "\n")
    return 1


def _finding(args: Args, word: str) -> int:
    from wirebook.books import built_in
    from wirebook.diagnostic import CODES
    from wirebook.hints import nearest
    from wirebook.reasons import REASONS

    if word in built_in():
        raise refuse(args.command, f"which code of {word}? wirebook explain {word} CODE")
    russian = args.one("lang") == "ru"
    said = _WORDS["ru" if russian else "en"]
    if word in REASONS:
        english, russian_words = REASONS[word]
        meaning, advice = russian_words if russian else english
        _put(args, {"reason": word, "message": meaning, "advice": advice},
             [f"{word}: {meaning}", f"    {said['advice']}: {advice}"])  # fmt: skip
        return 0
    code = CODES.get(word)
    if code is None:
        families = ", ".join(dict.fromkeys(known.partition(".")[0] + ".*" for known in CODES))
        near = nearest(word, [*CODES, *REASONS]) or f"; there are {families}"
        return _unknown(f"no finding has the code {word}{near}")
    template, advice = map(_blanks, (code.ru, code.advice_ru) if russian else (code.template, code.advice))
    link = f"{anchors.INDEX}#{anchors.finding(word)}"
    shape = {"code": word, "severity": code.severity, "message": template, "advice": advice, **_docs(link, True)}
    rows = [f"{word}: {template}", f"    {said['severity']}: {code.severity}", f"    {said['advice']}: {advice}"]
    rows.append(f"    {said['docs']}: {_page(link, True) or link}")
    _put(args, shape, rows)
    return 0


def _page(link: str, built_in: bool) -> str | None:
    """The address of the page on this machine; None where no page came with Wirebook."""
    from pathlib import Path

    from wirebook import data

    file, _, anchor = link.partition("#")
    page = Path(data.site(), file)
    return f"{page.resolve().as_uri()}#{anchor}" if built_in and page.is_file() else None


def _docs(link: str, built_in: bool) -> dict[str, object]:
    return {"docs": link, "page": _page(link, built_in)}


def _blanks(template: str) -> str:
    """The template with its placeholders as words in angle brackets."""
    return blanks(template, "<{}>".format)


def _provider(args: Args, words: list[str]) -> int:
    from wirebook.books import open_book
    from wirebook.cli.versions import elsewhere, hint, others
    from wirebook.errors import UsageError
    from wirebook.hints import nearest

    book = open_book(words[0], args.one("dialect"))
    provider = book.provider
    word = words[-1]
    tables = _errors_first(provider, list(provider.codes))
    if len(words) == 3:
        scope = words[1]
        names = [table.id for table in provider.codes]
        operation = next((o for o in provider.operations if o.id == scope), None)
        if operation is not None:
            tables = _errors_first(provider, _of(provider, operation))
        elif scope in names:
            table = next(table for table in tables if table.id == scope)
            tables = _each([table, *(inner for _, inner in table.by)])
        else:
            scopes = [o.id for o in provider.operations] + names
            raise UsageError(f"no operation or table {scope}; there are: {', '.join(scopes)}{nearest(scope, scopes)}")
    found = [(table, entry) for table in tables for entry in _entries(table, word)]
    found.sort(key=lambda pair: pair[1].value is None)  # a row of its own says more than a range of another table
    if not found:
        rows = [entry for table in tables for entry in table.entries]
        known = [entry.name for entry in rows] + [str(entry.value) for entry in rows if entry.value is not None]
        near = nearest(word, known) if _number(word) is None else ""  # numbers mean nothing by being near
        there = ", ".join(table.id for table in tables) or "no code table"
        near = near or hint(others(words[0], provider), tables, word, _entries)
        return _unknown(f"no code {word} in {there}{near}")
    lang = args.one("lang") or "en"
    versions = others(words[0], provider)
    differing = [list(elsewhere(versions, table, entry, word, _entries)) for table, entry in found]
    shape = {
        "provider": provider.name,
        "dialect": provider.dialect,
        "entries": [
            _shape(provider, *pair, rows) | _docs(_link(provider, *pair), book.built_in)
            for pair, rows in zip(found, differing, strict=True)
        ],
    }
    said = []
    for pair, differs in zip(found, differing, strict=True):
        link = _link(provider, *pair)
        shown = _page(link, book.built_in) or link
        said.append([*_rows(provider, *pair, differs, lang), f"    {_WORDS[lang]['docs']}: {shown}"])
    _put(args, shape, [row for rows in said for row in rows])
    return 0


def _link(provider: Provider, table: CodeTable, entry: CodeEntry) -> str:
    return anchors.href(provider.name, provider.dialect, anchors.code(table.id, entry))


def _each(tables: list[CodeTable]) -> list[CodeTable]:
    """The tables in their order, each once."""
    found: dict[str, CodeTable] = {}
    for table in tables:
        found.setdefault(table.id, table)
    return list(found.values())


def _of(provider: Provider, operation: Operation) -> list[CodeTable]:
    """The tables whose codes can stand in an operation's messages; of those that operations choose, its own."""
    ids = {case.message for case in operation.request + operation.reply}
    used = _tables([m for m in provider.messages if m.id in ids])
    used += [table for table in provider.codes if operation.id in dict(table.by)]
    found = []
    for table in used:
        chosen = dict(table.by).get(operation.id)
        found += [chosen, table] if chosen is not None else [table, *(inner for _, inner in table.by)]
    return _each(found)


def _errors_first(provider: Provider, tables: list[CodeTable]) -> list[CodeTable]:
    """What operations choose tables for says why something failed: that is asked for first."""
    chosen = {inner.id for table in provider.codes for _, inner in table.by}
    return sorted(tables, key=lambda table: table.id not in chosen and not table.by)


def _operations(provider: Provider, table: CodeTable) -> list[str]:
    """The operations in which a table's codes have their meaning for sure; none where it is said nowhere."""
    chosen = {name for one in provider.codes for name, inner in one.by if inner.id == table.id}
    if chosen:
        return [o.id for o in provider.operations if o.id in chosen]
    return [o.id for o in provider.operations if any(t.id == table.id for t in _of(provider, o))]


def _tables(messages: list[Message]) -> list[CodeTable]:
    """The tables that the messages' fields use, each once."""
    from wirebook.model import List, Map, Record, Scalar

    found: dict[str, CodeTable] = {}

    def look(kind: object) -> None:
        if isinstance(kind, Scalar):
            for table in (kind.codes, *(bit.codes for bit in kind.bits)):
                if table is not None:
                    found.setdefault(table.id, table)
            for member in kind.members:
                look(member)
        elif isinstance(kind, Record):
            for field in kind.fields:
                look(field.type)
        elif isinstance(kind, List):
            look(kind.item)
        elif isinstance(kind, Map):
            look(kind.values)

    for message in messages:
        look(message.record)
    return list(found.values())


def _number(word: str) -> int | None:
    digits = word.removeprefix("-")
    return int(word) if digits.isascii() and digits.isdigit() and len(digits) < 20 else None


def _entries(table: CodeTable, word: str) -> Iterator[CodeEntry]:
    """Singles first: a range never speaks where a row of its own does."""
    number = _number(word) if table.base == "integer" else None
    singles = [e for e in table.entries if e.value is not None and (e.value == number or e.value == word)]
    names = [e for e in table.entries if e.name == word]
    ranges = [
        e
        for e in table.entries
        if number is not None and e.low is not None and e.high is not None and e.low <= number <= e.high
    ]
    yield from singles or names or ranges


def _said(text: Text | None, lang: str) -> str:
    return "" if text is None else text.ru if lang == "ru" else text.en


def _code(entry: CodeEntry) -> str:
    return f"{entry.low}..{entry.high}" if entry.value is None else str(entry.value)


def _rows(provider: Provider, table: CodeTable, entry: CodeEntry, differing: Differing, lang: str) -> list[str]:
    from wirebook.cli.versions import heading

    words = _WORDS[lang]
    states = []
    if entry.ok is not None:
        states.append(words["ok" if entry.ok else "not ok"])
    if entry.final is not None:
        states.append(words["final" if entry.final else "not final"])
    rows = [f"{provider.name} {_code(entry)} {entry.name}: {_said(entry.meaning, lang)}"]
    rows.append(f"    {words['table']}: {table.id} ({_said(table.title, lang)}){''.join(', ' + s for s in states)}")
    operations = _operations(provider, table)
    if operations:
        rows.append(f"    {words['operations']}: {', '.join(operations)}")
    if entry.retry is not None:
        rows.append(f"    {words['retry']}: {_said(entry.retry, lang)}")
    for dialect, row in differing:
        meaning = "" if row is None else f": {row.name}: {_said(row.meaning, lang)}"
        rows.append(f"    {heading(dialect, row, lang)}{meaning}")
    source = entry.source or table.source
    if source:
        document = next((d for d in provider.documents if d.id == source.partition("#")[0]), None)
        rows.append(f"    {words['source']}: {source}" + (f" ({_said(document.title, lang)})" if document else ""))
    return rows


def _shape(provider: Provider, table: CodeTable, entry: CodeEntry, differing: Differing) -> dict[str, object]:
    def both(text: Text | None) -> dict[str, str] | None:
        return None if text is None else {"en": text.en, "ru": text.ru}

    return {
        "table": table.id,
        "operations": _operations(provider, table),
        "code": entry.value,
        "from": entry.low,
        "to": entry.high,
        "name": entry.name,
        "meaning": both(entry.meaning),
        "final": entry.final,
        "ok": entry.ok,
        "retry": both(entry.retry),
        "source": entry.source or table.source,
        "elsewhere": [
            {"dialect": dialect, "name": None if row is None else row.name, "meaning": row and both(row.meaning)}
            for dialect, row in differing
        ],
    }


COMMAND = Command(
    "explain",
    "FINDING_CODE | PROVIDER [OPERATION|TABLE] CODE",
    "Say what a finding's code (facet.maxLength), a reason for not checking (no-secret), or a provider's code\n"
    "means (a number, or a row's name).\n"
    "Exit status: 0 known, 1 not known, 2 usage or I/O.",
    (
        Option("lang", "LANG", "the language (default: en)", choices=("en", "ru")),
        Option("format", "NAME", "the output", choices=("text", "json")),
        Option("dialect", "ID", "the spec's dialect", filled=True),
    ),
    run,
)
