"""``wirebook list``: the providers, and what one of them holds."""

from collections.abc import Callable

from tests.cli.conftest import TINY, Done

Call = Callable[..., Done]


def test_the_built_in_providers(wirebook: Call) -> None:
    done = wirebook("list")
    assert done.status == 0
    assert [line.split()[0] for line in done.out.splitlines()] == ["quicktel", "smsc", "smspager"]


def test_providers_in_json(wirebook: Call) -> None:
    providers = wirebook("list", "--format", "json").json["providers"]
    assert [provider["name"] for provider in providers] == ["quicktel", "smsc", "smspager"]
    assert "sms_send_request" in providers[0]["messages"]


def test_one_provider(wirebook: Call) -> None:
    assert wirebook("list", TINY).out.splitlines() == [
        "tiny: Tiny",
        "",
        "messages",
        "  done   reply  json  do  It is done",
        "  other  reply  json  -   Another",
        "",
        "operations",
        "  do  call  POST /do  Do it",
        "",
        f"code tables (wirebook explain {TINY} TABLE CODE)",
        "  Results  3 rows  Results",
        "  Others   1 row   Others",
    ]


def test_one_provider_in_json(wirebook: Call) -> None:
    shape = wirebook("list", TINY, "--format", "json").json
    assert shape["messages"][0] == {
        "id": "done", "title": {"en": "It is done", "ru": "Сделано"}, "direction": "reply", "encodings": ["json"],
        "operations": ["do"],
    }  # fmt: skip
    assert shape["codes"][0] == {
        "id": "Results",
        "title": {"en": "Results", "ru": "Результаты"},
        "entries": 3,
        "by": {},
    }
    assert shape["operations"][0]["reply"] == ["done"]


def test_many_operations_are_counted(wirebook: Call) -> None:
    (error,) = [row for row in wirebook("list", "smsc").out.splitlines() if row.split()[0:1] == ["error"]]
    shape = next(m for m in wirebook("list", "smsc", "--format", "json").json["messages"] if m["id"] == "error")
    assert f"{','.join(shape['operations'][:3])} and {len(shape['operations']) - 3} more" in error


def test_tables_that_operations_choose(wirebook: Call) -> None:
    chosen = TINY.replace("tiny", "chosen")
    assert "  AnyError    1 row, by operation  Errors\n" in wirebook("list", chosen).out
    shape = wirebook("list", chosen, "--format", "json").json
    assert shape["codes"][0]["by"] == {"send": "SendError", "names": "NamesError"}


def test_what_operations_say_besides_their_messages(wirebook: Call) -> None:
    asking = TINY.replace("tiny", "asking")
    lines = wirebook("list", asking).out.splitlines()
    at = lines.index("encodings of replies")
    assert lines[at : at + 11] == [
        "encodings of replies",
        "  ask     request.fmt: 0 text, 1 csv, 3 json; else text",
        "  listen  setting.fmt: csv csv, json json",
        "",
        "repetition",
        "  told  unless the status is 200, 404, every 240 s, 50 attempts at most",
        "",
        "limits",
        "  ask  each     3 in 60 s, per to, ask, else code 9",
        "  ask  at_once  15 at once, all together",
        "",
    ]
    ask, _, told = wirebook("list", asking, "--format", "json").json["operations"]
    assert ask["reply_encoding"] == {
        "by": "request.fmt", "values": {"0": "text", "1": "csv", "3": "json"}, "default": "text",
    }  # fmt: skip
    assert ask["limits"][0] == {
        "id": "each", "requests": 3, "seconds": 60, "concurrent": None, "same": "to", "message": "ask", "code": 9,
    }  # fmt: skip
    assert ask["retry"] is None
    assert told["retry"] == {"unless_status": [200, 404], "interval": 240, "attempts": 50}
    assert told["reply_encoding"] is None


def test_wrong_calls(wirebook: Call) -> None:
    for argv, said in (
        (["a", "b"], "one PROVIDER at most"),
        (["quiktel"], "did you mean quicktel?"),
        (["--dialect", "x"], "--dialect needs a PROVIDER"),
        (["quicktel", "--dialect", "x"], "no dialect x"),
    ):
        done = wirebook("list", *argv)
        assert (done.status, done.out) == (2, "")
        assert said in done.err
