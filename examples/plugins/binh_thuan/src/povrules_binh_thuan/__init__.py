"""Law of Bình Thuận (place code 60) for povrules: what the province adds to the support of insurance premiums."""

from __future__ import annotations

from pathlib import Path

from povrules.plugins.offers import HookContext
from povrules.plugins.pack import Pack
from povrules.plugins.specification import hook


@hook
def provide_packs(context: HookContext) -> tuple[Pack, ...]:
    """The province's folder of policies, in the namespace of its code."""
    return (Pack("60.binh_thuan", (Path(__file__).parent / "policies",), namespace="60"),)
