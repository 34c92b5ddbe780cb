"""What passed, by where it was sent and how it is laid out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from wirebook.capture.exchange import Half
from wirebook.lint.check import Checked, Judged, Linter
from wirebook.lint.recall.firstlines import FirstLines
from wirebook.lint.recall.plan import Plan, Recalled, Side
from wirebook.lint.recall.roles import Roles, signed
from wirebook.lint.recall.sample import places
from wirebook.lint.recall.tellers import charset_names, looked_at
from wirebook.model import Message, Provider
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
# What is wrong with a body whatever its values are.
_NAMES = ("shape.root", "shape.missing", "shape.unknown")
_TRIES = 3  # of plans that turn out to be of no use


class _Known:
    """What is known of one place: its plans, and how often each layout passed that has none."""

    __slots__ = ("passed", "plans", "tries")

    def __init__(self) -> None:
        self.passed: dict[tuple[int, ...], int] = {}
        self.plans: list[Plan] = []
        self.tries = _TRIES


class Memory:
    """Exchanges that passed by a linter.

    patience: how much is judged before a plan is made, as a multiple of what making one costs.
    """

    def __init__(self, linter: Linter, patience: float = 1.0) -> None:
        self._linter = linter
        self._patience = patience
        self._made = 0
        names = Counter(book.provider.name for book in linter.books)
        self._books = {book.provider.name: book for book in linter.books if names[book.provider.name] == 1}
        self._told_by = looked_at(linter.books)
        self._charset_names = charset_names(linter.books)
        self._lines = FirstLines(linter.books)
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
        book, exchange = self._books.get(checked.provider or ""), checked.exchange
        if book is None or not all(map(_by_names, self._linter.passed_over(checked))):
            return None
        ctx = self._linter.context(book, checked.operation)
        roles = self._roles_of(book.provider)
        sides: list[Side] = []
        compared: Counter[int] = Counter()
        for judged in checked.halves:
            half = exchange.request if judged.part == "request" else exchange.reply
            message = book.provider.message(judged.result.message or "")
            value = judged.result.value
            if half is None or message is None or value is None:  # no value: it is refused, but for what is ignored
                return None
            side = None if signed(book.provider, message.record, value, ctx) else self._side(message, judged, half, ctx)
            if side is None:
                return None
            sides.append(side)
            compared += roles.compared(message.record, value)
            ctx.request, ctx.request_message = value, judged.result.message
        sides = _all_or_none(sides, compared)
        return Plan(sides[0], sides[1] if len(sides) > 1 else None)

    def _roles_of(self, provider: Provider) -> Roles:
        roles = self._roles.get(id(provider))
        if roles is None:
            roles = self._roles[id(provider)] = Roles(provider)
        return roles

    def _side(self, message: Message, judged: Judged, half: Half, ctx: Context) -> Side | None:
        result, part = judged.result, half.part
        provider = self._books[result.provider or ""].provider
        body = part.body or part.query or b""
        # A body that has the form of two encodings has none.
        shape = next((one for one in message.shapes if one.encoding == result.encoding), None)
        if shape is None or len(body) > 2 * LONGEST or body.startswith(b"\xef\xbb\xbf"):
            return None
        wire = read(provider, shape, part, ctx)
        if wire.root is None or wire.body != body:
            return None
        # A form is ASCII whatever its values are in, and so is every text that its places take.
        codec = "utf-8" if shape.encoding == "form" or part.header_charset() in (None, "utf-8") else "ascii"
        if shape.encoding != "form" and wire.charset != "utf-8":
            codec = "ascii"
        try:
            text = body.decode("ascii" if shape.encoding == "form" else codec)
        except UnicodeDecodeError:
            return None
        found = places(
            message,
            shape.encoding,
            wire,
            text,
            self._roles_of(provider),
            self._told_by.get(shape.encoding, frozenset()),
            self._charset_names.get(shape.encoding, frozenset()),
        )
        if found is None:
            return None
        end = text[-1] if not found or found[-1].end < len(text) else ""
        if shape.encoding == "xml":
            return Side(text, found, codec)
        begin = text[0] if not found or found[0].start else ""
        look = self._lines.others if shape.encoding in LINES else self._lines.fits
        return Side(text, found, codec, look(begin, "" if end in "\r\n" else end, text))


def _by_names(other: Checked) -> bool:
    """Whether what an operation said against an exchange holds for all that are laid out alike.

    It does where its own request cannot be what was sent: some names are not its own, or it wants others.
    """
    if other.verdict not in ("fail", "not_checked") or not other.halves or other.halves[0].part != "request":
        return False
    result = other.halves[0].result
    if result.verdict == "not_checked":
        return result.reason == "unknown-message"
    return any(one.severity == "error" and one.code in _NAMES for one in result.findings)


def _all_or_none(sides: Sequence[Side], compared: Counter[int]) -> list[Side]:
    """Texts that are compared may change together; where one of them cannot, the others may not.

    compared: how many values each group has, be they written in a way that no place has, or not at all.
    """
    every = [place for side in sides for place in side.places if place.role == "equal"]
    free = Counter(place.group for place in every)
    fixed = {group for group, count in free.items() if group is not None and count != compared[group]}
    return [
        side._replace(
            places=[
                place.as_seen() if place.role == "equal" and place.group in fixed else place for place in side.places
            ]
        )
        for side in sides
    ]


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
