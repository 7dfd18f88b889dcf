"""Households, persons and registers: the facts a policy asks for, readers, column mapping, checks, rejects.

It never applies a rule, never drops a row in silence and never takes a blank for zero or for false.
Look next at `povrules.engines`, which compute from checked facts, and `povrules.law` for where the facts are declared.
"""
