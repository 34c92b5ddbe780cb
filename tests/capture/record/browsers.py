"""Chromium's recordings: the HAR that Playwright writes, and the one that DevTools exports.

The browser believes that the plan's hosts are the local server. What it may not send by
itself (broken requests) is left out; forms in windows-1251 are real forms.
"""

from __future__ import annotations

import base64
import gzip
import json
import subprocess
import time
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qsl
from urllib.request import urlopen

from plan import SMSC, Step, pages, steps
from playwright.sync_api import Page, sync_playwright
from server import serving
from tools import Recorded, program

__all__ = ["devtools", "playwright"]

# Sent as forms of a page; a browser writes blanks as "+", so these have none.
_FORMS = {"smsc-send-json": "windows-1251", "smsc-refused": "windows-1251"}
_FETCH = """async ({url, method, kind, body}) => {
    const bytes = Uint8Array.from(atob(body), c => c.charCodeAt(0));
    const options = {method, headers: kind ? {"Content-Type": kind} : {}};
    if (method === "POST") options.body = bytes;
    try { await (await fetch(url, options)).arrayBuffer() } catch (broken) { return String(broken) }
}"""
_FORM = """({url, charset, fields}) => new Promise(done => {
    const frame = document.createElement("iframe");
    frame.name = "reply" + Math.random();
    document.body.appendChild(frame);
    const form = document.body.appendChild(document.createElement("form"));
    Object.assign(form, {method: "post", action: url, acceptCharset: charset, target: frame.name});
    for (const [name, value] of fields) {
        const input = form.appendChild(document.createElement("input"));
        Object.assign(input, {type: "hidden", name, value});
    }
    frame.onload = () => { if (frame.contentWindow.location.href !== "about:blank") done() };
    form.submit();
})"""
_EXPORT = """async () => {
    const Logs = await import("./models/logs/logs.js");
    const HAR = await import("./models/har/har.js");
    const requests = Logs.NetworkLog.NetworkLog.instance().requests();
    let text = "";
    const stream = {write: async piece => { text += piece }};
    const progress = new Proxy({}, {get: (_, name) => name === "canceled" ? false : () => false, set: () => true});
    await HAR.Writer.Writer.write(stream, requests, {sanitize: false}, progress);
    return text;
}"""


def _spoken() -> list[Step]:
    """What a browser can say: no broken requests, nothing twice, no answer for a cache that has nothing."""
    return [s for s in steps() if s.cut != "request" and s.name not in ("noise-cached", "noise-head-between")]


def _said() -> list[Step]:
    """The steps in the recording: a page is opened before what its host is asked."""
    opened = {page.host: page for page in pages()}
    return [one for host, group in groupby(_spoken(), key=lambda step: step.host) for one in (opened[host], *group)]


def _speak(page: Page, said: list[Step]) -> None:
    for step in said:
        url = f"http://{step.host}{step.target}"
        if step.name.startswith("page-"):
            page.goto(url)
        elif step.name == "noise-page":  # where the redirect led
            continue
        elif step.name in _FORMS:
            charset = _FORMS[step.name]
            fields = parse_qsl(step.body.decode(), keep_blank_values=True, encoding=charset)
            page.evaluate(_FORM, {"url": url, "charset": charset, "fields": fields})
        else:
            body = base64.b64encode(step.body).decode()
            page.evaluate(_FETCH, {"url": url, "method": step.method, "kind": step.kind, "body": body})


def _arguments(port: int) -> list[str]:
    hosts = {step.host.partition(":")[0] for step in _said()}
    rules = ", ".join(f"MAP {host} 127.0.0.1:{port}" for host in sorted(hosts))
    return ["--no-sandbox", "--disable-gpu", "--disable-features=HttpsUpgrades", f"--host-resolver-rules={rules}"]


def playwright(folder: Path) -> Iterator[Recorded]:
    """Playwright's ``record_har_path``, bodies embedded."""
    made = folder / "playwright.har.gz"
    with serving(_said()) as server, TemporaryDirectory() as home, sync_playwright() as driver:
        plain = Path(home) / "playwright.har"
        arguments = _arguments(server.server_address[1])
        browser = driver.chromium.launch(executable_path=program("chromium"), args=arguments)
        context = browser.new_context(record_har_path=plain, record_har_content="embed")
        _speak(context.new_page(), _said())
        context.close()
        made.write_bytes(gzip.compress(plain.read_bytes(), mtime=0))
        version = browser.version
        browser.close()
    yield Recorded(made.name, f"Playwright, Chromium {version}", _said())


def devtools(folder: Path) -> Iterator[Recorded]:
    """ "Export HAR (with sensitive data)" of Chromium's own DevTools, opened on the page that speaks."""
    made = folder / "devtools.har.gz"
    # One page asks all hosts, for DevTools forget what was before a page; it is the forms' own.
    said = [*(page for page in pages() if page.host == SMSC), *_spoken()]
    with serving(said) as server, TemporaryDirectory() as home, sync_playwright() as driver:
        running = subprocess.Popen(
            [
                program("chromium"), *_arguments(server.server_address[1]), "--headless=new", f"--user-data-dir={home}",
                "--remote-debugging-port=0", "--remote-allow-origins=*", "--disable-web-security", "about:blank",
            ],
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            port = _port(Path(home))
            browser = driver.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
            page = browser.contexts[0].pages[0]
            target = _target(port)
            tools = browser.contexts[0].new_page()
            tools.goto(f"http://127.0.0.1:{port}/devtools/inspector.html?ws=127.0.0.1:{port}/devtools/page/{target}")
            tools.wait_for_selector(".main-tabbed-pane, .tabbed-pane", timeout=30_000, state="attached")
            time.sleep(3)
            _speak(page, said)
            time.sleep(1)
            made.write_bytes(gzip.compress(tools.evaluate(_EXPORT).encode(), mtime=0))
            version = browser.version
            browser.close()
        finally:
            running.terminate()
            running.wait(20)
    yield Recorded(made.name, f"DevTools of Chromium {version}", said)


def _port(home: Path) -> int:
    told = home / "DevToolsActivePort"
    for _ in range(300):
        if told.exists() and told.read_text().strip():
            return int(told.read_text().split()[0])
        time.sleep(0.1)
    raise RuntimeError("Chromium does not listen")


def _target(port: int) -> str:
    with urlopen(f"http://127.0.0.1:{port}/json") as told:
        found: list[dict[str, Any]] = json.load(told)
    return str(next(one["id"] for one in found if one["type"] == "page"))
