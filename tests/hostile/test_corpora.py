"""What others collected against parsers (``corpora/README.md``), through both readers and both engines.

JSON: accepted, refused, or for parsers to decide, each deviation with its reason. XML: well-formed or not, and any
DOCTYPE refused. Naughty strings in every text of a message, and as bodies. And bombs of our own, with their codes.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from checked import carriers, codes, told

import wirebook
from wire.bodies import POLICY
from wirebook.accept import json as fast_json
from wirebook.accept import xml as fast_xml
from wirebook.diagnostic import CODES
from wirebook.spec import load
from wirebook.wire import json as exact_json
from wirebook.wire import xml as exact_xml

HERE = Path(__file__).parent / "corpora"


def corpus(name: str) -> Any:
    return json.loads((HERE / f"{name}.json").read_text("ascii"))


def whole(text: Any) -> str:
    """A text that is kept as pieces, each with how often it is there."""
    return text if isinstance(text, str) else "".join(piece * times for piece, times in text)


# ---------------------------------------------------------------- JSON

JSON: dict[str, str] = {name: whole(text) for name, text in corpus("json").items()}
# What the suite says must be taken and is not; each has its reason.
REFUSED = {
    "y_object_duplicated_key": "a key that comes twice: readers differ about which counts",
    "y_object_duplicated_key_and_value": "a key that comes twice",
}
# What the suite leaves to the parser: here it is taken, with its reason; the others are refused.
TAKEN = {
    "i_number_double_huge_neg_exp": "a number is kept as it is written, however small",
    "i_number_real_underflow": "a number is kept as it is written, however small",
    "i_number_too_big_neg_int": "integers have any size",
    "i_number_too_big_pos_int": "integers have any size",
    "i_number_very_big_negative_int": "integers have any size",
    "i_structure_UTF-8_BOM_empty_object": "a mark that fits the charset is skipped",
}
# The package has U+FFFD where the suite has bytes that are no UTF-8: nothing is left to decide (tests/wire has these).
MANGLED = {name for name, text in JSON.items() if name[0] == "i" and "\ufffd" in text and "\0" not in text}


def test_the_json_suite_is_taken_or_refused_as_it_says() -> None:
    wrong = {}
    for name, text in JSON.items():
        body = text.encode()
        wire = exact_json.read(body, **POLICY)
        taken = wire.root is not None and not wire.issues
        expected = name[0] == "y" and name not in REFUSED
        if name[0] == "i":
            expected = name in TAKEN or name in MANGLED
        fast = fast_json.read(body, POLICY["resolve"], POLICY["allowed"], POLICY["default"], None, None)
        if taken != expected or (fast is not None) != taken:
            wrong[name] = (taken, fast is not None, [issue.code for issue in wire.issues])
        assert all(issue.code in CODES for issue in wire.issues)
    assert wrong == {}
    assert set(REFUSED) | set(TAKEN) <= set(JSON)
    assert sum(name[0] == "n" for name in JSON) > 180


def test_the_engines_agree_about_the_json_suite() -> None:
    for text in list(JSON.values())[:: STEP - 1 or 1]:
        for message, body in (
            ("callback_status", text),
            ("senders_list", text),
            ("callback_status", f'{{"cmt":{text}}}'),
        ):
            said = told("smsc", message, "json", body.encode(), charset="utf-8")
            assert said.ok == (said.value is not None)


@pytest.mark.parametrize(
    "text",
    [
        b"\xff",
        b"\xe9",
        b"\x81",
        b"\xc0\xaf",
        b"\xfc\x83\xbf\xbf\xbf\xbf",
        b"\xed\xa0\x80",
        b"\xf4\xbf\xbf\xbf",
        b"\xe0\xff",
    ],
)
def test_what_is_no_utf_8_is_refused_with_its_offset(text: bytes) -> None:
    """The cases of the suite that the package has lost."""
    for body in (b'["' + text + b'"]', b'{"' + text + b'":1}', b"[" + text + b"]"):
        (issue,) = exact_json.read(body, **POLICY).issues
        assert (issue.code, issue.start) == ("charset.undecodable", body.index(text))
        assert codes(told("smsc", "callback_status", "json", body, charset="utf-8")) == ["charset.undecodable"]


# ---------------------------------------------------------------- XML

XML: dict[str, tuple[str, str]] = corpus("xml")
WIDE = POLICY | {"allowed": ("utf-8", "iso-8859-1", "us-ascii", "windows-1251")}


def test_the_xml_suite_is_taken_or_refused_as_it_says() -> None:
    wrong = {}
    for name, (kind, text) in XML.items():
        body = text.encode("latin-1")
        wire = exact_xml.read(body, **WIDE)
        taken = wire.root is not None and not wire.issues
        found = [issue.code for issue in wire.issues]
        if "<!DOCTYPE" in text and name != "o-p15pass1":  # which has one in a comment
            # A DOCTYPE is refused; what comes before it may be wrong already.
            expected = not taken and (found == ["xml.doctype"] or kind == "not-wf")
        elif found == ["charset.not-allowed"]:
            expected = "utf-16" in str(wire.issues[0].args) or kind == "not-wf"  # UTF-16 is read nowhere
        else:
            expected = taken == (kind == "wf")
        fast = fast_xml.read(body, WIDE["resolve"], WIDE["allowed"], WIDE["default"], None, None)
        if not expected or (fast is not None) != taken:
            wrong[name] = (kind, taken, fast is not None, found)
    assert wrong == {}
    assert sum(kind == "not-wf" and "<!DOCTYPE" not in text for kind, text in XML.values()) > 200


def test_the_engines_agree_about_the_xml_suite() -> None:
    for _, text in list(XML.values())[::STEP]:
        said = told("quicktel", "sms_send_request", "xml", text.encode("latin-1"))
        assert not said.ok
        assert len(said.findings) <= 101


# ---------------------------------------------------------------- naughty strings

NAUGHTY: list[str] = corpus("blns")
BODIES = [("quicktel", "sms_send_request", "xml"), ("smspager", "send_response", "xml"), ("smsc", "error", "xml"),
          ("smsc", "callback_status", "json"), ("smsc", "senders_list", "json"), ("smsc", "callback_status", "form"),
          ("smsc", "error", "text"), ("smsc", "senders_list", "csv")]  # fmt: skip
# Of the strings each place gets one in three, another third than the next one's; all of them with ``make deep``.
STEP = 1 if os.environ.get("WIREBOOK_HYPOTHESIS") == "deep" else 3
PLACES = list(enumerate(carriers("xml", "form", "json", "text")))
# The encodings say what they cannot carry; anything else comes back as it was.
CANNOT = {"encode.charset", "encode.forbidden", "encode.value", "encode.reread"}


@pytest.mark.parametrize(("number", "place"), PLACES, ids=[repr(place) for _, place in PLACES])
def test_a_naughty_string_comes_back_or_is_refused(number: int, place: Any) -> None:
    carried = 0
    for text in NAUGHTY[number % STEP :: STEP]:
        try:
            body = place.write(text)
        except wirebook.ValidationError as error:
            found = {finding.code for finding in error.findings}
            assert found <= CANNOT | {"facet.minLength", "shape.empty"}, (text, found)
            assert place.charset != "utf-8" or found - {"encode.charset"}
            continue
        assert place.read(body) == text
        carried += 1
    assert carried > (300 if place.charset != "utf-8" and place.encoding in ("form", "text") else 440) / STEP


@pytest.mark.parametrize(("name", "message", "encoding"), BODIES)
def test_a_naughty_string_as_a_body_gives_findings_and_no_more(name: str, message: str, encoding: str) -> None:
    for text in NAUGHTY[len(message + encoding) % STEP :: STEP]:
        said = told(name, message, encoding, text.encode(), charset="utf-8")
        assert all(finding.code in CODES for finding in said.findings)
        assert all(char.isprintable() for finding in said.findings for char in finding.message + finding.path)


def test_a_naughty_string_as_a_name_is_told_or_kept() -> None:
    for text in NAUGHTY[::STEP]:
        body = json.dumps({"id": 1, "phone": "7", "status": 1, "ts": 1, text: text}).encode()
        said = told("smsc", "callback_status", "json", body)
        if said.ok and text not in ("", "id", "phone", "status", "ts"):
            assert said.value["extras"] == {text: text}
        sent = "".join(f"%{byte:02x}" for byte in text.encode())
        if sent:
            said = told("smsc", "callback_status", "form", f"{sent}={sent}".encode(), charset="utf-8")
            assert all(char.isprintable() for finding in said.findings for char in finding.message + finding.path)


# ---------------------------------------------------------------- our own

OWN: dict[str, dict[str, Any]] = corpus("own")
MESSAGES = {
    "xml": ("quicktel", "sms_send_request"),
    "json": ("smsc", "callback_status"),
    "form": ("smsc", "callback_status"),
}
HOSTILE = [(entry, name) for entry in MESSAGES for name in OWN[entry]]


@pytest.mark.parametrize(("entry", "name"), HOSTILE, ids=[f"{entry}-{name}" for entry, name in HOSTILE])
def test_hostile_bodies_give_their_codes(entry: str, name: str) -> None:
    case = OWN[entry][name]
    body = whole(case["pieces"]).encode()
    found = codes(told(*MESSAGES[entry], entry, body, charset="utf-8"))
    assert set(case["codes"]) <= set(found)
    if entry == "xml":
        assert found == case["codes"]


@pytest.mark.parametrize("name", OWN["spec"])
def test_hostile_specs_give_problems_at_places(name: str, tmp_path: Path) -> None:
    case = OWN["spec"][name]
    path = tmp_path / "own.yaml"
    path.write_bytes(whole(case["pieces"]).encode())
    loaded = load(path)
    found = {problem.code for problem in loaded.problems if problem.severity == "error"}
    assert found & set(case["codes"]), loaded.problems[:5]
    assert not loaded.providers
    assert all(problem.line >= 1 and problem.column >= 1 for problem in loaded.problems)
