"""Make .venv with the project and its tools in it, with nothing but Python's own library.

    python3 tools/bootstrap.py [--extra dev]

Debian splits ``ensurepip`` off into python3-venv. Where that package is missing,
pip's own wheel is fetched from the package index and used to install itself, so
that ``make test`` needs only python3, git and make.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import venv
from pathlib import Path
from urllib.parse import urljoin

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def make_venv() -> None:
    """Create .venv with a working pip; an existing working one is kept."""
    if PYTHON.exists() and works([str(PYTHON), "-m", "pip", "--version"]):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        import ensurepip  # noqa: F401

        venv.create(VENV, with_pip=True, symlinks=True)
    except (ImportError, subprocess.CalledProcessError):
        shutil.rmtree(VENV, ignore_errors=True)
        venv.create(VENV, with_pip=False, symlinks=True)
        install_pip_from_index()


def install_pip_from_index() -> None:
    """Fetch pip's newest wheel from the index (PIP_INDEX_URL or PyPI) and let it install itself."""
    index = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/") + "/pip/"
    with urllib.request.urlopen(index, timeout=60) as reply:
        page = reply.read().decode()
    wheels = re.findall(r'href="([^"]*?/?pip-(\d+(?:\.\d+)+)-py3-none-any\.whl[^"]*)"', page)
    if not wheels:
        raise SystemExit(f"bootstrap: no pip wheel at {index}; install python3-venv and run again")
    href, version = max(wheels, key=lambda found: tuple(map(int, found[1].split("."))))
    with tempfile.TemporaryDirectory() as folder:
        wheel = Path(folder) / f"pip-{version}-py3-none-any.whl"
        with urllib.request.urlopen(urljoin(index, href.partition("#")[0]), timeout=120) as reply:
            wheel.write_bytes(reply.read())
        subprocess.run([str(PYTHON), f"{wheel}/pip", "install", "-q", str(wheel)], check=True)


def works(command: list[str]) -> bool:
    """Whether the command runs and exits with 0."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def main() -> int:
    parser = argparse.ArgumentParser(description="Make .venv with wirebook in it.")
    parser.add_argument("--extra", default="", help="an extra of pyproject.toml, such as dev")
    extra = parser.parse_args().extra
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs before anything is checked
        print(f"bootstrap: Python 3.11 or newer is needed, this is {sys.version.split()[0]}", file=sys.stderr)
        return 2
    print(f"setting up .venv with {sys.version.split()[0]} ...", file=sys.stderr)
    make_venv()
    what = f"{ROOT}[{extra}]" if extra else str(ROOT)
    done = subprocess.run([str(PYTHON), "-m", "pip", "install", "-q", "--editable", what], check=False, cwd=ROOT)
    if done.returncode:
        print("bootstrap: pip could not install the project; see its message above", file=sys.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
