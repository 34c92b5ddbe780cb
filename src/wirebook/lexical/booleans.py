"""Booleans: pairs of texts, and which JSON form a scalar has by itself."""

from __future__ import annotations

from wirebook.model import LexicalForm, Scalar

__all__ = ["JSON_NUMBERS", "json_form", "pair", "texts"]

JSON_NUMBERS = ("integer", "decimal", "bits")


def pair(form: LexicalForm) -> tuple[str, str]:
    """The texts for true and false of a form like ``yes/no``."""
    true, _, false = form.form.partition("/")
    return true, false


def texts(scalar: Scalar, value: bool | None = None) -> tuple[str, ...]:
    """The tolerated texts of a boolean, the canonical ones first; with a value only those that mean it."""
    forms = [form for index, form in enumerate(scalar.lexical) if index == 0 or form.severity != "error"]
    wanted = (True, False) if value is None else (value,)
    return tuple(pair(form)[0 if one else 1] for form in forms for one in wanted)


def json_form(scalar: Scalar) -> str:
    """The JSON form of a scalar where the shape says nothing: a number or boolean if that is all it can be."""
    if scalar.base == "union":
        forms = {json_form(member) for member in scalar.members}
        return "number" if forms == {"number"} else "string"
    return "number" if scalar.base in JSON_NUMBERS else "boolean" if scalar.base == "boolean" else "string"
