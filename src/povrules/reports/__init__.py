"""Tables that offices publish: movement between two reviews, targets against results, totals that must add up.

Frames first; ``printing`` puts them on the official forms. They read classes as columns and know nothing of how a class
was decided. Look next at `movement` for the two tables that every review begins with, and at `reviewing` for all forms.
"""

from povrules.reports.causes import causes
from povrules.reports.children import children
from povrules.reports.errors import ReportError
from povrules.reports.ethnic_groups import ETHNIC_GROUPS
from povrules.reports.ethnicity import ethnicity
from povrules.reports.from_members import with_child_deprivations, with_household_groups
from povrules.reports.groups import groups
from povrules.reports.local_targets import against_targets
from povrules.reports.movement import movement
from povrules.reports.printing import Form
from povrules.reports.reconciling import reconcile
from povrules.reports.reviewing import NotMade, Review, review
from povrules.reports.summaries import deprived, summary
from povrules.reports.targets import Progress, against_target

__all__ = [
    "ETHNIC_GROUPS",
    "Form",
    "NotMade",
    "Progress",
    "ReportError",
    "Review",
    "against_target",
    "against_targets",
    "causes",
    "children",
    "deprived",
    "ethnicity",
    "groups",
    "movement",
    "reconcile",
    "review",
    "summary",
    "with_child_deprivations",
    "with_household_groups",
]
