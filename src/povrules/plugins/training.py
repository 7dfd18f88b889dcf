"""Built-in pack: the vocational training support (hỗ trợ học nghề)."""

from __future__ import annotations

from povrules.plugins.pack import Pack, PackContext
from povrules.plugins.shipped import policies_folder
from povrules.plugins.specification import hook


@hook
def provide_packs(context: PackContext) -> tuple[Pack, ...]:
    """Its instruments, values of law and programmes."""
    return (Pack("vn.training", (policies_folder() / "vn" / "training",)),)
