"""Survivors that are no gap in the tests: (part, the line as it became) -> why the program is the same.

An entry that no survivor needs makes the run fail.
"""

from __future__ import annotations

__all__ = ["SAME"]

_XML, _FORM, _SIGNING = (
    "src/wirebook/wire/xml.py, writing",
    "src/wirebook/wire/form.py, writing",
    "src/wirebook/signing.py",
)
_ESCAPE, _COND = "src/wirebook/escape.py", "src/wirebook/explain/conditions.py"
_LISTS, _ACCEPT = "src/wirebook/explain/list_rules.py", "src/wirebook/accept/rules.py"
_WRITE = "src/wirebook/accept/write.py"
_SIGNED = "src/wirebook/explain/signatures.py"
_FACETS = "src/wirebook/lexical/facets.py"
_DIGITS = "a number's text has digits, signs and a point"
_RENDER = "src/wirebook/lexical/render.py"
_TEXT = "a number that long is refused by its text"
_SUSPECT = "src/wirebook/suspect.py"
_CHARSET = "src/wirebook/wire/charset.py"
_SIGNS = "a name of signs alone is no charset's either way"
_FAR = "<?xml stands before it"
_VALUES, _ACCEPTED = "src/wirebook/values.py", "src/wirebook/accept/form.py"
_EXACT = "a short cut; the other way reads the same"
_JSON = "src/wirebook/wire/json.py, reading"
_PRINTABLE = "the characters on both sides of the bound are printable and never come here"
_CONTROL = "only bytes below 0x20 are asked about"
_EQUAL = "equal numbers were answered before"
_ONE = "there is exactly one"
_PLACED = "a place without an end ends where it begins"
_READ = "src/wirebook/wire/xml.py, reading"
_KIND = "only XML and JSON describe themselves"
_FORMS, _LINES = "src/wirebook/wire/form.py, reading", "src/wirebook/wire/lines.py, reading"
_BYTE, _BOTH = "a byte is below 256", "both groups are there, or neither"
_WIDE = "a line of ASCII is not asked about"
_FAST_XML, _FAST_JSON, _FAST_LINES, _LIGHT, _QUICK, _QUICK_JSON = (
    f"src/wirebook/accept/{name}.py" for name in ("xml", "json", "lines", "light", "quick", "quick_json")
)
_DOCS, _MARKDOWN, _COLOURS, _WRITTEN = (
    f"codegen/wirebook_codegen/{name}.py" for name in ("docs_text", "markdown", "html/highlight", "accept/texts")
)
_FEWER = "a short cut; so few bytes hold no more"
_NO_COMMA, _THREE = "an x is no comma", "three are the least"
_UNMARKED = "without a mark the pieces are put together again"
_MARKED = "a short cut; each mark is looked for by itself"
_INSIDE = "a tag stands before it"
_END = "at the end stands a question mark"

SAME: dict[tuple[str, str], str] = {
    (_ESCAPE, "if code <= 0x100:"): _PRINTABLE,
    (_ESCAPE, "if code < 257:"): _PRINTABLE,
    (_ESCAPE, "if code < 255:"): _PRINTABLE,
    (_ESCAPE, r'return f"\\u{code:04x}" if code <= 0x10000 else f"\\U{code:08x}"'): _PRINTABLE,
    (_ESCAPE, r'return f"\\u{code:04x}" if code < 65537 else f"\\U{code:08x}"'): _PRINTABLE,
    (_ESCAPE, "if code <= 0x10000:"): _PRINTABLE,
    (_ESCAPE, "if code < 65537:"): _PRINTABLE,
    (_XML, "_CONTROLS = bytes(n for n in range(0x20) if n not in b'\\t\\n\\rx')"): _CONTROL,
    (_WRITE, "_CONTROLS = bytes(n for n in range(0x20) if n not in b'\\t\\n\\r\\x01\\x02x')"): _CONTROL,
    (_WRITE, "return body if chosen == 'utf-8x' else body.decode().encode(chosen, \"xmlcharrefreplace\")"):
        "utf-8 lacks nothing, so encoding again gives the same bytes",
    (_WRITE, "joined = 'x'.join(texts)"): "an x between texts is nothing that is looked for",
    (_WRITE, "if not number.is_finite() or abs(number.adjusted()) >= MAX_NUMBER:"): "its text is too long as well",
    (_XML, "_PLAIN_NAME = re.compile('[A-Za-z_][A-Za-z0-9_.-]*x')"): "a short cut; the parser is asked instead",
    (_XML, "return body if codec == 'utf-8x' else document.encode(codec, \"xmlcharrefreplace\")"):
        "utf-8 lacks nothing, so encoding again gives the same bytes",
    (_XML, "charsets.encode(name, self.codec, node, 'xml~')"): "said of half a surrogate pair, which is no name",
    (_XML, 'pyexpat.ParserCreate("utf-8", "}").Parse(f"<{name}/>".encode(), False)'): "the element is whole",
    ("src/wirebook/wire/json.py, writing", "if \"\\ud800\" <= char <= '\\udfffx':"): "char is one character",
    (_FORM, '_QUOTED = [chr(n) if n in _KEPT else f"%{n:02X}" for n in range( 257)]'): "a byte is below 256",
    (_COND, "answer = holds(cond.items[ -1], world)"): _ONE,
    (_LISTS, 'if got == limit or (got <= limit and rule.bound == "at_most") or '
             '(got > limit and rule.bound == "at_least"):'): _EQUAL,
    (_LISTS, 'if got == limit or (got < limit and rule.bound == "at_most") or '
             '(got >= limit and rule.bound == "at_least"):'): _EQUAL,
    (_LISTS, 'yield broken(rule, "rule.count", scope, rule.places[ -1], args)'): _ONE,
    (_ACCEPT, 'return got == limit or (got <= limit and bound == "at_most") or (got > limit and bound == "at_least")'):
        _EQUAL,
    (_ACCEPT, 'return got == limit or (got < limit and bound == "at_most") or (got >= limit and bound == "at_least")'):
        _EQUAL,
    (_SIGNING, "def digest(algorithm: str, data: bytes, lexical: str = 'x', key: bytes = b\"\") -> str:"):
        "only hex8 and base64 are asked about",
    (_SIGNING, "made = hashlib.new(algorithm, data, usedforsecurity=True).digest()"):
        "the same digest; it matters where a system forbids MD5",
    (_SIGNING, "for form in tuple(lexical) or ('x',)"): "only hex8 and base64 are asked about",
    (_SIGNING, "return form == \"hex8\" if algorithm == 'crc32x' else form != \"base64\""):
        "decimal numbers have no letters",
    (_FACETS, "whole, _, fraction = text.lstrip('+-x').replace(\",\", \".\").partition(\".\")"): _DIGITS,
    (_FACETS, "return whole.lstrip('0x'), fraction"): _DIGITS,
    ("src/wirebook/lexical/space.py",
     "return choices[ -1] if len(choices) == 1 else \"(\" + \"|\".join(choices) + \")\""): _ONE,
    ("src/wirebook/lexical/codes.py", "if len(said) == 0 or all(entry == first for _, entry in said):"):
        "one row equals itself",
    (_RENDER, 'if any("\\ud800" <= c <= \'\\udfffx\' for c in value):'): "c is one character",
    (_RENDER, "if value.bit_length() >= 4 * MAX_NUMBER:  # before str(), which is slow and limited"): _TEXT,
    (_RENDER, "if value.bit_length() > 5 * MAX_NUMBER:  # before str(), which is slow and limited"): _TEXT,
    (_COND, "def in_words(cond: Cond | None, lang: str = 'enx') -> str:"): "what is not ru is English",
    (_COND, "return _WORDS[cond.op][choice].format(path=cond.path, values=values, first='x'.join(parts[:1]))"): _ONE,
    (_COND, "return _WORDS[cond.op][choice].format(path=cond.path, values=values, first=\"\".join(parts[: 2]))"): _ONE,
    (_SUSPECT, "_FREQUENT = frozenset('оеаинтсрвлx')  # two thirds of Russian text"):
        "only Russian letters are asked about",
    (_SUSPECT, "if other is not None and _swapped('\\nx'.join(node.text for node, _ in spots)[:_SAMPLE], "
               "wire.charset, other):"): "neither is a letter of a word",
    (_SUSPECT, "stack: list[Spot] = [(root, Place(None, 'rootx', root.name, root, False))]"):
        "no path prints the root's slot",
    (_CHARSET, "return 'x'"): "neither is the name of a charset",
    (_CHARSET, "return _IANA.get(codec(charset) or 'x', charset)"): "neither is the name of a charset",
    (_CHARSET, 'plain = name.replace("-", \'x\').replace("_", "").replace(".", "").replace(":", "")'): _SIGNS,
    (_CHARSET, 'plain = name.replace("-", "").replace("_", \'x\').replace(".", "").replace(":", "")'): _SIGNS,
    (_CHARSET, 'plain = name.replace("-", "").replace("_", "").replace(".", \'x\').replace(":", "")'): _SIGNS,
    (_CHARSET, 'plain = name.replace("-", "").replace("_", "").replace(".", "").replace(":", \'x\')'): _SIGNS,
    (_CHARSET, "if end <= 0:  # not well-formed; what follows is no declaration"): _FAR,
    (_CHARSET, "if end < 1:  # not well-formed; what follows is no declaration"): _FAR,
    (_CHARSET, 'i = body.find(b"encoding", at + 5, end)'): "there stands white space",
    (_CHARSET, "while i > 0:"): _FAR,
    (_CHARSET, "while i >= 1:"): _FAR,
    ("src/wirebook/row.py", "Masker(wire.body, wire.charset, result.encoding or 'x', root=wire.root, safe=result.safe, "
                            "opaque=wire.opaque)"): "neither is the name of an encoding",
    ("src/wirebook/redact.py", "encoding: str = 'x',"): "neither is the name of an encoding",
    ("src/wirebook/wire/form.py, reading", '_HEX = {b"%02x" % n: n for n in range( 257)}'): "a byte is below 256",
    (_SUSPECT, 'def suspicions(wire: Wire, *, provider: str = "", message: str = "", '
               "encoding: str = 'x') -> tuple[Finding, ...]:"): "neither is the name of an encoding",
    (_CHARSET, "head = (body[:end], resolve, allowed, default, option, header) if end > 1 else None"): _FAR,
    (_VALUES, 'raise ValidationError(finish(raws, provider="", message=record.name, encoding=\'x\', body=b"", '
              'charset="utf-8"))'): "neither is the name of an encoding",
    (_ACCEPTED, '_OTHERS = bytes(n for n in range( 255) if n not in b"&=")'): "only ASCII is asked about",
    (_ACCEPTED, "telling = True  # may a parameter tell the charset?"): _EXACT,
    (_ACCEPTED, "codec, _, issues = find('formx', b\"\", resolve, allowed, default, option, header, claim)"): _KIND,
    (_ACCEPTED, "codec, _, issues = find(\"form\", b'x', resolve, allowed, default, option, header, claim)"):
        "what the body says is asked of claim",
    (_ACCEPTED, "count = len(separators) // 3 + 1"): _EXACT,
    (_ACCEPTED, "raws = body.replace(b\"&\", b'=x').split(b\"=\")"): "of names only the signs are looked at",
    (_ACCEPTED, "if not all(names) or (telling and b\"%\" in b'x'.join(raws[::2])):"): "an x is no sign",
    (_ACCEPTED, "if count >= 3:"): _EXACT,
    (_ACCEPTED, "if count <= 3:"): _EXACT,
    (_ACCEPTED, "if count > 4:"): _EXACT,
    (_ACCEPTED, "text = _escapes(raw.replace('+x', \"%20\"), codec)"): _EXACT,
    (_ACCEPTED, "text = _escapes(raw.replace(\"+\", '%20x'), codec)"): _EXACT,
    (_ACCEPTED, 'if not "+" in raw and count > 12:'): _EXACT,
    (_ACCEPTED, 'if "+" in raw or count > 12:'): _EXACT,
    (_ACCEPTED, 'if "+" in raw and count >= 12:'): _EXACT,
    (_ACCEPTED, 'if "+" in raw and count <= 12:'): _EXACT,
    (_ACCEPTED, 'if "+" in raw and count > 13:'): _EXACT,
    (_JSON, "_PLAIN = re.compile(b'\"([^\"\\\\\\\\\\\\x00-\\\\x1f]*)\"~')  # most strings"): _EXACT,
    (_JSON,
     "_PLAIN_KEY = re.compile(b'\"([^\"\\\\\\\\\\\\x00-\\\\x1f]*)\"[ \\\\t\\\\n\\\\r]*:[ \\\\t\\\\n\\\\r]*~')  "
     "# most keys, with the colon"): _EXACT,
    (_JSON, "node = Node(slot, name, 'x')"): "each value gets its kind",
    (_JSON, "if word[-1] in 'Nyx':"): "no word ends so",
    (_JSON, 'text = pieces[0] if len(pieces) == 2 else "".join(pieces)'): "there are one, three, five",
    (_JSON, 'text = pieces[0] if len(pieces) == 0 else "".join(pieces)'): "one joined is itself",
    (_JSON, "return key if key.replace(\"-\", '_x').isidentifier() and is_wordy(key) else \"?\""):
        "either is an identifier or neither",
    (_FORMS, '_HEX |= {b"%02X" % n: n for n in range( 257)} | {b"%x%X" % (n >> 4, n & 15): n for n in range(256)}'):
        _BYTE,
    (_FORMS, '_HEX |= {b"%02X" % n: n for n in range(256)} | {b"%x%X" % (n >> 4, n & 15): n for n in range( 257)}'):
        _BYTE,
    (_FORMS, '_HEX |= {b"%X%x" % (n >> 4, n & 15): n for n in range( 257)}'): _BYTE,
    (_FORMS, "while at < end:"): "at the end stands nothing",
    (_FORMS, "node = Node(\"param\", 'x', \"string\", start=at, end=stop, name_start=at, name_end=equals)"):
        "its name follows",
    (_LINES, "return [] if each and len(spans) == 1 and spans[ -1][0] == spans[0][1] else spans"): _ONE,
    (_LINES, "return [] if each and len(spans) == 1 and spans[0][0] == spans[ -1][1] else spans"): _ONE,
    (_LINES, "self.mark = ('x', 0, 0)  # a text, a place in it, and how many bytes stand before that place"): _WIDE,
    (_LINES, 'self.mark = ("", 1, 0)  # a text, a place in it, and how many bytes stand before that place'): _WIDE,
    (_LINES, 'self.mark = ("", -1, 0)  # a text, a place in it, and how many bytes stand before that place'): _WIDE,
    (_LINES, 'self.mark = ("", 0, -1)  # a text, a place in it, and how many bytes stand before that place'): _WIDE,
    (_LINES, "while at <= end:"): "nothing fits the end",
    (_LINES, "key = 1 if found.start( 2) >= 0 else 3"): _BOTH,
    (_LINES, "if known is not text or place >= at:"): "counted anew, it comes to the same",
    (_ACCEPTED, 'if inband is None and source[ 7:] + "=" in text:'):
        "a short cut; the parameter is looked for by its whole name",
    (_ACCEPTED, 'if telling or "%" in name:  # it may be the telling parameter, oddly written'): _EXACT,
    (_ACCEPTED, "if count > 2:"): _EXACT,
    (_ACCEPTED, "if '+x' in raw and count > 12:"): _EXACT,
    (_ACCEPTED, 'if "+" in raw and count > 11:'): _EXACT,
    **{
        (_JSON, f"_NO_KEY = ({key})"): "asked of members alone, which have a key"
        for key in ("- 2, -1, -1", "- 0, -1, -1", "-1, - 2, -1", "-1, - 0, -1", "-1, -1, - 2", "-1, -1, - 0",
                    "1, -1, -1", "-1, 1, -1", "-1, -1, 1")
    },
    (_JSON, "text = pieces[ -1] if len(pieces) == 1 else \"\".join(pieces)"): _ONE,
    ("src/wirebook/looks.py", "return bool(get_close_matches(folded, known, 2, 0.75))"): "one is enough",
    ("src/wirebook/wire/lines.py, reading",
     'self.mark = ("", 0, 1)  # a text, a place in it, and how many bytes stand before that place'):
        "no line that is asked about is empty",
    (_CHARSET, "plain = name.lower().replace('-x', \"_\")"): "what has another sign is near",
    (_CHARSET, "while j <= end and body[j] in _WHITE:"): _END,
    (_CHARSET, "close = body.find(body[j : j + 1], j + 1, end) if body[j : j + 1] in (b'\"', b\"'\") else - 2"):
        "neither is a place",
    (_CHARSET, 'return None if close <= 0 else (body[j + 1 : close].decode("latin-1"), j + 1, close)'): _FAR,
    (_CHARSET, 'return None if close < 1 else (body[j + 1 : close].decode("latin-1"), j + 1, close)'): _FAR,
    (_CHARSET, 'end = body.find(b"?>", 1, _HEAD)'): _FAR,
    (_CHARSET, "head = (body[:end], resolve, allowed, default, option, header) if end >= 0 else None"): _FAR,
    (_CHARSET, "head = (body[:end], resolve, allowed, default, option, header) if end > -1 else None"): _FAR,
    (_CHARSET, 'if body[: 0] in b"\\xef\\xff\\xfe\\x00" and body and (self_describing or "bom" in resolve):'): _MARKED,
    (_CHARSET, "if body[:1] in b'\\xef\\xff\\xfe\\x00x' and body and (self_describing or \"bom\" in resolve):"):
        _MARKED,
    (_CHARSET, 'claim = ("option", option, 0, -1)'): _PLACED,
    (_CHARSET, 'claim = ("default", default, 0, -1)'): _PLACED,
    (_CHARSET, 'chosen = ("default", default, 0, -1)'): _PLACED,
    (_CHARSET, 'claim = ("request", source[3:], 0, -1) if wanted is not None and _allows(allowed, wanted) else None'):
        _PLACED,
    (_CHARSET, "wanted = codec(source[ 2:])"): "a sign before a name is passed over",
    (_CHARSET, "if head is not None and not issues and len(_HEADS) < 256 and len(header or 'x') < _HEAD:"):
        "either is short",
    (_CHARSET, 'if (kind != "xml" and kind != "json") and name.encode() not in body:'):
        "a short cut; whoever looks for the name asks both again",
    (_READ, "self.parser = pyexpat.ParserCreate(\"iso-8859-1\" if name == 'latin-1x' else name, \"}\")"):
        "by that name Python gives expat the same characters",
    (_READ, "at = max( -1, min(parser.ErrorByteIndex, len(self.body)))"):
        "before an empty body alone, which is not parsed",
    (_READ, "node.value_start, node.value_end = (opened, closed) if opened > 0 else (opened_too, closed_too)"): _INSIDE,
    (_READ, "node.value_start, node.value_end = (opened, closed) if opened >= 1 else (opened_too, closed_too)"):
        _INSIDE,
    (_READ, "if node.end <= 0:"): _INSIDE,
    (_READ, "if node.end < 1:"): _INSIDE,
    (_READ, 'if node.text_at <= 0 and data != "\\n":'): _INSIDE,
    (_READ, 'if node.text_at < 1 and data != "\\n":'): _INSIDE,
    (_READ, "if node.text_at < 0 and data != '\\nx':"): "a short cut; nothing of a line end is left",
    (_FAST_XML, "if codec != 'utf-8x':"): "decoding and encoding again gives the same bytes",
    **{
        (_FAST_XML, f"if size {bound} and sum(1 + len(e.attrib) for e in root.iter()) > MAX_NODES:"): _FEWER
        for bound in ("> 4 * MAX_NODES", ">= 3 * MAX_NODES", ">= 4 + MAX_NODES")
    },
    **{
        (_FAST_XML, f"if size {bound} and max(map(len, map(_attrib, root.iter()))) > MAX_ATTRIBUTES:"): _FEWER
        for bound in ("> 5 * MAX_ATTRIBUTES", ">= 4 * MAX_ATTRIBUTES", ">= 5 + MAX_ATTRIBUTES")
    },
    (_FAST_XML, 'end = body.find(b"?>", 1, 128) if body.startswith(b"<?xml") else 0 if body.startswith(b"<") else -1'):
        _FAR,
    (_FAST_XML, 'end = body.find(b"?>", 0, 128) if body.startswith(b"<?xml") else 0 if body.startswith(b"<") else - 2'):
        "neither is a place",
    (_FAST_XML, "key = (body[: max(end, -1)], resolve, allowed, default, option, header)"):
        "without an end nothing is looked up",
    (_LIGHT, "class Element(list['Elementx']):"): "a name for those who check types",
    (_LIGHT, "element = last[ -1]"): _ONE,
    (_LIGHT, "last[ -1] = element"): _ONE,
    (_LIGHT, "last[ -1] = stack.pop()"): _ONE,
    (_LIGHT, "return roots[ -1]"): _ONE,
    (_LIGHT, "parser.buffer_text = False"): "pieces are joined anyway",
    (_LIGHT, "if \"}\" in 'x'.join(attributes):"): "an x is no brace",
    (_FAST_JSON, r'if b"\\ud" in body or b"\\uD" in body or (size >= MAX_NODES and _parts(body) > MAX_NODES):'):
        "no body has more parts than bytes",
    (_FAST_JSON, r'if end <= len(text) and text[end:].strip(" \t\n\r"):'): "nothing stands behind the end",
    (_FAST_LINES, "codec, skip, issues = find('linesx', body, resolve, allowed, default, option, header)"): _KIND,
    (_FAST_LINES, "if len(rows) >= MAX_NODES:"): "a line has a capture, which counts as well",
    (_FAST_LINES, "while at <= len(text):"): "nothing fits the end",
    (_FAST_LINES, "key = 1 if found.start( 2) >= 0 else 3"): _BOTH,
    (_FAST_LINES, "wire = read_exactly(body, resolve=('optionx',), allowed=(codec,), default=codec, option=codec, "
                  "plan=plan)"): "the default is the same",
    ("src/wirebook/accept/params.py", "raws = self.body.replace(b\"&\", b'=x').split(b\"=\")[1::2]"):
        "names are passed over",
    (_QUICK, r"_CONTROLS = bytes(n for n in range(0x20) if n not in b'\t\nx')"): _CONTROL,
    (_QUICK_JSON, "return defstruct('Membersx', named, rename=names, forbid_unknown_fields=not is_open, kw_only=True, "
                  "gc=False)"): "nobody is told the name",
    (_QUICK_JSON, 'return defstruct("Members", named, rename=names, forbid_unknown_fields=not is_open, kw_only=True, '
                  "gc=True)"): "no member holds what holds it",
    (_QUICK_JSON, "if text.count(\",\") != max(len(found) - 1, 0) + 'x'.join(texts).count(\",\"):"): _NO_COMMA,
    (_QUICK_JSON, "return 'x'.join([part for part in parts if type(part) is str]).count(\",\") + sum("): _NO_COMMA,
    (_DOCS, r"""return text.replace('\tx', "\n").split("\n")"""): _EXACT,
    (_DOCS, r"""return text.replace("\t", '\nx').split("\n")"""): _EXACT,
    (_DOCS, r"""return text.replace("\t", "\n").split('\nx')"""): _EXACT,
    (_MARKDOWN, r"shown = visible(text, keep='\n\tx')"): "x is visible",
    (_MARKDOWN, 'ticks = "`" * max(3, max((len(run) for run in re.findall("`+", shown)), default= 1) + 1)'): _THREE,
    (_MARKDOWN, 'ticks = "`" * max(3, max((len(run) for run in re.findall("`+", shown)), default= -1) + 1)'): _THREE,
    (_MARKDOWN, r'return _BLOCK.sub(lambda found: f"\\{found[ 0]}" if found[1] else f"{found[2]}\\{found[3]}", text)'):
        "that sign is all that was found",
    (_COLOURS, "start, end = block.mark or (0, 1)"): _UNMARKED,
    (_COLOURS, "start, end = block.mark or (0, -1)"): _UNMARKED,
    (_COLOURS, r"spelled = [visible(part, keep='\n\tx') for part in (block.text[:start], block.text[start:end], "
               "block.text[end:])]"): "x is visible",
    (_COLOURS, "tokens.append((found.lastgroup or 'x', found[0]))"): "each branch has a name",
    (_WRITTEN, "if len(parts) == 1 and parts[ -1][1].isidentifier():"): _ONE,
    (_WRITTEN, "return parts[ -1][1]"): _ONE,
    ("codegen/wirebook_codegen/pysource.py", "return [escaped[ -1] + '\"\"\"']"): _ONE,
    (_WRITTEN, "said = [leaf.absent or 'x']"): "neither has to be escaped",
    (_SIGNED, "key = known.get(rule.hmac_key, 'x').encode()"): "only an hmac takes a key, and its rule names one",
    (_SIGNED, "text = _carried(carrier, world) or 'x'"): "no signature is empty, and none is x",
}  # fmt: skip
