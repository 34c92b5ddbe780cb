"""A small provider built by hand, so that the engines are tested without the spec loader.

It holds one of each thing that the engines know: attributes, wrappers, lists, nested
records, maps, defaults, codes, deviations, rules, signatures, all five encodings.
"""

from dataclasses import replace

from wirebook.model import (
    Alternative,
    Array,
    Case,
    Charsets,
    CodeEntry,
    CodeTable,
    Cond,
    Const,
    Default,
    Facet,
    Field,
    Joined,
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
)  # fmt: skip  # isort: skip

T = Text("doc", "док")
CANON = LexicalForm("canonical")


def facet(name, value, severity="error", deviation=None):
    return Facet(name, value, severity, deviation, "doc#facets")


def string(*facets, **more):
    return Scalar("", "string", facets, **more)


def integer(*facets, **more):
    return Scalar("", "integer", facets, lexical=more.pop("lexical", (CANON,)), **more)


def field(name, kind, optional=False, **more):
    return Field(name, kind, optional, more.pop("default", None), T, f"doc#{name}", **more)


def attribute(name, leaf, optional=False, **more):
    return Member("attribute", name, leaf, optional, **more)


def element(name, node, optional=False, **more):
    return Member("element", name, node, optional, **more)


def member(name, node, optional=False, **more):
    return Member("member", name, node, optional, **more)


def param(name, node, optional=False, **more):
    return Member("param", name, node, optional, **more)


def text(node, **more):
    return Member("text", "", node, False, **more)


def root(name, node, **more):
    return Member("root", name, node, False, **more)


def message(mid, record_fields, shapes, direction="request", rules=()):
    record = Record(mid, tuple(record_fields), tuple(rules))
    return Message(mid, T, None, direction, record, tuple(shapes), (), (), "doc#" + mid)


def code(value, name, low=None, high=None, deviation=None):
    return CodeEntry(value, low, high, name, T, None, None, None, deviation, "doc#codes")


# ---------------------------------------------------------------- scalars

LOGIN = string(sensitive="login")
SECRET = string(facet("maxLength", 20), sensitive="secret")
SMS_ID = string(facet("minLength", 1), facet("maxLength", 5), identity="message")
NUMBER = Scalar(
    "Phone",
    "phone",
    (facet("maxLength", 25),),
    normal=Normal(" +()-", (Rewrite("8(9[0-9]{9})", "7{1}"),), "79[0-9]{9}", "warning", "odd_phone", "doc#phone"),
    sensitive="phone",
)
SOURCE = string(facet("maxLength", 16), facet("minLength", 3, "warning", "short_source"))
MINUTES = integer(facet("minInclusive", 1), lexical=(CANON, LexicalForm("plus", "warning", "plus")))
BODY_TEXT = string(sensitive="text")
PRICE = Scalar("", "decimal", (facet("fractionDigits", 2), facet("minInclusive", "0")), lexical=(CANON,))
DAY = Scalar("", "date", lexical=(LexicalForm("DD.MM.YYYY"),))
WHEN = Scalar("", "datetime", lexical=(LexicalForm("YYYY-MM-DD hh:mm:ss"),))
SLASHED = Scalar("", "date", (), "trim", (LexicalForm("DD/MM/YYYY"), LexicalForm("DD/MM/YY", "warning")), 70)
ZERO = string(facet("enumeration", ("0000-00-00", "never")))


def union(*members, **more):
    return Scalar(more.pop("name", ""), "union", members=members, **more)


BOUND = union(ZERO, WHEN, SLASHED, name="Bound", whitespace="trim")
FLAG = Scalar("Flag", "boolean", lexical=(LexicalForm("true/false"), LexicalForm("1/0"), LexicalForm("Y/N", "warning")))
ONE = Scalar("", "boolean", whitespace="trim", lexical=(LexicalForm("1/0"), LexicalForm("on/off", "error", "words")))
# An integer first: what the decimal number would write alike is not its value.
MIXED = union(
    integer(facet("minInclusive", 5), facet("maxInclusive", 2**60, "warning"), lexical=(CANON, LexicalForm("plus"))),
    PRICE, DAY, string(facet("pattern", "[a-z]{2,6}"), facet("maxLength", 4, "warning", "long_word")),
)  # fmt: skip
RESULT_ROWS = (code(0, "ok"), code(1, "again", deviation="repeat"), code(None, "bad", -99, -1))
LIMITS = CodeTable(
    "Limits", "integer", T, (code(300, "limit"), code(301, "spam", deviation="repeat")), "refuse", False, None, ""
)
RESULT = CodeTable(
    "Result", "integer", T, RESULT_ROWS, "warn", True, None, "doc#result", (("senders", LIMITS), ("callback", LIMITS))
)
STATUS = CodeTable("Status", "integer", T, tuple(code(n, f"s{n}") for n in (0, 1, 2)), "refuse", False, None, "doc#st")
RES = integer(codes=RESULT)

# ---------------------------------------------------------------- a request in XML

ITEM = Record(
    "Sms",
    (
        field("sms_id", SMS_ID),
        field("number", NUMBER),
        field("source_number", SOURCE),
        field("ttl", MINUTES, True),
        field("text", BODY_TEXT),
    ),
)
SEND_XML = Shape(
    "xml",
    root(
        "xml_request",
        Tree(
            "",
            (
                attribute("name", Const("sms_send"), alternatives=(Alternative("xml_name", "warning", "name"),)),
                element(
                    "xml_user",
                    Tree("", (attribute("lgn", Leaf("login", LOGIN)), attribute("pwd", Leaf("password", SECRET)))),
                ),
                element(
                    "sms",
                    Tree(
                        ".",
                        (
                            attribute("sms_id", Leaf("sms_id", SMS_ID)),
                            attribute("number", Leaf("number", NUMBER)),
                            attribute("source_number", Leaf("source_number", SOURCE)),
                            attribute("ttl", Leaf("ttl", MINUTES, empty="absent", empty_severity="warning"), True),
                            text(Leaf("text", BODY_TEXT)),
                        ),
                    ),
                    each="messages",
                ),
            ),
        ),
    ),
)
SEND = message(
    "send_request",
    (
        field("login", LOGIN),
        field("password", SECRET),
        field("messages", List(ITEM, (facet("minItems", 1), facet("maxItems", 3)))),
    ),
    (SEND_XML,),
    rules=(Rule("ids_unique", "unique", "error", "messages", "sms_id", source="doc#ids"),),
)

# ---------------------------------------------------------------- a reply in XML: sequence, wrappers, nested records

CAMPAIGN = Record("Campaign", (field("smsid", string()), field("payment", PRICE), field("day", DAY, True)))
DETAIL = message(
    "detail_response",
    (
        field("code", RES),
        field("descr", string(), True),
        field("campaign", CAMPAIGN, True),
        field("delivered", List(NUMBER)),
        field("waiting", List(NUMBER)),
        field(
            "action",
            string(facet("enumeration", ("check", "send"))),
            True,
            default=Default("send", True, "omit", "warning"),
        ),
    ),
    (
        Shape(
            "xml",
            root(
                "data",
                Tree(
                    "",
                    (
                        element("code", Leaf("code", RES)),
                        element("descr", Leaf("descr", string(), empty="absent"), True),
                        element(
                            "sms",
                            Tree(
                                "campaign",
                                (
                                    element("smsid", Tree("", (text(Leaf("smsid", string())),))),
                                    element("payment", Leaf("payment", PRICE)),
                                    element("day", Leaf("day", DAY, absent="00.00.0000"), True),
                                ),
                            ),
                            True,
                        ),
                        element(
                            "detail",
                            Tree(
                                "",
                                (
                                    element(
                                        "delivered",
                                        Tree(
                                            "",
                                            (
                                                element(
                                                    "number", Tree(".", (text(Leaf(".", NUMBER)),)), each="delivered"
                                                ),
                                            ),
                                        ),
                                        True,
                                    ),
                                    element(
                                        "waiting",
                                        Tree("", (element("number", Leaf(".", NUMBER), each="waiting"),)),
                                        True,
                                    ),
                                ),
                            ),
                            True,
                        ),
                        element("action", Leaf("action", string(facet("enumeration", ("check", "send")))), True),
                    ),
                    order="sequence",
                ),
            ),
        ),
    ),
    "reply",
    rules=(
        Rule("descr_if_bad", "required_if", "error", "descr", when=Cond("not", items=(Cond("equals", "code", (0,)),))),
        Rule("no_day_when_ok", "forbidden_if", "warning", "action", when=Cond("equals", "setting.fmt", (3,))),
    ),
)

# ---------------------------------------------------------------- a callback: signature, defaults, extras

MD5 = string(facet("pattern", "[0-9a-fA-F]{32}"))
CRC = string()
EXTRAS = Map((), "[a-z_]+", string())


def _signed(prefix):
    return Rule(
        "signed",
        "signature",
        "error",
        join=(*prefix, "setting.secret"),
        delimiter=":",
        carriers=(SignatureCarrier("md5", "md5", ()), SignatureCarrier("crc32", "crc32", ("decimal", "hex8"))),
        source="doc#sign",
    )


_CALL = (
    ("id", integer(facet("minInclusive", 1)), False),
    ("phone", NUMBER, False),
    ("status", integer(codes=STATUS), False),
    ("err", integer(), True),
    ("flag", Scalar("", "bits", width=16), True),
    ("md5", MD5, True),
    ("crc32", CRC, True),
)
CALLBACK = message(
    "callback_status",
    (
        *(field(n, s, o, default=Default(0, True, "omit", "warning") if n == "err" else None) for n, s, o in _CALL),
        field("extras", EXTRAS),
    ),
    (
        Shape(
            "form",
            root(
                "",
                Tree(
                    "",
                    tuple(param(n, Leaf(n, s), o) for n, s, o in _CALL),
                    unknown=Unknown("collect", "extras", "warning", "extra", ("mes", "waitcall")),
                ),
            ),
        ),
        Shape(
            "json",
            root(
                "",
                Tree(
                    "",
                    tuple(
                        member(
                            n,
                            Leaf(
                                n,
                                s,
                                form="number" if s.base in ("integer", "bits") else "string",
                                accepts=(("string", "warning"),) if n == "id" else (),
                                null="absent" if o else "refuse",
                            ),
                            o,
                        )
                        for n, s, o in _CALL
                    ),
                    unknown=Unknown("warn"),
                ),
            ),
            drops=("extras",),
        ),
    ),
    "callback",
    rules=(_signed(("id", "phone", "status")),),
)  # fmt: skip

# ---------------------------------------------------------------- lists in text, csv, JSON and XML

OPERATORS = Map((("mega", T), ("bee", T)), "", integer(codes=STATUS))
SENDER = Record(
    "Sender", (field("name", string()), field("operators", OPERATORS), field("others", EXTRAS), field("id", integer()))
)
SENDERS = message(
    "senders",
    (field("senders", List(SENDER)),),
    (
        Shape(
            "text",
            Lines(
                "senders",
                (
                    LineLiteral("name = "),
                    LineCapture(Leaf("name", string(facet("pattern", "[^,]*")))),
                    LinePairs(
                        "operators",
                        OPERATORS.values,
                        ("mega", "bee"),
                        ", ",
                        " = ",
                        "",
                        "others",
                        string(),
                        "warning",
                        rest_excepted=("tele", "phone"),
                    ),
                    LineLiteral(", id = "),
                    LineCapture(Leaf("id", integer())),
                ),
            ),
        ),
        Shape(
            "json",
            root(
                "",
                Array(
                    "senders",
                    Tree(
                        ".",
                        (
                            member("sender", Leaf("name", string(), "string")),
                            Member("entries", "", Leaf("operators", OPERATORS.values, "string"), True, entry="member"),
                            member("id", Leaf("id", integer(), "string")),
                        ),
                        unknown=Unknown("collect", "others", "warning", excepted=("phone",)),
                    ),
                ),
            ),
        ),
        Shape(
            "xml",
            root(
                "list",
                Tree(
                    "",
                    (
                        element(
                            "sender",
                            Tree(
                                ".",
                                (
                                    Member("entries", "", Leaf("operators", OPERATORS.values), True, entry="attribute"),
                                    attribute("id", Leaf("id", integer())),
                                    text(Leaf("name", string())),
                                ),
                                unknown_attributes=Unknown("collect", "others", excepted=("phone",)),
                            ),
                            each="senders",
                        ),
                    ),
                ),
            ),
        ),
    ),
    "reply",
    rules=(),
)

ERROR = message(
    "error",
    (field("code", integer(facet("minInclusive", 1))), field("text", string(), True), field("id", integer(), True)),
    (
        Shape(
            "text",
            Lines(
                "",
                (
                    LineLiteral("ERROR = "),
                    LineCapture(Leaf("code", integer(facet("minInclusive", 1)))),
                    LineLiteral(" ("),
                    LineCapture(Leaf("text", string())),
                    LineLiteral(")"),
                    LineGroup((LineLiteral(", ID - "), LineCapture(Leaf("id", integer())))),
                ),
            ),
        ),
        Shape(
            "csv",
            Lines(
                "",
                (
                    LineCapture(Leaf("id", integer(), absent="0")),
                    LineLiteral(",-"),
                    LineCapture(Leaf("code", integer(facet("minInclusive", 1)))),
                ),
            ),
            drops=("text",),
        ),
        Shape(
            "json",
            root(
                "",
                Tree(
                    "",
                    (
                        member("error", Leaf("text", string(), "string"), True),
                        member("error_code", Leaf("code", integer(facet("minInclusive", 1)), "number")),
                        member("id", Leaf("id", integer(), "number", null="absent"), True),
                    ),
                ),
            ),
        ),
        Shape("xml", root("result", Tree("", (
            element("error", Leaf("text", string()), True),
            element("error_code", Leaf("code", integer(facet("minInclusive", 1)))),
            element("id", Leaf("id", integer()), True),
        )))),
    ),
    "reply",
)  # fmt: skip

OK = message(
    "ok",
    (),
    (
        Shape("text", Lines("", (LineLiteral("OK"),))),
        Shape("csv", Lines("", (LineLiteral("OK"),))),
        Shape("json", root("", Tree("", (member("result", Const("OK")),)))),
        Shape("xml", root("result", Const("OK"))),
    ),
    "reply",
)
BALANCE = message(
    "balance",
    (field("balance", PRICE),),
    (
        Shape("xml", root("balance", Leaf("balance", PRICE))),
        Shape("csv", Lines("", (LineCapture(Leaf("balance", PRICE)),))),
    ),
    "reply",
)

STATUSES = message(
    "status_response",
    (
        field("res", RES, True),
        field("statuses", List(Record("One", (field("push_id", SMS_ID), field("when", WHEN, True))))),
    ),
    (
        Shape(
            "xml",
            root(
                "xml_result",
                Tree(
                    "",
                    (
                        attribute("res", Leaf("res", RES, empty="absent", empty_severity="warning"), True),
                        element(
                            "sms",
                            Tree(
                                ".",
                                (
                                    attribute("push_id", Leaf("push_id", SMS_ID)),
                                    attribute("when", Leaf("when", WHEN), True),
                                ),
                            ),
                            each="statuses",
                        ),
                    ),
                    unknown=Unknown("ignore"),
                ),
            ),
        ),
    ),
    "reply",
    rules=(Rule("echo", "echoes", "warning", "statuses", "push_id", request="push_ids"),),
)

CHOICE = message(
    "delete_request",
    (field("id", integer(), True), field("sender", string(), True), field("cmt", string(), True)),
    (
        Shape(
            "form",
            root(
                "",
                Tree(
                    "",
                    tuple(
                        param(n, Leaf(n, integer() if n == "id" else string()), True) for n in ("id", "sender", "cmt")
                    ),
                ),
            ),
        ),
    ),
    rules=(
        Rule("one", "exactly_one", "error", fields=("id", "sender")),
        Rule("most", "at_most_one", "warning", fields=("id", "cmt")),
    ),
)

BOUNDS = message(
    "bounds",
    (
        field("since", BOUND),
        field("until", BOUND, True),
        field("marks", List(MIXED, (facet("maxItems", 4),))),
        field("rest", Map((), "[a-z]{1,9}", MIXED)),
        field("open", FLAG, True, default=Default(True, True, "omit", "warning")),
        field("flags", List(ONE)),
        field("why", union(FLAG, ONE, DAY), True),
    ),
    (
        Shape("xml", root("bounds", Tree("", (
            attribute("since", Leaf("since", BOUND)),
            attribute("open", Leaf("open", FLAG), True),
            element("flag", Leaf(".", ONE), each="flags"),
            element("why", Leaf("why", union(FLAG, ONE, DAY)), True),
            element("until", Leaf("until", BOUND, absent="-", empty="absent", empty_severity="warning"), True),
            element("mark", Leaf(".", MIXED), each="marks"),
        ), unknown_attributes=Unknown("collect", "rest")))),
        Shape("json", root("", Tree("", (
            member("since", Leaf("since", BOUND, "string")),
            member("until", Leaf("until", BOUND, "string", null="absent"), True),
            member("marks", Array("marks", Leaf(".", MIXED, "string", (("number", None),)))),
            member("open", Leaf("open", FLAG, "boolean", (("string", None), ("number", "warning"))), True),
            member("flags", Array("flags", Leaf(".", ONE, "boolean", null="absent"))),
            member("why", Leaf("why", union(FLAG, ONE, DAY), "string"), True),
            member("v", Const("true", "boolean")),
        ), unknown=Unknown("collect", "rest")))),
        Shape("form", root("", Tree("", (
            param("cmd", Const("bounds")),
            param("since", Leaf("since", BOUND)),
            param("until", Leaf("until", BOUND, empty="absent"), True),
            param("mark", Leaf(".", MIXED), each="marks"),
            param("open", Leaf("open", FLAG), True),
            param("flag", Leaf(".", ONE), each="flags"),
            param("why", Leaf("why", union(FLAG, ONE, DAY)), True),
        ), unknown=Unknown("collect", "rest")))),
        Shape("text", Lines("", (
            LineLiteral("since "), LineCapture(Leaf("since", BOUND)),
            LineGroup((LineLiteral(" until "), LineCapture(Leaf("until", BOUND)))),
            LineGroup((LineLiteral(" open="), LineCapture(Leaf("open", FLAG)))),
            LinePairs("rest", MIXED, (), "; ", ": ", ""),
        )), drops=("marks", "flags", "why")),
    ),
    rules=(
        Rule("open_end", "forbidden_if", "warning", "until", when=Cond("equals", "open", (False,))),
        Rule("why_open", "required_if", "warning", "until", when=Cond("in", "why", ("true", "2020-02-01"))),
    ),
)  # fmt: skip

SHORT = string(facet("minLength", 1), facet("maxLength", 4))
COUNTS = integer(facet("maxInclusive", 9), whitespace="trim")
DAYS = Scalar("", "date", lexical=(LexicalForm("DD.MM.YYYY"), LexicalForm("YYYY-MM-DD", "warning", "odd_phone")))
_PHONES = Joined("phones", Leaf(".", NUMBER), (",", ";"), True)
_COUNTS = Joined("counts", Leaf(".", COUNTS), ("|", "\n"))
_WORDS = Joined("words", Leaf(".", SHORT), ("->", ","))
_DAYS = Joined("days", Leaf(".", DAYS), (" ",), True)


def _string(joined, **more):
    return replace(joined, item=replace(joined.item, form="string", **more))


LISTS = message(
    "lists_request",
    (
        field("id", integer()),
        field("phones", List(NUMBER, (facet("minItems", 1), facet("maxItems", 3)))),
        field("counts", List(COUNTS, (facet("maxItems", 2, "warning"),))),
        field("words", List(SHORT)),
        field("days", List(DAYS)),
    ),
    (
        Shape("xml", root("lists", Tree("", (
            attribute("id", Leaf("id", integer())),
            attribute("phones", _PHONES, True, alternatives=(Alternative("to", "warning", "odd_phone"),)),
            element("counts", _COUNTS),
            element("words", Tree("", (text(_WORDS),)), True),
            element("days", _DAYS, True),
        )))),
        Shape("json", root("", Tree("", (
            member("number", Leaf("id", integer(), "number")),
            member("phones", _string(_PHONES, accepts=(("number", "warning"),)), True),
            member("counts", _string(_COUNTS, null="absent")),
            member("words", _string(_WORDS), True),
            member("days", _string(_DAYS), True),
        )))),
        Shape("form", root("", Tree("", (
            param("id", Leaf("id", integer())),
            param("phones", _PHONES, True),
            param("counts", _COUNTS, duplicate="warning"),
            param("words", _WORDS, True),
            param("days", _DAYS, True),
        )))),
        Shape("csv", Lines("", (
            LineCapture(Leaf("id", integer())), LineLiteral("/"), LineCapture(_PHONES), LineLiteral("/"),
            LineCapture(_WORDS), LineGroup((LineLiteral("/"), LineCapture(_DAYS))),
        )), drops=("counts",)),
    ),
    rules=(Rule("differ", "unique", "error", "words"), Rule("few", "at_most_one", "warning", fields=("words", "days"))),
)  # fmt: skip

# ---------------------------------------------------------------- fields that belong to the value of another

_TAG = string(facet("enumeration", ("wide", "high", "flat", "none")))
_VARIED = (("tag", _TAG, False), ("width", integer(), True), ("height", integer(), True), ("note", string(), True))


def _only(name, *tags):
    when = Cond("not", items=(Cond("in", "tag", tags),))
    return Rule(f"by_tag_{name}_forbidden", "forbidden_if", "error", field=name, when=when)


def _with(name, *tags):
    return Rule(f"by_tag_{name}_required", "required_if", "error", field=name, when=Cond("in", "tag", tags))


VARIED = message(
    "varied",
    tuple(field(n, s, o) for n, s, o in _VARIED),
    (
        Shape("xml", root("varied", Tree("", tuple(attribute(n, Leaf(n, s), o) for n, s, o in _VARIED)))),
        Shape("form", root("", Tree("", tuple(param(n, Leaf(n, s), o) for n, s, o in _VARIED)))),
        Shape("json", root("", Tree("", tuple(
            member(n, Leaf(n, s, "number" if s.base == "integer" else "string"), o) for n, s, o in _VARIED
        )))),
    ),
    rules=(
        _only("width", "wide", "flat"), _with("width", "wide", "flat"),
        _only("height", "high", "flat"), _with("height", "high"),
        _only("note", "wide"),
    ),
)  # fmt: skip

_TO = Joined("to", Leaf(".", NUMBER), (",",))
_LITTLE = integer(facet("maxInclusive", 99))
_SAID = string(facet("minLength", 1))
SIGNED = message(
    "signed_request",
    (
        field("amount", _LITTLE, True),
        field("to", List(NUMBER)),
        field("remark", _SAID, True),
        field("nonce", string(), True),
        field("sign", string(), True),
        field("mac", string(), True),
        field("more", Map((), "[a-z]{1,9}", string())),
    ),
    (
        Shape("xml", root("signed", Tree("", (
            attribute("mac", Leaf("mac", string()), True),
            attribute("amount", Leaf("amount", _LITTLE), True),
            element("to", _TO, True),
            element("remark", Leaf("remark", _SAID), True,
                    alternatives=(Alternative("text", "warning", "odd_phone"),)),
            element("sign", Leaf("sign", string()), True),
            element("inner", Tree("", (element("nonce", Leaf("nonce", string()), True),)), True),
        ), unknown=Unknown("collect", "more"), unknown_attributes=Unknown("ignore")))),
        Shape("json", root("", Tree("", (
            member("amount", Leaf("amount", _LITTLE, "number"), True),
            member("to", _string(_TO), True),
            member("remark", Leaf("remark", _SAID, "string"), True),
            member("nonce", Leaf("nonce", string(), "string", null="absent"), True),
            member("sign", Leaf("sign", string(), "string"), True),
            member("mac", Leaf("mac", string(), "string"), True),
        ), unknown=Unknown("collect", "more")))),
        Shape("form", root("", Tree("", (
            param("amount", Leaf("amount", _LITTLE), True),
            param("to", _TO, True),
            param("remark", Leaf("remark", _SAID), True),
            param("nonce", Leaf("nonce", string()), True),
            param("sign", Leaf("sign", string()), True, alternatives=(Alternative("sig", None, "odd_phone"),)),
            param("mac", Leaf("mac", string()), True),
            param("cmd", Const("signed")),
        ), unknown=Unknown("collect", "more")))),
    ),
    rules=(
        Rule("all", "signature", "error", over="parameters", excepted=("nonce", "cmd"), pair="{name}={value}",
             delimiter="&", after=("setting.secret",), carriers=(
                 SignatureCarrier("sign", "sha256", ("hex", "base64")), SignatureCarrier("mac", "md5", ("base64",)))),
    ),
)  # fmt: skip
MACKED = message(
    "macked_request",
    (field("data", string()), field("mac", string(), True)),
    (
        Shape("form", root("", Tree("", (
            param("data", Leaf("data", string())), param("mac", Leaf("mac", string()), True),
        )))),
    ),
    rules=(
        Rule("macs", "signature", "warning", over="parameters", sort="none", pair="{name}={value}",
             hmac_key="setting.secret", carriers=(SignatureCarrier("mac", "hmac-sha1", ()),)),
    ),
)  # fmt: skip
WHOLE = message(
    "whole_request",
    (field("datum", string()),),
    (
        Shape("xml", root("whole", Tree("", (element("datum", Leaf("datum", string())),)))),
        Shape("json", root("", Tree("", (member("datum", Leaf("datum", string(), "string")),)))),
        Shape("form", root("", Tree("", (param("datum", Leaf("datum", string())),)))),
    ),
    rules=(
        Rule("whole", "signature", "error", over="body", before=("setting.account",), delimiter=":",
             hmac_key="setting.secret", carriers=(SignatureCarrier("setting.signature", "hmac-sha512", ("base64",)),)),
    ),
)  # fmt: skip

HEADED = message(
    "headed_request",
    (field("datums", List(string())), field("sign", string(), True)),
    tuple(
        Shape(encoding, root("headed" if encoding == "xml" else "", Tree("", (
            {"xml": element, "json": member, "form": param}[encoding]("datums", joined),
        ))), regions=(Member("header", "X-Sign", Leaf("sign", string()), True),))
        for joined in (Joined("datums", Leaf(".", string()), (",",)),)
        for encoding, joined in (("xml", joined), ("json", _string(joined)), ("form", joined))
    ),
    rules=(
        Rule("headed", "signature", "error", over="body", after=("setting.secret",), carriers=(
            SignatureCarrier("sign", "sha256", ("base64",)),)),
    ),
)  # fmt: skip

# ---------------------------------------------------------------- a reply held against its request and itself

_NUMBER = integer(facet("minInclusive", 0), facet("maxInclusive", 99))
_ANSWER = Record(
    "Answer",
    (
        field("id", SMS_ID),
        field("code", integer(), True),
        field("link", string(facet("maxLength", 3)), True),
        field("why", string(), True),
    ),
    (Rule("why_not", "required_if", "error", "why", when=Cond("equals", "code", (7,))),),
)
_ANSWERED = Cond("any", items=(Cond("equals", "code", (0,)), Cond("not", items=(Cond("present", "code"),))))


def _answer(at, form=""):
    number = "number" if form else ""
    return (
        at("id", Leaf("id", SMS_ID, form)),
        at("code", Leaf("code", integer(), number), True),
        at("link", Leaf("link", string(facet("maxLength", 3)), form), True),
        at("why", Leaf("why", string(), form), True),
    )


def _numbers(at, form=""):
    return tuple(at(n, Leaf(n, _NUMBER, form), True) for n in ("code", "total", "good", "bad"))


ANSWERS = message(
    "answers",
    (
        field("name", SMS_ID, True),
        *(field(n, _NUMBER, True) for n in ("code", "total", "good", "bad")),
        field("marks", List(_NUMBER, (facet("maxItems", 4),))),
        field("items", List(_ANSWER)),
    ),
    (
        Shape("xml", root("answers", Tree("", (
            attribute("name", Leaf("name", SMS_ID, empty="absent", empty_severity="warning"), True),
            *_numbers(attribute),
            element("mark", Leaf(".", _NUMBER), each="marks"),
            element("item", Tree(".", _answer(attribute)), each="items"),
        )))),
        Shape("json", root("", Tree("", (
            member("name", Leaf("name", SMS_ID, "string"), True),
            *_numbers(member, "number"),
            member("marks", Array("marks", Leaf(".", _NUMBER, "number", null="absent")), True),
            member("items", Array("items", Tree(".", _answer(member, "string"), unknown=Unknown("warn")))),
        )))),
        Shape("form", root("", Tree("", (
            param("name", Leaf("name", SMS_ID), True),
            *_numbers(param),
            param("marks", Joined("marks", Leaf(".", _NUMBER), (",",)), True),
            param("cmd", Const("answers")),
        ))), drops=("items",)),
    ),
    "reply",
    rules=(
        Rule("total", "count", "error", "total", bound="equal", to=("items",)),
        Rule("parts", "count", "warning", "good", bound="at_most", to=("bad", 3), when=Cond("present", "name")),
        Rule("asked", "count", "error", "bad", bound="at_least", to=("request.push_ids", -1)),
        Rule("one", "count", "warning", "request.kinds", bound="equal", to=(1,),
             when=Cond("equals", "request.fmt", (3,))),
        Rule("all", "answered", "warning", "items", "id", request="push_ids.push_id", when=_ANSWERED),
        Rule("marked", "answered", "error", "marks", request="marks"),
        Rule("named", "echoes", "warning", "name", request="name", when=Cond("equals", "code", (0,))),
        Rule("again", "repeated", "error", "items", "id", code="code", values=(1, 2), same=("link",)),
    ),
)  # fmt: skip

MESSAGES = (
    SEND,
    DETAIL,
    CALLBACK,
    SENDERS,
    ERROR,
    OK,
    BALANCE,
    STATUSES,
    ANSWERS,
    CHOICE,
    BOUNDS,
    LISTS,
    VARIED,
    SIGNED,
    MACKED,
    WHOLE,
    HEADED,
)

_ORDER = ("option", "header", "bom", "declaration", "default")
_ANY = ("utf-8", "windows-1251", "koi8-r")
PROVIDER = Provider(
    "handmade",
    "",
    (),
    T,
    None,
    (),
    (),
    (Setting("secret", "secret", (), None, T, ""), Setting("fmt", None, ("0", "3"), None, T, ""),
     Setting("account", None, (), "a", T, ""), Setting("signature", None, (), None, T, "")),
    tuple(Charsets(e, _ORDER, _ANY, "utf-8") for e in ("xml", "json", "form", "text", "csv")),
    (RESULT, LIMITS, STATUS),
    MESSAGES,
    (
        Operation(
            "senders", "call", "POST", "example.org", "/senders", (),
            (
                Case(Cond("matches", "error"), "error"),
                Case(Cond("equals", "request.get", ("1",)), "senders"),
                Case(None, "ok"),
            ),
            T, None, "",
        ),
        Operation("callback", "callback", "POST", "", "/", (Case(None, "callback_status"),), (), T, None, ""),
    ),
    (),
)  # fmt: skip


def shape(message_id, encoding):
    return next(s for s in PROVIDER.message(message_id).shapes if s.encoding == encoding)
