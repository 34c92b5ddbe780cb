"""How Wirebook's HTML looks: one palette, one frame and one security policy for the pages and for reports.

The style sheet and the script of a page stand in the page itself; the policy names their
hashes, so that nothing else can run, and nothing at all is loaded.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from urllib.parse import quote

__all__ = ["icon", "policy", "style"]

_DARK = """
  --bg: #11151c; --fg: #e3e8ef; --soft: #9ba8b8; --line: #2b3442; --card: #1a2029; --raised: #161b23;
  --accent: #82b1ff; --accent-soft: #1d2b45; --target: #332d17; --target-line: #b08a1e;
  --mark: #5a2a26; --mark-line: #ff8a7a;
  --blue: #9cc1ff; --green: #7fd49b; --violet: #c3a9ff; --red: #ffa49b; --amber: #f0c469;
  --blue-soft: #1b2a45; --green-soft: #17321f; --violet-soft: #2b2344; --red-soft: #42201e; --amber-soft: #3a2e12;
  --tag: #86bdf5; --attr: #dca3e0; --value: #8fd6a8; --number: #f0b27a; --note: #93a0b0; --hole: #ffb27d;
  color-scheme: dark;
"""
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1a56c4"/>'
    '<path d="M6 10l5 13 5-11 5 11 5-13" fill="none" stroke="#fff" stroke-width="3"/></svg>'
)


@cache
def style() -> str:
    """The style sheet that all pages begin with."""
    return Path(__file__).with_name("base.css").read_text("utf-8").replace("@DARK@", _DARK)


def icon() -> str:
    """The icon, as an address that loads nothing."""
    return "data:image/svg+xml," + quote(_ICON)


def policy(style: str, script: str) -> str:
    """The content security policy of a page: nothing from anywhere; of styles and scripts only the page's own."""
    digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script)]
    allowed = (
        "default-src 'none'",
        f"style-src 'sha256-{digests[0]}'",
        f"script-src 'sha256-{digests[1]}'",
        "img-src data:",
    )
    return "; ".join((*allowed, "base-uri 'none'", "form-action 'none'"))
