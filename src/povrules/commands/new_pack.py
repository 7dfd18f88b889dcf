"""`povrules new-pack`: a package for the law of a place, that builds, installs and passes its tests as it stands."""

from __future__ import annotations

import re
from argparse import Namespace
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from povrules.commands import words as w
from povrules.commands.parser import Parser
from povrules.facts.errors import FileProblem
from povrules.law.places import Place
from povrules.plugins.choosing import official_places
from povrules.version import __version__

TEMPLATE = "pack_template"
ENDING = ".template"
NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
CODE = re.compile(r"[0-9]{2,5}\Z")
MARK = re.compile(r"@([a-z_]+)@")


def add_arguments(parser: Parser) -> None:
    """The arguments of `povrules new-pack`."""
    parser.takes("name", metavar="NAME", words=w.PACK_NAME)
    parser.option("--place", metavar="CODE", required=True, words=w.PACK_PLACE)
    parser.option("--place-name", metavar="TEXT", words=w.PACK_PLACE_NAME)
    parser.option("--into", metavar="FOLDER", default=".", words=w.PACK_INTO)
    parser.speaks()


def run(options: Namespace) -> int:
    """Write the package and say what to do next.

    Raises:
        FileProblem: a name that is none, a code that no place has and that got no name, a folder that exists.
    """
    folder = write_pack(options.name, options.place, Path(options.into), options.place_name)
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        print(path)
    print(w.PACK_NEXT.of(options.lang).format(folder))
    return 0


def write_pack(name: str, code: str, into: Path, place_name: str | None = None) -> Path:
    """Write the package.

    Args:
        name: small letters, digits, and underscores or hyphens between them.
        code: official code of the place, or a free one for a place that is made up.
        into: the folder in which its folder is made.
        place_name: of a place that is made up.

    Returns:
        The folder of the package.
    """
    plain = name.replace("-", "_")
    if not NAME.match(plain):
        raise FileProblem(f"{name!r} is not the name of a pack", expected="such as quang_ninh")
    if not CODE.match(code):
        raise FileProblem(f"{code!r} is not the code of a place", expected="digits such as 22")
    versions = [place for place in official_places() if place.code == code]
    if versions and place_name is not None and place_name != versions[-1].name:
        raise FileProblem(f"the place {code} is {versions[-1].name}", expected="--place-name only for a made-up place")
    if not versions and place_name is None:
        raise FileProblem(f"no place has the code {code!r}", expected="--place-name, for a place that is made up")
    folder = into / plain
    if folder.exists():
        raise FileProblem(f"{folder}: is there already", expected="a name that is free")
    words = {
        "name": plain,
        "dashed": plain.replace("_", "-"),
        "package": f"povrules_{plain}",
        "code": code,
        "place_name": place_name or versions[-1].name,
        "territory": _territory(code, versions),
        "from": ".".join(__version__.split(".")[:2]),
        "below": _next_minor(__version__),
    }
    made_up = not versions
    for source, path in _template(words["package"]):
        if path.name == "places.yaml" and not made_up:
            continue
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        text = MARK.sub(lambda found: words[found[1]], source.read_text(encoding="utf-8"))
        target.write_text(text, encoding="utf-8")
    return folder


def _template(package: str) -> list[tuple[Traversable, Path]]:
    """The files of the template, and where each stands in the package."""
    top = files("povrules.commands") / TEMPLATE
    inside = Path("src") / package
    found = [(top / f"__init__.py{ENDING}", inside / "__init__.py")]
    found += [(each, Path(_plain(each))) for each in top.iterdir() if each.is_file() and not each.name.startswith("__")]
    found += [(each, Path("tests") / _plain(each)) for each in (top / "tests").iterdir()]
    found += [(each, inside / "policies" / _plain(each)) for each in (top / "policies").iterdir()]
    return found


def _plain(file: Traversable) -> str:
    return file.name.removesuffix(ENDING)


def _territory(code: str, versions: list[Place]) -> str:
    """The place as pack.yaml says it: with days, where its code stood for two territories."""
    if len(versions) < 2:
        return f'  - {{code: "{code}"}}'
    old, new = versions[:2]
    return f'  - {{code: "{code}", to: {old.end}}}   # {old.name} as it was; for the one since then: from: {new.start}'


def _next_minor(version: str) -> str:
    major, minor = version.split(".")[:2]
    return f"{major}.{int(minor) + 1}"
