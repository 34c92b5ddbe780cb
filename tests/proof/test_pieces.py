"""The proof's own parts: cases come again, engines that differ are found out, bodies shrink, files come back."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import bodies
import engines
import progress
import proving
import pytest
from bodies import Case, Source
from drawn import SHORT, Size, pool
from engines import MANY, SLOW, Court, Disagreement, stripped, turn
from kept import Regression, keep, load, target_of
from laws import trips
from proving import Tally, again, asked, prove, settle, short, shuffled, table, unused
from sections import put, recorded
from shrink import shrunk
from targets import CHARSETS

from wirebook.part import Context

SEND = target_of("quicktel-sms_send_request-xml-utf-8")
TINY = Size(2, 2)
ERROR = target_of("smsc-error-json-windows-1251")


@pytest.mark.parametrize("target", [SEND, ERROR], ids=str)
def test_a_case_is_made_again_from_seed_and_number(target) -> None:
    one, other, apart = (Source(target, seed, TINY) for seed in (5, 5, 6))
    numbers = [*range(len(one.pool)), 100, 777, 12345]
    cases = [one.case(number) for number in numbers]
    assert [case.body for case in cases] == [other.case(number).body for number in numbers]
    assert [case.name for case in cases] == [other.case(number).name for number in numbers]
    assert [case.body for case in cases] != [apart.case(number).body for number in numbers]


def test_the_pool_has_examples_values_and_breakers() -> None:
    origins = [one.origin for one in pool(SEND, 1, SHORT)]
    assert origins[0].startswith("example ")
    assert origins.count("valid") == SHORT.values
    assert sum(origin.startswith("broken: ") for origin in origins) >= SHORT.breakers - 1


def test_bodies_are_of_all_three_verdicts_and_mostly_different() -> None:
    court, source = Court(SEND), Source(SEND, 3, SHORT)
    first = len(source.pool)
    cases = [source.case(number) for number in range(first, first + 200)]
    verdicts = [court.hear(case.body, case.ctx).verdict for case in cases]
    assert all(verdicts.count(one) > 8 for one in ("clean", "tolerated", "refused"))
    assert len({case.body for case in cases}) > 150


def body_of(target) -> bytes:
    example = next(e for e in target.message.examples if e.encoding == target.encoding)
    return example.body


def test_an_engine_that_refuses_too_much_is_found_out(monkeypatch) -> None:
    monkeypatch.setattr(engines, "accepted", lambda *_: None)
    wrong = Court(SEND).hear(body_of(SEND), Context()).wrong
    assert [(one.kind, one.key.split()[:2]) for one in wrong] == [("law", ["accept", "refuses"])]


def test_a_schema_that_is_too_strict_or_too_loose_is_found_out() -> None:
    court = Court(SEND)
    for judge in court.judges:
        judge.validators["lxml"] = lambda body: False
    assert {one.kind for one in court.hear(body_of(SEND), Context()).wrong} == {"stricter"}
    for judge in court.judges:
        judge.validators.clear()
        judge.validators["lxml"] = lambda body: True
    wrong = court.hear(body_of(SEND).replace(b"number=", b"nmbr="), Context()).wrong
    assert {one.kind for one in wrong} == {"unlisted"}
    assert any("shape.missing" in one.key for one in wrong)


def test_a_crash_is_a_disagreement(monkeypatch) -> None:
    court = Court(ERROR)
    monkeypatch.setattr(court, "hear", lambda *_: 1 // 0)
    heard = asked(court, Case("x", "x", b"{}", Context()), 0)
    assert [one.kind for one in heard.wrong] == ["crash"]
    assert "ZeroDivisionError" in heard.wrong[0].key


def test_trips_find_a_value_that_cannot_be_written() -> None:
    heard = Court(SEND).hear(body_of(SEND), Context())
    assert list(trips(SEND, heard.value, "utf-8", clean=True)) == []
    bad = heard.value | {"messages": [heard.value["messages"][0] | {"text": "\x01"}]}
    found = list(trips(SEND, bad, "utf-8", clean=True))
    assert [one.key for one in found] == ["clean and not written in xml utf-8: encode.forbidden"]


def test_a_number_of_more_digits_than_are_read_excuses_no_other() -> None:
    target = target_of("smspager-balance_response-xml-utf-8")
    court = Court(target)
    for judge in court.judges:
        judge.validators.update(dict.fromkeys(judge.validators, lambda body: True))
    body = body_of(target)
    long = re.sub(rb"<account>[^<]*<", b"<account>" + b"7" * 1001 + b"<", body)
    assert long != body
    assert court.hear(long, Context()).agreed["(a number of more digits than are read)"]
    other = re.sub(rb"<code>[^<]*<", b"<code>x<", long)
    assert other != long
    assert "type.integer code" in " ".join(one.key for one in court.hear(other, Context()).wrong)


def test_only_white_space_of_unicode_between_elements_is_a_fault_of_xmlschema() -> None:
    assert stripped("<a>\x85<b>x</b></a>")
    assert stripped("<a><b/> \xa0\n</a>")
    assert not stripped("<a> <b>x\xa0y</b>z\xa0</a>")


def test_what_was_kept_is_asked_every_question(monkeypatch) -> None:
    known = Regression(SEND, "trip", body_of(SEND), Context())
    assert again(known) == []
    wrong = Disagreement("trip", "made up", {})
    monkeypatch.setattr(proving, "trips", lambda *_, **__: iter([wrong]))
    assert again(known) == [wrong]


def test_what_arrived_and_what_was_refused_is_counted() -> None:
    value = Court(ERROR).hear(body_of(ERROR), Context()).value
    made: Counter[str] = Counter()
    assert list(trips(ERROR, value | {"text": "ok"}, "utf-8", clean=True, made=made)) == []
    assert made == {"trips": 1, "trips to another encoding": 8}
    made.clear()
    assert list(trips(ERROR, value | {"text": "\x01\u4e2d"}, "utf-8", clean=True, made=made)) == []
    assert made["(trips that an encoding refused to carry)"] > 3


def test_shrinking_leaves_what_shows_it() -> None:
    assert shrunk(b"some text < with & in it", lambda body: b"&" in body and b"<" in body) == b"<&"
    assert shrunk(b"abc", lambda body: body == b"abc") == b"abc"


def test_a_disagreement_is_kept_small_and_comes_back(tmp_path: Path, monkeypatch) -> None:
    court, tally = Court(ERROR), Tally(str(ERROR))
    real = court.hear

    def hear(body, ctx, number=0):
        heard = real(body, ctx, number)
        if b"error" in body:
            heard.wrong.append(Disagreement("law", "made up", {"who": "what"}))
        return heard

    monkeypatch.setattr(court, "hear", hear)
    ctx = Context(secret="s", settings={"sign": "md5"}, charset="utf-8")
    case = Case("c", "o", '{"error": "ошибка", "error_code": 7}'.encode(), ctx)
    for number in (0, 1):
        settle(tally, court, case, number, court.hear(case.body, case.ctx), tmp_path)
    assert tally.wrong == {"law: made up": 2}
    (path,) = tmp_path.iterdir()
    assert tally.kept == [path.name]
    known = load(path)
    assert (known.target, known.kind, known.body) == (ERROR, "law", b"error")
    assert (known.ctx.secret, known.ctx.settings, known.ctx.charset) == ("s", {"sign": "md5"}, "utf-8")


def test_bytes_of_every_kind_come_back(tmp_path: Path) -> None:
    body = bytes(range(256))
    case = Case("c", "o", body, Context())
    assert load(keep(tmp_path, SEND, case, body, "law", "x", {})).body == body


def test_an_entry_that_nothing_needs_is_told() -> None:
    tally = Tally(str(SEND))
    lost, total = unused([tally])
    assert total == len(lost) > 0
    full = prove(SEND, 1, SHORT, seconds=0, bodies=0)
    assert unused([full])[0] == []
    assert full.bodies >= full.different > 20


def test_a_run_goes_on_where_the_last_one_stopped(tmp_path: Path, monkeypatch) -> None:
    whole = prove(ERROR, 4, TINY, seconds=1000, bodies=90)
    first = prove(ERROR, 4, TINY, seconds=1000, bodies=50, state=tmp_path)
    assert first.bodies == 50
    monkeypatch.setattr(bodies, "pool", lambda *_: 1 // 0)  # it was drawn before
    second = prove(ERROR, 4, TINY, seconds=1000, bodies=90, state=tmp_path)
    assert (second.bodies, second.verdicts, second.agreed) == (90, whole.verdicts, whole.agreed)
    again = prove(ERROR, 4, TINY, seconds=1000, bodies=90, state=tmp_path)
    assert again == second
    monkeypatch.setattr(progress, "fingerprint", lambda: "0" * 16)
    with pytest.raises(ZeroDivisionError):
        prove(ERROR, 4, TINY, seconds=1000, bodies=90, state=tmp_path)
    progress.forget(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_seed_is_kept_until_code_changes(tmp_path: Path, monkeypatch) -> None:
    assert progress.seed_of(tmp_path, None, 7) == 7
    assert progress.seed_of(tmp_path, None, 8) == 7
    assert progress.seed_of(tmp_path, 5, 8) == 5
    assert progress.seed_of(tmp_path, None, 8) == 5
    monkeypatch.setattr(progress, "fingerprint", lambda: "1" * 16)
    assert progress.seed_of(tmp_path, None, 9) == 9


def test_the_targets_of_a_message_come_together() -> None:
    order = shuffled(5, range(len(CHARSETS)))
    assert sorted(order) == list(range(len(CHARSETS)))
    assert order != sorted(order)
    names = [(CHARSETS[index].provider, CHARSETS[index].message.id) for index in order]
    assert sum(one != other for one, other in pairwise(names)) == len(set(names)) - 1


def test_messages_that_have_had_their_bodies_are_counted() -> None:
    tallies = [Tally(f"smsc-error-json-{charset}", bodies=5) for charset in ("utf-8", "windows-1251")]
    assert short(tallies, 10) == (1, 1)
    assert short(tallies, 11) == (0, 1)


def test_the_table_adds_charsets_up() -> None:
    tallies = [Tally(f"smsc-error-json-{charset}", bodies=5) for charset in ("utf-8", "windows-1251")]
    text = table(tallies, 7, (["x"], 4))
    assert "| smsc-error-json | 10 |" in text
    assert "seed 7" in text
    assert "Of 4 entries in the ledgers 3" in text


def test_an_entry_that_is_needed_in_two_encodings_is_one() -> None:
    loss = Court(ERROR).losses[0]
    tallies = [Tally(f"smsc-error-{encoding}-utf-8", needed={loss}) for encoding in ("json", "xml")]
    assert "bodies needed 1 of them" in table(tallies, 7, ([], 4))


def test_the_page_says_how_many_bodies_its_proof_has(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    assert recorded(page) == 0
    put(page, "proof", table([Tally("smsc-error-json-utf-8", bodies=12345)], 7, ([], 4)))
    assert recorded(page) == 12345


def test_a_section_is_replaced_and_the_rest_stays(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Results\n\nby hand\n")
    put(page, "proof", "one")
    put(page, "bench", "two")
    put(page, "proof", "three")
    assert page.read_text() == (
        "# Results\n\nby hand\n\n<!-- proof: begin -->\nthree\n<!-- proof: end -->\n\n"
        "<!-- bench: begin -->\ntwo\n<!-- bench: end -->\n"
    )


def test_costly_questions_are_asked_less_often_once_many_bodies_were_asked_about() -> None:
    first, later = range(MANY), range(MANY, 65 * MANY)
    assert [sum(turn(number, often) for number in first) for often in (2, SLOW, 12)] == [500, 125, 84]
    assert [sum(turn(number, often) for number in later) for often in (2, SLOW)] == [4000, 1000]
