"""The law in force on one day in one place: merged, resolved, typed, ordered, immutable, with its static checks.

It never looks at a household and never changes after it is made: another law is another `ResolvedPolicy`.
Look next at `povrules.facts`, which says what such a policy asks for, and `povrules.engines`, which carry it out.
"""
