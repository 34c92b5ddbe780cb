"""What of an unexpected text is shown: slips of the pen and figures, not what may be a secret."""

from __future__ import annotations

import random
import string

import pytest
from canaries import CANARIES

import wirebook
from wirebook.explain.show import MASKED, plausible, shown_name, shown_refused
from wirebook.looks import is_figure, is_near, is_wordy, listed_beginning
from wirebook.model import Facet, Scalar
from wirebook.redact import MASK, Masker
from wirebook.wire.charset import safe


@pytest.mark.parametrize(
    "name",
    ["phoness", "phone", "fnt", "callback_url", "userId", "sms_id2", "SMS", "MTS", "utm_source", "Envelope", "x1", "id",
     "soap:Body", "error-text", "strength", "httpStatus", "xml_result", "sms.id"],
)  # fmt: skip
def test_names_that_read_like_words_are_shown(name: str) -> None:
    assert is_wordy(name)
    assert shown_name(name) == name.partition("}")[2] or name


@pytest.mark.parametrize(
    "name",
    [*CANARIES.values(), "n7916", "79161234567", "aGVsbG8x", "sK_live_4eC39Hq", "xkqzvbtrp", "aBcDeFgH", "PASSWORT1",
     "deadbeef01ab", "", "a b", "имя", "x" * 25, "_", "a__b", "QWERTZ"],
)  # fmt: skip
def test_names_that_may_be_a_secret_are_not(name: str) -> None:
    assert not is_wordy(name)
    assert shown_name(name) == MASKED


def test_hardly_a_random_text_reads_like_words() -> None:
    rng = random.Random(20261122)
    made = ["".join(rng.choices(string.ascii_letters + string.digits, k=12)) for _ in range(5000)]
    assert sum(map(is_wordy, made)) < 25


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("99999", True), ("-12.50", True), ("24.05.24", True), ("24.05.24 10:15:30", True), ("25:61", True),
        ("2026-11-22T10:00:00Z", True), ("abc", True), ("", True), ("1,2,3", True),
        ("9160000001", False), ("+7 916 904-73-58", False), ("7-916-904-73-58", False), ("12a4", False),
        ("\x1b[2", False),
    ],
)  # fmt: skip
def test_figures_too_short_for_a_phone(text: str, shown: bool) -> None:
    assert is_figure(text) is shown


def test_what_is_near_to_something_listed_or_begins_so() -> None:
    listed = ["utf-8", "koi8-r", "windows-1251"]
    assert is_near("UTF8", listed)
    assert is_near("windows-1252", listed)
    assert not is_near("utf-8Zq7wV", listed)
    assert listed_beginning("utf-8apikey=Zq7wVx9kJh", listed) == "utf-8"
    assert listed_beginning("apikey", listed) == ""
    kind = Scalar("Charset", "string", (Facet("enumeration", tuple(listed)),))
    assert plausible(kind, "koi8_r") == 6
    assert shown_refused(kind, "utf-8apikey=x") == f"utf-8{MASKED}"
    assert shown_refused(kind, "Zq7wVx9kJh") == MASKED


def test_charset_names() -> None:
    for name in ("utf-9", "cp12511", "unicode", "windows-1250", "ISO-8859-7"):
        assert safe(name) == name
    for name in ("utf-8Zq7wVx9kJh", "Zq7wVx9kJh", "utf-8apikey=1", "кодировка"):
        assert safe(name) == "?"


def excerpts(body: bytes, message: str) -> list[str]:
    result = wirebook.validate(body, spec="smsc", message=message)
    assert result.wire is not None
    masker = Masker(
        body, result.wire.charset, "form", root=result.wire.root, safe=result.safe, opaque=result.wire.opaque
    )
    made = [masker.excerpt(finding.start, finding.end) for finding in result.findings]
    return [one.text for one in made if one is not None] + [finding.message for finding in result.findings]


def test_a_value_run_together_with_the_next_shows_its_own_part_alone() -> None:
    secret = CANARIES["secret"]
    body = f"login=a&psw=b&phones=79000000001&mes=x&charset=utf-8apikey={secret}".encode()
    told = excerpts(body, "send_request")
    assert told
    assert not any(secret in text or "apikey" in text for text in told)
    body = f"login=a&psw=b&phones=79000000001&mes=x&cost=1apikey={secret}".encode()
    told = excerpts(body, "send_request")
    assert told
    assert not any(secret in text for text in told)
    assert any(f"cost=1{MASK}" in text or f"cost={MASK}" in text for text in told)


def test_what_is_merely_wrong_is_shown() -> None:
    told = excerpts(b"login=a&psw=b&phones=79000000001&mes=x&cost=7&valid=99&phoness=1", "send_request")
    assert any("cost=7" in text for text in told)
    assert any("parameter phoness is not known" in text for text in told)


def test_a_secret_used_as_a_name_is_masked() -> None:
    secret = CANARIES["secret"]
    told = excerpts(f"login=a&psw=b&{secret}=1&fnt=3".encode(), "balance_request")
    assert any("parameter *** is not known" in text for text in told)
    assert any("parameter fnt is not known" in text for text in told)
    assert not any(secret in text for text in told)
