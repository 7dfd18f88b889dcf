"""The plugin manager: an object one makes, so that tests and applications can have their own."""

from __future__ import annotations

import hashlib
import logging
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib.metadata import EntryPoint, entry_points
from typing import Any, TypeVar

from povrules.language.errors import closest
from povrules.language.symbols import NATION
from povrules.law.places import Place
from povrules.law.territories import Territory, extent
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
    telecom,
    training,
)
from povrules.plugins.choosing import official_places
from povrules.plugins.offers import Engine, HookContext, IssuedRecord, Reader, Report
from povrules.plugins.pack import Pack
from povrules.plugins.plugin import ANYWHERE, Plugin, found_plugin, taken
from povrules.plugins.problem import PluginProblem
from povrules.version import __version__

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
GROUP = "povrules"
VARIABLE = "POVRULES_WITHOUT"
"""Names of plugins to leave out, with commas between them."""

LOG = logging.getLogger(__name__)
T = TypeVar("T")


class PluginManager:
    """The plugins in force: the built-in ones, those handed over, and those of entry points.

    A plugin of an entry point that is broken is set aside with its reason, and no place it touches has an answer until
    it is repaired or left out by name. One that is handed over in a program raises at once.

    Args:
        plugins: modules or objects with hooks.
        version: of the library, told to hooks and held against what distributions require.
        entry_points: of plugins that are installed; each is loaded by itself.
        without: names of plugins, or of their distributions, to leave out.
        stale: as ``without``, but naming what is not there is no error (for settings that outlive a plugin).

    Raises:
        PluginProblem: a plugin handed over that cannot be used; a name to leave out that no plugin has.

    >>> [pack.id for pack in PluginManager().packs()][:3]
    ['vn.credit', 'vn.education', 'vn.energy']
    """

    def __init__(
        self,
        plugins: Iterable[object] = (),
        version: str = __version__,
        *,
        entry_points: Iterable[EntryPoint] = (),
        without: Iterable[str] = (),
        stale: Iterable[str] = (),
    ) -> None:
        context = HookContext(version)
        self._made_of = (tuple(plugins), version, tuple(entry_points))
        self._without, self._stale = tuple(without), tuple(stale)
        left_out = {*self._without, *self._stale}
        handed = [taken(plugin, _name_of(plugin), context) for plugin in BUILT_IN]
        for plugin in self._made_of[0]:
            name = _name_of(plugin)
            handed.append(Plugin(name, "", "", "left out") if name in left_out else taken(plugin, name, context))
        _refuse_twice(handed)
        installed = [
            _left_out(entry) if _names(entry) & left_out else found_plugin(entry, context)
            for entry in sorted(self._made_of[2], key=_order)
        ]
        self._plugins = (*handed, *_without_twins(handed, installed))
        self._check_names()
        for plugin in self._plugins:
            if plugin.state == "broken":
                LOG.warning("the plugin %s is set aside: %s", plugin.title, plugin.reason)

    @classmethod
    def installed(cls, without: Iterable[str] = ()) -> PluginManager:
        """A manager of everything that is installed.

        Args:
            without: names to leave out, beside those of the environment variable ``POVRULES_WITHOUT``.
        """
        listed = os.environ.get(VARIABLE, "").split(",")
        stale = tuple(name for word in listed if (name := word.strip()))
        return cls(entry_points=entry_points(group=GROUP), without=without, stale=stale)

    def without(self, names: Iterable[str]) -> PluginManager:
        """The same manager without some plugins.

        Raises:
            PluginProblem: a name that no plugin has, with the closest.
        """
        plugins, version, entries = self._made_of
        more = (*self._without, *names)
        return PluginManager(plugins, version, entry_points=entries, without=more, stale=self._stale)

    @property
    def plugins(self) -> tuple[Plugin, ...]:
        """Every plugin with its state: the built-in ones, those handed over, those installed by name."""
        return self._plugins

    @property
    def installed_plugins(self) -> tuple[Plugin, ...]:
        """Those that are not built in."""
        return self._plugins[len(BUILT_IN) :]

    @property
    def stale(self) -> tuple[str, ...]:
        """Names the environment leaves out and nobody has."""
        return tuple(name for name in self._stale if not any(name in _called(p) for p in self._plugins))

    def packs(self) -> tuple[Pack, ...]:
        """Every pack, by id."""
        return tuple(sorted(self._all(lambda p: p.packs), key=lambda pack: pack.id))

    def engine(self, name: str) -> Engine:
        """The engine of that name.

        Raises:
            PluginProblem: there is none, with the closest, or two have it.
        """
        return self._only(name, "engine", lambda p: p.engines, lambda engine: (engine.name,))

    def report(self, name: str) -> Report:
        """The report of that name.

        Raises:
            PluginProblem: there is none, with the closest, or two have it.
        """
        return self._only(name, "report", lambda p: p.reports, lambda report: (report.name,))

    def reader(self, ending: str) -> Reader | None:
        """The reader of files with this ending, ``.dbf``; None when there is none.

        Raises:
            PluginProblem: two plugins read it.
        """
        if not any(ending in reader.endings for reader in self._all(lambda p: p.readers)):
            return None
        return self._only(ending, "reader", lambda p: p.readers, lambda reader: reader.endings)

    def tell_issued(self, record: str, place: str) -> tuple[str, ...]:
        """Tell the observers that a decision record was issued.

        Args:
            record: its canonical text.
            place: code of its place.

        Returns:
            What went wrong with observers, a line for each; the record stands all the same.
        """
        digest = hashlib.sha256(record.encode()).hexdigest()
        issued = IssuedRecord(record, digest, place, self._made_of[1])
        problems: list[str] = []
        for plugin in self._plugins:
            if plugin.hooks is None:
                continue
            try:
                plugin.hooks.record_issued(context=issued)
            except Exception as problem:
                problems.append(f"{plugin.title}: {type(problem).__name__}: {problem}")
        return tuple(problems)

    @property
    def places(self) -> tuple[Place, ...]:
        """The official places, and those that plugins bring."""
        return (*official_places(), *self._all(lambda p: p.places))

    def check_place(self, code: str, day: date) -> None:
        """Refuse to answer for a place whose law may be missing.

        Raises:
            PluginProblem: a broken plugin touches it; says which, why, and how to go on.
        """
        places = self.places
        for plugin in self._plugins:
            if plugin.state == "broken" and any(_reaches(t, code, day, places) for t in plugin.touches):
                name = plugin.name
                raise PluginProblem(
                    f"no answer for the place {code!r}: the plugin {plugin.title} is broken: {plugin.reason}",
                    expected=f"a repaired plugin, or it left out: without=[{name!r}], or {VARIABLE}={name}",
                )

    def _all(self, of: Callable[[Plugin], Sequence[T]]) -> Iterator[T]:
        return (item for plugin in self._plugins for item in of(plugin))

    def _only(
        self, name: str, what: str, of: Callable[[Plugin], Sequence[T]], names: Callable[[T], Sequence[str]]
    ) -> T:
        found = [(plugin, item) for plugin in self._plugins for item in of(plugin) if name in names(item)]
        if len(found) > 1:
            owners = " and ".join(plugin.title for plugin, _ in found)
            raise PluginProblem(f"two plugins have the {what} {name!r}: {owners}", expected="one of them left out")
        if not found:
            known = [each for item in self._all(of) for each in names(item)]
            broken = [p.title for p in self._plugins if p.state == "broken"]
            hint = f"; broken plugins: {', '.join(broken)}" if broken else ""
            raise PluginProblem(f"no {what} {name!r}{hint}", closest=closest(name, known))
        return found[0][1]

    def _check_names(self) -> None:
        known = [name for plugin in self.installed_plugins for name in _called(plugin)]
        for name in self._without:
            if name not in known:
                there = ", ".join(dict.fromkeys(known)) or "none, for none is installed"
                raise PluginProblem(f"no plugin {name!r} to leave out", expected=there, closest=closest(name, known))


def _name_of(plugin: object) -> str:
    name: Any = getattr(plugin, "__name__", None)
    return str(name or type(plugin).__name__).rpartition(".")[2]


def _called(plugin: Plugin) -> tuple[str, ...]:
    return (plugin.name, plugin.distribution) if plugin.distribution else (plugin.name,)


def _names(entry: EntryPoint) -> set[str]:
    return {entry.name} if entry.dist is None else {entry.name, entry.dist.metadata["Name"]}


def _order(entry: EntryPoint) -> tuple[str, str, str]:
    return (entry.name, "" if entry.dist is None else str(entry.dist.metadata["Name"]), entry.value)


def _left_out(entry: EntryPoint) -> Plugin:
    name = "" if entry.dist is None else str(entry.dist.metadata["Name"])
    return Plugin(entry.name, name, "" if entry.dist is None else entry.dist.version, "left out")


def _refuse_twice(handed: Sequence[Plugin]) -> None:
    counts = Counter(pack.id for plugin in handed for pack in plugin.packs)
    for id, count in counts.items():
        if count > 1:
            raise PluginProblem(f"the pack {id!r} is handed over by {count} plugins", expected="one pack of an id")


def _without_twins(handed: Sequence[Plugin], installed: Sequence[Plugin]) -> tuple[Plugin, ...]:
    """The installed plugins, those with a name or a pack in common broken, each naming the other."""
    alive = [plugin for plugin in installed if plugin.state != "left out"]
    by_name: Mapping[str, int] = Counter(plugin.name for plugin in alive)
    by_pack: Mapping[str, int] = Counter(pack.id for p in (*handed, *alive) for pack in p.packs)

    def checked(plugin: Plugin) -> Plugin:
        if plugin.state == "left out":
            return plugin
        if by_name[plugin.name] > 1:
            others = " and ".join(sorted(p.distribution for p in alive if p.name == plugin.name))
            return _broken(plugin, f"{by_name[plugin.name]} plugins have the name {plugin.name!r}, of {others}", alive)
        for pack in plugin.packs:
            if by_pack[pack.id] > 1:
                owners = [p.title for p in (*handed, *alive) if any(other.id == pack.id for other in p.packs)]
                return _broken(plugin, f"the pack {pack.id!r} is provided by {' and '.join(owners)}", alive)
        return plugin

    return tuple(map(checked, installed))


def _broken(plugin: Plugin, reason: str, alive: Sequence[Plugin]) -> Plugin:
    touches = dict.fromkeys(place for other in alive if other.name == plugin.name for place in other.touches)
    return replace(plugin, state="broken", reason=reason, touches=tuple(touches), packs=(), engines=(), readers=(),
                   reports=(), places=(), hooks=None)  # fmt: skip


def _reaches(touched: str, code: str, day: date, places: Sequence[Place]) -> bool:
    """Whether a place may have law of a territory: it is it, or was merged with it."""
    if touched in (NATION, code):
        return True
    if code == NATION:
        return False
    if touched == ANYWHERE:
        return True
    there = [Territory(place.code, place.start, place.end) for place in places if place.code == touched]
    return any(extent(territory, code, day, places) is not None for territory in there)
