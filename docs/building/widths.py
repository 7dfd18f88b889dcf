"""``python -m docs.building.widths SITE``: in a real browser no page of the site is wider than a phone or a screen."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

WIDTHS = (390, 1280)
"""Of a phone and of a screen, in pixels."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
AT_ONCE = 20
"""Frames that one start of the browser opens; it answers when all have loaded."""
SECONDS = 60
_ANSWER = re.compile(r'<pre id="answer">(.*?)</pre>', re.DOTALL)
_PAGE = """<!doctype html><pre id="answer"></pre>FRAMES<script>
addEventListener("load", () => {
  const found = [...document.querySelectorAll("iframe")].map(frame => {
    const page = frame.contentDocument;
    const titles = page.querySelectorAll("h1").length;
    return [frame.getAttribute("src"), frame.offsetWidth, page.documentElement.scrollWidth, titles];
  });
  document.getElementById("answer").textContent = JSON.stringify(found);
});
</script>"""
_FRAME = '<iframe src="{}" style="width:{}px;height:900px;border:0;display:block"></iframe>'


def browser() -> str:
    """The browser of this machine.

    Raises:
        FileNotFoundError: there is none of those that are known.
    """
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        raise FileNotFoundError(
            f"opening pages needs a browser: {' or '.join(BROWSERS)} (Debian: apt install chromium)"
        )
    return found


def too_wide(pages: Sequence[Path]) -> Iterator[str]:
    """Pages that stick out of the window, or show no heading, a line each.

    Args:
        pages: HTML files.

    Raises:
        FileNotFoundError: there is no browser.
        RuntimeError: the browser did not answer.
    """
    jobs = [(page.resolve().as_uri(), width) for page in pages for width in WIDTHS]
    for start in range(0, len(jobs), AT_ONCE):
        part = jobs[start : start + AT_ONCE]
        found = _opened(part)
        if len(found) != len(part):
            raise RuntimeError(f"the browser opened {len(found)} of {len(part)} pages")
        for address, width, wide, headings in found:
            if wide > width:
                yield f"{address} is {wide} pixels wide in a window of {width}"
            if headings != 1:
                yield f"{address} shows {headings} titles"


def _opened(jobs: Sequence[tuple[str, int]]) -> list[tuple[str, int, int, int]]:
    with tempfile.TemporaryDirectory() as folder:
        opener = Path(folder) / "opener.html"
        frames = "".join(_FRAME.format(*job) for job in jobs)
        opener.write_text(_PAGE.replace("FRAMES", frames), encoding="utf-8")
        command = [
            browser(), "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files",
            "--window-size=1400,1000", f"--user-data-dir={folder}/profile", "--dump-dom", opener.as_uri(),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=SECONDS, check=False)
    answer = _ANSWER.search(done.stdout)
    if answer is None or not answer[1]:
        raise RuntimeError(f"the browser did not answer: {done.stderr[-500:]}")
    return [tuple(each) for each in json.loads(answer[1])]


def main() -> None:
    """Open every twentieth page and all that are no part of the law browser; exit code 1 when one is too wide."""
    parser = argparse.ArgumentParser(prog="python -m docs.building.widths", description=__doc__)
    parser.add_argument("site", type=Path, help="folder of the built site")
    site: Path = parser.parse_args().site
    pages = sorted(site.rglob("*.html"))
    opened = [page for i, page in enumerate(pages) if i % 20 == 0 or "law" not in page.parts]
    found = list(too_wide(opened))
    print("\n".join(found) or f"{len(opened)} pages opened, none is wider than a phone or a screen")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
