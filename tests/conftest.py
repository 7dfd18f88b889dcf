"""For all tests: properties are about what is right, not about how fast a busy machine is.

`make test` draws the same examples every time, so that its answer depends on the source alone; `make test-all` draws
new ones, and twice as many (`--hypothesis-profile=search`).
"""

from __future__ import annotations

import gc

import pytest
from hypothesis import settings

# A law is a hundred thousand objects that stay; looking through them again and again took a twelfth of all time.
gc.set_threshold(50_000, 20, 100)

settings.register_profile("povrules", deadline=None, derandomize=True, max_examples=50)
settings.register_profile("search", deadline=None, max_examples=100)
settings.load_profile("povrules")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of a file run on one worker, so that what they share is made once."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(str(item.path)))
