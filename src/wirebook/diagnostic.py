"""Findings and problems, and the one table of codes that they may carry.

A finding is about a payload, a problem about a spec; both are data with a declared
code. An undeclared code cannot be constructed. Imported only where something is
reported: a payload that passes never loads this module.
"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["CODES", "SEVERITIES", "Code", "Finding", "Location", "Problem", "Skipped"]

SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Code:
    """A declared code: its usual severity, the message's template, and what to do about it, in two languages."""

    severity: str
    template: str
    ru: str
    advice: str
    advice_ru: str


def _c(severity: str, template: str, ru: str, advice: str, advice_ru: str) -> Code:
    return Code(severity, template, ru, advice, advice_ru)


# Placeholders in templates: {name} of the place, {limit}, {got} (a length, a count or a safe value), ...; {got:item|items}
# is the form of a word that fits a number (``wirebook.wording``).
# Values of sensitive fields never get into ``args``.
CODES: dict[str, Code] = {
    # -- the bytes as a whole
    "input.empty": _c("error", "the body is empty", "тело пустое",
        "Check that the body was captured or built at all.", "Проверьте, что тело вообще было записано или построено."),
    "limit.bytes": _c("error", "the body has {got} {got:byte|bytes}; at most {limit} are read", "в теле {got} {got:байт|байта|байт}; читается не больше {limit}",
        "Split the request.", "Разделите запрос."),
    "limit.nodes": _c("error", "more than {limit} parts", "больше {limit} частей",
        "Split the request.", "Разделите запрос."),
    "limit.depth": _c("error", "nested more than {limit} levels deep", "вложенность больше {limit} уровней",
        "No documented message nests so deeply.", "Ни одно описанное сообщение не вложено так глубоко."),
    "limit.attributes": _c("error", "an element with more than {limit} attributes", "элемент, у которого больше {limit} атрибутов",
        "No documented message has so many.", "Столько нет ни в одном описанном сообщении."),
    # -- charset
    "charset.unknown": _c("error", "unknown charset {got}", "неизвестная кодировка {got}",
        "Use one of the charsets that the provider allows: {allowed}.", "Возьмите одну из допустимых кодировок: {allowed}."),
    "charset.not-allowed": _c("error", "charset {got} is not allowed here", "кодировка {got} здесь не допускается",
        "Use one of: {allowed}.", "Возьмите одну из: {allowed}."),
    "charset.conflict": _c("error", "{first} says charset {got}, {second} says {other}", "{first}: кодировка {got}, {second}: {other}",
        "Make header, byte order mark and declaration agree.", "Согласуйте заголовок, BOM и объявление."),
    "charset.undecodable": _c("error", "byte 0x{byte} is not valid {charset}", "байт 0x{byte} недопустим в {charset}",
        "Encode the text in the declared charset, or declare the right one.", "Кодируйте текст в объявленной кодировке или объявите верную."),
    "charset.suspect": _c("warning", "the text reads like {other} that was declared {charset}", "текст похож на {other}, а объявлено {charset}",
        "Check which charset the sender really uses.", "Проверьте, в какой кодировке на самом деле пишет отправитель."),
    # -- XML
    "xml.not-well-formed": _c("error", "not well-formed XML: {reason}", "XML построен неправильно: {reason}",
        "Build XML with a library; escape & < > in text and quotes in attributes.", "Стройте XML библиотекой; экранируйте & < > в тексте и кавычки в атрибутах."),
    "xml.doctype": _c("error", "a DOCTYPE is refused", "DOCTYPE не принимается",
        "Remove it; entities are never expanded or fetched.", "Уберите его; сущности не раскрываются и не загружаются."),
    # -- JSON
    "json.syntax": _c("error", "not JSON: {reason}", "это не JSON: {reason}",
        "Build JSON with a library.", "Стройте JSON библиотекой."),
    "json.duplicate-key": _c("error", "key {name} occurs twice", "ключ {name} встречается дважды",
        "Send each key once; readers disagree about which one counts.", "Передавайте каждый ключ один раз: читатели по-разному решают, какой считать."),
    "json.number": _c("error", "{got} is not a number that JSON can carry exactly", "{got} нельзя точно передать числом JSON",
        "Send a finite number, or a string where the provider takes one.", "Передайте конечное число или строку, если провайдер её принимает."),
    "json.surrogate": _c("error", "half of a surrogate pair", "половина суррогатной пары",
        "Escape a character beyond U+FFFF as a pair.", "Символ за пределами U+FFFF пишется парой."),
    # -- form
    "form.percent": _c("error", "% must be followed by two hexadecimal digits", "после % должны стоять две шестнадцатеричные цифры",
        "Encode % itself as %25.", "Сам знак % кодируется как %25."),
    "form.plus": _c("warning", "+ in a phone number reads as a space", "+ в номере телефона читается как пробел",
        "Encode it as %2B.", "Кодируйте его как %2B."),
    "form.syntax": _c("error", "not form data: {reason}", "это не данные формы: {reason}",
        "Separate parameters with & and name from value with =.", "Параметры разделяются &, имя от значения отделяет =."),
    # -- lines
    "lines.mismatch": _c("error", "the line does not have the form {pattern}", "строка не имеет вида {pattern}",
        "Compare it with the documented line.", "Сравните её с описанной строкой."),
    "lines.extra": _c("error", "exactly one line is expected", "ожидается ровно одна строка",
        "Remove the further lines.", "Уберите лишние строки."),
    # -- shape
    "shape.root": _c("error", "{got} where {name} is expected", "{got} там, где ожидается {name}",
        "Check which message this is.", "Проверьте, какое это сообщение."),
    "shape.kind": _c("error", "{name}: {got} where {want} is expected", "{name}: {got} там, где ожидается {want}",
        "Write it in the documented form.", "Пишите в описанном виде."),
    "shape.missing": _c("error", "{name} is missing", "нет {name}",
        "Add it.", "Добавьте."),
    "shape.unknown": _c("error", "{slot} {name} is not known here", "{slot} {name} здесь не описан",
        "Remove it, or correct its name{hint}.", "Уберите или исправьте имя{hint}."),
    "shape.duplicate": _c("error", "{name} occurs more than once", "{name} встречается больше одного раза",
        "Send it once.", "Передайте один раз."),
    "shape.order": _c("error", "{name} stands too late: it belongs before {other}", "{name} стоит слишком поздно: должен быть перед {other}",
        "Keep the documented order.", "Соблюдайте описанный порядок."),
    "shape.text": _c("error", "text where only elements are expected", "текст там, где ожидаются только элементы",
        "Remove it.", "Уберите."),
    "shape.const": _c("error", "{name} must be {want}", "{name} должно быть {want}",
        "Check which message this is.", "Проверьте, какое это сообщение."),
    "shape.empty": _c("error", "{name} is empty", "{name}: пустое значение",
        "Give it a value or leave it out.", "Задайте значение или уберите."),
    "shape.null": _c("error", "{name} is null", "{name}: null",
        "Give it a value or leave it out.", "Задайте значение или уберите."),
    "shape.nil": _c("error", "{name} is nil and has content all the same", "{name}: nil, а содержимое есть",
        "Leave out the content, or xsi:nil.", "Уберите содержимое или xsi:nil."),
    "shape.wrapper": _c("error", "{name} has no content", "{name}: нет содержимого",
        "Leave the empty wrapper out.", "Уберите пустую обёртку."),
    # -- deviations that are no facet
    "deviation.name": _c("warning", "{got} stands for {name}", "{got} вместо {name}",
        "Use the documented name.", "Пишите имя как в документе."),
    "deviation.form": _c("warning", "{name} is written in a form that the document does not give", "{name} записано не так, как в документе",
        "Use the documented form.", "Пишите как в документе."),
    "deviation.missing": _c("warning", "{name} is missing, though the document wants it", "нет {name}, хотя документ требует",
        "Add it.", "Добавьте."),
    "deviation.explicit": _c("warning", "{name} spells out its default", "{name}: явно записано значение по умолчанию",
        "Leave it out.", "Не передавайте."),
    "deviation.empty": _c("warning", "{name} is empty and read as absent", "{name} пусто и читается как отсутствующее",
        "Give it a value, or leave it out where it is optional.", "Задайте значение или не передавайте, если оно необязательно."),
    "deviation.extra": _c("warning", "{name} is not in the document", "{name} нет в документе",
        "Nothing, if your code knows it.", "Ничего, если ваш код это знает."),
    # -- types
    "type.integer": _c("error", "{name} is not an integer", "{name} не целое число",
        "Write plain digits: no spaces, plus sign or leading zeros.", "Пишите просто цифры: без пробелов, плюса и ведущих нулей."),
    "type.decimal": _c("error", "{name} is not a decimal number", "{name} не десятичное число",
        "Write digits with a point, 12.50.", "Цифры с точкой, 12.50."),
    "type.boolean": _c("error", "{name} is neither true nor false: none of {want}", "{name}: ни истина, ни ложь, ни одно из {want}",
        "Write one of these texts.", "Пишите одно из этих слов."),
    "type.date": _c("error", "{name} is not a date of the form {want}", "{name} не дата вида {want}",
        "Use the documented format and a day that exists.", "Формат как в документе, день должен существовать."),
    "type.time": _c("error", "{name} is not a time of the form {want}", "{name} не время вида {want}",
        "Use the documented format.", "Формат как в документе."),
    "type.datetime": _c("error", "{name} is not a date and time of the form {want}", "{name} не дата и время вида {want}",
        "Use the documented format and a day that exists.", "Формат как в документе, день должен существовать."),
    "type.phone": _c("error", "{name} is not a phone number of a documented form", "{name}: номер не того вида, который описан в документе",
        "Check the number; write it as the document shows.", "Проверьте номер; пишите его, как показано в документе."),
    "type.bits": _c("error", "{name} is not an integer of {limit} {limit:bit|bits}", "{name} не целое из {limit} {limit:бита|бит|бит}",
        "Send a number from 0 to 2^{limit}-1.", "Передайте число от 0 до 2^{limit}-1."),
    "type.union": _c("error", "{name} is none of {want}", "{name}: ни одно из {want}",
        "Write it in the form of one of these types.", "Пишите в виде одного из этих типов."),
    # -- facets, one code each
    "facet.length": _c("error", "{name} has {got} {got:character|characters}; exactly {limit} {limit:is|are} allowed", "{name}: символов {got}, а должно быть {limit}",
        "Correct the value.", "Исправьте значение."),
    "facet.minLength": _c("error", "{name} has {got} {got:character|characters}; at least {limit} {limit:is|are} required", "{name}: символов {got}, а нужно не меньше {limit}",
        "Correct the value.", "Исправьте значение."),
    "facet.maxLength": _c("error", "{name} has {got} {got:character|characters}; at most {limit} {limit:is|are} allowed", "{name}: символов {got}, а можно не больше {limit}",
        "Shorten the value.", "Сократите значение."),
    "facet.pattern": _c("error", "{name} does not have the form {limit}", "{name} не имеет вида {limit}",
        "Correct the value.", "Исправьте значение."),
    "facet.enumeration": _c("error", "{name} is none of {limit}", "{name}: не одно из {limit}",
        "Use one of the listed values.", "Возьмите одно из перечисленных."),
    "facet.minInclusive": _c("error", "{name} is less than {limit}", "{name} меньше {limit}",
        "Correct the value.", "Исправьте значение."),
    "facet.maxInclusive": _c("error", "{name} is more than {limit}", "{name} больше {limit}",
        "Correct the value.", "Исправьте значение."),
    "facet.totalDigits": _c("error", "{name} has {got} {got:digit|digits}; at most {limit} {limit:is|are} allowed", "{name}: цифр {got}, а можно не больше {limit}",
        "Correct the value.", "Исправьте значение."),
    "facet.fractionDigits": _c("error", "{name} has {got} fraction {got:digit|digits}; at most {limit} {limit:is|are} allowed", "{name}: знаков после точки {got}, а можно не больше {limit}",
        "Round the value.", "Округлите значение."),
    "facet.minItems": _c("error", "{got} {got:item|items}; at least {limit} {limit:is|are} required", "элементов {got}, а нужно не меньше {limit}",
        "Add items.", "Добавьте элементы."),
    "facet.maxItems": _c("error", "{got} {got:item|items}; at most {limit} {limit:is|are} allowed", "элементов {got}, а можно не больше {limit}",
        "Split the request.", "Разделите запрос."),
    "code.unknown": _c("warning", "{name}: code {got} is in no row of table {table}", "{name}: кода {got} нет в таблице {table}",
        "Handle unknown codes; if the provider documents it, add a row to the spec.", "Обрабатывайте неизвестные коды; если код описан, добавьте строку в спецификацию."),
    # -- rules
    "rule.unique": _c("error", "{name} repeats the value of an earlier item", "{name} повторяет значение более раннего элемента",
        "Give each item its own value.", "Дайте каждому элементу своё значение."),
    "rule.required_if": _c("error", "{name} is missing, though {when}", "нет {name}, хотя {when}",
        "Add it.", "Добавьте."),
    "rule.forbidden_if": _c("error", "{name} is there, though {when}", "{name} есть, хотя {when}",
        "Remove it.", "Уберите."),
    "rule.exactly_one": _c("error", "{got} of {name} are there; exactly one is required", "из {name} есть {got}, а нужно ровно одно",
        "Send exactly one of them.", "Передайте ровно одно."),
    "rule.at_most_one": _c("error", "{got} of {name} are there; at most one is allowed", "из {name} есть {got}, а можно не больше одного",
        "Send at most one of them.", "Передайте не больше одного."),
    "rule.echoes": _c("error", "{name} is not in the request", "{name} нет в запросе",
        "Check that this reply belongs to this request.", "Проверьте, что ответ относится к этому запросу."),
    "rule.answered": _c("error", "{got} of {limit} {limit:value|values} of the request's {name} {got:is|are} not answered", "из значений {name} запроса ({limit}) без ответа осталось {got}",
        "Treat what is not answered as unknown: ask again, or for the status.", "Считайте судьбу оставшихся без ответа неизвестной: спросите ещё раз или запросите статус."),
    "rule.count": _c("error", "{name} is {got}, not {sign} {limit} ({with})", "{name}: {got}, а нужно {sign} {limit} ({with})",
        "Check that this reply belongs to this request and that nothing was lost.", "Проверьте, что ответ относится к этому запросу и ничего не потеряно."),
    "rule.repeated": _c("error", "{name} is not what answers a repeated {key}", "{name}: не так отвечают на повторный {key}",
        "Do not take it for a second success: ask for the status.", "Не считайте это вторым успехом: запросите статус."),
    # -- signatures
    "signature.mismatch": _c("error", "{name}: the {algorithm} signature does not fit", "{name}: подпись {algorithm} не сходится",
        "Refuse the message: it was altered, or the secret differs.", "Не принимайте сообщение: оно изменено или секрет другой."),
    "signature.missing": _c("error", "a secret is configured, but no signature came", "секрет задан, а подписи нет",
        "Ask for one in the handler's address, and refuse unsigned messages.", "Запросите её в адресе обработчика и не принимайте неподписанные сообщения."),
    "signature.ambiguous": _c("warning", "{name} holds the delimiter `{delimiter}`: the signed text can be read in two ways", "{name} содержит разделитель `{delimiter}`: подписанный текст читается двояко",
        "Do not rely on this signature alone.", "Не полагайтесь только на эту подпись."),
    "findings.more": _c("info", "{got} more {got:finding is|findings are} not shown", "ещё {got} {got:находка не показана|находки не показаны|находок не показаны}",
        "Correct the first ones and run again.", "Исправьте первые и запустите снова."),
    # -- operations
    "operation.encoding": _c("error", "the reply is {got}, though {by} asks for {want}", "ответ в формате {got}, хотя {by} требует {want}",
        "Check that the reply belongs to this request and that the request asked for the format meant.", "Проверьте, что ответ относится к этому запросу и что запрошен нужный формат."),
    # -- HTTP around a body
    "lint.crashed": _c("error", "this record makes the linter itself fail ({kind}); {bodies}", "на этой записи отказывает сам линтер ({kind}); {bodies}",
        "Put the record aside and report it; the others were checked.", "Отложите запись и сообщите о ней; остальные проверены."),
    "http.path": _c("info", "told by its body: the path is not {want}", "узнано по телу: путь не {want}",
        "Nothing, if a proxy stands between; else check the address.", "Ничего, если запрос идёт через прокси; иначе проверьте адрес."),
    "http.method": _c("error", "method {got}; the operation takes {want}", "метод {got}, а операция принимает {want}",
        "Send it with {want}.", "Отправляйте методом {want}."),
    "http.repeated": _c("warning", "answered {got}: the provider will call again unless it is {want}", "ответ {got}: провайдер повторит вызов, если это не {want}",
        "Answer with a status that ends the repetition; refuse a bad call in your own records.", "Отвечайте кодом, который прекращает повторы; негодный вызов отмечайте у себя."),
    "http.content-type": _c("warning", "Content-Type {got} of a body that is {encoding}", "Content-Type {got}, а тело — {encoding}",
        "Name the body's type in the header.", "Укажите в заголовке тип тела."),
    # -- across a capture
    "across.limit": _c("warning", "up to {got} {got:call|calls} together, {over} of them beyond the limit {name} of {limit} in {seconds} s; {over:it was|they were} not refused",
        "вместе до {got} {got:вызова|вызовов|вызовов}, из них {over} сверх ограничения {name}: {limit} за {seconds} с; {over:ему|им|им} не отказали",
        "Spread the calls: the provider may refuse them.", "Разнесите вызовы по времени: провайдер вправе отказать."),
    "across.limit-refused": _c("error", "call {got} within {seconds} s, where the limit {name} allows {limit}: refused",
        "вызов {got} за {seconds} с при ограничении {name} в {limit}: отказ",
        "Spread the calls, and wait before you call again.", "Разнесите вызовы по времени и выждите перед следующим."),
    "across.concurrent": _c("warning", "up to {got} {got:call|calls} at the same time, where the limit {name} allows {limit}; {over} beyond it {over:was|were} not refused",
        "одновременно до {got} {got:вызова|вызовов|вызовов} при ограничении {name} в {limit}; сверх него {over}, {over:ему|им|им} не отказали",
        "Use fewer connections at once.", "Держите меньше одновременных соединений."),
    "across.concurrent-refused": _c("error", "call {got} at the same time, where the limit {name} allows {limit}: refused",
        "одновременный вызов {got} при ограничении {name} в {limit}: отказ",
        "Use fewer connections at once.", "Держите меньше одновременных соединений."),
    "across.id-reused": _c("error", "{name}: this identifier was sent before with other content, so that the provider takes it for a repetition",
        "{name}: этот идентификатор уже отправлялся с другим содержимым, и провайдер сочтёт это повтором",
        "Give each new message a new identifier; nothing was sent for this one.", "Давайте каждому новому сообщению новый идентификатор: это сообщение не отправлено."),
    "across.id-taken": _c("warning", "{name}: this identifier was sent before with other content, and answered as a new one all the same",
        "{name}: этот идентификатор уже отправлялся с другим содержимым, но принят как новый",
        "Give each new message a new identifier: the documents call this a repetition.", "Давайте каждому новому сообщению новый идентификатор: по документу это повтор."),
    "across.resent": _c("warning", "{name}: sent again, though the first attempt was answered",
        "{name}: отправлено ещё раз, хотя на первую попытку ответ пришёл",
        "Repeat a request only where no answer came.", "Повторяйте запрос, только если ответа не было."),
    "across.repeat-answer": _c("error", "{name}: the answer to a repetition does not name what the first attempt was given",
        "{name}: в ответе на повтор указано не то, что дано первой попытке",
        "Ask for the state of both, and report it to the provider.", "Запросите состояние обоих и сообщите провайдеру."),
    "across.unknown-id": _c("warning", "{name}: nothing in the capture gave this identifier (mentioned {times} {times:time|times})",
        "{name}: ничто в записи не дало этого идентификатора (упоминаний: {times})",
        "Check whether it belongs to what was sent before the capture, or elsewhere.", "Проверьте, не отправлено ли это до начала записи или другим путём."),
    "across.state-back": _c("error", "code {got} of {name} after {was}, which is final",
        "код {got} таблицы {name} после окончательного {was}",
        "Keep the final state, and report it to the provider.", "Сохраните окончательное состояние и сообщите провайдеру."),
    "across.state-changed": _c("warning", "code {got} of {name} after {was}; both are final",
        "код {got} таблицы {name} после {was}; оба окончательные",
        "Report it to the provider: one of the two is wrong.", "Сообщите провайдеру: один из двух неверен."),
    "across.retry-answered": _c("warning", "repeated, though status {status} of the attempt before ends the repetition",
        "повтор, хотя статус {status} прошлой попытки прекращает повторы",
        "Expect the same call twice: your handler must not act on it again.", "Будьте готовы к повтору: обработчик не должен выполнять действие дважды."),
    "across.retry-interval": _c("warning", "repeated after {got} s, where {interval} s are documented (give or take {tolerance} s)",
        "повтор через {got} с, а описано {interval} с (плюс-минус {tolerance} с)",
        "Check that the capture is whole; else do not rely on the documented interval.", "Проверьте, полна ли запись; если да, не полагайтесь на описанный интервал."),
    "across.retry-attempts": _c("warning", "repeated more often than the {limit} documented {limit:attempt|attempts}",
        "повторов больше, чем описанные попытки ({limit})",
        "Answer with a status that ends the repetition.", "Отвечайте кодом, который прекращает повторы."),
    # -- captured traffic
    "capture.broken": _c("error", "the capture cannot be read on: {reason}", "дальше запись не читается: {reason}",
        "Record it again, or read what came before.", "Запишите заново или довольствуйтесь тем, что прочитано до этого."),
    "capture.record": _c("error", "a record that cannot be read: {reason}", "запись не читается: {reason}",
        "Correct the record, or say where its fields stand.", "Исправьте запись или укажите, где в ней поля."),
    "capture.field": _c("warning", "no record has {path}, which was said to be {name}", "ни в одной записи нет {path}, где должно быть {name}",
        "Correct the path in --field or under fields of [tool.wirebook].", "Исправьте путь в --field или в fields таблицы [tool.wirebook]."),
    "capture.gap": _c("warning", "packets of this connection were not captured", "часть пакетов этого соединения не записана",
        "Capture with a greater buffer (tcpdump -B) and the whole packet (-s 0).", "Записывайте с большим буфером (tcpdump -B) и пакеты целиком (-s 0)."),
    "capture.protocol": _c("info", "a connection that is not read: {reason}", "соединение не читается: {reason}",
        "Record where the traffic is plain HTTP/1.1, or with a proxy.", "Записывайте там, где идёт открытый HTTP/1.1, или через прокси."),
    "capture.other": _c("info", "a record of another kind: {kind}", "запись другого вида: {kind}",
        "Only HTTP exchanges are read.", "Читаются только обмены по HTTP."),
    "capture.io": _c("error", "a file that cannot be read: {reason}", "файл не читается: {reason}",
        "Check the file's rights; name a link's target by itself.", "Проверьте права на файл; цель ссылки укажите отдельно."),
    "header.value": _c("error", "{name} holds U+{got}, which a header field cannot carry there", "{name} содержит U+{got}, чего поле заголовка там передать не может",
        "Remove the character; a line end would begin another header field.", "Уберите символ; конец строки начал бы другое поле заголовка."),
    # -- values that cannot be written
    "encode.forbidden": _c("error", "{name} holds U+{got}, which {encoding} cannot carry", "{name} содержит U+{got}, чего {encoding} передать не может",
        "Remove the character.", "Уберите символ."),
    "encode.charset": _c("error", "{name} holds U+{got}, which {charset} does not have", "{name} содержит U+{got}, чего нет в {charset}",
        "Remove the character, or use another charset.", "Уберите символ или возьмите другую кодировку."),
    "encode.value": _c("error", "{name}: {reason}", "{name}: {reason}",
        "Give a value of the field's type.", "Передайте значение нужного типа."),
    "encode.unknown": _c("error", "{name} is no field of this message", "{name} не поле этого сообщения",
        "Remove it, or correct its name.", "Уберите или исправьте имя."),
    "encode.redacted": _c("error", "{name} is redacted", "{name} скрыто",
        "Put the real value in; decode --show-sensitive shows all but secrets.", "Подставьте настоящее значение; decode --show-sensitive покажет всё, кроме секретов."),
    "encode.reread": _c("error", "{name} would be read back differently in this encoding", "{name} в этой кодировке прочиталось бы иначе",
        "Use another encoding for this value.", "Возьмите для этого значения другой формат."),
    "encode.dropped": _c("error", "{name} cannot be carried by this encoding", "{name} этот формат передать не может",
        "Leave it out, or use another encoding.", "Уберите или возьмите другой формат."),
    # -- specs
    "spec.yaml": _c("error", "not YAML: {reason}", "это не YAML: {reason}",
        "Correct the syntax.", "Исправьте синтаксис."),
    "spec.io": _c("error", "cannot be read: {reason}", "не читается: {reason}",
        "Check path, permissions and that it is UTF-8.", "Проверьте путь, права и что файл в UTF-8."),
    "spec.size": _c("error", "the spec exceeds {limit}", "спецификация превышает {limit}",
        "Split it into a folder.", "Разделите её на файлы в папке."),
    "spec.duplicate-key": _c("error", "key {name} occurs twice", "ключ {name} встречается дважды",
        "Remove one of them.", "Уберите один."),
    "spec.alias": _c("error", "{got} is refused", "{got} не принимается",
        "Write the value out; share it through types or groups.", "Напишите значение целиком; общее выносится в types или groups."),
    "spec.unknown-key": _c("error", "key {name} is not known in {where}", "ключ {name} неизвестен в {where}",
        "Known keys: {known}{hint}.", "Известные ключи: {known}{hint}."),
    "spec.unsupported": _c("error", "key {name} is not supported yet: no engine enforces it", "ключ {name} пока не поддержан: ни один движок его не исполняет",
        "Remove it; facts for people belong in notes or doc.", "Уберите; факты для людей пишутся в notes или doc."),
    "spec.missing-key": _c("error", "{where} lacks the key {name}", "в {where} нет ключа {name}",
        "Add it.", "Добавьте."),
    "spec.type": _c("error", "{name} must be {want}", "{name} должно быть: {want}",
        "Correct the value.", "Исправьте значение."),
    "spec.value": _c("error", "{name}: {reason}", "{name}: {reason}",
        "Correct the value.", "Исправьте значение."),
    "spec.reference": _c("error", "{kind} {name} is not defined", "{kind} {name} не определено",
        "Define it or correct the name{hint}.", "Определите или исправьте имя{hint}."),
    "spec.unused": _c("error", "{kind} {name} is used nowhere", "{kind} {name} нигде не используется",
        "Use it or remove it.", "Используйте или уберите."),
    "spec.identifier": _c("error", "{name} is not a usable name{why}", "{name} не годится как имя{why}",
        "Use lower-case letters, digits and underscores, beginning with a letter; no keyword.", "Строчные латинские буквы, цифры и подчёркивания, первая буква; не ключевое слово."),
    "spec.pattern": _c("error", "pattern {got}: {reason}", "образец {got}: {reason}",
        "Use literal classes, groups and quantifiers that mean the same everywhere.", "Используйте явные классы, группы и квантификаторы, которые везде значат одно и то же."),
    "spec.shape": _c("error", "shape of {name}: {reason}", "форма {name}: {reason}",
        "Correct the shape.", "Исправьте форму."),
    "spec.untested": _c("error", "no counter-example gives {code} at {name}", "нет контрпримера, который даёт {code} у {name}",
        "Add a counter-example that breaks just this.", "Добавьте контрпример, который нарушает только это."),
    "spec.example": _c("error", "example {name}: {reason}", "пример {name}: {reason}",
        "Correct the example or the spec.", "Исправьте пример или спецификацию."),
    "spec.ambiguous": _c("info", "no body tells {name} from {other}", "по телу не отличить {name} от {other}",
        "Give --message, or the operation and setting that tell them apart, when validating.", "При проверке указывайте --message либо операцию и настройку, которые их различают."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Location:
    """Where something stands: line and column from 1 in code points, offset from 0 in bytes."""

    line: int
    column: int
    offset: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a payload.

    ``path`` is the logical path (``messages[3].sms_id``, "" for the whole message),
    ``wire_path`` the place on the wire (``/xml_request/sms[4]/@sms_id``), ``start`` and
    ``end`` byte offsets (-1 if nothing was read, as when encoding).
    """

    code: str
    severity: str
    message: str
    path: str = ""
    wire_path: str = ""
    start: int = -1
    end: int = -1
    source: str = ""
    deviation: str | None = None
    args: tuple[tuple[str, str], ...] = ()
    related: tuple[tuple[int, int], ...] = ()
    fingerprint: str = ""
    location: Location | None = None
    docs: str = field(default="", compare=False)  # where the pages say more: ``provider.html#anchor``

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise KeyError(f"undeclared code {self.code!r}")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A check that could not be made for lack of something; neither a finding nor a pass.

    reason: no-secret, no-request, no-setting, no-query, no-headers, no-status.
    """

    check: str  # the rule's id; query, headers or status for what stands there
    reason: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a spec."""

    code: str
    severity: str
    message: str
    advice: str
    file: str
    line: int
    column: int
    path: str = field(default="")  # the place in the spec, messages.send.fields.to

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise KeyError(f"undeclared code {self.code!r}")
