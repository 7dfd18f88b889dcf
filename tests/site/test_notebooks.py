"""The notebooks on the Vietnamese side: Vietnamese words for every cell, the same code, links that lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from docs.building.manual import IN_ENGLISH
from docs.building.notebooks import pieces, put_words, vietnamese, write_notebooks
from docs.building.writing import LANGUAGES

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`[^`]+`")


def english(path: Path) -> list[str]:
    notebook: Any = nbformat.read(path, as_version=4)
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def headings(text: str) -> list[int]:
    return [len(mark) for mark in re.findall(r"^(#+) ", text, re.MULTILINE)]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("notebooks")
    for lang in LANGUAGES:
        write_notebooks(ROOT, root, lang)
    return root


def test_all_are_there() -> None:
    assert len(NOTEBOOKS) == 5
    assert sorted((ROOT / "docs" / "notebooks" / "vi").iterdir()) == [vietnamese(path) for path in NOTEBOOKS]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_cell_of_words_has_its_piece(path: Path) -> None:
    words, cells = pieces(vietnamese(path).read_text(encoding="utf-8")), english(path)
    assert len(words) == len(cells)
    for piece, cell in zip(words, cells, strict=True):
        assert headings(piece) == headings(cell), piece
        assert set(CODE.findall(piece)) >= {name for name in CODE.findall(cell) if name != "`unverified`"}, piece
        assert len(LINK.findall(piece)) == len(LINK.findall(cell)), piece
        assert len(piece.split("\n\n")) == len(cell.split("\n\n")), piece


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_links_lead_somewhere(path: Path) -> None:
    source = vietnamese(path)
    for link in LINK.findall(source.read_text(encoding="utf-8")):
        assert "://" in link or (source.parent / link.partition("#")[0]).exists(), link


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_page_has_the_same_code_and_no_word_of_being_in_english_only(path: Path, written: Path) -> None:
    vi, en = ((written / lang / "notebooks" / f"{path.stem}.md").read_text(encoding="utf-8") for lang in ("vi", "en"))
    assert FENCE.findall(vi) == FENCE.findall(en)
    assert IN_ENGLISH.strip() not in vi
    for piece in english(path):
        assert piece not in vi
    assert LINK.findall(FENCE.sub("", vi)) == LINK.findall(FENCE.sub("", en))


def test_a_piece_too_few_is_refused() -> None:
    with pytest.raises(ValueError, match="1 pieces of words for 8 cells"):
        put_words(nbformat.read(NOTEBOOKS[0], as_version=4), ["# A"])
