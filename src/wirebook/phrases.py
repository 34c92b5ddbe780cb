"""The engine's own English words inside findings, in Russian: reasons of readers, kinds of nodes, charsets' sources.

``diagnostic.CODES`` has the sentences in both languages; what fills them may be a phrase. A
reader names a phrase in English alone, and whoever shows Russian asks here. Names and values
of specs and payloads are never translated, so only the arguments in ``WORDED`` are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["PHRASES", "WORDED", "russian", "translated"]

# Code -> those of its arguments that the engine words; "" for every code.
WORDED: dict[str, tuple[str, ...]] = {
    "": ("reason", "slot"),
    "shape.kind": ("got", "want"),
    "charset.conflict": ("first", "second"),
}
_BESIDE = ".ru"  # an argument of that ending is another's Russian, given by whoever made both

# "{}" is a number, a name or a value, the same on both sides.
PHRASES: dict[str, str] = {
    # -- kinds and slots
    "element": "элемент",
    "attribute": "атрибут",
    "parameter": "параметр",
    "key": "ключ",
    "header": "заголовок",
    "object": "объект",
    "array": "массив",
    "string": "строка",
    "number": "число",
    "boolean": "логическое значение",
    "null": "null",
    "bom": "BOM",
    "declaration": "объявление",
    "default": "значение по умолчанию",
    "option": "параметр вызова",
    "request": "запрос",
    "param:{}": "параметр {}",
    # -- form
    "a parameter has no name": "у параметра нет имени",
    "a control character that is not percent-encoded": "управляющий символ без процентного кодирования",
    # -- JSON
    "a comma or {} is expected": "ожидается запятая или {}",
    "something follows the value": "после значения стоит что-то ещё",
    "a key in double quotes is expected": "ожидается ключ в двойных кавычках",
    "a colon is expected": "ожидается двоеточие",
    "a value is expected": "ожидается значение",
    "the body ends too early": "тело обрывается",
    "a control character in a string": "управляющий символ в строке",
    "a string has no end": "у строки нет конца",
    "no such escape": "такого экранирования нет",
    # -- XML; the parser's own words and ours
    "not {} text": "это не текст в {}",
    "the body ends in the middle of a character": "тело обрывается посреди символа",
    "& begins no entity": "& не начинает сущность",
    "syntax error": "синтаксическая ошибка",
    "no element found": "нет ни одного элемента",
    "not well-formed (invalid token)": "недопустимый символ или конструкция",
    "unclosed token": "конструкция не закрыта",
    "partial character": "символ обрывается",
    "mismatched tag": "закрывающий тег не подходит к открывающему",
    "duplicate attribute": "атрибут повторяется",
    "junk after document element": "лишнее после корневого элемента",
    "illegal parameter entity reference": "недопустимая ссылка на параметрическую сущность",
    "undefined entity": "сущность не определена",
    "recursive entity reference": "сущность ссылается на себя",
    "asynchronous entity": "сущность не замкнута",
    "reference to invalid character number": "ссылка на недопустимый номер символа",
    "reference to binary entity": "ссылка на двоичную сущность",
    "reference to external entity in attribute": "ссылка на внешнюю сущность в атрибуте",
    "XML or text declaration not at start of entity": "объявление XML стоит не в начале",
    "unknown encoding": "неизвестная кодировка",
    "encoding specified in XML declaration is incorrect": "кодировка в объявлении XML неверна",
    "unclosed CDATA section": "секция CDATA не закрыта",
    "unbound prefix": "префикс не объявлен",
    "must not undeclare prefix": "объявление префикса нельзя отменять",
    "XML declaration not well-formed": "объявление XML построено неправильно",
    "reserved prefix (xml) must not be undeclared or bound to another namespace name":
        "зарезервированный префикс xml нельзя отменять или связывать с другим пространством имён",
    "reserved prefix (xmlns) must not be declared or undeclared":
        "зарезервированный префикс xmlns нельзя объявлять и отменять",
    "prefix must not be bound to one of the reserved namespace names":
        "префикс нельзя связывать с зарезервированным пространством имён",
    # -- captures
    "it ends early": "обрывается",
    "it ends early or is damaged": "обрывается или повреждено",
    "its compression ends early or is damaged": "сжатые данные обрываются или повреждены",
    "it grows more than {} times when decompressed": "при распаковке вырастает больше чем в {} раз",
    "its content is no capture, whatever its name says": "по содержимому это не запись, что бы ни говорило имя",
    "its content is neither a capture nor a body": "по содержимому это ни запись, ни тело",
    "unreadable": "не читается",
    "No such file or directory": "нет такого файла или папки",
    "Permission denied": "нет прав",
    "Is a directory": "это папка",
    "it is no plain file": "это не обычный файл",
    "it is a link to nothing": "ссылка ведёт в никуда",
    "it is a link out of the folder": "ссылка ведёт за пределы папки",
    "no JSON": "это не JSON",
    "no JSON object": "это не объект JSON",
    "longer than {} bytes": "длиннее {} байт",
    "neither an address nor a body": "нет ни адреса, ни тела",
    "{} is no text": "{} — не текст",
    "status is no number": "status — не число",
    "{} is no base64": "{} — не base64",
    "headers that are neither an object nor a list of pairs": "заголовки — не объект и не список пар",
    "no HAR entry": "это не запись HAR",
    "it nests more than {} levels deep": "вложенность больше {} уровней",
    "it is no JSON": "это не JSON",
    "no HTTP flow": "это не обмен по HTTP",
    "it is no flow": "это не запись mitmproxy",
    "a flow of more than {} bytes": "обмен больше {} байт",
    "no HTTP message": "это не сообщение HTTP",
    "it is no WARC from here on": "отсюда это уже не WARC",
    "its link layer is not read": "этот канальный уровень не читается",
    "it changes to another protocol": "переходит на другой протокол",
    "its HTTP/1.1 is damaged": "HTTP/1.1 повреждён",
    "it is no HTTP/1.1": "это не HTTP/1.1",
}  # fmt: skip

_SOME = [
    (re.compile(re.escape(english).replace(r"\{\}", "(.{1,200}?)"), re.DOTALL), said)
    for english, said in PHRASES.items()
    if "{}" in english
]


def russian(phrase: str) -> str:
    """The phrase in Russian; as it is where it is none of ours."""
    exact = PHRASES.get(phrase)
    if exact is not None:
        return exact
    for pattern, said in _SOME:
        found = pattern.fullmatch(phrase)
        if found is not None:
            return said.format(*found.groups())
    return phrase


def translated(code: str, args: Mapping[str, str]) -> dict[str, str]:
    """What fills the code's Russian sentence: the arguments, with the engine's own words in Russian."""
    worded = (*WORDED[""], *WORDED.get(code, ()))
    told = {name: russian(value) if name in worded else value for name, value in args.items()}
    for name, value in args.items():
        if name.endswith(_BESIDE):
            told[name.removesuffix(_BESIDE)] = value
    return told
