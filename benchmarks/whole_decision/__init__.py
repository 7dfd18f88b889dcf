"""The whole decision on one day over a register: its facts, and the same answers written by hand in Polars."""
