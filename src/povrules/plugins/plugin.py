"""One plugin: loaded by itself, so that what is wrong with it is its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint
from typing import Any, Literal, TypeVar

import pluggy

from povrules.language.errors import PovrulesError, closest
from povrules.language.symbols import NATION
from povrules.law.places import Place
from povrules.plugins import specification
from povrules.plugins.choosing import brought_places
from povrules.plugins.host_range import fits, required_range
from povrules.plugins.offers import Engine, HookContext, Reader, Report
from povrules.plugins.pack import Pack
from povrules.plugins.problem import PluginProblem

State = Literal["loaded", "broken", "left out"]
ANYWHERE = "*"
"""The place of a plugin whose name says none: until it loads, it might be law in any of them."""
LOCAL = re.compile(r"vn\.([0-9]{2,5})\.[a-z0-9_]+\Z")
NATIONAL = re.compile(r"vn\.[a-z][a-z0-9_]*\Z")
OTHER = re.compile(r"(?!vn\.)[a-z][a-z0-9_]*(\.[a-z0-9_]+)+\Z")
NAMES = "vn.<code of the place>.<name>, vn.<name> for law of the nation, or such as engine.<name>"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plugin and what became of it.

    Args:
        name: of its entry point, ``vn.22.quang_ninh``; of one handed over in a program, the name of its module.
        distribution: the package it was installed from; empty for one handed over in a program.
        version: of that package.
        state: ``loaded``, ``broken`` (with the reason), ``left out`` (by name).
        reason: why it is broken.
        touches: codes of the places it is law in; ``vn`` everywhere; ``*`` when that is not known.
        packs, engines, readers, reports: what it provides.
        places: made-up places that its packs bring.
        hooks: its hooks, when it is loaded.
    """

    name: str
    distribution: str
    version: str
    state: State
    reason: str = ""
    touches: tuple[str, ...] = ()
    packs: tuple[Pack, ...] = ()
    engines: tuple[Engine, ...] = ()
    readers: tuple[Reader, ...] = ()
    reports: tuple[Report, ...] = ()
    places: tuple[Place, ...] = ()
    hooks: Any = field(default=None, repr=False, compare=False)

    @property
    def title(self) -> str:
        """Its name, and the distribution it is from."""
        return f"{self.name} ({self.distribution} {self.version})" if self.distribution else self.name

    @property
    def provides(self) -> tuple[str, ...]:
        """What it provides, each in a word or two."""
        return (
            *(f"pack {pack.id} {pack.version}" for pack in self.packs),
            *(f"engine {engine.name}" for engine in self.engines),
            *(f"reader {ending}" for reader in self.readers for ending in reader.endings),
            *(f"report {report.name}" for report in self.reports),
        )


def place_in(name: str) -> str | None:
    """The place that the name of an entry point says it touches; None for none at all.

    >>> place_in("vn.22.quang_ninh"), place_in("vn.extra"), place_in("engine.fast"), place_in("quang_ninh")
    ('22', 'vn', None, '*')
    """
    local = LOCAL.match(name)
    if local:
        return local[1]
    if NATIONAL.match(name):
        return NATION
    return None if OTHER.match(name) else ANYWHERE


def found_plugin(entry: EntryPoint, context: HookContext) -> Plugin:
    """The plugin of an entry point. Whatever goes wrong is told in its ``reason``, not raised."""
    distribution = entry.dist
    name = distribution.metadata["Name"] if distribution is not None else ""
    version = distribution.version if distribution is not None else ""
    place = place_in(entry.name)
    touches = () if place is None else (place,)

    def broken(reason: str) -> Plugin:
        return Plugin(entry.name, name, version, "broken", " ".join(reason.split()), touches)

    if place == ANYWHERE:
        return broken(f"{entry.name!r} is not the name of a plugin; expected {NAMES}")
    wanted = "" if distribution is None else required_range(distribution)
    if not fits(context.povrules_version, wanted):
        return broken(f"it needs povrules {wanted}, and this is povrules {context.povrules_version}")
    try:
        loaded = entry.load()
    except (Exception, SystemExit) as problem:
        return broken(f"it cannot be imported: {type(problem).__name__}: {problem}")
    try:
        made = taken(loaded, entry.name, context, distribution=name, version=version)
    except PluginProblem as problem:
        return broken(str(problem))
    wrong = _outside(made, place)
    return made if wrong is None else broken(wrong)


def taken(loaded: object, name: str, context: HookContext, *, distribution: str = "", version: str = "") -> Plugin:
    """A plugin from a module or object with hooks.

    Raises:
        PluginProblem: hooks that are misspelt, ask for what there is not, raise, or return what they should not.
    """
    own = pluggy.PluginManager(specification.PROJECT)
    own.add_hookspecs(specification)
    known = [name for name in vars(own.hook) if not name.startswith("_")]
    try:
        own.register(loaded, name=name)
        own.check_pending()
    except pluggy.PluginValidationError as problem:
        raise PluginProblem(_shown(problem), closest=_nearest(loaded, known)) from None
    packs = _called(own.hook.provide_packs, context, Pack)
    touches = tuple(
        dict.fromkeys(
            code for pack in packs for code in (tuple(t.code for t in pack.territories) or (pack.namespace,))
        )
    )  # fmt: skip
    try:
        places = brought_places(packs)
    except PovrulesError as problem:
        raise PluginProblem(str(problem)) from None
    return Plugin(
        name=name,
        distribution=distribution,
        version=version,
        state="loaded",
        touches=touches,
        packs=packs,
        engines=_called(own.hook.provide_engines, context, Engine),
        readers=_called(own.hook.provide_readers, context, Reader),
        reports=_called(own.hook.provide_reports, context, Report),
        places=places,
        hooks=own.hook,
    )


def _called(hook: Any, context: HookContext, kind: type[T]) -> tuple[T, ...]:
    """What a hook returns, checked."""
    try:
        answers: Sequence[Any] = hook(context=context)
    except (Exception, SystemExit) as problem:
        raise PluginProblem(f"its hook {hook.name} failed: {type(problem).__name__}: {problem}") from problem
    found: list[T] = []
    for answer in answers:
        what = f"its hook {hook.name} returned"
        if isinstance(answer, (str, bytes)) or not isinstance(answer, Sequence):
            raise PluginProblem(f"{what} {type(answer).__name__}", expected=f"a tuple of {kind.__name__}")
        for each in answer:
            if not isinstance(each, kind):
                raise PluginProblem(f"{what} {type(each).__name__} in its tuple", expected=kind.__name__)
            found.append(each)
    return tuple(found)


def _outside(plugin: Plugin, place: str | None) -> str | None:
    """What a plugin touches beyond the place in its name."""
    for pack in plugin.packs:
        codes = {t.code for t in pack.territories} | {pack.namespace}
        if place is None:
            return f"it provides the pack {pack.id}, and its name says no place; expected {NAMES}"
        if NATION in codes and place != NATION:
            return f"its pack {pack.id} would be law of the nation (namespace {NATION}), and its name says {place}"
        if codes != {place}:
            other = ", ".join(sorted(codes - {place}))
            return f"its pack {pack.id} is law in {other}, and its name says {place}"
    return None


def _nearest(loaded: object, known: Sequence[str]) -> str | None:
    """The hook that a misspelt one may have meant."""
    mark = f"{specification.PROJECT}_impl"
    wrong = [name for name in dir(loaded) if hasattr(getattr(loaded, name, None), mark) and name not in known]
    return closest(wrong[0], known) if wrong else None


def _shown(problem: Exception) -> str:
    """Pluggy's words in one line, without the object it names."""
    lines = [line.strip() for line in str(problem).splitlines() if line.strip()]
    return "; ".join(lines[-3:]) if lines else type(problem).__name__
