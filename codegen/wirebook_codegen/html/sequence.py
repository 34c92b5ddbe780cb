"""The sequence of an operation: who calls whom, with which message, and what comes back."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from wirebook import anchors
from wirebook.model import Case, Operation, Retry
from wirebook_codegen.docs_fields import condition
from wirebook_codegen.docs_page import Page
from wirebook_codegen.html.drawing import Arrow, Branch, Frame, Label, Part, draw
from wirebook_codegen.html.words import said

__all__ = ["sequence"]


def sequence(page: Page, operation: Operation) -> Markup:
    """The picture in the page's language."""
    title = str(said(page.lang, "sequence_of", name=operation.id))
    ident = f"{anchors.operation(operation.id)}-{page.lang}"
    client = str(said(page.lang, "client"))
    return draw(title, ident, client, page.provider.name, tuple(_parts(page, operation)))


def _parts(page: Page, operation: Operation) -> Iterator[Part]:
    back = operation.kind == "callback"
    place = operation.host + operation.path or (str(said(page.lang, "handler")) if back else "")
    line = Label(f"{operation.method} {place}".strip(), literal=bool(operation.host + operation.path))
    if operation.request:
        asked = _exchange(page, operation.request, line, back=back, answer=False)
    else:
        asked = Arrow((line,), back)
    yield asked
    if operation.retry is not None:
        yield _repeated(page, operation.retry, back=not back)
    if operation.reply:
        yield _exchange(page, operation.reply, None, back=not back, answer=True)


def _repeated(page: Page, retry: Retry, *, back: bool) -> Frame:
    """How often the call is made again, and the answer that ends it."""
    said_so = [said(page.lang, "again", statuses=", ".join(map(str, retry.unless_status)))]
    if retry.interval is not None:
        said_so.append(page.word("retry_interval", seconds=retry.interval))
    if retry.attempts is not None:
        said_so.append(page.word("retry_attempts", attempts=retry.attempts))
    end = Label("HTTP " + " / ".join(map(str, retry.unless_status)), literal=True)
    return Frame((Branch(" ".join(map(str, said_so)), (Arrow((end,), back, answer=True),)),))


def _exchange(page: Page, cases: tuple[Case, ...], line: Label | None, *, back: bool, answer: bool) -> Part:
    """One arrow where only the body's own form tells its messages apart and all are asked alike, else a frame."""
    plain = all(_by_form(case) for case in cases)
    if plain and (len(cases) == 1 or not answer):
        return _arrow(cases, line, back=back, answer=answer)
    return Frame(
        tuple(
            Branch("" if plain else _when(page, case), (_arrow((case,), line, back=back, answer=answer),))
            for case in cases
        )
    )


def _by_form(case: Case) -> bool:
    """Whether a case says no more than that the body is the message that it is."""
    return case.when is None or (case.when.op == "matches" and case.when.path == case.message)


def _arrow(cases: tuple[Case, ...], line: Label | None, *, back: bool, answer: bool) -> Arrow:
    messages = [Label(case.message, f"#{anchors.message(case.message)}", literal=True) for case in cases]
    return Arrow(((line,) if line and line.text else ()) + tuple(messages), back, answer)


def _when(page: Page, case: Case) -> str:
    if case.when is None:
        return str(said(page.lang, "else"))
    return str(said(page.lang, "if", when=condition(page, case.when)))
