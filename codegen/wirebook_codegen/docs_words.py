"""The documentation's own words in both languages; texts of providers come from their specs.

Placeholders are filled with texts, literals and links. A word that is missing here is a
KeyError, never an empty heading.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from string import Formatter

from wirebook_codegen.docs_text import Piece, Plain, Safe, escape

__all__ = ["LANGUAGES", "fill", "word"]

LANGUAGES = ("en", "ru")

_WORDS: dict[str, tuple[str, str]] = {
    # headings and table heads
    "of_dialect": ("{title} (dialect {dialect})", "{title} (диалект {dialect})"),
    "other_dialects": ("Other dialects: {links}", "Другие диалекты: {links}"),
    "as_documented": ("as documented", "как в документе"),
    "documents": ("Documents", "Документы"),
    "notes": ("Notes", "Заметки"),
    "settings": ("Settings", "Настройки"),
    "charsets": ("Charsets", "Кодировки"),
    "operations": ("Operations", "Операции"),
    "identities": ("Identifiers", "Идентификаторы"),
    "messages": ("Messages", "Сообщения"),
    "types": ("Types", "Типы"),
    "codes": ("Code tables", "Таблицы кодов"),
    "deviations": ("Deviations", "Отклонения"),
    "layout": ("Layout", "Вид на проводе"),
    "fields": ("Fields", "Поля"),
    "rules": ("Rules", "Правила"),
    "bits": ("Bits of {name}", "Биты {name}"),
    "keys": ("Keys of {name}", "Ключи {name}"),
    "examples": ("Examples", "Примеры"),
    "counterexamples": ("Counter-examples", "Контрпримеры"),
    "id": ("Id", "Имя"),
    "name": ("Name", "Имя"),
    "title": ("Title", "Название"),
    "operation": ("Operation", "Операция"),
    "codes_table": ("Table", "Таблица"),
    "file": ("File", "Файл"),
    "values": ("Values", "Значения"),
    "default": ("Default", "По умолчанию"),
    "meaning": ("Meaning", "Значение"),
    "source": ("Source", "Источник"),
    "encoding": ("Encoding", "Формат"),
    "order": ("Found in", "Где ищется"),
    "allowed": ("Allowed", "Допускаются"),
    "wire": ("On the wire", "На проводе"),
    "type": ("Type", "Тип"),
    "limits": ("Limits", "Ограничения"),
    "required": ("Required", "Обязательно"),
    "rule": ("Rule", "Правило"),
    "statement": ("Statement", "Смысл"),
    "part": ("Part", "Часть"),
    "bit_range": ("Bits", "Биты"),
    "only_when": ("Only when", "Только если"),
    "key": ("Key", "Ключ"),
    "code": ("Code", "Код"),
    "final": ("Final", "Окончательный"),
    "ok": ("Success", "Успех"),
    "retry": ("Retry", "Повтор"),
    "says": ("The document says", "В документе"),
    "seen": ("Seen", "На деле"),
    "decision": ("Decision", "Решение"),
    # short answers
    "yes": ("yes", "да"),
    "no": ("no", "нет"),
    "may_be_empty": ("may be empty", "может быть пустым"),
    "unknown": ("not stated", "не сказано"),
    "none": ("none", "нет"),
    "other_language": ("По-русски", "In English"),
    "request": ("request", "запрос"),
    "reply": ("reply", "ответ"),
    "callback": ("callback", "обратный вызов"),
    "call": ("call", "вызов"),
    "accept": ("accepted", "принимается"),
    "warn": ("a warning", "предупреждение"),
    "refuse": ("refused", "не принимается"),
    "warning": ("warning", "предупреждение"),
    "error": ("error", "ошибка"),
    "decision_accept": ("accept", "принимать"),
    "decision_warn": ("warn", "предупреждать"),
    "decision_refuse": ("refuse", "не принимать"),
    "secret": ("secret", "секрет"),
    "login": ("login", "логин"),
    "phone": ("phone number", "номер телефона"),
    "text": ("text", "текст"),
    "sensitive": ("sensitive: {kind}", "скрывается: {kind}"),
    # sentences about messages, operations and encodings
    "document_of": ("Source: {source}.", "Источник: {source}."),
    "direction": ("Direction: {direction}.", "Направление: {direction}."),
    "method": (
        "Method: {method}; the document gives no address.",
        "Метод: {method}; адрес в документе не указан.",
    ),
    "address": ("Address: {address}.", "Адрес: {address}."),
    "sends": ("Request: {messages}.", "Запрос: {messages}."),
    "answers": ("Reply: {messages}.", "Ответ: {messages}."),
    "encoding_of": ("{value} {encoding}", "{value} {encoding}"),
    "reply_encoding": (
        "{by} chooses the encoding of the reply: {values}. An error may come in any.",
        "Формат ответа выбирает {by}: {values}. Ошибка может прийти в любом.",
    ),
    "reply_encoding_default": ("Otherwise the reply is {encoding}.", "В остальных случаях ответ в формате {encoding}."),
    "retry_unless": ("Repeated unless the status is {statuses}.", "Повторяется, если статус не {statuses}."),
    "retry_interval": ("{seconds} s between two attempts.", "Между попытками {seconds} с."),
    "retry_attempts": ("{attempts} attempts at most.", "Попыток не больше {attempts}."),
    "limit": ("Limit", "Ограничение"),
    "limit_allowed": ("Allowed", "Допускается"),
    "limit_same": ("Counted together", "Считаются вместе"),
    "limit_message": ("Request", "Запрос"),
    "limit_at_once": ("{count} at once", "{count} одновременно"),
    "limit_in_time": ("{count} in {seconds} s", "{count} за {seconds} с"),
    "limit_all": ("all", "все"),
    "limit_identical": ("identical ones", "одинаковые"),
    "limit_any": ("any", "любой"),
    "identity_fields": ("Fields: {fields}.", "Поля: {fields}."),
    "identity_given": ("Values come into being in {messages}.", "Значения появляются в {messages}."),
    "identity_known": ("The value in {messages} was given before.", "Значение в {messages} дано раньше."),
    "identity_unique": (
        "Each value in {message} is for one thing; the same content may be sent again where no answer came.",
        "Каждое значение в {message} — для одного; то же содержимое можно отправить снова, если ответа не было.",
    ),
    "identity_code": ("A value sent before is answered with {code}.", "На отправленное раньше отвечает код {code}."),
    "identity_first": (
        "The {identity} in that answer is that of the first attempt.",
        "{identity} в этом ответе — от первой попытки.",
    ),
    "identity_states": (
        "States: {table}; nothing follows a final one.", "Состояния: {table}; после окончательного ничего не следует.",
    ),
    "identity_by": ("Whose state it is, {fields} tells too.", "Чьё это состояние, говорит ещё и {fields}."),
    "identity_at": ("When it was reached: {fields}.", "Когда оно достигнуто: {fields}."),
    "codes_of": ("Codes: {tables}.", "Коды: {tables}."),
    "case": ("{message} if {when}", "{message}, если {when}"),
    "otherwise": ("otherwise {message}", "иначе {message}"),
    "carried_query": ("The parameters travel in the query string.", "Параметры передаются в строке запроса."),
    "carried_either": (
        "The parameters travel in the body, or in the query string where the body is empty.",
        "Параметры передаются в теле или, если тело пустое, в строке запроса.",
    ),
    "from_query": (
        "The parameters of the query string count too, as texts under the root.",
        "Учитываются и параметры строки запроса — как тексты под корнем.",
    ),
    "nil": (
        "{name} with {attribute} and without content stands for nothing.",
        "{name} с {attribute} и без содержимого означает отсутствие значения.",
    ),
    "region_query": ("Query parameter {name}", "Параметр {name} строки запроса"),
    "region_header": ("Header field {name}", "Поле заголовка {name}"),
    "region_status": ("The HTTP status", "Статус HTTP"),
    "region_holds": ("{place}: {field}.", "{place}: {field}."),
    "region_must": ("{place}, which must be there: {field}.", "{place}, обязательно: {field}."),
    "region_const": ("{place} is {value}.", "{place}: {value}."),
    "query_alone": ("This is the query string; there is no body.", "Это строка запроса; тела нет."),
    "drops": ("This encoding cannot carry {names}.", "Этот формат не передаёт {names}."),
    "deviates": ("See deviation {name}.", "См. отклонение {name}."),
    "eol_lf": ("Lines are separated by LF; CRLF is read too.", "Строки разделяет LF; CRLF тоже читается."),
    "eol_crlf": ("Lines are separated by CRLF; LF is read too.", "Строки разделяет CRLF; LF тоже читается."),
    "final_eol": ("The last line ends with one when written.", "При записи последняя строка тоже завершается."),
    "one_line": ("Exactly one line.", "Ровно одна строка."),
    "line_each": ("One line per item of {name}.", "Одна строка на элемент {name}."),
    "in_namespace": ("{names}: in the namespace {uri}.", "{names}: в пространстве имён {uri}."),
    "sequence": ("Child elements of {name} keep this order.", "Порядок дочерних элементов {name} важен."),
    "unknown_warn": ("{others} give a warning.", "{others} дают предупреждение."),
    "unknown_ignore": ("{others} are ignored.", "{others} не учитываются."),
    "unknown_collect": ("{others} go to {field}.", "{others} попадают в {field}."),
    "unknown_excepted": (
        "Refused, for they belong to other messages: {names}.",
        "Не допускаются, так как относятся к другим сообщениям: {names}.",
    ),
    "other_parameters": ("Other parameters", "Прочие параметры"),
    "other_attributes": ("Other attributes of {name}", "Прочие атрибуты {name}"),
    "other_elements": ("Other elements in {name}", "Прочие элементы в {name}"),
    "other_members": ("Other members of {name}", "Прочие члены {name}"),
    "other_of_object": ("Other members of the object", "Прочие члены объекта"),
    "other_keys": ("Other keys", "Прочие ключи"),
    "pairs": (
        "The pair in square brackets stands once for each key of {name}.",
        "Пара в квадратных скобках стоит по одному разу на каждый ключ {name}.",
    ),
    "joined": (
        "{name}: items in one text, separated by {separators}; an empty text is an empty list.",
        "{name}: элементы в одном тексте, разделитель {separators}; пустой текст это пустой список.",
    ),
    "joined_trailing": (
        "{name}: items in one text, separated by {separators}; one at the end is passed over, and an empty text is an"
        " empty list.",
        "{name}: элементы в одном тексте, разделитель {separators}; один в конце пропускается, пустой текст это пустой"
        " список.",
    ),
    "alternative": (
        "{name} is also read for {documented} ({result}).",
        "Вместо {documented} читается и {name} ({result}).",
    ),
    "entries": ("one per key of {name}", "по одному на ключ {name}"),
    "each": ("repeated, one per item of {name}", "повторяется, по одному на элемент {name}"),
    "may_miss": ("may be missing", "может отсутствовать"),
    # types
    "string": ("string", "строка"),
    "integer": ("integer", "целое"),
    "decimal": ("decimal number", "десятичное число"),
    "date": ("date", "дата"),
    "time": ("time", "время"),
    "datetime": ("date and time", "дата и время"),
    "boolean": ("true or false", "да или нет"),
    "bits_type": ("bits, {width} of them", "биты, {width} шт."),
    "of_codes": ("code from {table}", "код из {table}"),
    "union_of": ("one of {items}", "одно из {items}"),
    "list_of": ("list of {item}", "список: {item}"),
    "map_of": ("map to {item}", "словарь: {item}"),
    "record": ("record", "запись"),
    # limits
    "length": ("exactly {n} characters", "ровно {n} симв."),
    "minLength": ("at least {n} characters", "не меньше {n} симв."),
    "length.one": ("exactly {n} character", "ровно {n} симв."),
    "minLength.one": ("not empty", "не пусто"),
    "maxLength.one": ("at most {n} character", "не больше {n} симв."),
    "totalDigits.one": ("at most {n} digit", "не больше {n} цифры"),
    "fractionDigits.one": ("at most {n} digit after the point", "не больше {n} цифры после точки"),
    "minItems.one": ("at least {n} item", "не меньше {n} эл."),
    "maxItems.one": ("at most {n} item", "не больше {n} эл."),
    "maxLength": ("at most {n} characters", "не больше {n} симв."),
    "pattern": ("of the form {n}", "вида {n}"),
    "enumeration": ("one of {n}", "одно из {n}"),
    "minInclusive": ("not less than {n}", "не меньше {n}"),
    "maxInclusive": ("not more than {n}", "не больше {n}"),
    "totalDigits": ("at most {n} digits", "не больше {n} цифр"),
    "fractionDigits": ("at most {n} digits after the point", "не больше {n} цифр после точки"),
    "minItems": ("at least {n} items", "не меньше {n} эл."),
    "maxItems": ("at most {n} items", "не больше {n} эл."),
    "written_as": ("written as {form}", "пишется как {form}"),
    "read_as": ("{form} is also read", "читается и {form}"),
    "pivot": ("years below {n} are 20YY, the others 19YY", "годы меньше {n} — это 20YY, остальные — 19YY"),
    "trim": ("white space around it is dropped", "пробелы по краям отбрасываются"),
    "collapse": ("runs of white space count as one space", "пробелы подряд считаются одним"),
    "strip": ("characters {chars} are dropped", "символы {chars} отбрасываются"),
    "rewrite": ("{pattern} becomes {to}", "{pattern} становится {to}"),
    "normal": ("normal form {pattern}, else {severity}", "нормальный вид {pattern}, иначе {severity}"),
    "qualified": ("{limit} ({result})", "{limit} ({result})"),
    "item": ("each: {limit}", "каждый: {limit}"),
    "key_form": ("keys of the form {n}", "ключи вида {n}"),
    "filled": ("{value}, filled in when absent", "{value}, подставляется при отсутствии"),
    "always": ("always written", "пишется всегда"),
    "omitted": ("omitted when equal", "не пишется, если совпадает"),
    "spelled": ("spelling it out gives {severity}", "явная запись даёт {severity}"),
    "may_lack": ("yes, but may be missing ({result})", "да, но может отсутствовать ({result})"),
    # rules and conditions
    "unique": ("The values of {name} are all different.", "Все значения {name} различны."),
    "required_if": ("{name} is there if {when}.", "{name} есть, если {when}."),
    "forbidden_if": ("{name} is not there if {when}.", "{name} нет, если {when}."),
    "exactly_one": ("Exactly one of {names} is there.", "Есть ровно одно из {names}."),
    "at_most_one": ("At most one of {names} is there.", "Есть не больше одного из {names}."),
    "echoes": (
        "Each value of {name} stands in the request's {request}.",
        "Каждое значение {name} есть в {request} запроса.",
    ),
    "answered": (
        "Each value of the request's {request} stands in {name}.",
        "Каждое значение {request} запроса есть в {name}.",
    ),
    "count_equal": (
        "{name} is {names} (of a list: how many items).",
        "{name} равно {names} (у списка — число элементов).",
    ),
    "count_at_most": (
        "{name} is at most {names} (of a list: how many items).",
        "{name} не больше {names} (у списка — число элементов).",
    ),
    "count_at_least": (
        "{name} is at least {names} (of a list: how many items).",
        "{name} не меньше {names} (у списка — число элементов).",
    ),
    "checked_when": ("Checked if {when}.", "Проверяется, если {when}."),
    "repeated": (
        "Of several items with the same {ident} all but one have {name} {values}: so a repeat is answered.",
        "Из нескольких элементов с одним {ident} у всех, кроме одного, {name} {values}: так отвечают на повтор.",
    ),
    "repeated_same": ("{names} is as in the answer to the first.", "{names} — как в ответе на первый."),
    "signature": (
        "{carriers} sign {names} joined by {delimiter}.",
        "{carriers}: подпись полей {names}, соединённых {delimiter}.",
    ),
    "signed_all": (
        "{carriers} sign all other parameters, {order}, each as {pair}, joined by {delimiter}.",
        "{carriers}: подпись всех прочих параметров {order}; каждый пишется как {pair}, соединяет их {delimiter}.",
    ),
    "signed_but": (
        "{carriers} sign all other parameters but {names}, {order}, each as {pair}, joined by {delimiter}.",
        "{carriers}: подпись всех прочих параметров, кроме {names}, {order}; каждый пишется как {pair}, соединяет их"
        " {delimiter}.",
    ),
    "signed_body": ("{carriers} sign the bytes of the body.", "{carriers}: подпись байтов тела."),
    "signed_before": ("{names} is joined in front.", "Спереди присоединяется {names}."),
    "signed_after": ("{names} is joined behind.", "В конце присоединяется {names}."),
    "signed_key": ("The key is {name}.", "Ключ: {name}."),
    "by_name": ("sorted by name", "по порядку имён"),
    "as_came": ("in the order of arrival", "в порядке поступления"),
    "nothing": ("nothing", "ничто"),
    "carrier": ("{field} ({algorithm})", "{field} ({algorithm})"),
    "severity_warning": ("A breach is a warning.", "Нарушение даёт предупреждение."),
    "equals": ("{path} is {value}", "{path} равно {value}"),
    "in": ("{path} is one of {value}", "{path} одно из {value}"),
    "present": ("{path} is there", "{path} есть"),
    "matches": ("the body has the form of {path}", "тело имеет вид {path}"),
    "not_equals": ("{path} is not {value}", "{path} не равно {value}"),
    "not_in": ("{path} is none of {value}", "{path} не из числа {value}"),
    "not_present": ("{path} is not there", "{path} нет"),
    "replies": ("it answers {path}", "это ответ на {path}"),
    "not": ("not ({items})", "не ({items})"),
    "and": (" and ", " и "),
    "or": (" or ", " или "),
    # code tables
    "table_unknown": ("A code outside the table: {decision}.", "Код вне таблицы: {decision}."),
    "table_by": (
        "The operation chooses the table; while it is not known, a code of any of them is known.",
        "Таблицу выбирает операция; пока она неизвестна, известен код любой из таблиц.",
    ),
    "table_by_rows": (
        "The operation chooses the table, and the rows below hold in every operation; while it is not known, a code"
        " of any of them is known.",
        "Таблицу выбирает операция, а строки ниже действуют в любой операции; пока она неизвестна, известен код любой"
        " из таблиц.",
    ),
    "table_open": (
        "The table is open: the document says or implies that there are more.",
        "Таблица открыта: документ говорит или подразумевает, что есть и другие.",
    ),
    # examples
    "in_charset": ("{encoding}, charset {charset}", "{encoding}, кодировка {charset}"),
    "with_secret": ("secret {secret}", "секрет {secret}"),
    "with_setting": ("{name} = {value}", "{name} = {value}"),
    "with_query": ("query {value}", "строка запроса {value}"),
    "with_header": ("header {name}", "заголовок {name}"),
    "with_status": ("HTTP status {status}", "статус HTTP {status}"),
    "finds": ("Gives: {findings}.", "Даёт: {findings}."),
    "finding_at": ("{code} at {path}", "{code}: {path}"),
    "finding_anywhere": ("{code} (at any place)", "{code} (в любом месте)"),
    "no_findings": ("Gives no findings.", "Замечаний нет."),
    "cut": ("… {n} of {total} bytes are left out here …", "… здесь пропущено байт: {n} из {total} …"),
    "hex": ("(bytes that are no {charset} are written as \\xNN)", "(байты вне {charset} записаны как \\xNN)"),
}  # fmt: skip


def word(lang: str, key: str, **values: object) -> Safe:
    """The word or sentence ``key`` with its placeholders filled."""
    return fill(_WORDS[key][LANGUAGES.index(lang)], values)


@cache
def _parsed(template: str) -> tuple[tuple[str, str | None], ...]:
    return tuple((said, name) for said, name, _, _ in Formatter().parse(template))


def fill(template: str, values: Mapping[str, object]) -> Safe:
    """A sentence of our own with its placeholders filled."""
    pieces: list[Piece] = []
    for said, name in _parsed(template):
        if said:
            pieces.append(Plain(said))
        if name is not None:
            pieces += escape(values[name])
    return Safe(pieces)
