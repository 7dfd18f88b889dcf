from __future__ import annotations

import pytest

from docs.building.browser import browser_pages
from docs.building.law import Law
from docs.building.writing import LANGUAGES


@pytest.fixture(scope="session")
def law() -> Law:
    return Law.built_in()


@pytest.fixture(scope="session")
def pages(law: Law) -> dict[tuple[str, str], str]:
    """Every page of the law browser, by language and path, without its drawings."""
    return {(lang, page.path): page.text for lang in LANGUAGES for page in browser_pages(law, lang, None)}
