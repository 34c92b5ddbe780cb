"""Patterns for numbers: sets of integers and bounds of decimals, said in digits.

A schema's own number types read white space, plus signs and leading zeros as they
please, so what a spec allows is spelled out digit by digit. Every pattern here means
the same in XSD, JSON Schema, XPath and Python. Nothing here knows scalars or targets.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

__all__ = ["NOTHING", "Interval", "Intervals", "decimals", "integers", "intersect", "total_digits"]

# Both ends belong to it; None is no bound.
Interval = tuple[int | None, int | None]
Intervals = tuple[Interval, ...]

NOTHING = "[^\\s\\S]"  # matches no text; validators differ about it, so it is not for schemas


def intersect(left: Intervals, right: Intervals) -> Intervals:
    """The numbers that are in both, as sorted intervals that neither touch nor overlap."""
    found = []
    for a, b in left:
        for c, d in right:
            low = a if c is None else c if a is None else max(a, c)
            high = b if d is None else d if b is None else min(b, d)
            if low is None or high is None or low <= high:
                found.append((low, high))
    return _tidy(found)


def _tidy(intervals: Iterable[Interval]) -> Intervals:
    """Sorted, with neighbours joined."""
    ordered = sorted(intervals, key=lambda i: (i[0] is not None, i[0] or 0))
    out: list[Interval] = []
    for low, high in ordered:
        if out and (out[-1][1] is None or low is None or low <= out[-1][1] + 1):
            before = out[-1]
            out[-1] = (before[0], None if before[1] is None or high is None else max(before[1], high))
        else:
            out.append((low, high))
    return tuple(out)


def integers(allowed: Intervals, *, plus: bool = False, zeros: bool = False, fraction: bool = False) -> str:
    """The lexemes of the integers in ``allowed``.

    plus: a plus sign may lead; zeros: leading zeros may; fraction: a fraction of zeros may follow.
    """
    positive = _union(_magnitudes(1 if low is None else low, high) for low, high in intersect(allowed, ((1, None),)))
    negative = _union(
        _magnitudes(1 if high is None else -high, None if low is None else -low)
        for low, high in intersect(allowed, ((None, -1),))
    )
    zero = bool(intersect(allowed, ((0, 0),)))
    lead = "0*" if zeros else ""
    sign = "[+-]?" if plus else "-?"
    branches = []
    if zero and positive == negative == "[1-9][0-9]*":
        # The usual case in its usual form.
        branches.append(f"{sign}[0-9]+" if zeros else f"{sign}(0|[1-9][0-9]*)")
    else:
        if zero:
            branches.append(f"{sign}0+" if zeros else f"{sign}0")
        if positive:
            branches.append(("\\+?" if plus else "") + lead + positive)
        if negative:
            branches.append("-" + lead + negative)
    if not branches:
        return NOTHING
    body = "|".join(branches)
    if fraction:
        return f"({body})(\\.0+)?"
    return body


def _magnitudes(low: int, high: int | None) -> str:
    """Digits without leading zeros of low..high, where low is at least 1."""
    pieces: list[str] = []
    start, width = low, len(str(low))
    while high is None or start <= high:
        if high is None and start == 10 ** (width - 1):
            pieces.append("[1-9]" + ("[0-9]*" if width == 1 else f"[0-9]{{{width - 1},}}"))
            break
        end = 10**width - 1
        stop = end if high is None else min(end, high)
        pieces.extend(_same_width(str(start), str(stop)))
        start, width = stop + 1, len(str(stop + 1))
    return _union(_join_widths(pieces))


def _same_width(low: str, high: str) -> list[str]:
    """Digit strings between two of one width."""
    if not low:
        return [""]
    if set(low) == {"0"} and set(high) == {"9"}:
        return [_digits(len(low))]
    if low[0] == high[0]:
        return [low[0] + rest for rest in _same_width(low[1:], high[1:])]
    rest = len(low) - 1
    first, last = int(low[0]), int(high[0])
    pieces = []
    if set(low[1:]) - {"0"}:
        pieces += [low[0] + piece for piece in _same_width(low[1:], "9" * rest)]
        first += 1
    tail = []
    if set(high[1:]) - {"9"}:
        tail = [high[0] + piece for piece in _same_width("0" * rest, high[1:])]
        last -= 1
    if first <= last:
        pieces.append(_class(first, last) + _digits(rest))
    return pieces + tail


def _join_widths(pieces: list[str]) -> list[str]:
    """``[1-9]``, ``[1-9][0-9]``, ``[1-9][0-9]{2}`` in a row become one counted piece."""
    full = ["[1-9]" + _digits(n) for n in range(len(pieces) + 20)]
    out: list[str] = []
    run: list[int] = []
    for piece in [*pieces, ""]:
        if piece in full and (not run or full.index(piece) == run[-1] + 1):
            run.append(full.index(piece))
            continue
        if run:
            low, high = run[0], run[-1]
            out.append(full[low] if low == high else f"[1-9][0-9]{{{low},{high}}}")
        run = [full.index(piece)] if piece in full else []
        if piece and not run:
            out.append(piece)
    return out


def _class(first: int, last: int) -> str:
    return str(first) if first == last else f"[{first}-{last}]"


def _digits(count: int) -> str:
    return "" if count == 0 else "[0-9]" if count == 1 else f"[0-9]{{{count}}}"


def _union(pieces: Iterable[str]) -> str:
    listed = [piece for piece in pieces if piece]
    return listed[0] if len(listed) == 1 else f"({'|'.join(listed)})" if listed else ""


def decimals(low: Decimal | None, high: Decimal | None, *, plus: bool = False, comma: bool = False) -> str:
    """The lexemes of decimal numbers between two bounds, leading zeros and any fraction included."""
    point = "[.,]" if comma else "\\."
    zero = Decimal(0)
    some = f"[0-9]+({point}[0-9]+)?"
    if low is None and high is None:
        return ("[+-]?" if plus else "-?") + some
    branches = []
    if high is None or high >= zero:
        lead = "\\+?" if plus else ""
        branches.append(lead + _between(max(low, zero) if low is not None else zero, high, point))
    if low is None or low <= zero:
        top = None if low is None else -low
        branches.append("-" + _between(max(-high, zero) if high is not None else zero, top, point))
    return "|".join(branches) if branches else NOTHING


def _between(low: Decimal, high: Decimal | None, point: str) -> str:
    """Unsigned decimals from ``low`` (at least 0) to ``high``."""
    if high is not None and low > high:
        return NOTHING
    whole_low, part_low = _split(low)
    if high is None:
        more = f"0*{_magnitudes(whole_low + 1, None)}({point}[0-9]+)?"
        return _union([more, _whole(whole_low) + _at_least(part_low, point)])
    whole_high, part_high = _split(high)
    if whole_low == whole_high:
        return _whole(whole_low) + _fraction_between(part_low, part_high, point)
    pieces = [_whole(whole_low) + _at_least(part_low, point)]
    if whole_low + 1 < whole_high:
        pieces.append(f"0*{_magnitudes(whole_low + 1, whole_high - 1)}({point}[0-9]+)?")
    pieces.append(_whole(whole_high) + _at_most(part_high, point))
    return _union(pieces)


def _split(value: Decimal) -> tuple[int, str]:
    whole, _, part = format(value, "f").partition(".")
    return int(whole), part.rstrip("0")


def _whole(value: int) -> str:
    return "0+" if value == 0 else f"0*{value}"


def _at_least(part: str, point: str) -> str:
    """A fraction, or none, that is not below ``0.part``."""
    if not part:
        return f"({point}[0-9]+)?"
    branches = []
    for index, digit in enumerate(part):
        if digit != "9":
            branches.append(part[:index] + _class(int(digit) + 1, 9) + "[0-9]*")
    branches.append(part + "[0-9]*")
    return point + _union(branches)


def _at_most(part: str, point: str) -> str:
    """A fraction, or none, that is not above ``0.part``."""
    if not part:
        return f"({point}0+)?"
    branches = []
    for index, digit in enumerate(part):
        if digit != "0":
            branches.append(part[:index] + _class(0, int(digit) - 1) + "[0-9]*")
        if index:
            branches.append(part[:index])  # nothing more is less than what follows
    branches.append(part + "0*")
    return f"({point}{_union(branches)})?"


def _fraction_between(low: str, high: str, point: str) -> str:
    if not low:
        return _at_most(high, point)
    width = max(len(low), len(high))
    a, b = low.ljust(width, "0"), high.ljust(width, "0")
    branches = [prefix + "[0-9]*" for prefix in _same_width(a, _before(b))] if a < b else []
    branches.append(b + "0*")
    for cut in range(1, width):
        branches += _prefixes(a, b, cut)
    return point + _union(branches)


def _before(digits: str) -> str:
    return str(int(digits) - 1).rjust(len(digits), "0")


def _prefixes(low: str, high: str, width: int) -> list[str]:
    """Fractions of ``width`` digits whose missing digits are zeros and which lie in low..high."""
    first = low[:width] if not low[width:].strip("0") else str(int(low[:width]) + 1).rjust(width, "0")
    last = high[:width]
    return _same_width(first, last) if len(first) == width and first <= last else []


def total_digits(most: int, *, plus: bool = False, comma: bool = False) -> str:
    """Decimals with at most ``most`` digits, leading zeros and the point not counted."""
    point = "[.,]" if comma else "\\."
    sign = "[+-]?" if plus else "-?"
    branches = []
    for whole in range(1, most + 1):
        rest = most - whole
        fraction = f"({point}[0-9]{{1,{rest}}})?" if rest else ""
        branches.append("[1-9]" + _digits(whole - 1) + fraction)
    # Zeros after the point count as they are written: 0.005 has three digits.
    return f"{sign}(0+({point}[0-9]{{1,{most}}})?|0*{_union(branches)})"
