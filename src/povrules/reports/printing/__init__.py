"""Official forms: what each looks like, and a table of numbers on it as HTML, a workbook or Markdown.

It counts nothing. Look next at `forms`, the eleven descriptions, and at `form`, which holds one with its numbers.
"""

from povrules.reports.printing.description import Column, Description
from povrules.reports.printing.form import Form
from povrules.reports.printing.workbook import write_workbook

__all__ = ["Column", "Description", "Form", "write_workbook"]
