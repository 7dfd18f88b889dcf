"""A text file in blocks of whole lines, decoded, so that a file larger than memory can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from povrules.facts.encodings import Encoding, Marked, UnreadableBytes, decoded, reread
from povrules.facts.errors import FileProblem

BLOCK = 1 << 24  # bytes read at once
_TEXT_BEYOND_ASCII = re.compile(r'[^,;\t\n"]*[^\x00-\x7f][^,;\t\n"]*')


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text file whose encoding is known.

    Args:
        path: the file.
        encoding: of its text.
        recognised: nobody stated the encoding, and the file is not UTF-8.
        misread: the file is UTF-8, but its text was read in a wrong encoding before: ``encoding`` is the right one.
    """

    path: Path
    encoding: Encoding
    recognised: bool = False
    misread: bool = False

    def blocks(self, size: int = BLOCK) -> Iterator[str]:
        """The text in blocks that end with a line, each line with ``\\n``.

        Raises:
            FileProblem: a byte that is nothing in this encoding, a NUL character, a file that cannot be read.
        """
        line = 1
        for data in _byte_blocks(self.path, size):
            try:
                text = decoded(data, "utf-8" if self.misread else self.encoding)
            except UnreadableBytes as problem:
                at = line + _lines(data[: problem.start])
                shown = "UTF-8" if self.encoding == "utf-8" else self.encoding
                raise FileProblem(
                    f"{self.path}, line {at}: not {shown} text", expected="a file saved as 'CSV UTF-8'"
                ) from None
            if "\0" in text:
                raise FileProblem(f"{self.path}: holds NUL characters, so it is not a CSV file")
            line += _lines(data)
            # Only these end a line here; str.splitlines knows more, which would move the row numbers.
            text = text.replace("\r\n", "\n").replace("\r", "\n")
            yield _reread_cells(text, self.encoding) if self.misread else text


def open_text(path: Path, stated: Encoding | None = None) -> TextFile:
    """Find out in which encoding a text file is.

    Args:
        path: the file; UTF-8, cp1258 or TCVN3.
        stated: what somebody says it is. A file that is UTF-8 all the same holds text that was read in a wrong
            encoding before, and is read again.

    Raises:
        FileProblem: it cannot be read, is UTF-16, or is not UTF-8 and its words are not recognised.
    """
    marked = Marked()
    line, broken = 1, 0
    for data in _byte_blocks(path, BLOCK):
        if line == 1 and data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise FileProblem(f"{path}: is UTF-16", expected="a file saved as 'CSV UTF-8'")
        bad = marked.add(data)
        if bad is not None and not broken:
            broken = line + _lines(data[:bad])
        line += _lines(data)
    if stated is not None:
        return TextFile(path, stated, misread=stated != "utf-8" and not broken and marked.any)
    found = marked.encoding()
    if found is None:
        raise FileProblem(
            f"{path}, line {broken}: not UTF-8 text, and its words tell neither cp1258 nor TCVN3",
            expected="encoding in a mapping, or a file saved as 'CSV UTF-8'",
        )
    return TextFile(path, found, recognised=found != "utf-8")


def _byte_blocks(path: Path, size: int) -> Iterator[bytes]:
    rest = b""
    try:
        with path.open("rb") as file:
            while data := file.read(size):
                data = rest + data
                # A file of old Macs ends its lines with \r alone; the last byte may be half of \r\n.
                cut = data.rfind(b"\n") + 1 or data.rfind(b"\r", 0, len(data) - 1) + 1
                if cut:
                    yield data[:cut]
                rest = data[cut:]
    except OSError as problem:
        raise FileProblem(f"{path}: cannot be read: {problem.strerror}") from None
    if rest:
        yield rest


def _lines(data: bytes) -> int:
    return data.count(b"\n") or data.count(b"\r")


def _reread_cells(text: str, encoding: Encoding) -> str:
    return _TEXT_BEYOND_ASCII.sub(lambda cell: reread(cell[0], encoding) or cell[0], text)
