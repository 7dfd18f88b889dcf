"""Registers that are not frames in memory: Polars lazy frames, DuckDB relations, Spark data frames.

What the columns of a result are called and hold must be known there before any row is read, so every kind gives the
same fixed columns (`fixed.py`). Here nothing is decided: each file brings rows to `evaluate` and its answers back.
Look first at `plan.py`.
"""
