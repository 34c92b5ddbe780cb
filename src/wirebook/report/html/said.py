"""What the report says, English and Russian side by side.

Forms of a plural stand between "|": one, many in English; one, few, many in Russian.
"""

from __future__ import annotations

__all__ = ["SAID"]

SAID: dict[str, tuple[str, str]] = {
    # -- the frame
    "title": ("Wirebook: report on captured traffic", "Wirebook: отчёт о записанном трафике"),
    "kind": ("report on captured traffic", "отчёт о записанном трафике"),
    "skip": ("To the content", "К содержанию страницы"),
    "language": ("Language", "Язык"),
    "theme": ("Colours", "Цвета"),
    "theme_auto": ("Colours of the system", "Цвета системы"),
    "theme_light": ("Light", "Светлые"),
    "theme_dark": ("Dark", "Тёмные"),
    "contents": ("Contents", "Содержание"),
    "footer": (
        "Made by wirebook {version} from the captures alone: the same captures, specs and settings give the same file. "
        "Excerpts show what is known to be safe; ••• stands for everything else. Times are UTC. "
        "This page asks the network for nothing.",
        "Сделано wirebook {version} только из записей: те же записи, спецификации и настройки дают тот же файл. "
        "В выдержках видно то, что заведомо можно показать; ••• стоит вместо остального. Время — UTC. "
        "Эта страница ничего не запрашивает из сети.",
    ),
    # -- the verdict
    "none_found": ("No exchange was found: nothing was checked", "Обменов не найдено: ничего не проверено"),
    "some_failed": ("{n} of {whole} failed|{n} of {whole} failed",
                    "Не прошёл {n} обмен из {whole}|Не прошли {n} обмена из {whole}|Не прошли {n} обменов из {whole}"),
    "of_exchanges": ("{n} exchange in scope|{n} exchanges in scope", "{n}|{n}|{n}"),
    "more_unchecked": ("{n} more was not checked.|{n} more were not checked.",
                       "Ещё {n} не проверен.|Ещё {n} не проверены.|Ещё {n} не проверены."),
    "all_unchecked": ("The one exchange in scope was not checked|None of the {n} exchanges in scope could be checked",
                      "Проверить не удалось: обмен {n}, и он не проверен|Ни один из {n} обменов проверить не удалось|"
                      "Ни один из {n} обменов проверить не удалось"),
    "some_unchecked": ("Nothing failed, but {n} of {whole} was not checked|"
                       "Nothing failed, but {n} of {whole} were not checked",
                       "Ошибок нет, но {n} обмен из {whole} не проверен|"
                       "Ошибок нет, но {n} обмена из {whole} не проверены|"
                       "Ошибок нет, но {n} обменов из {whole} не проверены"),
    "none_claimed": ("The exchange belongs to no provider: nothing was checked|"
                     "None of the {n} exchanges belongs to a provider: nothing was checked",
                     "Обмен не относится ни к одному провайдеру: ничего не проверено|"
                     "Ни один из {n} обменов не относится к провайдеру: ничего не проверено|"
                     "Ни один из {n} обменов не относится к провайдеру: ничего не проверено"),
    "all_passed": ("The exchange in scope passed|All {n} exchanges in scope passed",
                   "Обмен прошёл проверку|Все {n} обмена прошли проверку|Все {n} обменов прошли проверку"),
    "all_seen": ("Every request and reply in scope was looked at.", "Просмотрены все запросы и ответы."),
    "halves_unseen": ("{n} request or reply was not looked at; below is why.|"
                      "{n} requests and replies were not looked at; below is why.",
                      "Не просмотрена {n} половина обмена, почему — ниже.|"
                      "Не просмотрены {n} половины обменов, почему — ниже.|"
                      "Не просмотрено {n} половин обменов, почему — ниже."),
    "unread": ("Part of the capture could not be read ({n} place), so this is not the whole traffic.|"
               "Part of the capture could not be read ({n} places), so this is not the whole traffic.",
               "Часть записи не прочитана ({n} место), так что это не весь трафик.|"
               "Часть записи не прочитана ({n} места), так что это не весь трафик.|"
               "Часть записи не прочитана ({n} мест), так что это не весь трафик."),
    "out_of_scope_said": ("{n} is out of scope: no provider claims it.|{n} are out of scope: no provider claims them.",
                          "Не относится ни к одному провайдеру: {n}.|Не относятся ни к одному провайдеру: {n}.|"
                          "Не относятся ни к одному провайдеру: {n}."),
    "skipped_said": ("{n} check was skipped for lack of a secret, a setting or the like.|"
                     "{n} checks were skipped for lack of a secret, a setting or the like.",
                     "Пропущена {n} проверка: не хватило секрета, настройки или подобного.|"
                     "Пропущены {n} проверки: не хватило секрета, настройки или подобного.|"
                     "Пропущено {n} проверок: не хватило секрета, настройки или подобного."),
    "pass": ("passed", "прошли"),
    "fail": ("failed", "не прошли"),
    "not_checked": ("not checked", "не проверены"),
    "out_of_scope": ("out of scope", "вне проверки"),
    "pass_about": ("nothing in them fails", "ошибок нет"),
    "fail_about": ("they break the protocol", "нарушают протокол"),
    "not_checked_about": ("in scope, but something was missing", "относятся к провайдеру, но чего-то не хватило"),
    "out_of_scope_about": ("no provider claims them", "не относятся ни к одному провайдеру"),
    "exchanges": ("{n} exchange|{n} exchanges", "{n} обмен|{n} обмена|{n} обменов"),
    "captures": ("Captures", "Записи"),
    "checked_by": ("Checked by", "Проверено по"),
    "when_title": ("Time", "Время"),
    "period": ("From {first} to {last} UTC", "С {first} по {last} UTC"),
    # -- sections
    "timeline": ("Verdicts over time", "Вердикты по времени"),
    "places": ("Where it breaks", "Где нарушения"),
    "findings": ("Findings", "Находки"),
    "unchecked": ("Not checked", "Не проверено"),
    "coverage": ("Coverage", "Покрытие"),
    # -- time
    "no_times": ("The capture does not say when the exchanges took place, so there is nothing to draw.",
                 "В записи не указано время обменов, поэтому рисовать нечего."),
    "bar_covers": ("Each bar covers {span}; times are UTC. A count that is not zero is drawn at least two pixels high.",
                   "Каждый столбик — {span}; время UTC. Ненулевое число рисуется не ниже двух пикселей."),
    "untimed": ("{n} exchange without a time is not in the chart.|{n} exchanges without a time are not in the chart.",
                "{n} обмен без времени на графике не показан.|{n} обмена без времени на графике не показаны.|"
                "{n} обменов без времени на графике не показаны."),
    "as_table": ("The same as a table", "То же таблицей"),
    "when": ("From (UTC)", "С (UTC)"),
    "unit_d": ("{n} d|{n} d", "{n} д|{n} д|{n} д"),
    "unit_h": ("{n} h|{n} h", "{n} ч|{n} ч|{n} ч"),
    "unit_min": ("{n} min|{n} min", "{n} мин|{n} мин|{n} мин"),
    "unit_s": ("{n} s|{n} s", "{n} с|{n} с|{n} с"),
    # -- bars
    "by_rule": ("Findings by rule", "Находки по правилам"),
    "by_provider": ("Findings by provider", "Находки по провайдерам"),
    "by_message": ("Findings by message", "Находки по сообщениям"),
    "by_operation": ("Exchanges by operation", "Обмены по операциям"),
    "more_rows": ("{n} more|{n} more", "ещё {n}|ещё {n}|ещё {n}"),
    "no_provider": ("no provider", "без провайдера"),
    "no_message": ("no message", "без сообщения"),
    "no_operation": ("operation not told", "операция неизвестна"),
    "error": ("error", "ошибка"),
    "warning": ("warning", "предупреждение"),
    "info": ("note", "замечание"),
    "errors": ("{n} error|{n} errors", "{n} ошибка|{n} ошибки|{n} ошибок"),
    "warnings": ("{n} warning|{n} warnings", "{n} предупреждение|{n} предупреждения|{n} предупреждений"),
    "infos": ("{n} note|{n} notes", "{n} замечание|{n} замечания|{n} замечаний"),
    # -- findings
    "no_findings": ("Nothing was found.", "Ничего не найдено."),
    "held": ("Here are all findings ({n}), grouped by rule and place.",
             "Здесь все находки ({n}), по правилам и местам."),
    "held_some": ("There are {total} findings. {n} of them are here in full, from every rule; the others are counted, "
                  "and the counts are exact. For all of them: --format ndjson.",
                  "Всего находок: {total}. Полностью здесь {n}, от каждого правила; остальные посчитаны, числа точные. "
                  "Все находки: --format ndjson."),
    "filter": ("Filter findings", "Отбор находок"),
    "filter_text": ("Text", "Текст"),
    "filter_hint": ("path, message, excerpt", "путь, сообщение, выдержка"),
    "filter_severity": ("Severity", "Важность"),
    "filter_provider": ("Provider", "Провайдер"),
    "filter_message": ("Message", "Сообщение"),
    "filter_rule": ("Rule", "Правило"),
    "filter_operation": ("Operation", "Операция"),
    "filter_file": ("File", "Файл"),
    "any": ("any", "любые"),
    "reset": ("Clear", "Сбросить"),
    "shown_of": ("{n} of {m} findings shown", "Показано находок: {n} из {m}"),
    "shown_none": ("No finding fits. Clear the filter to see all {m}.",
                   "Ничего не подходит. Сбросьте отбор, чтобы увидеть все: {m}."),
    "no_script": ("The filter needs JavaScript, which is off here; all findings can be opened below.",
                  "Отбору нужен JavaScript, а он выключен; все находки раскрываются ниже."),
    "explain": ("About this rule:", "О правиле:"),
    "places_n": ("{n} place|{n} places", "{n} место|{n} места|{n} мест"),
    "times_n": ("{n} time|{n} times", "{n} раз|{n} раза|{n} раз"),
    "whole_body": ("the body as a whole", "тело целиком"),
    "whole_capture": ("the capture itself", "сама запись"),
    "at": ("Place", "Место"),
    "on_wire": ("On the wire", "В теле"),
    "source": ("Source", "Источник"),
    "docs": ("Documentation page", "Страница документации"),
    "advice": ("What to do", "Что делать"),
    "of_message": ("Message", "Сообщение"),
    "not_here": ("{n} more like this is counted but not shown.|{n} more like these are counted but not shown.",
                 "Ещё {n} такая посчитана, но не показана.|Ещё {n} таких посчитаны, но не показаны.|"
                 "Ещё {n} таких посчитаны, но не показаны."),
    "beyond": ("{n} more finding of this rule, at other places, is counted but not shown.|"
               "{n} more findings of this rule, at other places, are counted but not shown.",
               "Ещё {n} находка этого правила, в других местах, посчитана, но не показана.|"
               "Ещё {n} находки этого правила, в других местах, посчитаны, но не показаны.|"
               "Ещё {n} находок этого правила, в других местах, посчитаны, но не показаны."),
    "known": ("known", "известно"),
    "known_n": ("{n} known|{n} known", "{n} известна|{n} известны|{n} известны"),
    "known_about": ("in the baseline: fails nothing", "есть в базовом файле: не влияет на вердикт"),
    "no_excerpt": ("no excerpt: nothing of this body was read", "выдержки нет: из тела ничего не прочитано"),
    "related": ("Related", "Связано"),
    "related_more": ("{n} more|{n} more", "и ещё {n}|и ещё {n}|и ещё {n}"),
    "part_request": ("request", "запрос"),
    "part_response": ("reply", "ответ"),
    "part_exchange": ("exchange", "обмен"),
    "part_capture": ("capture", "запись"),
    "part_body": ("body", "тело"),
    "spot": ("line {line}, column {column}", "строка {line}, столбец {column}"),
    "record_line": ("line {line} of the capture", "строка {line} записи"),
    # -- not checked
    "nothing_unseen": ("Everything in scope was looked at, and no check was skipped.",
                       "Просмотрено всё, что относится к провайдерам; ни одна проверка не пропущена."),
    "unseen_lead": ("What follows is neither good nor bad: nobody has looked at it.",
                    "Ниже — не хорошее и не плохое: этого никто не видел."),
    "skipped_checks": ("Checks that were skipped", "Пропущенные проверки"),
    "skipped_lead": ("These bodies were judged, but one check of them could not be made.",
                     "Эти тела проверены, но одну из проверок провести не удалось."),
    "check": ("Check", "Проверка"),
    "why": ("Why", "Почему"),
    "bodies": ("Bodies", "Тел"),
    # -- coverage
    "coverage_lead": ("How much of each provider's protocol this capture has exercised. "
                      "What was never seen was never tested.",
                      "Сколько из протокола каждого провайдера встретилось в записи. "
                      "Что не встретилось, то и не проверено."),
    "coverage_none": ("The capture holds no traffic of any provider.", "В записи нет трафика ни одного провайдера."),
    "only_unseen": ("Show only what was not seen", "Показать только то, что не встретилось"),
    "not_met": ("No traffic at all of: {names}.", "Трафика вовсе нет у: {names}."),
    "operations": ("Operations", "Операции"),
    "messages": ("Messages", "Сообщения"),
    "fields": ("Fields", "Поля"),
    "codes": ("Codes", "Коды"),
    "limits": ("Limits", "Ограничения"),
    "limit": ("Limit", "Ограничение"),
    "allowed": ("Allowed", "Можно"),
    "most_met": ("Most at once in this capture", "Больше всего в этой записи"),
    "attempts": ("repeated; how often is not stated", "повторяется; сколько раз, не сказано"),
    "attempts_n": ("{n} attempt|{n} attempts", "{n} попытка|{n} попытки|{n} попыток"),
    "calls_in": ("{n} call in {span}|{n} calls in {span}",
                 "{n} вызов за {span}|{n} вызова за {span}|{n} вызовов за {span}"),
    "at_once": ("{n} at once|{n} at once", "{n} одновременно|{n} одновременно|{n} одновременно"),
    "messages_fields": ("Messages and their fields", "Сообщения и их поля"),
    "n_of_m": ("{n} of {m}", "{n} из {m}"),
    "seen": ("Seen", "Встретилось"),
    "not_seen": ("not seen", "не встретилось"),
    "all_were_seen": ("All of it was seen.", "Встретилось всё."),
    "meaning": ("Meaning", "Значение"),
    "name": ("Name", "Имя"),
    "encodings": ("Encodings", "Форматы"),
}  # fmt: skip
