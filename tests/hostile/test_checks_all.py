"""Each check has its tests, by name: one line of the list, one number, at least one test that bears it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
CHECKS = range(1, 22)
# By file, so that who looks for a check knows where it stands.
HOME = {
    "xml": range(1, 12), "forms": (12,), "json": (13,), "specs": (14, 15, 16, 17), "reports": (18, 19),
    "signatures": (20,), "capture": (21,),
}  # fmt: skip


def named() -> dict[str, list[str]]:
    """File -> names of its tests."""
    return {
        path.stem.removeprefix("test_checks_"): [
            node.name for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)
            and node.name.startswith("test_")
        ]
        for path in sorted(HERE.glob("test_checks_*.py"))
    }  # fmt: skip


def test_every_check_has_tests_that_are_named_by_its_number() -> None:
    borne: Counter[int] = Counter()
    for file, names in named().items():
        for name in names:
            found = re.match(r"test_(\d\d)_", name)
            if found is not None:
                assert int(found[1]) in HOME[file], (file, name)
                borne[int(found[1])] += 1
    assert set(borne) == set(CHECKS)


def test_the_section_of_texts_and_csv_has_a_test_for_each_statement() -> None:
    names = " ".join(named()["text"])
    for word in ("separator", "parentheses", "line_break", "the_last_need_not", "either_way", "empty_list", "spaces"):
        assert word in names
