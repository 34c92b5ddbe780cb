"""All benchmarks, one after the other: ``make bench``."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SCRIPTS = ("xml_in.py", "xml_out.py", "json_in.py", "form_in.py", "lint.py", "cold.py")


def main() -> int:
    print(f"{platform.python_implementation()} {platform.python_version()} on {platform.machine()}")
    for script in SCRIPTS:
        print(f"\n{script}", flush=True)
        subprocess.run([sys.executable, str(HERE / script)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
