"""Run the notebooks of this folder and keep what they show: ``python docs/notebooks/run.py`` (``make notebooks``).

Each runs in a kernel of its own, of the interpreter that runs this file: no kernel has to be installed, no settings of
the person at the keyboard are read. What changes from run to run (counts, times, ids of cells) is left out, so that a
notebook that says the same is the same file. ``tests/notebooks`` runs them as well, and compares.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

FOLDER = Path(__file__).parent
NOTEBOOKS = sorted(FOLDER.glob("[0-9]*.ipynb"))
SECONDS = 120
"""So long a cell may take on a busy machine before it is given up."""
PICTURES = ("image/svg+xml", "image/png")
RICHER = (*PICTURES, "text/html", "text/markdown")
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


class KernelOfThisPython(AsyncKernelManager):  # type: ignore[misc]
    """A kernel of the interpreter that runs now."""

    @property
    def kernel_spec(self) -> KernelSpec:
        """How it is started."""
        options = ["-Xfrozen_modules=off", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        quiet = ["--HistoryManager.enabled=False", "--IPKernelApp.log_level=ERROR"]
        return KernelSpec(argv=[sys.executable, *options, *quiet], display_name="Python 3", language="python")


@contextmanager
def no_settings() -> Iterator[None]:
    """While it lasts, notebooks see neither settings nor history of whoever runs them."""
    with tempfile.TemporaryDirectory() as empty:
        hidden = dict.fromkeys(("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"), empty)
        hidden |= {"LC_ALL": "C.UTF-8", "POVRULES_WITHOUT": "", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
        before = {name: os.environ.get(name) for name in hidden}
        os.environ.update(hidden)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value


def read(path: Path) -> Any:
    """A notebook as it is kept."""
    return nbformat.read(path, as_version=4)


def run(path: Path) -> Any:
    """A notebook with what it shows now, cleaned; the file stays as it is.

    Raises:
        CellExecutionError: a cell fails.
    """
    notebook = read(path)
    with no_settings():
        client = NotebookClient(
            notebook,
            timeout=SECONDS,
            kernel_manager_class=KernelOfThisPython,
            resources={"metadata": {"path": str(FOLDER)}},
            coalesce_streams=True,
            store_widget_state=False,
            record_timing=False,
        )
        client.execute()
    return cleaned(notebook)


def cleaned(notebook: Any) -> Any:
    """The same without what changes from run to run, and without a plain text where there is something better."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for number, cell in enumerate(notebook.cells, start=1):
        cell.id, cell.metadata = f"cell-{number:02}", {}
        if cell.cell_type != "code":
            continue
        cell.execution_count = None
        for output in cell.outputs:
            if "data" in output:
                output.metadata = {}
                if any(kind in output.data for kind in RICHER):
                    output.data.pop("text/plain", None)
                if "text/html" in output.data:
                    output.data.pop("text/markdown", None)
            if "execution_count" in output:
                output.execution_count = None
    return notebook


def shown(notebook: Any) -> list[list[str]]:
    """What each cell of code shows, as text; of a picture only that there is one."""
    return [[_text(output) for output in cell.outputs] for cell in notebook.cells if cell.cell_type == "code"]


def _text(output: Any) -> str:
    if output.output_type == "stream":
        return f"{output.name}: {output.text}"
    if output.output_type == "error":
        return f"error: {output.ename}: {output.evalue}"
    if any(kind in output.data for kind in PICTURES):
        return "a picture"
    return "\n".join(f"{kind}: {text}" for kind, text in sorted(output.data.items()))


def main() -> None:
    """Run those that are named, or all, and write them."""
    named = {Path(name).name for name in sys.argv[1:]}
    for path in NOTEBOOKS:
        if not named or path.name in named:
            nbformat.write(run(path), path)
            print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
