"""Signature rules as statements: whether one has to be there, whether it can be read in one way, whether it fits."""

from __future__ import annotations

from wirebook.model import Rule
from wirebook.signed import known_by, left_out, settings_of
from wirebook_codegen.accept.state import Fn, Scope
from wirebook_codegen.emitted import EmitError
from wirebook_codegen.pysource import literal

__all__ = ["signature"]

_RUNTIME = "wirebook.accept.rules"
_SETTING = "setting."


def signature(fn: Fn, scope: Scope, rule: Rule) -> None:
    """The statements of a signature rule; nothing is compared where the secret or a setting is not known."""
    known = " and ".join(f"{fn.setting(name)} is not None" for name in known_by(rule)) or "True"
    carriers = [(c, *_carrier(fn, scope, c.field)) for c in rule.carriers]
    name = rule.id if scope.whole else None
    pairs = ""
    if rule.over == "parameters":
        pairs = fn.fresh("pairs")
        fn(f"{pairs} = {fn.use(_RUNTIME, f'{fn.encoding}_texts')}(tree)")
    with fn.block(f"if {' or '.join(f'{there} is not None' for _, there, _ in carriers)}:"):
        _one_way(fn, scope, rule, pairs)
        with fn.block(f"if {known}:"):
            fn("given = []")
            for carrier, there, lexeme in carriers:
                fn(f"if {there} is not None:")
                fn(f"    given.append(({carrier.algorithm!r}, {lexeme}, {literal(carrier.lexical)}))")
            key = f", {_piece(fn, scope, rule.hmac_key)}" if rule.hmac_key else ""
            fn.check(f"not {_signed(fn, scope, rule, pairs)}codec, given{key})", rule.severity)
            others = [fn.setting(name) for name in settings_of(rule) if name not in known_by(rule)]
            if others:
                fn(f"if None in ({', '.join(others)},):", f"    {fn.left()}")
        if known != "True":
            with fn.block("else:"):
                fn(fn.left(name, "no-secret" if "secret" in known_by(rule) else "no-setting"))
    with fn.block(f"elif {known}:"):
        if any(carrier.field.startswith(_SETTING) for carrier in rule.carriers):
            fn(fn.left(name, "no-setting"))
        else:
            fn(fn.fail(rule.severity) or "pass")


def _carrier(fn: Fn, scope: Scope, name: str) -> tuple[str, str]:
    """Two expressions: what is None where the carrier is not there, and its text as received."""
    if name.startswith(_SETTING):
        value = fn.setting(name.removeprefix(_SETTING))
        return value, value
    return scope.var(name), scope.lexemes[name]


def _one_way(fn: Fn, scope: Scope, rule: Rule, pairs: str) -> None:
    if rule.over == "parameters":
        call = fn.use(_RUNTIME, "clear")
        fn.check(f"not {call}({pairs}, {_left_out(fn, rule)}, {rule.pair!r}, {rule.delimiter!r})", "warning")
        return
    joined = [scope.lexemes[name] for name in rule.join if name in scope.lexemes]
    if joined and rule.delimiter:
        fn.check(" or ".join(f"{rule.delimiter!r} in {lexeme}" for lexeme in joined), "warning")


def _signed(fn: Fn, scope: Scope, rule: Rule, pairs: str) -> str:
    """The beginning of the call that compares, up to the codec."""
    before, after = (_pieces(fn, scope, names) for names in (rule.before, rule.after))
    if rule.over == "body":
        return f"{fn.use(_RUNTIME, 'signed_bytes')}(({before}), body, ({after}), {rule.delimiter!r}, "
    own = _pieces(fn, scope, rule.join)
    if rule.over == "parameters":
        order = rule.sort == "name"
        call = f"{fn.use('wirebook.signing', 'listed')}({pairs}, {_left_out(fn, rule)}, {order}, {rule.pair!r})"
        own = f"*{call}, "
    return f"{fn.use(_RUNTIME, 'signed')}(({before}{own}{after}), {rule.delimiter!r}, "


def _left_out(fn: Fn, rule: Rule) -> str:
    if fn.shape is None:
        raise EmitError(f"rule {rule.id}: signs the parameters of no shape")
    return literal(left_out(rule, fn.shape))


def _pieces(fn: Fn, scope: Scope, names: tuple[str, ...]) -> str:
    return "".join(f"{_piece(fn, scope, name)}, " for name in names)


def _piece(fn: Fn, scope: Scope, name: str) -> str:
    return fn.setting(name.removeprefix(_SETTING)) if name.startswith(_SETTING) else scope.lexemes[name]
