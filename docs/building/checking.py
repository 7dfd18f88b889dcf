"""``python -m docs.building.checking SITE``: links of the site lead somewhere, and nothing is fetched elsewhere."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADED = {
    "script": "src",
    "link": "href",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "object": "data",
    "embed": "src",
}
"""What a browser fetches by itself, and by which attribute."""
_STYLE = re.compile(r"""(?:@import\s+|url\(\s*)["']?((?:https?:)?//[^"')\s]+)""")


@dataclass
class Read:
    """What one page names.

    Args:
        anchors: ids in it.
        links: where it leads.
        loads: what a browser fetches for it.
        styles: text of its style sheets.
    """

    anchors: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.read = Read()
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.read.anchors |= {named[name] for name in ("id", "name") if name in named}
        self.read.styles.append(named.get("style", ""))
        self._style = tag == "style"
        if tag == "a" and "href" in named:
            self.read.links.append(named["href"])
        if tag in LOADED and LOADED[tag] in named:
            self.read.loads.append(named[LOADED[tag]])
        if "mermaid" in named.get("class", "").split():
            self.read.loads.append("//mermaid")  # the theme would fetch the library that draws it

    def handle_data(self, data: str) -> None:
        if self._style:
            self.read.styles.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._style = False


def read_page(path: Path) -> Read:
    """What a page of the site names."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader.read


def problems(site: Path) -> Iterator[str]:
    """What is wrong with a built site, a line each.

    Args:
        site: its folder.
    """
    pages = {path.resolve(): read_page(path) for path in sorted(site.rglob("*.html"))}
    if not pages:
        yield f"{site}: there is no page"
    for path, read in pages.items():
        name = path.relative_to(site.resolve())
        for address in read.loads:
            if _outside(address):
                yield f"{name}: loads {address}"
            elif not address.startswith("data:") and not _target(path, address, site).exists():
                yield f"{name}: {address} is not there"
        for style in read.styles:
            yield from (f"{name}: loads {address}" for address in _STYLE.findall(style))
        yield from (f"{name}: {told}" for link in read.links if (told := _broken(path, link, pages, site)))
    for path in sorted(site.rglob("*.css")):
        found = _STYLE.findall(path.read_text(encoding="utf-8"))
        yield from (f"{path.relative_to(site)}: loads {address}" for address in found)


def _outside(address: str) -> bool:
    return address.startswith("//") or urlsplit(address).scheme in ("http", "https")


def _target(page: Path, address: str, site: Path) -> Path:
    parts = urlsplit(address)
    if not parts.path:
        return page
    start = site.resolve() if parts.path.startswith("/") else page.parent
    return (start / unquote(parts.path).lstrip("/")).resolve()


def _broken(page: Path, link: str, pages: dict[Path, Read], site: Path) -> str | None:
    """Why a link leads nowhere; None when it does lead somewhere, or out of the site."""
    parts = urlsplit(link)
    if parts.scheme or link.startswith("//"):
        return None
    target = _target(page, link, site)
    if target.is_dir():
        target /= "index.html"
    if not target.exists():
        return f"the link {link} leads nowhere"
    anchor = unquote(parts.fragment)
    if anchor and anchor != "__top" and target in pages and anchor not in pages[target].anchors:
        return f"the link {link} has no such place"
    return None


def main() -> None:
    """Print what is wrong; exit code 1 when anything is."""
    parser = argparse.ArgumentParser(prog="python -m docs.building.checking", description=__doc__)
    parser.add_argument("site", type=Path, help="folder of the built site")
    site: Path = parser.parse_args().site
    found = list(problems(site))
    print("\n".join(found) or f"{sum(1 for _ in site.rglob('*.html'))} pages, every link leads somewhere")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
