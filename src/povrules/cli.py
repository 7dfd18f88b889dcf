"""The command ``povrules``: picks the subcommand, and turns what goes wrong into one line and an exit code.

Exit codes: 0 done, 1 ``check`` found something wrong, 2 it could not be done (the line says why), 130 interrupted,
141 nobody reads the output any more.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

from povrules.commands import words as w
from povrules.commands.parser import Parser, language_of
from povrules.language.errors import PovrulesError
from povrules.version import __version__

CANNOT, INTERRUPTED, NOBODY_READS = 2, 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: the words after ``povrules``; those of the process by default.

    Returns:
        The exit code.

    Raises:
        SystemExit: after ``--help`` and ``--version`` (0), and for words it does not understand (2).
    """
    _speak_utf8()
    given = sys.argv[1:] if argv is None else list(argv)
    lang = language_of(given, os.environ)
    try:
        code = _run(given, lang)
        sys.stdout.flush()
        return code
    except PovrulesError as problem:
        return _cannot(problem.said(lang), lang)
    except BrokenPipeError:
        _silence()
        return NOBODY_READS
    except OSError as problem:  # the output is on a full disk, a folder went away
        _silence()
        return _cannot(f"{problem.filename or 'stdout'}: {problem.strerror or problem}", lang)
    except KeyboardInterrupt:
        print(f"\npovrules: {w.INTERRUPTED.of(lang)}", file=sys.stderr)
        return INTERRUPTED


def _run(given: Sequence[str], lang: str) -> int:
    parser = Parser(prog="povrules", lang=lang, about=w.ABOUT)
    parser.speaks()
    version = f"povrules {__version__}"
    parser.option("--version", action="version", version=version, words=w.VERSION)
    commands = parser.add_subparsers(title=w.COMMANDS.of(lang), dest="command", metavar=w.COMMAND.of(lang))
    for name, about in w.ABOUT_EACH.items():
        part = commands.add_parser(name, lang=lang, about=about, help=about.of(lang))
        if name in given:  # what a command needs is loaded only when it is called
            import_module(_home(name)).add_arguments(part)
    options = parser.parse_args(given)
    if options.command is None:
        parser.print_help()
        return CANNOT
    code: int = import_module(_home(options.command)).run(options)
    return code


def _home(command: str) -> str:
    return f"povrules.commands.{command.replace('-', '_')}"


def _cannot(message: str, lang: str) -> int:
    print(f"povrules: {w.ERROR.of(lang)}: {' '.join(message.split())}", file=sys.stderr)
    return CANNOT


def _speak_utf8() -> None:
    """Vietnamese needs it, whatever the terminal's locale says; a name that is no text is shown escaped."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _silence() -> None:
    """What is still to be written goes nowhere, so that leaving does not fail a second time."""
    with suppress(OSError, ValueError):  # stdout may be no file (a test, an application)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
