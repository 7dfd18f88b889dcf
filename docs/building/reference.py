"""The reference of the public names: mkdocstrings fills it from their docstrings, which are in English."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from docs.building.writing import put
from povrules.language.amounts import Lang
from povrules.law.model import Words

PATH = "reference.md"
ROOMS = ("povrules", "povrules.measures", "povrules.charts", "povrules.reports", "povrules.testing")
TITLE = Words("Tra cứu API", "API reference")
INTRO = Words(
    "Mọi tên công khai của `import povrules as pr`, rồi của từng phần nạp riêng. Lời giải thích lấy từ chính mã nguồn, "
    "bằng tiếng Anh: mỗi liên kết dẫn sang trang tiếng Anh.",
    "Every public name of `import povrules as pr`, then those of the rooms that are imported by themselves.",
)


def reference_page(lang: Lang) -> str:
    """The page of the names: in English for mkdocstrings, in Vietnamese a list that leads there.

    An identifier may stand on one page of the site only.

    >>> "::: povrules.load_policy" in reference_page("en")
    True
    """
    lines = [f"# {TITLE.of(lang)}", "", INTRO.of(lang), ""]
    for room in ROOMS:
        lines += [f"## {room}", "", *(_there(room) if lang == "vi" else _here(room))]
    return "\n".join(lines)


def identifiers(room: str) -> list[str]:
    """Of the public names of a room, as mkdocstrings finds them: a function whose module has its name, by the module.

    >>> identifiers("povrules.charts")[-1]
    'povrules.charts.winners_losers.winners_losers'
    """
    paths = [f"{room}.{name}" for name in import_module(room).__all__]
    return [f"{path}.{path.rpartition('.')[2]}" if path in sys.modules else path for path in paths]


def _here(room: str) -> Iterator[str]:
    for path in identifiers(room):
        yield from (f"::: {path}", "")


def _there(room: str) -> Iterator[str]:
    for path in identifiers(room):
        yield f'- <a href="en/reference.html#{path}"><code>{path.rpartition(".")[2]}</code></a>'
    yield ""


def write_reference(root: Path, lang: Lang) -> None:
    """Put the page below the sources of a language."""
    put(root / lang / PATH, reference_page(lang))
