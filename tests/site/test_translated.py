"""Each Vietnamese page of the manual says what its English page says: same places, same code, nothing left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.building.manual import manual_files, write_manual
from docs.building.translated import anchored, anchors, headings, is_code, pieces

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "vi").glob("*.md"))
FOR_CONTRIBUTORS = {"architecture.md", "mutants.md"}
VIETNAMESE = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]")


def both(page: Path) -> tuple[str, str]:
    return (ROOT / "docs" / page.name).read_text(encoding="utf-8"), page.read_text(encoding="utf-8")


def rows(text: str) -> list[int]:
    """How many cells each row of its tables has."""
    prose = "".join(piece for piece in pieces(text) if not is_code(piece))
    return [line.count("|") for line in prose.splitlines() if line.startswith("|")]


def items(text: str) -> int:
    prose = "".join(piece for piece in pieces(text) if not is_code(piece))
    return len(re.findall(r"^\s*(?:[-*]|\d+\.) ", prose, re.MULTILINE))


def test_every_page_of_the_manual_is_there_in_vietnamese() -> None:
    assert {page.name for page in PAGES} == {page.name for page in (ROOT / "docs").glob("*.md")} - FOR_CONTRIBUTORS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_vietnamese_page_follows_its_english_one(page: Path) -> None:
    english, vietnamese = both(page)
    assert [level for level, _ in headings(vietnamese)] == [level for level, _ in headings(english)]
    assert list(filter(is_code, pieces(vietnamese))) == list(filter(is_code, pieces(english)))
    assert rows(vietnamese) == rows(english)
    assert items(vietnamese) == items(english)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_vietnamese_page_is_in_vietnamese(page: Path) -> None:
    paragraphs = "".join(piece for piece in pieces(both(page)[1]) if not is_code(piece)).split("\n\n")
    plain = [re.sub(r"`[^`]*`|\]\([^)]*\)", "", each) for each in paragraphs if not each.startswith("    ")]
    assert [each for each in plain if len(each.split()) > 12 and not VIETNAMESE.search(each.lower())] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_of_a_vietnamese_page_lead_to_files(page: Path) -> None:
    text = "".join(piece for piece in pieces(both(page)[1]) if not is_code(piece))
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        assert "://" in target or (page.parent / target).exists(), target


def test_both_languages_have_the_same_places() -> None:
    done = anchored("# Một\n\n```sh\n# không\n```\n\n## Hai\n", "# One\n\n```sh\n# no\n```\n\n## `Two` words\n")
    assert done == "# Một {#one}\n\n```sh\n# không\n```\n\n## Hai {#two-words}\n"


def test_the_vietnamese_side_shows_the_vietnamese_page(tmp_path: Path) -> None:
    write_manual(ROOT, tmp_path, "vi")
    text = (tmp_path / "vi" / "manual" / "measures.md").read_text(encoding="utf-8")
    assert "chỉ có bản tiếng Anh" not in text
    assert all(f"{{#{anchor}}}" in text for anchor in anchors(both(ROOT / "docs" / "vi" / "measures.md")[0]))
    assert "chỉ có bản tiếng Anh" in (tmp_path / "vi" / "manual" / "architecture.md").read_text(encoding="utf-8")
    assert set(manual_files(ROOT).values()) >= {"manual/measures.md", "manual/index.md"}
