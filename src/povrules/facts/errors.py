"""The errors of this room: a file that cannot be read or written, a mapping that cannot be used."""

from __future__ import annotations

from povrules.language.errors import PovrulesError


class FileProblem(PovrulesError):
    """A file that cannot be read or written: missing, unreadable, no room, no permission. One clear line.

    >>> print(FileProblem("register.xlsx: no such file"))
    register.xlsx: no such file
    """

    code = "file"


class MappingProblem(PovrulesError):
    """A mapping of columns to facts that cannot be used as it stands, so nothing is read.

    >>> print(MappingProblem("column 'Nuoc' is not in the table", closest="Nước"))
    column 'Nuoc' is not in the table; did you mean 'Nước'?
    """

    code = "mapping"
