"""A small model with one of everything that a page shows; no provider is meant."""

from __future__ import annotations

from typing import Any

from wirebook.model import (
    Alternative,
    Array,
    Bit,
    Case,
    Charsets,
    CodeEntry,
    CodeTable,
    Cond,
    Const,
    Default,
    Deviation,
    Document,
    Example,
    Expected,
    Facet,
    Field,
    Leaf,
    LexicalForm,
    LineCapture,
    LineGroup,
    LineLiteral,
    LinePairs,
    Lines,
    List,
    Map,
    Member,
    Message,
    Normal,
    Note,
    Operation,
    Provider,
    Record,
    Rewrite,
    Rule,
    Scalar,
    Setting,
    Shape,
    SignatureCarrier,
    Text,
    Tree,
    Unknown,
)


def provider(words: str = "words", *, literal: str = "literal") -> Provider:
    """The sample; ``words`` is every text for people, ``literal`` every literal that a spec may choose freely."""
    text = Text(f"{words} en", f"{words} ru")

    def row(value: int | None, low: int | None = None, high: int | None = None, **more: Any) -> CodeEntry:
        given = {"final": True, "ok": False, "retry": text, "deviation": None, **more}
        return CodeEntry(value, low, high, f"row_{value or low}", text, **given, source="doc#4")

    table = CodeTable(
        "Result", "integer", text, (row(-4), row(0, ok=None), row(None, 700, 709)), "warn", True, text, "doc#4"
    )
    plain = Scalar("", "string", (Facet("maxLength", 5), Facet("pattern", literal, "warning", "dev", "doc#1")))
    phone = Normal(" +", (Rewrite("8(9[0-9]{9})", "7{1}"),), "79[0-9]{9}", "warning")
    code = Scalar("Code", "integer", codes=table)
    day = Scalar(
        "Day", "date", lexical=(LexicalForm("DD.MM.YY"), LexicalForm("YYYY-MM-DD", "warning", "dev")), pivot=70
    )
    flag = Scalar("Flag", "bits", width=16, bits=(Bit("kind", 0, 3, table, (("other", 1),), text),))
    choice = Scalar("", "string", (Facet("enumeration", (literal, "b")),), whitespace="trim", sensitive="secret")

    def field(name: str, kind: Any, *, optional: bool = False, default: Default | None = None, **more: Any) -> Field:
        return Field(name, kind, optional, default, text, "doc#2.1", **more)

    item = Record("Item", (field("id", plain), field("to", Scalar("", "phone", normal=phone), optional=True)))
    away = Cond("not", items=(Cond("present", "flag"),))
    record = Record(
        "sent",
        (
            field("code", code),
            field("day", day, missing="warning", deviation="dev"),
            field("flag", flag, optional=True),
            field("mode", choice, default=Default(literal, True, "always", "warning", "dev")),
            field("items", List(item, (Facet("minItems", 1), Facet("maxItems", 250, source="doc#2")))),
            field("extra", Map((("mega", text),), "[a-z]+", code)),
            field("sum", Scalar("", "string"), optional=True),
        ),
        (
            Rule("ids", "unique", "error", field="items", key="id", source="doc#3"),
            Rule("pair", "required_if", "warning", field="sum", when=away, doc=text),
            Rule("one", "exactly_one", "error", fields=("flag", "sum"), deviation="dev"),
            Rule(
                "signed", "signature", "error", join=("code", "setting.secret"), delimiter=":",
                carriers=(SignatureCarrier("sum", "md5", ()),),
            ),
            Rule("echo", "echoes", "error", field="items", key="id", request="ids"),
        ),
    )  # fmt: skip

    def member(slot: str, name: str, bind: str, kind: Scalar = plain, **more: Any) -> Member:
        return Member(slot, name, Leaf(bind, kind), more.pop("optional", False), **more)

    attributes = (
        Member("attribute", "xml_name", Const(literal), False, alternatives=(Alternative("name", "warning", "dev"),)),
        member("attribute", "code", "code", code),
        member("attribute", "flag", "flag", flag, optional=True),
        Member("entries", "", Leaf("extra", code), True, entry="attribute"),
    )
    repeated = Tree(".", (member("attribute", "id", "id"), member("text", "", "to", optional=True)))
    elements = (member("element", "day", "day", day), Member("element", "item", repeated, False, each="items"))
    tree = Tree("", attributes + elements, "sequence", Unknown("warn"), Unknown("collect", "extra"))
    wires = {"id": Leaf("id", plain, "string"), "to": Leaf("to", plain, "number")}
    each = Tree(".", tuple(Member("member", name, leaf, name == "to") for name, leaf in wires.items()))
    line = (
        LineLiteral("code = "), LineCapture(Leaf("code", code, absent="0")),
        LineGroup((LineLiteral(", "), LineCapture(Leaf("day", day)))),
        LinePairs("extra", code, ("mega",), ", ", " = ", "", "extra"),
    )  # fmt: skip
    shapes = (
        Shape("xml", Member("root", "result", tree, False), source="doc#2.1"),
        Shape("json", Member("root", "", Tree("", (Member("member", "items", Array("items", each), False),)), False)),
        Shape(
            "form",
            Member(
                "root",
                "",
                Tree("", (member("param", "code", "code"), member("param", "s", "sum", optional=True))),
                False,
            ),
        ),
        Shape("text", Lines("", line, "\r\n", True), ("items", "flag"), "dev", "doc#2.2"),
        Shape("csv", Lines("items", (LineCapture(Leaf("id", plain)),))),
    )
    body = f"<result>{words}</result>\r\n\x00\u202e```\n````\n".encode()

    def sample(name: str, verdict: str, *found: Expected) -> Example:
        return Example(name, "xml", "utf-8", body, verdict, found, literal, (("mode", literal),), text, "doc#5")

    long = Example(
        "long",
        "text",
        "utf-8",
        b"\xff" + b"x" * 5000,
        "fail",
        (Expected("charset.undecodable", ""),),
        None,
        (),
        text,
        "",
    )
    message = Message(
        "sent", text, text, "reply", record, shapes, (sample("basic", "pass"),),
        (sample("bad", "fail", Expected("facet.maxLength", "items[0].id")), long), "doc#2",
    )  # fmt: skip
    cases = (
        Case(Cond("equals", "request.mode", (literal,)), "sent"),
        Case(Cond("matches", "sent"), "sent"),
        Case(None, "sent"),
    )
    return Provider(
        "sample", "", ("later",), text, text, (Document("doc", text, "000.txt"),),
        (Note("transport", text, text, "doc#1"),),
        (Setting("mode", "secret", ("a", literal), "a", text, "doc#1"),),
        (Charsets("xml", ("header", "default"), ("utf-8",), "utf-8", "doc#1"),),
        (table,),
        (message,),
        (Operation("send", "call", "POST", "example.org", "/x", cases, cases, text, text, "doc#2"),),
        (Deviation("dev", text, text, "warn", "observed#sample"),),
    )  # fmt: skip
