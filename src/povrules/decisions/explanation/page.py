"""Explanations as one piece of HTML for a notebook or a web page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from povrules.decisions.explanation import words as w
from povrules.decisions.explanation.plain import details, head, mark_of, origin
from povrules.decisions.explanation.step import Step
from povrules.decisions.labels import raised
from povrules.language.amounts import Lang

if TYPE_CHECKING:
    from povrules.decisions.explanation.explanation import Explanation

# Colours are taken from the page around it, so it reads on dark and on light; the marks say what colour would.
# Twice the class where Jupyter has a style of its own for the same.
STYLE = """
.povrules-why{font:15px/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:inherit;max-width:62rem}
.povrules-why h3{font-size:1.15em;margin:0 0 .4em;font-weight:600}
.povrules-why dl{display:grid;grid-template-columns:max-content 1fr;gap:.1em .9em;margin:0 0 .7em}
.povrules-why.povrules-why dt{opacity:.72;float:none;width:auto}
.povrules-why.povrules-why dd{margin:0;float:none;width:auto}
.povrules-why ol,.povrules-why ul{margin:0;padding-left:1.3em}
.povrules-why details,.povrules-why .leaf{margin:.15em 0 .15em .3em;padding-left:.9em;
 border-left:2px solid rgba(127,127,127,.35)}
.povrules-why summary{cursor:pointer}
.povrules-why .value{font-weight:600}
.povrules-why .mark{display:inline-block;width:1.2em;font-weight:700;text-align:center}
.povrules-why .yes{color:#1a9850}
.povrules-why .no{color:#d9534f}
.povrules-why .open{color:#c98a00}
.povrules-why .how{font-size:.82em;padding:0 .45em;border:1px solid rgba(127,127,127,.5);border-radius:.8em;
 white-space:nowrap}
.povrules-why .more{font-size:.9em;opacity:.85;margin:.05em 0 .15em 1.2em}
.povrules-why .more span{opacity:.75}
"""
_CLASSES = {"✓": "yes", "✗": "no", "?": "open"}


def page(explanation: Explanation) -> str:
    """The explanation as a ``<div>`` with its style; every text escaped."""
    lang = explanation.lang
    steps = "".join(_step(step, lang, 1) for step in explanation.step.steps)
    rows = "".join(
        f"<dt>{escape(raised(name))}</dt><dd>{_items(items, 'ol')}</dd>" for name, items in head(explanation)
    )
    foot = ""
    if explanation.instruments:
        foot = (
            f"<details><summary>{escape(raised(w.INSTRUMENTS.of(lang)))}</summary>"
            f"{_items(explanation.instruments, 'ul')}</details>"
        )
    return (
        f'<div class="povrules-why" lang="{lang}"><style>{STYLE}</style>'
        f'<h3>{escape(explanation.title)}: <span class="value">{escape(explanation.answer)}</span></h3>'
        f"<dl>{rows}</dl>{steps}{foot}</div>"
    )


def _items(items: tuple[str, ...], tag: str) -> str:
    if len(items) == 1 and tag == "ol":
        return escape(items[0])
    return f"<{tag}>" + "".join(f"<li>{escape(item)}</li>" for item in items) + f"</{tag}>"


def _step(step: Step, lang: Lang, level: int) -> str:
    mark = mark_of(step)
    shown = f'<span class="mark {_CLASSES[mark]}" aria-hidden="true">{mark}</span> ' if mark else ""
    shown += escape(step.what)
    if step.value:
        shown += f': <span class="value">{escape(step.value)}</span>'
    if where := origin(step, lang):
        shown += f' <span class="how">{escape(where)}</span>'
    more = "".join(
        f'<div class="more"><span>{escape(raised(name))}:</span> {escape(value)}</div>'
        for name, value in details(step, lang)
    )
    inner = "".join(_step(child, lang, level + 1) for child in step.steps)
    if not more and not inner:
        return f'<div class="leaf">{shown}</div>'
    # The first levels lie open, as far down as they are about what holds or is still open.
    opened = " open" if level <= 3 and mark != "✗" else ""
    return f"<details{opened}><summary>{shown}</summary>{more}{inner}</details>"
