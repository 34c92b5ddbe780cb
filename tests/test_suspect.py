"""Charset suspicions: what gives itself away, and ordinary text that must not."""

import pytest

from wirebook.suspect import suspicions
from wirebook.wire import form, xml
from wirebook.wire.tree import Node, Wire

POLICY = {
    "resolve": ("option", "header", "bom", "declaration", "default"),
    "allowed": ("utf-8", "windows-1251", "koi8-r", "iso-8859-1"),
    "default": "utf-8",
}
RUSSIAN = [
    "Добрый день, приглашаем Вас в наш салон",
    "Добрый день, приглашаем Вас в наш салон. Скидка по Вашей дисконтной карте – 5%",
    "привет",
    "Ваш код: 1234. Никому его не сообщайте",
    "абонент находится вне зоны действия сети",
    "Ёлка, съезд № 5; «Ромашка» — ООО",
    "СРОЧНО! ВАШ ЗАКАЗ ГОТОВ, ЖДЕМ ВАС ЗАВТРА С УТРА",
    "пРИВЕТ, кАК дЕЛА, ПОЗВОНИ МНЕ ВЕЧЕРОМ",
    "пРИВЕТ",
    "еДОСТАВКА",
    "ООО ГАЗПРОМ",
    "Неверный логин или пароль",
]
MISREAD = [
    "Добрый день, приглашаем Вас в наш салон",
    "абонент находится вне зоны действия сети",
    "Ваш код подтверждения: 1234. Никому его не сообщайте",
    "Сообщение доставлено абоненту",
    "Привет мир",
    "Привет",
]


def read(text, written, declared):
    body = f'<?xml version="1.0" encoding="{declared}"?>\n<a><b c="1">'.encode() + text.encode(written) + b"</b></a>"
    return xml.read(body, **POLICY)


def args(wire):
    return [dict(f.args) for f in suspicions(wire, encoding="xml")]


def carries(charset, text):
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


ORDINARY = [*RUSSIAN, "plain ASCII text", "ABC abc", "caf\u00e9 na\u00efve r\u00e9sum\u00e9"]


@pytest.mark.parametrize(
    ("charset", "text"),
    [(name, text) for name in ("utf-8", "windows-1251", "koi8-r") for text in ORDINARY if carries(name, text)],
)
def test_ordinary_text_is_not_suspected(charset, text):
    assert args(read(text, charset, charset)) == []


@pytest.mark.parametrize("text", MISREAD)
def test_utf8_declared_as_windows_1251(text):
    wire = read(text, "utf-8", "windows-1251")
    # Some letters give the byte 0x98, which windows-1251 does not have: then it is an error already.
    assert wire.root is None or args(wire) == [{"other": "utf-8", "charset": "windows-1251"}]


def test_utf8_declared_as_windows_1251_is_read_at_all():
    assert sum(read(text, "utf-8", "windows-1251").root is not None for text in MISREAD) >= 2


@pytest.mark.parametrize("text", MISREAD)
@pytest.mark.parametrize(("written", "declared"), [("koi8-r", "windows-1251"), ("windows-1251", "koi8-r")])
def test_koi8_and_windows_1251_taken_for_each_other(text, written, declared):
    assert args(read(text, written, declared)) == [{"other": written, "charset": declared}]


def test_text_that_was_encoded_twice():
    twice = "Добрый день".encode().decode("latin-1")
    assert args(read(twice, "utf-8", "utf-8")) == [{"other": "utf-8", "charset": "iso-8859-1"}]


def test_where_it_stands_and_that_the_text_is_not_shown():
    wire = read("Добрый день", "utf-8", "windows-1251")
    (finding,) = suspicions(wire, provider="p", message="m", encoding="xml")
    assert (finding.severity, finding.wire_path, finding.location.line) == ("warning", "/a/b", 2)
    assert wire.body[finding.start : finding.end].decode() == "Добрый день"
    assert "РґРµРЅСЊ" not in finding.message


def test_a_form():
    body = b"id=1&mes=" + "".join(f"%{b:02X}" for b in "Добрый день".encode()).encode()
    wire = form.read(body, **(POLICY | {"default": "windows-1251"}))
    assert [(f.code, f.wire_path) for f in suspicions(wire, encoding="form")] == [("charset.suspect", "param mes")]


def test_an_unreadable_body_has_none():
    assert suspicions(xml.read(b"<a", **POLICY)) == ()


# ---------------------------------------------------------------- the bounds of the statistic
# Read as koi8-r, the first kind of letters are frequent ones that were not; the others are frequent in neither.
GAINS, NEITHER = "БЙМПУФЧ", "ГДЖЗКХЦШЩЪЫЬЭЮЯ"


def suspected(*texts, charset="cp1251"):
    root = Node("root", "", "object", "", [Node("param", "p", "string", text) for text in texts])
    return [dict(finding.args) for finding in suspicions(Wire(b"", charset, root, []), encoding="form")]


KOI8 = [{"other": "koi8-r", "charset": "windows-1251"}]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("БЙМПУ ГДЖЗК ХЦШЩЪ ЫЬЭЮЯ", False),  # a quarter of twenty letters, which is not more than that
        ("БЙМПУ ФДЖЗК ХЦШЩЪ ЫЬЭЮЯ", True), ("БГГГГ ГДЖЗК ХЦШЩЪ ЫЬЭЮЯ", False), ("БЙМГД ЖЗКХЦ ШЩЪЫЬ ЭЮЯГД", False),
        ("бЙМГД ЖЗКХЦ ШЩЪЫЬ ЭЮЯГД", True),  # a word that begins small and goes on in capitals wants less
        ("бЙМГДЖ", True), ("бЙМГД", False),  # six letters then, and five
        ("бЙДГД ЖЗКХЦ ШЩЪЫЬ ЭЮЯГД", False), ("бйМГД ЖЗКХЦ ШЩЪЫЬ ЭЮЯГД", False), ("бЙмГД ЖЗКХЦ ШЩЪЫЬ ЭЮЯГД", False),
        ("БЙМПУФ ГДЖЗКХ", True), ("БЙМПУ ГДЖЗКХ", False),  # twelve letters, and eleven
        ("БЙМПУФ БЙ ГДЖЗК", False), ("БЙМПУФ ГДЖ ЗКХ", True), ("БЙмпу БЙМПУФЧ", True), ("Бймпу БЙМПУФЧ", False),
        ("БЙМПУФ ГДЖЗКХ Привет", False), ("БЙМПУФ abc ГДЖЗКХ", True), ("bйmпу", False),
    ],
)  # fmt: skip
def test_how_many_letters_of_the_other_charset(text, found):
    assert suspected(text) == (KOI8 if found else [])
    assert suspected(*text.split(" ")) == (KOI8 if found else [])


def test_only_the_beginning_is_looked_at():
    letters = "БЙМПУФГДЖЗКХ"
    assert suspected("x" * 19_988 + letters) == KOI8
    assert suspected("x" * 19_989 + letters) == []


@pytest.mark.parametrize(
    ("charset", "name"),
    [("cp1251", "windows-1251"), ("cp1252", "windows-1252"), ("latin-1", "iso-8859-1"), ("koi8-r", "koi8-r")],
)
def test_what_utf8_may_be_taken_for(charset, name):
    read_as = "Дом".encode().decode(charset)
    assert suspected(read_as, charset="utf-8") == [{"other": "utf-8", "charset": name}]
    assert suspected("Да".encode().decode(charset), charset="utf-8") == []  # two letters are no word


def test_names_of_the_body_are_masked_and_the_first_text_is_meant():
    root = Node("root", "Qx7Zk9w", "element", "")
    for index, text in enumerate(("plain", "Дом".encode().decode("latin-1"), "Дом".encode().decode("koi8-r"))):
        root.children.append(Node("element", f"Qx7Zk9w{index}", "element", text, start=10 * index, end=10 * index + 9))
    (finding,) = suspicions(Wire(b"", "utf-8", root, []), encoding="xml")
    assert (finding.wire_path, finding.path) == ("/***/***", "")
    assert (finding.start, finding.end) == (10, 19)
    assert dict(finding.args) == {"other": "utf-8", "charset": "iso-8859-1"}


def test_nothing_is_said_of_whose_body_it_is_unless_asked():
    root = Node("root", "", "object", "", [Node("param", "p", "string", "Дом".encode().decode("koi8-r"))])
    wire = Wire(b"", "utf-8", root, [])
    assert suspicions(wire) == suspicions(wire, provider="", message="", encoding="")
    assert suspicions(wire)[0].fingerprint != suspicions(wire, provider="p")[0].fingerprint
    assert suspicions(wire)[0].wire_path == "/***/p"
