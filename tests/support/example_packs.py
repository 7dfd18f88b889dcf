"""The example packs, from the checkout: as plugins of a manager of their own, and the places whose law they are."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from pathlib import Path

from povrules.plugins.manager import PluginManager

EXAMPLES = Path(__file__).parents[2] / "examples" / "plugins"
PLACES = {"quang_ninh": "22", "tp_hcm": "79", "dong_nai": "75", "binh_thuan": "60", "song_mo": "99"}


@cache
def example_packs() -> PluginManager:
    """One manager for all tests: what it loads is not loaded again."""
    folders = [str(EXAMPLES / name / "src") for name in PLACES]
    sys.path[:0] = folders
    try:
        return PluginManager([import_module(f"povrules_{name}") for name in PLACES])
    finally:
        del sys.path[: len(folders)]
