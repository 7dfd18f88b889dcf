"""What comes out for one household: the assessment, what is still possible, what is missing, the explanation.

It never decides anything itself: every class, flag and number comes from an engine, with its facts and its article.
Look next at `povrules.api`, where `Policy.assess` makes these, and `povrules.engines.reference` for the trace behind.
"""
