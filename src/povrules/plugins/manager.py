"""The plugin manager: an object one makes, so that tests and applications can have their own."""

from __future__ import annotations

from collections.abc import Iterable

import pluggy

from povrules.plugins import (
    credit,
    education,
    energy,
    health_insurance,
    housing,
    legal_aid,
    national_standard,
    social_assistance,
    social_insurance,
    specification,
    telecom,
    training,
)
from povrules.plugins.pack import Pack, PackContext

BUILT_IN = (
    national_standard,
    credit,
    education,
    energy,
    health_insurance,
    housing,
    legal_aid,
    social_assistance,
    social_insurance,
    telecom,
    training,
)


class PluginManager:
    """The plugins in force.

    Args:
        plugins: further plugins (modules or objects with hooks) beside the built-in ones.
        version: of the library, told to hooks.

    Raises:
        pluggy.PluginValidationError: a hook that is misspelt or asks for arguments that do not exist.

    >>> [pack.id for pack in PluginManager().packs()][:3]
    ['vn.credit', 'vn.education', 'vn.energy']
    """

    def __init__(self, plugins: Iterable[object] = (), version: str = "") -> None:
        self._pluggy = pluggy.PluginManager(specification.PROJECT)
        self._pluggy.add_hookspecs(specification)
        self._context = PackContext(version)
        for plugin in (*BUILT_IN, *plugins):
            self._pluggy.register(plugin)
        self._pluggy.check_pending()

    def packs(self) -> tuple[Pack, ...]:
        """Every pack the plugins hand over, by id."""
        handed = self._pluggy.hook.provide_packs(context=self._context)
        return tuple(sorted((pack for packs in handed for pack in packs), key=lambda pack: pack.id))
