"""How far values lie from one another, over all pairs of rows, exactly."""

from __future__ import annotations

from collections.abc import Sequence


def distances(values: Sequence[int], weights: Sequence[int]) -> tuple[int, list[int]]:
    """The weighted distance of each value from all others, and their weighted sum.

    Args:
        values: whole numbers.
        weights: whole numbers.

    Returns:
        The sum over ordered pairs of w_i w_j |v_i - v_j|, and for each i the sum over j of w_j |v_i - v_j|.

    >>> distances([1, 4], [1, 2])
    (12, [6, 3])
    """
    order = sorted(range(len(values)), key=values.__getitem__)
    all_weight = sum(weights)
    all_value = sum(weight * value for weight, value in zip(weights, values, strict=True))
    found = [0] * len(values)
    below = below_value = total = 0
    for row in order:
        weight, value = weights[row], values[row]
        # This row and its equals add nothing, so it does not matter on which side they are counted.
        found[row] = value * below - below_value + (all_value - below_value) - value * (all_weight - below)
        below += weight
        below_value += weight * value
        total += weight * found[row]
    return total, found
