"""``python -m povrules`` is the command ``povrules``."""

from __future__ import annotations

import sys

from povrules.cli import main

sys.exit(main())
