"""Results over a register as HTML for notebooks: how many are in which class, and the first households."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from povrules.decisions.labels import PolicyLabels, raised
from povrules.engines.results import JOIN
from povrules.facts.page import counts_table, rejects_tables
from povrules.facts.register import Counts
from povrules.language.amounts import Lang, language, plain, shown
from povrules.language.nodes import Scope
from povrules.language.types import EnumType
from povrules.law.model import Words
from povrules.pages import FIRST, Table, page, percent
from povrules.policy.resolved import ResolvedPolicy

if TYPE_CHECKING:
    from povrules.decisions.evaluated import Evaluated
    from povrules.decisions.streamed import EvaluatedFile

CLASS, COUNT = "vn:poverty_class", "vn:deprivation_count"
SHOWN = 4
"""So many columns of answers stand beside the id."""
DASH = "–"
RESULTS = Words("Kết quả rà soát ngày {}", "Results on {}")
OF_CLASS = Words("Phân loại hộ", "Class")
HOUSEHOLDS = Words("Số hộ", "Households")
SHARE = Words("Tỷ lệ", "Share")
UNDETERMINED = Words("chưa xác định", "undetermined")
PERHAPS = Words("chưa xác định: {}", "undetermined: {}")
FIRST_HOUSEHOLDS = Words("Các hộ đầu tiên", "The first households")
ID = Words("Mã hộ", "Household")
MORE_COLUMNS = Words(
    "Bảng đầy đủ có {} cột: `.households`, `.persons`.", "The whole has {} columns: `.households`, `.persons`."
)
FILES = Words("Kết quả từ tệp đến tệp", "Results from files to files")


def results_page(out: Evaluated, lang: str) -> str:
    """How many households are in which class, the first of them with their answers, rows left out."""
    spoken, policy = language(lang), out.policy
    frame, register = out.frames[0], out.register
    parts: list[Table | str] = []
    of_class = policy.shown(CLASS)
    if of_class in frame.columns:
        parts.append(_classes(policy, frame.get_column(of_class).to_list(), spoken))
    answers = list(_answers(policy, frame.columns))[:SHOWN]
    rows = [
        (str(row["household_id"]), *(_answer(policy, row, name, spoken) for name in answers))
        for row in frame.head(FIRST).iter_rows(named=True)
    ]
    head = [ID.of(lang), *(raised(_label(policy, name, spoken)) for name in answers)]
    parts.append(Table(head, rows, left=len(head), caption=FIRST_HOUSEHOLDS.of(lang), total=frame.height))
    parts.append(MORE_COLUMNS.of(lang).format(plain(frame.width, spoken)))
    parts += rejects_tables(register.rejects, register.warnings, spoken)
    return page(RESULTS.of(lang).format(shown(policy.on, spoken)), parts, spoken)


def _classes(policy: ResolvedPolicy, found: list[str | None], lang: Lang) -> Table:
    type, labels, counted = policy.facts["household", CLASS].type, PolicyLabels(policy), Counter(found)
    members = type.members if isinstance(type, EnumType) else ()
    told = [(raised(labels.value(member, type, lang)), counted[member]) for member in members]
    if counted[None]:
        told.append((raised(UNDETERMINED.of(lang)), counted[None]))
    total = max(len(found), 1)
    rows = [(label, plain(number, lang), percent(number / total, lang)) for label, number in told]
    return Table([word.of(lang) for word in (OF_CLASS, HOUSEHOLDS, SHARE)], rows)


def _answers(policy: ResolvedPolicy, columns: list[str]) -> Iterator[str]:
    """The columns with what was decided: the class and the count first, then programmes, then everything else."""
    first = [policy.shown(id) for id in (CLASS, COUNT)]
    programmes = [programme.name for programme in policy.programmes.values() if programme.of == "household"]
    facts = [(policy.shown(id), fact) for (of, id), fact in policy.facts.items() if of == "household" and fact.computed]
    decided = [name for name, fact in facts if fact.decision]
    order = [*first, *programmes, *decided, *(name for name, _ in facts)]
    yield from (name for name in dict.fromkeys(order) if name in columns)


def _label(policy: ResolvedPolicy, name: str, lang: Lang) -> str:
    id = policy.find("household", name)
    if id is None:
        return name
    programme = policy.programmes.get(id)
    return policy.facts["household", id].label.of(lang) if programme is None else programme.label.of(lang)


def _answer(policy: ResolvedPolicy, row: dict[str, Any], name: str, lang: Lang) -> str:
    id, value = policy.find("household", name), row[name]
    assert id is not None
    scope: Scope = "household"
    labels, type = PolicyLabels(policy), policy.facts[scope, id].type
    if value is not None:
        return labels.value(value, type, lang) if isinstance(value, bool | int | str) else str(value)
    if row.get(f"{name}_reason") is None:
        return DASH
    possible = row.get(f"{name}_possible") or ""
    if not isinstance(type, EnumType):
        return UNDETERMINED.of(lang)
    return PERHAPS.of(lang).format(" / ".join(labels.value(each, type, lang) for each in possible.split(JOIN)))


def file_page(done: EvaluatedFile, lang: str) -> str:
    """Rows read, used and left out of a register that went from files to files."""
    spoken = language(lang)
    tables = Counter(done.rejects.get_column("table").to_list())
    left_out = Counts(tables["households"], tables["persons"])
    parts: list[Table | str] = [counts_table(done.read, done.used, left_out, spoken)]
    parts += rejects_tables((), done.warnings, spoken)
    return page(FILES.of(lang), parts, spoken)
