"""Text that reads as if it were in another charset than the one declared.

A guess, so it stands apart from the readers and from the law that binds accept and
explain: whoever reports decides whether to ask. It never refuses anything.
"""

from __future__ import annotations

from wirebook.wire.charset import iana
from wirebook.wire.tree import Issue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wirebook.wire.tree import Node, Wire

__all__ = ["suspect"]

# Shares of Russian letters in a thousand; enough to tell text from text read in the wrong charset.
_SHARE = dict(
    zip(
        "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
        (109, 85, 80, 74, 67, 63, 55, 47, 45, 44, 35, 32, 30, 28, 26, 20, 19, 17, 17, 16, 16, 15, 12, 10, 9, 7, 6, 5, 4,
         3, 3, 1, 1),
        strict=True,
    )
)  # fmt: skip
_RIVALS = {"cp1251": "koi8-r", "koi8-r": "cp1251"}
_ENOUGH = 6  # letters; fewer prove nothing


def suspect(wire: Wire) -> list[Issue]:
    """At most one ``charset.suspect``: the text is valid utf-8, or reads better as koi8-r or windows-1251."""
    if wire.root is None or wire.charset in ("utf-8", "ascii"):
        return []
    nodes = [node for node in _walk(wire.root) if not node.text.isascii()]
    if not nodes:
        return []
    # Characters written as references are not bytes of the body and say nothing about its charset.
    data = b"\n".join([node.text.encode(wire.charset, "ignore") for node in nodes])
    other = _utf8(data) or _rival(data, wire.charset)
    if other is None:
        return []
    first = nodes[0]
    args = {"charset": iana(wire.charset), "other": iana(other)}
    return [Issue("charset.suspect", first.value_start, first.value_end, args)]


def _walk(root: Node) -> list[Node]:
    found, todo = [], [root]
    while todo:
        node = todo.pop()
        found.append(node)
        todo.extend(reversed(node.children))
    return found


def _utf8(data: bytes) -> str | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8" if len(data) - len(text) >= 2 else None


def _rival(data: bytes, charset: str) -> str | None:
    """The other Cyrillic charset, if the letters are far likelier in it.

    Each of the two has lower case where the other has upper, so that most text in the
    wrong one is upper case as well; without that sign the letters must say more.
    """
    rival = _RIVALS.get(charset)
    if rival is None:
        return None
    here, there = data.decode(charset, "ignore"), data.decode(rival, "ignore")
    letters = [c for c in here if c.lower() in _SHARE]
    shouted = 2 * sum(c.isupper() for c in letters) >= len(letters)
    if len(letters) < (_ENOUGH if shouted else 2 * _ENOUGH):
        return None
    return rival if _score(there) > (1.25 if shouted else 1.5) * _score(here) else None


def _score(text: str) -> float:
    shares = [_SHARE[c] for c in text.lower() if c in _SHARE]
    return sum(shares) / len(shares) if shares else 0.0
