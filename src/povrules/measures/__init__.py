"""Measures of poverty and of inequality over households or persons, exact where they are rational, with their errors.

It reads columns and knows nothing of law: who is deprived or poor is decided above, in the engines and `decisions`, and
handed over as columns. Nothing missing is taken as zero in silence, and a cut-off is never compared in floats.
Look next at `alkire_foster`, `poverty` and `inequality` for the measures, at `survey` for standard errors.
"""

from povrules.measures.alkire_foster import MultidimensionalPoverty, alkire_foster, over_cutoffs
from povrules.measures.change import change, decompose_m0
from povrules.measures.efficiency import transfer_efficiency
from povrules.measures.errors import MeasureError
from povrules.measures.estimate import Estimate
from povrules.measures.indicators import Indicator
from povrules.measures.inequality import atkinson, generalised_entropy, gini, hoover, theil_l, theil_t
from povrules.measures.poverty import exit_time, fgt, income_gap, sen, sst, watts
from povrules.measures.results import Estimates
from povrules.measures.survey import SurveyDesign
from povrules.measures.targeting import targeting

__all__ = [
    "Estimate",
    "Estimates",
    "Indicator",
    "MeasureError",
    "MultidimensionalPoverty",
    "SurveyDesign",
    "alkire_foster",
    "atkinson",
    "change",
    "decompose_m0",
    "exit_time",
    "fgt",
    "generalised_entropy",
    "gini",
    "hoover",
    "income_gap",
    "over_cutoffs",
    "sen",
    "sst",
    "targeting",
    "theil_l",
    "theil_t",
    "transfer_efficiency",
    "watts",
]
