"""The sequence of an operation: who calls whom, with which message, and what comes back."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from wirebook import anchors
from wirebook.model import Case, Operation
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
        yield _exchange(page, operation.request, line, back=back, answer=False)
    else:
        yield Arrow((line,), back)
    if operation.reply:
        yield _exchange(page, operation.reply, None, back=not back, answer=True)


def _exchange(page: Page, cases: tuple[Case, ...], line: Label | None, *, back: bool, answer: bool) -> Part:
    arrows = [_arrow(case, line, back=back, answer=answer) for case in cases]
    if len(cases) == 1 and cases[0].when is None:
        return arrows[0]
    branches = [Branch(_when(page, case), (arrow,)) for case, arrow in zip(cases, arrows, strict=True)]
    return Frame(tuple(branches))


def _arrow(case: Case, line: Label | None, *, back: bool, answer: bool) -> Arrow:
    message = Label(case.message, f"#{anchors.message(case.message)}", literal=True)
    return Arrow((line, message) if line and line.text else (message,), back, answer)


def _when(page: Page, case: Case) -> str:
    if case.when is None:
        return str(said(page.lang, "else"))
    return str(said(page.lang, "if", when=condition(page, case.when)))
