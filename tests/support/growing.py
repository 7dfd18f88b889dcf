"""Something that needs memory, for a process of its own."""

from __future__ import annotations


def grown(mebibytes: int) -> int:
    """Hold so many mebibytes for a moment; how many bytes that was."""
    return len(b"x" * (mebibytes * 2**20))
