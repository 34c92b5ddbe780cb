"""A typed request -> XML bytes with all rules checked, as a multiple of ``lxml.etree.tostring`` of a ready tree.

Run it from a checkout: ``python benchmarks/xml_out.py [rounds]``. The peers check what they can,
which is less.
"""

from __future__ import annotations

from collections.abc import Callable

from _goals import GOALS
from _peers import written
from _rounds import ratios, rounds, table
from lxml import etree
from xml_in import MESSAGES, body

from wirebook.providers.quicktel import SmsSendRequest


def main() -> None:
    """Print a table for many messages and for one."""
    count = rounds(40)
    for messages in (MESSAGES, 1):
        payload = body(messages)
        root, request = etree.fromstring(payload), SmsSendRequest.from_xml(payload)
        assert SmsSendRequest.from_xml(request.to_xml()) == request
        timed: dict[str, Callable[[], object]] = {
            "lxml.etree.tostring": lambda root=root: etree.tostring(root, encoding="utf-8", xml_declaration=True),
            "SmsSendRequest.to_xml": request.to_xml,
        }
        found = dict(written(payload))
        timed |= {name: run for name, run in found.items() if run is not None}
        many = f"{messages} message{'s' if messages > 1 else ''}"
        goals = {"SmsSendRequest.to_xml": GOALS[f"XML out, {many}"]}
        title = f"{many}, {len(payload)} bytes, median of {count} rounds"
        table(title, ratios(timed, count, 1 if messages > 1 else 100), goals)
        absent = [name for name, run in found.items() if run is None]
        if absent:
            print(f"absent: {', '.join(absent)}")
        print()


if __name__ == "__main__":
    main()
