"""What travels (Part) and what is known around it (Context).

Engines read these and nothing else: no files, no sockets, no clock. Plain
classes without ``dataclasses``, because a cold ``wirebook validate`` builds one
of each and must not pay for that import.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

__all__ = ["Context", "Part", "charset_of"]


_charsets: dict[str, str | None] = {}  # of types that came before


def charset_of(content_type: str) -> str | None:
    """The charset parameter of a Content-Type in lower case, or None."""
    if content_type in _charsets:
        return _charsets[content_type]
    found = None
    for piece in content_type.split(";")[1:]:
        key, _, value = piece.strip().partition("=")
        if key.strip().lower() == "charset" and value:
            found = value.strip().strip("\"'").lower()
            break
    if len(content_type) <= 100 and len(_charsets) < 256:
        _charsets[content_type] = found
    return found


def _spelled(value: Any) -> Any:
    """A setting as a spec spells it; None, which says that it is not set, stays."""
    if value is None or type(value) is str:
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)


def _texts(**given: object) -> None:
    for name, text in given.items():
        if text is not None and not isinstance(text, str):
            raise TypeError(f"{name} is a text, not {type(text).__name__}")


def _mappings(**given: object) -> None:
    for name, known in given.items():
        if known is not None and not hasattr(known, "items"):
            raise TypeError(f"{name} is a mapping, not {type(known).__name__}")


class Part:
    """One half of an HTTP exchange, as bytes; every region but the body may be unknown (None)."""

    __slots__ = ("body", "headers", "method", "path", "query", "status")

    def __init__(
        self,
        body: bytes,
        *,
        method: str | None = None,
        path: str | None = None,
        query: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        status: int | None = None,
    ) -> None:
        self.body = body
        self.method = method
        self.path = path
        self.query = query
        # Header names are compared in lower case.
        self.headers = None if headers is None else {k.lower(): v for k, v in headers.items()}
        self.status = status

    def header_charset(self) -> str | None:
        """The charset parameter of Content-Type in lower case, or None if unknown."""
        return None if self.headers is None else charset_of(self.headers.get("content-type", ""))


class Context:
    """What a body cannot tell: the operation, the request it answers, and a deployment's settings.

    ``charset`` is the caller's explicit choice and beats header, declaration and default.
    ``settings`` are the spec's declared settings by name (``fmt``, ``charset``, ``sign`` ...);
    ``secret`` is kept apart so that it never lands in a dump of the settings.
    ``request`` is the logical value of the request that a reply answers and
    ``request_message`` its message id; both None if unknown.
    Raises TypeError for what is no text or no mapping, ValueError for an empty secret: mostly that of a variable
    which was never set, by which anybody could sign.
    """

    __slots__ = ("charset", "dialect", "operation", "request", "request_message", "secret", "settings")

    def __init__(
        self,
        *,
        operation: str | None = None,
        dialect: str | None = None,
        charset: str | None = None,
        secret: str | None = None,
        settings: Mapping[str, str] | None = None,
        request: Mapping[str, Any] | None = None,
        request_message: str | None = None,
    ) -> None:
        if (secret is not None and type(secret) is not str) or (charset is not None and type(charset) is not str):
            _texts(secret=secret, charset=charset)
        if (settings is not None and type(settings) is not dict) or (request is not None and type(request) is not dict):
            _mappings(settings=settings, request=request)
        if secret == "":
            raise ValueError("the secret is empty: give the provider's, or None where there is none")
        self.operation = operation
        self.dialect = dialect
        self.charset = charset
        self.secret = secret
        self.settings: dict[str, str] = {}
        if settings:
            self.settings = {name: _spelled(value) for name, value in settings.items()}
        self.request = request
        self.request_message = request_message

    def resolved(self, resolve: tuple[str, ...]) -> tuple[str, ...]:
        """Steps that find a charset, with ``request:<name>`` as what the request, or a setting for it, says."""
        if self.request is None and not self.settings:
            return resolve
        return tuple([self._step(step) for step in resolve])

    def _step(self, step: str) -> str:
        kind, _, name = step.partition(":")
        if kind != "request":
            return step
        said = self.settings.get(name) if self.request is None else self.request.get(name)
        return f"is:{said}" if said and isinstance(said, str) else step

    def __repr__(self) -> str:
        return f"Context(operation={self.operation!r}, dialect={self.dialect!r}, charset={self.charset!r})"
