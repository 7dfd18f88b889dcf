"""The arguments that `assess` and `explain` share, and reading the register and the policy they name."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from datetime import date

from povrules.api import BY_ROW, METHODS, Policy, Register, load_policy, read_register
from povrules.commands import words as w
from povrules.commands.parser import LANGUAGES, Parser
from povrules.facts.parse_scalars import parse_date
from povrules.facts.reasons import BadValue
from povrules.language.errors import PovrulesError
from povrules.language.symbols import NATION
from povrules.law.model import Words
from povrules.policy.values_of_law import CoverageError


def day(text: str) -> date:
    """A day as people type it: ``2022-12-31`` or ``31/12/2022``.

    >>> day("31/12/2022")
    datetime.date(2022, 12, 31)
    """
    try:
        found = parse_date(text)
    except BadValue:
        found = None
    if not isinstance(found, date):
        raise ArgumentTypeError(f"{text!r} is not a day such as 2022-12-31 or 31/12/2022")
    return found


def add_register_arguments(parser: Parser) -> None:
    """What says which register, and by which law it is read."""
    parser.takes("register", metavar="REGISTER", words=w.REGISTER)
    add_law_arguments(parser)
    parser.option("--method", choices=METHODS, words=w.METHOD)
    parser.option("--mapping", metavar="YAML", words=w.MAPPING)
    parser.option("--locale", choices=LANGUAGES, words=w.LOCALE)
    parser.option("--observed-on", metavar="DAY", type=day, words=w.OBSERVED)


def add_law_arguments(parser: Parser) -> None:
    """What says which law."""
    on = Words(w.ON.vi + w.TODAY.vi, w.ON.en + w.TODAY.en)
    parser.option("--on", metavar="DAY", type=day, words=on)
    parser.option("--place", metavar="CODE", default="vn", words=w.PLACE)
    parser.option("--without", metavar="NAME", action="append", default=[], words=w.WITHOUT)


def policy_of(options: Namespace) -> Policy:
    """The policy that the arguments name; today's where they name no day.

    Raises:
        PovrulesError: a day that is not covered, an unknown place.
    """
    further = {name: value for name in ("known_on", "evidence") if (value := getattr(options, name, None)) is not None}
    try:
        return load_policy(on=options.on or date.today(), place=options.place, without=options.without, **further)
    except CoverageError as problem:
        if options.on is not None:
            raise
        raise PovrulesError(f"today, {problem.message}", expected=f"--on with a day from {problem.expected}") from None


def register_of(options: Namespace) -> Register:
    """The register that the arguments name, checked.

    Raises:
        PovrulesError: files that cannot be read, columns that cannot be understood.
    """
    return read_register(
        options.register, mapping=options.mapping, observed_on=options.observed_on, locale=options.locale
    )


def place_name(policy: Policy, lang: str) -> str:
    """The name of the policy's place: ``cả nước``, ``Bình Thuận (60)``."""
    if policy.place in (NATION, BY_ROW):
        return (w.NATION if policy.place == NATION else w.EACH_PLACE).of(lang)
    places = [p for p in policy.plugins.places if p.code == policy.place]
    there = [p for p in places if p.exists(policy.on)] or places
    return f"{there[0].name} ({policy.place})"
