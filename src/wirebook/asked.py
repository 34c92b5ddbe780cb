"""What a caller asked for by name, looked up; an unknown name is refused with the nearest and all that are known."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import TypeVar

    from wirebook.model import Provider

    T = TypeVar("T")

__all__ = ["charset", "known", "name", "settings"]


def known(kind: str, word: str, table: Mapping[str, T]) -> T:
    """The entry of that name; raises UsageError that names the nearest and all that there are."""
    name(kind, word, table)
    return table[word]


def name(kind: str, word: str, there: Iterable[str]) -> None:
    """Raises UsageError unless the word is one of those that are there."""
    there = list(there)
    if word in there:
        return
    from wirebook.errors import UsageError
    from wirebook.hints import nearest

    listed = ", ".join(there) if there else "none"
    raise UsageError(f"no {kind} {word}; there are: {listed}{nearest(word, there)}")


def charset(word: str, allowed: Iterable[str]) -> None:
    """Raises UsageError unless some encoding of the book allows that charset, under any of its names."""
    from wirebook.wire.charset import codec

    names = sorted(set(allowed))
    asked = codec(word)
    if asked is None or asked not in {codec(each) for each in names} | {"ascii"}:
        from wirebook.errors import UsageError
        from wirebook.hints import nearest

        raise UsageError(f"no charset {word}; there are: {', '.join(names)}{nearest(word.lower(), names)}")


def settings(given: Mapping[str, str], provider: Provider) -> None:
    """Raises UsageError for a setting that the spec does not declare, or a value outside its list."""
    table = {setting.name: setting for setting in provider.settings if setting.sensitive != "secret"}
    for key, value in given.items():
        if key not in table and any(setting.name == key for setting in provider.settings):
            from wirebook.errors import UsageError

            raise UsageError(f"{key} is a secret: give it as --secret, --secret-file or WIREBOOK_SECRET")
        setting = known("setting", key, table)
        if setting.enumeration:
            for each in value.split(","):
                name(f"value of setting {key}", each, setting.enumeration)
