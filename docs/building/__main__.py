"""``python -m docs.building OUT``: write the sources of the site and its ``mkdocs.yml`` into a folder."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import yaml

from docs.building import manual, notebooks
from docs.building.browser import browser_pages
from docs.building.glossary import glossary_page, read_glossary
from docs.building.law import Law
from docs.building.reference import write_reference
from docs.building.speed import with_speed
from docs.building.things import KINDS
from docs.building.verdict_picture import write_picture
from docs.building.writing import LANGUAGES, put

REPOSITORY = Path(__file__).resolve().parents[2]
SITE = REPOSITORY / "docs" / "site"


def write_sources(root: Path) -> None:
    """Write every source of the site anew.

    Args:
        root: a folder that belongs to the build; what it held is removed.
    """
    if root.exists():
        shutil.rmtree(root)
    law = Law.built_in()
    for lang in LANGUAGES:
        shutil.copytree(SITE / lang, root / lang)
        shutil.copytree(SITE / "assets", root / lang / "assets")
        glossary_page(read_glossary(), lang).write(root)
        comparison = root / lang / "comparison.md"
        put(comparison, with_speed(comparison.read_text(encoding="utf-8"), REPOSITORY, lang))
        write_picture(root / lang / "assets" / "verdict.svg", lang)
        for page in browser_pages(law, lang, root):
            page.write(root)
        manual.write_manual(REPOSITORY, root, lang)
        notebooks.write_notebooks(REPOSITORY, root, lang)
        write_reference(root, lang)


def navigation() -> list[object]:
    """The pages in order; the sections bear English names, which the configuration has in Vietnamese."""
    places = manual.manual_files(REPOSITORY)
    pages = [place for place in places.values() if place.startswith("manual/") and "/decisions/" not in place]
    law = ["law/index.md", *(f"law/{kind}/index.md" for kind in KINDS)]
    law += ["law/instruments/index.md", "law/facts.md", "law/cases/index.md", "law/open.md"]
    province = "manual/add-a-province.md"
    return [
        "index.md",
        "ten-minutes.md",
        "verdict.md",
        {"Law browser": law},
        {"Add a province": province},
        {"Notebooks": [place for place in places.values() if place.startswith("notebooks/")]},
        {"Manual": [page for page in pages if page != province] + ["manual/decisions/index.md"]},
        "reference.md",
        "comparison.md",
        "glossary.md",
    ]


def write_configuration(out: Path, pages: list[object]) -> None:
    """Write `mkdocs.yml` beside the sources.

    Args:
        out: folder of the build.
        pages: in order.
    """
    base = (REPOSITORY / "docs" / "mkdocs.yml").read_text(encoding="utf-8").replace("SOURCE", str(REPOSITORY / "src"))
    put(out / "mkdocs.yml", base + "\n" + yaml.safe_dump({"nav": pages}, allow_unicode=True))


def main() -> None:
    """Write the sources, and the configuration with the pages in order."""
    parser = argparse.ArgumentParser(prog="python -m docs.building", description=__doc__)
    parser.add_argument("out", type=Path, help="folder of the build; its folder `sources` is written anew")
    out: Path = parser.parse_args().out
    write_sources(out / "sources")
    write_configuration(out, navigation())


if __name__ == "__main__":
    main()
