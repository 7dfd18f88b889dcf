"""`povrules check --prove`: every claim of the law proved on every day, or a household that shows the opposite."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from povrules.commands import words as w
from povrules.commands.layout import count
from povrules.language.errors import PovrulesError
from povrules.law.territories import place_of
from povrules.plugins import Pack
from povrules.plugins.loading import Choice, law_text, resolved_for
from povrules.plugins.manager import PluginManager
from povrules.policy.resolved import ResolvedPolicy
from povrules.proofs.exemptions import Exemption, read_exemptions, unneeded
from povrules.proofs.finding import Prover
from povrules.proofs.proving import Proof, Proving
from povrules.proofs.stored import read_proofs, write_proofs
from povrules.proofs.told import PASTE, as_case, problem
from povrules.testing.contract import days_of

Laws = Iterable[tuple[ResolvedPolicy, str | None]]
"""The law of each day, and the namespace whose claims are to be proved; None for all."""


def laws_of_packs(manager: PluginManager, packs: Sequence[Pack]) -> Iterator[tuple[ResolvedPolicy, str | None]]:
    """The law of packs of places on every day on which it changes."""
    for pack in packs:
        texts = [law_text(folder) for folder in pack.folders]
        for territory in pack.territories:
            for day in days_of(territory, place_of(territory, manager.places), texts):
                yield resolved_for(manager, territory.code, Choice(day)), pack.namespace


def prove_all(options: Namespace, laws: Laws, packs: Sequence[Pack]) -> int:
    """Prove and report.

    Args:
        options: ``both``, ``proofs``, ``seconds``, ``lang``.
        laws: of each day.
        packs: whose exemptions count.

    Returns:
        0 when everything is proved or exempt, else 1: "not proved in time" is no yes.

    Raises:
        PovrulesError: both provers are asked for and one is not installed.
    """
    lang = options.lang
    second = second_prover()
    if second is None:
        if options.both:
            raise PovrulesError(w.NO_Z3.of(lang))
        print(w.NO_Z3.of(lang))
    file = None if options.proofs is None else Path(options.proofs)
    known = {} if file is None else read_proofs(file)
    proving = Proving(known, options.seconds, second, both=options.both)
    exemptions = read_exemptions(folder for pack in packs for folder in pack.folders)
    report = _Proved(proving, exemptions, lang)
    for law, space in laws:
        report.add(law, space)
    if file is not None:
        write_proofs(file, {digest: proof for digest, proof in known.items() if digest in report.seen})
    return report.tell()


def second_prover() -> type[Prover] | None:
    """The prover of the extra ``prove``, where it is installed."""
    try:
        from povrules.proofs.by_z3 import ByZ3
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] != "z3":
            raise
        return None
    return ByZ3


class _Proved:
    """What was proved, claim by claim over the days, and what was not."""

    def __init__(self, proving: Proving, exemptions: Sequence[Exemption], lang: str) -> None:
        self.proving = proving
        self.exemptions = exemptions
        self.lang = lang
        self.days: set[object] = set()
        self.seen: set[str] = set()
        self.by: Counter[str] = Counter()
        self.verdicts: Counter[str] = Counter()
        self.failed: list[Proof] = []
        self.lines: dict[str, list[str]] = {}

    def add(self, law: ResolvedPolicy, space: str | None) -> None:
        """Prove the law of one day."""
        self.days.add(law.on)
        for proof in self.proving.prove(law, space):
            again = proof.digest in self.seen
            self.seen.add(proof.digest)
            if proof.verdict == "proved":
                if not again:
                    self.by["+".join(proof.by)] += 1
                    self.verdicts["proved"] += 1
                continue
            self.failed.append(proof)
            if any(each.covers(proof) for each in self.exemptions):
                self.verdicts["exempt"] += 1
            elif not (again and proof.digest):
                self.verdicts[proof.verdict] += 1
                self.lines[problem(law, proof, self.lang)] = list(as_case(law, proof))

    def tell(self) -> int:
        """Print it; the exit code."""
        of, lang = self.verdicts, self.lang
        total = sum(of.values())
        by = ", ".join(f"{w.BY[name].of(lang)} {count(n, lang)}" for name, n in sorted(self.by.items()))
        print(w.PROVED.of(lang).format(count(of["proved"], lang), count(total, lang), count(len(self.days), lang), by))
        for line, case in self.lines.items():
            print(line)
            if case:
                print(PASTE.of(lang))
                print("\n".join(case))
        idle = list(unneeded(self.exemptions, self.failed))
        for each in idle:
            print(w.UNNEEDED.of(lang).format(each.span, each.kind, each.about))
        wrong = of["failed"], of["not in time"], of["open"]
        if any(wrong) or of["exempt"]:
            print(w.NOT_PROVED.of(lang).format(*(count(n, lang) for n in (*wrong, of["exempt"]))))
        return 1 if any(wrong) or idle else 0
