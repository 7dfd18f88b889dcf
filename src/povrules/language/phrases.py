"""The fixed words of sentences, in both languages. A label that holds one of them is put in quotes where it is used."""

from __future__ import annotations

import re
from dataclasses import dataclass

from povrules.language.amounts import Lang

_PARTS = re.compile(r"\{\}|[(),;/+×−\[\]]")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Templates of one language; each ``{}`` is a part of the rule.

    Args:
        number_order: for ``< <= > >= == !=`` between numbers.
        date_order: the same between days.
        same, other: ``==`` and ``!=`` between anything else.
        number_between: by whether the lower and the upper end are left out.
        date_between: the same for days.
        verbs: how labels begin that take a plain negation, and what it turns them into.
    """

    both: str
    either: str
    all_of: str
    one_of: str
    negation: str
    verbs: tuple[tuple[str, str], ...]
    number_order: dict[str, str]
    date_order: dict[str, str]
    same: str
    other: str
    number_between: dict[tuple[bool, bool], str]
    date_between: dict[tuple[bool, bool], str]
    inside: str
    outside: str
    at_least: str
    fewer: str
    count_true: str
    any: str
    all: str
    count: str
    share: str
    everybody: str
    sum: str
    least_member: str
    greatest_member: str
    least: str
    greatest: str
    absolute: str
    round: str
    modes: dict[str, str]
    conditional: str
    months: str
    years: str
    lengths: str
    age: str
    table_unique: str
    table_first: str
    row: str
    otherwise: str
    of_household: str
    true: str
    false: str


_VERBS_VI = ["có", "đang", "thiếu hụt", "sử dụng", "dùng", "được", "bị", "hưởng", "nghe", "còn", "muốn", "đã"]
_VERBS_EN = ["use", "receive", "hear", "attend", "live", "work", "own", "hold"]

VI = Phrases(
    both=" và ",
    either=" hoặc ",
    all_of="đúng cả ({})",
    one_of="đúng một trong ({})",
    negation="không phải là {}",
    verbs=tuple((f"{verb} ", f"không {verb} ") for verb in _VERBS_VI),
    number_order={
        "<": "{} dưới {}",
        "<=": "{} không vượt quá {}",
        ">": "{} trên {}",
        ">=": "{} từ {} trở lên",
        "==": "{} đúng bằng {}",
        "!=": "{} khác với {}",
    },
    date_order={
        "<": "{} trước {}",
        "<=": "{} không muộn hơn {}",
        ">": "{} sau {}",
        ">=": "{} từ {} trở đi",
        "==": "{} là {}",
        "!=": "{} không phải {}",
    },
    same="{} là {}",
    other="{} không phải {}",
    number_between={
        (False, False): "{} từ {} đến {}",
        (True, False): "{} từ trên {} đến {}",
        (False, True): "{} từ {} đến dưới {}",
        (True, True): "{} từ trên {} đến dưới {}",
    },
    date_between={
        (False, False): "{} từ {} đến hết {}",
        (True, False): "{} từ sau {} đến hết {}",
        (False, True): "{} từ {} đến trước {}",
        (True, True): "{} từ sau {} đến trước {}",
    },
    inside="{} thuộc một trong ({})",
    outside="{} không thuộc ({})",
    at_least="có ít nhất {} trong số {}",
    fewer="có dưới {} trong số {}",
    count_true="số điều đúng trong số {}",
    any="có ít nhất một thành viên ({})",
    all="mọi thành viên đều ({})",
    count="số thành viên ({})",
    share="tỷ lệ thành viên ({})",
    everybody="số thành viên của hộ",
    sum="tổng cộng các thành viên ({})",
    least_member="mức nhỏ nhất giữa các thành viên ({})",
    greatest_member="mức lớn nhất giữa các thành viên ({})",
    least="số nhỏ nhất trong ({})",
    greatest="số lớn nhất trong ({})",
    absolute="giá trị tuyệt đối của ({})",
    round="làm tròn ({}; đến bội số của {}; {})",
    modes={
        "half_up": "từ một nửa thì lên",
        "half_even": "đúng một nửa thì về bội số chẵn",
        "down": "bỏ phần lẻ",
        "up": "phần lẻ thì lên",
    },
    conditional="nếu {} thì {}, nếu không thì {}",
    months="{} tháng",
    years="{} năm",
    lengths="{} lần {} tháng",
    age="tuổi tròn của người sinh ngày ({}) tính đến ({})",
    table_unique="đúng một hàng: {}",
    table_first="hàng đầu tiên đúng: {}",
    row="nếu {} thì {}",
    otherwise="còn lại thì {}",
    of_household="{} (của hộ)",
    true="đúng",
    false="sai",
)

EN = Phrases(
    both=" and ",
    either=" or ",
    all_of="all of these ({})",
    one_of="one of these ({})",
    negation="not {}",
    verbs=(
        *((f"{verb}s ", f"does not {verb} ") for verb in _VERBS_EN),
        ("has ", "does not have "),
        ("is ", "is not "),
    ),
    number_order={
        "<": "{} is under {}",
        "<=": "{} is at most {}",
        ">": "{} is over {}",
        ">=": "{} is at least {}",
        "==": "{} equals {}",
        "!=": "{} differs from {}",
    },
    date_order={
        "<": "{} is before {}",
        "<=": "{} is no later than {}",
        ">": "{} is after {}",
        ">=": "{} is no earlier than {}",
        "==": "{} is {}",
        "!=": "{} is other than {}",
    },
    same="{} is {}",
    other="{} is other than {}",
    number_between={
        (False, False): "{} is from {} up to {}",
        (True, False): "{} is from over {} up to {}",
        (False, True): "{} is from {} to under {}",
        (True, True): "{} is from over {} to under {}",
    },
    date_between={
        (False, False): "{} is from {} up to {}",
        (True, False): "{} is from after {} up to {}",
        (False, True): "{} is from {} to before {}",
        (True, True): "{} is from after {} to before {}",
    },
    inside="{} is one of ({})",
    outside="{} is none of ({})",
    at_least="at least {} among {}",
    fewer="fewer than {} among {}",
    count_true="how many are true among {}",
    any="some member ({})",
    all="every member ({})",
    count="how many members ({})",
    share="share of members ({})",
    everybody="how many members there are",
    sum="total over the members ({})",
    least_member="least over the members ({})",
    greatest_member="greatest over the members ({})",
    least="least of ({})",
    greatest="greatest of ({})",
    absolute="absolute value of ({})",
    round="rounded ({}; to a multiple of {}; {})",
    modes={
        "half_up": "a half up",
        "half_even": "a half to the even one",
        "down": "towards zero",
        "up": "away from zero",
    },
    conditional="if {} then {}, otherwise {}",
    months="{} months",
    years="{} years",
    lengths="{} times {} months",
    age="full years of one born on ({}) as of ({})",
    table_unique="exactly one row: {}",
    table_first="the first row that holds: {}",
    row="if {} then {}",
    otherwise="in all other cases {}",
    of_household="{} (of the household)",
    true="true",
    false="false",
)

PHRASES: dict[Lang, Phrases] = {"vi": VI, "en": EN}

# Lengths of time never stand where a label could be mistaken for them, and they hold everyday words.
_EVERYDAY = {"months", "years", "lengths", "of_household", "negation", "verbs", "modes"}


def _fragments(phrases: Phrases) -> set[str]:
    found: set[str] = set()
    for name in Phrases.__slots__:
        value = getattr(phrases, name)
        if name in _EVERYDAY:
            continue
        for template in value.values() if isinstance(value, dict) else (value,):
            found |= {part.strip(" :") for part in _PARTS.split(template)}
    return found - {""}


# Words that stand between two parts of a sentence: a label that begins or ends with one would run into them.
_EDGES: dict[Lang, str] = {
    "vi": "và hoặc dưới không vượt quá trên từ trở lên trước muộn hơn sau là đến hết nếu thì",
    "en": "and or is under over equals differs from before later after than up to if then",
}
_NEGATIONS: dict[Lang, str] = {"vi": "không", "en": "not|does not|is not"}


def _reserved(lang: Lang) -> re.Pattern[str]:
    """What no label holds bare: our marks, a phrase of ours, a word of one at either end, a negation at the start."""
    phrases = "|".join(map(re.escape, sorted(_fragments(PHRASES[lang]), key=len, reverse=True)))
    edges = _EDGES[lang].replace(" ", "|")
    marks = r"[()\[\];«»“”×+−]|,$| / |^[-≈\d]"
    return re.compile(rf"{marks}|(?<!\w)(?:{phrases})(?!\w)|^(?:{edges}|{_NEGATIONS[lang]})(?!\w)|(?<!\w)(?:{edges})$")


RESERVED: dict[Lang, re.Pattern[str]] = {"vi": _reserved("vi"), "en": _reserved("en")}
