"""The names that a spec may not take are those that would hide a module: held against what is really imported."""

import ast
import sys
from pathlib import Path

import wirebook
import wirebook_codegen
from wirebook.spec.builder.names import IMPORTED, MODULES
from wirebook_codegen.python import MODULES as MADE


def _imported(package: Path) -> set[str]:
    """What is imported by name, or asked for as an extra, anywhere in a package."""
    found = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(str(node.module))
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "need":
                found.update(str(arg.value) for arg in node.args[:1] if isinstance(arg, ast.Constant))
    return {name.partition(".")[0] for name in found}


def test_no_package_that_is_imported_can_be_hidden() -> None:
    found = _imported(Path(wirebook.__file__).parent) | _imported(Path(wirebook_codegen.__file__).parent)
    assert found - sys.stdlib_module_names == IMPORTED


def test_a_dialect_takes_no_module_s_place() -> None:
    assert MADE[1:] == MODULES
