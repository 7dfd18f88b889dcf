"""One rule graph, several ways to carry it out, the same file names in each folder; all must agree to the last đồng.

No engine holds a threshold, reads a file or knows a date that is not in the policy it was given.
Look next at `povrules.engines.reference`, which says what a rule means, and `povrules.decisions` for what comes out.
"""
