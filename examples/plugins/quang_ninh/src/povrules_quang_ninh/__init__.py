"""The law of Quảng Ninh (place code 22) for povrules."""

from pathlib import Path

from povrules.plugins import HookContext, Pack, hook, read_pack


@hook
def provide_packs(context: HookContext) -> tuple[Pack, ...]:
    """The folder of policies beside this file; its pack.yaml says where it is law."""
    return (read_pack(Path(__file__).parent / "policies"),)
