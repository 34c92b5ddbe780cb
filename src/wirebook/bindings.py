"""What generated dataclasses run on: reading bytes into them, writing them, and tables of codes.

A class reads through its provider's generated accept code; only a body that this
refuses is read again by the explain engine, for the findings. Generated modules keep
to this module, so that nothing of the plumbing is written into them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from wirebook.accept import bind
from wirebook.part import Context, Part

if TYPE_CHECKING:
    from wirebook.accept import Settle
    from wirebook.explain import Explained
    from wirebook.model import Provider

__all__ = ["Code", "Codes", "Runtime", "Words", "entries", "items", "known", "plain"]


class _Made(Protocol):
    """A generated class."""

    @classmethod
    def from_value(cls, value: Any) -> Any: ...


M = TypeVar("M", bound=_Made)

_BARE = Context()  # where nothing is known


class Words(NamedTuple):
    """A text for people in both languages."""

    en: str
    ru: str


class Code(NamedTuple):
    """What a value means: a single code, a value in a range of codes, or an unknown one.

    final: whether a status of this code can no longer change; ok: whether it means success; None where
    the document does not say. ``known`` is false for a value that the table does not have. by: where
    operations mean different things by it and none was named, what each of them means.
    """

    value: int | str
    name: str
    meaning: Words
    final: bool | None = None
    ok: bool | None = None
    retry: Words | None = None
    known: bool = True
    by: tuple[tuple[str, Code], ...] = ()


class Codes:
    """A provider's table of codes; iterating gives the single ones.

    by: the tables of operations, where they choose; ``everywhere`` are then the rows that hold in all.
    """

    __slots__ = ("_by", "_everywhere", "_ranges", "_singles", "id")

    def __init__(
        self,
        table: str,
        singles: tuple[Code, ...],
        ranges: tuple[tuple[int, int, Code], ...] = (),
        by: Mapping[str, Codes] | None = None,
        everywhere: Codes | None = None,
    ) -> None:
        self.id = table
        self._singles = {code.value: code for code in reversed(singles)}
        self._ranges = ranges
        self._by = {} if by is None else dict(by)
        self._everywhere = everywhere

    def lookup(self, value: int | str, operation: str | None = None) -> Code:
        """The entry of a value; one with ``known`` false where the table has none.

        operation: where the operation chooses the table, what the value means in that one. Without it,
        an entry whose meanings differ says so and has each of them in ``by``.
        """
        if operation in self._by:
            return self._of(operation, value)
        found = self._any(value)
        if not self._by or not found.known:
            return found
        said = tuple((name, self._of(name, value)) for name in self._by)
        said = tuple((name, code) for name, code in said if code.known)
        return found._replace(by=said) if any(code[:6] != found[:6] for _, code in said) else found

    def _of(self, operation: str, value: int | str) -> Code:
        found = self._by[operation].lookup(value)
        return found if found.known or self._everywhere is None else self._everywhere.lookup(value)

    def _any(self, value: int | str) -> Code:
        found = self._singles.get(value)
        if found is not None:
            return found
        if isinstance(value, int):
            for low, high, code in self._ranges:
                if low <= value <= high:
                    return code._replace(value=value)
        return Code(value, "unknown", Words("not in the table", "нет в таблице"), known=False)

    def __contains__(self, value: object) -> bool:
        return isinstance(value, (int, str)) and self.lookup(value).known

    def __iter__(self) -> Iterator[Code]:
        return reversed(self._singles.values())

    def __len__(self) -> int:
        return len(self._singles)

    def __repr__(self) -> str:
        return f"<codes {self.id}: {len(self)} singles, {len(self._ranges)} ranges>"


class Runtime:
    """One provider's generated modules, as its dataclasses use them.

    classes: by name, filled by the generated module; accept code calls them positionally.
    """

    __slots__ = ("_accept", "_model", "_writers", "classes")

    def __init__(self, accept_module: ModuleType, model: Callable[[], Provider]) -> None:
        self._accept = accept_module
        self._model = model
        self._writers: dict[str, Callable[[Any, Context], bytes | None]] = {}
        self.classes: dict[str, Callable[..., Any]] = {}

    def reader(self, kind: type[M], message: str, encoding: str) -> Callable[..., M]:
        """A function that makes an object of a body in one encoding.

        It raises ValidationError with every finding, TypeError for anything but bytes. What is known
        of HTTP around the body, and what an operation says, is weighed by the explain engine alone.
        """
        settle: Settle | None = None

        def read(
            body: bytes,
            charset: str | None = None,
            secret: str | None = None,
            settings: Mapping[str, str] | None = None,
            request: Mapping[str, Any] | None = None,
            operation: str | None = None,
            query: bytes | None = None,
            headers: Mapping[str, str] | None = None,
            status: int | None = None,
        ) -> M:
            nonlocal settle
            if not isinstance(body, bytes):
                raise TypeError(f"a body is bytes, not {type(body).__name__}")
            ctx = _BARE
            known = charset is not None or secret is not None or settings is not None
            if known or request is not None or operation is not None:
                ctx = Context(charset=charset, secret=secret, settings=settings, request=request, operation=operation)
            if query is None and headers is None and status is None and operation is None:
                if settle is None:
                    settle = bind(self._accept, message, encoding, self.classes)
                outcome = settle(body, None, ctx)
                if outcome is not None:
                    made: M = outcome[0]
                    return made
            part = Part(body, query=query, headers=headers, status=status)
            told = self._explained(message, encoding, part, ctx)
            if not told.ok or told.value is None:
                from wirebook.errors import ValidationError

                raise ValidationError(told.findings)
            explained: M = kind.from_value(told.value)
            return explained

        return read

    def write(self, message: str, encoding: str, value: Mapping[str, Any], **context: Any) -> bytes:
        """The bytes of a logical value; raises ValidationError with every finding, and then nothing is written."""
        from wirebook.encode import encode

        return encode(self._model(), message, encoding, value, Context(**context))

    def written(self, it: Any, message: str, encoding: str, **context: Any) -> bytes:
        """The bytes of an object, as ``write`` makes them of its logical value; generated code tries it first."""
        write = self._writers.get(message)
        if write is None and message in getattr(self._accept, "WRITE", ()):
            from wirebook.accept.write import way

            write = self._writers[message] = way(self._accept, message, self.classes)
        body = None if write is None else write(it, Context(**context))
        return self.write(message, encoding, it.to_value(), **context) if body is None else body

    def part(self, message: str, encoding: str, value: Mapping[str, Any], **context: Any) -> Part:
        """A logical value as it travels: body, query, headers and status; raises as ``write`` does."""
        from wirebook.encode import encode_part

        return encode_part(self._model(), message, encoding, value, Context(**context))

    def _explained(self, message: str, encoding: str, part: Part, ctx: Context) -> Explained:
        from wirebook.explain import explain_bytes

        provider = self._model()
        declared = provider.message(message)
        if declared is None:
            raise ImportError(f"the generated model of {provider.name} has no message {message}; generate it again")
        return explain_bytes(provider, declared, encoding, part, ctx)


def known(value: Mapping[str, Any], names: tuple[str, ...], required: tuple[str, ...]) -> None:
    """Raise ValueError for fields that a record lacks or does not have; their values are not told."""
    if not isinstance(value, Mapping):
        raise TypeError(f"a logical value is a mapping, not {type(value).__name__}")
    lacking = [name for name in required if value.get(name) is None]
    strange = [str(name) for name in value if name not in names]
    if lacking or strange:
        parts = [f"missing: {', '.join(lacking)}"] if lacking else []
        raise ValueError("; ".join([*parts, f"unknown: {', '.join(strange)}"] if strange else parts))


def items(value: Any, field: str) -> list[Any]:
    """The items of a field; TypeError for what is no list, and for a text, of which each letter would be an item."""
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
        raise TypeError(f"{field}: a list is expected, not {type(value).__name__}")
    return list(value)


def entries(value: Any, field: str) -> dict[str, Any]:
    """The entries of a field; TypeError for anything but a mapping."""
    if not isinstance(value, Mapping):
        raise TypeError(f"{field}: a mapping is expected, not {type(value).__name__}")
    return dict(value)


def plain(value: Any, kind: type[Any], field: str) -> dict[str, Any]:
    """The logical value of a field's record; TypeError for anything but an object of the record's class."""
    if not isinstance(value, kind):
        raise TypeError(f"{field}: {kind.__name__} is expected, not {type(value).__name__}")
    made: dict[str, Any] = value.to_value()
    return made
