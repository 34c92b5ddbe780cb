"""Sentences in both languages: words that fit their numbers, and no English left in Russian ones."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from wirebook.diagnostic import CODES
from wirebook.explain.conditions import in_words
from wirebook.model import Cond
from wirebook.phrases import PHRASES, WORDED, russian, translated
from wirebook.wording import blanks, counted, fill

ROOT = Path(__file__).parent.parent
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


@pytest.mark.parametrize(
    ("number", "english", "said"),
    [
        ("0", "0 items", "0 находок"),
        ("1", "1 item", "1 находка"),
        ("2", "2 items", "2 находки"),
        ("5", "5 items", "5 находок"),
        ("11", "11 items", "11 находок"),
        ("12", "12 items", "12 находок"),
        ("21", "21 items", "21 находка"),
        ("111", "111 items", "111 находок"),
        ("1004", "1004 items", "1004 находки"),
    ],
)
def test_a_word_has_the_form_of_its_number(number: str, english: str, said: str) -> None:
    assert fill("{got} {got:item|items}", {"got": number}) == english
    assert fill("{got} {got:находка|находки|находок}", {"got": number}) == said


def test_what_is_no_number_or_not_there_is_many() -> None:
    assert fill("{got} {got:item|items}, {other}", {"got": "…"}, "?") == "… items, ?"
    assert fill("{got:is|are}", {}) == "are"
    assert blanks("{got} {got:item|items} of {name}", "<{}>".format) == "<got> items of <name>"
    assert (counted(1, "file"), counted(0, "file"), counted(2, "file")) == ("1 file", "0 files", "2 files")


@pytest.mark.parametrize("code", sorted(CODES))
def test_no_sentence_counts_one_as_many(code: str) -> None:
    """With 1 for every number that may be 1, no sentence has a plural beside it, in either language."""
    names = set(re.findall(r"\{([a-z]+)", CODES[code].template + CODES[code].ru))
    args = dict.fromkeys(names & {"got", "limit", "over", "times", "seconds", "interval", "tolerance"}, "1")
    english, said = (fill(text, args, "x") for text in (CODES[code].template, CODES[code].ru))
    assert not re.search(
        r"\b1 (?:more |fraction )?[a-z]+s\b", re.sub(r"1 (?:is|was|s|stands|levels|parts|attributes)\b", "", english)
    )
    assert not re.search(r"\b1 (?:находок|вызовов|байта|символов|символа)\b", said)


def test_every_blank_of_a_sentence_is_in_the_other_language_too() -> None:
    for code, told in CODES.items():
        english, said = (set(re.findall(r"\{([a-z]+)", text)) for text in (told.template, told.ru))
        assert english == said, code


# ---------------------------------------------------------------- phrases


def spoken() -> set[str]:
    """The phrases that readers give as ``reason``: literals, with {} for what is put in."""
    found: set[str] = set()
    for folder in ("wire", "capture"):
        for path in sorted((ROOT / "src" / "wirebook" / folder).glob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                found.update(said for value in reasons(node) for said in texts(value))
    return found


def reasons(node: ast.AST) -> list[ast.expr]:
    """What a piece of code gives as a reason."""
    if isinstance(node, ast.Dict):
        keys = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
        return [value for key, value in zip(keys, node.values, strict=True) if key == "reason"]
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        name = ast.unparse(node.targets[0]).rpartition(".")[2]
        return [node.value] if name in ("reason", "fault", "broken") else []
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("fail",):
        return node.args[1:2]
    return []


def texts(value: ast.expr) -> list[str]:
    if isinstance(value, ast.IfExp):
        return texts(value.body) + texts(value.orelse)
    if isinstance(value, ast.JoinedStr):
        return ["".join(part.value if isinstance(part, ast.Constant) else "7" for part in value.values)]
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return [value.value]
    return []


def test_every_reason_of_a_reader_is_told_in_russian() -> None:
    said = spoken()
    assert len(said) > 30
    assert [phrase for phrase in sorted(said) if not CYRILLIC.search(russian(phrase))] == []


def test_what_is_put_into_a_phrase_stays() -> None:
    assert russian("longer than 48 bytes") == "длиннее 48 байт"
    assert russian("a comma or } is expected") == "ожидается запятая или }"
    assert russian("something of the system's") == "something of the system's"


def test_every_phrase_with_blanks_has_them_on_both_sides() -> None:
    for english, said in PHRASES.items():
        assert english.count("{}") == said.count("{}"), english


def test_only_the_engine_s_own_words_are_translated() -> None:
    args = {"name": "header", "got": "object", "want": "string", "reason": "no JSON"}
    assert translated("shape.kind", args) == {
        "name": "header", "got": "объект", "want": "строка", "reason": "это не JSON",
    }  # fmt: skip
    assert translated("shape.const", args)["want"] == "string"
    assert set(WORDED) - {""} <= set(CODES)


def test_a_condition_is_said_in_both_languages() -> None:
    one = Cond("equals", path="fmt", values=(3,))
    other = Cond("not", items=(Cond("present", path="is there"),))
    either = Cond("any", items=(Cond("all", items=(one, other)), Cond("in", path="a", values=("x", True))))
    assert in_words(either) == "fmt = 3 and not (is there is there) or a in (x, true)"
    assert in_words(either, "ru") == "fmt = 3 и не (is there есть) или a — из (x, true)"
