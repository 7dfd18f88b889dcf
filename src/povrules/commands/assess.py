"""`povrules assess`: a register in, classes and reasons out."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import polars as pl

from povrules.api import Policy, Register, budget
from povrules.commands import words as w
from povrules.commands.costs import cost_lines
from povrules.commands.layout import progress
from povrules.commands.parser import Parser
from povrules.commands.register import add_register_arguments, place_name, policy_of, register_of
from povrules.commands.summary import mapping_lines, summary_lines
from povrules.commands.targets import Targets, check_targets, make_folder, targets
from povrules.decisions.evaluated import Evaluated, decisions_of
from povrules.decisions.labels import METHODS
from povrules.facts.readers import files_of
from povrules.facts.writing import write_tables
from povrules.language.amounts import language, shown


def add_arguments(parser: Parser) -> None:
    """The arguments of `povrules assess`."""
    add_register_arguments(parser)
    parser.option("-o", "--out", metavar="OUT", required=True, words=w.OUT)
    what = parser.optional.add_mutually_exclusive_group()
    what.add_argument("--budget", metavar="BY", nargs="*", help=w.BUDGET.of(parser.lang))
    what.add_argument("--class-only", action="store_true", help=w.CLASS_ONLY.of(parser.lang))
    parser.speaks()


def run(options: Namespace) -> int:
    """Read, decide, write; say what came out.

    Raises:
        PovrulesError: bad input; nothing is written then.
    """
    lang = options.lang
    files = targets(options.out)
    check_targets(files, files_of(options.register))
    policy = policy_of(options)
    register = register_of(options)
    _say_what_was_read(options, policy, register)
    with progress(register.used.households, w.DECIDING.of(lang), w.TABLE["household"].of(lang)) as done:
        law = policy.resolved
        outputs = [law.shown(id) for id in decisions_of(law)] if options.class_only else None
        result = policy.evaluate(register, method=options.method, progress=done, outputs=outputs)
    costs = None if options.budget is None else pl.DataFrame(budget(result, options.budget))
    written = write(files, result, costs)
    print()
    for line in summary_lines(policy, result, lang):
        print(line)
    if costs is not None:
        print()
        for line in cost_lines(policy, costs, options.budget, lang):
            print(line)
    print(f"\n{w.WRITTEN.of(lang)}")
    for what, path in written.items():
        print(f"  {path}: {w.FILE[what].of(lang)}")
    if result.persons is None and files.persons.exists():
        print(f"  {w.OLD_PERSONS.of(lang).format(files.persons)}")
    if costs is None and files.budget.exists():
        print(f"  {w.OLD_BUDGET.of(lang).format(files.budget)}")
    return 0


def write(files: Targets, result: Evaluated, costs: pl.DataFrame | None = None) -> dict[str, Path]:
    """Write the results, all or none.

    Rejects are written where there are any, and where an earlier run left some that are no longer true.
    """
    tables: dict[str, tuple[pl.DataFrame, Path]] = {"households": (result.households, files.households)}
    if result.persons is not None:
        tables["persons"] = (result.persons, files.persons)
    if result.rejects.height or files.rejects.exists():
        tables["rejects"] = (result.rejects, files.rejects)
    if costs is not None:
        tables["budget"] = (costs, files.budget)
    make_folder(files)
    write_tables(list(tables.values()))
    return {what: path for what, (_, path) in tables.items()}


def _say_what_was_read(options: Namespace, policy: Policy, register: Register) -> None:
    lang = options.lang
    speech = language(lang)
    observed = shown(options.observed_on or policy.on, speech)
    print(w.REGISTER_READ.of(lang).format(options.register))
    standard = w.STANDARD.of(lang).format(shown(policy.on, speech), place_name(policy, lang), observed)
    if options.method:
        standard += w.BY_METHOD.of(lang).format(METHODS[options.method].of(lang))
    print(standard)
    print()
    for line in mapping_lines(register.mapping, policy.facts, lang):
        print(line, flush=True)
