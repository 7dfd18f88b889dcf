"""Arguments and help in Vietnamese and English."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

from povrules.commands import words as w
from povrules.law.model import Words

LANGUAGES = ("vi", "en")


def language_of(given: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language to speak: that of ``--lang``, else Vietnamese where the environment is.

    >>> language_of(["policy"], {"LANG": "vi_VN.UTF-8"}), language_of(["policy", "--lang=vi"], {})
    ('vi', 'vi')
    >>> language_of(["policy"], {"LANG": "vi_VN.UTF-8", "LC_ALL": "C"}), language_of(["--lang", "xx"], {})
    ('en', 'en')
    """
    for i, word in enumerate(given):
        stated = word.removeprefix("--lang=") if word.startswith("--lang=") else None
        if word == "--lang" and i + 1 < len(given):
            stated = given[i + 1]
        if stated in LANGUAGES:
            return stated
    spoken = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), "")
    return "vi" if spoken.startswith("vi") else "en"


class Parser(argparse.ArgumentParser):
    """A parser that speaks both languages and says in one line what it does not understand.

    Args:
        lang: ``vi`` or ``en``.
        about: what the command does.
    """

    def __init__(self, *, lang: str, about: Words, **options: Any) -> None:
        super().__init__(
            description=about.of(lang), add_help=False, allow_abbrev=False, formatter_class=_formatter(lang), **options
        )
        self.lang = lang
        self.named = self.add_argument_group(w.ARGUMENTS.of(lang))
        self.optional = self.add_argument_group(w.OPTIONS.of(lang))
        self.optional.add_argument("-h", "--help", action="help", help=w.HELP.of(lang))

    def takes(self, name: str, words: Words, **options: Any) -> None:
        """An argument without a name of its own."""
        self.named.add_argument(name, help=words.of(self.lang), **options)

    def option(self, *names: str, words: Words, **options: Any) -> None:
        """An argument that begins with ``-``."""
        self.optional.add_argument(*names, help=words.of(self.lang), **options)

    def speaks(self) -> None:
        """The option ``--lang``."""
        self.option("--lang", words=w.LANG, choices=LANGUAGES, default=self.lang)

    def error(self, message: str) -> NoReturn:
        """One line on the error stream, exit code 2."""
        said = _in_vietnamese(message) if self.lang == "vi" else message
        print(f"povrules: {w.ERROR.of(self.lang)}: {said} ({self.prog} --help)", file=sys.stderr)
        raise SystemExit(2)


def _in_vietnamese(message: str) -> str:
    """What argparse says, which speaks English alone; a sentence that is not known stays as it is."""
    for pattern, vi in _SAID:
        found = pattern.fullmatch(message)
        if found:
            return vi.format(*found.groups())
    return message


_SAID = tuple(
    (re.compile(english), vi)
    for english, vi in (
        ("the following arguments are required: (.*)", "thiếu {}"),
        ("unrecognized arguments: (.*)", "không có tham số {}"),
        ("argument (.*): expected one argument", "{}: cần một giá trị"),
        ("argument (.*): expected at least one argument", "{}: cần ít nhất một giá trị"),
        ("argument (.*): ignored explicit argument (.*)", "{}: không nhận giá trị {}"),
        (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", "{}: không có lựa chọn {}; cần một trong {}"),
        ("argument (.*): not allowed with argument (.*)", "{}: không đi cùng {}"),
    )
)


def _formatter(lang: str) -> type[argparse.HelpFormatter]:
    class Formatter(argparse.HelpFormatter):
        def add_usage(
            self,
            usage: str | None,
            actions: Iterable[argparse.Action],
            groups: Iterable[Any],
            prefix: str | None = None,
        ) -> None:
            super().add_usage(usage, actions, groups, w.USAGE.of(lang) if prefix is None else prefix)

    return Formatter
