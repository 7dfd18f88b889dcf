"""Builds the sources of the documentation site: the law browser, the texts in both languages, notebooks, reference.

The law browser is made from ``policies/`` through the library: no page knows a number of law. Nothing in
``src/povrules`` imports this. Start with ``__main__.py``; a page of one kind is one file (``parameter_page.py``).
"""
