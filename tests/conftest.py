"""For all tests: properties are about what is right, not about how fast a busy machine is."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("povrules", deadline=None)
settings.load_profile("povrules")
