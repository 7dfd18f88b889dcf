"""Tables that offices publish: movement between two reviews, targets against results, totals that must add up.

Frames first; what they are printed on comes after. They read classes as columns and know nothing of how a class was
decided. Look next at `movement` for the two tables that every review begins with.
"""

from povrules.reports.errors import ReportError
from povrules.reports.movement import movement
from povrules.reports.reconciling import reconcile
from povrules.reports.summaries import deprived, summary
from povrules.reports.targets import Progress, against_target

__all__ = ["Progress", "ReportError", "against_target", "deprived", "movement", "reconcile", "summary"]
