"""Built-in pack: the phone support (hỗ trợ điện thoại)."""

from __future__ import annotations

from povrules.plugins.offers import HookContext
from povrules.plugins.pack import Pack
from povrules.plugins.shipped import policies_folder
from povrules.plugins.specification import hook


@hook
def provide_packs(context: HookContext) -> tuple[Pack, ...]:
    """Its instruments, values of law and programmes."""
    return (Pack("vn.telecom", (policies_folder() / "vn" / "telecom",)),)
