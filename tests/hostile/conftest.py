"""Every test of this folder runs under the audit hook, with a folder of its own for temporary files."""

from audit import watched

__all__ = ["watched"]
