"""The rule language: nodes, types and units, parser, exact numbers, truth with unknowns, sentences in vi and en.

It knows nothing of poverty, files or frames, and it never evaluates text: what the grammar does not list is refused.
Look next at `povrules.law`, which says what a policy file may hold, and `povrules.policy`, which types its expressions.
"""
