"""Reading the few values that the grammar leaves as text: whole numbers and decimals, plainly written."""

from __future__ import annotations

import re
from decimal import Decimal

__all__ = ["decimal", "whole"]

_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,999}")
_DECIMAL = re.compile(r"-?[0-9]{1,500}(?:\.[0-9]{1,500})?")


def whole(text: str) -> int | None:
    """The whole number that a text plainly writes, or None."""
    return int(text) if _WHOLE.fullmatch(text) else None


def decimal(text: str) -> Decimal | None:
    """The decimal number that a text plainly writes, or None."""
    return Decimal(text) if _DECIMAL.fullmatch(text) else None
