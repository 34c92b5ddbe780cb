"""Recall by users' own specs: what their rules, conditions, charsets and lines look at is never guessed."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from owned import CALL, FORM, S, fields, line, message, record, spec, written
from recall_mutants import Watched

from wirebook.books import Book
from wirebook.capture.exchange import Exchange
from wirebook.capture.jsonl import Lines, paths
from wirebook.lint.batch import Engine
from wirebook.lint.check import Linter
from wirebook.lint.job import Job
from wirebook.lint.policy import Policy
from wirebook.lint.recall import road
from wirebook.wire.caps import MAX_BYTES

Row = dict[str, Any]
PHONE = '{base: phone, normal: {strip: "+ -", pattern: "79[0-9]{9}"}}'
INTEGER = "{base: integer, lexical: [plus, leading_zeros]}"
ID, LISTED = "{json: {object: {id: id}}}", "{json: {object: {got: {array: got}}}}"
ECHO = "kind: echoes, field: id, request: id"


def recalled(books: tuple[Book, ...], rows: list[Row], **how: Any) -> list[bool]:
    """Whether each of the records is recalled; what is must pass without a finding."""
    watched, judge = Watched(Linter(books, **how), patience=0), Linter(books, **how)
    found = []
    for row in rows:
        watched.recalled = False
        (got,) = watched.verdicts([line(row)])
        found.append(watched.recalled)
        (exchange,) = Lines("", paths(None), [(0, 1, line(row))])
        if not isinstance(exchange, Exchange):
            assert not watched.recalled
            continue
        whole = judge._whole(exchange)
        assert got == whole.verdict
        assert not (watched.recalled and any(half.result.findings for half in whole.halves))
    return found


def judged(books: tuple[Book, ...], seen: Row, other: Row, **how: Any) -> None:
    """One is recalled once it was seen some times, the other is not."""
    assert recalled(books, [seen] * 5 + [other], **how) == [False, False, False, True, True, False]


def pair(one: str, other: str, asked: str = ID, told: str = ID, rule: str = ECHO) -> str:
    """A request and a reply of one field each, and what the reply's is held against."""
    names = ["ids" if "ids" in asked else "id", "got" if "got" in told else "id"]
    return spec(
        message("request", fields(**{names[0]: one}), asked), message("reply", fields(**{names[1]: other}), told, rule)
    )


XML_ID = ["{xml: {element: r, attributes: {id: id}}}", "{xml: {element: q, attributes: {id: id}}}"]
FORM_ID = "{form: {params: {id: id}}}"
JOINED = '{form: {params: {ids: {bind: ids, separators: [","], required: true}}}}'
XML_LIST = "{xml: {element: r, content: [{element: i, each: ids, text: .}]}}"


# What is equal as a value and not as a text, or stands in no place of its own.
@pytest.mark.parametrize(
    ("text", "seen", "told", "other"),
    [
        (pair(PHONE, S), '{"id":"79160000001"}', '{"id":"79160000001"}', '{"id":"79160000002"}'),
        (pair("{base: string, enumeration: [a, b]}", S), '{"id":"a"}', '{"id":"a"}', '{"id":"b"}'),
        (pair(S, S), '{"id":"\\u0061"}', '{"id":"a"}', '{"id":"b"}'),
        (pair(S, S, *XML_ID), '<r id="&#97;"/>', '<q id="a"/>', '<q id="b"/>'),
        (pair(S, S, FORM_ID), "id=%61", '{"id":"a"}', '{"id":"b"}'),
        (pair(INTEGER, INTEGER, FORM_ID), "id=07", '{"id":7}', '{"id":8}'),
        (pair(f"{{list: {S}}}", S, JOINED, ID, f"{ECHO}s"), "ids=1,2", '{"id":"2"}', '{"id":"3"}'),
        (
            pair(f"{{list: {S}}}", f"{{list: {S}}}", JOINED, LISTED, "kind: answered, field: got, request: ids"),
            "ids=1,2", '{"got":["1","2"]}', '{"got":["1","3"]}',
        ),
    ],
)  # fmt: skip
def test_what_a_reply_is_held_against(tmp_path: Path, text: str, seen: str, told: str, other: str) -> None:
    judged(written(tmp_path, text), record(seen, told), record(seen, other))


def test_a_default_that_is_filled_in_is_held_against_too(tmp_path: Path) -> None:
    asked = fields(id=f"{S}, default: {{value: x, fill: true}}", o=S)
    text = spec(message("request", asked, "{json: {object: {id: id, o: o}}}"), message("reply", fields(id=S), ID, ECHO))
    books = written(tmp_path, text)
    judged(books, record('{"o":"1"}', '{"id":"x"}'), record('{"o":"1"}', '{"id":"b"}'))
    judged(books, record('{"id":"7","o":"1"}', '{"id":"7"}'), record('{"id":"7","o":"1"}', '{"id":"b"}'))


@pytest.mark.parametrize("first", ["&#97;", "<![CDATA[a]]>", " a"])
def test_items_that_must_differ(tmp_path: Path, first: str) -> None:
    items = "{list: {base: string, maxLength: 9, whitespace: trim}}"
    text = spec(message("request", fields(ids=items), XML_LIST, "kind: unique, field: ids"))
    other = f"<r><i>{first}</i><i>a</i></r>"
    judged(written(tmp_path, text), record(f"<r><i>{first}</i><i>b</i></r>"), record(other))


def test_what_is_compared_changes_all_at_once(tmp_path: Path) -> None:
    books = written(tmp_path, pair(S, S))
    rows = [record(f'{{"id":"m{number}"}}', f'{{"id":"m{number}"}}') for number in range(6)]
    assert recalled(books, rows) == [False, False, False, True, True, True]


# ---------------------------------------------------------------- charsets


@pytest.mark.parametrize(
    ("shape", "seen", "other"),
    [
        ("{json: {object: {cs: cs, t: t}}}", '{"cs":"utf-8","t":"ok"}', '{"cs":"koi8-r","t":"ok"}'),
        (
            "{xml: {element: r, content: [cs: cs, t: t]}}",
            "<r><cs>utf-8</cs><t>ok</t></r>", "<r><cs>nope</cs><t>ok</t></r>",
        ),
    ],
)  # fmt: skip
def test_a_charset_that_is_not_allowed(tmp_path: Path, shape: str, seen: str, other: str) -> None:
    text = spec(message("request", fields(cs=S, t=S), shape), charset="param:cs")
    judged(written(tmp_path, text), record(seen), record(other))


def test_texts_are_read_in_the_charset_that_their_own_request_names(tmp_path: Path) -> None:
    text = spec(message("request", fields(cs=S, t=S), "{form: {params: {cs: cs, t: t}}}"), charset="param:cs")
    right, plain = record("cs=windows-1251&t=%CF%F0%E8%E2%E5%F2+%EC%E8%F0"), record("cs=utf-8&t=ok")
    wrong = record("cs=utf-8&t=%CF%F0%E8%E2%E5%F2+%EC%E8%F0")
    assert recalled(written(tmp_path, text), [right] * 5 + [plain] * 5 + [wrong])[-2:] == [True, False]


def test_a_reply_is_read_in_the_charset_that_its_request_names(tmp_path: Path) -> None:
    text = spec(
        message("request", fields(cs=S), "{form: {params: {cs: cs}}}"),
        message("reply", fields(t=S), "{json: {object: {t: t}}}"),
        more="settings: {cs: {doc: {en: x, ru: x}, source: d#1}}\n",
    ).replace("json: {resolve: [option, ", 'json: {resolve: [option, "request:cs", ')
    russian, latin = '{"t":"Привет мир"}', '{"t":"ok"}'
    headers = {"response_headers": {"Content-Type": "application/json"}}
    rows = [record("cs=utf-8", russian, **headers)] * 5 + [record("cs=windows-1251", latin, **headers)] * 5
    found = recalled(written(tmp_path, text), [*rows, record("cs=windows-1251", russian, **headers)])
    assert found[-2:] == [True, False]


# ---------------------------------------------------------------- whose it is


def test_a_case_looks_at_places_where_other_messages_have_other_fields(tmp_path: Path) -> None:
    short = "{base: string, maxLength: 5}"
    text = spec(
        message("request", fields(kind=S, id=short), "{json: {object: {k: kind, id: id}}}"),
        requests="[{when: {equals: {kind: x}}, message: asked}, {message: other}]",
        others="other: " + message("request", fields(code=S, id=S), "{json: {object: {k: code, id: id}}}"),
    )
    judged(written(tmp_path, text), record('{"k":"y","id":"1234567"}'), record('{"k":"x","id":"1234567"}'))


@pytest.mark.parametrize("apart", [False, True])
def test_of_two_operations_of_an_address_the_first_that_passes_speaks(tmp_path: Path, apart: bool) -> None:
    first = fields(id="{base: string, maxLength: 5, minLength: {value: 4, severity: warning}}")
    asked, other = message("request", first, ID), message("request", fields(id=S), ID)
    operation = f"other: {{{CALL}, request: other}}"
    if apart:
        books = written(tmp_path, spec(asked), spec(other))
    else:
        books = written(tmp_path, spec(asked, others=f"other: {other}\nop {operation}"))
    rows = [record('{"id":"1234567"}')] * 5 + [record('{"id":"123"}')]
    assert recalled(books, rows) == [False] * 6


def test_operations_of_an_address_that_names_tell_apart_are_recalled(tmp_path: Path) -> None:
    asked, other = message("request", fields(id=S), ID), message("request", fields(n=S), "{json: {object: {n: n}}}")
    books = written(tmp_path, spec(asked), spec(other))
    assert recalled(books, [record('{"n":"1"}')] * 3 + [record('{"n":"2"}')])[-1]


def test_two_books_of_one_name_are_told_apart(tmp_path: Path) -> None:
    short, other = "{base: string, maxLength: 5}", "{json: {object: {n: n}}}"
    (tmp_path / "a").mkdir()
    (long,) = written(tmp_path / "a", spec(message("request", fields(n=S), other)))
    (book,) = written(tmp_path, spec(message("request", fields(n=short), other)))
    rows = [record('{"n":"1"}')] * 5 + [record('{"n":"1234567"}')]
    assert recalled((book, long), rows)[-1] is False


def test_a_signature_inside_a_record_is_compared(tmp_path: Path) -> None:
    more = (
        "settings: {secret: {sensitive: secret, doc: {en: x, ru: x}, source: d#1}}\n"
        f"types: {{R: {{source: d#1, fields: {fields(a=S, s='optional {base: string, maxLength: 64}')}, rules: {{g: "
        '{kind: signature, join: [a, setting.secret], delimiter: ":", carriers: {s: {algorithm: md5}}, '
        "source: d#1}}}}\n"
    )
    text = spec(message("request", fields(r="R"), "{json: {object: {r: {bind: r, object: {a: a, s: s}}}}}"), more=more)
    row = record('{"r":{"a":"a","s":"4b5c24dbab9f4e1b3a2e6d64b3df6f41"}}')
    books = written(tmp_path, text)
    assert recalled(books, [row] * 5) == [False, False, False, True, True]
    assert recalled(books, [row] * 5, secret="sec") == [False] * 5


# ---------------------------------------------------------------- lines


def lined(form: str, more: str = "", **types: str) -> str:
    shape = f'{{text: {{line: "{form}"{more}}}}}'
    return spec(message("request", fields(id=S), FORM_ID), message("reply", fields(**types), shape))


A, B = "{base: string, maxLength: 10}", "optional {base: string, maxLength: 2}"
DAY, DECIMAL = "{base: date, lexical: [YYYY-MM-DD]}", "decimal"
PAIRS = "{map: {keys: {k: {en: x, ru: x}}, values: {base: string, maxLength: 3}}}"


@pytest.mark.parametrize("end", ["", "\n"])
@pytest.mark.parametrize(
    ("text", "seen", "good", "bad"),
    [
        (lined("ID {a}[-{b}]", a=A, b=B), "ID abc", "ID xy", "ID abc-zzz"),
        (lined("ID {a}[_{b}]", a=A, b="optional {base: integer, maxInclusive: 50}"), "ID abc", "ID xy", "ID abc_99"),
        (lined("ID {a}-{b}", a=A, b=B.removeprefix("optional ")), "ID ab-c", "ID x-y", "ID ab-c-d"),
        (lined("ID {a}{m}", ", pairs: {m: '_{key}.{value}'}", a=A, m=PAIRS), "ID abc", "ID xy", "ID ab_k.1234"),
        (lined("ID {b} {a}", a=A, b=DAY), "ID 2024-01-02 a", "ID 2024-01-02 b", "ID 2024-02-31 a"),
        (lined("ID {b} {a}", a=A, b=DECIMAL), "ID 2.5 a", "ID 4.25 b", "ID 1e5 a"),
    ],
)
def test_parts_of_a_line(tmp_path: Path, text: str, seen: str, good: str, bad: str, end: str) -> None:
    rows = [record("id=1", told + end) for told in (*[seen] * 5, good, bad)]
    assert recalled(written(tmp_path, text), rows)[-3:] == [True, True, False]


def test_a_body_that_has_the_form_of_two_encodings(tmp_path: Path) -> None:
    shapes = '{text: {line: "ID {a}"}, csv: {line: "ID {a}"}}'
    books = written(tmp_path, spec(message("request", fields(id=S), FORM_ID), message("reply", fields(a=S), shapes)))
    assert recalled(books, [record("id=1", "ID abc")] * 5) == [False] * 5


def test_a_line_that_is_too_long_to_tell_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(road, "_AFTER", (2, 3))
    books = written(tmp_path, lined("ID {a}", a="string"))
    rows = [record("id=1", "ID " + "x" * count) for count in (3, 3, 3, 3, 3, 3, 4000, 5000)]
    assert recalled(books, rows)[-2:] == [True, False]


# ---------------------------------------------------------------- around the bodies


def test_a_body_beyond_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(road, "_AFTER", (2, 3))
    books = written(tmp_path, spec(message("request", fields(id="string"), ID)))
    rows = [record('{"id":"%s"}' % ("x" * count)) for count in (3, 3, 3, 3, 3, 3, 5000, MAX_BYTES)]
    assert recalled(books, rows)[-2:] == [True, False]


def test_a_query_has_no_type_and_a_body_has(tmp_path: Path) -> None:
    books = written(tmp_path, spec(message("request", fields(id=S), "{form: {in: [body, query], params: {id: id}}}")))
    asked = record("", kind="text/plain", method="GET", url="https://own.example/send?id=1")
    judged(books, asked, record("id=1", kind="text/plain", method="GET"))


def test_a_fragment_ends_a_query(tmp_path: Path) -> None:
    shape = "{form: {in: [query], params: {id: id, t: t}}}"
    books = written(tmp_path, spec(message("request", fields(id=S, t=S), shape)))
    urls = [f"https://own.example/send?id={one}&t=1" for one in (*"123456", "a%23b", "a#b")]
    rows = [record("", method="GET", url=url) for url in urls]
    assert recalled(books, rows)[-2:] == [True, False]


@pytest.mark.parametrize("side", ["request_headers", "response_headers"])
@pytest.mark.parametrize(("right", "wrong"), [({"X": "1"}, ["X"]), ({"X": "1"}, "X"), ({}, "")])
def test_headers_that_are_none(tmp_path: Path, side: str, right: Any, wrong: Any) -> None:
    books = written(tmp_path, spec(message("request", fields(id=S), "{form: {in: [query], params: {id: id}}}")))
    row = record("", method="GET", url="https://own.example/send?id=1", request_headers={})
    judged(books, {**row, side: right}, {**row, side: wrong})


def test_what_one_file_ignores_is_told_of_another(tmp_path: Path) -> None:
    kind = "{base: string, maxLength: {value: 5, severity: warning}}"
    written(tmp_path, spec(message("request", fields(id=kind), ID)))
    policy = Policy(per_file={"a.jsonl": ("facet",)}, root=str(tmp_path))
    engine = Engine(Job(specs=((str(tmp_path / "own0.yaml"), ""),), policy=policy, verdicts=True))
    told = {}
    for name in ("a.jsonl", "b.jsonl"):
        rows = [(number, number + 1, line(record('{"id":"1234567"}'))) for number in range(100)]
        told[name] = engine.work(Lines(str(tmp_path / name), paths(None), rows))
    assert [len(one.rows) for one in told.values()] == [0, 100]
    assert all(one.tally.summary["pass"] == 100 for one in told.values())


def test_what_is_refused_but_for_what_is_ignored(tmp_path: Path) -> None:
    more = "settings: {secret: {sensitive: secret, doc: {en: x, ru: x}, source: d#1}}\n"
    has = fields(a=S, b="{base: string, maxLength: 3}", s="optional {base: string, maxLength: 64}")
    rule = 'kind: signature, join: [a, setting.secret], delimiter: ":", carriers: {s: {algorithm: md5}}'
    written(tmp_path, spec(message("request", has, "{json: {object: {a: a, b: b, s: s}}}", rule), more=more))
    job = Job(specs=((str(tmp_path / "own0.yaml"), ""),), policy=Policy(ignore=("facet",)), verdicts=True, secret="sec")
    right, wrong = (hashlib.md5(text.encode()).hexdigest() for text in ("x:sec", "other"))
    bodies = [f'{{"a":"x","b":"long","s":"{text}"}}' for text in (*[right] * 100, wrong)]
    rows = [(number, number + 1, line(record(body))) for number, body in enumerate(bodies)]
    assert Engine(job).work(Lines("x", paths(None), rows)).tally.summary["fail"] == 1


def test_a_form_is_known_by_its_type(tmp_path: Path) -> None:
    books = written(tmp_path, spec(message("request", fields(id=S), FORM_ID)))
    judged(books, record("id=1", kind=FORM), record("id=1", kind="text/plain"))
