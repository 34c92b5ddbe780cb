"""The writer stays below its folder, changes only what differs, and knows its own files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wirebook_codegen.emitted import HEADER, EmitError
from wirebook_codegen.writer import Drift, Owned, check, write

OURS = f"# {HEADER}\n"


def tree(root: Path) -> dict[str, str]:
    return {str(p.relative_to(root)): p.read_text("utf-8") for p in sorted(root.rglob("*")) if p.is_file()}


def test_writes_below_the_folder_and_nothing_else(tmp_path: Path) -> None:
    done = write({"a/b/c.txt": "один\r\n", "d.txt": ""}, tmp_path / "out")
    assert done.written == ("a/b/c.txt", "d.txt")
    assert (tmp_path / "out/a/b/c.txt").read_bytes() == "один\r\n".encode()
    assert sorted(p.name for p in (tmp_path / "out/a/b").iterdir()) == ["c.txt"]


def test_unchanged_files_are_not_touched(tmp_path: Path) -> None:
    write({"a.txt": "x", "b.txt": "y"}, tmp_path)
    os.utime(tmp_path / "a.txt", ns=(1, 1))
    done = write({"a.txt": "x", "b.txt": "z"}, tmp_path)
    assert (done.written, done.unchanged) == (("b.txt",), ("a.txt",))
    assert (tmp_path / "a.txt").stat().st_mtime_ns == 1


REFUSED = ("../a", "a/../b", "/etc/x", "", "a//b", "a/", "./a", "..", "a/.git", "-a")
ODD = ("a\\b", "C:/a", "a\0b", "a\nb", "\u202ea", "a/б")


@pytest.mark.parametrize("path", REFUSED + ODD)
def test_refused_paths(tmp_path: Path, path: str) -> None:
    root = tmp_path / "out"
    with pytest.raises(EmitError):
        write({"fine.txt": "x", path: "x"}, root)
    with pytest.raises(EmitError):
        check({path: "x"}, root)
    assert not root.exists(), "nothing is written where one path is refused"


def test_no_link_is_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept.txt").write_text("kept")
    root = tmp_path / "out"
    root.mkdir()
    (root / "folder").symlink_to(outside)
    (root / "file.txt").symlink_to(outside / "kept.txt")
    for path in ("folder/kept.txt", "folder/new.txt", "file.txt"):
        with pytest.raises(EmitError, match="symbolic link"):
            write({path: "overwritten"}, root)
        with pytest.raises(EmitError, match="symbolic link"):
            check({path: "overwritten"}, root)
    with pytest.raises(EmitError, match="symbolic link"):
        write({}, root, [Owned("folder")])
    assert tree(outside) == {"kept.txt": "kept"}


def test_links_below_an_owned_folder_are_left_alone(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "old.txt").write_text(OURS)
    root = tmp_path / "out"
    (root / "own").mkdir(parents=True)
    (root / "own/link").symlink_to(outside)
    (root / "own/link.txt").symlink_to(outside / "old.txt")
    assert write({}, root, [Owned("own")]).removed == ()
    assert tree(outside) == {"old.txt": OURS}


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    (tmp_path / "b").write_text("x")
    for path in ("a.txt", "b/c"):
        with pytest.raises(EmitError, match="in the way"):
            write({path: "x"}, tmp_path)


def test_left_over_files_are_told_by_their_header(tmp_path: Path) -> None:
    write({"p/old.py": OURS, "p/sub/old.py": OURS, "p/other.txt": OURS, "p/new.py": OURS, "q/old.py": OURS}, tmp_path)
    (tmp_path / "p/mine.py").write_text("# by hand\n")
    (tmp_path / "p/late.py").write_text("#" * 2000 + HEADER)
    owned = [Owned("p", suffixes=(".py",)), Owned("absent")]
    files = {"p/new.py": OURS}
    assert check(files, tmp_path, owned) == (Drift("p/old.py", "left-over"), Drift("p/sub/old.py", "left-over"))
    assert write(files, tmp_path, owned).removed == ("p/old.py", "p/sub/old.py")
    assert sorted(tree(tmp_path)) == ["p/late.py", "p/mine.py", "p/new.py", "p/other.txt", "q/old.py"]
    assert not (tmp_path / "p/sub").exists()
    assert check(files, tmp_path, owned) == ()


def test_prefix_and_shallow_folders(tmp_path: Path) -> None:
    write({"d/one.en.md": OURS, "d/two.en.md": OURS, "d/sub/one.md": OURS}, tmp_path)
    owned = [Owned("d", prefix="one.", suffixes=(".md",), deep=False)]
    assert [d.path for d in check({}, tmp_path, owned)] == ["d/one.en.md"]


def test_check_tells_stale_and_missing_and_writes_nothing(tmp_path: Path) -> None:
    write({"a.txt": "x", "b.txt": "y"}, tmp_path)
    before = tree(tmp_path)
    assert check({"a.txt": "x", "b.txt": "other", "c.txt": "new"}, tmp_path) == (
        Drift("b.txt", "stale"),
        Drift("c.txt", "missing"),
    )
    assert tree(tmp_path) == before


def test_lone_surrogates_and_case_twins_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EmitError, match="surrogate"):
        write({"a.txt": "\ud800"}, tmp_path)
    with pytest.raises(EmitError, match="case"):
        write({"a.txt": "", "A.txt": ""}, tmp_path)
    assert tree(tmp_path) == {}


def test_a_failed_run_leaves_no_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: object, target: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("wirebook_codegen.writer.os.replace", refuse)
    with pytest.raises(OSError, match="disk full"):
        write({"a.txt": "x", "b/c.txt": "y"}, tmp_path)
    assert tree(tmp_path) == {}
