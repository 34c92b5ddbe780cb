"""``wirebook validate``: verdicts, both outputs, what is asked for by name, and that nothing private shows."""

import hashlib
import io
import json
import sys
from collections.abc import Callable

import pytest
from tests.cli.conftest import PASSWORD, PHONE, PINGME, SEND, TEXT, Done

Call = Callable[..., Done]
Put = Callable[[str, str | bytes], str]

RESULT = ["file", "verdict", "reason", "provider", "message", "encoding", "candidates", "findings", "skipped"]
FINDING = [
    "code",
    "severity",
    "message",
    "path",
    "wire_path",
    "line",
    "column",
    "offset",
    "source",
    "docs",
    "fingerprint",
]

COLUMN = SEND.splitlines()[3].index('ttl="') + 5 + 1


def test_a_pass_is_one_line(wirebook: Call, put: Put) -> None:
    done = wirebook("validate", "--spec", "quicktel", put("a.xml", SEND))
    assert (done.status, done.out, done.err) == (0, "a.xml: pass: quicktel sms_send_request (xml)\n", "")


def test_without_a_spec_all_built_in_books_are_asked(wirebook: Call, put: Put) -> None:
    assert wirebook("validate", put("a.xml", SEND)).out == "a.xml: pass: quicktel sms_send_request (xml)\n"


def test_a_finding_has_place_excerpt_advice_and_source(wirebook: Call, put: Put) -> None:
    done = wirebook("validate", "--spec", "quicktel", put("a.xml", SEND.replace('ttl="10"', 'ttl="ten"')))
    assert done.status == 1
    lines = done.out.splitlines()
    assert lines[0] == "a.xml: fail: quicktel sms_send_request (xml), 1 error"
    assert lines[1] == f"a.xml:4:{COLUMN}: error type.integer ttl is not an integer"
    assert lines[2] == '    <sms sms_id="1" number="•••" source_number="•••" ttl="ten">•••</sms>'
    assert lines[3].index("^") == lines[2].index("ten")
    assert lines[3].strip() == "^^^"
    assert lines[4].strip().startswith("Write plain digits")
    assert "at messages[0].ttl (/xml_request/sms/@ttl), source: seed#2.1 (QUICKTEL" in lines[5]
    assert lines[6] == "    docs: quicktel.html#field-sms_send_request-messages.ttl"
    assert len(lines) == 7


BALANCE = "<data><login>a</login><password>b</password></data>"
PAGER_FAILED = "<data><code>501</code><descr>no</descr></data>"
FAILED = '<xml_result res="-1" description="bad"/>'


@pytest.mark.parametrize(
    ("asked", "body", "provider", "message"),
    [
        (("--message", "error_response"), FAILED, "quicktel", "error_response"),
        (("--message", "error_response"), PAGER_FAILED, "smspager", "error_response"),
        (("--message", "send_request"), "login=a&psw=b&phones=79000000001&mes=x", "smsc", "send_request"),
        (("--operation", "balance"), BALANCE, "smspager", "balance_request"),
        (("--operation", "balance"), "<balance>5</balance>", "smsc", "balance_response"),
        (("--operation", "send"), FAILED, "quicktel", "error_response"),
        (("--dialect", "later", "--operation", "balance"), BALANCE, "smspager", "balance_request"),
    ],
)
def test_a_name_that_several_books_have_is_that_of_the_book_whose_body_it_is(
    asked: tuple[str, ...], body: str, provider: str, message: str, wirebook: Call, put: Put
) -> None:
    done = wirebook("validate", "--format", "json", *asked, put("a", body))
    (result,) = done.json["results"]
    assert (done.status, result["verdict"]) == (0, "pass")
    assert (result["provider"], result["message"], result["candidates"]) == (provider, message, [message])


@pytest.mark.parametrize("body", ["<foo/>", '<xml_result res="-1"/>', BALANCE, "", "{}", "<"])
@pytest.mark.parametrize("message", ["error_response", "send_request", "balance_response"])
def test_with_a_message_that_several_books_have_the_verdict_is_pass_or_fail(
    message: str, body: str, wirebook: Call, put: Put
) -> None:
    done = wirebook("validate", "--format", "json", "--message", message, put("a", body))
    assert (done.status, done.json["results"][0]["verdict"]) == (1, "fail")


@pytest.mark.parametrize(
    ("operation", "more"),
    [("balance", ""), ("send", "<text>x</text><to number='79000000001'/>"), ("report", "<start/>")],
)
def test_what_two_books_refuse_is_told_as_the_one_whose_it_looks_like(
    operation: str, more: str, wirebook: Call, put: Put
) -> None:
    body = BALANCE.replace("</data>", f"{more}</data>").replace("<login>", '<login x="1">')
    done = wirebook("validate", "--format", "json", "--operation", operation, put("a", body))
    (result,) = done.json["results"]
    assert (done.status, result["verdict"], result["provider"]) == (1, "fail", "smspager")


def test_a_request_tells_whose_its_reply_is(wirebook: Call, put: Put) -> None:
    asked = put("request", "login=a&psw=b&fmt=3")
    done = wirebook("validate", "--request", asked, put("a", '{"balance": "1.5"}'))
    assert (done.status, done.out) == (0, "a: pass: smsc balance_response (json)\n")
    assert wirebook("decode", "--request", asked, put("a", '{"balance": "1.5"}')).json["value"] == {"balance": "1.5"}


@pytest.mark.parametrize("spec", [(), ("--spec", "quicktel")])
def test_a_charset_that_is_not_allowed_is_the_fault_of_its_message(
    spec: tuple[str, ...], wirebook: Call, put: Put
) -> None:
    body = SEND.replace("UTF-8", "windows-1251").encode("cp1251")
    done = wirebook("validate", *spec, "--format", "json", put("a.xml", body))
    (found,) = done.json["results"]
    assert (done.status, found["verdict"], found["message"]) == (1, "fail", "sms_send_request")
    (finding,) = found["findings"]
    assert (finding["code"], finding["line"], finding["column"]) == ("charset.not-allowed", 1, 31)
    other = wirebook("validate", *spec, "--format", "json", put("b.xml", body.replace(b"xml_request", b"nothing")))
    assert other.json["results"][0]["message"] is None


def test_json_has_the_shapes_of_the_contract(wirebook: Call, put: Put) -> None:
    bad = put("bad.xml", SEND.replace('ttl="10"', 'ttl="ten"'))
    done = wirebook("validate", "--spec", "quicktel", "--format", "json", put("a.xml", SEND), bad)
    assert done.status == 1
    assert done.err == ""
    assert list(done.json) == ["results", "summary"]
    assert done.json["summary"] == {"pass": 1, "fail": 1, "not_checked": 0}
    good, failed = done.json["results"]
    assert list(good) == list(failed) == RESULT
    assert good == {
        "file": "a.xml", "verdict": "pass", "reason": None, "provider": "quicktel", "message": "sms_send_request",
        "encoding": "xml", "candidates": ["sms_send_request"], "findings": [], "skipped": [],
    }  # fmt: skip
    (finding,) = failed["findings"]
    assert list(finding) == FINDING
    offset = SEND.encode().index(b'ttl="10"') + 5
    assert (finding["line"], finding["column"], finding["offset"]) == (4, COLUMN, offset)
    assert finding["path"] == "messages[0].ttl"
    assert finding["severity"] == "error"


def test_ndjson_is_one_result_a_line(wirebook: Call, put: Put) -> None:
    done = wirebook("validate", "--format", "ndjson", put("a.xml", SEND), put("b.xml", ""))
    assert [json.loads(line)["verdict"] for line in done.out.splitlines()] == ["pass", "fail"]
    assert done.status == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "input.empty"),
        ("<xml_request", "xml.not-well-formed"),
        (SEND.replace("Секретный", "&laquo;"), "xml.not-well-formed"),
        (SEND.encode()[:-30], "xml.not-well-formed"),
        ("<!DOCTYPE a []><a/>", "xml.doctype"),
        (SEND.replace("UTF-8", "utf-7"), "charset.not-allowed"),
        (SEND.encode().replace("Секретный".encode(), b"\xcf\xf0"), "charset.undecodable"),
    ],
)
def test_empty_and_unreadable_bodies_fail(body: str | bytes, code: str, wirebook: Call, put: Put) -> None:
    for spec in (["--spec", "quicktel"], []):
        done = wirebook("validate", *spec, "--format", "json", put("a.xml", body))
        (result,) = done.json["results"]
        assert (done.status, result["verdict"], result["message"]) == (1, "fail", None)
        assert code in [finding["code"] for finding in result["findings"]]
        assert all(f["line"] >= 1 and f["column"] >= 1 for f in result["findings"] if f["severity"] == "error")
        # What is no one provider's has a link to no provider's page.
        page = f"{result['provider'] or 'index'}.html"
        assert all(f["docs"].startswith(f"{page}#finding-") for f in result["findings"])


def test_a_message_that_cannot_be_told_is_not_checked(wirebook: Call, put: Put) -> None:
    done = wirebook("validate", "--spec", "quicktel", "--format", "json", put("a.xml", "<other/>"))
    (result,) = done.json["results"]
    assert done.status == 1
    assert (result["verdict"], result["reason"], result["candidates"]) == ("not_checked", "unknown-message", [])
    text = wirebook("validate", "--spec", "quicktel", "a.xml").out
    assert text.startswith("a.xml: not checked: unknown-message, quicktel")
    assert "--message" in text


@pytest.mark.parametrize(("spec", "verdict"), [("quicktel", "fail"), ("smsc", "not_checked"), (None, "not_checked")])
def test_a_body_of_no_encoding(spec: str | None, verdict: str, wirebook: Call, put: Put) -> None:
    # quicktel has XML alone, so that this is XML gone wrong; elsewhere nobody can tell what it was meant to be.
    done = wirebook("validate", *(["--spec", spec] if spec else []), "--format", "json", put("a.txt", "hello, world"))
    (result,) = done.json["results"]
    assert (done.status, result["verdict"], result["message"]) == (1, verdict, None)


def test_candidates_that_agree_and_what_tells_them_apart(wirebook: Call, put: Put) -> None:
    call = ("validate", "--format", "json", "--spec", "smsc", put("a.json", "[]"))
    done = wirebook(*call)
    (result,) = done.json["results"]
    assert done.status == 0
    assert (result["verdict"], result["message"]) == ("pass", None)
    candidates = result["candidates"]
    assert {"senders_list", "senders_operators", "status_list_response"} <= {*candidates}
    (result,) = wirebook(*call, "--operation", "senders", "--setting", "operators=1").json["results"]
    assert (result["message"], result["candidates"]) == ("senders_operators", ["senders_operators"])
    assert f"smsc {' or '.join(candidates)} (json)" in wirebook("validate", "--spec", "smsc", "a.json").out


def test_one_message_in_two_encodings_has_neither(wirebook: Call, put: Put) -> None:
    call = ("validate", "--spec", "smsc", put("a.txt", "123.43"))
    assert wirebook(*call).out == "a.txt: pass: smsc balance_response\n"
    (result,) = wirebook(*call, "--format", "json").json["results"]
    assert (result["message"], result["encoding"]) == ("balance_response", None)
    assert wirebook(*call, "--encoding", "csv").out == "a.txt: pass: smsc balance_response (csv)\n"


CALLBACK = "id=1&phone=79160000001&status=1&time=01.02.25+10:00:00&ts=1738393200&md5="


def test_a_signature_needs_the_secret_which_never_shows(
    wirebook: Call, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "hush-hush"
    right = hashlib.md5(f"1:79160000001:1:{secret}".encode()).hexdigest()
    good, bad = put("good", CALLBACK + right), put("bad", CALLBACK + "0" * 32)
    file = put("secret.txt", secret + "\n")
    call = ("validate", "--spec", "smsc", "--format", "json")
    (result,) = wirebook(*call, good).json["results"]
    assert result["verdict"] == "pass"
    assert result["skipped"] == [{"check": "signed", "reason": "no-secret", "path": ""}]
    monkeypatch.setenv("WIREBOOK_SECRET", secret)
    for given in ([], ["--secret", secret], ["--secret-file", file]):
        done = wirebook(*call, *given, good, bad)
        assert [result["verdict"] for result in done.json["results"]] == ["pass", "fail"]
        assert [finding["code"] for finding in done.json["results"][1]["findings"]] == ["signature.mismatch"]
        assert secret not in done.out + done.err
    assert wirebook(*call, "--secret", "other", good).status == 1
    sent = put("sent", CALLBACK + secret)  # the secret itself in place of its hash
    for shown in ([], ["--show-sensitive"]):
        done = wirebook("validate", "--spec", "smsc", *shown, sent)
        assert "signature.mismatch" in done.out
        assert secret not in done.out + done.err
    assert "give it as --secret" in wirebook("validate", "--spec", "smsc", "--setting", "secret=x", good).err


REPLY = (
    '<xml_result xml_name="sms_send" res="0">'
    '<push sms_id="{}" push_id="123456789012345678" res="0" number="79160000001" sms_count="1"/></xml_result>'
)


def test_a_request_is_held_against_its_reply(wirebook: Call, put: Put) -> None:
    call = ("validate", "--spec", "quicktel", "--format", "json", "--request", put("request.xml", SEND))
    (result,) = wirebook(*call, put("reply.xml", REPLY.format(1))).json["results"]
    assert (result["verdict"], result["message"], result["skipped"]) == ("pass", "sms_send_response", [])
    (result,) = wirebook(*call, put("other.xml", REPLY.format(2))).json["results"]
    assert "rule.echoes" in [finding["code"] for finding in result["findings"]]
    (result,) = wirebook("validate", "--spec", "quicktel", "--format", "json", "reply.xml").json["results"]
    assert {skipped["reason"] for skipped in result["skipped"]} == {"no-request"}
    assert "give --request" in wirebook("validate", "--spec", "quicktel", "reply.xml").out
    done = wirebook("validate", "--spec", "quicktel", "--request", put("broken.xml", "<a/>"), "reply.xml")
    assert done.status == 2
    assert "the request is refused as sms_send_request, sms_status2_request" in done.err


def test_with_a_message_the_verdict_is_pass_or_fail(wirebook: Call, put: Put) -> None:
    done = wirebook(
        "validate", "--spec", "quicktel", "--message", "sms_send_request", "--format", "json", put("a.xml", "<other/>")
    )
    (result,) = done.json["results"]
    assert result["verdict"] == "fail"
    assert [finding["code"] for finding in result["findings"]] == ["shape.root"]


def test_a_message_alone_finds_its_book(wirebook: Call, put: Put) -> None:
    done = wirebook("validate", "--message", "sms_send_request", put("a.xml", SEND))
    assert (done.status, done.out) == (0, "a.xml: pass: quicktel sms_send_request (xml)\n")


def test_warnings_pass_unless_the_level_says_otherwise(wirebook: Call, put: Put) -> None:
    body = put("a.xml", SEND.replace("79160000002", "Sender"))
    done = wirebook("validate", "--spec", "quicktel", body)
    assert done.status == 0
    assert "a.xml: pass: quicktel sms_send_request (xml), 1 warning" in done.out
    assert "warning facet.minLength" in done.out
    assert wirebook("validate", "--spec", "quicktel", "--fail-level", "warning", body).status == 1


def test_files_that_cannot_be_read_are_told_and_the_rest_goes_on(wirebook: Call, put: Put) -> None:
    done = wirebook("validate", "nowhere.xml", ".", put("a.xml", SEND))
    assert done.status == 2
    assert done.out.startswith("a.xml: pass")
    assert done.err == (
        "wirebook: nowhere.xml: No such file or directory; check the path\n"
        "wirebook: .: Is a directory; name the files in it\n"
    )


def test_standard_input(wirebook: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SEND.encode())))
    assert wirebook("validate", "-").out == "-: pass: quicktel sms_send_request (xml)\n"


def test_standard_input_is_read_once(wirebook: Call) -> None:
    for argv in (["-", "-"], ["--spec", "quicktel", "--request", "-", "-"]):
        done = wirebook("validate", *argv)
        assert done.status == 2
        assert "only once" in done.err


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ([], "no FILE given"),
        (["--spec", "quiktel", "a.xml"], "no spec quiktel: neither a built-in provider (quicktel, smsc, smspager)"),
        (["--spec", "quicktel", "--message", "sms_sent_request", "a.xml"], "did you mean sms_send_request?"),
        (["--message", "sms_sent_request", "a.xml"], "sms_sent_request"),
        (["--spec", "quicktel", "--encoding", "json", "a.xml"], "no encoding of quicktel json; there are: xml"),
        (["--encoding", "yaml", "a.xml"], "--encoding yaml is not known"),
        (["--spec", "quicktel", "--operation", "sent", "a.xml"], "no operation sent"),
        (["--spec", "quicktel", "--dialect", "later", "a.xml"], "no dialect later"),
        (["--dialect", "latter", "a.xml"], "no built-in provider has a dialect latter; for your own spec add --spec"),
        (["--operation", "", "a.xml"], "the value of --operation is empty: --operation ID"),
        (["--spec", "quicktel", "--charset", "utf-99", "a.xml"], "no charset utf-99"),
        (["--spec", "quicktel", "--charset", "koi8-r", "a.xml"], "no charset koi8-r; there are: utf-8"),
        (["--spec", "quicktel", "--setting", "colour=red", "a.xml"], "no setting colour"),
        (["--spec", "quicktel", "--setting", "colour", "a.xml"], "--setting colour lacks a value"),
        (["--request", "b.xml", "a.xml"], "no built-in provider takes the request as it is: give --spec to see why"),
        (["--secret", "a", "--secret-file", "a.xml", "a.xml"], "not both"),
        (["--secret", "", "a.xml"], "the secret is empty"),
        (["--format", "xml", "a.xml"], "--format xml is not known"),
        (["--spec", "quicktel", "--request", "nowhere.xml", "a.xml"], "nowhere.xml: No such file"),
    ],
)
def test_wrong_calls(argv: list[str], said: str, wirebook: Call, put: Put) -> None:
    put("a.xml", SEND)
    put("b.xml", SEND.replace('number="', 'nummer="'))
    done = wirebook("validate", *argv)
    assert (done.status, done.out) == (2, "")
    assert said in done.err
    assert done.err.startswith("wirebook: ")
    assert done.err.count("\n") == 1


def test_a_spec_with_problems_lists_them(wirebook: Call, put: Put) -> None:
    done = wirebook(
        "validate", "--spec", put("own.yaml", "wirebook: 1\nprovider: own\nmesages: {}\n"), put("a.xml", SEND)
    )
    assert (done.status, done.out) == (2, "")
    first, *problems = done.err.splitlines()
    assert first == "wirebook: the spec cannot be used"
    assert any(p.startswith("own.yaml:3:1: error spec.unknown-key ") and "messages" in p for p in problems)


def test_a_users_own_spec(wirebook: Call, put: Put) -> None:
    done = wirebook("validate", "--spec", PINGME, put("a.xml", '<ping host="example.org"/>'))
    assert done.out == "a.xml: pass: pingme ping_request (xml)\n"
    done = wirebook("validate", "--spec", PINGME, put("b.json", '{"result": 99, "ms": []}'))
    assert done.status == 0
    assert "warning code.unknown" in done.out


PRIVATE = (PASSWORD, PHONE, PHONE[1:], TEXT, TEXT.split()[0], "demo-login", "w0rd")

BROKEN = [
    SEND.replace('ttl="10"', 'ttl="ten"'),
    SEND.replace('sms_id="1"', 'sms_id=""').replace("\n", ""),
    SEND.replace("</sms>", "<b>x</b></sms>"),
    SEND.replace(f"{TEXT}</sms>", f"{TEXT}"),
    SEND.replace(TEXT, TEXT + " & co"),
    SEND.replace("<xml_user", "<xml_usr"),
    SEND.replace("lgn=", "login="),
    SEND.replace(f'number="{PHONE}"', f'number="{PHONE}{PHONE}{PHONE}"'),
    SEND.replace("</sms>", "</sms><!-- " + PASSWORD + " -->").replace('ttl="10"', 'ttl=""'),
    SEND.replace("</sms>", f"</sms>{TEXT} {PHONE}"),
    SEND.replace("<?xml", f"<?note {PASSWORD}?><?xml"),
    f'{{"login": "demo-login", "password": "{PASSWORD}", "text": "{TEXT}"',
    f"login=demo-login&psw={PASSWORD}&phones={PHONE}&mes={TEXT}%zz",
    f"the text = {TEXT}; the phone = {PHONE}",
]


@pytest.mark.parametrize("number", range(len(BROKEN)))
@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("spec", [["--spec", "quicktel"], ["--spec", "quicktel", "--message", "sms_send_request"], []])
def test_nothing_private_shows(number: int, form: str, spec: list[str], wirebook: Call, put: Put) -> None:
    done = wirebook("validate", *spec, "--format", form, put("a", BROKEN[number]))
    assert done.status in (0, 1)
    for private in PRIVATE:
        assert private not in done.out + done.err


def test_show_sensitive_shows_all_but_secrets(wirebook: Call, put: Put) -> None:
    body = put("a.xml", SEND.replace('ttl="10"', 'ttl="ten"').replace("\n", ""))
    done = wirebook("validate", "--spec", "quicktel", "--show-sensitive", body)
    assert PHONE in done.out
    assert PASSWORD not in done.out


def test_file_names_and_payloads_cannot_speak_to_the_terminal(wirebook: Call, put: Put) -> None:
    name = put("a\x1b[2J\u202e.xml", SEND.replace('ttl="10"', 'ttl="\u202e\u009b31m"'))
    done = wirebook("validate", name)
    assert done.status == 1
    assert "a\\x1b[2J\\u202e.xml" in done.out
    assert all(char.isprintable() or char == "\n" for char in done.out)


def test_a_file_name_that_is_not_utf_8(wirebook: Call, put: Put) -> None:
    name = put("a\udcff.xml", SEND)
    assert wirebook("validate", name).out.startswith("a\\xff.xml: pass")
    assert wirebook("validate", "--format", "json", name).json["results"][0]["file"] == "a\\xff.xml"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("no_color", "coloured"), [(None, True), ("", True), ("1", False)])
def test_colours_only_on_a_terminal_and_without_no_color(
    no_color: str | None, coloured: bool, wirebook: Call, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_color is not None:
        monkeypatch.setenv("NO_COLOR", no_color)
    wirebook("validate", put("a.xml", SEND), put("b.xml", ""))
    assert ("\x1b[31mfail\x1b[0m" in screen.getvalue()) == coloured
    assert ("\x1b" in screen.getvalue()) == coloured


def test_the_order_of_several_files_is_that_of_the_call_and_counts_come_last(wirebook: Call, put: Put) -> None:
    done = wirebook("validate", put("b.xml", SEND), put("a.xml", ""), put("c.xml", "<other/>"))
    told = [line for line in done.out.splitlines() if not line.startswith(" ")]
    assert [line.split(":")[0] for line in told] == ["b.xml", "a.xml", "a.xml", "c.xml", "3 files"]
    assert told[-1] == "3 files: 1 pass, 1 fail, 1 not checked"


def test_help_lists_the_formats(wirebook: Call, put: Put) -> None:
    assert "text, json, ndjson, sarif" in wirebook("validate", "--help").out
    done = wirebook("validate", "--format", "xml", put("a.xml", SEND))
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert "--format xml is not known; there are: text, json, ndjson, sarif" in done.err


def test_an_unknown_message_without_a_spec_says_where_to_look(wirebook: Call, put: Put) -> None:
    done = wirebook("validate", "--message", "zzz", put("a.xml", SEND))
    assert (done.status, done.out) == (2, "")
    assert done.err == "wirebook: no built-in provider has a message zzz; for your own spec add --spec FILE\n"


def test_an_ambiguous_body_says_what_would_tell() -> None:
    from wirebook.report.text import lines
    from wirebook.result import Result

    told = lines(Result("not_checked", reason="ambiguous", candidates=("a", "b")), "a.xml")
    assert told[1].endswith("; give --message, or --operation with the setting that tells them apart")


def test_strict_calls_a_body_not_checked_if_a_check_was_skipped(wirebook: Call, put: Put) -> None:
    body = b"id=1&phone=79161234567&status=1&md5=" + hashlib.md5(b"1:79161234567:1:key").hexdigest().encode()
    call = ("validate", "--spec", "smsc", "--message", "callback_status", put("a.form", body))
    assert wirebook(*call).status == 0
    done = wirebook(*call, "--strict")
    assert done.status == 1
    lines = done.out.splitlines()
    assert lines[0].startswith("a.form: not checked: skipped, smsc callback_status (form)")
    assert lines[1] == "    a check was skipped, and --strict wants every one; below is what each of them lacks"
    assert any("(no-secret: give --secret to check it)" in line for line in lines[2:])
    (result,) = wirebook(*call, "--strict", "--format", "json").json["results"]
    assert (result["verdict"], result["reason"]) == ("not_checked", "skipped")
    clean = put("a.xml", SEND)
    assert wirebook("validate", "--strict", "--spec", "quicktel", clean).out.endswith(
        "pass: quicktel sms_send_request (xml)\n"
    )


SENT_1251 = SEND.partition("\n")[2].encode("windows-1251")
UNREAD = {
    "json": (b'{"id": 1, "cnt": 1,}', "smsc", "json", "json.syntax"),
    "list": (b'[{"sender":"A"},]', "smsc", "json", "json.syntax"),
    "ampersand": (SEND.replace(TEXT, "A & B").encode(), "quicktel", "xml", "xml.not-well-formed"),
    "charset": (SENT_1251, "quicktel", "xml", "charset.undecodable"),
}


@pytest.mark.parametrize("name", UNREAD)
def test_a_body_that_cannot_be_read_is_somebodys_all_the_same(name: str, wirebook: Call, put: Put) -> None:
    body, *known = UNREAD[name]
    done = wirebook("validate", "--format", "json", put("a.body", body))
    (result,) = done.json["results"]
    assert done.status == 1
    assert [result["provider"], result["encoding"], result["findings"][0]["code"]] == known
    assert (result["verdict"], result["candidates"]) == ("fail", [])


@pytest.mark.parametrize("ignored", ["xml", "xml.not-well-formed"])
def test_ignoring_what_keeps_a_body_from_being_read_is_no_pass(ignored: str, wirebook: Call, put: Put) -> None:
    done = wirebook("validate", "--ignore", ignored, put("a.xml", SEND.replace(TEXT, "A & B")))
    assert done.status == 1
    assert done.out.splitlines()[0] == "a.xml: not checked: ignored, quicktel (xml)"
    assert "cannot be read" in done.out
    assert wirebook("validate", "--ignore", "facet", put("b.xml", SEND.replace('ttl="10"', 'ttl="0"'))).status == 0


def test_ignoring_a_charset_that_cannot_be_read_is_no_pass(wirebook: Call, put: Put) -> None:
    done = wirebook("validate", "--spec", "quicktel", "--ignore", "charset", put("a.xml", SENT_1251))
    assert (done.status, done.out.partition(",")[0]) == (1, "a.xml: not checked: ignored")
