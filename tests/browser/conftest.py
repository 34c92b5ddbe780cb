"""One Chromium for all tests, the pages as files of their own, and a page that may ask for nothing else.

Without Chromium these tests are skipped and say how to get it; where WIREBOOK_BROWSER is
"required" (in ``.ci/run``) they fail instead.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright
from sample import provider
from targets import providers

from wirebook_codegen.html import emit, index, page

MISSING = "the pages were not tried in a browser: Chromium is missing; apt-get install --no-install-recommends chromium"

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        if os.environ.get("WIREBOOK_BROWSER") == "required":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built-in providers' pages, and ``sample.html`` with one of everything."""
    folder = tmp_path_factory.mktemp("site")
    files = dict(index(providers()).files) | {"sample.html": page(provider(), ())}
    for one in providers():
        files |= emit(one).files
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def visit(chromium: Browser, site: Path) -> Iterator[Open]:
    """Opens a page of the site in a context of its own; nothing else may be asked for, and nothing may complain."""
    contexts = []
    trouble: list[str] = []

    def call(name: str, *, setup: str = "", **options: Any) -> Page:
        file = name.partition("#")[0].partition("?")[0]
        address = (site / file).as_uri()
        options = {"viewport": {"width": 1280, "height": 800}, "locale": "en-GB", "reduced_motion": "reduce"} | options
        context = chromium.new_context(**options)
        contexts.append(context)

        def ask(route: Route) -> None:
            if route.request.url.partition("?")[0].partition("#")[0] == address:
                route.continue_()
            else:
                trouble.append(f"request {route.request.url}")
                route.abort()

        context.route("**/*", ask)
        if setup:
            context.add_init_script(setup)
        opened = context.new_page()
        opened.set_default_timeout(30_000)
        opened.on("console", lambda message: trouble.append(f"console {message.type}: {message.text}"))
        opened.on("pageerror", lambda error: trouble.append(f"error {error}"))
        opened.goto(address + name[len(file) :])
        return opened

    yield call
    for context in contexts:
        context.close()
    assert trouble == []
