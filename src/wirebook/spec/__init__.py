"""The spec language: from a YAML file or folder to the model, with every problem that can be told, not the first.

loaded = load(path)
loaded.problems            what is wrong, each with file, line and column
loaded.provider()          the model, or SpecError
loaded.provider("later")   the same in a dialect
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from wirebook.diagnostic import Problem
from wirebook.errors import SpecError
from wirebook.model import Provider
from wirebook.spec.builder import build
from wirebook.spec.builder.desk import MAX_DIALECTS, Build, Place
from wirebook.spec.builder.dialects import patched
from wirebook.spec.check import check
from wirebook.spec.nodes import Node
from wirebook.spec.problems import at_place, hint, problem
from wirebook.spec.reader import read

__all__ = ["Loaded", "SpecError", "load"]


class Loaded:
    """A spec that was read: its providers by dialect ("" is the document's own), and every problem.

    ``places`` tells, per dialect, where messages, fields, shapes, rules, types and examples
    stand: ("example", message, id) -> (file, line, column, path in the spec).
    """

    def __init__(
        self,
        providers: dict[str, Provider],
        problems: tuple[Problem, ...],
        places: dict[str, dict[tuple[str, ...], Place]],
    ) -> None:
        self.providers = providers
        self.problems = problems
        self.places = places

    def provider(self, dialect: str = "") -> Provider:
        """The model in one dialect; raises SpecError where the spec has errors or no such dialect."""
        if any(problem.severity == "error" for problem in self.problems):
            raise SpecError(self.problems)
        if dialect not in self.providers:
            near = hint(dialect, self.providers)
            raise SpecError((at_place("spec.reference", "", 1, 1, kind="dialect", name=dialect, hint=near),))
        return self.providers[dialect]


def load(path: str | Path) -> Loaded:
    """Read, check and build a spec file or folder; problems are collected, never raised."""
    root, problems = read(Path(path))
    if root is None:
        return Loaded({}, tuple(problems), {})
    problems += check(root)
    return _built(root, problems)


def _built(root: Node, problems: list[Problem]) -> Loaded:
    base = Build(root, "")
    made = {"": build(base)}
    builds = [base]
    dialects = root.items.get("dialects")
    if dialects is not None and len(dialects.items) > MAX_DIALECTS:
        problems.append(problem("spec.size", dialects, at_key=True, limit=f"{MAX_DIALECTS} dialects"))
        return Loaded({}, tuple(problems), {})
    for node in dialects.each() if dialects is not None and not dialects.bad else ():
        patching = Build(root, node.key)
        patching.attempt(partial(patching.need_text, node, "title"))
        one = Build(patched(patching, root, node), node.key)
        made[node.key] = build(one)
        builds += [patching, one]
    problems = [*problems, *(problem for one in builds for problem in one.problems)]
    if not any(one.broken for one in builds) and not any(problem.severity == "error" for problem in problems):
        problems += unused(root, {name for one in builds for name in one.used})
    problems += _wrong_bodies(builds, made, problems)
    unique = {(p.code, p.file, p.line, p.column, p.message): p for p in problems}
    ordered = sorted(unique.values(), key=lambda p: (p.file, p.line, p.column, p.code))
    providers = {name: provider for name, provider in made.items() if provider is not None}
    return Loaded(providers, tuple(ordered), {one.dialect: one.places for one in builds})


def _wrong_bodies(builds: list[Build], made: dict[str, Provider | None], problems: list[Problem]) -> Iterator[Problem]:
    """Where only examples cannot be built, what the others show to be wrong: to be told in the same go."""
    of_examples = {problem for one in builds for problem in one.of_examples}
    if not of_examples or any(p.severity == "error" and p not in of_examples for p in problems):
        return
    from wirebook.prove import differing  # late: a spec that is sound is proved by whoever wants that

    lost = {example for one in builds for example in one.lost}
    for one in builds:
        provider = made.get(one.dialect)
        if provider is not None and one.places:
            yield from differing(provider, one.places, lost)


def unused(root: Node, used: set[tuple[str, str]]) -> list[Problem]:
    """What a spec defines and no dialect of it uses."""
    found: list[Problem] = []
    for section, kind in _USED.items():
        there = root.items.get(section)
        for name, node in there.items.items() if there is not None else ():
            if (section, name) not in used:
                found.append(problem("spec.unused", node, at_key=True, kind=kind, name=name))
    return found


_USED = {
    "namespaces": "namespace",
    "deviations": "deviation",
    "types": "type",
    "groups": "group",
    "codes": "code table",
}
