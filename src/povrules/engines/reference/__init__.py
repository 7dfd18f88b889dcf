"""The meaning of a rule: an interpreter over exact numbers with a full trace, and answers under unknown facts.

It never rounds, never gives up on a case split and is never made faster at the price of being read.
Look next at `povrules.decisions`, which turns its traces into explanations, and at the contract test all engines pass.
"""
