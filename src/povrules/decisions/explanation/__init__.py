"""Why an answer is what it is: each step with its facts, the values of law, their dates and articles.

It decides nothing and evaluates nothing anew: steps are read off the evaluation that gave the answer.
Look next at `building`, which makes the steps, and at `plain` and `page`, which show them.
"""

from povrules.decisions.explanation.explaining import explain
from povrules.decisions.explanation.explanation import Explanation
from povrules.decisions.explanation.questions import question
from povrules.decisions.explanation.step import Step

__all__ = ["Explanation", "Step", "explain", "question"]
