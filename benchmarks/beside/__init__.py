"""The benchmark beside the peers, in parts: the facts, our own ways, the runs, the tables, the page, the chart."""
