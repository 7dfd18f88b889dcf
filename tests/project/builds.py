"""The wheel on every Python: built once, installed alone with the pinned packages, asked for one decision.

``make builds`` runs it. Pythons are looked for on the PATH and under pyenv; ``PYTHONS="python3.12 /opt/x/bin/python"``
names others. It ends with 1 when one of them fails, or none but the running one was found.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
VERSIONS = ("3.11", "3.12", "3.13")
LAST_WITH_DURABLE = (3, 12)
DECISION = """
import povrules as pr
law = pr.load_policy(on="2024-10-01")
assert law.assess({"area": "rural", "income_per_capita": "1.600.000 đ"}).poverty_class == "average"
with_model = law.assess(law.facts_model.model_validate_json('{"area": "rural", "income_per_capita": 1600000}'))
assert with_model.poverty_class == "average"
dossier = pr.open_dossier(law)
dossier.set("area", "rural")
dossier.set("income_per_capita", 1600000)
assert dossier.assess().poverty_class == "average"
print("dossiers by", dossier.engine)
dossier.close()
"""


def pythons() -> Iterator[str]:
    """Every Python that there is, one for each version."""
    named = os.environ.get("PYTHONS", "").split()
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for version in VERSIONS:
        found = [str(path / "bin" / "python") for path in sorted(pyenv.glob(f"{version}.*"))]
        candidates = [*named, *found, shutil.which(f"python{version}") or ""]
        fitting = (each for each in candidates if each and version_of(each) == version)
        if (first := next(fitting, None)) is not None:
            yield first


def version_of(python: str) -> str:
    """``3.12``; empty for what is no Python, or cannot make environments."""
    code = "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2])"
    try:
        return subprocess.run([python, "-c", code], capture_output=True, encoding="utf-8").stdout.strip()
    except OSError:
        return ""


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """What a command prints; its whole output where it fails."""
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV", "POVRULES"))
    }
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=kept, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout.strip()


def tried(python: str, wheel: Path, folder: Path) -> str:
    """Install the wheel for one Python and use it; what it said, in a line."""
    run(python, "-m", "venv", folder)
    own = folder / "bin" / "python"
    pip = (own, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    version = tuple(map(int, version_of(python).split(".")))
    extras = "cli,files,durable" if version <= LAST_WITH_DURABLE else "cli,files"
    pins = ROOT / "requirements" / ("durable.txt" if "durable" in extras else "run.txt")
    run(*pip, "--constraint", pins, f"povrules[{extras}] @ {wheel.as_uri()}", cwd=folder)
    run(own, "-m", "pip", "--disable-pip-version-check", "check")
    said = (run(folder / "bin" / "povrules", "--version", cwd=folder), run(own, "-c", DECISION, cwd=folder))
    return f"{run(own, '-V')}: {', '.join(said)}"


def main() -> int:
    """Build, then try every Python."""
    failed = False
    found = list(pythons())
    with TemporaryDirectory() as name:
        folder = Path(name)
        run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
        (wheel,) = folder.glob("*.whl")
        print(wheel.name, flush=True)
        for index, python in enumerate(found):
            try:
                print(tried(python, wheel, folder / str(index)), flush=True)
            except RuntimeError as problem:
                failed = True
                print(f"{python}: FAILED\n{problem}", flush=True)
    missing = [version for version in VERSIONS if version not in map(version_of, found)]
    if missing:
        print(f"not tried, because there is no such Python here: {', '.join(missing)}")
    return int(failed or len(found) < 2)


if __name__ == "__main__":
    sys.exit(main())
