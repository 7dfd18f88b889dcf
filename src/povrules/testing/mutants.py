"""Do the worked households and the proofs notice a slip of the pen? ``python -m povrules.testing.mutants``.

Every slip in every table and rule of a programme is made once, on all days on which its words are law. It is *killed*
when a worked household no longer gets its answer, or a proof fails that held; it is *equivalent* when it is proved that
no household gets another answer on any day; else it *survives* and is listed.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from povrules.api import Policy
from povrules.engines.reference.evaluation import Evaluation
from povrules.facts.intake import take_household
from povrules.language import nodes as n
from povrules.language.errors import PovrulesError
from povrules.law.changes import days_of_change
from povrules.law.evidence import parse_evidence
from povrules.law.reading import read_law
from povrules.plugins import Pack
from povrules.plugins.manager import PluginManager
from povrules.policy.hosted import METHOD_USED
from povrules.policy.merging import PackText
from povrules.policy.ordering import Key
from povrules.policy.resolved import ResolvedPolicy
from povrules.policy.resolving import resolve
from povrules.proofs.by_diagrams import ByDiagrams
from povrules.proofs.finding import OutOfTime
from povrules.proofs.footing import stands_on
from povrules.proofs.proving import Proving
from povrules.proofs.questions import Question, questions
from povrules.testing.case_files import read_cases
from povrules.testing.cases import Case, run_case
from povrules.testing.mutating import Changed, Slip, slips, with_slip
from povrules.version import __version__

SECONDS = 3.0


@dataclass(slots=True)
class Worked:
    """One worked household under the law as it is, and all facts that the answers it states rest on."""

    case: Case
    law: ResolvedPolicy
    evaluation: Evaluation
    facts: frozenset[Key]


@dataclass(slots=True)
class Tally:
    """What became of the slips."""

    by_cases: list[Slip] = field(default_factory=list)
    by_proofs: list[Slip] = field(default_factory=list)
    equivalent: list[Slip] = field(default_factory=list)
    survivors: list[Slip] = field(default_factory=list)

    @property
    def seeded(self) -> int:
        """How many there were."""
        return len(self.by_cases) + len(self.by_proofs) + len(self.equivalent) + len(self.survivors)


class Killing:
    """Slips against the worked households and the proofs of some packs of the nation.

    Args:
        packs: with their folders.
    """

    def __init__(self, packs: Sequence[Pack]) -> None:
        texts = {folder: read_law(folder) for pack in packs for folder in pack.folders}
        self.packs = [
            PackText(p.id, p.namespace, p.version, tuple(texts[folder] for folder in p.folders)) for p in packs
        ]
        self.laws: dict[tuple[Any, ...], ResolvedPolicy] = {}
        self.days = [self.law(day) for day in days_of_change(list(texts.values()))]
        files = [path for pack in packs for folder in pack.folders if (path := folder / "cases.yaml").is_file()]
        self.cases = [self._worked(case) for path in files for case in read_cases(path)]
        self.slips: dict[Slip, list[tuple[ResolvedPolicy, Changed]]] = {}
        for law in self.days:
            for slip, changed in slips(law):
                self.slips.setdefault(slip, []).append((law, changed))

    def law(self, *choice: Any) -> ResolvedPolicy:
        """The law of a day, resolved once."""
        if choice not in self.laws:
            day, known_on, evidence = (*choice, None, "unverified")[:3]
            self.laws[choice] = resolve(self.packs, on=day, known_on=known_on, evidence=parse_evidence(evidence))
        return self.laws[choice]

    def _worked(self, case: Case) -> Worked:
        law = self.law(case.on, case.known_on, case.evidence)
        household = take_household(Policy(law).facts, case.given, on=case.on)
        if case.method is not None:
            household = replace(household, facts={**household.facts, METHOD_USED: case.method})
        return Worked(case, law, Evaluation(law, household), _stated(case, law))

    def tally(self, chosen: Iterable[Slip]) -> Tally:
        """What becomes of some slips."""
        found = Tally()
        changes = {law.digest: dict(slips(law)) for law in {id(w.law): w.law for w in self.cases}.values()}
        for slip in chosen:
            if any(self._kills(worked, slip, changes[worked.law.digest].get(slip)) for worked in self.cases):
                found.by_cases.append(slip)
            elif any(self._refutes(law, changed) for law, changed in self.slips[slip]):
                found.by_proofs.append(slip)
            elif all(self._same(law, changed) for law, changed in self.slips[slip]):
                found.equivalent.append(slip)
            else:
                found.survivors.append(slip)
        return found

    def _kills(self, worked: Worked, slip: Slip, changed: Changed | None) -> bool:
        """Whether a worked household gets another answer; asked only where a formula gives another value for it."""
        read = [(key, formula) for key, formula in (changed or {}).items() if key in worked.facts]
        if not changed or not any(_differs(worked.evaluation, key, formula) for key, formula in read):
            return False
        law = with_slip(worked.law, changed, slip)
        return bool(run_case(worked.case, lambda _: Policy(law)))

    def _refutes(self, law: ResolvedPolicy, changed: Changed) -> bool:
        """Whether a proof fails that held: of the tables and programmes that are written otherwise."""
        tables = {key for key, formula in changed.items() if isinstance(formula, n.Table)}
        if not tables:
            return False
        wrong = with_slip(law, changed, "a slip")
        mine = [question for question in questions(wrong) if question.about in tables]
        return any(proof.verdict == "failed" for proof in Proving(seconds=SECONDS).answers(wrong, mine))

    def _same(self, law: ResolvedPolicy, changed: Changed) -> bool:
        """Whether no household gets another value of any formula."""
        prover = ByDiagrams(law)
        for key, formula in changed.items():
            before = law.facts[key].formula
            assert before is not None
            differ = n.Compare(before, "!=", formula)
            try:
                if next(prover.found(Question("claim", key, differ, False), None, SECONDS), None) is not None:
                    return False
            except OutOfTime:
                return False
        return True


@lru_cache(maxsize=1024)
def _names(law: ResolvedPolicy) -> Mapping[str, list[Key]]:
    """The facts behind each name; those of a programme behind its own."""
    found: dict[str, list[Key]] = {}
    for key in law.facts:
        found.setdefault(law.shown(key[1]).partition(".")[0], []).append(key)
    return found


def _stated(case: Case, law: ResolvedPolicy) -> frozenset[Key]:
    """The facts that a case states answers of, and all that these rest on."""
    found: set[Key] = set()
    for stated in case.expected:
        words = stated.what.replace("members[", ".").split(".")
        named = {f"deprived_{word}" for word in words} | set(words)
        names = _names(law)
        if not named & names.keys():
            named.add("poverty_class")  # its reason, what is missing, what contradicts it
        for key in (key for name in named for key in names.get(name, ())):
            found |= {key} | stands_on(law, n.Ref(key[1], key[0]))[0]
    return frozenset(found)


def _differs(evaluation: Evaluation, key: Key, formula: n.Node) -> bool:
    """Whether a formula gives another value than the rule, for the household or for one of its members."""
    scope, id = key
    for member in (None,) if scope == "household" else range(evaluation.listed):
        if evaluation.source(id, member) != "rule":
            continue
        try:
            if evaluation.ref(id, member) != evaluation.value(formula, member):
                return True
        except PovrulesError:
            return True
    return False


def report(found: Tally, slips_of: str) -> str:
    """The page `docs/mutants.md`."""
    killed = len(found.by_cases) + len(found.by_proofs)
    live = found.seeded - len(found.equivalent)
    kinds = Counter(slip.kind for slip in (*found.by_cases, *found.by_proofs, *found.survivors, *found.equivalent))
    alive = Counter(slip.kind for slip in found.survivors)
    rows = [f"| {kind} | {kinds[kind]} | {alive[kind]} |" for kind in sorted(kinds)]
    share = 100 * len(found.survivors) / max(1, live)
    return "\n".join(
        [
            "# Slips of the pen, and what notices them",
            "",
            f"Made by `python -m povrules.testing.mutants` over {slips_of}; [proofs](proofs.md) says what a slip is.",
            "",
            f"Seeded {found.seeded}: killed by worked households {len(found.by_cases)}, by proofs "
            f"{len(found.by_proofs)}; proved to change nothing {len(found.equivalent)}; "
            f"survivors {len(found.survivors)} ({share:.1f} % of the {live} that change something; killed {killed}).",
            "",
            "| kind | seeded | survivors |",
            "|---|---|---|",
            *rows,
            "",
            "## Survivors",
            "",
            *([f"- `{slip}`" for slip in found.survivors] or ["None."]),
            "",
        ]
    )


def shipped_packs() -> list[Pack]:
    """The built-in packs, their folders named from here where that is shorter."""
    here = Path.cwd()
    return [
        replace(pack, folders=tuple(f.relative_to(here) if f.is_relative_to(here) else f for f in pack.folders))
        for pack in PluginManager(version=__version__).packs()
    ]


def main(given: Sequence[str] | None = None) -> int:
    """Make every slip, or a part of them, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs/mutants.md"))
    parser.add_argument("--at-most", type=int, default=None, help="how many slips, drawn; all by default")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(given)
    killing = Killing(shipped_packs())
    chosen = list(killing.slips)
    if options.at_most is not None:
        chosen = Random(options.seed).sample(chosen, min(options.at_most, len(chosen)))
    found = killing.tally(chosen)
    page = report(found, "all tables and rules of programmes that are shipped")
    options.out.write_text(page, encoding="utf-8")
    print(page)
    return 0 if len(found.survivors) <= 0.02 * found.seeded else 1


if __name__ == "__main__":
    raise SystemExit(main())
