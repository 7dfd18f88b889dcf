"""A synthetic register of Bình Thuận, 2022: seeded, calibrated to the published rates of the province, nobody real.

It holds the generator of the example and of large registers for measuring. It never decides a class: it draws facts
that imply one. Look next at ``generator``.
"""

from povrules.facts.synthetic.generator import Synthetic, generate_province, province_chunks
from povrules.facts.synthetic.province import OBSERVED_ON, TARGET_DATE

__all__ = ["OBSERVED_ON", "TARGET_DATE", "Synthetic", "generate_province", "province_chunks"]
