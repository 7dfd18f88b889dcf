"""Whole registers by columns: the rules lowered once to Polars expressions over two tables.

Rows whose facts do not settle an answer are packed into small states, or grouped by what their answer depends on, and
each state or group is asked of the reference engine once. Look first at `registers`, then at `lowering`.
"""
