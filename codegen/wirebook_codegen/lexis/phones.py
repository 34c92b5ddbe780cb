"""Patterns for phone numbers that a normal form strips and rewrites before it looks.

What a number looks like on the wire is the normal form's pattern with the stripped
characters anywhere between, or that of a rewrite likewise. That may be wider than
what is tolerated (a rewrite may miss the pattern), never narrower.
"""

from __future__ import annotations

import re

from wirebook.model import Normal

__all__ = ["phones"]

# One character, escaped or in a class; everything else in the portable subset is an operator.
_ATOM = re.compile(r"\[(?:\\.|[^\]\\])+\]|\\.|[^|()?*+{}]", re.DOTALL)
_COUNT = re.compile(r"\{[0-9,]+\}")


def phones(normal: Normal) -> str:
    """What may be written where ``normal`` refuses everything else."""
    sources = [normal.pattern, *(rewrite.pattern for rewrite in normal.rewrites)]
    if not normal.strip:
        return "|".join(f"({source})" for source in sources)
    strip = "[" + "".join("\\" + c if c in "\\[]^-" else c for c in sorted(set(normal.strip))) + "]*"
    return strip + "(" + "|".join(_interleaved(source, strip) for source in sources) + ")"


def _interleaved(pattern: str, strip: str) -> str:
    """``pattern`` with ``strip`` allowed after every character."""
    out, at = [], 0
    while at < len(pattern):
        found = _COUNT.match(pattern, at)
        if found is None:
            found = _ATOM.match(pattern, at)
            out.append(f"({found[0]}{strip})" if found else pattern[at])
        else:
            out.append(found[0])
        at = found.end() if found else at + 1
    return "".join(out)
