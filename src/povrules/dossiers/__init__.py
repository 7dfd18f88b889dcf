"""Live dossiers (hồ sơ hộ): the facts of one household one at a time, what follows, and a log that is the truth.

Holds the log and its chain, where it is kept, the dossier itself. Decides nothing: the durable engine does, or the
reference engine where durable_rules is missing. Look first at `dossier.py`, then `log.py`.
"""
