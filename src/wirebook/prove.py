"""Does a spec hold what it says? Runs its examples and counter-examples, and looks for what none of them shows.

An example must give exactly the verdict and findings that it states. Each constraint
must be shown by a body that breaks it. Messages that no body can tell apart are told.
This module judges specs, never payloads of users.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from itertools import islice

from wirebook.constraints import Constraint, constraints
from wirebook.diagnostic import CODES, Finding, Problem
from wirebook.explain import Explained, explain_bytes
from wirebook.model import Example, Message, Provider
from wirebook.part import Context, Part

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wirebook.spec import Loaded

__all__ = ["context", "differing", "part", "prove", "run"]

_AMBIGUOUS = 100  # pairs told
_Places = Mapping[tuple[str, ...], tuple[str, int, int, str]]


def prove(spec: Loaded | Provider) -> list[Problem]:
    """Every problem that a spec's own bodies show, in all its dialects; with places if it was loaded from a file."""
    if isinstance(spec, Provider):
        return list(_prove(spec, {}))
    problems: dict[Problem, None] = {}
    for dialect, provider in spec.providers.items():
        problems |= dict.fromkeys(_prove(provider, spec.places.get(dialect, {})))
    return sorted(problems, key=lambda p: (p.file, p.line, p.column, p.code, p.message))


def run(provider: Provider, message: Message, example: Example) -> Explained:
    """What explain says about an example's body in the context that the example states."""
    return explain_bytes(provider, message, example.encoding, part(example), context(provider, example))


def part(example: Example) -> Part:
    """What travels in an example: its body, and what it states of HTTP."""
    headers = None if example.headers is None else dict(example.headers)
    return Part(example.body, query=example.query, headers=headers, status=example.status)


def context(provider: Provider, example: Example) -> Context:
    """The context that an example states: its secret, settings and request.

    The charset is left to the body, as it is in traffic, unless the settings choose one.
    """
    asked, _, name = example.request.partition(".")
    request = None
    message = provider.message(asked)
    if message is not None:
        request = next((run(provider, message, one).value for one in message.examples if one.id == name), None)
    settings = dict(example.settings)
    return Context(
        dialect=provider.dialect,
        charset=settings.get("charset"),
        secret=example.secret,
        settings=settings,
        request=request,
        request_message=asked if request is not None else None,
    )


def _prove(provider: Provider, places: _Places) -> Iterator[Problem]:
    for message in provider.messages:
        seen: list[Finding] = []
        for example in (*message.examples, *message.counterexamples):
            explained = run(provider, message, example)
            seen += explained.findings
            yield from _differs(message, example, explained, places)
        for constraint in constraints(provider, message):
            if not any(constraint.shown_by(finding.code, finding.path) for finding in seen):
                yield _untested(constraint, message, places)
    yield from _ambiguous(provider, places)


def differing(provider: Provider, places: _Places, lost: Collection[tuple[str, str]] = ()) -> Iterator[Problem]:
    """The examples whose outcome is not what they state; ``lost`` are (message, example) that cannot be run."""
    for message in provider.messages:
        for example in (*message.examples, *message.counterexamples):
            asked, _, name = example.request.partition(".")
            if (asked, name) not in lost and (message.id, example.id) not in lost:
                yield from _differs(message, example, run(provider, message, example), places)


def _differs(message: Message, example: Example, explained: Explained, places: _Places) -> Iterator[Problem]:
    reason = _difference(example, explained)
    if reason is not None:
        where = _place(places, ("example", message.id, example.id), ("message", message.id))
        yield _problem("spec.example", where, name=f"{message.id}.{example.id}", reason=reason)


def _difference(example: Example, explained: Explained) -> str | None:
    """How the outcome differs from what the example states, or None."""
    verdict = "pass" if explained.ok else "fail"
    open_ = list(explained.findings)
    lacking: Counter[str] = Counter()
    # Expectations that name a path choose first, so that those for any path take what is left.
    for expected in sorted(example.findings, key=lambda e: e.path == ""):
        found = next((f for f in open_ if f.code == expected.code and expected.path in ("", f.path)), None)
        if found is None:
            lacking[f"{expected.code} at {expected.path or 'any path'}"] += 1
        else:
            open_.remove(found)
    parts = []
    if lacking:
        parts.append(f"lacks {_listed(lacking)}")
    if open_:
        extra = Counter(f"{f.code} at {f.path or 'the body'}" for f in open_)
        parts.append(f"also gives {_listed(extra)}")
    if verdict != example.verdict:
        parts.append(f"its verdict is {verdict}, not {example.verdict}")
    return "; ".join(parts) or None


def _listed(counted: Counter[str]) -> str:
    shown = [name if times == 1 else f"{name} ({times} times)" for name, times in counted.items()][:5]
    more = f" and {len(counted) - 5} more" if len(counted) > 5 else ""
    return ", ".join(shown) + more


def _untested(constraint: Constraint, message: Message, places: _Places) -> Problem:
    path = constraint.paths[0] if constraint.paths else ""
    top = path.partition(".")[0].partition("[")[0]
    where = _place(places, ("rule", message.id, constraint.rule), ("field", message.id, top), ("message", message.id))
    name = f"{message.id}.{path}" if path else message.id
    return _problem("spec.untested", where, code=constraint.code, name=name)


def _ambiguous(provider: Provider, places: _Places) -> Iterator[Problem]:
    from wirebook.select import ambiguous

    for encoding, names in islice(ambiguous(provider), _AMBIGUOUS):
        first, *others = names
        where = _place(places, ("shape", first, encoding), ("message", first))
        yield _problem("spec.ambiguous", where, name=f"{first} ({encoding})", other=", ".join(others))


def _place(places: _Places, *keys: tuple[str, ...]) -> tuple[str, int, int, str]:
    return next((places[key] for key in keys if key in places), ("", 1, 1, ""))


def _problem(code: str, where: tuple[str, int, int, str], /, **args: str) -> Problem:
    entry = CODES[code]
    file, line, column, path = where
    return Problem(code, entry.severity, entry.template.format(**args), entry.advice, file, line, column, path)
