"""One decision inside somebody's application: rules become one Python function, made of `ast` nodes, never of text.

A function is made for the facts that a household carries, and kept. What known facts settle is answered here; what is
open goes to the reference engine, so that the answers are always the same.
Look next at `engine` for how functions are chosen, `units` for what a function works out, `functions` for its making.
"""
