"""Captured traffic held against the books: what breaks a protocol, where, and what was not looked at.

``address`` finds whose an exchange is, ``check`` judges one exchange, ``coverage`` counts
what of the books was exercised, ``run`` goes over captures and keeps the tally.
"""
