"""What would turn a verdict: the smallest changes of facts, or of the law, each assessed anew before it is told.

The verdict is one decision diagram over what may change (`engines/reference/freed.py`); nothing is found by trial.
Look next at `searching`, at `ways` for how a diagram is read, and at `telling` for what people see.
"""

from povrules.decisions.counterfactual.asking import check_member, check_name
from povrules.decisions.counterfactual.result import Alternative, Change, Counterfactual
from povrules.decisions.counterfactual.telling import of_facts, of_law

__all__ = ["Alternative", "Change", "Counterfactual", "check_member", "check_name", "of_facts", "of_law"]
