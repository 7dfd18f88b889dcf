"""Why a cell or a row cannot be used: a stable code for programs, a sentence in both languages for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from povrules.language.amounts import Lang
from povrules.law.model import Words

LANGUAGES: tuple[Lang, Lang] = ("vi", "en")
SHOWN = 5
"""So many names stand in a warning."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why.

    Args:
        code: a stable short word, such as ``ambiguous_number``.
        vi: the sentence in Vietnamese.
        en: the sentence in English.
        count: how many rows it speaks of, where it counts them.
        example: one of them, where it shows one.
    """

    code: str
    vi: str
    en: str
    count: int = 0
    example: str = ""


class BadValue(ValueError):
    """A value that cannot be read. ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.en)


NOT_A_NUMBER = Reason("not_a_number", "không phải là số", "not a number")
AMBIGUOUS_NUMBER = Reason(
    "ambiguous_number",
    "dấu trong số có thể là dấu nghìn hoặc dấu thập phân; khai báo locale: vi hoặc locale: en",
    "the mark may separate thousands or decimals; declare locale: vi (1.234 is 1234) or locale: en (1,234 is 1234)",
)
NOT_FINITE = Reason("not_finite", "không phải là số hữu hạn", "not a finite number")
EXPONENT = Reason(
    "exponent",
    "số viết dạng mũ đã mất chữ số; ghi đủ các chữ số",
    "a number written with an exponent has lost digits; write it in full",
)
LONG_DECIMAL = Reason(
    "long_decimal",
    "số lẻ quá dài (kết quả phép chia trong bảng tính); làm tròn theo quy định rồi nhập lại",
    "a computed decimal of more than 15 digits is not exact; round it as prescribed and enter it again",
)
TOO_MANY_DIGITS = Reason("too_many_digits", "số quá dài", "a number of more than 40 digits")
TOO_PRECISE = Reason(
    "too_precise",
    "số có quá nhiều chữ số thập phân hoặc quá lớn để tính chính xác",
    "more decimals, or more digits, than are reckoned with exactly",
)
NOT_WHOLE = Reason("not_whole", "phải là số nguyên", "must be a whole number")
NOT_A_FLAG = Reason(
    "not_a_flag",
    "không phải là có/không (x, có, không, 1, 0)",
    "not yes or no (x, có, không, 1, 0, yes, no, true, false)",
)
NOT_A_DATE = Reason(
    "not_a_date",
    "không phải là ngày (30/06/2024, 2024-06-30, 06/2024, 2024)",
    "not a date (30/06/2024, 2024-06-30, 06/2024, 2024)",
)
MISSING_ID = Reason("missing_id", "không có mã hộ", "a household without id")
DUPLICATE_HOUSEHOLD = Reason(
    "duplicate_household",
    "mã hộ đã có ở dòng trước; dòng trước được giữ",
    "this household id stands in an earlier row; the earlier row is the one kept",
)
DUPLICATE_PERSON = Reason(
    "duplicate_person",
    "mã người đã có trong cùng hộ; dòng trước được giữ",
    "this person id stands in an earlier row of the same household; the earlier row is the one kept",
)
PERSON_WITHOUT_HOUSEHOLD = Reason(
    "person_without_household",
    "người không thuộc hộ nào trong danh sách hộ",
    "a person whose household is not in the table of households",
)
HOUSEHOLD_REJECTED = Reason(
    "household_rejected", "hộ của người này bị loại", "the household of this person was rejected"
)
TOTAL_ROW = Reason("total_row", "dòng tổng cộng, không phải dữ liệu", "a total, not a record")
TOO_MANY_CELLS = Reason("too_many_cells", "dòng có nhiều ô hơn tiêu đề", "the row has more cells than the header")
NEGATIVE_INCOME = Reason("negative_income", "thu nhập âm: được chấp nhận", "negative income: accepted")
BIRTH_CONTRADICTION = Reason(
    "birth_contradiction", "ngày sinh và năm sinh không khớp", "birth date and birth year contradict each other"
)
SEX_CONTRADICTION = Reason(
    "sex_contradiction",
    "giới tính và cột năm sinh nam/nữ không khớp",
    "sex and the column in which the birth year stands contradict each other",
)
NOT_ONE_DAY = Reason(
    "not_one_day", "phải là một ngày, không phải tháng hoặc năm", "must be one day, not a month or a year"
)
NO_MAPPING_OF_FACTS = Reason("no_mapping", "phải là các dữ kiện theo tên (mapping)", "must be a mapping of facts")
NO_LIST_OF_MEMBERS = Reason(
    "no_list_of_members",
    "phải là danh sách, mỗi thành viên là các dữ kiện theo tên",
    "must be a list with a mapping for each member",
)
NO_MAPPING_OF_INDICATORS = Reason(
    "no_mapping", "phải là các chỉ số theo tên (mapping)", "must be a mapping of indicators"
)
NO_SUCH_FACT = Reason("no_such_fact", "không có dữ kiện tên này", "no such fact")
OF_A_MEMBER = Reason("fact_of_a_member", "là dữ kiện của thành viên, không phải của hộ", "is a fact of a member")
OF_THE_HOUSEHOLD = Reason(
    "fact_of_the_household", "là dữ kiện của hộ, không phải của thành viên", "is a fact of the household"
)


def given_twice(name: str) -> Reason:
    """An indicator given by its short name and by its full one."""
    return Reason("given_twice", f"cũng được cho ở {name}", f"also given as {name}")


def bare_indicator(name: str, full: str) -> Reason:
    """The short name of an indicator among the facts of a household."""
    return Reason(
        "bare_indicator",
        f"{name!r} đứng một mình dễ hiểu là *có* {name}; ghi {full} (true khi thiếu hụt)",
        f"a bare {name!r} reads as *has* {name}; give {full} (true when deprived)",
    )


def after_observed(day: str) -> Reason:
    """A date later than the day of observation (``day``, ISO)."""
    return Reason("after_observed_on", f"sau ngày rà soát {day}", f"after the day of observation, {day}")


def out_of_range(low: str | None, high: str | None) -> Reason:
    """A value outside the declared domain."""
    if low is None:
        return Reason("out_of_range", f"phải từ {high} trở xuống", f"must be {high} or less")
    if high is None:
        return Reason("out_of_range", f"phải từ {low} trở lên", f"must be {low} or more")
    return Reason("out_of_range", f"phải từ {low} đến {high}", f"must be from {low} to {high}")


def unknown_member(members: str, near: str | None) -> Reason:
    """A word that is no member of a closed list; ``members`` shows the list, ``near`` the closest word."""
    hint_vi = f"; có phải «{near}»?" if near else ""
    hint_en = f"; did you mean {near!r}?" if near else ""
    return Reason("unknown_member", f"không có trong danh sách ({members}){hint_vi}", f"not one of: {members}{hint_en}")


def wrong_suffix(suffix: str) -> Reason:
    """A number followed by a unit that does not fit its column."""
    return Reason(
        "wrong_unit", f"đơn vị «{suffix}» không hợp với cột này", f"the unit {suffix!r} does not fit this column"
    )


def number_in_words(digits: str) -> Reason:
    """A number of which a part is said in words (``1,45 triệu``), and how it is written."""
    return Reason(NOT_A_NUMBER.code, f"{NOT_A_NUMBER.vi}; hãy ghi {digits}", f"{NOT_A_NUMBER.en}; write it as {digits}")


def padded(count: int, example: str) -> Reason:
    """A warning: codes that lost their leading zeros were completed."""
    return Reason(
        "padded_code",
        f"{count} mã bị mất số 0 ở đầu đã được bổ sung (ví dụ {example})",
        f"{count} codes that had lost leading zeros were completed (for instance {example})",
        count,
        example,
    )


def area_from_unit(count: int) -> Reason:
    """A warning: the area was taken from the kind of the commune."""
    return Reason(
        "area_from_unit",
        f"khu vực của {count} hộ lấy theo loại đơn vị (xã, phường, thị trấn)",
        f"the area of {count} households was taken from the kind of their commune (xã, phường, thị trấn)",
        count,
    )


def recognised_encoding(encoding: str) -> Reason:
    """A warning: the file does not say its encoding, its words do."""
    return Reason(
        "recognised_encoding",
        f"tệp không phải UTF-8, được đọc theo bảng mã {encoding}; khai báo encoding: {encoding} nếu đúng",
        f"not UTF-8; recognised and read as {encoding}; state encoding: {encoding} in the mapping if that is right",
    )


def misread_text(encoding: str, word: str, meant: str) -> Reason:
    """A warning: text that was read in the wrong encoding before it came here; it is left as it is."""
    return Reason(
        "misread_text",
        f"chữ có vẻ thuộc bảng mã {encoding} đã bị đọc sai («{word}» là «{meant}»?); khai báo encoding: {encoding}",
        f"looks like {encoding} text read in a wrong encoding ({word!r} for {meant!r}?), and is left as it is; state "
        f"encoding: {encoding} in the mapping to have it read again",
    )


def looks_like(facts: Mapping[str, Words]) -> Reason:
    """A warning: a column that is not read, while facts whose names begin so are in no column."""
    vi, en = (" / ".join(f"{name} ({label.of(lang)})" for name, label in facts.items()) for lang in LANGUAGES)
    return Reason(
        "unread_column",
        f"không được đọc; nếu cột này là một trong các dữ kiện sau thì khai báo trong bản khai báo cột: {vi}",
        f"is not read; if it is one of these facts, state so in the mapping: {en}",
    )


def replaced(names: Sequence[str]) -> Reason:
    """A warning: columns that came in with the names of results, which stand in their place."""
    more = " …" if len(names) > SHOWN else ""
    shown = ", ".join(names[:SHOWN]) + more
    return Reason(
        "replaced_column",
        f"{len(names)} cột mang tên của kết quả nên bị kết quả thay: {shown}; đổi tên cột nếu cần giữ",
        f"{len(names)} columns bear names of results, which replace them: {shown}; rename those that are to stay",
        0,
        shown,
    )


def user_missing(count: int, codes: str) -> Reason:
    """A warning: cells with codes that the file itself declares to be missing."""
    return Reason(
        "user_missing",
        f"{count} ô mang mã mà tệp khai báo là thiếu dữ liệu ({codes}): coi là chưa biết",
        f"{count} cells hold codes that the file declares to be missing ({codes}): taken as unknown",
        count,
        codes,
    )


def certificate_dates(count: int) -> Reason:
    """A warning: certificates without known days were taken to be in force."""
    return Reason(
        "certificate_dates",
        f"{count} hộ không rõ thời hạn công nhận: coi như còn hiệu lực vào ngày xét",
        f"{count} households do not say for sure when their certificate holds: it was taken to be in force",
    )


def incomplete_household(reason: Reason, household: str) -> Reason:
    """The same reason, saying as well that the household lost a member by it."""
    return Reason(
        reason.code,
        f"{reason.vi}; hộ {household} vì vậy thiếu thành viên",
        f"{reason.en}; household {household} is therefore incomplete",
    )


def added(reasons: list[Reason]) -> Reason:
    """Reasons of one code that count rows, as one that counts all of them."""
    first, count = reasons[0], sum(reason.count for reason in reasons)
    if len(reasons) == 1 or not count:
        return first
    return padded(count, first.example) if first.code == "padded_code" else area_from_unit(count)


def together(reasons: list[tuple[str, Reason]]) -> Reason:
    """All reasons of one row as one; ``reasons`` are (column, reason), the first gives the code."""
    if len(reasons) == 1:
        return reasons[0][1]
    return Reason(
        reasons[0][1].code,
        "; ".join(f"{column}: {reason.vi}" for column, reason in reasons),
        "; ".join(f"{column}: {reason.en}" for column, reason in reasons),
    )


def place_refused(problem: str) -> Reason:
    """A household of a place whose law cannot be used."""
    return Reason("place_refused", f"hộ chưa được phân loại: {problem}", f"not decided: {problem}")
