"""Installed distributions made of a few files: metadata, an entry point, a module."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from importlib.metadata import EntryPoint, distributions
from pathlib import Path

from povrules.plugins.manager import GROUP


def install(
    site: Path,
    name: str,
    entry: str,
    module: str,
    source: str,
    *,
    version: str = "1.0",
    requires: str = "povrules>=0.1",
) -> None:
    """Put a distribution with one module and one entry point into a folder, as an installer would."""
    info = site / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", f"Requires-Dist: {requires}"]
    (info / "METADATA").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[{GROUP}]\n{entry} = {module}\n", encoding="utf-8")
    (site / f"{module}.py").write_text(source, encoding="utf-8")


def entries(site: Path) -> Iterator[EntryPoint]:
    """The entry points of the folder's distributions."""
    for distribution in distributions(path=[str(site)]):
        yield from (entry for entry in distribution.entry_points if entry.group == GROUP)


def pack_source(folder: Path, id: str, code: str) -> str:
    """A module that hands over one folder of policies."""
    return f"""
from pathlib import Path
from povrules.plugins import Pack, hook

@hook
def provide_packs(context):
    return (Pack({id!r}, (Path({str(folder)!r}),), namespace={code!r}),)
"""


def install_package(site: Path, package: Path) -> None:
    """Put a package as `povrules new-pack` writes it into a folder, as its wheel would."""
    project = tomllib.loads((package / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    shutil.copytree(package / "src", site, dirs_exist_ok=True)
    info = site / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    info.mkdir()
    lines = ["Metadata-Version: 2.1", f"Name: {project['name']}", f"Version: {project['version']}"]
    lines += [f"Requires-Dist: {each}" for each in project["dependencies"]]
    (info / "METADATA").write_text("\n".join(lines) + "\n", encoding="utf-8")
    names = [f"{name} = {module}\n" for name, module in project["entry-points"][GROUP].items()]
    (info / "entry_points.txt").write_text(f"[{GROUP}]\n{''.join(names)}", encoding="utf-8")
