"""The hooks. Each takes one frozen context object and returns immutable values; a plugin never gets the registry.

``docs/plugins.md`` describes each of them; a test holds that page against this one.
"""

from __future__ import annotations

from collections.abc import Sequence

import pluggy

from povrules.plugins.offers import Engine, HookContext, IssuedRecord, Reader, Report
from povrules.plugins.pack import Pack

PROJECT = "povrules"
hookspec = pluggy.HookspecMarker(PROJECT)
hook = pluggy.HookimplMarker(PROJECT)


@hookspec
def provide_packs(context: HookContext) -> Sequence[Pack]:  # type: ignore[empty-body]
    """Hand over folders of policies.

    Args:
        context: who asks.

    Returns:
        The packs of this plugin.
    """


@hookspec
def provide_engines(context: HookContext) -> Sequence[Engine]:  # type: ignore[empty-body]
    """Offer executions of the rules over a register.

    Args:
        context: who asks.

    Returns:
        The engines of this plugin.
    """


@hookspec
def provide_readers(context: HookContext) -> Sequence[Reader]:  # type: ignore[empty-body]
    """Offer ways to read registers from other kinds of files.

    Args:
        context: who asks.

    Returns:
        The readers of this plugin.
    """


@hookspec
def provide_reports(context: HookContext) -> Sequence[Report]:  # type: ignore[empty-body]
    """Offer tables made from results.

    Args:
        context: who asks.

    Returns:
        The reports of this plugin.
    """


@hookspec
def record_issued(context: IssuedRecord) -> None:
    """Be told of a decision record that was issued. What it raises is noted and changes nothing.

    Args:
        context: the record.
    """
