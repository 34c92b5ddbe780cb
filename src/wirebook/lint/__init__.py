"""Captured traffic held against the books: what breaks a protocol, where, and what was not looked at.

``address`` finds whose an exchange is, ``check`` judges one exchange, ``batch`` makes rows, counts
(``tally``, ``coverage``) and events of many, ``correlate`` judges events across the capture, ``run``
gathers and sorts. ``job`` and ``policy`` are what a run was asked.
"""
