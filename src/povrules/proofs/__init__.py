"""What can be shown of a policy without any household: tables without gap and without overlap.

Works on the rules alone and never on data. A failure comes with a household that shows it. Decisions about one
household are made below, in ``decisions``.
"""
