"""What if: reforms of a policy, what they follow into, comparison over a register, thresholds at which verdicts turn.

A reform is a new policy; the one it was made of cannot change. Look next at `reforming` for how one is made,
`comparing` for two policies over one register, `sweeping` for every value of a threshold at once.
"""
