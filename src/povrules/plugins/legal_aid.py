"""Built-in pack: legal aid (trợ giúp pháp lý)."""

from __future__ import annotations

from povrules.plugins.offers import HookContext
from povrules.plugins.pack import Pack
from povrules.plugins.shipped import policies_folder
from povrules.plugins.specification import hook


@hook
def provide_packs(context: HookContext) -> tuple[Pack, ...]:
    """Its instruments, values of law and programmes."""
    return (Pack("vn.legal_aid", (policies_folder() / "vn" / "legal_aid",)),)
