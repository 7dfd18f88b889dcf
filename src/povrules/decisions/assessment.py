"""What comes out for one household."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from povrules.decisions.conflicts import Conflict, conflicts
from povrules.decisions.entitled import entitlement_ids
from povrules.decisions.entitlement import Entitlement, Entitlements
from povrules.decisions.method import Method, method_for, with_method
from povrules.engines.compiled.engine import CompiledEngine
from povrules.engines.outcome import Outcome, Reason
from povrules.engines.reference.completion import outcome
from povrules.engines.reference.evaluation import PATIENCE, Evaluation
from povrules.facts.household import Household
from povrules.facts.reasons import certificate_dates
from povrules.facts.recognition import doubtful
from povrules.language.errors import PovrulesError, closest
from povrules.language.nodes import Scope, Value
from povrules.law.evidence import Evidence
from povrules.law.model import Words
from povrules.policy.frozen import FrozenMap
from povrules.policy.resolved import Basis, ResolvedPolicy

if TYPE_CHECKING:
    from povrules.decisions.counterfactual import Counterfactual
    from povrules.decisions.explanation import Explanation
    from povrules.decisions.record import DecisionRecord

CLASS, COUNT, DEPRIVATIONS = "vn:poverty_class", "vn:deprivation_count", "vn:deprivations"
CLASS_AND_COUNT = ((CLASS, None), (COUNT, None))
DEPRIVED = "deprived_"
NEGATIVE_INCOME = Words(
    "thu nhập âm (chi phí lớn hơn thu): được chấp nhận", "negative income (costs above receipts): accepted"
)


ENGINE = CompiledEngine()
"""Kept, so that what is compiled for one household is there for the next."""


class _Answers(ABC):
    """Shared by a household and its members: outcomes by name."""

    def __init__(self, policy: ResolvedPolicy, member: int | None) -> None:
        self.policy = policy
        self._member = member
        self._outcomes: dict[str, Outcome | None] = {}

    def __copy__(self) -> Self:
        return self  # what was asked of it is kept, and no answer ever changes

    def __deepcopy__(self, memo: object) -> Self:
        return self

    @cached_property
    def _evaluation(self) -> Evaluation:
        return self._evaluated()

    @abstractmethod
    def _evaluated(self) -> Evaluation:
        """The reference engine's work on this household: made only when something asks for it."""

    @property
    def _scope(self) -> Scope:
        return "household" if self._member is None else "person"

    def _id(self, name: str) -> str:
        id = self.policy.find(self._scope, name)
        if id is not None:
            return id
        known = self.policy.named(self._scope)
        raise PovrulesError(f"this policy decides no {name!r} of a {self._scope}", closest=closest(name, known))

    def outcome(self, name: str) -> Outcome:
        """The whole answer for one decision, variable or fact.

        Args:
            name: as in ``poverty_class`` or ``deprived_water``; with its namespace for another than the nation's.

        Raises:
            PovrulesError: no such name, with the closest.
        """
        found = self._outcomes.get(name)
        if found is not None:
            return found
        id = self._id(name)
        found = self._outcomes.get(id)
        if found is None:
            found = self._outcomes[id] = self._attempted(id) or outcome(self._evaluation, id, self._member)
        return found

    @abstractmethod
    def _attempted(self, id: str) -> Outcome | None:
        """The answer where the known facts settle it; None where the reference engine must be asked."""

    @cached_property
    def programmes(self) -> Entitlements:
        """What this household, or this member, is entitled to, by the programme's name; as a mapping.

        Asking for a programme of another name is an error with the closest; asking for one whose pack does not cover
        the day is an error that names the days.
        """
        self._entitle()
        return Entitlements(self, self.policy, self._scope)

    @abstractmethod
    def _entitle(self) -> None:
        """Have the answers of all programmes worked out, of everybody in one go."""

    def __getitem__(self, name: str) -> Value | None:
        """The value of one decision, variable or fact; None when it is undetermined."""
        return self.outcome(name).value

    def explain(self, lang: str = "vi", what: str | None = None) -> Explanation:
        """Why: each step with its facts, the values of law, their dates and articles.

        Args:
            lang: ``vi`` or ``en``.
            what: decision, variable or fact; the class by default.

        Returns:
            An explanation that prints as text, draws as a tree and shows itself in a notebook.
        """
        from povrules.decisions.explanation import explain

        name = what or ("poverty_class" if self._member is None else "low_income_worker")
        return explain(self._evaluation, self._id(name), self._member, lang)

    def counterfactual(self, what: str | None = None, to: Value | None = None, most: int = 3) -> Counterfactual:
        """The smallest changes of facts that turn a verdict, or settle an undetermined one; each is assessed anew.

        Args:
            what: decision, indicator or programme; the class by default.
            to: the answer wanted (``"poor"``, ``True``); every other one by default.
            most: so many facts together are looked for; fewer where fewer do.

        Raises:
            PovrulesError: no such name or answer, with the closest; or an amount: those have no counterfactual.

        >>> import povrules as pr
        >>> a = pr.load_policy(on="2024-10-01").assess({"area": "rural", "income_per_capita": 1_634_000})
        >>> [change] = a.counterfactual("poverty_class", to="above").alternatives[0].changes
        >>> change.fact, change.after, change.margin
        ('income_per_capita', 2250001, 616001)
        """
        from povrules.decisions.counterfactual import check_name, of_facts

        name = ("poverty_class" if self._member is None else "low_income_worker") if what is None else what
        check_name(self.policy, name, self._scope, f"a.members[i].counterfactual({name!r})")
        return of_facts(self.policy, self._evaluation.household, self._id(name), self._member, to, most)


class MemberAssessment(_Answers):
    """What comes out for one member.

    >>> import povrules as pr
    >>> policy = pr.load_policy(on="2024-10-01")
    >>> given = {"area": "rural", "income_per_capita": 1_200_000, "members": [{"birth_year": 2015}]}
    >>> policy.assess(given).members[0]["age"], policy.assess(given).members[0].outcome("age").possible
    (None, (8, 9))
    """

    def __init__(self, household: Assessment, member: int) -> None:
        super().__init__(household.policy, member)
        self._household = household

    def _evaluated(self) -> Evaluation:
        return self._household._evaluation

    def _attempted(self, id: str) -> Outcome | None:
        return self._household._settled(id, self._member)

    def _entitle(self) -> None:
        self._household._entitle()

    def __reduce__(self) -> tuple[Any, ...]:
        return _member, (self._household, self._member)


class Assessment(_Answers):
    """What comes out for one household (kết quả rà soát một hộ). Made by ``Policy.assess``.

    Answers are worked out when asked for and kept: by the compiled engine where the known facts settle them, else, and
    for explanations, by the reference engine. The first programme asked for brings all of them.

    >>> import povrules as pr
    >>> policy = pr.load_policy(on="2024-10-01")
    >>> a = policy.assess({"area": "rural", "income_per_capita": 1_600_000})
    >>> a.poverty_class, a.reason
    ('average', None)
    """

    def __init__(self, policy: ResolvedPolicy, household: Household, method: Method | None = None) -> None:
        super().__init__(policy, None)
        self.method: Method = method_for(policy, household, method, ENGINE)
        """``income`` or ``score``: the way the class was decided."""
        self._household = with_method(household, self.method)
        self._entitled = False

    def __reduce__(self) -> tuple[Any, ...]:
        return Assessment, (self.policy, self._household, self.method)

    def _evaluated(self) -> Evaluation:
        return Evaluation(self.policy, self._household, PATIENCE)

    def _attempted(self, id: str) -> Outcome | None:
        if id != CLASS or ("household", COUNT) not in self.policy.facts:
            return self._settled(id, None)
        # The class turns on the count: worked out together they take as long as the class alone.
        found, count = ENGINE.attempt(self.policy, self._household, CLASS_AND_COUNT)
        if count is not None:
            self._outcomes.setdefault(COUNT, count)
        return found

    def _settled(self, id: str, member: int | None) -> Outcome | None:
        (found,) = ENGINE.attempt(self.policy, self._household, ((id, member),))
        return found

    def _entitle(self) -> None:
        if self._entitled:
            return
        self._entitled = True
        program = ENGINE.program(self.policy, entitlement_ids(self.policy))
        found, of_members = program.answers(self._household)
        self._outcomes.update(zip(program.household, found, strict=True))
        for member, row in zip(self.members, of_members, strict=False):
            member._outcomes.update(zip(program.person, row, strict=True))

    @property
    def poverty_class(self) -> str | None:
        """``poor``, ``near_poor``, ``average``, ``above``, or None when it is undetermined."""
        value = self.outcome(CLASS).value
        return None if value is None else str(value)

    @cached_property
    def possible(self) -> Mapping[str, tuple[Value, ...]]:
        """For each decision of the household, every value that some admissible completion of the facts gives."""
        return FrozenMap({name: self.outcome(name).possible for name in self.decisions})

    @cached_property
    def decisions(self) -> tuple[str, ...]:
        """Names of what is decided about the household: the class first, then every decision table."""
        found = [n for n, f in self.policy.named("household").items() if f.decision and f.in_force]
        return ("poverty_class", *(n for n in found if n != "poverty_class"))

    @property
    def missing(self) -> tuple[str, ...]:
        """Facts that settle the class, the most useful first."""
        return self.outcome(CLASS).missing

    @property
    def reason(self) -> Reason | None:
        """Why the class is undetermined: ``fact``, ``law`` or ``not resolved``; None when it is determined."""
        return self.outcome(CLASS).reason

    @property
    def law_unknown(self) -> tuple[str, ...]:
        """Values and rules of law the class turns on that this version does not know."""
        return self.outcome(CLASS).law

    @property
    def instruments(self) -> tuple[str, ...]:
        """Instruments whose text would settle ``law_unknown``."""
        found: dict[str, None] = {}
        for id in self.law_unknown:
            basis = self._basis(id)
            if basis is not None and basis.enacted_by is not None:
                found[basis.enacted_by] = None
        return tuple(found)

    def _basis(self, id: str) -> Basis | None:
        if id in self.policy.parameters:
            return self.policy.parameters[id].basis
        return next((f.basis for (_, key), f in self.policy.facts.items() if key == id), None)

    @cached_property
    def deprivations(self) -> Mapping[str, bool | None]:
        """Each indicator in force by its short name: True deprived, False not, None undetermined."""
        named = self.policy.sets.get(DEPRIVATIONS)
        if named is None:
            return FrozenMap({})
        values = {self._short(id): self.outcome(id).value for id in named.items}
        return FrozenMap({name: None if value is None else bool(value) for name, value in values.items()})

    @staticmethod
    def _short(id: str) -> str:
        return id.partition(":")[2].removeprefix(DEPRIVED)

    @property
    def deprivation_count(self) -> int | None:
        """How many indicators are deprived; None when it is undetermined."""
        value = self.outcome(COUNT).value
        return value if isinstance(value, int) else None

    @property
    def deprivation_count_range(self) -> tuple[int, int]:
        """Fewest and most deprived indicators that some completion gives."""
        found = self.outcome(COUNT)
        if found.low is None or found.high is None:
            return (0, len(self.deprivations))
        return (int(found.low), int(found.high))

    @cached_property
    def members(self) -> tuple[MemberAssessment, ...]:
        """Each listed member's results, in the order given."""
        return tuple(MemberAssessment(self, i) for i in range(len(self._household.members)))

    def entitlements(self) -> tuple[Entitlement, ...]:
        """Every programme in force, of the household and then of each member, granted or not."""
        everybody: tuple[_Answers, ...] = (self, *self.members)
        return tuple(found for answers in everybody for found in answers.programmes.in_force())

    def record(
        self, issued_on: date | str | None = None, *, subject: str | None = None, subject_key: bytes | None = None
    ) -> DecisionRecord:
        """A record of all that is decided here, which a third party can derive again without this library.

        It holds the facts that were read, each answer, the trace node by node with articles, days in force and
        evidence, and for an undetermined answer two completions that give different ones. No name is in it.

        Args:
            issued_on: the day of the record; today by default.
            subject: code of the household; it is written as a keyed hash.
            subject_key: the office's secret for that, at least 16 bytes.

        Raises:
            RecordError: a reform instead of law, a day that is none.
            SubjectError: a subject without a key.
        """
        from povrules.decisions.record import day_of_issue, hashed_subject, record_of

        day = day_of_issue(issued_on)
        return record_of(self.policy, self._household, issued_on=day, subject=hashed_subject(subject, subject_key))

    @cached_property
    def given(self) -> tuple[str, ...]:
        """Facts with a rule of their own that were taken from the data instead."""
        named = self.policy.named("household")
        return tuple(n for n, f in named.items() if f.computed and self._evaluation.source(f.id) == "given")

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Contradictions in the data, each with what was used."""
        return conflicts(self._evaluation)

    @cached_property
    def warnings(self) -> tuple[Words, ...]:
        """What is accepted but worth a second look."""
        facts = self._household.facts
        incomes = [facts.get(id) for id in ("vn:income_per_capita", "vn:income_total")]
        found = [NEGATIVE_INCOME] if any(isinstance(v, (int, Fraction)) and v < 0 for v in incomes) else []
        if doubtful(facts, self.policy.on):
            found.append(Words(certificate_dates(1).vi, certificate_dates(1).en))
        return tuple(found)

    @property
    def evidence(self) -> Evidence:
        """The weakest evidence of law that the class rests on."""
        return self.outcome(CLASS).evidence

    def next_question(self, lang: str = "vi") -> str | None:
        """The question whose answer settles most, in words; None when no fact would help."""
        from povrules.decisions.explanation import question

        return question(self._evaluation, self.missing[0], lang) if self.missing else None

    def __repr__(self) -> str:
        shown = self.poverty_class or f"undetermined ({', '.join(map(str, self.outcome(CLASS).possible))})"
        return f"<Assessment {shown} on {self.policy.on}>"

    def _repr_html_(self) -> str:
        return self.explain()._repr_html_()


def _member(household: Assessment, member: int) -> MemberAssessment:
    return household.members[member]
