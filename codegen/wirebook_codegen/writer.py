"""The one place that touches the disk on behalf of the generator.

It writes below a folder and nowhere else: paths come from specs, so each is held to an
allow-list and no symbolic link is followed. It must not know targets or models.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wirebook_codegen.emitted import HEADER, EmitError

__all__ = ["Drift", "Owned", "Written", "check", "write"]

_SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]*", re.ASCII)
_HEAD = 1024  # bytes in which a generated file's header stands


@dataclass(frozen=True, slots=True)
class Owned:
    """A folder in which generated files that are no longer produced are left over.

    Only names that begin with ``prefix`` and end with one of ``suffixes`` (any, if empty) are looked at,
    in the folder itself (if ``top``) and below it (if ``deep``). A file without the generated header is
    never owned.
    """

    folder: str
    prefix: str = ""
    suffixes: tuple[str, ...] = ()
    deep: bool = True
    top: bool = True


@dataclass(frozen=True, slots=True)
class Drift:
    """A file that is not as the specs would have it: ``stale``, ``missing`` or ``left-over``."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class Written:
    """What ``write`` did, as sorted paths."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


def write(files: Mapping[str, str], root: Path, owned: Sequence[Owned] = ()) -> Written:
    """Make the files below ``root`` what ``files`` says and remove left-over ones.

    Every path is checked and every changed file written beside its place before the first is renamed
    into it. Raises EmitError for a path that is refused or a text that is no Unicode, OSError as usual.
    """
    bodies = _bodies(files)
    for path in bodies:
        _no_links(root, path)
    changed = [path for path, body in bodies.items() if _read(root / path) != body]
    gone = list(_left_over(bodies, root, owned))
    pending: dict[Path, Path] = {}
    try:
        for path in changed:
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            _no_links(root, path)
            pending[target] = _beside(target, bodies[path])
        for target, beside in list(pending.items()):
            os.replace(beside, target)
            del pending[target]
    finally:
        for beside in pending.values():
            beside.unlink(missing_ok=True)
    for path in gone:
        (root / path).unlink()
        _prune((root / path).parent, root)
    return Written(tuple(changed), tuple(path for path in bodies if path not in set(changed)), tuple(gone))


def check(files: Mapping[str, str], root: Path, owned: Sequence[Owned] = ()) -> tuple[Drift, ...]:
    """What ``write`` would change below ``root``, sorted by path; writes nothing."""
    bodies = _bodies(files)
    found = [Drift(path, "left-over") for path in _left_over(bodies, root, owned)]
    for path, body in bodies.items():
        _no_links(root, path)
        there = _read(root / path)
        if there is None:
            found.append(Drift(path, "missing"))
        elif there != body:
            found.append(Drift(path, "stale"))
    return tuple(sorted(found, key=lambda drift: drift.path))


def _bodies(files: Mapping[str, str]) -> dict[str, bytes]:
    bodies: dict[str, bytes] = {}
    folded: dict[str, str] = {}
    for path in sorted(files):
        if not all(_SEGMENT.fullmatch(segment) for segment in path.split("/")):
            raise EmitError(f"path {path!r} is refused: plain names separated by / only")
        other = folded.setdefault(path.casefold(), path)
        if other != path:
            raise EmitError(f"paths {other!r} and {path!r} are one file where case does not count")
        try:
            bodies[path] = files[path].encode("utf-8")
        except UnicodeEncodeError as error:
            raise EmitError(f"{path}: a lone surrogate at character {error.start}") from None
    return bodies


def _no_links(root: Path, path: str) -> None:
    """Refuse a path that leads through a symbolic link, or to anything but a plain file."""
    place = root
    segments = path.split("/")
    for index, segment in enumerate(segments):
        place = place / segment
        try:
            mode = place.lstat().st_mode
        except FileNotFoundError:
            return
        last = index == len(segments) - 1
        if stat.S_ISLNK(mode):
            raise EmitError(f"{path}: {segment} is a symbolic link, which is not followed")
        if stat.S_ISREG(mode) if not last else not stat.S_ISREG(mode):
            raise EmitError(f"{path}: {segment} is in the way")


def _read(path: Path, limit: int = -1) -> bytes | None:
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        return None
    with os.fdopen(handle, "rb") as stream:
        return stream.read(limit)


def _beside(target: Path, body: bytes) -> Path:
    beside = target.with_name(f".{target.name}.{secrets.token_hex(6)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(beside, flags, 0o666)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(body)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return beside


def _left_over(bodies: Mapping[str, bytes], root: Path, owned: Sequence[Owned]) -> Iterator[str]:
    seen: set[str] = set()
    for area in owned:
        if not all(_SEGMENT.fullmatch(segment) for segment in area.folder.split("/")):
            raise EmitError(f"folder {area.folder!r} is refused")
        _no_links(root, area.folder + "/_")
        for path in _files(root, area.folder, area.deep):
            folder, _, name = path.rpartition("/")
            if folder == area.folder and not area.top:
                continue
            if not name.startswith(area.prefix) or (area.suffixes and not name.endswith(area.suffixes)):
                continue
            if path not in bodies and path not in seen and HEADER.encode() in (_read(root / path, _HEAD) or b""):
                seen.add(path)
                yield path


def _files(root: Path, folder: str, deep: bool) -> Iterator[str]:
    """Plain files in a folder, sorted; what a link points to is not looked at."""
    try:
        entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if entry.is_file(follow_symlinks=False):
            yield path
        elif deep and entry.is_dir(follow_symlinks=False):
            yield from _files(root, path, deep)


def _prune(folder: Path, root: Path) -> None:
    """Remove folders that a removed file left empty."""
    while folder != root:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
