"""The corpus is replayed under the audit hook, as all hostile input is (``tests/hostile/audit.py``)."""

from audit import watched

__all__ = ["watched"]
