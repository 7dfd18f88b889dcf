"""A chart: its figures as a frame, and how it is drawn, as Vega-Lite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, overload

import polars as pl

from povrules.charts.errors import ChartError
from povrules.facts.errors import FileProblem
from povrules.facts.writing import atomic_write
from povrules.language.amounts import Lang

SHARP = 2.0
"""Pixels of a PNG for each unit of the drawing."""


@dataclass(frozen=True)
class Chart:
    """A chart with the figures it shows. It shows itself in Jupyter, as a drawing that needs no network.

    Args:
        title: what it shows.
        data: its figures, as the result has them.
        spec: the drawing, as Vega-Lite.
        lang: ``vi`` or ``en``.
    """

    title: str
    data: pl.DataFrame
    spec: Mapping[str, Any]
    lang: Lang

    @cached_property
    def chart(self) -> Any:
        """The same as an Altair chart, to be changed or combined further.

        Raises:
            ChartError: altair is not installed.
        """
        return _loaded("altair").Chart.from_dict(dict(self.spec))

    @overload
    def png(self, path: None = None, *, scale: float = SHARP) -> bytes: ...

    @overload
    def png(self, path: str | Path, *, scale: float = SHARP) -> None: ...

    def png(self, path: str | Path | None = None, *, scale: float = SHARP) -> bytes | None:
        """The chart as a PNG image.

        Args:
            path: a file to write, in a folder that exists; None gives the image back.
            scale: pixels for each unit of the drawing.

        Raises:
            ChartError: vl-convert is not installed; a file that cannot be written.
        """
        return _written(path, bytes(_loaded("vl_convert").vegalite_to_png(dict(self.spec), scale=scale)))

    @overload
    def svg(self, path: None = None) -> str: ...

    @overload
    def svg(self, path: str | Path) -> None: ...

    def svg(self, path: str | Path | None = None) -> str | None:
        """The chart as SVG, with its words as text.

        Args:
            path: a file to write, in a folder that exists; None gives the text back.

        Raises:
            ChartError: as for ``png``.
        """
        return _text(_written(path, self._svg.encode()))

    @cached_property
    def _svg(self) -> str:
        return str(_loaded("vl_convert").vegalite_to_svg(dict(self.spec)))

    @overload
    def html(self, path: None = None) -> str: ...

    @overload
    def html(self, path: str | Path) -> None: ...

    def html(self, path: str | Path | None = None) -> str | None:
        """The chart as one page, with what moves it inside: nothing is loaded from elsewhere.

        Args:
            path: a file to write, in a folder that exists; None gives the text back.

        Raises:
            ChartError: as for ``png``.
        """
        made = _loaded("vl_convert").vegalite_to_html(dict(self.spec), bundle=True)
        return _text(_written(path, str(made).encode()))

    def __repr__(self) -> str:
        return f"<Chart {self.title!r}, {self.data.height} rows>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"image/svg+xml": self._svg, "text/plain": repr(self)}


def _loaded(name: str) -> Any:
    """A library of the extra ``charts``.

    Raises:
        ChartError: it is not installed.
    """
    try:
        return import_module(name)
    except ImportError:
        library = name.replace("vl_convert", "vl-convert-python")
        raise ChartError(f"drawing needs {library}", expected="pip install 'povrules[charts]'") from None


def _written(path: str | Path | None, content: bytes) -> bytes | None:
    """The content, or a file with it: somebody who writes a file at a console does not want to see it there."""
    if path is None:
        return content
    try:
        atomic_write(path, lambda to: _put(to, content))
    except FileProblem as problem:
        raise ChartError(problem.message, expected="a folder that exists") from None
    return None


def _text(content: bytes | None) -> str | None:
    return None if content is None else content.decode()


def _put(path: Path, content: bytes) -> None:
    path.write_bytes(content)
