"""One build of the library for every test that needs it installed, and an empty environment with its wheel."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Built:
    wheel: Path
    sdist: Path


@dataclass(frozen=True, slots=True)
class Installed:
    folder: Path
    elsewhere: Path

    def run(self, *command: str, fails: bool = False, **environment: str) -> str:
        """What ``command`` of the environment prints, run from a folder that has nothing to do with the project."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV", "POVRULES"))}
        done = subprocess.run(
            [str(self.folder / "bin" / command[0]), *command[1:]],
            cwd=self.elsewhere,
            env=kept | environment,
            capture_output=True,
            encoding="utf-8",
        )
        assert (done.returncode != 0) == fails, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr if fails else done.stdout

    def pip(self, *words: str) -> None:
        """Change what is installed, from files alone."""
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python"]
        done = subprocess.run(
            [*command, str(self.folder / "bin" / "python"), *words], capture_output=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    out = tmp_path_factory.mktemp("dist")
    # Without --wheel, `build` makes the sdist and then the wheel out of it: both must hold everything.
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = out.glob("*.whl")
    (sdist,) = out.glob("*.tar.gz")
    return Built(wheel, sdist)


@pytest.fixture(scope="session")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    made = Installed(folder, tmp_path_factory.mktemp("elsewhere"))
    made.pip("install", "--no-index", "--no-deps", str(built.wheel))
    # The dependencies come from the environment of the tests. A .pth file only appends the folder: the .pth files in
    # it (the editable install of this checkout) are not read.
    (site,) = folder.glob("lib/python*/site-packages")
    paths = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site / "dependencies.pth").write_text("\n".join(sorted(paths)) + "\n", encoding="utf-8")
    return made
