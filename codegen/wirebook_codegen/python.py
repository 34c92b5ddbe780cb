"""The Python target: up to eight modules per provider and dialect, importable wherever wirebook is installed."""

from __future__ import annotations

from wirebook.model import Provider
from wirebook_codegen import accept, bindings, compiled, operations
from wirebook_codegen.emitted import HEADER, EmitError, Emitted
from wirebook_codegen.names import Names
from wirebook_codegen.pysource import Source, docstring, identifier, literal

__all__ = ["MODULES", "emit"]

MODULES = ("__init__", "bindings", "model", "accept", "operations", "quick", "quick_json", "write")

# Modules that stand only where a message can use them.
OPTIONAL = {"quick": accept.render_quick, "quick_json": accept.render_quick_json, "write": accept.render_write}


def emit(provider: Provider) -> Emitted:
    """The package of one provider in one dialect; raises EmitError for names that Python cannot take."""
    if provider.dialect in (*MODULES[1:], *(m.id for m in provider.messages)):
        raise EmitError(f"dialect {provider.dialect} has the name of a module")
    names = Names(provider)
    files = {
        "__init__": _package(provider, names),
        "bindings": bindings.render(provider, names),
        "model": compiled.render(provider),
        "accept": accept.render(provider, names),
        "operations": operations.render(provider),
    }
    for name, render in OPTIONAL.items():
        text = render(provider, names)
        if text is not None:
            files[name] = text
    folder = identifier(provider.name) + (f"/{identifier(provider.dialect)}" if provider.dialect else "")
    for name, text in files.items():
        _parsed(f"{folder}/{name}.py", text)
    return Emitted({f"{folder}/{name}.py": text for name, text in files.items()})


def _parsed(path: str, text: str) -> None:
    """Nothing leaves that is not Python; a shape nested beyond what Python takes ends here."""
    try:
        compile(text, path, "exec", dont_inherit=True)
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise EmitError(f"{path}: {error}") from None


def _package(provider: Provider, names: Names) -> str:
    """``__init__.py``: everything of ``bindings``, loaded when asked for."""
    public = bindings.public(names)
    src = Source()
    src(f"# {HEADER}", *docstring([f"{provider.title.en}: messages as dataclasses.", "", provider.title.ru]), "")
    src("from __future__ import annotations", "", "TYPE_CHECKING = False")
    if public:
        with src.block("if TYPE_CHECKING:"):
            src("from .bindings import (", *(f"    {name} as {name}," for name in public), ")")
    src("", "__all__ = [", *(f"    {literal(name)}," for name in public), "]", "", "")
    with src.block("def __getattr__(name: str) -> object:"):
        # Accept code is imported through this package and must not pay for dataclasses.
        src("if name not in __all__:", "    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')")
        src("from . import bindings", "", "value: object = getattr(bindings, name)", "globals()[name] = value")
        src("return value")
    src("", "")
    with src.block("def __dir__() -> list[str]:"):
        src("return sorted(__all__)")
    return src.text()
