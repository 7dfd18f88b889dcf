"""For all tests: properties are about what is right, not about how fast a busy machine is.

`make test` draws the same examples every time, so that its answer depends on the source alone; `make test-all` draws
new ones (`--hypothesis-profile=search`).
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("povrules", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile("povrules")
