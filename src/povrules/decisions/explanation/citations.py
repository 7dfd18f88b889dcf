"""Where a value or rule of law stands, in words: article, instrument, days in force, how sure it is."""

from __future__ import annotations

import re
from datetime import date

from povrules.decisions.explanation import words as w
from povrules.language.amounts import Lang, shown
from povrules.law.model import Start
from povrules.law.text import Instrument
from povrules.policy.resolved import Basis, ResolvedPolicy

_ARTICLE = re.compile(r"art\. (\d+\w?)(?:\.(\d+\w?))?(?:\.([a-zđ]+))?\Z")
_ANNEX = re.compile(r"annex(?: ([IVXLC\d]+))?(?:, indicator (\d+\w?))?\Z")
_ARTICLES = re.compile(r"\bart\. ?(?=\d)")
_CLAUSES = re.compile(r"\bcl\. ?(?=\d)")


def place(at: str, lang: Lang) -> str:
    """A place in an instrument as its readers write it.

    >>> place("art. 3.1.a", "vi"), place("annex, indicator 8", "vi"), place("art. 3.1.a", "en")
    ('điểm a khoản 1 Điều 3', 'chỉ số 8 Phụ lục', 'Article 3.1.a')
    >>> place("art. 14 - 16", "vi"), place("art. 7.2, 7.6", "en")
    ('Điều 14 - 16', 'Articles 7.2, 7.6')
    """
    if found := _ARTICLE.match(at):
        article, clause, point = found.groups()
        if lang == "en":
            return "Article " + ".".join(part for part in found.groups() if part)
        parts = [f"điểm {point}" if point else "", f"khoản {clause}" if clause else "", f"Điều {article}"]
        return " ".join(filter(None, parts))
    if found := _ANNEX.match(at):
        number, indicator = found.groups()
        annex = ("Phụ lục" if lang == "vi" else "Annex") + (f" {number}" if number else "")
        if not indicator:
            return annex
        return f"chỉ số {indicator} {annex}" if lang == "vi" else f"{annex}, indicator {indicator}"
    if lang == "en":
        return _ARTICLES.sub("Articles ", at)
    return _CLAUSES.sub("khoản ", _ARTICLES.sub("Điều ", at))


def name(instrument: Instrument, lang: Lang) -> str:
    """Kind and number: ``Nghị định 07/2021/NĐ-CP``."""
    kind = w.KINDS.get(instrument.kind)
    return f"{kind.of(lang)} {instrument.number}" if kind else instrument.number


def instrument_line(instrument: Instrument, lang: Lang) -> str:
    """An instrument in full: kind, number, day of issue, issuer, title, evidence."""
    title = instrument.title.of(lang)
    issued, issuer = shown(instrument.issued, lang), instrument.issuer.of(lang)
    source = w.EVIDENCE[instrument.evidence].of(lang)
    if lang == "vi":
        return f"{name(instrument, lang)} ngày {issued} của {issuer}: {title} (nguồn: {source})"
    return f"{name(instrument, lang)} of {issued}, {issuer}: {title} (evidence: {source})"


def where(at: str | None, instrument: str | None, policy: ResolvedPolicy, lang: Lang) -> str:
    """The place and its instrument: ``điểm a khoản 1 Điều 3 Nghị định 07/2021/NĐ-CP``."""
    named = policy.instruments.get(instrument) if instrument is not None else None
    parts = [place(at, lang) if at else "", name(named, lang) if named else instrument or ""]
    return (" " if lang == "vi" else ", ").join(filter(None, parts))


def citation(basis: Basis, policy: ResolvedPolicy, lang: Lang) -> str:
    """Article, instrument, days in force and evidence, in one line."""
    known = basis.why_unknown is None
    parts = [where(basis.at, basis.enacted_by, policy, lang), period(basis.start, basis.end, lang)]
    if known:
        parts.append(f"{'nguồn' if lang == 'vi' else 'evidence'}: {w.EVIDENCE[basis.evidence].of(lang)}")
    else:
        why = w.WHY_UNKNOWN.get(basis.why_unknown or "")
        parts.append(why.of(lang) if why else str(basis.why_unknown))
    return "; ".join(filter(None, parts))


def period(start: Start | None, end: date | None, lang: Lang) -> str:
    """The days something is in force.

    >>> period(Start(date(2022, 1, 1), date(2022, 1, 1)), date(2025, 12, 31), "vi")
    'từ 01/01/2022 đến 31/12/2025'
    >>> period(Start(date(2025, 2, 24), None), None, "en")
    'from a day not known, no earlier than 2025-02-24'
    """
    vi = lang == "vi"
    text = ""
    if start is not None:
        first = shown(start.not_before, lang)
        if start.known:
            text = f"từ {first}" if vi else f"from {first}"
        elif start.not_after is None:
            text = f"từ ngày chưa rõ, không sớm hơn {first}" if vi else f"from a day not known, no earlier than {first}"
        else:
            last = shown(start.not_after, lang)
            text = f"từ một ngày trong khoảng {first} – {last}" if vi else f"from some day within {first} – {last}"
    if end is not None:
        text += (" đến " if vi else " to ") + shown(end, lang)
    return text.strip()
