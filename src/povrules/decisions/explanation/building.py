"""Makes the steps of an explanation out of the evaluation that gave the answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from povrules.decisions.explanation import words as w
from povrules.decisions.explanation.citations import citation, place
from povrules.decisions.explanation.listing import in_brief, member_steps
from povrules.decisions.explanation.reading import Found, Reading
from povrules.decisions.explanation.step import Step
from povrules.decisions.labels import UNKNOWN
from povrules.engines.reference.evaluation import Evaluation
from povrules.language import nodes as n
from povrules.language.amounts import Lang
from povrules.language.calendar import PartialDate
from povrules.language.types import BoolType, NumberType, Type
from povrules.policy.hosted import METHOD_USED, OBSERVED_ON, ON
from povrules.policy.resolved import Basis, ResolvedFact

CALCULATED = (n.Arithmetic, n.Negate, n.Absolute, n.Round, n.Extreme, n.AddMonths, n.Months, n.AgeOn)
CHOSEN = {ON, OBSERVED_ON, METHOD_USED}
TRUTHS = (n.And, n.Or, n.Not, n.Compare, n.OneOfThese, n.AtLeast)


class Builder:
    """Builds steps top down, in the order they are read: what stands further up in full is only named again.

    Args:
        evaluation: the household's evaluation, the one that gave the answer.
        lang: ``vi`` or ``en``.
    """

    def __init__(self, evaluation: Evaluation, lang: Lang) -> None:
        self.reading = Reading(evaluation, lang)
        self.evaluation = evaluation
        self.policy = evaluation.policy
        self.lang = lang
        self._shown: set[Any] = set()

    # facts and values of law ---------------------------------------------------------------------------------------

    def fact(self, id: str, member: int | None) -> Step:
        """A fact, variable or decision: given, computed or unknown."""
        fact = self.evaluation.fact(id, member)
        if isinstance(fact.formula, n.OfHousehold) and isinstance(fact.formula.item, n.Ref):
            return self.fact(fact.formula.item.id, None)
        found = self.reading.settle(self.evaluation.ref(id, member))
        source = self.evaluation.source(id, member)
        step = Step(
            "fact",
            self.reading.labels.fact(id, fact.of, self.lang),
            self._fact_words(fact, found),
            found.value,
            found.determined,
            how="given" if source == "given" else "rule",
            id=id,
            member=member,
        )
        if source == "given":
            how: w.How = "asked" if id in CHOSEN else "given"
            return replace(step, how=how, seen=self._seen((id, member)))
        if source == "unknown":
            partly = isinstance(self.evaluation.carried(member).get(id), PartialDate)
            how = "inferred" if found.determined else "partly" if partly else "unknown"
            if how == "unknown" and isinstance(fact.type, NumberType):
                # Its declared range says nothing of this household.
                step = replace(step, value=w.UNDETERMINED.of(self.lang))
            return replace(step, how=how, seen=self._seen((id, member)))
        if self._seen((id, member)):
            return replace(step, seen=True)
        if fact.formula is None:
            return replace(self._with_basis(step, fact.basis), how="unseen")
        if not self._seen(("rule", fact.of, id)):  # the same rule for the next member is not printed again
            step = self._with_basis(step, fact.basis)
            # A table is told row by row, and what an age is needs no rule.
            if not isinstance(fact.formula, (n.Table, n.AgeOn)):
                step = replace(step, rule=self.reading.say(fact.formula, fact.type))
        return replace(step, steps=tuple(self.inside(fact.formula, member, fact.type, fact.basis)))

    def _fact_words(self, fact: ResolvedFact, found: Found) -> str:
        labels = self.reading.labels
        return self.reading.words(found, fact.type, lambda value: labels.fact_value(fact.id, fact.of, value, self.lang))

    def _with_basis(self, step: Step, basis: Basis | None) -> Step:
        if basis is None:
            return replace(step, how="definition") if step.kind == "law" else step
        notes = () if basis.note is None else (basis.note.of(self.lang),)
        return replace(step, cites=citation(basis, self.policy, self.lang), notes=notes, basis=basis)

    def _seen(self, key: Any) -> bool:
        if key in self._shown:
            return True
        self._shown.add(key)
        return False

    def law(self, node: n.ParameterRef, member: int | None) -> Step:
        """A value of law: the cell that was read, or every cell that could be."""
        parameter = self.policy.parameters[node.id]
        labels, lang = self.reading.labels, self.lang
        what = labels.parameter(node, lang)
        cell: Any = None
        steps: tuple[Step, ...] = ()
        if node.index is not None and parameter.by is not None:
            index = self.reading.value(node.index, member)
            cell = index.value
            shown = self.reading.say(node.index) if cell is None else labels.member(parameter.by, str(cell), lang)
            what += f" [{shown}]"
            steps = tuple(step for step in self.operands(node.index, member) if not step.seen)
            if cell is None:
                return self._cells(node, what, [str(value) for value in index.possible], steps)
        found = self.reading.value(node, member)
        step = Step(
            "law",
            what,
            labels.law_value(node.id, found.value, lang) if found.value is not None else UNKNOWN.of(lang),
            found.value,
            found.determined,
            "law" if found.determined else "unseen",
            steps=steps,
            id=node.id,
        )
        if self._seen((node.id, cell)):
            return replace(step, seen=True, steps=())
        return self._with_basis(step, parameter.basis)

    def _cells(self, node: n.ParameterRef, what: str, possible: list[str], steps: tuple[Step, ...]) -> Step:
        """A value of law whose cell turns on an unknown fact."""
        parameter, labels, lang = self.policy.parameters[node.id], self.reading.labels, self.lang
        shown = []
        for member, value in parameter.cells:
            if member in possible and parameter.by is not None:
                number = UNKNOWN.of(lang) if value is None else labels.law_value(node.id, value, lang)
                shown.append(w.CELL.of(lang).format(labels.member(parameter.by, str(member), lang), number))
        step = Step("law", what, "; ".join(shown), None, False, "law", steps=steps, id=node.id)
        if self._seen((node.id, tuple(possible))):
            return replace(step, seen=True, steps=())
        return self._with_basis(step, parameter.basis)

    def _named(self, node: n.AtLeast | n.CountTrue) -> list[Step]:
        """The named set that is counted: the law says what belongs to it."""
        named = self.reading.labels.set_of(node)
        if named is None:
            return []
        what = self.reading.labels.named_set(node, self.lang)
        step = Step("law", what, w.ITEMS.of(self.lang).format(len(named.items)), how="law", id=named.id)
        return [replace(step, seen=True) if self._seen(named.id) else self._with_basis(step, named.basis)]

    # rules ---------------------------------------------------------------------------------------------------------

    def inside(self, node: n.Node, member: int | None, about: Type, basis: Basis | None = None) -> list[Step]:
        """What a rule rests on."""
        match node:
            case n.Table():
                return self.rows(node, member, about, basis)
            case n.And(items=(n.Compare() as lower, n.Compare() as upper)) if self.reading.is_between(node):
                return self._operands_of((upper.left, lower.left, upper.right), member)
            case n.And() | n.Or():
                return [self.condition(item, member) for item in self.reading.telling(node, member)]
            case n.IfElse(test=test):
                branches = self.reading.branches_read(node, member)
                return [*self._choice(test, member), *self._operands_of(branches, member)]
            case n.Not(item=item):
                return self.inside(item, member, about)
            case n.OverMembers():
                return member_steps(self, node)
            case n.AtLeast(count=count, items=items):
                reached = self.reading.truth(node, member) is True
                return [*self.operands(count, member), *self._named(node), *in_brief(self, items, member, reached)]
            case n.CountTrue(items=items):
                return [*self._named(node), *in_brief(self, items, member, False)]
            case n.Ref() | n.ParameterRef() | n.OfHousehold() | n.Literal():
                return self.operands(node, member)
        return (
            self._leaves(node, member) if isinstance(node, CALCULATED) else self._operands_of(n.children(node), member)
        )

    def _choice(self, test: n.Node, member: int | None) -> list[Step]:
        """What chose a branch: the fact alone, where a known fact is compared with a word of the rule."""
        match test:
            case n.Compare(left=n.Ref() as fact, right=n.Literal()) if self.reading.truth(test, member) is not None:
                return self.operands(fact, member)
        return [self.condition(test, member)]

    def condition(self, node: n.Node, member: int | None) -> Step:
        """One condition with its truth. A bare fact, denied or not, is its own step."""
        bare = node.item if isinstance(node, n.Not) else node
        if isinstance(bare, n.OfHousehold) and isinstance(bare.item, n.Ref):
            return self.fact(bare.item.id, None)
        if isinstance(bare, n.Ref):
            return self.fact(bare.id, member if bare.of == "person" else None)
        found = self.reading.truth(node, member)
        steps: tuple[Step, ...] = ()
        if not self._seen((bare, member)):  # what a condition rests on is told once, and not again where it is denied
            steps = tuple(self.inside(node, member, BoolType()))
        if all(step.seen for step in steps):
            steps = ()
        return Step("condition", self.reading.say(node), self.truth_words(found), found, found is not None, steps=steps)

    def truth_words(self, truth: bool | None) -> str:
        """A truth in words."""
        words = w.UNDETERMINED if truth is None else w.TRUE if truth else w.FALSE
        return words.of(self.lang)

    def operands(self, node: n.Node, member: int | None) -> list[Step]:
        """The facts, values of law and intermediate results that an expression rests on."""
        match node:
            case n.Literal():
                return []
            case n.Ref(id=id, of=of):
                return [self.fact(id, member if of == "person" else None)]
            case n.OfHousehold(item=item):
                return self.operands(item, None)
            case n.ParameterRef():
                return [self.law(node, member)]
        if isinstance(node, TRUTHS) or (isinstance(node, n.OverMembers) and node.how in ("any", "all")):
            return [self.condition(node, member)]
        return [self.calculation(node, member)]

    def calculation(self, node: n.Node, member: int | None) -> Step:
        """An intermediate result, with what it is made from. Inner calculations are not shown on their own."""
        type = self.reading.kind_of(node)
        found = self.reading.value(node, member)
        inner = self.inside(node, member, type)
        what, value = self.reading.say(node), self.reading.words(found, type)
        return Step("calculation", what, value, found.value, found.determined, steps=tuple(inner))

    def _leaves(self, node: n.Node, member: int | None) -> list[Step]:
        found: list[Step] = []
        for child in n.children(node):
            found += self._leaves(child, member) if isinstance(child, CALCULATED) else self.operands(child, member)
        return _once(found)

    def _operands_of(self, nodes: Iterable[n.Node], member: int | None) -> list[Step]:
        return _once(step for node in nodes for step in self.operands(node, member))

    # decision tables -----------------------------------------------------------------------------------------------

    def rows(self, table: n.Table, member: int | None, about: Type, basis: Basis | None) -> list[Step]:
        """The rows that were tried, in order, up to the one that certainly holds."""
        lift = self.evaluation.lift
        steps: list[Step] = []
        unsettled: Any = True  # that no earlier row holds
        for number, row in enumerate(table.rows, 1):
            when = True if row.when is None else self.reading.diagram(row.when, member)
            here = lift(lambda a, b: a and b, unsettled, when)
            truth = self.reading.settle(here).value
            steps.append(self._row(number, row, member, about, basis, None if truth is None else bool(truth)))
            if when is True or truth is True:
                break
            unsettled = lift(lambda a, b: a and not b, unsettled, when)
        return steps

    def _row(
        self, number: int, row: n.Row, member: int | None, about: Type, basis: Basis | None, holds: bool | None
    ) -> Step:
        lang = self.lang
        words = w.OPEN if holds is None else w.HOLDS if holds else w.FAILS
        steps: list[Step] = []
        if isinstance(row.when, n.And) and not self.reading.is_between(row.when):
            steps = [self.condition(item, member) for item in self.reading.items_read(row.when, member)]
        elif row.when is not None and self.reading.truth(row.when, member) is holds:
            steps = self.inside(row.when, member, BoolType())  # the row has said it all
        elif row.when is not None:
            steps = [self.condition(row.when, member)]
        if holds is not False:
            steps += self.operands(row.then, member)
        at = row.at if row.at and (basis is None or row.at != basis.at) else None
        return Step(
            "row",
            w.ROW.of(lang).format(number, self.reading.say(row, about)),
            words.of(lang),
            holds,
            holds is not None,
            cites=place(at, lang) if at else None,
            steps=tuple(steps),
        )


def _once(steps: Iterable[Step]) -> list[Step]:
    """Steps without the second mention of a fact or value of law among them."""
    found: list[Step] = []
    named: set[tuple[str, str | None, str, int | None]] = set()
    for step in steps:
        key = (step.kind, step.id, step.what, step.member)
        if step.id is None or key not in named:
            found.append(step)
        named.add(key)
    return found
