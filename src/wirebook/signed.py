"""Which parameters a signature over all parameters covers: read from the model, for engines and generator alike."""

from __future__ import annotations

from wirebook.memo import once_per_object
from wirebook.model import Const, Lines, Rule, Shape, Tree

__all__ = ["known_by", "left_out", "local", "settings_of"]

_PREFIX = "setting."


def local(name: str) -> str:
    """A wire name without its namespace."""
    return name.rpartition("}")[2]


@once_per_object
def _wire_names(shape: Shape) -> dict[str, tuple[str, ...]]:
    """The names under which each field stands directly under the root."""
    if isinstance(shape.root, Lines) or not isinstance(shape.root.node, Tree):
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for member in shape.root.node.members:
        if not isinstance(member.node, Const):
            name = member.each or member.node.bind
            found[name] = (local(member.name), *(local(other.name) for other in member.alternatives))
    return found


def left_out(rule: Rule, shape: Shape) -> tuple[str, ...]:
    """The wire names that are not signed: those of the carriers, and what the rule excepts by field or by name."""
    names = _wire_names(shape)
    found: dict[str, None] = {}
    for one in (*(carrier.field for carrier in rule.carriers), *rule.excepted):
        found.update(dict.fromkeys(names.get(one, (one,) if one in rule.excepted else ())))
    return tuple(found)


def settings_of(rule: Rule) -> tuple[str, ...]:
    """The settings that are signed or make the key, by name."""
    names = (*rule.join, *rule.before, *rule.after, rule.hmac_key)
    return tuple(dict.fromkeys(name.removeprefix(_PREFIX) for name in names if name.startswith(_PREFIX)))


def known_by(rule: Rule) -> tuple[str, ...]:
    """The settings without which nobody expects a signature: the secret, or where there is none all of them."""
    names = settings_of(rule)
    return ("secret",) if "secret" in names else names
