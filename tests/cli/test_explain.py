"""``wirebook explain``: findings' codes and providers' codes, in both languages, and what is not known."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import TINY, Done

import wirebook as package
from wirebook import anchors, data
from wirebook.books import built_in, open_book
from wirebook.capture.exchange import LACKS
from wirebook.diagnostic import CODES
from wirebook.escape import line
from wirebook.reasons import REASONS
from wirebook.wording import blanks

CHOSEN = TINY.replace("tiny", "chosen")

Call = Callable[..., Done]


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_a_finding_is_explained(code: str, wirebook: Call) -> None:
    done = wirebook("explain", code)
    assert done.status == 0
    template, advice, russian = (
        blanks(text, "<{}>".format) for text in (CODES[code].template, CODES[code].advice, CODES[code].ru)
    )
    page = f"{Path(data.site(), 'index.html').as_uri()}#finding-{code}"
    told = f"{code}: {template}\n    severity: {CODES[code].severity}\n    what to do: {advice}\n"
    assert done.out == f"{told}    page: {page}\n"
    assert f'id="finding-{code}"' in Path(data.site(), "index.html").read_text("utf-8")
    assert russian in wirebook("explain", code, "--lang", "ru").out


def test_placeholders_are_words_in_angle_brackets(wirebook: Call) -> None:
    assert wirebook("explain", "facet.maxItems").out.startswith("facet.maxItems: <got> items; at most <limit> are")


@pytest.mark.parametrize("reason", REASONS)
def test_why_something_was_not_checked_is_explained(reason: str, wirebook: Call) -> None:
    (meaning, advice), (russian, russian_advice) = REASONS[reason]
    done = wirebook("explain", reason)
    assert done.status == 0
    assert done.out == f"{reason}: {meaning}\n    what to do: {advice}\n"
    said = wirebook("explain", reason, "--lang", "ru").out
    assert said == f"{reason}: {russian}\n    что делать: {russian_advice}\n"
    assert re.search("[а-я]", russian)
    assert re.search("[а-я]", russian_advice)


def test_no_reason_is_left_out() -> None:
    """Every reason that the sources give: of a verdict, of a skipped check, of a capture."""
    given = set(LACKS)
    for file in Path(package.__file__).parent.rglob("*.py"):
        if "providers" in file.parts or "spec" in file.parts:
            continue
        text = file.read_text(encoding="utf-8")
        given.update(re.findall(r'"(no-[a-z]+)"', text))
        given.update(re.findall(r'"not_checked", (?:reason=)?"([a-z-]+)"', text))
        given.update(re.findall(r'_lacking\("([a-z-]+)"', text))
        given.update(re.findall(r'unseen\["([a-z-]+)"\] \+=', text))
        given.update(re.findall(r'^ACROSS = \("across", "([a-z-]+)"\)', text, re.M))
    given -= {"pass", "fail", "no-config"}  # other verdicts, and an option
    assert {"ambiguous", "skipped", "unknown-message", "no-secret"} <= given
    assert given == set(REASONS)


@pytest.mark.parametrize("name", built_in())
def test_every_row_of_every_table_is_explained(name: str, wirebook: Call) -> None:
    provider = open_book(name).provider
    assert provider.codes
    for table in provider.codes:
        for entry in table.entries:
            code = str(entry.low if entry.value is None else entry.value)
            for lang, text in (("en", entry.meaning.en), ("ru", entry.meaning.ru)):
                done = wirebook("explain", name, table.id, code, "--lang", lang)
                assert done.status == 0
                assert f"{entry.name}: {line(text)}\n" in done.out, (table.id, code)
                assert f"{name}.html#{anchors.code(table.id, entry)}\n" in done.out
        for operation, inner in table.by:
            for entry in inner.entries:
                done = wirebook("explain", name, operation, str(entry.low if entry.value is None else entry.value))
                assert f" {entry.name}: {line(entry.meaning.en)}\n    table: {inner.id} " in done.out


def test_a_finding_in_json(wirebook: Call) -> None:
    assert wirebook("explain", "shape.missing", "--format", "json").json == {
        "code": "shape.missing", "severity": "error", "message": "<name> is missing", "advice": "Add it.",
        "docs": "index.html#finding-shape.missing",
        "page": f"{Path(data.site(), 'index.html').as_uri()}#finding-shape.missing",
    }  # fmt: skip


def test_a_code_in_several_tables_shows_all(wirebook: Call) -> None:
    done = wirebook("explain", TINY, "7")
    assert done.status == 0
    assert done.out == (
        "tiny 7 busy: Busy.\n    table: Results (Results), no success, not final\n    operations: do\n"
        "    retry: After a minute.\n"
        "    source: page#2 (The page)\n    page: tiny.html#code-Results-7\n"
        "tiny 7 seven: Seven.\n    table: Others (Others)\n    source: page#3 (The page)\n"
        "    page: tiny.html#code-Others-7\n"
    )


@pytest.mark.parametrize("scope", ["do", "Results"])
def test_an_operation_or_a_table_narrows(scope: str, wirebook: Call) -> None:
    done = wirebook("explain", TINY, scope, "7", "--lang", "ru")
    assert done.out.startswith("tiny 7 busy: Занято.\n    таблица: Results (Результаты), не успех, не окончательно\n")
    assert "seven" not in done.out


def test_a_range(wirebook: Call) -> None:
    assert wirebook("explain", TINY, "705").out.startswith("tiny 700..709 parser: Not understood.\n")


def test_a_row_by_its_name(wirebook: Call) -> None:
    assert wirebook("explain", TINY, "busy").out.startswith("tiny 7 busy:")


def test_a_negative_code_is_no_option(wirebook: Call) -> None:
    done = wirebook("explain", "quicktel", "-1004")
    assert done.status == 0
    assert done.out.startswith("quicktel -1004 push_to_smsc_failed: ")


def test_json_of_a_providers_code(wirebook: Call) -> None:
    done = wirebook("explain", TINY, "Results", "7", "--format", "json")
    assert done.json == {
        "provider": "tiny",
        "dialect": "",
        "entries": [
            {
                "table": "Results", "operations": ["do"], "code": 7, "from": None, "to": None, "name": "busy",
                "meaning": {"en": "Busy.", "ru": "Занято."}, "final": False, "ok": False,
                "retry": {"en": "After a minute.", "ru": "Через минуту."}, "source": "page#2", "elsewhere": [],
                "docs": "tiny.html#code-Results-7", "page": None,
            }
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("argv", "codes"),
    [
        (["9"], [("SendError", "too_many_sends", ["send"]), ("NamesError", "too_many_lists", ["names"])]),
        (["send", "9"], [("SendError", "too_many_sends", ["send"])]),
        (["names", "9"], [("NamesError", "too_many_lists", ["names"])]),
        (["other", "9"], [("SendError", "too_many_sends", ["send"]), ("NamesError", "too_many_lists", ["names"])]),
        (["AnyError", "9"], [("SendError", "too_many_sends", ["send"]), ("NamesError", "too_many_lists", ["names"])]),
        (["send", "3"], [("SendError", "no_money", ["send"]), ("Status", "read", ["send"])]),
        (["3"], [("SendError", "no_money", ["send"]), ("Status", "read", ["send"])]),
        (["names", "2"], [("AnyError", "wrong_password", ["send", "names", "other"])]),
        (["names", "25"], [("NamesError", "parser", ["names"])]),
    ],
)
def test_the_operation_chooses_the_table(argv: list[str], codes: list[object], wirebook: Call) -> None:
    """Why something failed stands first; what an operation does not say itself, any of them may mean."""
    entries = wirebook("explain", CHOSEN, *argv, "--format", "json").json["entries"]
    found = [(entry["table"], entry["name"], entry["operations"]) for entry in entries]
    assert found == codes


def test_operations_in_words(wirebook: Call) -> None:
    assert wirebook("explain", CHOSEN, "send", "9", "--lang", "ru").out == (
        "chosen 9 too_many_sends: Слишком много отправок.\n    таблица: SendError (Ошибки отправки), не успех\n"
        "    операции: send\n    источник: page#4 (Страница)\n"
        "    страница: chosen.html#code-SendError-9\n"
    )
    done = wirebook("explain", CHOSEN, "send", "25")
    assert (done.status, done.err) == (1, "wirebook: no code 25 in SendError, AnyError, Status\n")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["facet.maxLenght"], "no finding has the code facet.maxLenght; did you mean facet.maxLength?"),
        (["nosuch"], "no finding has the code nosuch; there are input.*, limit.*, charset.*"),
        (["no-secrets"], "did you mean no-secret?"),
        ([TINY, "6"], "no code 6 in Results, Others\n"),
        ([TINY, "Others", "0"], "no code 0 in Others\n"),
        ([TINY, "bussy"], "no code bussy in Results, Others; did you mean busy?"),
        ([TINY, "7\x1b[m"], "no code 7\\x1b[m in Results"),
    ],
)
def test_unknown_codes_exit_with_1_and_the_nearest(argv: list[str], said: str, wirebook: Call) -> None:
    done = wirebook("explain", *argv)
    assert (done.status, done.out) == (1, "")
    assert said in done.err


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ([], "give a finding's code"),
        ([TINY, "do", "7", "8"], "give a finding's code"),
        (["quicktel"], "which code of quicktel?"),
        (["quiktel", "7"], "did you mean quicktel?"),
        ([TINY, "Result", "7"], "no operation or table Result; there are: do, Results, Others; did you mean Results?"),
        ([TINY, "7", "--lang", "de"], "--lang de is not known"),
        ([TINY, "7", "--dialect", "x"], "no dialect x"),
    ],
)
def test_wrong_calls(argv: list[str], said: str, wirebook: Call) -> None:
    done = wirebook("explain", *argv)
    assert (done.status, done.out) == (2, "")
    assert said in done.err
