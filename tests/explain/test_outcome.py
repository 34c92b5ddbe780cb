"""What leaves the engine: order, caps, places, fingerprints, safe spans, and nothing that is sensitive."""

import gc
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handmade import PROVIDER
from handmade_bodies import SMS, USER, explained, send, sms
from wirebook.diagnostic import CODES
from wirebook.explain import explain_bytes
from wirebook.explain.show import safe_text, shown_name, shown_value
from wirebook.part import Context, Part
from wirebook.wire.caps import MAX_FINDINGS


def test_findings_are_in_the_order_of_the_bytes():
    body = send(sms(sms_id="1234567", ttl="x") + sms(number=None), name="")
    starts = [f.start for f in explained("send_request", "xml", body).findings]
    assert starts == sorted(starts)


def test_findings_are_capped_and_errors_are_kept():
    warnings = "".join(sms(sms_id=str(i), source_number="ab") for i in range(MAX_FINDINGS + 20))
    body = send(warnings + sms(sms_id="1234567"))
    found = explained("send_request", "xml", body).findings
    assert len(found) == MAX_FINDINGS + 1
    assert (found[-1].code, found[-1].severity, found[-1].location) == ("findings.more", "info", None)
    assert dict(found[-1].args) == {"got": "22"}
    assert [f.code for f in found if f.severity == "error"] == ["facet.maxItems", "facet.maxLength"]
    assert found[-1].message == "22 more findings are not shown"


def test_lines_and_columns_count_code_points():
    body = send("\n  " + SMS.replace("hi", "ж😀") + "\r\n\t" + sms(ttl="я"))
    (finding,) = [f for f in explained("send_request", "xml", body).findings if f.code == "type.integer"]
    assert (finding.location.line, finding.location.column) == (3, body.split("\n")[2].index("я") + 1)
    assert body.encode()[finding.start : finding.end].decode() == "я"


def test_a_bom_and_another_charset():
    body = ('<?xml version="1.0" encoding="windows-1251"?>\n' + send(sms(source_number="ж" * 17))).encode("cp1251")
    (finding,) = explained("send_request", "xml", body).findings
    assert finding.location.line == 2
    assert body[finding.start : finding.end].decode("cp1251") == "ж" * 17


def test_fingerprints_do_not_count_indexes():
    body = send(sms(ttl="x") + sms(sms_id="2", ttl="y") + sms(sms_id="3", ttl="5", source_number="x" * 17))
    marks = [f.fingerprint for f in explained("send_request", "xml", body).findings]
    assert marks[0] == marks[1] != marks[2]
    assert all(len(mark) == 16 for mark in marks)


def test_sources_and_deviations_come_along():
    body = send(sms(source_number="ab", number="1", ttl="+5"))
    found = {f.code: (f.source, f.deviation) for f in explained("send_request", "xml", body).findings}
    assert found == {
        "facet.minLength": ("doc#facets", "short_source"),
        "type.phone": ("doc#phone", "odd_phone"),
        "deviation.form": ("doc#ttl", "plus"),
    }


def test_the_first_occurrence_is_related():
    body = send(SMS + SMS).encode()
    (finding,) = explained("send_request", "xml", body).findings
    ((start, end),) = finding.related
    assert body[start:end] == b"1"
    assert start < finding.start


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        (b"", ["input.empty"]),
        (b"<a", ["xml.not-well-formed"]),
        (b'<!DOCTYPE a><xml_request name="sms_send"/>', ["xml.doctype"]),
        (b"<xml_request>\xff</xml_request>", ["charset.undecodable"]),
    ],
)
def test_what_the_reader_says_is_told(body, codes):
    result = explained("send_request", "xml", body)
    assert [f.code for f in result.findings] == codes
    assert result.value is None
    assert all(f.location is not None for f in result.findings)


def test_a_shape_that_a_message_lacks():
    with pytest.raises(KeyError):
        explain_bytes(PROVIDER, PROVIDER.message("ok"), "form", Part(b"x"), Context())


# ---------------------------------------------------------------- what may be shown


def test_safe_spans_hold_names_and_values_that_are_not_sensitive():
    body = send(sms(ttl="5", unheard="zzz"), user='<xml_user lgn="mylogin" pwd="mypass"/>').encode()
    shown = b" ".join(body[start:end] for start, end in explained("send_request", "xml", body).safe)
    for word in (b"xml_request", b"lgn", b"pwd", b"sms_id", b"sender", b"5"):
        assert word in shown
    for word in (b"mylogin", b"mypass", b"79161234567", b"hi", b"zzz", b"unheard"):
        assert word not in shown


MARK = "Q7Zq9"


@given(data=st.data())
def test_no_finding_holds_what_is_sensitive(data):
    junk = data.draw(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=8))
    value = junk.replace("<", "").replace("&", "").replace('"', "") + MARK
    body = data.draw(
        st.sampled_from(
            [
                send(sms(number=value)),
                send(sms(number=value, ttl="x") + value),
                send(user=f'<xml_user lgn="{value}" pwd="{value * 9}"/>'),
                send(user=f'<xml_user lgn="{value}"><b>{value}</b></xml_user>'),
                send(f'<sms sms_id="1" number="{value}">{value}<x y="{value}"/></sms>'),
                send(name=f'name="{value}"'),
                send(USER + SMS + value),
            ]
        )
    )
    for finding in explained("send_request", "xml", body).findings:
        assert MARK not in repr(finding)


@given(text=st.text())
def test_shown_texts_are_short_and_neutral(text):
    for shown in (shown_value(text), shown_name(text)):
        assert len(shown) <= 40
        assert safe_text(shown) == shown
    assert all(c.isprintable() for c in safe_text(text) if c not in " \u00a0" and not c.isspace())


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("sms_id", "sms_id"),
        ("{http://www.w3.org/2001/XMLSchema-instance}nil", "nil"),
        ("n79", "n79"),
        ("n7916", "***"),
        ("two words", "***"),
        ("имя", "***"),
        ("x" * 41, "***"),
        ("", "***"),
    ],
)
def test_names_that_may_be_shown(name, shown):
    assert shown_name(name) == shown


def test_every_code_that_a_walk_gives_has_a_message_without_gaps():
    bodies = [
        send(),
        send(sms(sms_id="1234567", ttl="x", number=None, zz="1") + SMS + SMS + SMS, name="", tail="t<b/>"),
        send(name='xml_name="no" name="no"', user=USER + USER, sms=sms(ttl="", source_number="a")),
    ]
    for body in bodies:
        for finding in explained("send_request", "xml", body).findings:
            assert "?" not in finding.message
            assert "{" not in CODES[finding.code].ru.format_map(dict(finding.args))


# ---------------------------------------------------------------- size


def duration(body):
    gc.collect()  # what other tests left is not to be collected within
    gc.disable()
    try:
        start = time.process_time()
        explained("send_request", "xml", body)
        return time.process_time() - start
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "item",
    [SMS, "<sms/>", '<sms a="1" b="2" c="3"/>', "<x/>", "<xml_user/>", SMS.replace("hi", "<b/>")],
)
def test_time_is_linear_in_items_and_faults(item):
    small = min(duration(send(item * 200)) for _ in range(3))
    large = min(duration(send(item * 3000)) for _ in range(2))
    assert large < 100 * small + 0.2  # linear is about 15, quadratic 225
