"""`povrules plugins`: which plugins there are, what became of each, what it provides and which places it touches."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from povrules.commands import words as w
from povrules.commands.parser import Parser
from povrules.language.errors import PovrulesError
from povrules.language.symbols import NATION
from povrules.plugins.loading import first_covered, installed_plugins, resolved_for
from povrules.plugins.manager import VARIABLE, PluginManager
from povrules.plugins.plugin import ANYWHERE, Plugin

FINE, WRONG = 0, 1


def add_arguments(parser: Parser) -> None:
    """The arguments of `povrules plugins`."""
    parser.speaks()


def run(options: Namespace) -> int:
    """Print the plugins.

    Returns:
        0 when all can be used, else 1.
    """
    manager = installed_plugins()
    wrong = False
    for plugin in manager.plugins:
        problem = plugin.reason or law_problem(manager, plugin)
        wrong = wrong or bool(problem)
        for line in plugin_lines(plugin, problem, manager, options.lang):
            print(line)
    for name in manager.stale:
        print(w.STALE.of(options.lang).format(VARIABLE, name))
    return WRONG if wrong else FINE


def law_problem(manager: PluginManager, plugin: Plugin) -> str:
    """What is wrong with the law that a plugin's packs hold; empty where nothing is."""
    for pack in plugin.packs:
        try:
            for territory in pack.territories:
                resolved_for(manager, territory.code, first_covered(pack, territory))
        except PovrulesError as problem:
            return " ".join(str(problem).split())
    return ""


def plugin_lines(plugin: Plugin, problem: str, manager: PluginManager, lang: str) -> Iterator[str]:
    """One plugin, in a line or a few."""
    state = w.STATES["broken" if problem else plugin.state].of(lang)
    origin = f"{plugin.distribution} {plugin.version}" if plugin.distribution else w.BUILT_IN.of(lang)
    yield f"{plugin.name}  {origin}  {state}" + (f": {problem}" if problem else "")
    if plugin.provides:
        yield f"  {w.PROVIDES.of(lang)}: {', '.join(plugin.provides)}"
    if plugin.touches:
        yield f"  {w.TOUCHES.of(lang)}: {', '.join(_place(code, manager, lang) for code in plugin.touches)}"


def _place(code: str, manager: PluginManager, lang: str) -> str:
    if code == ANYWHERE:
        return w.ANYWHERE.of(lang)
    if code == NATION:
        return w.NATION.of(lang)
    name = next((place.name for place in manager.places if place.code == code), None)
    return code if name is None else f"{name} ({code})"
