"""Forward chaining over the facts of one household, in durable_rules: for live dossiers.

Holds the policy as rules over what is certainly true and certainly false, the bounds and cases that these facts come
from, and the one place that talks to durable_rules. Never used for a register, never fed a fact that is not checked.
Look first at `engine.py`, then `splitting.py` and `host.py`.
"""
