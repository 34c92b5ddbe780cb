"""What a schema says to people: titles, descriptions, codes, and limits that it does not enforce.

Plain text in both languages; each target puts it into its own annotations.
"""

from __future__ import annotations

from wirebook.lexical import rows
from wirebook.model import CodeEntry, CodeTable, Default, Facet, Field, Joined, Scalar, Text

__all__ = ["advice", "both", "joined_text", "paragraphs", "row", "row_key", "table_text", "tables", "unlisted"]


def both(text: Text) -> str:
    """A text in both languages, for annotations that know none."""
    return text.en if text.en == text.ru else f"{text.en}\n\n{text.ru}"


def paragraphs(*texts: Text | None) -> Text | None:
    """Several texts as one, or None."""
    given = [text for text in texts if text is not None]
    if not given:
        return None
    return Text("\n".join(dict.fromkeys(t.en for t in given)), "\n".join(dict.fromkeys(t.ru for t in given)))


def joined_text(joined: Joined) -> Text:
    """How a list in one text is put together."""
    marks = [_SHOWN.get(separator, separator) for separator in joined.separators]
    ends = ("; one at the end is passed over", "; один в конце пропускается") if joined.trailing else ("", "")
    return Text(
        f"Items in one text, separated by {' or '.join(marks)}{ends[0]}.",
        f"Элементы в одном тексте, разделитель {' или '.join(marks)}{ends[1]}.",
    )


_SHOWN = {"\n": "LF", "\r\n": "CRLF", "\t": "TAB", " ": "SPACE"}


def row(entry: CodeEntry) -> Text:
    """What a code means, on one line."""
    retry = entry.retry
    return Text(
        f"{entry.name}: {entry.meaning.en}" + (f" ({retry.en})" if retry is not None else ""),
        f"{entry.name}: {entry.meaning.ru}" + (f" ({retry.ru})" if retry is not None else ""),
    )


def row_key(entry: CodeEntry) -> str:
    """A code, or the range of codes, of a row."""
    return str(entry.value) if entry.value is not None else f"{entry.low}..{entry.high}"


def table_text(table: CodeTable) -> Text:
    """A code table as lines of text."""
    lines = [(row_key(entry), row(entry)) for entry in rows(table)]
    return Text(
        "\n".join([f"{table.title.en}:", *(f"{key} = {text.en}" for key, text in lines)]),
        "\n".join([f"{table.title.ru}:", *(f"{key} = {text.ru}" for key, text in lines)]),
    )


def tables(scalar: Scalar) -> Text | None:
    """The parts of a bits value with the codes that they hold, or None."""
    if not scalar.bits:
        return None
    english, russian = [], []
    for bit in scalar.bits:
        where = f"{bit.low}" if bit.low == bit.high else f"{bit.low}-{bit.high}"
        english.append(f"bits {where} {bit.name}: {bit.doc.en}")
        russian.append(f"биты {where} {bit.name}: {bit.doc.ru}")
        if bit.codes is not None:
            text = table_text(bit.codes)
            english.append(text.en)
            russian.append(text.ru)
    return Text("\n".join(english), "\n".join(russian))


def advice(facets: tuple[Facet, ...]) -> Text | None:
    """The limits that only warn, which a schema must not enforce; None if there are none."""
    soft = [facet for facet in facets if facet.severity != "error"]
    if not soft:
        return None
    return Text(
        "\n".join(f"Not enforced here, a warning: {f.name} {_value(f)}" for f in soft),
        "\n".join(f"Здесь не проверяется, предупреждение: {f.name} {_value(f)}" for f in soft),
    )


def _value(facet: Facet) -> str:
    return ", ".join(map(str, facet.value)) if isinstance(facet.value, tuple) else str(facet.value)


def default(given: Default | None) -> Text | None:
    """What an absent field means, or None."""
    if given is None:
        return None
    value = str(given.value).lower() if isinstance(given.value, bool) else given.value
    return Text(f"Default: {value}", f"По умолчанию: {value}")


def unlisted(scalar: Scalar) -> Text | None:
    """What a type says about itself apart from its doc: soft limits and the parts of bits."""
    normal = None
    if scalar.normal is not None and scalar.normal.severity != "error":
        normal = Text(
            f"Not enforced here, a warning: the normal form {scalar.normal.pattern}",
            f"Здесь не проверяется, предупреждение: нормальный вид {scalar.normal.pattern}",
        )
    return paragraphs(advice(scalar.facets), normal, tables(scalar))


def field_text(given: Field | None) -> Text | None:
    """What a place says about its field, or None."""
    return None if given is None else paragraphs(given.doc, default(given.default))
