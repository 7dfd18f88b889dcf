"""How long the app takes to follow a slider: every figure and chart of the whole province, decided and drawn anew.

``python -m benchmarks.app_redraw`` (334,000 households; ``--households`` for another size). It calls the functions that
the cells of `docs/notebooks/what_if.py` call, with other values every time, as far as what is sent to the browser. The
time of a redraw is printed; kept is its ratio to one evaluation of the class.
"""

from __future__ import annotations

import argparse
from itertools import count

import povrules as pr
from benchmarks.common import keep, race
from docs.notebooks import what_if as app
from povrules.charts import step_curve, transition_heatmap

HOUSEHOLDS, ROUNDS = 334_000, 15
REDRAW = "a redraw of the app / one evaluation of the class"
MOMENT = 0.2
"""Seconds that a hand on a slider does not notice."""


def main() -> bool:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--households", type=int, default=HOUSEHOLDS)
    options = parser.parse_args()
    law = app.the_law()
    groups, register = app.made_province(law, options.households)
    before = app.decided(law, register)
    turns = count()

    def redraw() -> None:
        turn = next(turns)
        reform = app.moved(law, 1_000_000 + 50_000 * (turn % 25), 1_500_000 + 50_000 * (turn % 29), 1 + turn % 5)
        found = app.compared(before, app.decided(reform, register))
        tally = app.tallied(found, groups)
        app.counted(tally, found.classes)
        curve = pr.sweep(reform, "income_line.rural", register)
        gains = app.gains_chart(app.gains(tally, "district_name"), "vi")
        for chart in (step_curve(curve), transition_heatmap(found), gains):
            app.InTheBrowser(chart)._mime_()

    times = race({"evaluate": lambda: app.decided(law, register), "redraw": redraw}, ROUNDS)
    print(f"\n{register.used.households:,} households")
    for name, each in times.items():
        print(f"  {name:9} {each}")
    said = "less" if times["redraw"].median < MOMENT else "NOT LESS"
    print(f"a redraw takes {said} than {1000 * MOMENT:.0f} ms")
    return keep("app_redraw", {REDRAW: times["redraw"].median / times["evaluate"].median})


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
