"""For mkdocstrings: an example that stands bare in a docstring is one under ``Examples:``."""

from __future__ import annotations

import re
from textwrap import indent
from typing import Any

import griffe

_EXAMPLE = re.compile(r"(?:^|(?<=\n\n))>>> .*?(?=\n\n|\Z)", re.DOTALL)


def marked(text: str) -> str:
    """A docstring whose examples stand in a section of their own.

    >>> marked("Add.\\n\\n>>> 1 + 1\\n2\\n\\nMore.")
    'Add.\\n\\nExamples:\\n    >>> 1 + 1\\n    2\\n\\nMore.'
    """
    return _EXAMPLE.sub(lambda found: "Examples:\n" + indent(found[0], "    "), text)


class BareExamples(griffe.Extension):
    """Marks the examples of every docstring that is read."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Change the docstring of one object before it is parsed."""
        if obj.docstring is not None:
            obj.docstring.value = marked(obj.docstring.value)
