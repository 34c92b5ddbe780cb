"""Settings as conditions see them, and when a value is the one that a spec spells."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from wirebook.model import Provider
    from wirebook.part import Context

__all__ = ["same", "setting"]


def setting(provider: Provider, ctx: Context, name: str) -> str | None:
    """A setting's value: the caller's, else the spec's default; the secret is kept apart."""
    if name == "secret":
        return ctx.secret
    if name in ctx.settings:
        return ctx.settings[name]
    return next((s.default for s in provider.settings if s.name == name), None)


def same(value: Any, wanted: str | int) -> bool:
    """Whether a logical value is the one that a spec spells; texts of settings spell integers too."""
    if type(value).__name__ == "Decimal":  # which is not imported for values that are none
        try:
            return bool(value == type(value)(wanted))
        except ArithmeticError:
            return False
    if isinstance(value, bool):
        return str(value).lower() == str(wanted).lower()
    return bool(value == wanted) or str(value) == str(wanted)
