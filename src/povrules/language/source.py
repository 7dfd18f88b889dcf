"""The text of a rule before Python's parser reads it: what may not stand in it, and where things stand."""

from __future__ import annotations

import re

from povrules.language.errors import RuleError, Span

MAX_DEPTH = 60
# Letters of any script, but no escapes (they warn, differently in each Python) and nothing invisible.
_UNWRITABLE = re.compile(r"[\\\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
QUOTED = r"""'[^'\n]*'|"[^"\n]*\""""
_PIECES = re.compile(QUOTED + r"|#[^\n]*|[(\[{]|[)\]}]")


def _at(text: str, position: int, start: Span) -> Span:
    """The place of a character of the text."""
    before = text[:position]
    return start.shifted(before.count("\n"), len(before.rpartition("\n")[2]))


def place_of(error: SyntaxError, text: str, start: Span) -> Span:
    """Where Python stumbled; it read the text with one bracket in front and a line with one bracket behind."""
    lines = text.split("\n")
    line, column = (error.lineno or 1) - 1, (error.offset or 1) - 1
    if line >= len(lines):
        return _at(text, len(text), start)
    return start.shifted(line, min(max(column - (line == 0), 0), len(lines[line])))


def check_characters(text: str, start: Span) -> None:
    """Refuse backslashes and characters nobody sees.

    Raises:
        RuleError: at the character.
    """
    found = _UNWRITABLE.search(text)
    if found is not None:
        what = "a backslash" if found[0] == "\\" else f"the character U+{ord(found[0]):04X}"
        raise RuleError(f"{what} cannot stand in a rule", span=_at(text, found.start(), start))


def check_brackets(text: str, start: Span) -> None:
    """Refuse what nests too deep for Python to read, and what would close the bracket that ``parse`` sets around.

    Raises:
        RuleError: at the bracket.
    """
    depth = 0
    for piece in _PIECES.finditer(text):
        if piece[0] in "([{":
            depth += 1
        elif piece[0] in ")]}":
            depth -= 1
        if depth < 0:
            raise RuleError("a closing bracket without its opening one", span=_at(text, piece.start(), start))
        if depth > MAX_DEPTH:
            what = f"an expression nested deeper than {MAX_DEPTH}"
            raise RuleError(what, span=_at(text, piece.start(), start))
