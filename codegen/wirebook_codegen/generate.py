"""From models to the complete set of generated files.

It decides which emitter's files stand where and whose folders are owned; it neither
renders nor writes. Caution about left-over files lives here: a folder is owned only
as far as this run really produced all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from wirebook.model import Provider
from wirebook_codegen import EMITTERS
from wirebook_codegen.emitted import HEADER, EmitError, Emitted, Loss, Unshown, Untold
from wirebook_codegen.writer import Owned

__all__ = ["SCHEMA_TARGETS", "Generated", "Layout", "generate"]

SCHEMA_TARGETS = ("xsd", "jsonschema")
_PAGES = ("docs", "html")  # their files lie in the root itself, named by the provider
_SUFFIXES = {
    "xsd": (".xsd", "losses.md"),
    "jsonschema": (".schema.json", "losses.md"),
    "python": (".py",),
    "docs": (".en.md", ".ru.md"),
    "html": (".html",),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the targets' roots lie below the output folder."""

    python: str = "python"
    schemas: str = "schemas"
    docs: str = "docs"
    html: str = "site"

    def root(self, target: str) -> str:
        """The root of a target's files."""
        return {"python": self.python, "docs": self.docs, "html": self.html}.get(target, self.schemas)


@dataclass(frozen=True, slots=True)
class Generated:
    """Every file by its path below the output folder, the folders they own, and all losses by provider."""

    files: Mapping[str, str]
    owned: tuple[Owned, ...]
    losses: Mapping[str, tuple[Loss, ...]]


def generate(
    providers: Sequence[Provider],
    layout: Layout | None = None,
    only: Sequence[str] | None = None,
    *,
    language: Callable[[], Mapping[str, str]] | None = None,
    whole: bool = False,
) -> Generated:
    """All files of the targets ``only`` (default: every target) for the providers, one per dialect.

    language: yields further files of the spec language itself, by path below the output folder.
    whole: the providers are all that the layout's roots hold, so that files of a provider that is no
    longer among them are left over too.
    The index of the pages lists the providers of the run.
    Raises EmitError for an unknown target, or two emitters that claim one path; Unshown, once, with all that no
    counter-example shows.
    """
    layout = layout or Layout()
    targets = tuple(EMITTERS) if only is None else tuple(dict.fromkeys(only))
    for target in targets:
        if target not in EMITTERS:
            raise EmitError(f"no target {target!r}; there are {', '.join(EMITTERS)}")
    files: dict[str, str] = {}
    losses: dict[str, tuple[Loss, ...]] = {}
    untold: list[Untold] = []
    for provider in providers:
        emitted = _emitted(provider, targets, untold)
        if untold:
            continue  # nothing will be written, but all is told
        for target, outcome in emitted.items():
            for path, text in outcome.files.items():
                _add(files, _join(layout.root(target), path), text)
        if any(target in SCHEMA_TARGETS for target in targets):
            folder = "/".join(filter(None, (provider.name, provider.dialect)))
            losses[folder] = _losses(provider, emitted)
            _add(files, _join(layout.schemas, f"{folder}/losses.md"), _ledger(provider, losses[folder]))
    if untold:
        raise Unshown(untold)
    if "html" in targets and providers:
        from wirebook_codegen import html

        for path, text in html.index(providers).files.items():
            _add(files, _join(layout.html, path), text)
    for path, text in (language() if language is not None else {}).items():
        _add(files, path, text)
    return Generated(files, tuple(_owned(providers, layout, targets, whole)), losses)


def _emitted(provider: Provider, targets: Sequence[str], untold: list[Untold]) -> dict[str, Emitted]:
    """What each target makes; what no counter-example shows is added to ``untold``, whichever targets miss it."""
    emitted = {}
    missed: dict[tuple[str, str, str], Untold] = {}
    for target in targets:
        try:
            emitted[target] = EMITTERS[target](provider)
        except Unshown as unshown:
            for one in unshown.untold:
                missed.setdefault((one.message, one.code, one.path), one)
    untold += missed.values()
    return emitted


def _losses(provider: Provider, emitted: Mapping[str, Emitted]) -> tuple[Loss, ...]:
    """The losses of all targets: the ledger is one file, so a run for one schema target still asks the other."""
    outcomes = dict(emitted)
    for target in SCHEMA_TARGETS:
        if target not in outcomes:
            outcomes[target] = EMITTERS[target](provider)
    return tuple(loss for target in EMITTERS if target in outcomes for loss in outcomes[target].losses)


def _ledger(provider: Provider, losses: tuple[Loss, ...]) -> str:
    from wirebook_codegen import losses as ledger

    return ledger.render(provider, losses)


def _add(files: dict[str, str], path: str, text: str) -> None:
    if path in files:
        raise EmitError(f"{path} is produced twice")
    if HEADER not in text[:1000]:
        raise EmitError(f"{path} lacks the header of generated files")
    files[path] = text


def _join(root: str, path: str) -> str:
    return f"{root}/{path}" if root else path


def _owned(providers: Sequence[Provider], layout: Layout, targets: Sequence[str], whole: bool) -> list[Owned]:
    """The areas in which this run produced everything that may be there."""
    if whole:
        # What stands in a root itself (the schema of the spec language) is no provider's.
        return [
            Owned(layout.root(target), suffixes=_SUFFIXES[target], top=target in _PAGES)
            for target in targets
            if layout.root(target)
        ]
    dialects: dict[str, set[str]] = {}
    for provider in providers:
        dialects.setdefault(provider.name, set()).add(provider.dialect)
    # A spec of which only some dialects were given owns nothing: the others' files would look left over.
    complete = {p.name for p in providers if {"", *p.dialects} <= dialects[p.name]}
    areas = []
    for name in sorted(complete):
        for target in targets:
            if target in _PAGES:
                if layout.root(target):
                    areas.append(Owned(layout.root(target), prefix=f"{name}.", suffixes=_SUFFIXES[target], deep=False))
            else:
                areas.append(Owned(_join(layout.root(target), name), suffixes=_SUFFIXES[target]))
    return areas
