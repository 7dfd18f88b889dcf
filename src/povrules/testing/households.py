"""Households drawn where the answers of a policy turn: on a line, one below, one above, the day before, unknown.

Made from the facts and rules of any policy, so that a new pack, province or engine needs no drawer of its own.
``draw_households(policy, count, seed)`` gives a list of households as ``Policy.assess`` takes them: names of facts, a
list of ``members``; each has a ``household_id`` and each member a ``person_id``, so that they can stand as the rows of
two frames as well. Unknown facts are None or absent. The same seed gives the same households on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from povrules.api import Policy
from povrules.facts.schema import FactSpec
from povrules.language import nodes as n
from povrules.language.calendar import PartialDate
from povrules.language.numbers import Number, whole
from povrules.language.types import BoolType, DateType, EnumType, NumberType
from povrules.policy.hosted import AGE, BIRTH_DATE, OBSERVED_ON, ON
from povrules.testing.boundaries import boundaries, meet

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

UNKNOWN_SHARES = (0.0, 0.0, 0.0, 0.0, 0.03, 0.15)
SIZE = "household_size"
IDS = ("household_id", "person_id")


FORMS = 12
FREE = 0.1
"""Share of households that carry facts of their own choice instead of a form's."""


@dataclass(frozen=True, slots=True)
class Form:
    """Which facts a household and its members carry: the rows of one register carry the same.

    Args:
        household: names of the household's facts.
        person: names of a member's facts.
        listed: whether members are listed.
        partial: share of birth days of which only the year is known.
    """

    household: frozenset[str]
    person: frozenset[str]
    listed: bool
    partial: float


def draw_households(
    policy: Policy, count: int, seed: int, *, unknown: tuple[float, ...] = UNKNOWN_SHARES
) -> list[dict[str, Any]]:
    """Households at the boundaries of a policy.

    Args:
        policy: the law of a day.
        count: how many.
        seed: of the draw.
        unknown: shares of unknown facts; each household takes one of them.

    Returns:
        Households as ``Policy.assess`` takes them.

    >>> import povrules as pr
    >>> [found] = draw_households(pr.load_policy(on="2024-10-01"), 1, seed=1)
    >>> found["household_id"]
    'H1'
    """
    drawer = HouseholdDrawer(policy)
    random = Random(seed)
    return [drawer.draw(random, f"H{i}", random.choice(unknown)) for i in range(1, count + 1)]


def households(policy: Policy, unknown: tuple[float, ...] = UNKNOWN_SHARES) -> SearchStrategy[dict[str, Any]]:
    """The same households as a hypothesis strategy (needs hypothesis)."""
    from hypothesis import strategies as st

    drawer = HouseholdDrawer(policy)
    return st.builds(drawer.draw, st.randoms(use_true_random=False), st.just("H1"), st.sampled_from(unknown))


def persons(policy: Policy, unknown: tuple[float, ...] = UNKNOWN_SHARES) -> SearchStrategy[dict[str, Any]]:
    """Members of such households, each by itself, as a hypothesis strategy (needs hypothesis)."""
    from hypothesis import strategies as st

    listed = households(policy, unknown).filter(lambda household: bool(household.get("members")))
    return listed.flatmap(lambda household: st.sampled_from(household["members"]))


class HouseholdDrawer:
    """Draws households from one policy.

    Args:
        policy: the law of a day.
    """

    def __init__(self, policy: Policy) -> None:
        self.policy = policy.resolved
        self.schema = policy.facts
        self.boundaries = boundaries(self.policy)
        formulas = [f.formula for f in self.policy.facts.values() if f.formula is not None]
        formulas += [constraint.that for constraint in self.policy.constraints]
        parts = (part for formula in formulas for part in n.walk(formula))
        read = {(part.of, part.id) for part in parts if isinstance(part, n.Ref)}
        specs = [*self.schema.household.values(), *self.schema.person.values()]
        self.read = {
            of: [s for s in specs if s.of == of and (s.of, s.id) in read and s.id not in (OBSERVED_ON, AGE)]
            for of in ("household", "person")
        }
        forms = Random(policy.on.toordinal())
        self.forms = [self._form(forms) for _ in range(FORMS)]

    def draw(self, random: Random, id: str, unknown: float = 0.0, form: Form | None = None) -> dict[str, Any]:
        """One household.

        Args:
            random: where chance comes from.
            id: its household id.
            unknown: share of facts that are unknown.
            form: the facts it carries; drawn when none is given.
        """
        form = form or (self._form(random) if random.random() < FREE else random.choice(self.forms))
        found: dict[str, Any] = {"household_id": id} if "household_id" in self.schema.household else {}
        if random.random() < 0.1:
            found["observed_on"] = self.policy.on + timedelta(days=random.choice((-30, -1, 1)))
        if form.listed:
            named = "person_id" in self.schema.person
            count = random.choice((1, 2, 2, 3, 4, 5))
            found["members"] = [{"person_id": f"{id}-{i}"} if named else {} for i in range(1, count + 1)]
        for spec in self.read["household"]:
            if spec.name in form.household:
                found[spec.name] = self._value(random, spec, found)
        self._size(random, found, unknown > 0)
        for member in found.get("members", ()):
            for spec in self.read["person"]:
                if spec.name in form.person:
                    member[spec.name] = self._value(random, spec, found)
        for _ in range(random.choice((1, 2, 3))):
            self._aim(random, found)
        for given in (found, *found.get("members", ())):
            self._forget(random, given, unknown, form.partial)
        return found

    def _form(self, random: Random) -> Form:
        """Mostly flags, mostly raw facts, or both."""
        computed, raw = random.choice(((0.97, 0.02), (0.05, 0.98), (0.05, 0.98), (0.5, 0.5)))

        def carried(of: str) -> frozenset[str]:
            shares = ((s.name, 0.97 if s.general else computed if s.computed else raw) for s in self.read[of])
            return frozenset(name for name, share in shares if random.random() < share)

        listed = raw > 0.1 or random.random() < 0.3
        return Form(carried("household"), carried("person"), listed, random.choice((0.0, 0.3, 0.6)))

    def _size(self, random: Random, found: dict[str, Any], open_ones: bool) -> None:
        """Mostly what is listed; sometimes more (an open household), fewer (a contradiction), or not said."""
        listed = len(found.get("members", ()))
        if SIZE in found and listed:
            more = random.choice((1, 2)) if open_ones else 0
            found[SIZE] = max(1, listed + random.choice((0, 0, 0, 0, 0, 0, 0, more, more, -1)))
        elif SIZE in found:
            found[SIZE] = random.randint(1, 6)

    def _value(self, random: Random, spec: FactSpec, household: dict[str, Any]) -> Any:
        if isinstance(spec.type, BoolType):
            return random.random() < 0.3
        if isinstance(spec.type, EnumType):
            return random.choice(spec.type.members)
        if isinstance(spec.type, DateType):
            return self._day(random, spec, household)
        if isinstance(spec.type, NumberType):
            return self._number(random, spec)
        return f"{spec.name} {random.randint(1, 3)}"

    def _day(self, random: Random, spec: FactSpec, household: dict[str, Any]) -> date:
        observed: date = household.get("observed_on") or self.policy.on
        ages = (random.randint(0, 20), random.randint(0, 90)) if spec.id == BIRTH_DATE else (random.randint(0, 5),)
        day = observed - timedelta(days=random.choice(ages) * 365 + random.randint(0, 364))
        return max(day, spec.low) if isinstance(spec.low, date) else day

    def _number(self, random: Random, spec: FactSpec) -> Number:
        lines = [
            v for b in self.boundaries for v in b.values if _is(b.node, spec.id) and not isinstance(v, (str, date))
        ]
        if lines and random.random() < 0.8:
            value: Number = random.choice(lines) + random.choice((-1, 0, 0, 1))
        else:
            top = 10 if isinstance(spec.type, NumberType) and spec.type.integer else 50_000_000
            value = random.randint(0, min(top, int(spec.high)) if isinstance(spec.high, int) else top)
        within: Number = _within(spec, value)
        return within

    def _aim(self, random: Random, found: dict[str, Any]) -> None:
        """Move one fact of the household so that one comparison of the rules is just met, or just not."""
        if not self.boundaries:
            return
        boundary = random.choice(self.boundaries)
        members = found.get("members") or [{}]
        member = random.choice(members)
        observed = found.get("observed_on") or self.policy.on

        def read(ref: n.Ref) -> Any:
            if ref.id == OBSERVED_ON:
                return observed
            specs = self.schema.household if ref.of == "household" else self.schema.person
            given = found if ref.of == "household" else member
            return next((given.get(s.name) for s in specs.values() if s.id == ref.id), None)

        value = random.choice(boundary.values)
        target = {OBSERVED_ON: observed, ON: self.policy.on}.get(value, value)
        aimed = meet(self.policy, boundary.node, target, read, random.choice((-1, 0, 0, 1)))
        if aimed is None:
            return
        ref, needed = aimed
        specs, given = (self.schema.household, found) if ref.of == "household" else (self.schema.person, member)
        spec = next((s for s in specs.values() if s.id == ref.id), None)
        if spec is not None and spec.name in given and spec.name != SIZE:
            needed = _within(spec, needed)
            if isinstance(needed, date) and observed < needed <= self.policy.on + timedelta(days=1):
                found["observed_on"] = observed = needed  # what has happened by then is known by then
            given[spec.name] = min(needed, observed) if isinstance(needed, date) else needed

    def _forget(self, random: Random, given: dict[str, Any], unknown: float, partial: float) -> None:
        for name in list(given):
            value = given[name]
            if name in IDS or name in ("members", "observed_on"):
                continue
            if random.random() < unknown:
                if random.random() < 0.95:
                    given[name] = None
                else:
                    del given[name]
            elif name == "birth_date" and random.random() < partial:
                given[name] = PartialDate.year(value.year)


def _is(node: n.Node, id: str) -> bool:
    return isinstance(node, n.Ref) and node.id == id


def _within(spec: FactSpec, value: Any) -> Any:
    """The nearest value of the fact's domain."""
    if isinstance(spec.type, NumberType) and spec.type.integer and not isinstance(value, int):
        value = value.numerator // value.denominator
    low: Any = spec.low
    high: Any = spec.high
    value = value if low is None else max(low, value)
    value = value if high is None else min(high, value)
    return value if isinstance(value, date) else whole(value)
