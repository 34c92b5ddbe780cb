"""Each statement of each check has a test that is named by it: its number, and the words that say what it is about."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

HERE = Path(__file__).parent
# By file, so that who looks for a check knows where it stands; by number, a word for each thing that its line states.
CHECKS: dict[str, dict[str, str]] = {
    "xml": {
        "01": "markup_characters decoded_once read_from_the_top",
        "02": "end_of_a_section",
        "03": "refused_with_its_path no_broken_document",
        "04": "carriage_return white_space_in_an_attribute",
        "05": "unusual_characters_and_outer_spaces",
        "06": "outside_the_charset",
        "07": "byte_98 bytes_declared_utf_8 bytes_declared_windows_1251",
        "08": "mark_against white_space_before http_charset outside_of_the_list",
        "09": "not_well_formed",
        "10": "doctype inclusions_and_schema_locations",
        "11": "beyond_the_size beyond_the_depth attributes_beyond",
    },
    "forms": {
        "12": "percent_sign_without plus_in_a_phone semicolon comes_twice empty_value the_order percent_decoding",
    },
    "json": {
        "13": "key_that_comes_twice integers_of_any_size no_finite_number money half_of_a_surrogate hundred_thousand"
        " text_for_a_number canonical_form",
    },
    "text": {
        "text": "separator parentheses line_break the_last_need_not either_way empty_list spaces_around",
    },
    "specs": {
        "14": "plain_scalar duplicate_key anchors_aliases_and_tags deep_or_huge",
        "15": "breaks_out",
        "16": "can_run_away",
        "17": "leads_nowhere symbolic_link names_of_the_spec_alone",
    },
    "reports": {
        "18": "by_a_terminal page in_markdown sarif runner_of_jobs cells judged_and_shown",
        "19": "findings_show no_output what_is_asked_for logs_and_tracebacks temporary_files",
    },
    "signatures": {
        "20": "constant_time nothing_else_compares delimiter wrong missing doubled",
    },
    "capture": {
        "21": "stopped_by_size stopped_by_ratio corrupt_or_cut base64 chunked coded_bodies har_lacks",
    },
}  # fmt: skip


def named(file: str) -> list[str]:
    """The names of its tests."""
    tree = ast.parse((HERE / f"test_checks_{file}.py").read_text("utf-8"))
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]


@pytest.mark.parametrize("file", CHECKS)
def test_every_statement_of_a_check_has_a_test_that_is_named_by_it(file: str) -> None:
    names = named(file)
    for number, words in CHECKS[file].items():
        mine = [name for name in names if name.startswith(f"test_{number}_")]
        assert [word for word in words.split() if not any(word in name for name in mine)] == []
    assert {name.split("_")[1] for name in names} == set(CHECKS[file])


def test_no_check_is_left_out() -> None:
    assert {path.stem.removeprefix("test_checks_") for path in HERE.glob("test_checks_*.py")} == {*CHECKS, "all"}
    numbers = [number for checks in CHECKS.values() for number in checks if number.isdigit()]
    assert numbers == [f"{number:02}" for number in range(1, 22)]
