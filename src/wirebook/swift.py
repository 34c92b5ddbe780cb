"""The short way to a verdict: compiled code alone, where that is certain.

It answers for a clean body of exactly one message with no check left undecided, and
for a readable body that is none of the book's messages; for everything else it says
nothing, and the thorough way decides. It must stay light:
a cold run that passes imports this, the reader of one encoding and one generated
module, and neither model nor findings.
"""

from __future__ import annotations

import sys

from wirebook.result import Result

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

    from wirebook.books import Book
    from wirebook.diagnostic import Skipped
    from wirebook.part import Context, Part
    from wirebook.select.run import Peek

    Found = tuple[Any, bool, str]  # the tree, whether the bytes are clean, the codec

__all__ = ["LINES", "checked", "decide", "guess_encodings", "passed", "peek", "read", "suspect"]

LINES = ("text", "csv")
_BLANK = b"\xef\xbb\xbf \t\r\n"  # bytes of which there is no message: a byte order mark and white space
_SHORT = 65536
# Three Russian letters of UTF-8, read as some single-byte charset: each a lead byte and a continuation byte.
_LEADS = "\u00d0\u00d1\u0420\u0421\u043f\u044f"
_SIGN = "[^\u0000-\u007f\u0410-\u044f]"
_MOJIBAKE = f"(?:[{_LEADS}]{_SIGN}){{3}}"
_HEART = f"{_SIGN}[{_LEADS}]{_SIGN}"  # in every such three
# Charsets that are mistaken for each other, a word as only the right one has it, and how much of a body is looked at.
_SWAPPED = ("cp1251", "koi8-r")
_LETTER = "[\u0410-\u044f\u0401\u0451]"
_ORDINARY = f"(?<!{_LETTER}){_LETTER}[\u0430-\u044f\u0451]{{2,}}(?!{_LETTER})"
_SAMPLE = 20_000
_searches: tuple[Callable[[str], object], ...] = ()  # compiled when they are needed: the heart, all of it, a word

# (module, message, encoding, with values?) -> its check; generated modules live as long as we do.
_bound: dict[tuple[str, str, str, str, bool], Callable[..., tuple[Any, bool] | None]] = {}


def decide(
    book: Book, part: Part, ctx: Context, message: str | None, encoding: str | None, values: bool
) -> Result | None:
    """The verdict where it needs no telling, else None. Raises UsageError for an unknown charset."""
    module = book.accept
    if module is None or not (part.query or part.body.lstrip(_BLANK)):
        return None
    from wirebook.wire.caps import MAX_BYTES

    if len(part.body) > MAX_BYTES:
        return None
    if ctx.charset is not None:
        from wirebook.asked import charset

        charset(ctx.charset, [name for _, allowed, _ in module.CHARSETS.values() for name in allowed])
    if ctx.operation or ctx.request_message or ctx.request is not None or ctx.settings or part.path or part.query:
        from wirebook.placed import decide as decide_placed

        return decide_placed(module, book.table, part, ctx, message, encoding, values)
    if encoding is None:
        guessed = guess_encodings(module, part.body)
        if guessed is None or len(guessed) != 1:
            return None
        encoding = guessed[0]
    if encoding not in module.SELECT or (message is not None and (message, encoding) not in module.MAKERS):
        return None
    # How lines are read depends on the message, which must be told first.
    found = None if encoding in LINES and message is None else read(module, message, encoding, part, ctx)
    if message is None:
        seen = peek(module, encoding, part, ctx, found)
        if seen is None:
            return None
        from wirebook.select.run import run

        names = run(module.SELECT[encoding], seen)
        if not names:
            return Result("not_checked", reason="unknown-message", provider=module.PROVIDER, encoding=encoding)
        if len(names) > 1:
            return None
        message = names[0]
        found = found or read(module, message, encoding, part, ctx)
    return None if found is None else checked(module, message, encoding, part, ctx, found, values)


def checked(
    module: ModuleType, message: str, encoding: str, part: Part, ctx: Context, found: Found, values: bool
) -> Result | None:
    """The verdict on a body that was read and is told to be of this message; None where there is more to tell."""
    tree, clean, codec = found
    if not clean or message in module.AROUND:
        return None
    outcome = _check(module, message, encoding, values)(tree, codec, ctx, True, part.body)
    if outcome is None or not outcome[1] or suspect(encoding, part.body or part.query or b"", tree, codec):
        return None
    left = outcome[1]
    if left is not True and None in left:
        return None
    value = outcome[0] if values else None
    return passed(message, encoding, value, () if left is True else left, module.PROVIDER)


def passed(message: str, encoding: str, value: Any, left: tuple[tuple[str, str], ...], provider: str) -> Result:
    """The result of a body that passes, with the checks that were left open."""
    skipped: tuple[Skipped, ...] = ()
    if left:
        from wirebook.diagnostic import Skipped

        skipped = tuple(Skipped(rule, reason) for rule, reason in dict.fromkeys(left))
    return Result(
        "pass",
        provider=provider,
        message=message,
        encoding=encoding,
        candidates=(message,),
        value=value,
        skipped=skipped,
    )


def suspect(encoding: str, body: bytes, tree: Any, codec: str, text: str | None = None) -> bool:
    """Whether a text may look as if it was read in the wrong charset; ``wirebook.suspect`` says whether it does.

    text: the body, where it is decoded already.
    """
    if encoding == "form":
        text = "\n".join([param[1] for param in tree])
    elif (encoding != "json" and b"&#" in body) or (encoding != "xml" and b"\\u" in body):
        return True
    elif body.isascii():
        return False
    elif text is None:
        text = body.decode(codec)
    if text.isascii():
        return False
    # A cold run is spared the imports where a look at the letters settles it.
    if "re" not in sys.modules and codec not in _SWAPPED and not _mixed(text):
        return False
    global _searches
    if not _searches:
        import re

        _searches = tuple(re.compile(pattern).search for pattern in (_HEART, _MOJIBAKE, _ORDINARY))
    heart, mojibake, ordinary = _searches
    # A look for what is rare in Russian texts spares most of them the whole pattern.
    if heart(text) is not None and mojibake(text) is not None:
        return True
    if codec not in _SWAPPED:
        return False
    # One ordinary word is enough to say that small letters are where they belong.
    if encoding == "json":
        text = "\n".join(_strings(tree))
    elif encoding != "form":
        return True
    return len(text) > _SAMPLE or ordinary(text) is None


def _mixed(text: str) -> bool:
    """Whether a text may hold what ``_MOJIBAKE`` looks for: a lead byte's character and a continuation byte's."""
    odd = [char for char in set(text) if char > "\u007f" and not "\u0410" <= char <= "\u044f"]
    return len(odd) > 50 or any(lead + char in text for char in odd for lead in _LEADS)


def _strings(value: Any) -> list[str]:
    """Every string of a JSON value; numbers, which are texts here too, have no letters."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for inner in value for text in _strings(inner)]
    return [value] if isinstance(value, str) else []


def read(module: ModuleType, message: str | None, encoding: str, part: Part, ctx: Context) -> Found | None:
    """The fast reader's tree, whether the bytes are clean, and the codec."""
    from wirebook.accept import READERS

    name = READERS[encoding]
    __import__(name)
    header = None if part.headers is None else part.header_charset()
    plan = (module.PLANS[message, encoding],) if encoding in LINES else ()
    resolve, allowed, default = module.CHARSETS[encoding]
    found: Found | None = sys.modules[name].read(
        part.body, ctx.resolved(resolve), allowed, default, ctx.charset, header, *plan
    )
    return found


def peek(module: ModuleType, encoding: str, part: Part, ctx: Context, found: Found | None) -> Peek | None:
    """The body as selection looks at it; None where it is not clean so far."""
    from wirebook.select import run

    if encoding in LINES:
        header = None if part.headers is None else part.header_charset()
        text = _plain(module, encoding, part.body, ctx, header)
        return None if text is None else run.LinesPeek(text.__str__)
    if found is None or not found[1]:
        return None
    if encoding == "xml":
        return run.ElementPeek(found[0])
    if encoding == "json":
        from wirebook.accept.json import Num

        return run.JsonPeek(found[0], Num)
    return run.FormPeek(found[0])


class _UnsureError(Exception):
    """Which encoding this is takes more than the short way weighs."""


def guess_encodings(module: ModuleType, body: bytes) -> tuple[str, ...] | None:
    """What ``wirebook.select.guess_encoding`` says, without the model; None where that cannot be said."""
    from wirebook.select.run import LinesPeek, guess, run

    def fits(encoding: str) -> bool:
        text = _plain(module, encoding, body, None, None)
        if text is None:
            raise _UnsureError
        return bool(run(module.SELECT[encoding], LinesPeek(text.__str__)))

    try:
        return guess(body, module.SELECT, fits)
    except _UnsureError:
        return None


def _plain(module: ModuleType, encoding: str, body: bytes, ctx: Context | None, header: str | None) -> str | None:
    """A short body of lines, decoded; None where more than that would have to be weighed."""
    if len(body) > _SHORT:
        return None
    from wirebook.wire.charset import find

    resolve, allowed, default = module.CHARSETS[encoding]
    option = None
    if ctx is not None:
        resolve, option = ctx.resolved(resolve), ctx.charset
    codec, skip, issues = find(encoding, body, resolve, allowed, default, option, header)
    if codec is None or issues:
        return None
    try:
        return body[skip:].decode(codec)
    except UnicodeDecodeError:
        return None


def _check(module: ModuleType, message: str, encoding: str, values: bool) -> Callable[..., tuple[Any, bool] | None]:
    key = (module.PROVIDER, module.DIALECT, message, encoding, values)
    check = _bound.get(key)
    if check is None:
        from wirebook.accept.build import NOTHING, dicts

        check = _bound[key] = module.MAKERS[message, encoding](dicts(module) if values else NOTHING)
    return check
