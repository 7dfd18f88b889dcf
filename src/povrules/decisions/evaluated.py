"""What comes out for a register: frames with the results beside what identifies each row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import polars as pl

from povrules.decisions.entitled import wanted_entitlements, with_entitlements
from povrules.decisions.method import Method, method_for, with_method
from povrules.decisions.pages import results_page
from povrules.engines.columnar.registers import Wanted
from povrules.engines.columnar.registers import evaluate as evaluate_columns
from povrules.engines.outcome import Outcome
from povrules.engines.reference.registers import evaluate_register
from povrules.engines.results import answer_columns, scaled_column
from povrules.facts.household import Household
from povrules.facts.mapping import TABLES
from povrules.facts.observing import observe
from povrules.facts.reasons import replaced
from povrules.facts.recognition import recognise
from povrules.facts.register import CheckedRegister
from povrules.facts.rejects import Reject
from povrules.language.amounts import Lang
from povrules.language.errors import PovrulesError, closest
from povrules.language.nodes import Scope
from povrules.policy.hosted import OBSERVED_ON, ON
from povrules.policy.resolved import ResolvedPolicy

Answers = tuple[pl.DataFrame, pl.DataFrame | None]
Engine = Literal["columnar", "reference"] | Callable[[ResolvedPolicy, CheckedRegister, Wanted, Method | None], Answers]
CLASS, COUNT, DEPRIVATIONS = "vn:poverty_class", "vn:deprivation_count", "vn:deprivations"


@dataclass(frozen=True, slots=True, eq=False)
class Evaluated:
    """Results over a register.

    Args:
        households: a row for each used household: its id, what was given, and for each decision ``x`` the columns
            ``x`` and, where anything is undetermined, ``x_possible``, ``x_missing``, ``x_reason``; for each programme
            ``p`` in force its name, and ``p.x`` for each benefit, empty where it is not granted. The same kind of frame
            that came in.
        persons: the same for persons; None when members are not listed.
        register: the checked register that was evaluated, with its rejects.
        policy: the law it was evaluated by.
        frames: the results as polars frames, whatever came in.
    """

    households: Any
    persons: Any
    register: CheckedRegister
    policy: ResolvedPolicy
    frames: tuple[pl.DataFrame, pl.DataFrame | None]

    @property
    def rejects(self) -> pl.DataFrame:
        """Every row that was not used: table, row, column, value and reason."""
        return self.register.rejects_frame()

    def html(self, lang: Lang = "vi") -> str:
        """The classes and the first households, as a piece of HTML."""
        return results_page(self, lang)

    def _repr_html_(self) -> str:
        return self.html()

    def __repr__(self) -> str:
        read, used, law = self.register.read, self.register.used, self.policy
        persons = f", {used.persons} of {read.persons} persons" if read.persons else ""
        return f"<Evaluated {used.households} of {read.households} households{persons} by {law.place} on {law.on}>"


def evaluate(
    policy: ResolvedPolicy,
    register: CheckedRegister,
    method: Method | None = None,
    done: Callable[[], object] | None = None,
    *,
    outputs: Sequence[str] | None = None,
    engine: Engine = "columnar",
) -> Evaluated:
    """Decide every household of a register and every person in it.

    Args:
        policy: the law in force.
        register: checked tables.
        method: as for one household.
        done: called once for each household (progress).
        outputs: names of what is wanted; None is the class, the indicators and every decision in force.
        engine: ``columnar``, or ``reference``, which tests hold it against, or another's.

    Raises:
        PovrulesError: an output that the policy does not have.
    """
    seen = recognise(observe(register, register.observed_on or policy.on), policy.on)
    wanted = wanted_of(policy) if outputs is None else asked_for(policy, outputs)
    emptied = frozenset[tuple[Scope, str]]()
    if engine == "reference":
        answered = by_reference(policy, seen, wanted, method, done)
    else:
        if engine == "columnar":
            found = evaluate_columns(policy, seen, wanted, method)
            answered, emptied = (found.households, found.persons), found.emptied
        else:
            answered = engine(policy, seen, wanted, method)
        if done is not None:
            for _ in range(seen.households.height):
                done()
    only = outputs is not None
    if not only:
        seen = replace(seen, warnings=(*seen.warnings, *_replaced(seen, answered)))
    households = _with_answers(
        policy, seen, seen.households, seen.extra_households, answered[0], "household", only, emptied
    )
    persons = None
    if seen.persons is not None and seen.extra_persons is not None and answered[1] is not None:
        persons = _with_answers(policy, seen, seen.persons, seen.extra_persons, answered[1], "person", only, emptied)
    return Evaluated(native(households, seen.native), native(persons, seen.native), seen, policy, (households, persons))


def _replaced(register: CheckedRegister, answers: Answers) -> Iterator[Reject]:
    """A warning for each table in which columns were carried along that bear the names of results."""
    for of, extra, found in zip(TABLES, (register.extra_households, register.extra_persons), answers, strict=True):
        names = [] if extra is None or found is None else [name for name in extra.columns if name in found.columns]
        if names:
            yield Reject(TABLES[of], None, None, None, None, replaced(names))


def by_reference(
    policy: ResolvedPolicy,
    seen: CheckedRegister,
    wanted: Wanted,
    method: Method | None = None,
    done: Callable[[], object] | None = None,
) -> Answers:
    """The answer columns of a register by the reference engine."""
    answers = evaluate_register(
        policy,
        households_of(policy, seen),
        wanted,
        lambda household: with_method(household, method_for(policy, household, method)),
        done or (lambda: None),
    )

    def columns(of: Scope, found: Mapping[str, list[Outcome]]) -> pl.DataFrame:
        made: list[pl.Series] = []
        for id, outcomes in found.items():
            made += answer_columns(policy.shown(id), policy.facts[of, id].type, outcomes)
        return pl.DataFrame(made)

    if seen.persons is None:
        return columns("household", answers.households), None
    # The answers come household by household; the persons of a register stand in any order.
    order = seen.persons.select("household_row").with_row_index("at").sort("household_row", maintain_order=True)
    persons = columns("person", answers.persons)
    if persons.width:
        persons = persons[order.get_column("at").arg_sort()]
    return columns("household", answers.households), persons


def asked_for(policy: ResolvedPolicy, outputs: Sequence[str]) -> Wanted:
    """The ids of named outputs, of households and of persons; a benefit brings its programme with it.

    Raises:
        PovrulesError: a name that the policy does not have, with the closest.
    """
    found: dict[Scope, list[str]] = {"household": [], "person": []}
    for name in dict.fromkeys(outputs):
        known = False
        for scope, ids in found.items():
            id = policy.find(scope, name)
            if id is not None and (policy.facts[scope, id].computed or not known):
                programme = policy.programmes.get(id.partition(".")[0])
                ids += [id] if programme is None else [programme.id, id]
                known = True
        if not known:
            names = [*policy.named("household"), *policy.named("person")]
            raise PovrulesError(f"this policy decides no {name!r}", closest=closest(name, names))
    return {scope: list(dict.fromkeys(ids)) for scope, ids in found.items()}


def wanted_of(policy: ResolvedPolicy) -> Wanted:
    """What a register is asked: the class, its indicators and their count, and every decision table, the programmes."""
    persons = [id for (of, id), fact in policy.facts.items() if of == "person" and fact.decision and fact.in_force]
    return {
        "household": list(dict.fromkeys([*decisions_of(policy), *wanted_entitlements(policy, "household")])),
        "person": [*persons, *wanted_entitlements(policy, "person")],
    }


def decisions_of(policy: ResolvedPolicy) -> list[str]:
    """Of households the class, its indicators and their count, and every decision table: no programme."""
    indicators = policy.sets[DEPRIVATIONS].items if DEPRIVATIONS in policy.sets else ()
    decided = [id for (of, id), fact in policy.facts.items() if of == "household" and fact.decision and fact.in_force]
    ids = [id for id in (CLASS, COUNT) if ("household", id) in policy.facts]
    return list(dict.fromkeys([*ids, *indicators, *decided]))


def households_of(policy: ResolvedPolicy, register: CheckedRegister) -> Iterator[Household]:
    """The households of a register as engines take them."""
    ids = {of: {spec.name: spec.id for spec in specs.values()} for of, specs in _specs(register).items()}
    for given in register.household_facts():
        members = tuple(_by_id(member, ids["person"]) for member in given["members"])
        facts = _by_id(given, ids["household"])
        observed: date = facts.get(OBSERVED_ON) or register.observed_on or policy.on
        yield Household({**facts, ON: policy.on, OBSERVED_ON: observed}, members, given["unlisted"])


def _specs(register: CheckedRegister) -> Mapping[str, Mapping[str, Any]]:
    return {"household": register.schema.household, "person": register.schema.person}


def _by_id(given: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    return {ids[name]: value for name, value in given.items() if name in ids}


def _with_answers(
    policy: ResolvedPolicy,
    register: CheckedRegister,
    table: pl.DataFrame,
    extra: pl.DataFrame,
    answers: pl.DataFrame,
    of: Scope,
    only: bool,
    emptied: frozenset[tuple[Scope, str]],
) -> pl.DataFrame:
    """The answers beside what was given; ``only`` beside what identifies a row."""
    results = answers.get_columns()
    taken = set(answers.columns) | {"household_row"}
    scales = register.scales.get(of, {})
    if only:
        table = table[[name for name in ("row", "household_id", "person_id") if name in table.columns]]
        extra = pl.DataFrame()
    given = [_shown(series, scales) for series in table.get_columns() if series.name not in taken]
    kept = {series.name for series in given}
    others = [series for series in extra.get_columns() if series.name not in taken | kept]
    return with_entitlements(policy, register, pl.DataFrame([*given, *others, *results]), of, emptied)


def _shown(series: pl.Series, scales: Mapping[str, int]) -> pl.Series:
    """A fact as people read it: a scaled number with its decimals, a member of a list by its name."""
    if scales.get(series.name):
        return scaled_column(series, scales[series.name])
    return series.cast(pl.String) if isinstance(series.dtype, pl.Enum) else series


def native(frame: pl.DataFrame | None, kind: str) -> Any:
    """A frame as the kind that came in."""
    if frame is None or kind in ("file", "polars"):
        return frame
    return frame.to_pandas() if kind == "pandas" else frame.to_arrow()
