"""The notebooks as pages, as they were last run: nothing is run again here.

For ``docs/notebooks/x.ipynb`` there is ``docs/notebooks/vi/x.md``: its words in Vietnamese, a piece for each of its
cells of words, with a line ``---`` between two pieces. Code and what it shows stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbconvert import MarkdownExporter
from nbconvert.preprocessors import Preprocessor

from docs.building.manual import manual_files, relinked, told_in_english
from docs.building.writing import put
from povrules.language.amounts import Lang

FOLDER = "notebooks"
AS_RUN = "*Mã và phần lớn kết quả được giữ như khi chạy, bằng tiếng Anh.*"
_BETWEEN = re.compile(r"^---$", re.MULTILINE)
_BLANK = re.compile(r"\n\s*\n")


class _Boxed(Preprocessor):
    """What a cell shows as HTML goes into one box without blank lines, which Markdown would take for its end."""

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        """One cell, with its outputs changed."""
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if "text/html" in data:
                inside = _BLANK.sub("\n", data["text/html"].strip())
                data["text/html"] = f'<div class="shown">\n{inside}\n</div>\n'
        return cell, resources


def vietnamese(path: Path) -> Path:
    """Where the Vietnamese words of a notebook lie."""
    return path.parent / "vi" / f"{path.stem}.md"


def pieces(text: str) -> list[str]:
    """Words for the cells of a notebook, in order.

    >>> pieces("# A\\n\\nWords.\\n\\n---\\n\\n## B\\n")
    ['# A\\n\\nWords.', '## B']
    """
    return [piece.strip() for piece in _BETWEEN.split(text)]


def put_words(notebook: Any, words: Sequence[str]) -> None:
    """Put words into the cells of words of a notebook, in place of those that are there.

    Raises:
        ValueError: there are not as many as cells.
    """
    cells = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    if len(cells) != len(words):
        raise ValueError(f"{len(words)} pieces of words for {len(cells)} cells")
    for cell, piece in zip(cells, words, strict=True):
        cell.source = piece


def write_notebooks(repository: Path, root: Path, lang: Lang) -> None:
    """Put every notebook below the sources of a language, with its pictures.

    Args:
        repository: where ``docs/notebooks`` lies.
        root: of the sources of the site.
        lang: what has no Vietnamese words is in English on the Vietnamese side, and says so.
    """
    exporter = MarkdownExporter()
    exporter.register_preprocessor(_Boxed, enabled=True)
    places = manual_files(repository)
    for path in sorted((repository / "docs" / "notebooks").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        source, translated = path, lang == "vi" and vietnamese(path).exists()
        if translated:
            source = vietnamese(path)
            first, *others = pieces(source.read_text(encoding="utf-8"))
            put_words(notebook, [f"{first}\n\n{AS_RUN}", *others])
        folder = f"{path.stem}_files"
        text, resources = exporter.from_notebook_node(notebook, {"output_files_dir": folder, "unique_key": path.stem})
        place = f"{FOLDER}/{path.stem}.md"
        here = source.relative_to(repository).as_posix()
        text = relinked(text, here, {**places, here: place})
        put(root / lang / place, told_in_english(text) if lang == "vi" and not translated else text)
        for name, content in resources["outputs"].items():
            target = root / lang / FOLDER / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
