"""Bodies of the handmade provider, and what explain says about them."""

from handmade import PROVIDER
from wirebook.explain import explain_bytes
from wirebook.part import Context, Part


def explained(message, encoding, body, **ctx):
    raw = body.encode("utf-8") if isinstance(body, str) else body
    return explain_bytes(PROVIDER, PROVIDER.message(message), encoding, Part(raw), Context(**ctx))


def told(message, encoding, body, **ctx):
    raw = body.encode("utf-8") if isinstance(body, str) else body
    return [
        (f.code, f.severity, f.path, f.wire_path, raw[f.start : f.end].decode("utf-8", "replace"))
        for f in explained(message, encoding, raw, **ctx).findings
    ]


SMS = '<sms sms_id="1" number="79161234567" source_number="sender">hi</sms>'
USER = '<xml_user lgn="l" pwd="p"/>'


def send(sms=SMS, user=USER, name='name="sms_send"', tail=""):
    return f"<xml_request {name}>{user}{sms}{tail}</xml_request>"


def sms(**attributes):
    given = {"sms_id": "1", "number": "79161234567", "source_number": "sender"} | attributes
    pairs = "".join(f' {k}="{v}"' for k, v in given.items() if v is not None)
    return f"<sms{pairs}>hi</sms>"
