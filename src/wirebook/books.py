"""From the name of a provider, a YAML file or a folder to an open book.

A book hands out the compiled accept code and the model, each only when asked, so that
a cold run of a built-in provider loads neither YAML nor the model. Where the compiled
modules of a built-in provider are missing (a fresh checkout that has not generated
yet) the YAML spec that comes with Wirebook is read instead. A user's YAML is never
compiled in memory: it runs on the explaining engine alone.
"""

from __future__ import annotations

import os
import sys

from wirebook import data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from wirebook.diagnostic import Problem
    from wirebook.model import Provider
    from wirebook.spec import Loaded

__all__ = ["Book", "built_in", "open_book"]


def built_in() -> tuple[str, ...]:
    """The names of the providers whose specs come with Wirebook, sorted."""
    names = set()
    try:
        entries = os.listdir(data.specs())
    except OSError:
        entries = []
    for entry in entries:
        stem, suffix = os.path.splitext(entry)
        if stem.isidentifier() and (suffix == ".yaml" or os.path.isdir(os.path.join(data.specs(), entry))):
            names.add(stem)
    return tuple(sorted(names))


def open_book(spec: str, dialect: str | None = None) -> Book:
    """The book of a built-in provider's name, a YAML file or a folder of them.

    A name that is built in wins over a file of that name; write ``./name`` for the file.
    Raises UsageError for a spec or dialect that does not exist.
    """
    from_yaml = os.path.join(data.specs(), spec)
    if dialect and not dialect.isidentifier():
        from wirebook.errors import UsageError

        raise UsageError(f"no dialect {dialect}")
    if spec.isidentifier():
        if os.path.isfile(from_yaml + ".yaml"):
            return Book(spec, from_yaml + ".yaml", dialect or "", built_in=True)
        if os.path.isdir(from_yaml):
            return Book(spec, from_yaml, dialect or "", built_in=True)
    if os.path.exists(spec):
        return Book(spec, spec, dialect or "", built_in=False)
    from wirebook.errors import UsageError
    from wirebook.hints import nearest

    known = built_in()
    raise UsageError(
        f"no spec {spec}: neither a built-in provider ({', '.join(known)}) nor a file or folder{nearest(spec, known)}"
    )


class Book:
    """One provider in one dialect ("" = the document's own), loaded as far as it was asked for.

    ``name`` is the book's as it was asked for: a built-in provider's name or a path.
    ``mask``: names of fields whose values excerpts and messages hide too.
    """

    __slots__ = (
        "_accept", "_model", "_shown", "_sought", "_spec", "_table", "built_in", "dialect", "mask", "name", "path",
    )  # fmt: skip

    def __init__(self, name: str, path: str, dialect: str = "", *, built_in: bool = False) -> None:
        self.name = name
        self.path = path
        self.dialect = dialect
        self.built_in = built_in
        self.mask: frozenset[str] = frozenset()
        self._shown: dict[tuple[bool, frozenset[str]], Provider] = {}
        self._accept: ModuleType | None = None
        self._sought = False
        self._table: dict[str, Any] | None = None
        self._model: Provider | None = None
        self._spec: Loaded | None = None

    @classmethod
    def of(cls, provider: Provider) -> Book:
        """A book around a model that is there already; it has no compiled code."""
        book = cls(provider.name, "", provider.dialect)
        book._model = provider
        return book

    @property
    def accept(self) -> ModuleType | None:
        """The compiled accept module, or None: a user's own spec, or nothing generated that fits this version."""
        if not self._sought:
            self._sought = True
            self._accept = self._compiled("accept") if self.built_in else None
        return self._accept

    @property
    def table(self) -> dict[str, Any]:
        """The operations as ``wirebook.select.table`` has them: compiled, or made from the model."""
        if self._table is None:
            module = self._compiled("operations") if self.built_in else None
            if module is None:
                from wirebook.select.table import derive_table

                self._table = derive_table(self.provider)
            else:
                self._table = module.TABLE
        return self._table

    @property
    def provider(self) -> Provider:
        """The model; raises SpecError where the spec has errors, UsageError for an unknown dialect."""
        if self._model is None:
            module = self._compiled("model") if self.built_in else None
            self._model = self._from_yaml() if module is None else module.PROVIDER
        return self._model

    def shown(self, reveal: bool) -> Provider:
        """The model for telling what is wrong: reveal shows all but secrets, ``mask`` hides more."""
        if not reveal and not self.mask:
            return self.provider
        key = reveal, self.mask
        if key not in self._shown:
            from wirebook.shown import variant

            self._shown[key] = variant(self.provider, reveal=reveal, mask=self.mask)
        return self._shown[key]

    @property
    def spec(self) -> Loaded:
        """The YAML as it was read, with every problem and every dialect; never the compiled model."""
        if self._spec is None:
            from wirebook.spec import load

            self._spec = load(self.path)
        return self._spec

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the spec, errors and lesser ones."""
        return self.spec.problems

    def _compiled(self, part: str) -> ModuleType | None:
        where = ".".join(filter(None, ("wirebook.providers", self.name, self.dialect, part)))
        try:
            __import__(where)
        except ImportError as missing:
            # Not generated, or generated for another version (that has no name); the YAML says the same.
            if missing.name is not None and not where.startswith(missing.name):
                raise
            return None
        return sys.modules[where]

    def _from_yaml(self) -> Provider:
        loaded = self.spec
        if self.dialect and not any(problem.severity == "error" for problem in loaded.problems):
            from wirebook.asked import name

            name("dialect", self.dialect, [dialect for dialect in loaded.providers if dialect])
        return loaded.provider(self.dialect)
