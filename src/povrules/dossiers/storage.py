"""Where a log is kept: a file with a line for each step, or SQLite. A step is on the disk before it is answered."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Protocol

from povrules.dossiers.errors import DossierError
from povrules.dossiers.log import Entry, read_entries

SQLITE = (".sqlite", ".sqlite3", ".db")
LINES = (".jsonl",)


class Storage(Protocol):
    """What keeps a log."""

    entries: list[Entry]
    torn: bool

    def append(self, entry: Entry) -> None:
        """Keep a step; when this comes back, it is on the disk."""

    def close(self) -> None:
        """Let go of the file."""


class Memory:
    """Kept nowhere: for a dossier without a file."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.torn = False

    def append(self, entry: Entry) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to do."""


class LineFile:
    """A text file that only ever grows.

    Args:
        path: made when it is not there.

    A last line that was not written to its end, as when the machine lost its power, is left out and told by ``torn``.
    """

    def __init__(self, path: Path) -> None:
        content = path.read_bytes() if path.exists() else b""
        whole, _, rest = content.rpartition(b"\n")
        self.torn = bool(rest)
        try:
            self.entries = read_entries(whole.decode().splitlines())
        except UnicodeDecodeError as problem:
            raise DossierError(f"{path.name} is not a dossier: it is not UTF-8") from problem
        self._file = path.open("r+b" if path.exists() else "w+b", buffering=0)
        self._file.truncate(len(content) - len(rest))
        self._file.seek(0, os.SEEK_END)
        _sync_folder(path)

    def append(self, entry: Entry) -> None:
        """Write one line, and wait for the disk."""
        line, start = entry.line().encode() + b"\n", self._file.tell()
        try:
            written = self._file.write(line)
            if written != len(line):
                raise OSError("the disk is full")
            os.fsync(self._file.fileno())
        except OSError as problem:
            self._file.truncate(start)
            self._file.seek(start)
            raise DossierError(f"the step could not be written: {problem}") from problem

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _sync_folder(path: Path) -> None:
    """A new file is found again after a crash only when its folder was written too. Not every system knows this."""
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


class Database:
    """An SQLite file with one table.

    Args:
        path: made when it is not there.
    """

    torn = False

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.execute("CREATE TABLE IF NOT EXISTS log (n INTEGER PRIMARY KEY, line TEXT NOT NULL)")
            rows = self._connection.execute("SELECT line FROM log ORDER BY n").fetchall()
            self.entries = read_entries(line for (line,) in rows)
        except sqlite3.DatabaseError as problem:
            self._connection.close()
            raise DossierError(f"{path.name} is not a dossier: {problem}") from problem
        except DossierError:
            self._connection.close()
            raise

    def append(self, entry: Entry) -> None:
        """Commit one row, which waits for the disk."""
        try:
            self._connection.execute("INSERT INTO log VALUES (?, ?)", (entry.n, entry.line()))
        except sqlite3.Error as problem:
            raise DossierError(f"the step could not be written: {problem}") from problem

    def close(self) -> None:
        """Close the database."""
        self._connection.close()


def storage(path: str | Path | None) -> Storage:
    """What keeps the log of this path.

    Args:
        path: ``.jsonl``, or ``.sqlite``, ``.sqlite3``, ``.db``; None keeps it nowhere.

    Raises:
        DossierError: another suffix, a folder that is not there, a file that is no dossier or was changed.
    """
    if path is None:
        return Memory()
    file = Path(path)
    if file.suffix not in (*SQLITE, *LINES):
        raise DossierError(f"a dossier cannot be kept in {file.name}", expected=", ".join((*LINES, *SQLITE)))
    if not file.parent.is_dir():
        raise DossierError(f"there is no folder {file.parent}")
    return Database(file) if file.suffix in SQLITE else LineFile(file)
