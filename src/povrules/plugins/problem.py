"""What is wrong with a plugin, in one sentence that says what to do."""

from __future__ import annotations

from povrules.language.errors import PovrulesError


class PluginProblem(PovrulesError):
    """A plugin that cannot be used, or a place that has no answer without it."""

    code = "plugin"
