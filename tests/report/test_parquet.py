"""Parquet: every field of a row, typed and described; groups; a file that is there whole or not at all."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from rowmade import HOSTILE, made, unseen

from wirebook.errors import UsageError
from wirebook.report.parquet import GROUP, SCHEMA, Parquet
from wirebook.row import Row


def written(path: Path, *rows: Row) -> list[dict[str, Any]]:
    with Parquet(str(path)) as table:
        for row in rows:
            table.add(row)
    found: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return found


def test_every_field_of_a_row_is_a_column_with_a_description(tmp_path: Path) -> None:
    assert tuple(SCHEMA) == Row._fields
    written(tmp_path / "a.parquet")
    schema = pq.read_schema(tmp_path / "a.parquet")
    assert schema.names == list(Row._fields)
    assert all(field.metadata[b"description"] for field in schema)


def test_a_finding_comes_back_typed(tmp_path: Path) -> None:
    row = made(3, time=1732270000.25, source_title="The page", related=(("b.har", 7),), args=(("name", "sms_id"),))
    (back,) = written(tmp_path / "a.parquet", row)
    assert back["time"] == datetime(2024, 11, 22, 10, 6, 40, 250000, UTC)
    assert back["related"] == [{"file": "b.har", "record": 7}]
    assert back["args"] == [{"name": "name", "value": "sms_id"}]
    assert back["candidates"] == ["sms_send_request"]
    same = [name for name in Row._fields if name not in ("time", "related", "args", "candidates")]
    assert {name: back[name] for name in same} == {name: getattr(row, name) for name in same}


def test_what_is_not_known_is_null(tmp_path: Path) -> None:
    bare, odd = written(tmp_path / "a.parquet", unseen(2), made(time=1e300, record_line=0))
    assert (bare["severity"], bare["code"], bare["verdict"]) == (None, "no-body", "not_checked")
    assert [bare[name] for name in ("line", "offset", "time", "provider", "path", "record_line")] == [None] * 6
    assert (bare["candidates"], bare["related"], bare["known"]) == ([], [], False)
    assert (odd["time"], odd["record_line"]) == (None, None)


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_are_data(text: str, tmp_path: Path) -> None:
    (back,) = written(tmp_path / "a.parquet", made(message=text, file=text, candidates=(text,)))
    told = text.encode("utf-8", "backslashreplace").decode()
    assert (back["message"], back["file"], back["candidates"]) == (told, told, [told])


def test_rows_are_written_in_groups(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    with Parquet(str(path)) as table:
        for number in range(2 * GROUP + 1):
            table.add(made(number))
            assert len(table._rows) < GROUP
    kept = pq.ParquetFile(path)
    assert [kept.metadata.row_group(n).num_rows for n in range(kept.num_row_groups)] == [GROUP, GROUP, 1]
    assert kept.read(columns=["record"])["record"].to_pylist() == [*range(2 * GROUP + 1)]


def test_a_run_that_ends_badly_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"old")
    table = Parquet(str(path)).__enter__()
    table.add(made())
    table.__exit__(KeyError, KeyError("x"), None)
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.parquet"]
    table = Parquet(str(path)).__enter__()
    table.add(None)  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        table.__exit__(None, None, None)
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.parquet"]


def test_a_missing_pyarrow_is_told_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("wirebook.capture.extras.import_module", refuse)
    with pytest.raises(
        UsageError, match=r"^--parquet needs pyarrow: pip install '\.\[parquet\]' in Wirebook's checkout$"
    ):
        Parquet("a.parquet")


def test_the_columns_are_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "linting.md").read_text(encoding="utf-8")
    for name, (kind, _, about) in SCHEMA.items():
        assert f"| `{name}` | {kind} | {about} |\n" in page
