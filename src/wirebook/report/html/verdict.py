"""The run in one sentence, and what must be said beside it: a clean run never hides what it did not see."""

from __future__ import annotations

from typing import NamedTuple

from wirebook.lint.tally import UNREAD, Tally
from wirebook.report.html.words import Both, say

__all__ = ["Verdict", "verdict"]


class Verdict(NamedTuple):
    """tone: fail, open (something was not looked at) or pass."""

    tone: str
    headline: Both
    beside: tuple[Both, ...]


def verdict(tally: Tally) -> Verdict:
    """What a run has shown."""
    counts = tally.summary
    whole, failed, unchecked = counts["exchanges"], counts["fail"], counts["not_checked"]
    scope = whole - counts["out_of_scope"]
    unread = sum(count for code, count in tally.faults.items() if code in UNREAD)
    beside: list[Both] = []
    if not whole:
        tone, headline = "open", say("none_found")
    elif failed:
        tone, headline = "fail", say("some_failed", failed, whole=_of(scope))
        if unchecked:
            beside.append(say("more_unchecked", unchecked))
    elif unchecked == scope and scope:
        tone, headline = "open", say("all_unchecked", scope)
    elif unchecked:
        tone, headline = "open", say("some_unchecked", unchecked, whole=_of(scope))
    elif not scope:
        tone, headline = "open", say("none_claimed", whole)
    else:
        tone, headline = "open" if unread else "pass", say("all_passed", scope)
    if halves := sum(tally.unseen.values()):
        beside.append(say("halves_unseen", halves))
    if unread:
        beside.append(say("unread", unread))
    if counts["out_of_scope"]:
        beside.append(say("out_of_scope_said", counts["out_of_scope"]))
    if skipped := sum(tally.skipped.values()):
        beside.append(say("skipped_said", skipped))
    if whole and tone == "pass" and len(beside) == 0:
        beside.append(say("all_seen"))
    return Verdict(tone, headline, tuple(beside))


def _of(scope: int) -> Both:
    return say("of_exchanges", scope)
