"""Built-in pack: Viet Nam's multidimensional poverty standard (chuẩn nghèo đa chiều), 2016 to 2030."""

from __future__ import annotations

from povrules.plugins.offers import HookContext
from povrules.plugins.pack import Pack
from povrules.plugins.shipped import policies_folder
from povrules.plugins.specification import hook


@hook
def provide_packs(context: HookContext) -> tuple[Pack, ...]:
    """The instruments and general facts of the nation, and the poverty standard."""
    vn = policies_folder() / "vn"
    return (Pack("vn.poverty_standard", (vn, vn / "poverty_standard")),)
