"""`povrules check`: do policy files hold together, on every day, and do the worked households get their answers?"""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from povrules.api import Policy
from povrules.commands import words as w
from povrules.commands.folders import Folders, folders_of, packs_below
from povrules.commands.layout import count
from povrules.commands.parser import Parser
from povrules.commands.proving import laws_of_packs, prove_all
from povrules.decisions.explanation.words import EVIDENCE
from povrules.language.amounts import language, shown
from povrules.language.errors import PovrulesError
from povrules.law.changes import days_of_change, entries
from povrules.law.evidence import Evidence, parse_evidence
from povrules.law.reading import read_law
from povrules.law.text import Instrument, LawText
from povrules.plugins import HookContext, Pack, hook
from povrules.plugins.manager import PluginManager
from povrules.policy.merging import PackText
from povrules.policy.resolved import ResolvedPolicy
from povrules.policy.resolving import resolve
from povrules.proofs.proving import SECONDS
from povrules.proofs.tables import Proved, TableProof, prove_tables
from povrules.testing import Case, read_cases, run_case
from povrules.testing.contract import check_packs

FINE, WRONG = 0, 1


def add_arguments(parser: Parser) -> None:
    """The arguments of `povrules check`."""
    parser.takes("path", metavar="PATH", nargs="?", words=w.PATH)
    parser.option("--prove", action="store_true", words=w.PROVE)
    parser.option("--both", action="store_true", words=w.BOTH)
    parser.option("--proofs", metavar="FILE", words=w.PROOFS_FILE)
    parser.option("--seconds", metavar="N", type=float, default=SECONDS, words=w.SECONDS_EACH)
    parser.speaks()


def run(options: Namespace) -> int:
    """Check and report.

    Returns:
        0 when nothing is wrong, else 1.

    Raises:
        PovrulesError: there is nothing to check.
    """
    lang = options.lang
    packs = packs_below(options.path)
    prove = options.prove or options.both or options.proofs is not None
    if packs:
        found = _check_packs(packs, lang)
        manager = PluginManager([Handed(packs)])
        if prove and found:
            print(w.NOT_PROVED_FOR.of(lang))
        return found | prove_all(options, laws_of_packs(manager, packs), packs) if prove and not found else found
    folders = folders_of(options.path)
    report = check(folders)
    for line in report_lines(report, lang):
        print(line)
    if report.problems and prove:
        print(w.NOT_PROVED_FOR.of(lang))
    if report.problems or not prove:
        return WRONG if report.problems else FINE
    return prove_all(options, ((report.resolved[day], None) for day in report.days), folders.packs)


def _check_packs(packs: Sequence[Pack], lang: str) -> int:
    """The contract of packs of places, as their tests run it."""
    kept = check_packs(PluginManager([Handed(packs)]), packs)
    numbers = (count(n, lang) for n in (kept.days, kept.tables, kept.cases, kept.households))
    print(w.PACK_KEPT.of(lang).format(", ".join(kept.packs), *numbers))
    for problem in kept.problems:
        print(problem)
    print(w.PROBLEMS.of(lang).format(count(len(kept.problems), lang)) if kept.problems else w.FINE.of(lang))
    return WRONG if kept.problems else FINE


@dataclass(frozen=True, slots=True)
class Handed:
    """Packs read from folders, as a plugin hands them over."""

    packs: Sequence[Pack]

    @hook
    def provide_packs(self, context: HookContext) -> Sequence[Pack]:
        """The packs."""
        return self.packs


@dataclass(slots=True)
class Report:
    """What was found.

    Args:
        folders: what was checked.
        texts: the law text of each folder that can be read.
        days: days on which something changes.
        resolved: the policy of each day that holds together.
        proofs: for each decision and day what was proved.
        cases: worked households, and how many of them get their answer.
        problems: one line each, with file and line where there is one.
    """

    folders: Folders
    texts: dict[Path, LawText] = field(default_factory=dict)
    days: list[date] = field(default_factory=list)
    resolved: dict[date, ResolvedPolicy] = field(default_factory=dict)
    proofs: dict[str, dict[date, TableProof]] = field(default_factory=dict)
    cases: int = 0
    passed: int = 0
    problems: dict[str, None] = field(default_factory=dict)

    def wrong(self, problem: object) -> None:
        """Note a problem; the same one of another day is not noted again."""
        self.problems[" ".join(str(problem).split())] = None


def check(folders: Folders) -> Report:
    """Read the folders, resolve and prove them on every day, run their cases."""
    report = Report(folders)
    packs = _read(report)
    if report.problems:
        return report
    report.days = days_of_change(list(report.texts.values())) or [date.today()]
    proved: Proved = {}
    for day in report.days:
        _check_day(report, packs, day, proved)
    _run_cases(report, packs)
    return report


def _read(report: Report) -> list[PackText]:
    packs = []
    for pack in report.folders.packs:
        for folder in pack.folders:
            try:
                report.texts[folder] = read_law(folder)
            except PovrulesError as problem:
                report.wrong(problem)
        texts = tuple(report.texts[folder] for folder in pack.folders if folder in report.texts)
        packs.append(PackText(pack.id, pack.namespace, pack.version, texts))
    return packs


def _check_day(report: Report, packs: Sequence[PackText], day: date, proved: Proved) -> None:
    try:
        policy = resolve(packs, on=day)
    except PovrulesError as problem:
        report.wrong(problem if problem.span else f"{day}: {problem}")
        return
    report.resolved[day] = policy
    for proof in prove_tables(policy, proved):
        report.proofs.setdefault(proof.decision, {})[day] = proof
        if not proof.proved:
            place = f"{proof.span}: " if proof.span else ""
            report.wrong(f"{place}{proof.decision.removeprefix('vn:')}: {proof.problem} ({day})")


def _run_cases(report: Report, packs: Sequence[PackText]) -> None:
    made: dict[tuple[date, str, date | None, str], Policy] = {}

    def policy(case: Case) -> Policy:
        key = (case.on, case.place, case.known_on, case.evidence)
        if key not in made:
            evidence = parse_evidence(case.evidence)
            made[key] = Policy(resolve(packs, on=case.on, place=case.place, known_on=case.known_on, evidence=evidence))
        return made[key]

    for path in report.folders.cases:
        try:
            cases = read_cases(path)
        except PovrulesError as problem:
            report.wrong(problem)
            continue
        report.cases += len(cases)
        for case in cases:
            try:
                policy(case)
            except PovrulesError as problem:  # said once, and not again for every case of the day
                report.wrong(problem if problem.span else f"{case.span}: {problem}")
                continue
            failures = run_case(case, policy)
            report.passed += not failures
            for failure in failures:
                report.wrong(failure)


# the report ----------------------------------------------------------------------------------------------------------


def report_lines(report: Report, lang: str) -> Iterator[str]:
    """What was checked, what is unknown, what is wrong."""
    yield _what_was_read(report, lang)
    if report.days:
        yield from _what_was_checked(report, lang)
        yield ""
        yield from _how_sure(report, lang)
    yield ""
    yield from report.problems
    number = count(len(report.problems), lang)
    yield w.PROBLEMS.of(lang).format(number) if report.problems else w.FINE.of(lang)


def _what_was_read(report: Report, lang: str) -> str:
    texts = report.texts.values()
    files = sum(len(text.files) for text in texts)
    kinds = [words.of(lang).format(count(sum(len(getattr(t, k)) for t in texts), lang)) for k, words in w.KINDS.items()]
    return w.READ.of(lang).format(count(files, lang), count(len(report.texts), lang), ", ".join(kinds))


def _what_was_checked(report: Report, lang: str) -> Iterator[str]:
    speech = language(lang)
    days = report.days
    held = (w.RESOLVES if len(report.resolved) == len(days) else w.DOES_NOT).of(lang)
    yield w.DAYS.of(lang).format(count(len(days), lang), shown(days[0], speech), shown(days[-1], speech), held)
    proved = sum(all(proof.proved for proof in each.values()) for each in report.proofs.values())
    yield w.TABLES.of(lang).format(count(proved, lang), count(len(report.proofs), lang))
    if report.folders.cases:
        yield w.CASES.of(lang).format(count(report.passed, lang), count(report.cases, lang))
    else:
        yield w.NO_CASES.of(lang)


def _how_sure(report: Report, lang: str) -> Iterator[str]:
    found = [entry for text in report.texts.values() for entry in entries(text)]
    by_evidence = Counter(entry.dated.evidence for entry in found)
    counts = [f"{EVIDENCE[e].of(lang)} {count(by_evidence[e], lang)}" for e in sorted(Evidence, reverse=True)]
    yield w.EVIDENCE_OF.of(lang).format(count(len(found), lang), ", ".join(counts))
    unknown = [entry for entry in found if entry.dated.evidence == Evidence.UNKNOWN]
    if not unknown:
        return
    instruments: dict[str, Instrument] = {i.id: i for text in report.texts.values() for i in text.instruments}
    yield w.UNKNOWN_ENTRIES.of(lang)
    for entry in unknown:
        dated, speech = entry.dated, language(lang)
        known = instruments.get(dated.enacted_by or "")
        days = " – ".join(shown(day, speech) if day else "" for day in (dated.start.not_before, dated.end))
        number = known.number if known else dated.enacted_by
        yield f"  {dated.span.file}:{dated.span.line}: {entry.id} ({entry.label.of(lang)}), {days}; {number}"
