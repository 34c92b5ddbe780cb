"""What a lint run found, as text lines and as the JSON shapes of the command line's contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from wirebook import anchors
from wirebook.capture import Fault
from wirebook.diagnostic import CODES
from wirebook.escape import line
from wirebook.lint.check import Checked, Judged
from wirebook.report.results import finding
from wirebook.report.text import lines, plain

if TYPE_CHECKING:
    from wirebook.report.text import Paint

__all__ = ["fault_as_json", "fault_lines", "findings_as_json", "lines_of", "summary_lines"]


def lines_of(checked: Checked, books: Mapping[str, Any], paint: Paint = plain) -> Iterator[str]:
    """Lines about each half that has something to say, with excerpts masked as everywhere."""
    for half in checked.halves:
        result = half.result
        if result.verdict == "pass" and not result.findings:
            continue
        if result.verdict == "not_checked" and not result.candidates:
            about = f" {result.provider}" if result.provider else ""
            what = paint("not checked", "not_checked")
            yield f"{_name(checked, half)}: {what}{':' if about else ''}{about} ({line(result.reason or '')})"
            continue
        book = books.get(result.provider or "")
        documents = () if book is None else book.provider.documents
        yield from lines(result, _name(checked, half), half.body, documents=documents, paint=paint)


def _name(checked: Checked, half: Judged) -> str:
    return f"{line(checked.exchange.file)}#{checked.exchange.index} {half.part}"


def _told(fault: Fault) -> str:
    return CODES[fault.code].template.format_map(fault.args)


def fault_lines(fault: Fault, paint: Paint = plain) -> Iterator[str]:
    """A fault of the capture itself."""
    code = CODES[fault.code]
    where = f"#{fault.index}" if fault.index >= 0 else ""
    severity = paint(code.severity, code.severity)
    yield f"{line(fault.file)}{where}: {severity} {fault.code}: {line(_told(fault))}. {code.advice}"


def findings_as_json(checked: Checked) -> Iterator[dict[str, Any]]:
    """Every finding of an exchange, with where in the captures it is."""
    place = {"file": checked.exchange.file, "index": checked.exchange.index}
    for half in checked.halves:
        result = half.result
        about = {"provider": result.provider, "message_id": result.message, "operation": checked.operation}
        for found in result.findings:
            yield {**finding(found), "capture": place, "part": half.part, **about}


def fault_as_json(fault: Fault) -> dict[str, Any]:
    """A fault of the capture as a finding."""
    code = CODES[fault.code]
    return {
        "code": fault.code,
        "severity": code.severity,
        "message": _told(fault),
        "path": "",
        "wire_path": "",
        "line": fault.line or None,
        "column": 1 if fault.line else None,
        "offset": None,
        "source": "",
        "docs": f"{anchors.INDEX}#{anchors.finding(fault.code)}",
        "fingerprint": "",
        "capture": {"file": fault.file, "index": fault.index if fault.index >= 0 else None},
        "part": "capture",
        "provider": None,
        "message_id": None,
        "operation": None,
    }


def summary_lines(summary: Mapping[str, int], unseen: Mapping[str, int], coverage: Mapping[str, Any]) -> Iterator[str]:
    """The counts, why halves were not checked, and what of each book was met."""
    told = ", ".join(f"{summary[name]} {name.replace('_', ' ')}" for name in ("pass", "fail", "not_checked"))
    count = summary["exchanges"]
    yield f"{count} exchange{'' if count == 1 else 's'}: {told}, {summary['out_of_scope']} out of scope"
    for reason, count in sorted(unseen.items()):
        yield f"    not checked: {count} of {reason}"
    for name, found in coverage.items():
        messages = found["messages"]
        met = [message for message, row in messages.items() if row["seen"]]
        fields = [seen for row in messages.values() for seen in row["fields"].values()]
        codes = [seen for table in found["codes"].values() for seen in table.values()]
        yield (
            f"    {name}: {len(met)} of {len(messages)} messages, {sum(map(bool, fields))} of {len(fields)} fields, "
            f"{sum(map(bool, codes))} of {len(codes)} codes"
        )
