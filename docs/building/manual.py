"""The manual on the site: the pages of ``docs/`` and ``docs/vi/``, with links that lead inside the site or nowhere."""

from __future__ import annotations

import posixpath
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from docs.building.translated import anchored, is_code, pieces
from docs.building.writing import put
from povrules.language.amounts import Lang

FOLDER = "manual"
ORDER = (
    "README", "add-a-province", "plugins", "programmes", "programmes-format", "counterfactuals", "dossiers", "whatif",
    "measures", "reports", "charts", "records", "proofs", "semantics", "files", "engines", "architecture", "mutants",
)  # fmt: skip
"""Pages in the order of use; others follow by name."""
IN_ENGLISH = "*Trang này chỉ có bản tiếng Anh.*\n\n"
UNSEARCHED = "---\nsearch:\n  exclude: true\n---\n\n"
_LINK = re.compile(r"(?<!!)\[([^\]\[]*(?:\[[^\]]*\][^\]\[]*)*)\]\(([^)\s]+)\)")
_TITLE = re.compile(r"^# .*\n+", re.MULTILINE)


def manual_files(repository: Path) -> dict[str, str]:
    """Where each file of the repository lies on the site, both as paths."""
    docs = repository / "docs"
    names = sorted(path.stem for path in docs.glob("*.md"))
    names.sort(key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))
    found = {f"docs/{name}.md": f"{FOLDER}/{'index' if name == 'README' else name}.md" for name in names}
    found |= {f"docs/decisions/{p.name}": f"{FOLDER}/decisions/{p.name}" for p in sorted(docs.glob("decisions/*.md"))}
    found |= {f"{name}.md": f"{FOLDER}/{name.lower()}.md" for name in ("CHANGELOG", "CONTRIBUTING")}
    found["docs/decisions/"] = f"{FOLDER}/decisions/index.md"
    found |= {f"docs/notebooks/{p.name}": f"notebooks/{p.stem}.md" for p in sorted(docs.glob("notebooks/*.ipynb"))}
    return found


def relinked(text: str, path: str, places: Mapping[str, str]) -> str:
    """A page with its links as they lead on the site; what is not on the site keeps its words and loses its link.

    Args:
        text: Markdown.
        path: of the page in the repository.
        places: where files of the repository lie on the site.

    >>> places = {"docs/a.md": "manual/a.md", "docs/decisions/b.md": "manual/decisions/b.md"}
    >>> relinked("[B](decisions/b.md#c) and [code](../src/x.py)", "docs/a.md", places)
    '[B](decisions/b.md#c) and code'
    """
    here = places[path]

    def link(found: re.Match[str]) -> str:
        words, target = found.groups()
        if "://" in target or target.startswith(("#", "mailto:")):
            return found[0]
        file, mark, anchor = target.partition("#")
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(path), file))
        place = places.get(wanted) or places.get(wanted + "/")
        if place is None:
            return words
        return f"[{words}]({posixpath.relpath(place, posixpath.dirname(here))}{mark}{anchor})"

    return "".join(piece if is_code(piece) else _LINK.sub(link, piece) for piece in pieces(text))


def told_in_english(text: str) -> str:
    """An English page as it stands on the Vietnamese side: it says so, and the search finds it once."""
    return UNSEARCHED + _TITLE.sub(lambda found: found[0] + IN_ENGLISH, text, count=1)


def write_manual(repository: Path, root: Path, lang: Lang) -> None:
    """Put every page of the manual below the sources of a language.

    Args:
        repository: where ``docs/`` lies.
        root: of the sources of the site.
        lang: pages that are in English only say so on the Vietnamese side.
    """
    places = manual_files(repository)
    for path, place in places.items():
        if not path.endswith(".md"):
            continue
        text = (repository / path).read_text(encoding="utf-8")
        translated = repository / "docs" / "vi" / posixpath.basename(path)
        if lang == "en":
            page = relinked(text, path, places)
        elif path == f"docs/{translated.name}" and translated.exists():
            beside = {f"docs/vi/{posixpath.basename(other)}": its for other, its in places.items()}
            mine = anchored(translated.read_text(encoding="utf-8"), text)
            page = relinked(mine, f"docs/vi/{translated.name}", {**beside, **places})
        else:
            page = told_in_english(relinked(text, path, places))
        put(root / lang / place, page)
    pictures = repository / "docs" / "vi" if lang == "vi" else repository / "docs"
    for picture in sorted(pictures.glob("*.svg")):
        shutil.copy(picture, root / lang / FOLDER / picture.name)
    decisions = [place for path, place in places.items() if path.startswith("docs/decisions/") and path.endswith(".md")]
    names = [posixpath.basename(place) for place in decisions]
    title = "Vì sao dùng từng thư viện" if lang == "vi" else "Why each dependency"
    lines = [f"- [{name.removesuffix('.md')}]({name})" for name in names]
    put(root / lang / places["docs/decisions/"], "\n".join([f"# {title}", "", *lines, ""]))
