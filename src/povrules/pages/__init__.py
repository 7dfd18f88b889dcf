"""Results as small pieces of HTML, for notebooks and web pages: headings, tables, notes, all text escaped.

It knows tables and languages, no poverty. Each room says in a `page.py` or `pages.py` of its own what its results show.
No script, no outside font, nothing loaded from elsewhere. Look next at `table.py`.
"""

from povrules.pages.table import FIRST, Table, decimals, page, percent

__all__ = ["FIRST", "Table", "decimals", "page", "percent"]
