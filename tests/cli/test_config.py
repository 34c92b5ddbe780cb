"""``[tool.wirebook]`` and the baseline: what a project says once, and how it is told what is wrong there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from traffic import URLS, body, jsonl, record

from wirebook import config

SEND = f"{URLS['smspager']}/send.xml"
GOOD = record(SEND, body("smspager", "send_request"), body("smspager", "send_response"))
BAD = record(SEND, body("smspager", "send_request", "smsid_too_long"), body("smspager", "send_response"))
PLAIN = {**GOOD, "request_headers": {"Content-Type": "text/plain"}}


def project(put, *lines: str) -> None:
    put("pyproject.toml", "\n".join(["[tool.wirebook]", *lines]))


def codes(done) -> list[str]:
    return [json.loads(row)["code"] for row in done.out.splitlines()]


@pytest.mark.parametrize(
    ("lines", "status", "found"),
    [
        ([], 1, ["facet.maxLength", "http.content-type"]),
        (['ignore = ["facet"]'], 0, ["http.content-type"]),
        (['select = ["facet"]'], 1, ["facet.maxLength"]),
        (['select = ["http"]', 'fail-level = "warning"'], 1, ["http.content-type"]),
        (['select = ["facet.maxLength"]', 'ignore = ["facet"]'], 1, ["facet.maxLength"]),
        (["[tool.wirebook.per-file-ignores]", '"logs/*" = ["facet", "http"]'], 0, []),
        (["[tool.wirebook.per-file-ignores]", '"other/*" = ["facet"]'], 1, ["facet.maxLength", "http.content-type"]),
    ],
)
def test_what_is_reported_and_what_fails(wirebook, put, lines: list[str], status: int, found: list[str]) -> None:
    project(put, *lines)
    Path("logs").mkdir()
    done = wirebook("lint", "--format", "ndjson", put("logs/a.jsonl", jsonl(BAD, PLAIN)))
    assert (done.status, codes(done)) == (status, found)


def test_the_nearest_file_with_the_table_counts_and_the_options_beat_it(wirebook, put, monkeypatch) -> None:
    capture = Path(put("a.jsonl", jsonl(BAD))).resolve()
    project(put, 'ignore = ["facet"]', 'spec = "smspager"', 'fail-level = "warning"')
    below = Path("deep/er")
    below.mkdir(parents=True)
    (below / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    monkeypatch.chdir(below)
    assert wirebook("lint", capture).status == 0
    assert wirebook("lint", "--no-config", capture).status == 1
    assert wirebook("lint", "--select", "facet.maxLength", capture).status == 1
    done = wirebook("lint", "--spec", "quicktel", "--format", "json", capture)
    assert done.json["summary"]["out_of_scope"] == 1


def test_a_spec_and_a_baseline_are_found_from_the_configuration_s_folder(wirebook, put, monkeypatch) -> None:
    capture = Path(put("a.jsonl", jsonl(BAD))).resolve()
    assert wirebook("lint", "--write-baseline", "known.json", capture).status == 0
    put("book.yaml", (Path(__file__).parent.parent.parent / "specs" / "smspager.yaml").read_bytes())
    project(put, 'spec = "book.yaml"', 'baseline = "known.json"')
    Path("below").mkdir()
    monkeypatch.chdir("below")
    done = wirebook("lint", "--format", "ndjson", capture)
    assert done.status == 0
    assert json.loads(done.out)["known"] is True


def test_names_of_fields_are_masked_when_the_project_says_so(wirebook, put) -> None:
    form = b"id=123&phone=79160000001&status=ok&time=24.05.24+10%3A15%3A30&ts=1716534930&sender=ACME"
    shown = ["validate", "--spec", "smsc", put("a.form", form)]
    assert "id=123" in wirebook(*shown).out
    project(put, 'redact = ["id"]')
    hidden = wirebook(*shown).out
    assert "id=•••" in hidden
    assert "status=ok" in hidden


@pytest.mark.parametrize("command", ["lint", "validate"])
def test_a_name_to_mask_that_no_spec_has_is_refused(wirebook, put, command: str) -> None:
    capture = put("a.jsonl", jsonl(GOOD))
    project(put, 'redact = ["phonne"]')
    done = wirebook(command, "--spec", "smspager", capture)
    assert done.status == 2
    assert done.err.splitlines() == [
        "wirebook: pyproject.toml: redact of [tool.wirebook]: no spec has a field phonne; did you mean phone?"
    ]
    project(put, 'redact = "phone"')
    assert "redact of [tool.wirebook] must be a list of texts" in wirebook(command, capture).err


def test_a_name_to_mask_may_be_of_another_spec(wirebook, put) -> None:
    capture = put("a.jsonl", jsonl(GOOD))
    project(put, 'redact = ["sms_id"]')  # of quicktel
    assert wirebook("lint", "--spec", "smspager", capture).status == 0


def test_settings_and_names_of_records(wirebook, put) -> None:
    row = {"where": SEND, "in": GOOD["request_body_base64"], "out": GOOD["response_body_base64"], "status": 200}
    project(
        put, "[tool.wirebook.fields]", 'url = "where"', 'request_body_base64 = "in"', 'response_body_base64 = "out"'
    )
    done = wirebook("lint", put("a.jsonl", jsonl(row)))
    assert done.out.splitlines()[0].startswith("1 exchange: 1 pass")
    project(put, "[tool.wirebook.settings]", 'fnt = "1"')
    assert "no book has a setting fnt; did you mean fmt?" in wirebook("lint", "a.jsonl").err


def test_validate_reads_it_too(wirebook, put) -> None:
    bad = put("bad.xml", body("smspager", "send_request", "smsid_too_long"))
    assert wirebook("validate", bad).status == 1
    project(put, 'ignore = ["facet.maxLength"]')
    assert wirebook("validate", bad).status == 0
    assert wirebook("validate", "--no-config", bad).status == 1


def test_a_baseline_lets_only_what_is_new_fail(wirebook, put) -> None:
    capture = put("a.jsonl", jsonl(BAD, GOOD))
    assert wirebook("lint", "--write-baseline", "known.json", capture).status == 0
    text = Path("known.json").read_text("utf-8")
    assert "facet.maxLength" in text
    assert "123456" not in text
    done = wirebook("lint", "--baseline", "known.json", capture)
    assert done.status == 0
    assert "(known)" in done.out
    # The same kind elsewhere is known, another kind is not, and what could not be read is never known.
    assert wirebook("lint", "--baseline", "known.json", put("b.jsonl", jsonl(GOOD, BAD, BAD))).status == 0
    other = record(
        SEND, body("smspager", "send_request").replace(b"<data", b"<dada"), body("smspager", "send_response")
    )
    assert wirebook("lint", "--baseline", "known.json", put("c.jsonl", jsonl(BAD, other))).status == 1
    assert wirebook("lint", "--write-baseline", "known.json", put("d.jsonl", jsonl(GOOD, "{oops"))).status == 0
    assert wirebook("lint", "--baseline", "known.json", "d.jsonl").status == 1
    unread = record(SEND, body("smspager", "send_request")[:-9], body("smspager", "send_response"))
    assert wirebook("lint", "--write-baseline", "known.json", put("e.jsonl", jsonl(unread))).status == 0
    assert wirebook("lint", "--baseline", "known.json", "e.jsonl").status == 1


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (['ignor = ["facet"]'], "has no key ignor; did you mean ignore?"),
        (['ignore = "facet"'], "ignore of [tool.wirebook] must be a list of texts"),
        (["strict = 1"], "strict of [tool.wirebook] must be true or false"),
        (['fail-level = "fatal"'], 'fail-level of [tool.wirebook] must be "error" or "warning"'),
        (['ignore = ["facet.maxLenght"]'], "no finding has the code facet.maxLenght; did you mean facet.maxLength?"),
        (['baseline = "nowhere.json"'], "nowhere.json"),
        (["settings = {fmt = 3}"], "settings of [tool.wirebook] must be a table of texts"),
        (["= 1"], "pyproject.toml: "),
        (['spec = "nowhere"'], "no spec nowhere"),
    ],
)
def test_what_is_wrong_there_is_said_in_one_line(wirebook, put, lines: list[str], said: str) -> None:
    project(put, *lines)
    capture = put("a.jsonl", jsonl(GOOD))
    for words in (["lint", capture], ["validate", put("good.xml", body("smspager", "send_request"))]):
        done = wirebook(*words)
        assert done.status == 2
        assert said in done.err
        assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig"])
@pytest.mark.parametrize("generates", [False, True])
def test_a_configuration_in_another_encoding_is_refused_and_not_passed_over(
    wirebook, put, encoding: str, generates: bool
) -> None:
    text = "[tool.wirebook.generate]\nspecs = ['x.yaml']\n" if generates else "[tool.wirebook]\nignore = ['facet']\n"
    put("pyproject.toml", ("\ufeff" if encoding == "utf-16-be" else "").encode(encoding) + text.encode(encoding))
    done = wirebook("generate") if generates else wirebook("lint", put("a.jsonl", jsonl(BAD)))
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith("wirebook: pyproject.toml: ")


def test_what_a_baseline_cannot_know_is_counted(wirebook, put) -> None:
    unread = record(SEND, body("smspager", "send_request")[:-9], body("smspager", "send_response"))
    done = wirebook("lint", "--quiet", "--write-baseline", "known.json", put("a.jsonl", jsonl(BAD, unread)))
    assert done.status == 0
    assert done.err.splitlines() == [
        "known.json: kinds of findings known: 1; from now on only others fail",
        "1 finding cannot be known, and will fail again: what could not be read is of no message, so to know one "
        "would be to know all",
    ]


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"known": 1}', b'{"format": "x", "known": {}}', b"[" * 9999])
def test_a_file_that_is_no_baseline(wirebook, put, data: bytes) -> None:
    done = wirebook("lint", "--baseline", put("known.json", data), put("a.jsonl", jsonl(GOOD)))
    assert done.status == 2
    assert "write" in done.err
    assert len(done.err.splitlines()) == 1


def test_every_key_is_in_the_docs() -> None:
    text = (Path(__file__).parent.parent.parent / "docs" / "linting.md").read_text("utf-8")
    for key, (_, meaning) in config.KEYS.items():
        assert f"| `{key}` | {meaning} |" in text
