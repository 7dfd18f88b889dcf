"""From plugins to the law of a day in a place, and to the facts that all of them know."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from povrules.facts.folding import without_marks
from povrules.facts.making import fact_schema
from povrules.facts.schema import FactSchema, FactSpec
from povrules.language.errors import PovrulesError, closest
from povrules.language.symbols import NATION
from povrules.law.evidence import Evidence
from povrules.law.places import Place
from povrules.law.reading import read_law
from povrules.law.territories import Territory
from povrules.law.text import LawText
from povrules.plugins.choosing import Chosen, chosen
from povrules.plugins.manager import VARIABLE, PluginManager
from povrules.plugins.pack import Pack
from povrules.plugins.plugin import Plugin
from povrules.policy.frozen import FrozenMap
from povrules.policy.merging import PackText
from povrules.policy.resolved import ResolvedPolicy
from povrules.policy.resolving import resolve

ANY_DAY = date(2024, 1, 1)
"""Facts are the same on every day."""


@dataclass(frozen=True, slots=True)
class Choice:
    """From where the law is looked at.

    Args:
        on: the target date.
        known_on: instruments issued later are not known yet; None knows all.
        evidence: weaker values are unknown.
    """

    on: date
    known_on: date | None = None
    evidence: Evidence = Evidence.UNVERIFIED


def installed_plugins() -> PluginManager:
    """The manager of everything that is installed, found once for each setting of the environment."""
    return _installed(os.environ.get(VARIABLE, ""), tuple(sys.path))


@lru_cache(maxsize=8)
def _installed(listed: str, path: tuple[str, ...]) -> PluginManager:
    return PluginManager.installed()


def resolved_for(manager: PluginManager, place: str, choice: Choice) -> ResolvedPolicy:
    """The law of one day in one place.

    Raises:
        PovrulesError: no such place, a broken plugin that touches it, packs that do not hold together.
    """
    manager.check_place(place, choice.on)
    places = manager.places
    _check_code(place, places)
    packs = chosen(manager.packs(), place, choice.on, places)
    try:
        return _resolved(tuple((each, tuple(map(_digest, each.pack.folders))) for each in packs), place, choice)
    except PovrulesError as problem:
        plugin = _behind(str(problem), manager)
        if plugin is not None and plugin.title not in str(problem):
            mended = problem.expected or "a repaired plugin"
            problem.expected = f"{mended}; or the plugin {plugin.title} left out: without=[{plugin.name!r}]"
        raise


def _behind(told: str, manager: PluginManager) -> Plugin | None:
    """The plugin whose law a problem is about: it names a file or a pack of its."""
    for plugin in manager.installed_plugins:
        if any(word in told for pack in plugin.packs for word in (pack.id, *map(str, pack.folders))):
            return plugin
    return None


@lru_cache(maxsize=256)
def _resolved(packs: tuple[tuple[Chosen, tuple[str, ...]], ...], place: str, choice: Choice) -> ResolvedPolicy:
    """The law of one day in one place, worked out once for the same bytes."""
    return resolve(
        [pack_text(each) for each, _ in packs],
        on=choice.on,
        place=place,
        known_on=choice.known_on,
        evidence=choice.evidence,
    )


def local_law(manager: PluginManager, place: str, choice: Choice) -> ResolvedPolicy | None:
    """The law of a place that has its own on the day; None where only the nation's holds.

    Raises:
        PovrulesError: as ``resolved_for``.
    """
    manager.check_place(place, choice.on)
    if all(each.pack.namespace == NATION for each in chosen(manager.packs(), place, choice.on, manager.places)):
        return None
    return resolved_for(manager, place, choice)


def first_covered(pack: Pack, territory: Territory) -> Choice:
    """The first day on which a pack is law in a territory of its own."""
    covered = (law_text(folder).coverage for folder in pack.folders)
    days = [coverage.start for coverage in covered if coverage is not None]
    return Choice(max([*days, *([territory.start] if territory.start else [])], default=ANY_DAY))


def pack_text(chosen: Chosen) -> PackText:
    """The law text of a pack that is law in a place."""
    pack = chosen.pack
    within = tuple(word for part in chosen.within for word in (part.code, part.name))
    texts = tuple(map(law_text, pack.folders))
    return PackText(pack.id, pack.namespace, pack.version, texts, within, tuple(o.id for o in pack.overrides))


def law_text(folder: Path) -> LawText:
    """The law text of a folder, read again only when a byte of it changed."""
    return _read_once(folder, _digest(folder))


def _digest(folder: Path) -> str:
    """Of all that the law files of a folder hold."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=64)
def _read_once(folder: Path, digest: str) -> LawText:
    return read_law(folder)


@lru_cache(maxsize=16)
def known_facts(manager: PluginManager) -> FactSchema:
    """The facts of the nation and of every place: a register is checked against all of them, once.

    A place whose pack cannot be read has none: its own policy says why.

    Raises:
        PovrulesError: the nation's packs do not hold together.
    """
    packs = manager.packs()
    national = [pack for pack in packs if pack.namespace == NATION]
    schemas = [_facts_of(national)]
    for space in sorted({pack.namespace for pack in packs} - {NATION}):
        try:
            schemas.append(_facts_of([*national, *(pack for pack in packs if pack.namespace == space)]))
        except PovrulesError:
            continue
    return FactSchema(_joined([s.household for s in schemas]), _joined([s.person for s in schemas]))


def _facts_of(packs: Sequence[Pack]) -> FactSchema:
    """The facts of packs, without asking which days they cover."""
    made = [pack_text(Chosen(pack)) for pack in packs]
    bare = [replace(pack, texts=tuple(replace(text, coverage=None) for text in pack.texts)) for pack in made]
    return fact_schema(resolve(bare, on=ANY_DAY))


def _joined(parts: Sequence[object]) -> FrozenMap[str, FactSpec]:
    """The nation's facts first, so that none of a place stands before one of them."""
    found: dict[str, FactSpec] = {}
    for part in parts:
        assert isinstance(part, FrozenMap)
        for name, spec in part.items():
            found.setdefault(name, spec)
    return FrozenMap(found)


def _check_code(code: str, places: Sequence[Place]) -> None:
    """Refuse what is no code of a place that exists or existed."""
    known = {place.code: place.name for place in places}
    if code in known:
        return
    names = {without_marks(name).casefold(): key for key, name in known.items()}
    near = closest(without_marks(code).casefold(), [*known, *names])
    raise PovrulesError(
        f"no place {code!r}",
        expected="'vn' or the code of a province such as '60'",
        closest=names.get(near or "", near),
    )
