from __future__ import annotations

from pathlib import Path

import pytest

from docs.building.browser import browser_pages
from docs.building.law import Law
from docs.building.writing import LANGUAGES

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of these on one worker: the law of every day and its pages are made once."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.xdist_group("site"))


@pytest.fixture(scope="session")
def law() -> Law:
    return Law.built_in()


@pytest.fixture(scope="session")
def pages(law: Law) -> dict[tuple[str, str], str]:
    """Every page of the law browser, by language and path, without its drawings."""
    return {(lang, page.path): page.text for lang in LANGUAGES for page in browser_pages(law, lang, None)}
