"""Why a body, or a check of it, was not checked: what each reason means and what to do, in both languages.

``wirebook explain REASON`` and the pages read it; nothing is decided here.
"""

from __future__ import annotations

from wirebook.hints import pip

__all__ = ["REASONS"]

# By reason: (meaning, what to do) in English, then in Russian.
REASONS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "unknown-message": (
        ("no message of the spec looks like the body", "Give --message to see what differs, or another --spec."),
        ("ни одно сообщение спецификации не похоже на тело",
         "Укажите --message, чтобы увидеть отличия, или другую --spec."),
    ),
    "unknown-path": (
        ("the host is the provider's, but no operation of the spec has this path",
         "Add the operation to the spec, or pass this traffic over."),
        ("хост принадлежит провайдеру, но операции с таким путём в спецификации нет",
         "Добавьте операцию в спецификацию или не проверяйте этот трафик."),
    ),
    "unknown-operation": (
        ("several operations take this request, and the address tells none of them: the reply cannot be told",
         "Record the whole address, or give --spec with a spec that names it."),
        ("такой запрос бывает у нескольких операций, и адрес не говорит, какая это: ответ не узнать",
         "Записывайте полный адрес или укажите в --spec спецификацию, где он назван."),
    ),
    "ambiguous": (
        ("the body alone does not tell which message it is, and its candidates disagree",
         "Give --message, or --operation with the setting that tells them apart."),
        ("по одному телу не понять, какое это сообщение, а кандидаты расходятся",
         "Укажите --message или --operation с настройкой, которая их различает."),
    ),
    "ignored": (
        ("the body cannot be read, and the finding that says so is ignored or known from the baseline",
         "Do not ignore what keeps a body from being read."),
        ("тело не читается, а замечание об этом отключено или известно по базовому списку",
         "Не отключайте замечания, из-за которых тело не читается."),
    ),
    "skipped": (
        ("the body passed, but a check was skipped and --strict wants every one",
         "Give what the skipped checks lack, or leave --strict out."),
        ("тело прошло, но одна из проверок пропущена, а --strict требует все",
         "Укажите то, чего не хватило пропущенным проверкам, или уберите --strict."),
    ),
    "no-secret": (
        ("the signature was not checked: the secret is not known", "Give --secret-file or WIREBOOK_SECRET."),
        ("подпись не проверена: секрет неизвестен", "Укажите --secret-file или WIREBOOK_SECRET."),
    ),
    "no-request": (
        ("a rule that compares with the request was not checked: the request is not known, or the capture lacks it",
         "Give --request FILE, or record both halves."),
        ("правило, которое сравнивает с запросом, не проверено: запрос неизвестен или его нет в записи",
         "Укажите --request FILE или записывайте обе половины."),
    ),
    "verdicts-only": (
        ("limits, repetitions, identifiers and states across the capture were not checked: only verdicts were wanted",
         "Leave --verdicts-only out."),
        ("лимиты, повторы, идентификаторы и состояния по всей записи не проверены: нужны были только вердикты",
         "Уберите --verdicts-only."),
    ),
    "no-setting": (
        ("a rule that depends on a setting was not checked: the setting is not known", "Give --setting KEY=VALUE."),
        ("правило, которое зависит от настройки, не проверено: настройка неизвестна", "Укажите --setting KEY=VALUE."),
    ),
    "no-query": (
        ("what the message says in the query string was not checked: the query is not known", "Give --query STRING."),
        ("то, что сообщение говорит в строке запроса, не проверено: строка запроса неизвестна",
         "Укажите --query STRING."),
    ),
    "no-headers": (
        ("what the message says in header fields was not checked: the headers are not known",
         "Give --header 'Name: value' for each of them."),
        ("то, что сообщение говорит в заголовках, не проверено: заголовки неизвестны",
         "Укажите --header 'Name: value' для каждого."),
    ),
    "no-status": (
        ("what the message says by the HTTP status was not checked: the status is not known", "Give --status N."),
        ("то, что сообщение говорит статусом HTTP, не проверено: статус неизвестен", "Укажите --status N."),
    ),
    "no-reply": (
        ("the capture holds a request without its reply", "Record both halves, with the packets whole."),
        ("в записи есть запрос, но нет ответа на него", "Записывайте обе половины и пакеты целиком."),
    ),
    "no-body": (
        ("the capture does not hold the body", "Record bodies too: many exports leave them out."),
        ("в записи нет тела", "Записывайте и тела: многие выгрузки их опускают."),
    ),
    "no-time": (
        ("the capture does not say when the exchange was, so that nothing about time was checked",
         "Record the time of each request (field time of a JSONL record)."),
        ("в записи нет времени обмена, поэтому связанное со временем не проверено",
         "Записывайте время каждого запроса (поле time в JSONL)."),
    ),
    "no-end": (
        ("the capture does not say when the reply was whole, so that calls at the same time were not counted",
         "Record when the reply ended (field ended or duration of a JSONL record)."),
        ("в записи нет времени конца ответа, поэтому одновременные вызовы не посчитаны",
         "Записывайте время конца ответа (поле ended или duration в JSONL)."),
    ),
    "no-origin": (
        ("the capture holds nothing before that gives such identifiers: whether one is unknown cannot be told",
         "Record from the first request on."),
        ("до этого в записи нет ничего, что даёт такие идентификаторы: известен ли он, сказать нельзя",
         "Записывайте с первого запроса."),
    ),
    "no-account": (
        ("it is not known whose calls these are, so that more of them than one login may make show nothing",
         "Nothing, if several logins call; else count them yourself."),
        ("неизвестно, чьи это вызовы, поэтому их число сверх ограничения для одного логина ни о чём не говорит",
         "Ничего, если логинов несколько; иначе посчитайте сами."),
    ),
    "no-message": (
        ("the request was not read, so that it is not known which limit counts it",
         "Correct what its own findings say."),
        ("запрос не прочитан, поэтому неизвестно, какое ограничение его считает",
         "Исправьте то, о чём говорят его собственные находки."),
    ),
    "cut-body": (
        ("the body ends before its length", "Record with the whole packet (-s 0), or without a limit of size."),
        ("тело короче объявленной длины", "Записывайте пакеты целиком (-s 0) или без ограничения размера."),
    ),
    "undecodable-body": (
        ("the body's Content-Encoding cannot be undone", "Record the body decoded, or in gzip, deflate or identity."),
        ("Content-Encoding тела не снимается", "Записывайте тело раскодированным либо в gzip, deflate или identity."),
    ),
    "no-library": (
        ("the body's Content-Encoding (br, zstd) needs a library that is not installed",
         f"Install it and run again: {pip('capture')} in Wirebook's checkout"),
        ("для Content-Encoding тела (br, zstd) не установлена библиотека",
         f"Установите её и запустите снова: {pip('capture')} в рабочей копии Wirebook"),
    ),
    "crashed": (
        ("the linter itself failed on the record; lint.crashed says which", "Report it, with the record if you can."),
        ("на записи отказал сам линтер; lint.crashed говорит, на какой", "Сообщите об этом, по возможности с записью."),
    ),
    "too-large": (
        ("the body is larger than what is read", "Record it in parts; no documented message is so large."),
        ("тело больше того, что читается", "Записывайте по частям; столь больших описанных сообщений нет."),
    ),
}  # fmt: skip
