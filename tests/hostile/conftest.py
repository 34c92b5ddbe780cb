"""Every test of this folder runs under the audit hook, with a folder of its own for temporary files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from audit import folders, install

WATCH = install()


@pytest.fixture(autouse=True)
def watched(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """No socket, process, foreign file or foreign code while the test runs."""
    base = Path(tmp_path_factory.getbasetemp())
    scratch = base / "scratch"
    scratch.mkdir(exist_ok=True)
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    WATCH.start(*folders(base))
    yield
    breaches = WATCH.stop()
    assert breaches == []
