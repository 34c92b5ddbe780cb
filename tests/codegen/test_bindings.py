"""Generated dataclasses: what they offer, what they refuse, and that no spec's text or name breaks out."""

from __future__ import annotations

import ast
import dataclasses
import datetime
import enum
import inspect
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, get_type_hints

import pytest
import sample
from targets import providers

from generated import module
from handmade import CALLBACK, PROVIDER, SEND, T, attribute, element, facet, field, integer, message, root, string
from wirebook import bindings as runtime
from wirebook.accept import FORMAT
from wirebook.errors import ValidationError
from wirebook.explain import explain_bytes
from wirebook.model import (
    Bit,
    CodeEntry,
    CodeTable,
    Default,
    Field,
    Leaf,
    Message,
    Provider,
    Record,
    Scalar,
    Shape,
    Text,
    Tree,
)  # fmt: skip
from wirebook.part import Context, Part
from wirebook_codegen import bindings
from wirebook_codegen.emitted import EmitError
from wirebook_codegen.names import Names, camel
from wirebook_codegen.pysource import docstring
from wirebook_codegen.python import emit

NAUGHTY = json.loads(Path(__file__).with_name("naughty.json").read_text(encoding="utf-8"))
SEND_BODY = (
    b'<xml_request name="sms_send"><xml_user lgn="me" pwd="pass"/>'
    b'<sms sms_id="1" number="89161234567" source_number="abc" ttl="5">hi</sms></xml_request>'
)
ONE = Text("one", "один")


@pytest.fixture(scope="module")
def made() -> Any:
    return module(PROVIDER, "bindings")


# ---------------------------------------------------------------- reading and writing


def test_a_body_becomes_an_object_and_a_body_again(made: Any) -> None:
    request = made.SendRequest.from_xml(SEND_BODY)
    assert request == made.SendRequest("me", "pass", [made.Sms("1", "79161234567", "abc", "hi", 5)])
    assert made.SendRequest.from_xml(request.to_xml()) == request
    assert made.SendRequest.from_value(request.to_value()) == request
    assert request.to_value()["messages"][0] == {
        "sms_id": "1", "number": "79161234567", "source_number": "abc", "ttl": 5, "text": "hi",
    }  # fmt: skip


def test_a_refused_body_raises_with_every_finding(made: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        made.SendRequest.from_xml(SEND_BODY.replace(b'ttl="5"', b'ttl="x"').replace(b'sms_id="1"', b'sms_id=""'))
    assert [(f.code, f.path) for f in caught.value.findings] == [
        ("facet.minLength", "messages[0].sms_id"),
        ("type.integer", "messages[0].ttl"),
    ]
    with pytest.raises(TypeError, match="bytes"):
        made.SendRequest.from_xml(SEND_BODY.decode())


def test_a_wrong_object_is_not_written(made: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        made.SendRequest("me", "pass", []).to_xml()
    assert [f.code for f in caught.value.findings] == ["facet.minItems"]


@pytest.mark.parametrize("wrong", ["79161234567", b"7", None, 5, {"79161234567": 1}])
def test_a_text_is_no_list_of_its_letters(made: Any, wrong: Any) -> None:
    for name in ("delivered", "waiting"):
        with pytest.raises(TypeError, match=f"^{name}: a list is expected, not {type(wrong).__name__}$"):
            made.DetailResponse(0, **{name: wrong}).to_xml()
    with pytest.raises(TypeError, match=f"^messages: a list is expected, not {type(wrong).__name__}$"):
        made.SendRequest("me", "pass", wrong).to_xml()
    if wrong is not None:
        with pytest.raises(TypeError, match=r"^delivered: a list is expected"):
            made.DetailResponse.from_value({"code": 0, "delivered": wrong})
    assert made.DetailResponse(0, delivered=("79161234567",)).to_value()["delivered"] == ["79161234567"]


@pytest.mark.parametrize("wrong", ["ab", [("a", "b")], None, 5])
def test_what_is_no_mapping_is_no_map(made: Any, wrong: Any) -> None:
    with pytest.raises(TypeError, match=f"^extras: a mapping is expected, not {type(wrong).__name__}$"):
        made.CallbackStatus(5, "79161234567", 1, extras=wrong).to_form()
    if wrong is not None:
        with pytest.raises(TypeError, match=r"^extras: a mapping is expected"):
            made.CallbackStatus.from_value({"id": 5, "phone": "79161234567", "status": 1, "extras": wrong})


def test_secrets_and_settings_reach_the_rules(made: Any) -> None:
    signed = made.CallbackStatus(5, "79161234567", 1).to_form(secret="key")
    assert b"md5=" in signed
    assert made.CallbackStatus.from_form(signed, secret="key").md5
    with pytest.raises(ValidationError) as caught:
        made.CallbackStatus.from_form(signed, secret="other")
    assert [f.code for f in caught.value.findings] == ["signature.mismatch"]
    options = inspect.signature(made.DetailResponse.from_xml).parameters
    assert list(options) == ["body", "charset", "settings", "operation"]
    options = inspect.signature(made.StatusResponse.from_xml).parameters
    assert list(options) == ["body", "charset", "request", "operation"]


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({"secret": b"key"}, "secret is a text, not bytes"), ({"charset": 1251}, "charset is a text, not int"),
        ({"settings": ["sign"]}, "settings is a mapping, not list"),
    ],
)  # fmt: skip
def test_what_is_known_has_its_type(made: Any, known: dict[str, Any], told: str) -> None:
    status = made.CallbackStatus(5, "79161234567", 1)
    for call in (status.to_form, lambda **more: made.CallbackStatus.from_form(b"id=5", **more)):
        with pytest.raises(TypeError, match=f"^{told}$"):
            call(**known)


def test_a_request_is_its_value(made: Any) -> None:
    with pytest.raises(TypeError, match=r"^request is a mapping, not SendRequest$"):
        made.StatusResponse.from_xml(b"<x/>", request=made.SendRequest.from_xml(SEND_BODY))


def test_what_is_known_is_passed_in_the_order_of_the_runtime() -> None:
    read = runtime.Runtime(module(PROVIDER, "accept"), lambda: PROVIDER).reader(dict, "callback_status", "form")
    assert tuple(inspect.signature(read).parameters) == ("body", *bindings._KNOWN)


def test_every_message_has_its_encodings(made: Any) -> None:
    for declared in PROVIDER.messages:
        kind = getattr(made, camel(declared.id))
        for shape in declared.shapes:
            assert callable(getattr(kind, f"from_{shape.encoding}"))
            assert callable(getattr(kind, f"to_{shape.encoding}"))
    assert not hasattr(made.SendRequest, "from_json")
    assert not hasattr(made.Sms, "from_xml")


@pytest.mark.parametrize("provider", providers(), ids=lambda p: f"{p.name}{p.dialect}")
def test_shipped_classes_read_every_example(provider: Provider) -> None:
    shipped = __import__(
        ".".join(filter(None, ("wirebook.providers", provider.name, provider.dialect))), fromlist=["bindings"]
    )
    for declared in provider.messages:
        kind = getattr(shipped, camel(declared.id))
        for example in declared.examples:
            method = getattr(kind, f"from_{example.encoding}")
            known = inspect.signature(method).parameters
            given = {"secret": example.secret, "settings": dict(example.settings), "query": example.query}
            value = method(example.body, **{name: value for name, value in given.items() if name in known})
            assert kind.from_value(value.to_value()) == value


# ---------------------------------------------------------------- classes


def test_classes_are_plain_slots_dataclasses_with_hints(made: Any) -> None:
    names = {"_Any": Any, "_Literal": __import__("typing").Literal, "_Mapping": dict}
    hints = get_type_hints(made.DetailResponse, {**vars(made), **names})
    assert dataclasses.is_dataclass(made.DetailResponse)
    assert not hasattr(made.DetailResponse(0, "x"), "__dict__")
    assert hints["code"] is int
    assert hints["delivered"] == list[str]
    assert hints["campaign"] == made.Campaign | None
    assert str(hints["action"]) == "typing.Literal['check', 'send']"
    assert get_type_hints(made.Campaign, vars(made)) | {} == {
        "smsid": str, "payment": Decimal, "day": datetime.date | None,
    }  # fmt: skip


def test_a_filled_default_is_the_attributes_default(made: Any) -> None:
    assert made.DetailResponse(0).action == "send"
    assert made.DetailResponse.from_value({"code": 0}).action == "send"
    assert made.DetailResponse(0).delivered == []
    assert made.DetailResponse(0).campaign is None


def test_what_an_encoding_drops_may_be_none(made: Any) -> None:
    assert made.Error.from_csv(b"0,-7").text is None
    hints = get_type_hints(made.Error, vars(made))
    assert hints == {"code": int, "text": str | None, "id": int | None}


def test_what_a_place_may_lack_or_a_wrapper_leave_out_may_be_none() -> None:
    """Though the field itself is required."""
    fields = [field(name, string()) for name in ("there", "tolerated", "wrapped", "warned")]
    pair = field("pair", Record("Pair", (field("there", string()), field("warned", string()))))
    wrapper = Tree("", (attribute("wrapped", Leaf("wrapped", string())),))
    inner = Tree("pair", (
        attribute("there", Leaf("there", string())), attribute("warned", Leaf("warned", string()), missing="warning"),
    ))  # fmt: skip
    shape = Shape("xml", root("r", Tree("", (
        attribute("there", Leaf("there", string())),
        attribute("tolerated", Leaf("tolerated", string()), missing="accept"),
        element("warned", Leaf("warned", string()), missing="warning"),
        element("wrap", wrapper, True),
        element("pair", inner),
    ))))  # fmt: skip
    made = module(replace(PROVIDER, messages=(message("m", [*fields, pair], (shape,)),)), "bindings")
    hints = get_type_hints(made.M, vars(made))
    assert {name for name, hint in hints.items() if hint == str | None} == {"tolerated", "wrapped", "warned"}
    assert hints["there"] is str
    assert get_type_hints(made.Pair, vars(made)) == {"there": str, "warned": str | None}
    value = {"there": "1", "pair": {"there": "2"}}
    body = b'<r there="1"><pair there="2"/></r>'
    assert made.M.from_xml(body).to_value() == made.M.from_value(value).to_value() == value
    assert explain_bytes(PROVIDER, message("m", [*fields, pair], (shape,)), "xml", Part(body), Context()).value == value


def test_from_value_tells_missing_and_unknown_fields_without_their_values(made: Any) -> None:
    with pytest.raises(ValueError, match=r"^missing: login, messages; unknown: passw0rd$"):
        made.SendRequest.from_value({"password": "s3cret", "passw0rd": "s3cret"})
    with pytest.raises(ValueError, match=r"^unknown: x$"):
        made.DetailResponse.from_value({"code": 1, "x": 2})
    with pytest.raises(ValueError, match=r"^missing: code$"):
        made.DetailResponse.from_value({"code": None})


def test_a_repr_shows_neither_secrets_nor_logins(made: Any) -> None:
    shown = repr(made.SendRequest.from_xml(SEND_BODY))
    assert "pass" not in shown.replace("password", "")
    assert "'me'" not in shown
    assert "'hi'" in shown


def test_docstrings_are_the_specs_texts_with_their_sources() -> None:
    text = bindings.render(PROVIDER, Names(PROVIDER))
    tree = ast.parse(text)
    docs = {node.name: ast.get_docstring(node) or "" for node in tree.body if isinstance(node, ast.ClassDef)}
    assert "Attributes:\n    login: doc [doc#login]\n        док\n" in docs["SendRequest"] + "\n"
    assert docs["Result"].startswith("doc\n\nдок")
    assert "-99 to -1: doc / док" in docs["Result"]


# ---------------------------------------------------------------- code tables and bits


def test_a_table_tells_singles_ranges_and_unknown_codes(made: Any) -> None:
    assert issubclass(made.Result, enum.IntEnum)
    assert [member.name for member in made.Result] == ["OK", "AGAIN", "LIMIT", "SPAM"]
    assert made.RESULT.lookup(0).name == "ok"
    assert made.RESULT.lookup(0).meaning == runtime.Words("doc", "док")
    assert made.Result.lookup(-5) == runtime.Code(-5, "bad", runtime.Words("doc", "док"))
    assert made.Result.OK.code.known
    unknown = made.RESULT.lookup(77)
    assert (unknown.value, unknown.known, unknown.final, unknown.retry) == (77, False, None, None)
    assert -99 in made.RESULT
    assert 77 not in made.RESULT
    assert [code.value for code in made.RESULT] == [0, 1, 300, 301]


def test_the_operation_chooses_the_table_of_a_code() -> None:
    def row(value: int, name: str, *, ok: bool | None = None) -> CodeEntry:
        return CodeEntry(value, None, None, name, Text(name, name.upper()), None, ok, None, None, "")

    sends = CodeTable("Sends", "integer", T, (row(1, "params"), row(9, "many", ok=False)), "warn", False, None, "")
    lists = CodeTable("Lists", "integer", T, (row(1, "params"), row(9, "lists", ok=False)), "warn", False, None, "")
    by = (("send", sends), ("lists", lists))
    table = CodeTable("Errors", "integer", T, (row(2, "password"),), "warn", False, None, "", by)
    made = module(replace(PROVIDER, codes=(table, sends, lists), messages=(PROVIDER.messages[5],)), "bindings")
    assert made.Errors.lookup(9, operation="send") == made.SENDS.lookup(9)
    assert made.ERRORS.lookup(9, "lists").name == "lists"
    assert made.ERRORS.lookup(2, "send").name == "password"
    assert not made.ERRORS.lookup(3, "send").known
    any_of = made.ERRORS.lookup(9)
    assert any_of == made.Errors.CODE_9.code == made.ERRORS.lookup(9, "other")
    assert (any_of.name, any_of.known, any_of.ok) == ("code_9", True, False)
    assert any_of.meaning == runtime.Words(
        "Depends on the operation. send: many. lists: lists.", "Зависит от операции. send: MANY. lists: LISTS."
    )
    assert any_of.by == (("send", made.SENDS.lookup(9)), ("lists", made.LISTS.lookup(9)))
    assert made.ERRORS.lookup(1) == made.SENDS.lookup(1)
    assert [member.name for member in made.Errors] == ["PASSWORD", "PARAMS", "CODE_9"]


def test_an_operation_given_to_a_reader_decides_what_codes_there_are(made: Any) -> None:
    body = b'<xml_result res="77"/>'
    assert made.StatusResponse.from_xml(body).res == 77
    assert made.StatusResponse.from_xml(body, operation="other").res == 77
    assert made.StatusResponse.from_xml(body.replace(b"77", b"300"), operation="senders").res == 300
    with pytest.raises(ValidationError, match="no row of table Limits"):
        made.StatusResponse.from_xml(body, operation="senders")
    with pytest.raises(ValidationError, match="no row of table Limits"):
        made.StatusResponse(77).to_xml(operation="senders")


def test_finality_success_and_advice_reach_the_bindings() -> None:
    rows = (CodeEntry("a", None, None, "a", T, True, False, ONE, None, ""),
            CodeEntry("b", None, None, "a", T, None, None, None, None, ""))  # fmt: skip
    table = CodeTable("Words", "string", T, rows, "accept", True, ONE, "doc#1")
    made = module(replace(PROVIDER, codes=(table,), messages=(PROVIDER.messages[5],)), "bindings")
    assert made.WORDS.lookup("a") == runtime.Code("a", "a", runtime.Words("doc", "док"), True, False, ("one", "один"))
    assert issubclass(made.Words, enum.StrEnum)
    assert (made.Words.A, made.Words.A_2) == ("a", "b")


def test_parts_of_bits_are_properties() -> None:
    flag = Scalar("", "bits", width=16, bits=(
        Bit("kind", 0, 3, None, (), ONE),
        Bit("template", 8, 8, None, (), ONE),
        Bit("sort", 9, 10, None, (("template", 1),), ONE),
    ))  # fmt: skip
    record = Record("flags", (field("flag", flag, True), field("flag_kind", integer(), True)))
    declared = replace(CALLBACK, id="flags", record=record, shapes=())
    made = module(replace(PROVIDER, messages=(declared,)), "bindings")
    value = made.Flags(0b10100000101)
    assert (value.flag_kind_, value.flag_template, value.flag_sort) == (5, 1, 2)
    assert made.Flags(0b10000000101).flag_sort is None
    assert made.Flags().flag_template is None


# ---------------------------------------------------------------- hostile specs


def outline(text: str) -> str:
    """The syntax tree without the contents of texts and docstrings."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
            node.value = ""
    return ast.dump(tree)


def titled(words: str) -> Provider:
    """A provider with one text everywhere that a text may stand."""
    text = Text(words, words)
    codes = CodeTable(
        "Table", "integer", text, (CodeEntry(1, None, None, "a", text, None, None, text, None, words),
                                   CodeEntry(None, 2, 3, "b", text, None, None, None, None, words)),
        "warn", True, text, words,
    )  # fmt: skip
    bits = Scalar("", "bits", width=4, bits=(Bit("low", 0, 1, codes, (), text),), doc=text, source=words)
    choice = string(facet("enumeration", (words, "send")))
    fields = (
        Field("choice", choice, False, None, text, words),
        Field("flag", bits, True, None, text, words),
        Field("words", string(), True, Default(words, True, "omit"), text, words),
    )
    record = Record("m", fields, (), text, words)
    declared = Message("m", text, text, "request", record, (), (), (), words)
    return replace(PROVIDER, title=text, doc=text, codes=(codes,), messages=(declared,))


def test_no_text_breaks_out() -> None:
    plain = outline(bindings.render(titled("harmless"), Names(titled("harmless"))))
    for words in NAUGHTY:
        if words != "send" and not re.search("[\ud800-\udfff]", words):
            provider = titled(words)
            assert outline(bindings.render(provider, Names(provider))) == plain, words


def test_docstrings_hold_any_text() -> None:
    for words in [*NAUGHTY, '"', '""', '"""', '\\"', 'x"', '"x', "\\", '"\\"', '\\""', "x\\"]:
        for lines in ([words], ["x", words], [words, words]):
            source = "\n".join(docstring([line.replace("\n", " ") for line in lines]))
            value = ast.literal_eval(source)
            assert value.split("\n")[0] == lines[0].replace("\n", " ").rstrip(" ") or len(lines) == 1


@pytest.mark.parametrize("name", ["class", "a b", "x;y", "", "1x", "_x", "ключ", "x\n", "None", "__init__"])
def test_a_name_that_python_cannot_take_is_refused(name: str) -> None:
    declared = message("ping", [field(name, string())], ())
    if name in ("class", "None"):
        text = bindings.render(replace(PROVIDER, messages=(declared,)), Names(replace(PROVIDER, messages=(declared,))))
        assert f"    {name}_: str\n" in text
    else:
        with pytest.raises(EmitError):
            emit(replace(PROVIDER, messages=(declared,)))
    for broken in (replace(PROVIDER, name=name), replace(PROVIDER, messages=(replace(declared, id=f"{name} x"),))):
        with pytest.raises(EmitError):
            emit(broken)


def test_names_that_mean_something_in_a_class_get_an_underscore() -> None:
    names = ["int", "str", "list", "self", "cls", "to_value", "from_xml", "property", "import", "type", "id", "list_"]
    declared = message("ping", [field(name, integer(), name == "str") for name in names], ())
    provider = replace(PROVIDER, messages=(declared,), codes=())
    made = module(provider, "bindings")
    value = made.Ping(*range(len(names)))
    assert made.Ping.from_value(value.to_value()) == value
    assert sorted(value.to_value()) == sorted(names)
    assert (value.type, value.int_, value.import_) == (8, 0, 7)
    assert {slot.name for slot in Names(provider).slots(declared.record)} >= {"list_", "list__", "type"}


def test_classes_never_share_a_name() -> None:
    inner = Record("Exception", (field("x", string()),))
    one = message("send", [field("part", inner)], ())
    table = CodeTable("Send", "integer", T, (), "warn", True, None, "")
    provider = replace(PROVIDER, messages=(one, replace(one, id="sen_d")), codes=(table,))
    names = Names(provider)
    found = [*names.records, *(name for pair in names.tables.values() for name in pair)]
    assert sorted(found) == sorted(set(found))
    assert "Exception" not in found
    compile(bindings.render(provider, names), "bindings.py", "exec")


# ---------------------------------------------------------------- a user's own package


def test_a_package_needs_nothing_but_wirebook(tmp_path: Path) -> None:
    for path, text in emit(PROVIDER).files.items():
        file = tmp_path / "python" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    probe = (
        "import sys, python.handmade as h; assert 'dataclasses' not in sys.modules; "
        f"print(h.SendRequest.from_xml({SEND_BODY!r}).messages[0].text, h.RESULT.lookup(0).name, *dir(h)[:2])"
    )
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", probe], cwd=tmp_path, capture_output=True, text=True, env=environment)
    assert done.stderr == ""
    assert done.stdout == "hi ok Answer Answers\n"

    accept = tmp_path / "python" / "handmade" / "accept.py"
    said = f"FORMAT = {FORMAT}\n"
    accept.write_text(accept.read_text(encoding="utf-8").replace(said, "FORMAT = 99\n"), encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", probe], cwd=tmp_path, capture_output=True, text=True, env=environment)
    assert "ImportError: python.handmade.accept was generated in format 99" in done.stderr


def test_files_of_a_dialect_stand_below_their_provider() -> None:
    files = emit(replace(PROVIDER, dialect="later")).files
    names = ("__init__", "accept", "bindings", "model", "operations", "quick", "quick_json", "write")
    assert sorted(files) == [f"handmade/later/{name}.py" for name in names]
    with pytest.raises(EmitError, match="module"):
        emit(replace(PROVIDER, dialect="model"))


def test_the_sample_is_refused_for_its_names_only() -> None:
    with pytest.raises(EmitError, match="row_-4"):
        emit(sample.provider())
    assert SEND.record in Names(PROVIDER).records.values()


def test_an_empty_secret_is_no_secret() -> None:
    """A variable that was never set: by an empty key anybody could sign, and without one nothing would be checked."""
    from wirebook.providers.smsc import CallbackStatus

    with pytest.raises(ValueError, match="the secret is empty"):
        CallbackStatus.from_form(b"id=1&phone=79000000000&status=1", secret="")
