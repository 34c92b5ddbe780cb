"""What operations say besides their messages, as ``wirebook list`` shows it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wirebook.model import Limit, Provider, ReplyEncoding, Retry

__all__ = ["chosen", "limit", "retry", "rows"]


def chosen(how: ReplyEncoding | None) -> dict[str, object] | None:
    """As JSON shows it: what chooses the encoding of a reply."""
    if how is None:
        return None
    return {"by": how.by, "values": {str(value): encoding for value, encoding in how.values}, "default": how.default}


def retry(retry: Retry | None) -> dict[str, object] | None:
    """As JSON shows it: when a call is repeated."""
    if retry is None:
        return None
    return {"unless_status": list(retry.unless_status), "interval": retry.interval, "attempts": retry.attempts}


def limit(limit: Limit) -> dict[str, object]:
    """As JSON shows it: how often one may call."""
    return {
        "id": limit.id,
        "requests": limit.requests,
        "seconds": limit.seconds,
        "concurrent": limit.concurrent,
        "same": limit.same,
        "message": limit.message or None,
        "code": limit.code,
    }


def rows(provider: Provider) -> list[tuple[str, list[tuple[str, ...]]]]:
    """In words: encodings of replies, repetition and limits, each with a title and rows."""
    encodings = [(o.id, _said_chosen(o.reply_encoding)) for o in provider.operations if o.reply_encoding is not None]
    retries = [(o.id, _said_retry(o.retry)) for o in provider.operations if o.retry is not None]
    limits = [(o.id, limit.id, _said_limit(limit)) for o in provider.operations for limit in o.limits]
    parts: list[tuple[str, list[tuple[str, ...]]]] = [
        ("encodings of replies", [*encodings]), ("repetition", [*retries]), ("limits", [*limits]),
    ]  # fmt: skip
    return [part for part in parts if part[1]]


def _said_chosen(how: ReplyEncoding) -> str:
    pairs = ", ".join(f"{value} {encoding}" for value, encoding in how.values)
    return f"{how.by}: {pairs}" + (f"; else {how.default}" if how.default is not None else "")


def _said_retry(retry: Retry) -> str:
    said = [f"unless the status is {', '.join(map(str, retry.unless_status))}"]
    if retry.interval is not None:
        said.append(f"every {retry.interval} s")
    if retry.attempts is not None:
        said.append(f"{retry.attempts} attempts at most")
    return ", ".join(said)


def _said_limit(limit: Limit) -> str:
    said = [f"{limit.concurrent} at once" if limit.requests is None else f"{limit.requests} in {limit.seconds} s"]
    said.append({"all": "all together", "identical": "identical ones"}.get(limit.same, f"per {limit.same}"))
    if limit.message:
        said.append(limit.message)
    if limit.code is not None:
        said.append(f"else code {limit.code}")
    return ", ".join(said)
