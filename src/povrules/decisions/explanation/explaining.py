"""From an evaluation to an explanation of one of its answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from povrules.decisions.conflicts import conflicts
from povrules.decisions.explanation import words as w
from povrules.decisions.explanation.building import Builder
from povrules.decisions.explanation.citations import citation, instrument_line
from povrules.decisions.explanation.explanation import Explanation
from povrules.decisions.explanation.questions import question
from povrules.decisions.labels import PolicyLabels, raised
from povrules.engines.outcome import Outcome
from povrules.engines.reference.completion import outcome
from povrules.engines.reference.evaluation import Evaluation
from povrules.language import nodes as n
from povrules.language.amounts import Lang, language, shown
from povrules.policy.hosted import OBSERVED_ON
from povrules.policy.resolved import Basis, ResolvedPolicy


def explain(evaluation: Evaluation, id: str, member: int | None = None, lang: str = "vi") -> Explanation:
    """Why one answer is what it is, from the very evaluation that gave it.

    Args:
        evaluation: of the household.
        id: decision, variable or fact, with namespace: ``vn:poverty_class``.
        member: position of the member, counted from zero; None for the household.
        lang: ``vi`` or ``en``.

    Returns:
        An explanation that prints as text, draws as a tree and shows itself in a notebook.

    Raises:
        KeyError: the policy has no such thing.
        ValueError: another language.
    """
    speech = language(lang)
    answer = outcome(evaluation, id, member)
    # Steps are read by the plan that gave the answer.
    with evaluation.planned(id, member):
        step = Builder(evaluation, speech).fact(id, member)
        used = {*evaluation.used(id, member), *(part.basis for part in step.walk() if part.basis is not None)}
    title = raised(step.what)
    if member is not None:
        title = f"{raised(w.MEMBER.of(speech).format(member + 1))} – {step.what}"
    return Explanation(
        lang=speech,
        title=title,
        answer=step.value,
        outcome=answer,
        facts=tuple(_facts(evaluation, answer, used, speech)),
        questions=tuple(question(evaluation, name, speech) for name in answer.missing),
        law_unknown=tuple(law_line(evaluation.policy, id, speech) for id in answer.law),
        conflicts=tuple(found.words.of(speech) for found in conflicts(evaluation)),
        step=step,
        instruments=_instruments(evaluation.policy, used, speech),
    )


def _facts(evaluation: Evaluation, answer: Outcome, used: Iterable[Basis], lang: Lang) -> list[tuple[str, str]]:
    found = [(w.DAY.of(lang), shown(evaluation.policy.on, lang))]
    observed = evaluation.household.facts.get(OBSERVED_ON)
    if isinstance(observed, date) and observed != evaluation.policy.on:
        found.append((w.DAY_OBSERVED.of(lang), shown(observed, lang)))
    if any(basis.why_unknown is None for basis in used):
        found.append((w.WEAKEST.of(lang), w.EVIDENCE[answer.evidence].of(lang)))
    if answer.reason is not None:
        found.append((w.BECAUSE.of(lang), w.REASON[answer.reason].of(lang)))
    return found


def law_line(policy: ResolvedPolicy, id: str, lang: Lang) -> str:
    """An unknown value or rule of law, with the instrument that would say."""
    labels = PolicyLabels(policy)
    if id in policy.parameters:
        label, basis = labels.parameter(n.ParameterRef(id), lang), policy.parameters[id].basis
    else:
        scope = next(of for of, key in policy.facts if key == id)
        label, basis = labels.fact(id, scope, lang), policy.facts[scope, id].basis
    return label if basis is None else f"{label} – {citation(basis, policy, lang)}"


def _instruments(policy: ResolvedPolicy, used: Iterable[Basis], lang: Lang) -> tuple[str, ...]:
    """Every instrument whose values or rules were read, the oldest first."""
    named = {basis.enacted_by for basis in used if basis.enacted_by in policy.instruments}
    instruments = sorted((policy.instruments[i] for i in named if i is not None), key=lambda i: (i.issued, i.id))
    return tuple(instrument_line(instrument, lang) for instrument in instruments)
