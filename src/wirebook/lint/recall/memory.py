"""What passed, by where it was sent and how it is laid out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wirebook.books import Book
from wirebook.capture.exchange import Half
from wirebook.lint.check import Checked, Judged
from wirebook.lint.recall.firstlines import FirstLines
from wirebook.lint.recall.plan import Plan, Recalled, Side
from wirebook.lint.recall.roles import Roles, compared, looked_at
from wirebook.lint.recall.sample import places
from wirebook.model import Provider
from wirebook.part import Context
from wirebook.reading import read
from wirebook.select.cases import LINES

__all__ = ["LONGEST", "Memory"]

LONGEST = 4096  # characters of a body that is worth recalling: expressions of longer ones take long to make
_FEWEST = 3  # exchanges of a layout that have to pass before a plan is made
# To make a plan costs as much as to judge about so many exchanges, and one more for so many characters.
_COST, _EACH = 16, 16
_PLANS = 12  # of one place; the one that fitted last is tried first
_IN_ALL = 200
_PLACES = 1024
_LAYOUTS = 64  # of one place that are counted
_NEVER = -1
_TRIES = 3  # of plans that turn out to be of no use


class _Known:
    """What is known of one place: its plans, and how often each layout passed that has none."""

    __slots__ = ("passed", "plans", "tries")

    def __init__(self) -> None:
        self.passed: dict[tuple[int, ...], int] = {}
        self.plans: list[Plan] = []
        self.tries = _TRIES


class Memory:
    """Exchanges that passed, for some books under one deployment's settings.

    patience: how much is judged before a plan is made, as a multiple of what making one costs.
    """

    def __init__(self, books: Sequence[Book], contexts: Callable[[Book], Context], patience: float = 1.0) -> None:
        self._patience = patience
        self._made = 0
        self._books = {book.provider.name: book for book in books}
        self._contexts = contexts
        self._told_by = looked_at(books)
        self._lines = FirstLines(books)
        self._roles: dict[int, Roles] = {}
        self._known: dict[tuple[object, ...], _Known] = {}
        self.hit: Plan | None = None  # what recalled last
        # Where, by which plan and in which way, laid out how, and after how many exchanges that is worth a plan.
        self._open: tuple[_Known, Plan | None, object, tuple[int, ...], int] | None = None

    def recall(self, place: tuple[object, ...], asked: str, told: str) -> Recalled | None:
        """What is known of an exchange that passes, None where nothing is: ``learn`` may be told next that it does.

        place: everything that is known of the exchange besides its bodies and counts for its verdict.
        """
        try:
            known = self._known.get(place)
        except TypeError:  # something in it is no text
            self._open = None
            return None
        if known is None:
            if len(self._known) >= _PLACES:
                self._known.clear()
            known = self._known[place] = _Known()
        fitting, way = None, None
        for plan in known.plans:
            found = plan.look(asked, told)
            if type(found) is Recalled:
                if plan is not known.plans[0]:
                    known.plans.remove(plan)
                    known.plans.insert(0, plan)
                self.hit = plan
                return found
            if found is not None:
                fitting, way = plan, found
        after = _FEWEST + int(self._patience * (_COST + (len(asked) + len(told)) // _EACH))
        self._open = known, fitting, way, _layout(asked, told), after
        return None

    def forget(self) -> None:
        """What comes next is not what was asked about last."""
        self._open = None

    def count(self) -> bool:
        """Count what was asked about last, and say whether ``learn`` would keep anything of it."""
        if self._open is None:
            return False
        known, plan, _, layout, after = self._open
        times = known.passed.get(layout, 0)
        if plan is None and times + 1 < after:
            if times >= 0 and (layout in known.passed or len(known.passed) < _LAYOUTS):
                known.passed[layout] = times + 1
            return False
        return plan is not None or (known.tries >= 0 and len(known.plans) < _PLANS)

    def learn(self, checked: Checked) -> None:
        """Keep how the exchange passes that was asked about last, if it does, without a finding."""
        if self._open is None:
            return
        known, plan, way, layout, _ = self._open
        self._open = None
        told = _passed(checked)
        if plan is not None:
            if told is not None:
                plan.note(way, told)
            if plan.idle:
                known.plans.remove(plan)
                known.tries -= 1
            return
        made = None if told is None else self._plan(checked)
        if made is None or told is None:
            known.passed[layout] = _NEVER if told is not None else 0
            return
        if self._made >= _IN_ALL:
            self._known.clear()
            self._made = 0
        self._made += 1
        known.passed[layout] = 0
        known.plans.append(made)
        asked, replied = made.sides
        way = made.look(asked.text, "" if replied is None else replied.text)
        if way is not None:
            made.note(way, told)

    def _plan(self, checked: Checked) -> Plan | None:
        book, exchange = self._books[checked.provider or ""], checked.exchange
        ctx = self._contexts(book)
        ctx.operation = checked.operation
        sides: list[Side] = []
        for judged in checked.halves:
            half = exchange.request if judged.part == "request" else exchange.reply
            side = None if half is None else self._side(book.provider, judged, half, ctx)
            if side is None:
                return None
            sides.append(side)
            ctx.request, ctx.request_message = judged.result.value, judged.result.message
        return Plan(sides[0], sides[1] if len(sides) > 1 else None)

    def _side(self, provider: Provider, judged: Judged, half: Half, ctx: Context) -> Side | None:
        result, part = judged.result, half.part
        message = None if result.message is None else provider.message(result.message)
        body = part.body or part.query or b""
        if message is None or len(body) > 2 * LONGEST or body.startswith(b"\xef\xbb\xbf"):
            return None
        shape = next(one for one in message.shapes if one.encoding == result.encoding)
        wire = read(provider, shape, part, ctx)
        if wire.root is None or wire.body != body or compared(provider, message, frozenset(result.value or ()), ctx):
            return None
        # A form is ASCII whatever its values are in, and so is every text that its places take.
        codec = "utf-8" if shape.encoding == "form" or part.header_charset() in (None, "utf-8") else "ascii"
        if shape.encoding != "form" and wire.charset != "utf-8":
            codec = "ascii"
        try:
            text = body.decode("ascii" if shape.encoding == "form" else codec)
        except UnicodeDecodeError:
            return None
        roles = self._roles.get(id(provider))
        if roles is None:
            roles = self._roles[id(provider)] = Roles(provider)
        found = places(message, shape.encoding, wire, text, roles, self._told_by.get(shape.encoding, frozenset()))
        if found is None:
            return None
        end = text[-1] if not found or found[-1].end < len(text) else ""
        if shape.encoding == "xml":
            return Side(text, found, codec)
        begin = text[0] if not found or found[0].start else ""
        look = self._lines.others if shape.encoding in LINES else self._lines.fits
        return Side(text, found, codec, look(begin, "" if end in "\r\n" else end, text))


def _passed(checked: Checked) -> Recalled | None:
    """What is to be recalled of an exchange that passes without a finding, request first."""
    if checked.verdict != "pass" or checked.provider is None or checked.operation is None:
        return None
    if not checked.halves or checked.halves[0].part != "request":
        return None
    results = [half.result for half in checked.halves]
    if any(result.findings or result.verdict != "pass" or result.message is None for result in results):
        return None
    skipped = tuple((one.check, one.reason) for result in results for one in result.skipped)
    return Recalled(checked.provider, checked.operation, skipped)


def _layout(asked: str, told: str) -> tuple[int, ...]:
    """What exchanges that are laid out alike have in common at first sight."""
    count = asked.count
    references = 0 if asked[:1] == "<" else count("&")  # in XML they are text, in a form layout
    return count("<"), count('"'), references, told.count("<"), told.count('"')
