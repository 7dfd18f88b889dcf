"""The hooks. Each takes one frozen context object and returns immutable values; a plugin never gets the registry."""

from __future__ import annotations

from collections.abc import Sequence

import pluggy

from povrules.plugins.pack import Pack, PackContext

PROJECT = "povrules"
hookspec = pluggy.HookspecMarker(PROJECT)
hook = pluggy.HookimplMarker(PROJECT)


@hookspec
def provide_packs(context: PackContext) -> Sequence[Pack]:  # type: ignore[empty-body]
    """Hand over folders of policies.

    Args:
        context: who asks.

    Returns:
        The packs of this plugin.
    """
