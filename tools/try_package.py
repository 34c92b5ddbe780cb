"""Install a wheel or an sdist into an empty environment and use it there, away from the checkout.

    python tools/try_package.py dist/wirebook-0.1.0-py3-none-any.whl
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SPEC = ROOT / "tests" / "scenarios" / "pingme.yaml"

USE = """
import wirebook
from wirebook.providers import quicktel
import os.path
import wirebook.data
assert os.path.isfile(os.path.join(wirebook.data.site(), "quicktel.html"))
user = quicktel.SmsStatus2Request(login="demo", password="demo", messages=[quicktel.StatusQuery(push_id="1")])
body = user.to_xml()
assert quicktel.SmsStatus2Request.from_xml(body) == user
assert wirebook.validate(body, spec="quicktel").verdict == "pass"
assert wirebook.validate(body.replace(b"push_id", b"push"), spec="quicktel").verdict == "fail"
"""


def main() -> int:
    package = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        venv.create(home / "env", with_pip=True, symlinks=True)
        python = str(home / "env" / "bin" / "python")
        wirebook = str(home / "env" / "bin" / "wirebook")

        def run(*command: str) -> str:
            done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
            if done.returncode:
                raise SystemExit(f"{' '.join(command)} exited with {done.returncode}\n{done.stdout}{done.stderr}")
            return done.stdout

        run(python, "-m", "pip", "install", "-q", str(package))
        run(python, "-c", USE)
        for provider in ("quicktel", "smsc", "smspager"):
            if provider not in run(wirebook, "list"):
                raise SystemExit(f"wirebook list does not name {provider}")
        run(wirebook, "check")
        (home / "a.jsonl").write_text('{"method": "GET", "url": "https://shop.example/", "response_body": "x"}\n')
        run(wirebook, "lint", "a.jsonl", "--report", "report.html")
        if "Content-Security-Policy" not in (home / "report.html").read_text("utf-8"):
            raise SystemExit("the report of wirebook lint is no page")
        # A user's own spec in an empty folder gives an importable package.
        (home / "own.yaml").write_bytes(SPEC.read_bytes())
        run(wirebook, "generate", "own.yaml", "--out", "made")
        run(python, "-c", "import sys; sys.path.insert(0, 'made/python'); import pingme; print(pingme.PingRequest)")
    print(f"{package.name}: installs and works in an empty environment")
    return 0


if __name__ == "__main__":
    sys.exit(main())
