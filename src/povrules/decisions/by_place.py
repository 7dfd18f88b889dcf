"""A register of many places: the nation's answers for everybody, and beside them each place's own for its households.

The nation's answers are worked out once, by the nation's law alone, so no pack of a place can touch them. What a place
decides itself stands in columns ``local:x``: its ``poverty_class`` is ``local:poverty_class`` in every place that has
one. A household of a place without law of its own has none; one whose place is not known could have one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from povrules.decisions.entitled import wanted_entitlements
from povrules.decisions.evaluated import Engine, Evaluated, evaluate, native
from povrules.decisions.joining import merged_order, one_below_another, source_of
from povrules.decisions.method import Method
from povrules.facts.divided import Division, Words
from povrules.facts.observing import observe
from povrules.facts.places import PROVINCE, Places, places_of, without_places
from povrules.facts.register import CheckedRegister
from povrules.language.errors import PovrulesError, closest
from povrules.language.nodes import Scope
from povrules.language.symbols import NATION
from povrules.law.places import Place
from povrules.policy.resolved import ResolvedPolicy
from povrules.policy.territory import IN_TERRITORY

LOCAL = "local:"
PLACE = "place"
SCOPES: tuple[Scope, ...] = ("household", "person")
ENDS = ("", "_possible", "_low", "_high", "_missing", "_reason")

_Told = tuple[Words, pl.DataFrame]
"""The households that a place was asked about, and what it answered."""
LawOf = Callable[[str], ResolvedPolicy | None]
"""The law of a place by its code; None where it has none of its own. Raises a PovrulesError where it has no answer."""


@dataclass(frozen=True, slots=True)
class ByPlace:
    """How a register of many places is decided.

    Args:
        nation: the nation's law.
        law_of: the law of a place.
        places: all there are.
    """

    nation: ResolvedPolicy
    law_of: LawOf
    places: Sequence[Place]

    def evaluate(
        self,
        register: CheckedRegister,
        method: Method | None = None,
        done: Callable[[], object] | None = None,
        *,
        outputs: Sequence[str] | None = None,
        engine: Engine = "columnar",
    ) -> Evaluated:
        """Decide every household and every person, each by the nation's law and by its place's own.

        Args:
            register: with a column of provinces; households of a place that has no answer are rejected.
            method, done, engine: as for one place.
            outputs: as for one place, and ``local:x`` for what each place decides itself.

        Raises:
            MappingProblem: there is no column of provinces.
            PovrulesError: an output that neither the nation nor any of the places decides.
        """
        day = self.nation.on
        seen = observe(register, register.observed_on or day)
        places = places_of(seen, self.places, day)
        laws, refused = self._laws(places)
        if refused:
            seen = without_places(seen, places, refused)
            places = places_of(seen, self.places, day)
        national = None if outputs is None else [name for name in outputs if not name.startswith(LOCAL)]
        local = None if outputs is None else [name.removeprefix(LOCAL) for name in outputs if name.startswith(LOCAL)]
        result = evaluate(self.nation, seen, method, done, outputs=national, engine=engine)
        found: dict[Scope, list[_Told]] = {"household": [], "person": []}
        known: set[str] = set()
        for code, law in laws.items():
            asked = _asked(law, local)
            known.update(asked)
            words = places.words(code)
            if any(asked[name][scope] for name in asked for scope in SCOPES):
                cut = places.division.cut(words)
                for scope, frame in _decided(law, seen.having(cut.tables), asked, method, engine).items():
                    found[scope].append((words, frame))
        _refuse_unknown(local, known, laws)
        households, persons = result.frames
        unknown = places.unknown
        households = _with_local(households, found, "household", places.division, unknown)
        households = households.with_columns(places.codes.alias(PLACE))
        if persons is not None and seen.persons is not None:
            theirs = None if unknown is None else unknown.gather(seen.persons.get_column("household_row"))
            persons = _with_local(persons, found, "person", places.division, theirs)
        kind = seen.native
        return Evaluated(
            native(households, kind), native(persons, kind), result.register, self.nation, (households, persons)
        )

    def _laws(self, places: Places) -> tuple[dict[str, ResolvedPolicy], dict[str, str]]:
        """The laws of the places that have their own, and why others have no answer."""
        laws: dict[str, ResolvedPolicy] = {}
        refused: dict[str, str] = {}
        for code in sorted({code for code in places.by_word if code is not None}):
            try:
                law = self.law_of(code)
            except PovrulesError as problem:
                refused[code] = " ".join(str(problem).split())
                continue
            if law is not None:
                laws[code] = law
        return laws, refused


def _spaces(law: ResolvedPolicy) -> list[str]:
    return sorted({space for _, space, _ in law.packs} - {NATION})


def _asked(law: ResolvedPolicy, local: Sequence[str] | None) -> dict[str, dict[Scope, list[str]]]:
    """What a place is asked: for each name its ids, by namespace and scope."""
    found: dict[str, dict[Scope, list[str]]] = {}
    for space in _spaces(law):
        for of in SCOPES:
            ids = _own(law, space, of) if local is None else [f"{space}:{name}" for name in local]
            for id in dict.fromkeys(ids):
                if (of, id) in law.facts:
                    found.setdefault(id.partition(":")[2], {"household": [], "person": []})[of].append(id)
    return found


def _own(law: ResolvedPolicy, space: str, of: Scope) -> list[str]:
    """What a place decides and grants itself."""
    found = [
        id
        for (its, id), fact in law.facts.items()
        if its == of
        and id.startswith(f"{space}:")
        and fact.in_force
        and (fact.decision or id == f"{space}:poverty_class")
    ]
    return found + [id for id in wanted_entitlements(law, of) if id.startswith(f"{space}:")]


def _decided(
    law: ResolvedPolicy,
    part: CheckedRegister,
    asked: Mapping[str, Mapping[Scope, Sequence[str]]],
    method: Method | None,
    engine: Engine,
) -> dict[Scope, pl.DataFrame]:
    """What one place decides about its households and their members."""
    guards = [f"{space}:{IN_TERRITORY}" for space in _spaces(law)]
    ids = [id for names in asked.values() for scope in names.values() for id in scope]
    answered = evaluate(law, part, method, outputs=[*guards, *ids], engine=engine)
    households, persons = answered.frames
    inside = {space: households.get_column(f"{space}:{IN_TERRITORY}") for space in _spaces(law)}
    found: dict[Scope, pl.DataFrame] = {"household": _named(law, households, asked, "household", inside)}
    if persons is not None and part.persons is not None:
        rows = part.persons.get_column("household_row")
        theirs = {space: column.gather(rows) for space, column in inside.items()}
        found["person"] = _named(law, persons, asked, "person", theirs)
    return found


def _named(
    law: ResolvedPolicy,
    frame: pl.DataFrame,
    asked: Mapping[str, Mapping[Scope, Sequence[str]]],
    of: Scope,
    inside: Mapping[str, pl.Series],
) -> pl.DataFrame:
    """The columns under their common names; outside a territory nothing."""
    columns: dict[str, pl.Series] = {}
    for name, ids in asked.items():
        for id in ids[of]:
            here = inside[id.partition(":")[0]]
            everywhere = bool(here.all()) and not here.null_count()
            for end in ENDS:
                column = f"{law.shown(id)}{end}"
                if column not in frame.columns:
                    continue
                series = frame.get_column(column)
                if not everywhere:
                    series = series.zip_with(
                        here.fill_null(True), pl.repeat(None, len(series), dtype=series.dtype, eager=True)
                    )
                made = f"{LOCAL}{name}{end}"
                if made in columns:
                    both = pl.DataFrame({"a": columns[made], "b": series.cast(columns[made].dtype)})
                    series = both.select(pl.coalesce("a", "b")).to_series()
                columns[made] = series.alias(made)
    return pl.DataFrame(list(columns.values()))


def _with_local(
    frame: pl.DataFrame,
    found: Mapping[Scope, Sequence[_Told]],
    scope: Scope,
    division: Division,
    unknown: pl.Series | None,
) -> pl.DataFrame:
    """The nation's answers, and beside them the places' own."""
    parts = [(words, part) for words, part in found[scope] if part.width]
    if not parts:
        return frame
    spread = _spread(parts, scope, division)
    frame = frame.hstack(spread)
    if unknown is None:
        return frame
    asks = [series.name for series in spread if not series.name.endswith(ENDS[1:])]
    when = pl.lit(unknown)
    texts = [(f"{name}_missing", PROVINCE) for name in asks] + [(f"{name}_reason", "fact") for name in asks]
    for column, word in texts:
        old = pl.col(column) if column in frame.columns else pl.lit(None, pl.String)
        frame = frame.with_columns(pl.when(when).then(pl.lit(word)).otherwise(old).alias(column))
    return frame


def _spread(parts: Sequence[_Told], scope: Scope, division: Division) -> list[pl.Series]:
    """The answers of places in the order of the register; nothing for the households of others."""
    schemas = [part.schema for _, part in parts]
    order = merged_order([schema.names() for schema in schemas])
    owners = {name: tuple(at for at, schema in enumerate(schemas) if source_of(name, schema)) for name in order}
    found: dict[str, pl.Series] = {}
    for at in dict.fromkeys(owners.values()):
        # What few places decide is looked up among their households alone.
        names = [name for name in order if owners[name] == at]
        told = one_below_another(
            [
                parts[i][1].select(list(dict.fromkeys(filter(None, (source_of(name, schemas[i]) for name in names)))))
                for i in at
            ]
        )
        rows = division.order(scope, [parts[i][0] for i in at])
        if rows is not None:
            empty = [name for name in names if told.get_column(name).null_count() == told.height]
            found |= {
                name: pl.repeat(None, len(rows), dtype=told.schema[name], eager=True).alias(name) for name in empty
            }
            names = [name for name in names if name not in empty]
            told = told.rechunk().select(pl.col(name).gather(rows) for name in names)
        found |= {name: told.get_column(name) for name in names}
    return [found[name] for name in order]


def _refuse_unknown(local: Sequence[str] | None, known: set[str], laws: Mapping[str, ResolvedPolicy]) -> None:
    for name in local or ():
        if laws and name not in known:
            names = {
                id.partition(":")[2] for law in laws.values() for _, id in law.facts if not id.startswith(f"{NATION}:")
            }
            raise PovrulesError(f"none of the places decides {name!r}", closest=closest(name, names))
