"""Which message a body is: by root, fixed texts, names, lines, and what is known around it."""

import ast
import dataclasses
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from handmade import PROVIDER as HANDMADE
from wirebook.model import Case, Cond, Const, Default, LineGroup, LinePairs, Lines, Scalar
from wirebook.part import Context, Part
from wirebook.select import ambiguous, derive, guess_encoding, select
from wirebook.select.run import ElementPeek, FormPeek, JsonPeek, LinesPeek, run

# Without the request that collects any name: it is what any other object may be.
PROVIDER = replace(HANDMADE, messages=tuple(m for m in HANDMADE.messages if m.id not in ("signed_request", "answers")))


def chosen(encoding, body, part=None, **ctx):
    part = {} if part is None else part
    return select(PROVIDER, encoding, Part(body.encode(), **part), Context(**ctx)).messages


BODIES = [
    ("xml", '<xml_request name="sms_send"/>', ("send_request",)),
    ("xml", "<xml_request/>", ("send_request",)),
    ("xml", "<data><code>1</code></data>", ("detail_response",)),
    ("xml", "<list/>", ("senders",)),
    ("xml", "<nothing/>", ()),
    ("xml", "<result>OK</result>", ("ok",)),
    ("xml", "<result><error_code>5</error_code></result>", ("error",)),
    ("json", "[]", ("senders",)),
    ("json", '[{"sender": "a", "id": "1"}]', ("senders",)),
    ("json", '{"result": "OK"}', ("ok",)),
    ("json", '{"error": "x", "error_code": 1}', ("error",)),
    ("json", '{"error_code": 1, "id": 5}', ("error",)),
    ("json", '{"id": 1, "phone": "79", "status": 1}', ("callback_status",)),
    ("form", "id=1&phone=2&status=1&zz=1", ("callback_status",)),
    ("form", "id=1", ("delete_request",)),
    ("form", "sender=1", ("delete_request",)),
    ("json", '{"name": "x", "version": "1"}', ()),  # shares no name with any message
    ("json", '{"name": "x", "id": "1"}', ("error",)),
    ("form", "name=x&version=1", ()),
]


EXCEPTED = [
    ("form", "id=1&phone=2&status=1&mes=1"),
    ("json", '[{"sender": "a", "id": "1", "phone": "7"}]'),
    ("xml", '<list><sender id="1" phone="7">a</sender></list>'),
    ("text", "name = a, phone = 7, id = 1"),
]


@pytest.mark.parametrize(("encoding", "body"), EXCEPTED)
def test_a_name_that_is_excepted_keeps_a_body_from_being_that_message(encoding, body):
    """``senders`` and ``callback_status`` collect any other name; a message of their own takes the excepted one."""
    name = "callback_status" if encoding == "form" else "senders"
    assert chosen(encoding, body.replace("phone", "fax").replace("mes=", "some=")) == (name,)
    message = PROVIDER.message(name)
    twin = replace(message, id="twin", shapes=tuple(replace(s, root=_not_excepting(s.root)) for s in message.shapes))
    both = replace(PROVIDER, messages=(*PROVIDER.messages, twin))
    assert select(both, encoding, Part(body.encode()), Context()).messages == ("twin",)


def _not_excepting(node):
    """A part of a shape in which nothing is excepted."""
    if isinstance(node, tuple):
        return tuple(map(_not_excepting, node))
    if not dataclasses.is_dataclass(node) or isinstance(node, Scalar):
        return node
    new = {f.name: _not_excepting(getattr(node, f.name)) for f in dataclasses.fields(node)}
    return replace(node, **{k: () if k in ("excepted", "rest_excepted") else v for k, v in new.items()})


@pytest.mark.parametrize(("body", "names"), [("cmt=1", ("free",)), ("id=1&cmt=1", ("delete_request", "free"))])
def test_a_rule_that_wants_one_of_some_fields_tells_messages_apart(body, names):
    wanting = PROVIDER.message("delete_request")
    free = replace(wanting, id="free", record=replace(wanting.record, rules=()))
    provider = replace(PROVIDER, messages=(wanting, free))
    assert select(provider, "form", Part(body.encode()), Context()).messages == names


FREE = [
    ("sender=1&id=5", ("fixed",)),
    ("sender=1&cmt=x", ("delete_request",)),
    ("sender=1", ("delete_request", "fixed")),
    ("sender=2&id=5", ("delete_request",)),
]


@pytest.mark.parametrize(("body", "names"), FREE)
def test_a_field_may_hold_the_fixed_text_of_another_message(body, names):
    free = PROVIDER.message("delete_request")
    (shape,) = free.shapes
    members = {member.name: member for member in shape.root.node.members}
    fixed = (replace(members["sender"], node=Const("1")), members["id"])

    def made(one, name, kept):
        root = replace(shape.root, node=replace(shape.root.node, members=kept))
        bare = replace(one.record, rules=())
        return replace(one, id=name, record=bare, shapes=(replace(shape, root=root),))

    lacking = made(free, "delete_request", (members["sender"], members["cmt"]))
    provider = replace(PROVIDER, messages=(lacking, made(free, "fixed", fixed)))
    assert select(provider, "form", Part(body.encode()), Context()).messages == names


@pytest.mark.parametrize("severity", ["error", "warning"])
def test_a_rule_of_which_a_default_may_be_the_one_tells_nothing(severity):
    wanting = PROVIDER.message("delete_request")
    rules = tuple(replace(rule, severity=severity) for rule in wanting.record.rules)
    filled = Default(1, fill=True, write="keep")
    fields = tuple(
        replace(f, default=filled) if f.name == "id" and severity == "error" else f for f in wanting.record.fields
    )
    lax = replace(wanting, record=replace(wanting.record, fields=fields, rules=rules))
    free = replace(wanting, id="free", record=replace(wanting.record, rules=()))
    provider = replace(PROVIDER, messages=(lax, free))
    assert select(provider, "form", Part(b"cmt=1"), Context()).messages == ("delete_request", "free")


@pytest.mark.parametrize(("encoding", "body", "messages"), BODIES)
def test_by_body(encoding, body, messages):
    assert chosen(encoding, body) == messages


def test_a_body_that_cannot_be_read_has_no_message_but_its_issues():
    found = select(PROVIDER, "xml", Part(b"<a"), Context())
    assert found.messages == ()
    assert found.reason == "unknown-message"
    assert [i.code for i in found.wire.issues] == ["xml.not-well-formed"]


def test_an_object_without_a_known_name_is_still_what_would_accept_it():
    tree = ("root", {"object": ("nearest", (("any", ((), ("a",), True, False, {}, ())),))}, None)
    assert run(tree, JsonPeek({"zz": "1"})) == ("any",)
    tree = ("root", {"object": ("nearest", (("one", ((("a",),), ("a",), True, False, {}, ())),))}, None)
    assert run(tree, JsonPeek({"zz": "1"})) == ()
    assert run(tree, JsonPeek({"a": "1", "zz": "1"})) == ("one",)


LINES = [
    ("text", "ERROR = 5 (no)", ("error",)),
    ("text", "ERROR = 5 (no), ID - 7", ("error",)),
    ("text", "ERROR = five (no)", ("error",)),  # its literals tell it
    ("text", "OK", ("ok",)),
    ("text", "name = a, mega = 1, id = 5\nname = b, id = 6", ("senders",)),
    ("csv", "0,-5", ("error",)),
    ("csv", "OK", ("ok",)),
    ("csv", "12.50", ("balance",)),
    ("csv", "gibberish", ()),
]


@pytest.mark.parametrize(("encoding", "body", "messages"), LINES)
def test_by_lines(encoding, body, messages):
    assert chosen(encoding, body) == messages
    assert run(derive(PROVIDER)[encoding], LinesPeek(lambda: body)) == messages


def test_the_other_readings_see_the_same():
    trees = derive(PROVIDER)
    for encoding, body, messages in BODIES:
        if encoding == "xml":
            assert run(trees["xml"], ElementPeek(ElementTree.fromstring(body))) == messages
        elif encoding == "json":
            assert run(trees["json"], JsonPeek(ast.literal_eval(body))) == messages
        else:
            pairs = [tuple(p.split("=")) for p in body.split("&")]
            assert run(trees["form"], FormPeek(pairs)) == messages


def test_trees_are_plain_literals():
    trees = derive(PROVIDER)
    assert ast.literal_eval(repr(trees)) == trees


@pytest.mark.parametrize(
    ("body", "part", "ctx", "messages"),
    [
        ('{"result": "OK"}', {}, {"operation": "senders", "request": {"get": "1"}}, ("senders",)),
        ('{"result": "OK"}', {}, {"operation": "senders", "request": {"add": "1"}}, ("ok",)),
        ('{"result": "OK"}', {}, {"operation": "senders"}, ("ok",)),
        ("[]", {}, {"operation": "senders"}, ("senders",)),
        ("[]", {"status": 200, "path": "/senders?x=1"}, {}, ("senders",)),
        ('{"error": "x", "error_code": 1}', {}, {"operation": "senders", "request": {"get": "1"}}, ("error",)),
        ('{"error_code": 1, "zz": 2}', {}, {"operation": "senders"}, ("error",)),  # the nearest
        ('{"id": 1}', {}, {"operation": "callback"}, ("callback_status",)),
        ('{"id": 1}', {"method": "POST"}, {"operation": "senders"}, ()),
    ],
)
def test_by_operation(body, part, ctx, messages):
    assert chosen("json", body, part, **ctx) == messages


@pytest.mark.parametrize(
    ("ctx", "messages"),
    [
        ({"request_message": "delete_request", "request": {}}, ("ok",)),
        ({"request_message": "send_request", "request": {"get": "1"}}, ("senders",)),
        ({"request_message": "send_request", "request": {}, "settings": {"get": "1"}}, ("error",)),
        ({"settings": {"get": "1"}}, ("senders", "ok")),
        ({"settings": {"get": "0"}}, ("ok", "error")),
        ({}, ("senders", "ok", "error")),
    ],
)
def test_a_reply_is_told_by_its_request_or_by_a_setting_that_says_what_it_asked(ctx, messages):
    """A setting stands for a request that is unknown, never for one that is known."""
    (operation,) = [one for one in PROVIDER.operations if one.id == "senders"]
    cases = (
        Case(Cond("answers", "delete_request"), "ok"),
        Case(Cond("equals", "request.get", ("1",)), "senders"),
        Case(None, "error"),
    )
    asking = tuple(Case(None, name) for name in ("delete_request", "send_request"))
    # Of texts nothing narrows the cases down.
    ok = PROVIDER.message("ok")
    same = replace(ok, shapes=tuple(shape for shape in ok.shapes if shape.encoding == "text"))
    names = [case.message for case in cases]
    provider = replace(
        PROVIDER,
        messages=tuple(replace(same, id=m.id) for m in PROVIDER.messages if m.id in names),
        operations=(replace(operation, request=asking, reply=cases),),
    )
    found = select(provider, "text", Part(b"OK"), Context(operation="senders", **ctx)).messages
    assert set(found) == set(messages)


@pytest.mark.parametrize(
    ("body", "encodings"),
    [
        (b"<a/>", ("xml",)),
        (b"\xef\xbb\xbf \n<a/>", ("xml",)),
        (b'{"a": 1}', ("json",)),
        (b"[]", ("json",)),
        (b"OK", ("text", "csv")),
        (b"ERROR = 5 (x)", ("text",)),
        (b"0,-5", ("csv",)),
        (b"id=1&phone=2", ("form",)),
        (b"\xff\xfe\x00", ()),
        (b"", ()),
        (b"hello there", ()),
    ],
)
def test_guess_encoding(body, encodings):
    assert guess_encoding(body, PROVIDER) == encodings


def without(message_id, encoding, *names):
    """The provider with a copy of a message that lacks some members or pieces of its root."""
    message = PROVIDER.message(message_id)
    shape = next(s for s in message.shapes if s.encoding == encoding)
    if isinstance(shape.root, Lines):
        root = replace(shape.root, pieces=tuple(p for p in shape.root.pieces if not isinstance(p, names)))
    else:
        members = tuple(m for m in shape.root.node.members if m.name not in names)
        root = replace(shape.root, node=replace(shape.root.node, members=members))
    copy = replace(message, id="copy", shapes=(replace(shape, root=root),))
    return replace(PROVIDER, messages=(*PROVIDER.messages, copy))


@pytest.mark.parametrize(
    ("message", "encoding", "names", "pairs"),
    [
        ("error", "xml", ("id",), [("xml", ("error", "copy"))]),
        ("error", "xml", ("error_code",), []),
        ("error", "text", (LineGroup,), [("text", ("error", "copy"))]),
        ("senders", "text", (LinePairs,), [("text", ("senders", "copy"))]),
        ("callback_status", "form", ("flag",), [("form", ("callback_status", "copy"))]),
    ],
)
def test_ambiguous_pairs(message, encoding, names, pairs):
    assert ambiguous(PROVIDER) == []
    assert ambiguous(without(message, encoding, *names)) == pairs
