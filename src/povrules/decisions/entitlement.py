"""What a household or a member is entitled to: one programme, with its benefits, its basis and the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Protocol

from povrules.decisions.granted import PassedOver, bases, passed_over, turns_on_computed_class
from povrules.engines.outcome import Outcome, Reason
from povrules.engines.reference.evaluation import Evaluation
from povrules.language.errors import PovrulesError, closest
from povrules.language.nodes import Scope, Value
from povrules.law.evidence import Evidence, weakest
from povrules.law.model import Start, Words
from povrules.policy.class_readers import classes_used
from povrules.policy.frozen import FrozenMap
from povrules.policy.programmes import ResolvedProgramme
from povrules.policy.resolved import ResolvedPolicy
from povrules.policy.values_of_law import CoverageError

if TYPE_CHECKING:
    from povrules.decisions.explanation import Explanation


class NoProgramme(PovrulesError, KeyError):
    """This policy has no programme of that name for a household, or for a person."""

    code = "programme"

    def __str__(self) -> str:
        return PovrulesError.__str__(self)


@dataclass(frozen=True, slots=True)
class Citation:
    """One value or rule of law that an entitlement rests on.

    Args:
        instrument: id of the enacting instrument.
        at: article, clause, point.
        start, end: the days in force.
        evidence: how sure the library is.
        words: all of it in one line.
    """

    instrument: str | None
    at: str | None
    start: Start | None
    end: date | None
    evidence: Evidence
    words: Words


class Answers(Protocol):
    """Whose entitlements they are: a household's answers, or a member's."""

    policy: ResolvedPolicy
    _member: int | None

    @property
    def _evaluation(self) -> Evaluation:
        """The reference engine's work on the household."""

    def outcome(self, name: str) -> Outcome:
        """The whole answer for one fact."""

    def explain(self, lang: str = "vi", what: str | None = None) -> Explanation:
        """Why."""


class Entitlement:
    """One programme for one household or member. Worked out when asked for.

    >>> import povrules as pr
    >>> found = pr.load_policy(on="2022-06-01").assess({"certified_class": "poor"}).programmes["electricity_support"]
    >>> found.eligible, found.benefits["monthly_vnd"], found.if_recognised
    (True, 55000, False)
    """

    def __init__(self, answers: Answers, programme: ResolvedProgramme) -> None:
        self._answers = answers
        self._programme = programme
        self._benefits: Mapping[str, Value | None] | None = None

    @property
    def programme(self) -> str:
        """Its name: ``electricity_support``; with the namespace for another than the nation's."""
        return self._programme.name

    @property
    def id(self) -> str:
        """Its name with the namespace: ``vn:electricity_support``."""
        return self._programme.id

    @property
    def label(self) -> Words:
        """What it is called."""
        return self._programme.label

    @property
    def of(self) -> Scope:
        """Whose it is: ``household`` or ``person``."""
        return self._programme.of

    @property
    def member(self) -> int | None:
        """Position of the member, counted from zero; None for the household's."""
        return self._answers._member

    @property
    def in_force(self) -> bool:
        """Whether there is such a programme on the day."""
        return self._programme.in_force

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """The classes its conditions look at: the nation's ``recognised_class``, a place's ``99:poverty_class``."""
        policy = self._answers.policy
        return tuple(policy.shown(id) for id in classes_used(self._programme, policy.facts))

    @cached_property
    def national(self) -> Entitlement | None:
        """What the nation grants, where the place adds to it; else None."""
        theirs = self._programme.specialises
        if theirs is None:
            return None
        return Entitlement(self._answers, self._answers.policy.programmes[theirs])

    def outcome(self, benefit: str | None = None) -> Outcome:
        """The whole answer: whether it is granted, or one of its benefits.

        Where it is open whether the programme is granted, getting nothing is one of the possible answers of a benefit,
        and stands there as 0, false, empty text or ``none``.

        Args:
            benefit: as in ``benefits``; None for the programme itself.

        Raises:
            PovrulesError: no such benefit, with the closest.
        """
        if benefit is None:
            return self._answers.outcome(self._programme.id)
        known = self._programme.benefits
        if benefit not in known:
            raise PovrulesError(f"{self.programme} has no benefit {benefit!r}", closest=closest(benefit, known))
        return self._answers.outcome(known[benefit].id)

    @property
    def eligible(self) -> bool | None:
        """True, False, or None when it is undetermined. False for a programme that is not in force."""
        if not self._programme.in_force:
            return False
        value = self._answers.outcome(self._programme.id).value
        return None if value is None else bool(value)

    @property
    def benefits(self) -> Mapping[str, Value | None]:
        """What it gives, by name; None for nothing, and while it or its programme is undetermined (see ``outcome``)."""
        found = self._benefits
        if found is None:
            found = self._benefits = self._given() if self.eligible else self._programme.nothing
        return found

    def _given(self) -> Mapping[str, Value | None]:
        answer = self._answers.outcome
        return FrozenMap({name: answer(benefit.id).value for name, benefit in self._programme.benefits.items()})

    @cached_property
    def unrounded(self) -> tuple[str, ...]:
        """Benefits whose exact amount is no whole đồng and for which no rule of rounding is known."""
        named = self._programme.benefits.items()
        return tuple(n for n, b in named if b.exact and not isinstance(self.benefits[n], (int, str, type(None))))

    @cached_property
    def _open(self) -> tuple[Outcome, ...]:
        """What is undetermined: the programme, else its benefits."""
        if self.eligible is None:
            return (self.outcome(),)
        if not self.eligible:
            return ()
        found = (self.outcome(name) for name in self._programme.benefits)
        return tuple(outcome for outcome in found if not outcome.determined)

    @property
    def missing(self) -> tuple[str, ...]:
        """Facts that settle whether it is granted; where that is settled, those that its benefits still need."""
        return tuple(dict.fromkeys(name for outcome in self._open for name in outcome.missing))

    @property
    def reason(self) -> Reason | None:
        """Why something is undetermined: ``fact``, ``law`` or ``not resolved``; None when nothing is."""
        reasons = [outcome.reason for outcome in self._open]
        return "law" if "law" in reasons else reasons[0] if reasons else None

    @property
    def law(self) -> tuple[str, ...]:
        """Values and rules of law it turns on that this version does not know."""
        return tuple(dict.fromkeys(id for outcome in self._open for id in outcome.law))

    @property
    def evidence(self) -> Evidence:
        """The weakest evidence of law it rests on."""
        given = [] if not self.eligible else [self.outcome(name) for name in self._programme.benefits]
        return weakest(outcome.evidence for outcome in (self.outcome(), *given))

    @cached_property
    def if_recognised(self) -> bool:
        """It uses the computed class, for want of a certificate: it holds if the commune recognises that class."""
        return self.in_force and turns_on_computed_class(self._answers._evaluation, self._programme, self.member)

    @cached_property
    def passed_over(self) -> PassedOver | None:
        """By which programme it was passed over, where its own conditions hold; else None."""
        if self.eligible is not False or not self.in_force or not self._programme.groups:
            return None
        return passed_over(self._answers._evaluation, self._programme, self._answers.outcome)

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """The rules and values of law it rests on: of the programme, and of its benefits where it is not refused."""
        from povrules.decisions.explanation.citations import citation

        policy = self._answers._evaluation.policy
        named = () if self.eligible is False else tuple(b.id for b in self._programme.benefits.values())
        found = bases(self._answers._evaluation, (self._programme.id, *named), self.member)
        return tuple(
            Citation(
                basis.enacted_by, basis.at, basis.start, basis.end, basis.evidence,
                Words(citation(basis, policy, "vi"), citation(basis, policy, "en")),
            )
            for basis in found
        )  # fmt: skip

    @cached_property
    def because(self) -> Words:
        """Why, in one sentence."""
        from povrules.decisions.because import because

        return because(self._answers._evaluation, self._programme, self, self.member)

    def explain(self, lang: str = "vi", benefit: str | None = None) -> Explanation:
        """Why: each step with its facts, the values of law, their dates and articles.

        Args:
            lang: ``vi`` or ``en``.
            benefit: one of its benefits; None for whether it is granted.
        """
        what = self._programme.id if benefit is None else self._programme.benefits[benefit].id
        return self._answers.explain(lang, what)

    def __repr__(self) -> str:
        shown = "not in force" if not self.in_force else "undetermined" if self.eligible is None else self.eligible
        return f"<Entitlement {self.programme}: {shown}>"


@lru_cache(maxsize=512)
def named_programmes(policy: ResolvedPolicy, of: Scope) -> Mapping[str, ResolvedProgramme]:
    """The programmes of a household or a person whose pack covers the day, by name; of two, the one of the place."""
    ours = (p for p in policy.programmes.values() if p.of == of and p.specialised_by is None)
    return {p.name: p for p in ours if p.outside is None}


class Entitlements(Mapping[str, Entitlement]):
    """The programmes of a household, or of a member, by name; those whose pack covers the day.

    Where the place adds to a programme of the nation, its name means what is granted here; what the nation grants is
    asked for with its namespace, ``programmes["vn:health_insurance"]``, and is not listed a second time.

    Args:
        answers: of the household or member.
        policy: the law in force.
        of: household or person.
    """

    def __init__(self, answers: Answers, policy: ResolvedPolicy, of: Scope) -> None:
        self._answers = answers
        self._policy = policy
        self._of = of
        self._made: dict[str, Entitlement] = {}

    @property
    def _names(self) -> Mapping[str, ResolvedProgramme]:
        return named_programmes(self._policy, self._of)

    def in_force(self) -> Iterator[Entitlement]:
        """Those of the programmes that there are on the day."""
        made = self._made
        for name, programme in self._names.items():
            if programme.in_force:
                if name not in made:
                    made[name] = Entitlement(self._answers, programme)
                yield made[name]

    def __getitem__(self, name: str) -> Entitlement:
        if name not in self._made:
            self._made[name] = Entitlement(self._answers, self._programme(name))
        return self._made[name]

    def _programme(self, name: str) -> ResolvedProgramme:
        programmes = self._policy.programmes
        found = self._names.get(name) or programmes.get(name) or programmes.get(f"vn:{name}")
        if found is None:
            raise NoProgramme(f"no programme {name!r}", closest=closest(name, self._names))
        if found.of != self._of:
            place = "a.programmes" if found.of == "household" else "a.members[0].programmes"
            raise NoProgramme(f"{name} is a programme of a {found.of}", expected=f"{place}[{name!r}]")
        check_covered(self._policy, found)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __repr__(self) -> str:
        return f"<Entitlements {', '.join(map(repr, self.values()))}>"


def check_covered(policy: ResolvedPolicy, programme: ResolvedProgramme) -> None:
    """Refuse a programme whose pack does not know the day.

    Raises:
        CoverageError: with the days it covers.
    """
    if programme.outside is not None:
        days = programme.outside
        raise CoverageError(
            f"{policy.on} is outside the days that {days.pack} covers", expected=f"{days.start} to {days.end}"
        )
