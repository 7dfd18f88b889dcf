"""The hook specification, the plugin manager and the built-in packs, each a plugin like any province's.

It holds no rule: a pack hands over a folder of law files; what a province could not write with the same hooks is none.
The names below are those an author of plugins imports. Look next at `specification.py` for the hooks, at `manager.py`
for how plugins are found and set aside, and at `loading.py` for how their packs become the law of a day in a place.
"""

from povrules.law.territories import Territory
from povrules.plugins.manifest import read_pack
from povrules.plugins.offers import Engine, HookContext, IssuedRecord, Reader, Report
from povrules.plugins.pack import Override, Pack
from povrules.plugins.specification import hook

__all__ = [
    "Engine",
    "HookContext",
    "IssuedRecord",
    "Override",
    "Pack",
    "Reader",
    "Report",
    "Territory",
    "hook",
    "read_pack",
]
