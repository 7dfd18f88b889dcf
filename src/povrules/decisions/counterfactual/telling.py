"""From a verdict to its counterfactual: what is asked, what was found, in words."""

from __future__ import annotations

from collections.abc import Iterable

from povrules.decisions.counterfactual import words as w
from povrules.decisions.counterfactual.asking import check_most
from povrules.decisions.counterfactual.asking import goals as goals_of
from povrules.decisions.counterfactual.candidates import Candidate
from povrules.decisions.counterfactual.ground import Ground, OfFacts, OfLaw, Reform
from povrules.decisions.counterfactual.grouping import Family, families
from povrules.decisions.counterfactual.phrasing import Phrases
from povrules.decisions.counterfactual.result import Alternative, Change, Counterfactual
from povrules.decisions.counterfactual.searching import Search, Searched
from povrules.decisions.counterfactual.turning import turned
from povrules.decisions.entitlement import Citation
from povrules.decisions.explanation import words as said
from povrules.decisions.explanation.citations import citation
from povrules.decisions.explanation.explaining import law_line
from povrules.decisions.labels import PolicyLabels, raised
from povrules.engines.outcome import Outcome
from povrules.engines.reference.admissible import broken_constraints
from povrules.engines.reference.completion import outcome
from povrules.engines.reference.evaluation import PATIENCE, Evaluation
from povrules.facts.household import Household
from povrules.language.amounts import Lang, shown
from povrules.language.nodes import Scope, Value
from povrules.law.model import Words
from povrules.policy.resolved import Basis, ResolvedPolicy

MOST = 3
"""So many changes together are looked for."""


def of_facts(
    policy: ResolvedPolicy,
    household: Household,
    id: str,
    member: int | None,
    to: Value | None,
    most: int = MOST,
    patience: int | None = PATIENCE,
) -> Counterfactual:
    """Which facts would have to be otherwise.

    Args:
        policy: the law in force.
        household: checked facts.
        id: of a decision or programme, with namespace.
        member: position of the member, None for the household.
        to: the answer wanted; None for every other one.
        most: so many facts together.
        patience: steps for one diagram, after which the rest is not searched.

    Raises:
        PovrulesError: an amount, which is no verdict, an answer that it does not have, or no number of changes.
    """
    before = outcome(Evaluation(policy, household, PATIENCE), id, member)
    check_most(most)
    goals = goals_of(policy, id, member, before.value, to)
    ground: Ground = OfFacts(policy, household, patience)
    told = _Telling(ground, id, member, before, already=to is not None and to == before.value)
    if not before.in_force:
        return told.of(Searched(), goals, most)
    searched = Searched()
    if not before.determined:
        possible = tuple(goal for goal in goals if goal in before.possible)
        learning = OfFacts(policy, household, patience, learn=True)
        searched = Search(learning, id, member, before, possible, most).run()
    rest = tuple(goal for goal in goals if not searched.found.get(goal))
    further = Search(ground, id, member, before, rest, most).run()
    searched.found |= further.found
    searched.skipped |= further.skipped
    searched.not_searched = further.not_searched if rest else searched.not_searched
    return told.of(searched, goals, most)


def of_law(
    policy: ResolvedPolicy,
    household: Household,
    id: str,
    member: int | None,
    to: Value | None,
    reform: Reform,
    most: int = MOST,
) -> Counterfactual:
    """Which values of law would have to be otherwise, as far as it allows them beside one another.

    Args:
        policy, household, id, member, to, most: as in ``of_facts``.
        reform: makes the law with other values; None where it is refused.

    Raises:
        PovrulesError: as in ``of_facts``.
    """
    before = outcome(Evaluation(policy, household, PATIENCE), id, member)
    check_most(most)
    goals = goals_of(policy, id, member, before.value, to)
    ground = OfLaw(policy, household, reform)
    told = _Telling(ground, id, member, before, already=to is not None and to == before.value)
    if not before.in_force:
        return told.of(Searched(), goals, most)
    return told.of(Search(ground, id, member, before, goals, most).run(), goals, most)


class _Telling:
    """What was found, for people."""

    def __init__(self, ground: Ground, id: str, member: int | None, before: Outcome, *, already: bool) -> None:
        self.already = already
        self.ground = ground
        self.policy = ground.policy
        self.id = id
        self.member = member
        self.before = before
        self.labels = PolicyLabels(ground.policy)
        self.phrases = Phrases(self.labels)
        self.standing = Evaluation(ground.policy, ground.household, ground.patience)
        self.broken = frozenset(broken_constraints(self.standing))

    def of(self, searched: Searched, goals: tuple[Value, ...], most: int) -> Counterfactual:
        """Everything, the fewest changes first."""
        told: list[Alternative] = []
        for goal, candidates in searched.found.items():
            kept = sorted(candidates, key=_order)
            told += [self._alternative(goal, family) for family in families(self.policy, kept)]
        reached = {alternative.answer for alternative in told}
        answers = (*goals, *self.before.possible, *(() if self.before.value is None else (self.before.value,)))
        unseen = self.before.law if self.before.value is None else ()
        return Counterfactual(
            name=self.policy.shown(self.id),
            title=Words(self._title("vi"), self._title("en")),
            outcome=self.before,
            alternatives=tuple(each for each in told if each.changeable),
            unchangeable=tuple(each for each in told if not each.changeable),
            answers=tuple((a, Words(self._answer(a, "vi"), self._answer(a, "en"))) for a in dict.fromkeys(answers)),
            out_of_reach=tuple(goal for goal in goals if self._beyond(goal, reached)),
            most=most,
            already=self.already,
            not_searched=searched.not_searched,
            skipped=tuple(sorted(searched.skipped)),
            law_unknown=tuple(Words(law_line(self.policy, i, "vi"), law_line(self.policy, i, "en")) for i in unseen),
        )

    def _beyond(self, goal: Value, reached: set[Value]) -> bool:
        """Whether nothing gives an answer; what the law says that is not known may give it."""
        by_law = self.before.law and goal in self.before.possible
        return self.before.in_force and goal not in reached and not by_law

    def _title(self, lang: Lang) -> str:
        scope: Scope = "household" if self.member is None else "person"
        what = raised(self.labels.fact(self.id, scope, lang))
        if self.member is not None:
            what = f"{raised(said.MEMBER.of(lang).format(self.member + 1))} – {what}"
        if not self.before.in_force:
            return f"{what}: {w.NOT_IN_FORCE.of(lang).format(shown(self.policy.on, lang))}"
        value = self.before.value
        if value is None:
            possible = w.VALUES.of(lang).join(self._answer(answer, lang) for answer in self.before.possible)
            now = said.POSSIBLE.of(lang).format(possible) if possible else said.UNDETERMINED.of(lang)
        else:
            now = self._answer(value, lang)
        law = isinstance(self.ground, OfLaw)
        return (w.TITLE_LAW if law else w.TITLE_OPEN if value is None else w.TITLE).of(lang).format(what, now)

    def _answer(self, answer: Value, lang: Lang) -> str:
        if self.id in self.policy.programmes:
            return (w.GRANTED if answer else w.REFUSED).of(lang)
        fact = self.policy.facts["household" if self.member is None else "person", self.id]
        return self.labels.value(answer, fact.type, lang)

    def _alternative(self, goal: Value, family: Family) -> Alternative:
        changes = tuple(self.phrases.change(move) for move in family.moves)
        among = tuple(self.phrases.change(move) for move in family.among)
        values = next(family.one.choices())
        after = self.ground.assessed(values)
        assert after is not None, "it was verified"
        bases = turned(self.standing, after, self.id, self.member)
        return Alternative(
            answer=goal,
            changes=changes,
            choose=family.choose,
            among=among,
            citations=_once(map(self._citation, bases)),
            breaks=self._breaks(after),
            words=Words(_joined(changes, family.choose, among, "vi"), _joined(changes, family.choose, among, "en")),
        )

    def _citation(self, basis: Basis) -> Citation:
        words = Words(citation(basis, self.policy, "vi"), citation(basis, self.policy, "en"))
        return Citation(basis.enacted_by, basis.at, basis.start, basis.end, basis.evidence, words)

    def _breaks(self, after: Evaluation) -> tuple[Words, ...]:
        broken = frozenset(broken_constraints(after)) - self.broken
        return tuple(each.label for each in self.policy.constraints if each.id in broken)


def _once(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """Each place once, with its weakest evidence."""
    found: dict[tuple[object, ...], Citation] = {}
    for each in citations:
        key = (each.instrument, each.at, each.start, each.end)
        if key not in found or each.evidence < found[key].evidence:
            found[key] = each
    return tuple(found.values())


def _order(candidate: Candidate) -> tuple[int, bool, bool]:
    """The fewest changes first; what can be brought about, and what has a margin, before the others."""
    return len(candidate.moves), not candidate.changeable, candidate.moves[0].slot.listed


def _joined(changes: Iterable[Change], choose: int, among: tuple[Change, ...], lang: Lang) -> str:
    parts = [change.words.of(lang) for change in changes]
    if among:
        first = among[0]
        if first.before is None:
            words = w.FOUND_OF if first.after else w.NOT_FOUND_OF
        else:
            words = w.MORE_OF if first.after else w.FEWER_OF
        labels = "; ".join(change.label.of(lang) for change in among)
        parts.append(words.of(lang).format(choose, len(among), labels))
    return w.AND.of(lang).join(parts)
