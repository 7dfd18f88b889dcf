"""`povrules verify`: is a decision record what its law makes of its facts?"""

from __future__ import annotations

from argparse import Namespace

from povrules.api import verify
from povrules.commands import words as w
from povrules.commands.parser import Parser
from povrules.commands.record import read_bytes

REFUSED = 1


def add_arguments(parser: Parser) -> None:
    """The arguments of `povrules verify`."""
    parser.takes("record", metavar="RECORD", words=w.RECORD)
    parser.option("--bundle", metavar="FILE", words=w.BUNDLE)
    parser.option("--public-key", metavar="KEY", words=w.PUBLIC_KEY)
    parser.speaks()


def run(options: Namespace) -> int:
    """Verify one record; 1 when something is wrong.

    Raises:
        PovrulesError: a file that cannot be read, a key that is none.
    """
    key = None if options.public_key is None else read_bytes(options.public_key)
    found = verify(options.record, bundle=options.bundle, public_key=key)
    print(found.text(options.lang))
    print((w.NOTHING_WRONG if found.ok else w.SOMETHING_WRONG).of(options.lang))
    return 0 if found.ok else REFUSED
