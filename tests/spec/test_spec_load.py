"""Reading YAML: strict, positioned, bounded, and folders merged by section."""

import time
from pathlib import Path

import pytest
import yaml

from wirebook.diagnostic import Problem
from wirebook.errors import SpecError
from wirebook.spec import load
from wirebook.spec.nodes import Broken, Node
from wirebook.spec.reader import MAX_BYTES, MAX_DEPTH, MAX_FILES, MAX_NODES, parse

SPECS = Path(__file__).parents[2] / "specs"
MINI = """\
wirebook: 1
provider: mini
title: {en: Mini, ru: Мини}
documents:
  page: {title: {en: The page, ru: Страница}}
charsets:
  xml: {resolve: [declaration, default], allowed: [utf-8], default: utf-8}
types:
  Words: {base: string, maxLength: 4}
"""
PING = """\
messages:
  ping:
    direction: request
    title: {en: Ping, ru: Пинг}
    source: page#1
    fields:
      words: {type: Words, doc: {en: Words., ru: Слова.}}
    shapes:
      xml: {element: ping, content: [words: words]}
"""


def _parsed(text: str) -> Node:
    problems: list[Problem] = []
    root = parse(text.encode(), "x.yaml", problems)
    assert not problems
    assert root is not None
    return root


def test_scalars_stay_as_written() -> None:
    root = _parsed("a: [no, on, 0123, 12:30:45, 1.10, +79161234567, ~, 1_000, 0x1F, 2020-01-01, .inf, '']")
    texts = [node.text for node in root.need("a").values]
    written = ["no", "on", "0123", "12:30:45", "1.10", "+79161234567", "~", "1_000", "0x1F", "2020-01-01", ".inf", ""]
    assert texts == written


def test_nodes_know_their_places_in_code_points() -> None:
    root = _parsed("ключ: {имя: значение}\nlist:\n  - 'a'\n  - b: 1\n")
    name = root.need("ключ").need("имя")
    assert (name.key_line, name.key_column, name.line, name.column) == (1, 8, 1, 13)
    assert name.path == "ключ.имя"
    last = root.need("list").values[1].need("b")
    assert (last.line, last.column, last.path) == (4, 8, "list.1.b")


def test_a_reported_node_cannot_be_read() -> None:
    root = _parsed("a: 1")
    root.need("a").bad = True
    with pytest.raises(Broken):
        root.get("a")
    with pytest.raises(Broken):
        root.need("b")


def test_a_byte_order_mark_is_no_problem() -> None:
    assert _parsed("\ufeffa: 1").need("a").text == "1"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "spec.yaml"),
        (b"a: \xff", "spec.io"),
        ("a: 1".encode("utf-16"), "spec.io"),
        (b"a: 1\n" * 2, "spec.duplicate-key"),
        (b"a: &x 1\n", "spec.alias"),
        (b"a: *x\n", "spec.alias"),
        (b"a: !!python/object/apply:os.system ['true']", "spec.alias"),
        (b"a: !x 1", "spec.alias"),
        (b"a: 1\n---\nb: 1\n", "spec.yaml"),
        (b"a: 1\n...\n---\n", "spec.yaml"),
        (b"a: " + b"[" * MAX_DEPTH, "spec.size"),
        (b"{a: " * (MAX_DEPTH + 1), "spec.size"),
        (b"#" * (MAX_BYTES + 1), "spec.size"),
        (b"a: [" + b"1," * MAX_NODES + b"]", "spec.size"),
    ],
)
def test_what_is_no_single_plain_mapping_is_refused(data: bytes, code: str) -> None:
    problems: list[Problem] = []
    parse(data, "x.yaml", problems)
    assert {problem.code for problem in problems} == {code}


@pytest.mark.parametrize(
    "data",
    [
        b"[" * MAX_BYTES,
        b"{a: " * (MAX_BYTES // 4),
        b"- " * (MAX_BYTES // 2),
        b"? " * (MAX_BYTES // 2),
        b"a: " + b"[" * (MAX_DEPTH - 2) + b"1," * 400_000,
        b"a: {" + b"".join(b"k%d: 1, " % n for n in range(80_000)) + b"}",
        b"a: '" + b"''" * 500_000 + b"'",
        b"a: " + b"x " * 500_000,
        b"a: |\n" + b" x\n" * 300_000,
        b"a" * (MAX_BYTES - 10) + b": 1",
        b"a: &" + b"a" * (MAX_BYTES - 10),
    ],
    ids=range(11),
)
def test_hostile_yaml_ends_soon(data: bytes) -> None:
    start = time.process_time()
    parse(data[:MAX_BYTES], "x.yaml", [])
    assert time.process_time() - start < 5  # seconds, on a slow machine; nothing here is quadratic


def test_without_the_c_parser_the_nodes_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = load(SPECS / "smspager.yaml")
    monkeypatch.setattr("wirebook.spec.reader._Loader", yaml.SafeLoader)
    slow = load(SPECS / "smspager.yaml")
    assert slow.providers == fast.providers
    assert slow.places == fast.places


def test_a_folder_is_merged_by_section(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(MINI)
    (tmp_path / "b.yaml").write_text(PING)
    (tmp_path / "readme.txt").write_text("not read")
    loaded = load(tmp_path)
    assert not loaded.problems
    assert [message.id for message in loaded.provider().messages] == ["ping"]
    assert loaded.places[""]["message", "ping"][0].endswith("b.yaml")


def test_a_name_defined_in_two_files_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(MINI)
    (tmp_path / "b.yaml").write_text(PING + "types:\n  Words: {base: string}\n")
    (tmp_path / "c.yaml").write_text("title: {en: Other, ru: Другое}\n")
    problems = load(tmp_path).problems
    assert [(Path(p.file).name, p.line, p.code) for p in problems] == [
        ("b.yaml", 11, "spec.duplicate-key"),
        ("c.yaml", 1, "spec.duplicate-key"),
    ]


def test_folders_without_specs_and_files_that_are_not_there_are_problems(tmp_path: Path) -> None:
    assert [p.code for p in load(tmp_path).problems] == ["spec.io"]
    assert [p.code for p in load(tmp_path / "none.yaml").problems] == ["spec.io"]
    for number in range(MAX_FILES + 1):
        (tmp_path / f"{number}.yaml").write_text("a: 1")
    assert [p.code for p in load(tmp_path).problems] == ["spec.size"]


def test_a_broken_spec_has_no_provider(tmp_path: Path) -> None:
    path = tmp_path / "mini.yaml"
    path.write_text(MINI + PING.replace("words: words", "words: word"))
    loaded = load(path)
    with pytest.raises(SpecError) as caught:
        loaded.provider()
    assert [problem.code for problem in caught.value.problems] == ["spec.reference"]


def test_an_unknown_dialect_is_said_with_a_hint(tmp_path: Path) -> None:
    path = tmp_path / "mini.yaml"
    path.write_text(MINI + PING + "dialects:\n  later: {title: {en: Later, ru: Позже}}\n")
    loaded = load(path)
    assert loaded.provider("later").dialect == "later"
    assert loaded.provider().dialects == ("later",)
    with pytest.raises(SpecError) as caught:
        loaded.provider("latter")
    assert "did you mean later?" in caught.value.problems[0].advice


def test_a_spec_of_twenty_thousand_lines_loads_in_about_a_second(tmp_path: Path) -> None:
    rows = "".join(
        f"      {code}:\n        name: code_{code}\n        meaning: {{en: Code {code}, ru: Код {code}}}\n"
        for code in range(6600)
    )
    codes = "codes:\n  Result:\n    base: integer\n    title: {en: Results, ru: Итоги}\n    values:\n" + rows
    path = tmp_path / "long.yaml"
    words = "Words: {base: integer, codes: Result}"
    path.write_text(MINI.replace("Words: {base: string, maxLength: 4}", words) + codes + PING)
    assert path.read_text().count("\n") > 19_800
    start = time.process_time()
    assert len(load(path).provider().codes[0].entries) == 6600
    assert time.process_time() - start < 5  # about one second; slow machines get time
