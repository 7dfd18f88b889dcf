"""The law as data: what a policy file may say, reading it, dated values, instruments and citations, evidence.

It never parses a rule, decides what is in force, or merges packs: expressions and numbers stay text with their place.
Look next at ``reading.read_law`` and at ``model``; the room below, ``policy``, turns this into the law of one day.
"""
