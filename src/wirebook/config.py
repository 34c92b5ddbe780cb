"""What a project says once and for all: the table ``[tool.wirebook]`` of its pyproject.toml.

``KEYS`` is the whole of it. A key that is not known, or a value of the wrong kind, is
refused with file and key. Options of the command line beat the configuration.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["KEYS", "Config", "config", "find"]

FILE = "pyproject.toml"
_TABLE = b"tool.wirebook"

# Key -> what kind of value it has, and what it means.
KEYS: dict[str, tuple[str, str]] = {
    "spec": ("text", "the spec, as --spec takes it; a path is relative to the configuration's folder"),
    "dialect": ("text", "the spec's dialect"),
    "select": ("texts", "codes of findings that are reported, or their beginnings; everything else is dropped"),
    "ignore": (
        "texts",
        "codes that are not reported, or their beginnings; of two that fit the longer decides",
    ),
    "per-file-ignores": ("texts by text", "codes that are not reported in files whose path fits a pattern"),
    "fail-level": ("level", "the severity from which a finding fails: error or warning"),
    "baseline": ("text", "the file of findings that are known already and fail nothing"),
    "redact": ("texts", "names of fields that are masked too, beside what the spec marks as sensitive"),
    "show-sensitive": ("flag", "false (the default) masks logins, phones and texts; secrets are masked always"),
    "strict": ("flag", "true: what was skipped or is out of scope counts too"),
    "settings": ("text by text", "what the deployment chose, as --setting KEY=VALUE"),
    "fields": ("text by text", "where a JSONL record has its url, request_body, ..., as --field NAME=PATH"),
    "generate": ("table", "what `wirebook generate` writes and where"),
}


class Config:
    """The table as it was read; empty where there is none. ``folder`` is where paths in it begin."""

    __slots__ = ("file", "folder", "values")

    def __init__(self, file: str = "", values: dict[str, Any] | None = None) -> None:
        self.file = file
        self.folder = os.path.dirname(file) or "."
        self.values = {} if values is None else values

    def text(self, key: str) -> str | None:
        """A text, or None."""
        value: str | None = self.values.get(key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(self.values.get(key, ()))

    def table(self, key: str) -> dict[str, Any]:
        """A table."""
        return dict(self.values.get(key, {}))

    def flag(self, key: str) -> bool:
        """Whether it is true."""
        return self.values.get(key) is True

    def path(self, key: str) -> str | None:
        """A path, from the current folder on."""
        value = self.text(key)
        return value if value is None or os.path.isabs(value) else os.path.normpath(os.path.join(self.folder, value))


def find(start: str = ".") -> str | None:
    """The nearest pyproject.toml, from a folder upwards, that has the table; None where none has."""
    try:
        folder = os.path.abspath(start)
    except OSError:  # the folder that we stand in is gone, and nothing is above it
        return None
    while True:
        path = os.path.join(folder, FILE)
        try:
            with open(path, "rb") as stream:
                if _speaks(stream.read()):
                    return os.path.relpath(path, start)
        except OSError:
            pass
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def _speaks(data: bytes) -> bool:
    """Whether the table is in it; in UTF-16 too, which no TOML is in, so that it is refused and not passed over."""
    return _TABLE in data or (data[:2] in (b"\xff\xfe", b"\xfe\xff") and _TABLE in data.replace(b"\0", b""))


def _only_generates(file: str) -> bool:
    """Whether all that the file says of wirebook is what to generate: no reason to load a reader of TOML."""
    with open(file, "rb") as stream:
        lines = [line.strip() for line in stream.read().splitlines() if _TABLE in line]
    return bool(lines) and all(line[:1] == b"#" or line.startswith(b"[" + _TABLE + b".generate]") for line in lines)


def config(file: str | None) -> Config:
    """The configuration in a file, or in the nearest one for None; raises UsageError for what it should not hold."""
    if file is None:
        file = find()
        if file is None or _only_generates(file):
            return Config() if file is None else Config(file)
    import tomllib

    from wirebook.errors import UsageError

    try:
        with open(file, "rb") as stream:
            shape = tomllib.load(stream)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise UsageError(f"{file}: {wrong}") from None
    table = shape.get("tool", {}).get("wirebook", {}) if isinstance(shape.get("tool", {}), dict) else {}
    if not isinstance(table, dict):
        raise UsageError(f"{file}: tool.wirebook must be a table")
    for key, value in table.items():
        if key not in KEYS:
            from wirebook.hints import nearest

            raise UsageError(f"{file}: [tool.wirebook] has no key {key}{nearest(key, KEYS)}")
        kind = KEYS[key][0]
        if not _KINDS[kind][0](value):
            raise UsageError(f"{file}: {key} of [tool.wirebook] must be {_KINDS[kind][1]}")
    return Config(file, table)


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one for one in value)


_KINDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "text": (lambda value: isinstance(value, str) and bool(value), "a text"),
    "texts": (_texts, "a list of texts"),
    "flag": (lambda value: isinstance(value, bool), "true or false"),
    "level": (lambda value: value in ("error", "warning"), '"error" or "warning"'),
    "table": (lambda value: isinstance(value, dict), "a table"),
    "text by text": (
        lambda value: isinstance(value, dict) and all(isinstance(one, str) for one in value.values()),
        "a table of texts",
    ),
    "texts by text": (
        lambda value: isinstance(value, dict) and all(map(_texts, value.values())),
        "a table of lists of texts",
    ),
}
