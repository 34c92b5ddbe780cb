"""The stated bounds on what a reader takes in; both engines hold the same numbers.

They bound time and memory for hostile input and are far above what any documented
message needs (a request of 250 messages is about 40 kB).
"""

from __future__ import annotations

__all__ = ["MAX_ATTRIBUTES", "MAX_BYTES", "MAX_DEPTH", "MAX_FINDINGS", "MAX_ISSUES", "MAX_NODES"]

MAX_BYTES = 16 * 1024 * 1024
MAX_NODES = 400_000  # elements and attributes; members and items; parameters; captures
MAX_DEPTH = 64  # the root is at depth 1
MAX_ATTRIBUTES = 256  # of one XML element
MAX_FINDINGS = 100  # of one body; then one "findings.more"
MAX_ISSUES = 1000  # that a reader notes of one body; it reads on, and the verdict is the same
