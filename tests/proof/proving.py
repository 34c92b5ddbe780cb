"""``make proof``: every engine on many bodies of every message, encoding and charset, for some minutes.

Prints its seed; the same seed asks the same bodies. Ends with a table, in ``benchmarks/RESULTS.md``
too, and exit code 1 on any disagreement and on any entry of a ledger that no body needed.
Disagreements are shrunk and kept in ``tests/regressions``, which every run of the tests asks again.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import platform
import random
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).resolve().parent.parent / name) for name in ("properties", "agreement", ".")]

from bodies import Case, Source
from drawn import FULL, SHORT, Size
from engines import MANY, SELDOM, SLOW, SLOWER, Court, Disagreement, Heard, turn
from kept import FOLDER, Regression, keep
from laws import trips
from progress import Progress, forget, recall, remember, seed_of
from schema_judges import emitted, providers
from sections import put, recorded
from shrink import shrunk
from targets import CHARSETS, Target

from wirebook_codegen.emitted import Loss

__all__ = ["Tally", "again", "asked", "prove", "settle", "short", "shuffled", "table", "unused"]

RESULTS = Path(__file__).resolve().parent.parent.parent / "benchmarks" / "RESULTS.md"
STATE = RESULTS.parent.parent / ".proof"
_MOST_FILES = 3  # disagreements kept per target and run
_TRIPS = 12  # one body in so many that are tolerated makes the trips


@dataclass
class Tally:
    """What one target's bodies showed."""

    target: str
    bodies: int = 0
    different: int = 0
    seconds: float = 0.0
    verdicts: Counter[str] = field(default_factory=Counter)
    agreed: Counter[str] = field(default_factory=Counter)
    used: set[Loss] = field(default_factory=set)  # by its own witness or by any body
    needed: set[Loss] = field(default_factory=set)  # by one that was made, no example
    wrong: Counter[str] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)


def asked(court: Court, case: Case, number: int) -> Heard:
    """All verdicts on one case and, of what is tolerated, the trips; a crash is a disagreement too."""
    try:
        heard = court.hear(case.body, case.ctx, number)
        if heard.verdict != "refused" and turn(number, _TRIPS):
            clean = heard.verdict == "clean"
            heard.wrong += trips(court.target, heard.value, heard.charset, clean=clean, made=heard.agreed)
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        key = f"{type(error).__name__} in {Path(where.filename).name} {where.name}"
        heard = Heard("crashed", wrong=[Disagreement("crash", key, {"error": str(error)[:500]})])
    return heard


def again(known: Regression) -> list[Disagreement]:
    """What still contradicts on a body that was kept: every question, whichever of them a number stands for."""
    case, court = Case("", "kept", known.body, known.ctx), Court(known.target)
    return [wrong for number in range(SLOW) for wrong in asked(court, case, number).wrong]


def prove(
    target: Target,
    seed: int,
    size: Size,
    *,
    seconds: float,
    bodies: int,
    folder: Path | None = None,
    state: Path | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Tally:
    """Ask about one target's bodies until the time or the number is used up; the pool is always asked, untimed.

    state: the folder where runs before left what they did; this one goes on from there.
    """
    known = recall(state, str(target), seed, size) if state is not None else None
    if known is not None and known.number >= max(bodies, len(known.pool)):
        return known.tally  # type: ignore[no-any-return]
    source, court = Source(target, seed, size, None if known is None else known.pool), Court(target)
    tally = Tally(str(target), used=set(court.shown)) if known is None else known.tally
    number = 0 if known is None else known.number
    met = set() if known is None else known.met
    start = clock()
    while number < len(source.pool) or (number < bodies and clock() - start < seconds):
        case = source.case(number)
        met.add(_mark(case))
        heard = asked(court, case, number)
        settle(tally, court, case, number, heard, folder)
        tally.needed |= heard.used if not case.origin.startswith("example") else set()
        number += 1
    tally.seconds += clock() - start
    tally.different = len(met)
    if state is not None:
        remember(state, str(target), Progress(seed, size, source.pool, number, met, tally))
    return tally


def _mark(case: Case) -> bytes:
    """What a body and its context are told from others by."""
    return hashlib.blake2b(case.body + repr(case.ctx).encode(), digest_size=8).digest()


def settle(tally: Tally, court: Court, case: Case, number: int, heard: Heard, folder: Path | None) -> None:
    """Count one case; shrink and keep what contradicts and was not met before."""
    tally.bodies += 1
    tally.verdicts[heard.verdict] += 1
    tally.agreed += heard.agreed
    tally.used |= heard.used
    for wrong in heard.wrong:
        key = f"{wrong.kind}: {wrong.key}"
        tally.wrong[key] += 1
        if tally.wrong[key] > 1 or folder is None or len(tally.kept) >= _MOST_FILES:
            continue
        body, said = _smallest(court, case, number, wrong)
        path = keep(folder, court.target, case, body, wrong.kind, wrong.key, said)
        tally.kept.append(path.name)


def _smallest(court: Court, case: Case, number: int, wrong: Disagreement) -> tuple[bytes, dict[str, str]]:
    said = wrong.said

    def shows(body: bytes) -> bool:
        nonlocal said
        for one in asked(court, Case(case.name, case.origin, body, case.ctx), number).wrong:
            if (one.kind, one.key) == (wrong.kind, wrong.key):
                said = one.said
                return True
        return False

    return shrunk(case.body, shows), said


# ---------------------------------------------------------------- many at once


@dataclass(frozen=True)
class _Task:
    index: int
    left: int  # tasks from this one on
    seed: int
    size: Size
    until: float
    jobs: int
    bodies: int
    folder: Path
    state: Path | None


def _work(task: _Task) -> Tally:
    share = max(0.0, task.until - time.monotonic()) * task.jobs / task.left
    target = CHARSETS[task.index]
    bodies = -(-task.bodies // len(_alike(target)))
    return prove(target, task.seed, task.size, seconds=share, bodies=bodies, folder=task.folder, state=task.state)


def _alike(target: Target) -> list[Target]:
    """The targets of the same message, in all its encodings and charsets."""
    of = target.provider.name, target.provider.dialect, target.message.id
    return [one for one in CHARSETS if (one.provider.name, one.provider.dialect, one.message.id) == of]


def shuffled(seed: int, chosen: Sequence[int]) -> list[int]:
    """The targets with those of a message together, so that a run which is stopped leaves whole messages done."""
    rng = random.Random(seed)
    order = {name: rng.random() for name in dict.fromkeys(str(_alike(target)[0]) for target in CHARSETS)}
    return sorted(chosen, key=lambda index: order[str(_alike(CHARSETS[index])[0])])


def short(tallies: Iterable[Tally], bodies: int) -> tuple[int, int]:
    """How many messages have had so many bodies, and how many there are."""
    targets = {str(target): target for target in CHARSETS}
    had: Counter[str] = Counter()
    for tally in tallies:
        had[str(_alike(targets[tally.target])[0])] += tally.bodies
    return sum(count >= bodies for count in had.values()), len(had)


def unused(tallies: Iterable[Tally]) -> tuple[list[str], int]:
    """Entries of the ledgers of these targets that no body needed, and how many there are."""
    targets = {str(target): target for target in CHARSETS}
    used: set[tuple[str, Loss]] = set()
    asked_of: set[tuple[str, str, str]] = set()
    for tally in tallies:
        target = targets[tally.target]
        used |= {(target.folder, loss) for loss in tally.used}
        asked_of.add((target.folder, target.message.id, target.encoding))
    found, total = [], 0
    for folder in dict.fromkeys(one[0] for one in asked_of):
        for loss in emitted(folder)[1]:
            wanted = {"xsd": {"xml"}, "xsd11": {"xml"}, "wire.jsonschema": {"json"}}.get(loss.target)
            got = {encoding for where, message, encoding in asked_of if (where, message) == (folder, loss.message)}
            if wanted is None:
                message = providers()[folder].message(loss.message)
                assert message is not None
                wanted = {shape.encoding for shape in message.shapes}
            if wanted <= got:
                total += 1
                if (folder, loss) not in used:
                    found.append(f"{folder} {loss.message}: {loss.constraint} in {loss.target}")
    return found, total


def table(tallies: Iterable[Tally], seed: int, lost: tuple[list[str], int], wanted: int = 100_000) -> str:
    """The section for the page of results."""
    rows: dict[str, Tally] = {}
    tallies, targets = list(tallies), {str(target): target for target in CHARSETS}
    for tally in tallies:
        name = tally.target
        for charset in ("-windows-1251", "-koi8-r", "-utf-8"):
            name = name.removesuffix(charset)
        row = rows.setdefault(name, Tally(name))
        row.bodies += tally.bodies
        row.different += tally.different
        row.seconds += tally.seconds
        row.verdicts += tally.verdicts
        row.agreed += tally.agreed
        row.used |= tally.used
        row.wrong += tally.wrong
    bodies, wrong = sum(row.bodies for row in rows.values()), sum(sum(row.wrong.values()) for row in rows.values())
    verdicts: Counter[str] = sum((row.verdicts for row in rows.values()), Counter())
    agreed: Counter[str] = sum((row.agreed for row in rows.values()), Counter())
    different = sum(row.different for row in rows.values())
    needed = len({(targets[tally.target].folder, loss) for tally in tallies for loss in tally.needed})
    done, messages = short(tallies, wanted)
    spent = sum(row.seconds for row in rows.values())
    versions = ", ".join(f"{name} {version(name)}" for name in ("lxml", "xmlschema", "jsonschema", "jsonschema-rs"))
    out = [
        "## Proof",
        "",
        f"`make proof`, seed {seed}, on {platform.machine()}, {platform.python_implementation()}"
        f" {platform.python_version()}, {versions}. Every engine on bodies from examples, drawn values, breakers and",
        f"mutants: {bodies:,} bodies ({verdicts['clean']:,} clean, {verdicts['tolerated']:,} tolerated,"
        f" {verdicts['refused']:,} refused by explain; {different:,} differ in body or context);"
        f" {wrong:,} disagreements.",
        f"Of {lost[1]} entries in the ledgers {lost[1] - len(lost[0])} are needed, each by its own witness; other",
        f"bodies needed {needed} of them. A loss that stands on no page counts as a disagreement. The figures of",
        f"engines count bodies on which one agreed with what it owes; {' and '.join(SLOWER)}, which are the slow ones,",
        f"are asked about one body in {SLOW}, the round trips about one in {_TRIPS}, and one in {SELDOM} or",
        f"{_TRIPS * SELDOM // SLOW} after a target's first {MANY:,}. Of {messages} messages {done}",
        f"have had {wanted:,} bodies; {bodies / spent if spent else 0:,.0f} bodies a second and process.",
        "",
        "`accept` is generated code, the quick way in front; `swift` is the compiled short way to a verdict, held",
        "against the whole way; `trips` are values that were written and read again as they were; `entries` are the",
        "ledger's that some body needed; what stands in parentheses was passed over: faults of peers that are known,",
        "and values that an encoding or charset cannot carry and refused with a place; `gate` is a provider that the",
        "tests invent.",
        "",
        "| engine | agreed |",
        "|---|---:|",
        *(f"| {who} | {count:,} |" for who, count in sorted(agreed.items())),
        "",
        "| message and encoding | bodies | different | clean | tolerated | refused | accept | schemas | trips | entries"
        " | wrong |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, row in rows.items():
        schemas = sum(count for who, count in row.agreed.items() if "xsd" in who or "jsonschema" in who)
        trips_made = sum(count for who, count in row.agreed.items() if who.startswith("trips"))
        figures = (
            row.bodies, row.different, row.verdicts["clean"], row.verdicts["tolerated"], row.verdicts["refused"],
            row.agreed["accept"], schemas, trips_made, len(row.used), sum(row.wrong.values()),
        )  # fmt: skip
        out.append(f"| {name} | " + " | ".join(f"{figure:,}" for figure in figures) + " |")
    return "\n".join(out)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--bodies", type=int, default=100_000, help="at most so many per message")
    parser.add_argument("--seed", type=int, help="default: that of the run before, if no code has changed")
    parser.add_argument("--state", type=Path, default=STATE, help="where a run leaves what the next one goes on from")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--only", default="", help="targets whose name holds this")
    parser.add_argument("--short", action="store_true", help="draw little to begin with")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where disagreements are kept")
    parser.add_argument("--results", type=Path, default=RESULTS)
    given = parser.parse_args()
    if not any(given.only in str(target) for target in CHARSETS):
        parser.error(f"no target has {given.only!r} in its name")
    forget(given.state)
    given.seed = seed_of(given.state, given.seed, random.randrange(1 << 32))
    print(f"seed {given.seed}", flush=True)
    chosen = shuffled(given.seed, [index for index, target in enumerate(CHARSETS) if given.only in str(target)])
    until = time.monotonic() + given.minutes * 60
    size = SHORT if given.short else FULL
    tasks = [
        _Task(index, len(chosen) - at, given.seed, size, until, given.jobs, given.bodies, given.folder, given.state)
        for at, index in enumerate(chosen)
    ]
    tallies: list[Tally] = []
    with multiprocessing.get_context("fork").Pool(given.jobs) as pool:
        for tally in pool.imap_unordered(_work, tasks):
            tallies.append(tally)
            said = f"{len(tallies)}/{len(tasks)} {tally.target}: {tally.bodies:,} bodies in {tally.seconds:.0f} s"
            print(said, *(f"\n  {n} x {key}" for key, n in tally.wrong.items()), file=sys.stderr, flush=True)
    order = {str(target): at for at, target in enumerate(CHARSETS)}
    tallies.sort(key=lambda tally: order[tally.target])
    lost = unused(tallies)
    text = table(tallies, given.seed, lost, given.bodies)
    print(text)
    if not given.only:
        before, asked_now = recorded(given.results), sum(tally.bodies for tally in tallies)
        if asked_now >= before:
            put(given.results, "proof", text)
        else:
            print(f"{given.results} keeps its table of {before:,} bodies, for this run asked {asked_now:,}")
    found: dict[str, list[str]] = defaultdict(list)
    for tally in tallies:
        for key in tally.wrong:
            found[key].append(tally.target)
    for key, names in found.items():
        print(f"disagreement: {key}\n  in {', '.join(names)}")
    for entry in lost[0]:
        print(f"no body needs the entry {entry}")
    return 1 if found or lost[0] else 0


if __name__ == "__main__":
    sys.exit(main())
