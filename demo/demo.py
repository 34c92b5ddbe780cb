"""The main job on the providers' own documents: each step shows the command and what it prints."""

from __future__ import annotations

import hashlib
import json
import shlex
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
WIREBOOK = Path(sys.executable).with_name("wirebook")
OUT = ROOT / "demo-out"
SECRET = "demo-secret"
SENDERS = (("txt", "text"), ("csv", "csv"), ("xml", "xml"), ("json", "json"))
EXPECTED: list[tuple[str, int, int]] = []


def say(text: str) -> None:
    print(f"\n\033[1m{text}\033[0m" if sys.stdout.isatty() else f"\n# {text}", flush=True)


def run(*words: str, exits: int = 0) -> None:
    """Show a command, run it in the project's folder, and note whether it ended as it should."""
    print("$ wirebook " + shlex.join(words), flush=True)
    done = subprocess.run([str(WIREBOOK), *words], cwd=ROOT, check=False)
    EXPECTED.append((" ".join(words), exits, done.returncode))
    if done.returncode:
        print(f"(exit status {done.returncode})", flush=True)


def verdicts(*files: str) -> None:
    """Validate files and show the verdicts without the findings."""
    words = ["validate", *files]
    print("$ wirebook validate tests/seeds/*/*.xml | grep pass", flush=True)
    done = subprocess.run([str(WIREBOOK), *words], cwd=ROOT, check=False, capture_output=True, text=True)
    EXPECTED.append(("validate tests/seeds/*/*.xml", 0, done.returncode))
    for line in done.stdout.splitlines():
        if "pass" in line and not line.startswith(" "):
            print(f"  {line}", flush=True)


def decoded(ending: str, encoding: str) -> object:
    """The value that one of the four files decodes to, shown in one line."""
    words = ["decode", "--spec", "smsc", "--message", "senders_list", "--encoding", encoding]
    words.append(f"demo/wire/senders.{ending}")
    print("$ wirebook " + shlex.join(words), flush=True)
    done = subprocess.run([str(WIREBOOK), *words], cwd=ROOT, check=False, capture_output=True, text=True)
    EXPECTED.append((" ".join(words), 0, done.returncode))
    if done.returncode:
        print(done.stderr, flush=True)
        return None
    value = json.loads(done.stdout)["value"]
    print(f"  value: {json.dumps(value)}", flush=True)
    return value


def callback(secret: str) -> bytes:
    """A delivery status as the provider posts it: windows-1251, percent-encoded, signed."""
    signed = f"77:79000000001:1:{secret}"
    fields = [
        ("id", "77"), ("phone", "79000000001"), ("status", "1"), ("time", "22.11.26 10:00:00"), ("ts", "1795341600"),
        ("cmt", "Заказ № 5"), ("md5", hashlib.md5(signed.encode("cp1251")).hexdigest()),
    ]  # fmt: skip
    return urlencode(fields, encoding="cp1251").encode()


def main() -> int:
    OUT.mkdir(exist_ok=True)
    say("1. The XML examples of the providers' documents (warnings: where a document contradicts itself)")
    seeds = (ROOT / "tests" / "seeds").glob("*/*.xml")
    verdicts(*sorted(str(path.relative_to(ROOT)) for path in seeds))
    say("2. A request to send, like the one on the provider's page: valid")
    run("validate", "demo/wire/send.xml")
    say("3. The same with the mistakes that people make: every one is named, with its place")
    run("validate", "demo/wire/send_bad.xml", exits=1)
    say("4. The classic: & was not escaped")
    run("validate", "demo/wire/send_ampersand.xml", exits=1)
    say("5. One list of sender names in four formats gives one value")
    values = [decoded(ending, encoding) for ending, encoding in SENDERS]
    equal = values[0] is not None and all(value == values[0] for value in values)
    print(f"equal in all four: {equal}", flush=True)
    EXPECTED.append(("decode: one value", 0, 0 if equal else 1))
    say("6. A signed callback in windows-1251: verified, then with a changed phone number")
    good = OUT / "callback.form"
    good.write_bytes(callback(SECRET))
    run("validate", "--spec", "smsc", "--secret", SECRET, "demo-out/callback.form")
    (OUT / "forged.form").write_bytes(callback(SECRET).replace(b"79000000001", b"79000000002"))
    run("validate", "--spec", "smsc", "--secret", SECRET, "demo-out/forged.form", exits=1)
    say("7. What a code means, and whether to retry")
    run("explain", "quicktel", "-1004", "--lang", "ru")
    run("explain", "smsc", "senders", "9")
    say("8. Captured traffic: what breaks a protocol, and what was not looked at")
    run("lint", "demo/traffic.jsonl", "--report", "demo-out/report.html", exits=1)
    say("9. A spec of your own: bindings, schemas and documentation from one YAML file")
    run("generate", "tests/scenarios/pingme.yaml", "--out", "demo-out/pingme")
    say("Worth a look now")
    for path, what in (
        ("docs/site/index.html", "the providers' pages, in English and Russian: open it in a browser"),
        ("schemas/quicktel/sms_send_request.xsd", "the XSD of the request above"),
        ("schemas/quicktel/losses.md", "what a schema cannot say, with a witness for each"),
        ("demo-out/pingme", "everything generated for your own spec"),
        ("demo-out/report.html", "the report on the captured traffic: open it in a browser"),
    ):
        print(f"  {path:<42} {what}")
    wrong = [entry for entry in EXPECTED if entry[1] != entry[2]]
    for words, exits, got in wrong:
        print(f"unexpected exit status {got} instead of {exits}: wirebook {words}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
