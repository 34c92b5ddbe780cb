"""Bodies of the handmade provider, and what explain says about them."""

from handmade import PROVIDER
from wirebook.explain import explain_bytes
from wirebook.part import Context, Part

# Some that pass, most of them, of each message and encoding.
BODIES: dict[tuple[str, str], list[bytes]] = {
    ("send_request", "xml"): [
        b'<xml_request name="sms_send"><xml_user lgn="a" pwd="b"/><sms sms_id="1" number="+7 916 123-45-67" '
        b'source_number="abcd" ttl="5">hi</sms>\n<sms sms_id="2" number="89161234567" source_number="ab">x</sms>'
        b"</xml_request>"
    ],
    ("detail_response", "xml"): [
        b"<data><code>0</code><descr>x</descr><sms><smsid>a</smsid><payment>12.50</payment><day>01.02.2020</day></sms>"
        b"<detail><delivered><number>79161234567</number></delivered><waiting/></detail><action>check</action></data>"
    ],
    ("callback_status", "form"): [b"id=1&phone=79161234567&status=1&err=5&flag=17&extra_x=y&md5=x"],
    ("callback_status", "json"): [b'{"id":"1","phone":"79161234567","status":1,"err":5,"flag":17,"md5":null}'],
    ("senders", "text"): [b"name = a, mega = 1, bee = 2, zip = x, id = 3\nname = b, id = 4"],
    ("senders", "json"): [b'[{"sender":"a","mega":"1","other":"x","id":"3"},{"sender":"b","id":"4"}]'],
    ("senders", "xml"): [b'<list><sender mega="1" other="x" id="3">a</sender><sender id="4">b</sender></list>'],
    ("error", "text"): [b"ERROR = 7 (bad), ID - 34"],
    ("error", "csv"): [b"0,-7", b"34,-7"],
    ("error", "json"): [b'{"error":"x","error_code":7,"id":34}'],
    ("error", "xml"): [b"<result><error>x</error><error_code>7</error_code><id>34</id></result>"],
    ("ok", "text"): [b"OK"],
    ("ok", "csv"): [b"OK\n"],
    ("ok", "json"): [b'{"result":"OK"}'],
    ("ok", "xml"): [b"<result>OK</result>"],
    ("balance", "xml"): [b"<balance>12.5</balance>"],
    ("balance", "csv"): [b"12.5"],
    ("status_response", "xml"): [
        b'<xml_result res="0"><sms push_id="1" when="2020-01-02 03:04:05"/><sms push_id="9"/><x/></xml_result>'
    ],
    ("answers", "xml"): [
        b'<answers name="n" code="0" total="2" good="5" bad="1"><mark>1</mark><item id="a" code="0" link="x"/>'
        b'<item id="a" code="1" link="x"/></answers>',
        b'<answers name="" total="1" good="3"><item id="a" code="7" why="w"/><item id="a" link="y" code="3"/>'
        b"</answers>",
    ],
    ("answers", "json"): [
        b'{"name":"n","code":1,"total":3,"bad":0,"marks":[1,null,2],"items":[{"id":"a","code":2},{"id":"a","code":1}]}',
        b'{"total":2,"items":[{"id":"a","code":0,"link":"x"},{"id":"a","code":1,"link":"y"}]}',
    ],
    ("answers", "form"): [b"cmd=answers&name=n&code=0&total=2&good=9&bad=1&marks=1,2"],
    ("delete_request", "form"): [b"id=5", b"sender=abc&cmt=x"],
    ("bounds", "xml"): [
        b'<bounds since="2020-01-02 03:04:05" x="5" y="+7"><until> 01/02/03</until><mark>4.5</mark><mark>abc</mark>'
        b"<mark>01.02.2020</mark></bounds>",
        b'<bounds since="0000-00-00" x="abcde"><until/><mark>1152921504606846977</mark></bounds>',
        b'<bounds since="0001-00-00"/>',
        b'<bounds since="never" open="false"><until>never</until><flag> 1 </flag><flag>on</flag><why>0</why></bounds>',
        b'<bounds since="never" open="Y"><flag>0</flag><why>1</why></bounds>',
    ],
    ("bounds", "json"): [
        b'{"v":true,"flags":[],"since":"never","until":null,"marks":[5,"5","4.50",4.5,"abc","abcde"],"x":"01.02.2020"}',
        b'{"since":" 01/02/2020 ","marks":[1,"5,5"]}',
        b'{"since":"never","marks":[],"open":true,"flags":[true,false,null],"why":"true","v":true}',
        b'{"since":"never","marks":[],"open":"0","flags":[],"why":"Y","v":true}',
        b'{"since":"never","marks":[],"open":1,"flags":[1],"v":false}',
    ],
    ("bounds", "form"): [b"cmd=bounds&since=never&until=&mark=5&mark=+5&mark=%2B5&x=abcde&y=-1"],
    ("bounds", "text"): [b"since  2020-01-02 03:04:05  until 01/02/03; a: 5; b: abc", b"since x"],
    ("signed_request", "form"): [b"remark=a&zip=1&sign=x&amount=05&nonce=n&cmd=signed&mac=1", b"cmd=signed&sig=1&to=x"],
    ("signed_request", "json"): [b'{"remark":"a&b","zip":"1","sign":"","amount":5,"nonce":null,"to":"x,"}'],
    ("signed_request", "xml"): [
        b'<signed amount="5" x="1" mac="1"><text>a &amp; b</text><sign>x</sign><zip>1</zip><inner/></signed>'
    ],
    ("macked_request", "form"): [b"data=a&mac=b"],
    ("whole_request", "json"): [b'{"datum":"x"}'],
    ("whole_request", "xml"): [b"<whole><datum>x&lt;y</datum></whole>"],
    ("whole_request", "form"): [b"datum=x%20y"],
    ("headed_request", "xml"): [b"<headed><datums>a,b c</datums></headed>"],
    ("headed_request", "json"): [b'{"datums":"a,b c"}'],
    ("headed_request", "form"): [b"datums=a%2Cb+c"],
    ("varied", "xml"): [b'<varied tag="flat" width="0" height="-5"/>', b'<varied tag="wide" width="7" note="x"/>'],
    ("varied", "json"): [b'{"tag":"flat","width":0,"height":-5}', b'{"tag":"wide","width":7,"note":"x"}'],
    ("varied", "form"): [b"tag=flat&width=0&height=-5", b"tag=wide&width=7&note=x", b"tag=none"],
    ("lists_request", "xml"): [
        b'<lists id="1" phones=" 79161234567 ; +7 916 123-45-68,"><counts> 1 |2</counts><words>ab->c</words></lists>',
        b'<lists id="1" to="79161234567"><counts>1\n10</counts><days>01.02.2020 2020-02-03 </days></lists>',
    ],
    ("lists_request", "json"): [
        b'{"number":1,"phones":"79161234567,,x","counts":"1|2|3","words":"a,b,a","days":""}',
        b'{"number":1,"phones":79161234567,"counts":null}',
    ],
    ("lists_request", "form"): [
        b"id=1&phones=%2B79161234567,79161234568;&counts=1&counts=1%7C2&words=ab%2Ccd",
        b"id=1&phones=+79161234567&counts=&days=01.02.2020+02.02.2020",
    ],
    ("lists_request", "csv"): [b"5/79161234567,79161234568/ab,c/01.02.2020 02.02.2020", b"5/79161234567/"],
}


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
