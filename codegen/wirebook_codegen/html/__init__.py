"""The documentation of a provider as one self-contained HTML page in both languages, and an index of all pages.

A page asks the network for nothing and says so itself (its content security policy names
the hashes of its one style sheet and its one script). All content is there without the
script.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from wirebook import anchors, look
from wirebook.model import Provider
from wirebook_codegen.docs_page import Page
from wirebook_codegen.docs_text import Block, Safe
from wirebook_codegen.docs_words import word
from wirebook_codegen.emitted import HEADER, Emitted, Loss
from wirebook_codegen.html.both import Both, merge
from wirebook_codegen.html.render import render
from wirebook_codegen.html.view import index_view, page_view
from wirebook_codegen.html.words import SAID, said
from wirebook_codegen.templating import environment

__all__ = ["emit", "index"]

_KINDS = [key.removeprefix("kind_") for key in SAID if key.startswith("kind_")]
_COUNTS = (("found", "found"), ("some", "found_shown"), ("none", "found_none"))


def emit(provider: Provider) -> Emitted:
    """``<provider>[.<dialect>].html``; pages lose nothing."""
    from wirebook_codegen import EMITTERS

    losses = tuple(loss for target in ("xsd", "jsonschema") for loss in EMITTERS[target](provider).losses)
    return Emitted({anchors.page(provider.name, provider.dialect): page(provider, losses)})


def page(provider: Provider, losses: Sequence[Loss]) -> str:
    """The page of one provider in one dialect; ``losses`` are those of its schemas."""
    english, russian = (page_view(Page(provider, lang, brief=True, explains=True), losses) for lang in ("en", "ru"))
    view = merge(english, russian)
    name = ".".join(filter(None, (provider.name, provider.dialect)))
    return _print("page.html.j2", view, name, str(english["title"]), str(russian["title"]))


def index(providers: Sequence[Provider]) -> Emitted:
    """``index.html``, which leads to the pages of these providers."""
    view = merge(index_view(providers, "en"), index_view(providers, "ru"))
    titles = (str(said(lang, "index_title")) for lang in ("en", "ru"))
    return Emitted({anchors.INDEX: _print("index.html.j2", view, "", *titles)})


def _print(template: str, view: dict[str, Any], name: str, title_en: str, title_ru: str) -> str:
    style, script = _assets()
    pairs = {key: _pair(of) for key, of in _COUNTS}
    shared = {
        "header": HEADER,
        "policy": look.policy(style, script),
        "style": Markup(style),
        "script": Markup(script),
        "icon": look.icon(),
        "name": name,
        "here": not name,
        "title_en": title_en,
        "title_ru": title_ru,
        "counts": list(pairs.items()),
        "kinds": _KINDS,
    }
    return _environment().get_template(template).render(shared | view)


@cache
def _environment() -> Environment:
    made = environment(render, autoescape=True)
    made.globals |= {"say": _say, "pair": _pair, "plain": _plain, "is_block": _is_block}
    return made


@cache
def _assets() -> tuple[str, str]:
    """The style sheet and the script of every page."""
    made = _environment()
    assert made.loader is not None
    style, script = (made.loader.get_source(made, name)[0] for name in ("page.css", "page.js"))
    return look.style() + style, script


def _say(key: str, **values: object) -> Any:
    """A text of the interface, or a word of the documentation, in both languages."""
    made = []
    for lang in ("en", "ru"):
        filled = {name: getattr(value, lang) if isinstance(value, Both) else value for name, value in values.items()}
        made.append(said(lang, key, **filled) if key in SAID else word(lang, key, **filled))
    return merge(*made)


def _pair(key: str) -> Both:
    """A text of the interface as the script fills it: its placeholders stay."""
    return Both(*SAID[key])


def _plain(text: object) -> object:
    return str(text) if isinstance(text, Safe) else text


def _is_block(value: object) -> bool:
    return isinstance(value, Block) or (isinstance(value, Both) and isinstance(value.en, Block))
