"""Wirebook: wire protocols that you can run.

``validate`` is the library's front door (``wirebook.api`` has ``decode`` and ``encode``
too). Names are loaded when first used, because the command line imports this package
and must start fast.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wirebook.api import encode_part, validate
    from wirebook.errors import SpecError, UsageError, ValidationError
    from wirebook.result import Result

__all__ = ["Result", "SpecError", "UsageError", "ValidationError", "encode_part", "validate"]

__version__ = "0.1.0"

_HOMES = {
    "Result": "wirebook.result",
    "SpecError": "wirebook.errors",
    "UsageError": "wirebook.errors",
    "ValidationError": "wirebook.errors",
    "encode_part": "wirebook.api",
    "validate": "wirebook.api",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'wirebook' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
