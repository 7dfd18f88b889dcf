"""The descriptions of the eleven forms, R1 to R11, in the numbering of public sources (see docs/reports.md)."""

from __future__ import annotations

from collections.abc import Sequence

from povrules.law.model import Words
from povrules.reports.causes import CAUSES
from povrules.reports.counting import POOR
from povrules.reports.ethnic_groups import ETHNIC_GROUPS, KINH, MINORITIES
from povrules.reports.printing import words as w
from povrules.reports.printing.description import Column, Description

UNIT_OF_ROW = Column("unit", (w.UNITS_OF_ROWS,), "unit")


def result_form(*, people: bool = True, farm: bool = True) -> Description:
    """R1: households and people by class.

    Args:
        people: with people.
        farm: with farm households of average living standard.
    """
    classes = [*POOR, *(["farm_average"] if farm else [])]
    columns: list[Column] = []
    open: list[tuple[str, Words]] = []
    for total, prefix, head, all_ in (
        ("households", "", w.HOUSEHOLDS, w.ALL_HOUSEHOLDS),
        ("people", "people_", w.PEOPLE, w.ALL_PEOPLE),
    )[: 2 if people else 1]:
        columns.append(Column(total, (head, all_)))
        for name in classes:
            columns.append(Column(f"{prefix}{name}", (head, w.CLASSES[name], w.COUNT)))
            columns.append(Column(f"{prefix}{name}_percent", (head, w.CLASSES[name], w.RATE), "percent"))
        columns.append(Column(f"{prefix}undetermined", (head, w.UNDETERMINED)))
    if farm:
        open.append(("farm_average_open", w.FARM_OPEN))
    notes = (w.BASE_OF_ALL, *(() if farm else (w.NO_FARM,)), w.UNDETERMINED_IS)
    return Description(
        "R1", w.TITLES["R1"], tuple(columns), w.IN_BOTH if people else w.IN_HOUSEHOLDS, notes, tuple(open)
    )


def movement_form(of: str, *, history: bool) -> Description:
    """R2 of the poor, R3 of the near-poor.

    Args:
        of: ``poor`` or ``near_poor``.
        history: it is known who had the class before.
    """
    number = "R2" if of == "poor" else "R3"
    columns = (
        UNIT_OF_ROW,
        Column("start", (w.START,)),
        Column("to_other", (w.DOWN, w.LEFT[of], w.TO_OTHER[of])),
        Column("risen", (w.DOWN, w.LEFT[of], w.RISEN)),
        Column("other_down", (w.DOWN, w.OTHER_DOWN)),
        Column("from_other", (w.UP, w.FROM_OTHER[of])),
        Column("fallen_back", (w.UP, w.ADDED, w.FALLEN_BACK[of])),
        Column("new", (w.UP, w.ADDED, w.NEW)),
        Column("other_up", (w.UP, w.OTHER_UP)),
        Column("end", (w.END,)),
        Column("undetermined_start", (w.UNDETERMINED, w.AT_START)),
        Column("undetermined_end", (w.UNDETERMINED, w.AT_END)),
    )
    notes = (w.BALANCE, w.SUMS, *(() if history else (w.NO_HISTORY,)), w.UNDETERMINED_IS)
    return Description(number, w.TITLES[number], columns, w.IN_BOTH, notes)


def deprivation_form(of: str, indicators: Sequence[str], *, percent: bool) -> Description:
    """R4 and R6 in counts, R5 and R7 as percentages.

    Args:
        of: ``poor`` or ``near_poor``.
        indicators: columns of the frame.
        percent: percentages.
    """
    number = {("poor", False): "R4", ("poor", True): "R5", ("near_poor", False): "R6", ("near_poor", True): "R7"}[
        of, percent
    ]
    labels = {name: w.INDICATORS.get(name, Words(name, name)) for name in indicators}
    columns = [Column("households", (w.CLASSES[of],))]
    if percent:
        columns += [Column(f"{n}_percent", (w.DEPRIVED_RATE, label), "percent") for n, label in labels.items()]
    else:
        columns.append(Column("deprivations", (w.DEPRIVATIONS,)))
        columns += [Column(name, (w.DEPRIVED_OF, label)) for name, label in labels.items()]
    columns.append(Column("undetermined", (w.UNDETERMINED,)))
    notes = (*((w.BASE_OF_CLASS,) if percent else ()), w.UNDETERMINED_IS)
    open = tuple((f"{name}_open", label) for name, label in labels.items())
    unit = w.IN_PERCENT if percent else w.IN_HOUSEHOLDS
    return Description(number, w.TITLES[number], tuple(columns), unit, notes, open)


def group_form(*, of_heads: bool) -> Description:
    """R8: by group.

    Args:
        of_heads: the ethnic group of a household was taken from its head.
    """
    columns = [UNIT_OF_ROW]
    for name in POOR:
        head = w.CLASSES[name]
        columns.append(Column(name, (head, w.SUM)))
        columns += [Column(f"{name}_{group}", (head, label)) for group, label in w.GROUPS.items()]
        columns.append(Column(f"{name}_open", (head, w.NOT_KNOWN)))
    columns.append(Column("undetermined", (w.UNDETERMINED,)))
    notes = (w.OVERLAP, *((w.OF_HEADS,) if of_heads else ()), w.UNDETERMINED_IS)
    return Description("R8", w.TITLES["R8"], tuple(columns), w.IN_BOTH, notes)


def ethnic_form(columns_of_frame: Sequence[str], *, of_heads: bool) -> Description:
    """R9: by ethnic group.

    Args:
        columns_of_frame: they say which groups there are.
        of_heads: the ethnic group of a household was taken from its head.
    """
    present = [code for code in MINORITIES if f"{POOR[0]}_{code}" in columns_of_frame]
    columns: list[Column] = []
    for name in POOR:
        head = w.CLASSES[name]
        columns += [Column(name, (head, w.SUM)), Column(f"{name}_{KINH}", (head, _group(KINH)))]
        columns.append(Column(f"{name}_minorities", (head, w.MINORITIES)))
        columns += [Column(f"{name}_{code}", (head, _group(code))) for code in present]
        columns += [Column(f"{name}_other", (head, w.FOREIGN)), Column(f"{name}_open", (head, w.NOT_KNOWN))]
    columns.append(Column("undetermined", (w.UNDETERMINED,)))
    notes = (*((w.OF_HEADS,) if of_heads else ()), w.UNDETERMINED_IS)
    return Description("R9", w.TITLES["R9"], tuple(columns), w.IN_HOUSEHOLDS, notes)


def cause_form() -> Description:
    """R10: causes."""
    columns = [Column("households", (w.CLASSES["poor"],))]
    columns += [Column(cause, (w.CAUSE, w.CAUSES[cause])) for cause in CAUSES]
    columns.append(Column("undetermined", (w.UNDETERMINED,)))
    open = tuple((f"{cause}_open", w.CAUSES[cause]) for cause in CAUSES)
    notes = (w.CAUSES_OVERLAP, w.UNDETERMINED_IS)
    return Description("R10", w.TITLES["R10"], tuple(columns), w.IN_HOUSEHOLDS, notes, open)


def child_form() -> Description:
    """R11: children."""
    columns: list[Column] = []
    open: list[tuple[str, Words]] = []
    for name in POOR:
        head = w.CLASSES[name]
        columns += [
            Column(f"{name}_children", (head, w.CHILDREN)),
            Column(f"{name}_health", (head, w.HEALTH)),
            Column(f"{name}_education", (head, w.EDUCATION)),
        ]
        for what, label in (("health", w.HEALTH_OPEN), ("education", w.EDUCATION_OPEN), ("age", w.AGE_OPEN)):
            told = Words(f"{head.vi.lower()}, {label.vi}", f"{head.en.lower()}, {label.en}")
            open.append((f"{name}_{what}_open", told))
    columns.append(Column("undetermined", (w.UNDETERMINED,)))
    return Description("R11", w.TITLES["R11"], tuple(columns), w.IN_CHILDREN, (w.UNDETERMINED_IS,), tuple(open))


def _group(code: str) -> Words:
    return Words(ETHNIC_GROUPS[code], ETHNIC_GROUPS[code])
