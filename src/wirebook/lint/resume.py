"""A run that may be killed: each batch's outcome goes to a folder, and the same run started again goes on from there.

The folder holds masked rows, counts and keyed hashes, never a payload or a secret. The hashes' key has to be the
same after a restart and must not lie beside them: it is derived from the captures' content, so only who has the
captures can make it again. From what is kept of that content here, neither it nor the key can be found; what the
run was told (the secret among it) is bound by a hash under that key too.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import platform
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wirebook.errors import UsageError

if TYPE_CHECKING:
    from wirebook.capture import Batch
    from wirebook.lint.batch import Outcome
    from wirebook.lint.job import Job

__all__ = ["Kept"]

_FORM = 1
_MANIFEST, _LOCK, _END = "manifest.json", "lock", "end"
_BATCH, _PART = ".batch", ".part"
_LIBRARIES = ("ijson", "orjson", "dpkt", "httptools", "fastwarc", "zstandard", "brotli", "PyYAML")
_STEP = 1024 * 1024


class Kept:
    """The folder of one run, locked until ``close``; a context manager.

    job: the one given, with the keys of these captures. done: the numbers of the batches that lie here whole.
    Raises UsageError where the folder holds another run or something else, or another process works in it,
    OSError where a capture or the folder cannot be read.
    """

    def __init__(self, folder: str, captures: Sequence[str], job: Job) -> None:
        self.folder = folder
        if job.reveal:
            raise UsageError("--resume keeps masked findings only: leave out --show-sensitive, or --resume")
        for capture in captures:
            if os.path.realpath(folder).startswith(os.path.join(os.path.realpath(capture), "")):
                raise UsageError(f"--resume {folder} lies in the capture {capture}: name a folder elsewhere")
            if os.path.exists(capture) and not (os.path.isfile(capture) or os.path.isdir(capture)):
                raise UsageError(f"--resume needs captures that can be read again: {capture} is no file")
        self._captures = captures
        self._stamps = [*_stamps(captures)]
        contents = [_content(capture) for capture in captures]
        whole = hashlib.blake2b(b"".join(contents)).digest()
        self.job = replace(job, keys=_derived(whole, b"keys"))
        self._seal = _derived(whole, b"seal")
        self._lock = self._locked()
        try:
            self._agree(self._manifest(contents))
            self.done = {number for number in self._numbers() if self._load(_name(number)) is not None}
            end = self._load(_END)
        except BaseException:
            self.close()
            raise
        count = None if end is None else json.loads(end)["batches"]
        self._count = count if count is not None and self.done.issuperset(range(count)) else None

    def __enter__(self) -> Kept:
        return self

    def __exit__(self, *why: object) -> None:
        self.close()

    def close(self) -> None:
        """Let another run have the folder."""
        os.close(self._lock)

    @property
    def ended(self) -> bool:
        """Whether the whole run lies here, so that no capture need be read."""
        return self._count is not None

    def outcomes(self) -> Iterator[dict[str, Any]]:
        """What was kept of each batch that is done, as ``Outcome.as_json`` gave it."""
        for number in sorted(self.done):
            data = self._load(_name(number))
            if data is None:
                raise OSError(5, "changed while it was read", os.path.join(self.folder, _name(number)))
            yield json.loads(data)

    def rest(self, numbered: Iterable[tuple[int, Batch]]) -> Iterator[tuple[int, Batch]]:
        """The batches that are still to be judged; the others are passed over."""
        count = 0
        for number, batch in numbered:
            count = number + 1
            if number not in self.done:
                yield number, batch
        self._read = count

    def keep(self, number: int, outcome: Outcome) -> None:
        """Put a batch's outcome on the disk; when this returns it is there, whatever happens."""
        self._save(_name(number), json.dumps(outcome.as_json(), separators=(",", ":")).encode())

    def end(self) -> None:
        """Every batch was kept; raises UsageError where a capture is not what it was when the run began."""
        if [*_stamps(self._captures)] != self._stamps:
            raise UsageError("a capture changed while it was read: lint a copy, in another folder")
        self._save(_END, json.dumps({"batches": self._read}).encode())

    # ------------------------------------------------------------ whose folder it is

    def _locked(self) -> int:
        """The folder's lock, as an open file; the system lets go of it when the process ends, however it does."""
        try:
            import fcntl
        except ImportError:
            raise UsageError("--resume needs POSIX file locks, which this system lacks") from None
        fresh = not os.path.exists(self.folder)
        if fresh:
            os.makedirs(self.folder, 0o700)
        elif self._strange():
            raise UsageError(f"--resume {self.folder} holds other files: name a new or an empty folder")
        if fresh or not os.path.exists(os.path.join(self.folder, _MANIFEST)):
            os.chmod(self.folder, 0o700)
        lock = os.open(os.path.join(self.folder, _LOCK), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            raise UsageError(
                f"--resume {self.folder}: another run works there; wait for it, or name another folder"
            ) from None
        return lock

    def _strange(self) -> bool:
        names = os.listdir(self.folder)
        return _MANIFEST not in names and any(name != _LOCK and not name.endswith(_PART) for name in names)

    def _manifest(self, contents: Sequence[bytes]) -> dict[str, str]:
        """What the run depends on, by what a user calls it."""
        from wirebook import __version__
        from wirebook.lint.run import BATCH, SIZE

        said = hashlib.blake2b(self.job.said().encode(), key=self._seal, digest_size=16).hexdigest()
        captures = [*zip(self._captures, contents, strict=True)]
        return {
            "form": f"{_FORM} {BATCH} {SIZE}",
            "the list of captures": json.dumps([*self._captures]),
            **{f"the capture {name}": _derived(content, b"told").hex() for name, content in captures},
            "Wirebook": f"{__version__} {_sources()}",
            **{f"the spec {book.name}": _content(book.path).hex() for book in self.job.books()},
            "an option or the configuration": said,
            "Python": ".".join(platform.python_version_tuple()[:2]),
            **{f"the library {name}": version for name, version in _libraries()},
        }

    def _agree(self, manifest: dict[str, str]) -> None:
        """Begin a run here, or find that it is the one that was begun."""
        path = os.path.join(self.folder, _MANIFEST)
        if not os.path.exists(path):
            self._write(_MANIFEST, json.dumps(manifest, indent=1).encode())
            return
        try:
            with open(path, encoding="utf-8") as file:
                begun = json.load(file)
        except ValueError:
            begun = None
        if not isinstance(begun, dict):
            raise UsageError(f"--resume {self.folder}: its manifest is damaged; remove the folder and start anew")
        for what in [*manifest, *begun]:
            if manifest.get(what) != begun.get(what):
                name = "Wirebook" if what == "form" else what
                raise UsageError(
                    f"--resume {self.folder}: {name} is not what it was when that run began; "
                    "go on with what it began with, or name another folder"
                )

    # ------------------------------------------------------------ files

    def _numbers(self) -> Iterator[int]:
        for name in os.listdir(self.folder):
            stem, suffix = os.path.splitext(name)
            if suffix == _BATCH and stem.isdecimal() and name == _name(int(stem)):
                yield int(stem)

    def _load(self, name: str) -> bytes | None:
        """What was saved under the name; None where there is nothing, or something else than was saved."""
        try:
            with open(os.path.join(self.folder, name), "rb") as file:
                head, data = file.readline(200), file.read()
        except FileNotFoundError:
            return None
        return zlib.decompress(data) if hmac.compare_digest(head.strip(), self._sealed(name, data)) else None

    def _save(self, name: str, data: bytes) -> None:
        coded = zlib.compress(data, 1)
        self._write(name, self._sealed(name, coded) + b"\n" + coded)

    def _sealed(self, name: str, data: bytes) -> bytes:
        machine = hashlib.blake2b(name.encode() + b"\0", key=self._seal, digest_size=16)
        machine.update(data)
        return machine.hexdigest().encode()

    def _write(self, name: str, data: bytes) -> None:
        """A file that is there whole or not at all, also after a power cut."""
        path = os.path.join(self.folder, name)
        part = path + _PART
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _name(number: int) -> str:
    return f"{number:08}{_BATCH}"


def _derived(content: bytes, use: bytes) -> bytes:
    """Another secret of the same content, of which nothing shows the others."""
    return hashlib.blake2b(content, person=b"wirebook." + use, digest_size=32).digest()


def _files(path: str) -> Iterator[tuple[str, str]]:
    """A file or the files below a folder: their names there, and their paths."""
    if not os.path.isdir(path):
        yield "", path
        return
    from wirebook.capture.folder import walk

    for file in walk(path):
        yield os.path.relpath(file, path), file


def _content(path: str) -> bytes:
    """A hash of what a file holds, or of the names and contents of a folder's files."""
    whole = hashlib.blake2b()
    for name, file in _files(path):
        one = hashlib.blake2b()
        try:
            with open(file, "rb") as stream:
                while data := stream.read(_STEP):
                    one.update(data)
        except OSError:
            if not name:
                raise
            one.update(b"unreadable")
        whole.update(hashlib.blake2b(os.fsencode(name)).digest() + one.digest())
    return whole.digest()


def _stamps(captures: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    for capture in captures:
        for _, path in _files(capture):
            state = os.stat(path)
            yield path, state.st_size, state.st_mtime_ns


def _sources() -> str:
    """A hash of Wirebook's own code, for a version says little of a checkout."""
    import wirebook

    whole = hashlib.blake2b(digest_size=16)
    for folder, folders, files in os.walk(os.path.dirname(os.path.abspath(wirebook.__file__))):
        folders.sort()
        for file in sorted(files):
            if file.endswith(".py"):
                with open(os.path.join(folder, file), "rb") as stream:
                    whole.update(stream.read())
    return whole.hexdigest()


def _libraries() -> Iterator[tuple[str, str]]:
    """Those that read captures and bodies, in the versions that are installed."""
    from importlib.metadata import PackageNotFoundError, version
    from pyexpat import EXPAT_VERSION

    yield "expat", EXPAT_VERSION
    for name in _LIBRARIES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            yield name, "none"
