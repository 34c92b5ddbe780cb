"""The built-in providers, generated from ``specs/`` by ``wirebook generate``; nothing here is edited by hand.

``from wirebook.providers import <provider>`` is the library's door: dataclasses and code
tables. ``<provider>.accept`` and ``<provider>.model`` are what the engines run on.
A provider's package loads its parts only when they are asked for.
"""
