"""`povrules record`: a decision record of one household of a register."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from povrules.commands import words as w
from povrules.commands.explain import assessment_of
from povrules.commands.parser import Parser
from povrules.commands.register import add_register_arguments, policy_of, register_of
from povrules.language.errors import PovrulesError


def add_arguments(parser: Parser) -> None:
    """The arguments of `povrules record`."""
    add_register_arguments(parser)
    parser.option("--household", metavar="ID", required=True, words=w.HOUSEHOLD)
    parser.option("-o", "--out", metavar="FILE", required=True, words=w.RECORD_OUT)
    parser.option("--issued-on", metavar="DAY", words=w.ISSUED)
    parser.option("--sign", metavar="KEY", words=w.SIGN)
    parser.option("--subject-key", metavar="FILE", words=w.SUBJECT_KEY)
    parser.speaks()


def run(options: Namespace) -> int:
    """Write the record of one household.

    Raises:
        PovrulesError: bad input, no such household, a file that cannot be read or written.
    """
    policy = policy_of(options)
    found = assessment_of(policy, register_of(options), options.household, options.method)
    secret = None if options.subject_key is None else read_bytes(options.subject_key)
    subject = None if secret is None else options.household
    record = found.record(options.issued_on, subject=subject, subject_key=secret)
    if options.sign is not None:
        record = record.sign(read_bytes(options.sign))
    law = record.save(options.out)
    answers = record.content["answers"]
    undetermined = sum(answer["reason"] is not None for answer in answers)
    print(w.RECORDED.of(options.lang).format(options.out, len(answers), undetermined))
    print(w.LAW_BESIDE.of(options.lang).format(law))
    for problem in policy.issue(record):
        print(w.OBSERVER_FAILED.of(options.lang).format(problem), file=sys.stderr)
    return 0


def read_bytes(path: str) -> bytes:
    """What a file of a key holds; without the end of its line.

    Raises:
        PovrulesError: it cannot be read.
    """
    try:
        return Path(path).read_bytes().strip()
    except OSError as problem:
        raise PovrulesError(f"{path}: {problem.strerror}") from None
