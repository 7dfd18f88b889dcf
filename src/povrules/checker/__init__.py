"""An independent checker of decision records: reads a record and its bundle of law, and works everything out again.

It imports the standard library and nothing else of povrules: no engine, no rule language, no policy. What it does it
does in its own way, on purpose: rules are evaluated over sets and intervals of what is possible, and where that is too
coarse the unknown facts are cut into cases. What it could not settle it says; that is never taken for a yes.

``python -m povrules.checker RECORD BUNDLE``
"""

from povrules.checker.checking import Report, check

__all__ = ["Report", "check"]
