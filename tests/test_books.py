"""Books open by name, file and folder, load as late as they can, and refuse what is not there."""

import subprocess
import sys
from pathlib import Path

import pytest

from wirebook import books, data
from wirebook.books import Book, built_in, open_book
from wirebook.errors import SpecError, UsageError

PINGME = Path(__file__).parent / "scenarios" / "pingme.yaml"


def test_the_built_in_providers_are_the_specs_that_come_along() -> None:
    assert built_in() == ("quicktel", "smsc", "smspager")
    assert (Path(data.specs()) / "quicktel.yaml").is_file() or (Path(data.specs()) / "quicktel").is_dir()
    assert Path(data.schemas()).is_dir()


def test_a_file_and_a_folder_are_books(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_bytes(PINGME.read_bytes())
    for place in (tmp_path / "own.yaml", tmp_path):
        book = open_book(str(place))
        assert book.provider.name == "pingme"
        assert not book.built_in
        assert book.accept is None
        assert book.problems == ()


def test_a_built_in_name_wins_over_a_file_of_that_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "quicktel").write_bytes(PINGME.read_bytes())
    assert open_book("quicktel").built_in
    assert open_book("./quicktel").provider.name == "pingme"


def test_an_unknown_spec_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"no spec quiktel.*did you mean quicktel\?"):
        open_book("quiktel")


def test_an_unknown_dialect_is_refused() -> None:
    with pytest.raises(UsageError, match="no dialect later; there are: none"):
        _ = open_book(str(PINGME), "later").provider
    with pytest.raises(UsageError, match="no dialect"):
        open_book(str(PINGME), "../x")


def test_a_broken_spec_gives_its_problems(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("wirebook: 1\nprovider: no\nmesages: {}\n")
    with pytest.raises(SpecError) as caught:
        _ = open_book(str(broken)).provider
    assert all(problem.file == str(broken) and problem.line for problem in caught.value.problems)


def test_without_compiled_modules_the_yaml_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Book, "_compiled", lambda self, part: None)
    book = open_book("quicktel")
    assert book.accept is None
    assert book.provider.name == "quicktel"


def test_a_module_of_another_version_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str, *_: object) -> None:
        raise ImportError(f"{name} was generated in format 0")

    monkeypatch.setattr("builtins.__import__", refuse)
    book = Book("quicktel", "", built_in=True)
    assert book._compiled("accept") is None


def test_an_import_error_inside_a_compiled_module_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str, *_: object) -> None:
        raise ModuleNotFoundError("no", name="something_else")

    monkeypatch.setattr("builtins.__import__", refuse)
    book = Book("quicktel", "", built_in=True)
    with pytest.raises(ModuleNotFoundError):
        book._compiled("accept")


def test_a_model_is_a_book_already() -> None:
    provider = open_book(str(PINGME)).provider
    assert Book.of(provider).provider is provider


def test_opening_a_book_loads_neither_yaml_nor_model() -> None:
    code = (
        "import sys; from wirebook.books import open_book; open_book('quicktel'); "
        "sys.exit(any(m in sys.modules for m in ('yaml', 'wirebook.model', 'dataclasses', 'typing', 'json', 're')))"
    )
    # -I keeps .pth files and user settings from importing things of their own; -S would hide the install.
    assert subprocess.run([sys.executable, "-I", "-c", code], check=False).returncode == 0
    assert books.__all__
