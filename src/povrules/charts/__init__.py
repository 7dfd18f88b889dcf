"""Charts of results, each with the figures it shows: in a notebook, as PNG, SVG or one HTML page, without a network.

They decide and measure nothing: every figure comes from a result (`whatif`, `measures`) as it stands there. Drawing
needs the extra ``charts``; the figures of a chart do not. One chart a file; look next at `chart.py` for what all of
them can do, and at `drawing.py` for how they look.
"""

from povrules.charts.chart import Chart
from povrules.charts.contribution_bars import contribution_bars
from povrules.charts.cost_bars import cost_bars
from povrules.charts.errors import ChartError
from povrules.charts.step_curve import step_curve
from povrules.charts.tile_map import tile_map
from povrules.charts.transition_heatmap import transition_heatmap
from povrules.charts.waterfall import waterfall
from povrules.charts.winners_losers import winners_losers

__all__ = [
    "Chart",
    "ChartError",
    "contribution_bars",
    "cost_bars",
    "step_curve",
    "tile_map",
    "transition_heatmap",
    "waterfall",
    "winners_losers",
]
