"""The same code in the other dialects of a spec, where it means something else or nothing."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from wirebook.model import CodeEntry, CodeTable, Provider

    Find = Callable[[CodeTable, str], Iterable[CodeEntry]]

__all__ = ["elsewhere", "heading", "hint", "others"]

_WORDS = {
    "en": ("in the dialect {}", "in the documents' own version", "no such code"),
    "ru": ("в диалекте {}", "в версии самих документов", "такого кода нет"),
}


def others(spec: str, provider: Provider) -> list[Provider]:
    """The spec in each dialect but the provider's own; "" is the version of the documents."""
    from wirebook.books import open_book

    return [open_book(spec, name or None).provider for name in ("", *provider.dialects) if name != provider.dialect]


def elsewhere(
    versions: Iterable[Provider], table: CodeTable, entry: CodeEntry, word: str, find: Find
) -> Iterator[tuple[str, CodeEntry | None]]:
    """(dialect, row) for each version in which the code means something else; None where it has no row."""
    if entry.value is not None:
        word = str(entry.value)  # a name may mean another code there
    for version in versions:
        same = version.table(table.id)
        row = next(iter(find(same, word)), None) if same is not None else None
        if row is None or row.name != entry.name:
            yield version.dialect, row


def hint(versions: Iterable[Provider], tables: Iterable[CodeTable], word: str, find: Find) -> str:
    """Where a code that is unknown here is known, or nothing."""
    ids = {table.id for table in tables}
    for version in versions:
        if any(True for table in version.codes if table.id in ids for _ in find(table, word)):
            return f"; known with --dialect {version.dialect}" if version.dialect else "; known without --dialect"
    return ""


def heading(dialect: str, row: CodeEntry | None, lang: str) -> str:
    """What a line about another version begins with; the whole line where the code has no row there."""
    named, own, nothing = _WORDS[lang]
    where = named.format(dialect) if dialect else own
    return f"{where}: {nothing}" if row is None else where
