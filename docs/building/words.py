"""The fixed words of the law browser, in both languages."""

from __future__ import annotations

from collections.abc import Iterable

from povrules.law.evidence import Evidence
from povrules.law.model import Words

KINDS = {
    "parameters": Words("Giá trị do luật định", "Values of law"),
    "indicators": Words("Chỉ số thiếu hụt", "Indicators of deprivation"),
    "sets": Words("Bộ chỉ số", "Sets of indicators"),
    "decisions": Words("Quyết định phân loại", "Decisions"),
    "programmes": Words("Chương trình, chính sách", "Programmes"),
    "overlaps": Words("Nhóm chính sách chỉ hưởng một", "Groups of which one is granted"),
    "rules": Words("Quy tắc khác", "Other rules"),
}
KIND = {
    "parameters": Words("giá trị luật định", "value of law"),
    "indicators": Words("chỉ số", "indicator"),
    "sets": Words("bộ chỉ số", "set of indicators"),
    "decisions": Words("quyết định", "decision"),
    "programmes": Words("chương trình", "programme"),
    "overlaps": Words("nhóm chỉ hưởng một", "one of a group"),
    "rules": Words("quy tắc", "rule"),
}
MANY = {
    "parameters": Words("{} giá trị luật định", "{} values of law"),
    "indicators": Words("{} chỉ số", "{} indicators"),
    "sets": Words("{} bộ chỉ số", "{} sets of indicators"),
    "decisions": Words("{} quyết định", "{} decisions"),
    "programmes": Words("{} chương trình", "{} programmes"),
    "overlaps": Words("{} nhóm chỉ hưởng một", "{} groups of which one is granted"),
    "rules": Words("{} quy tắc", "{} rules"),
    "fact": Words("{} dữ kiện", "{} facts"),
    "definition": Words("{} định nghĩa", "{} definitions"),
    "": Words("{} mục", "{} things"),
}
UNITS = {
    "vn": Words("Dùng chung", "Shared"),
    "poverty_standard": Words("Chuẩn nghèo đa chiều", "Poverty standard"),
    "credit": Words("Tín dụng", "Credit"),
    "education": Words("Giáo dục", "Education"),
    "energy": Words("Tiền điện", "Electricity"),
    "health_insurance": Words("Bảo hiểm y tế", "Health insurance"),
    "housing": Words("Nhà ở", "Housing"),
    "legal_aid": Words("Trợ giúp pháp lý", "Legal aid"),
    "social_assistance": Words("Trợ giúp xã hội", "Social assistance"),
    "social_insurance": Words("Bảo hiểm xã hội tự nguyện", "Voluntary social insurance"),
    "telecom": Words("Viễn thông", "Telecom"),
    "training": Words("Đào tạo nghề", "Vocational training"),
}
SCOPES = {"household": Words("của hộ", "of a household"), "person": Words("của từng người", "of a person")}
PER = {
    "month": Words("mỗi tháng", "a month"),
    "year": Words("mỗi năm", "a year"),
    "once": Words("một lần", "once"),
    "school_month": Words("mỗi tháng học", "a month of the school year"),
    "loan": Words("mỗi khoản vay", "a loan"),
}

LAW = Words("Tra cứu quy định", "Law browser")
NAME = Words("Tên trong dữ liệu", "Name in data")
UNIT = Words("Đơn vị", "Unit")
BY = Words("Theo", "By")
FIELD = Words("Lĩnh vực", "Field")
SCOPE = Words("Phạm vi", "Scope")
PAID = Words("Mức tính", "Amounts run")
PAYER = Words("Nguồn chi", "Payer")
COVERED = Words("Những ngày có đủ văn bản", "Days covered")

OVER_TIME = Words("Giá trị qua thời gian", "Values through time")
RULE = Words("Quy tắc", "Rule")
DEFINITION = Words("Định nghĩa (không phải quy định của văn bản)", "Definition (no instrument lays it down)")
DAYS = Words("Thời gian", "Days")
VALUE = Words("Giá trị", "Value")
BASIS = Words("Căn cứ", "Basis")
EVIDENCE = Words("Nguồn", "Evidence")
UNKNOWN = Words("chưa biết", "unknown")
NOT_REACHED = Words("chưa có hiệu lực trong thời gian được xét", "never in force within the days covered")
WITH_VALUES = Words("Số tiền, số lượng trong ngoặc là mức của ngày {}.", "Amounts in brackets are those of {}.")
IN_VI, IN_EN = Words("Tiếng Việt", "In Vietnamese"), Words("Tiếng Anh", "In English")
AS_WRITTEN = Words("Nguyên văn trong tệp quy tắc", "As written in the policy file")
CONDITIONS = Words("Điều kiện hưởng", "Who is eligible")
BENEFITS = Words("Được gì", "What it gives")
COSTS = Words("Chi phí", "Costs")
COST_OF = Words("do {} chi", "paid by: {}")
MEMBERS = Words("Các chỉ số qua thời gian", "Members through time")
AMONG = Words("Trong số", "Among")
ALWAYS = Words(
    "Luôn áp dụng trong thời gian này, không có ngoại lệ.", "It always holds in these days, without exception."
)
MUST_HOLD = Words("Luôn phải đúng", "What must always hold")
GIVEN_WINS = Words(
    "Có thể khai trực tiếp; giá trị khai được dùng thay cho quy tắc.", "May be given; what is given wins over the rule."
)
GRAPH = Words("Liên hệ", "What it stands on, what rests on it")
READS = Words("Dựa vào", "It uses")
READ_BY = Words("Được dùng bởi", "It is used by")
FURTHER = Words("Dùng tiếp", "Used further on")
AND_MORE = Words("và {} mục nữa: xem danh sách", "and {} more: see the list")
GRAPH_OF = Words("Sơ đồ liên hệ: {}", "What reads what: {}")
ARROWS = Words(
    "Mũi tên đi từ mục được dùng đến mục dùng nó; mỗi tên dẫn sang trang của mục ấy. Ở phần “dùng tiếp”, mục nào vừa "
    "dùng trực tiếp vừa dùng qua một mục khác thì chỉ vẽ đường đi qua mục khác ấy.",
    "An arrow leads from what is used to what uses it; each name leads to its page. Further on, where something is "
    "used both directly and through something else, only the way through is drawn.",
)
FULL_LIST = Words("Danh sách đầy đủ", "The complete list")
NOTHING = Words("không có", "nothing")
READS_NOTHING = Words("không dựa vào gì khác", "nothing else")
FACT = Words("dữ kiện", "fact")
DEFINED = Words("định nghĩa", "definition")
INSTRUMENTS = Words("Văn bản", "Instruments")
CASES = Words("Hộ mẫu", "Worked households")
CASES_OF = Words("Hộ mẫu: {}", "Worked households: {}")
CASES_SHOWN = Words("{} trong {} hộ mẫu; xem thêm ở {}.", "{} of {} worked households; more on {}.")
CASES_RESTING = Words(
    "Không hộ mẫu nào nêu thẳng kết quả này; những hộ sau kiểm tra {}.",
    "No household states this answer itself; these test {}.",
)
NO_CASES = Words("Chưa có hộ mẫu nào.", "There are none yet.")
DAY = Words("Ngày áp dụng", "Target date")
GIVEN = Words("Dữ kiện", "Facts")
EXPECTED = Words("Kết quả phải có", "Stated answer")
SAID_BY = Words("Theo", "By")
MEMBER = Words("thành viên {}", "member {}")
KNOWN_ON = Words("theo hiểu biết đến ngày {}", "as known on {}")
AT_LEAST = Words("chỉ dùng nguồn từ mức: {}", "evidence of at least: {}")
NOTE = Words("Ghi chú", "Note")

ISSUED = Words("Ban hành", "Issued")
ISSUER = Words("Cơ quan", "Issuer")
IN_FORCE = Words("Hiệu lực", "In force")
AMENDS = Words("Sửa đổi", "Amends")
AMENDED_BY = Words("Được sửa đổi bởi", "Amended by")
SOURCES = Words("Những trang đã đọc", "Pages it was read from")
NO_SOURCE = Words("Chưa đọc được trang nào.", "No page of it was read.")
RESTS = Words("Những gì dựa vào văn bản này", "What rests on it")
ENACTS = Words("Ban hành", "It enacts")
SUPPORTS = Words("Được viện dẫn cho", "It is cited for")
ENDS = Words("Chấm dứt", "It ends")
RESTS_NOTHING = Words("Chưa có giá trị hay quy tắc nào dựa vào.", "No value or rule rests on it.")

OPEN = Words("Chưa kiểm chứng, chưa biết", "Unverified or unknown")
OPEN_INTRO = Words(
    "Mọi giá trị và quy tắc mà thư viện chưa chắc. *Chưa biết*: văn bản có quy định nhưng chưa ai đọc được nội dung; "
    "thư viện để trống, kết quả liên quan là “chưa xác định”. *Chưa kiểm chứng*: ghi theo trí nhớ, theo bên thứ ba "
    "hoặc suy ra. "
    "Hãy đối chiếu với văn bản gốc trước khi quyết định cho bất cứ hộ nào.",
    "Every value and rule of which the library is not sure. *Unknown*: an instrument lays it down, and nobody has read "
    "it; the library leaves it empty, and what rests on it is undetermined. *Unverified*: from memory, from a third "
    "party, or inferred. "
    "Check against the official text before you decide about anybody.",
)
UNSEEN = Words("Chưa biết", "Unknown")
UNVERIFIED = Words("Chưa kiểm chứng", "Unverified")
VAGUE = Words("Ngày bắt đầu chưa rõ", "First day not known exactly")
INSTRUMENTS_UNVERIFIED = Words("Văn bản chưa kiểm chứng", "Instruments that are unverified")
COUNTS = Words(
    "Trong {} mục có ngày hiệu lực: {} đọc từ văn bản gốc, {} từ nguồn thứ cấp, {} chưa kiểm chứng, {} chưa biết.",
    "Of {} dated entries {} were read in the official text, {} come from secondary pages, {} are unverified, "
    "{} are unknown.",
)

FACTS = Words("Dữ kiện", "Facts")
FACTS_INTRO = Words(
    "Điều cán bộ rà soát quan sát hoặc hỏi, không do quy tắc nào tính ra. Tên in kiểu máy chữ là tên dùng trong dữ "
    "liệu và khi gọi thư viện.",
    "What an officer observes or asks; never computed. The name in typewriter letters is used in data and in calls.",
)
FROM_TO = Words("từ {} đến {}", "from {} to {}")
FROM = Words("từ {} trở lên", "{} or more")
UP_TO = Words("không quá {}", "at most {}")
HOUSEHOLD_FACTS = Words("Của hộ", "Of the household")
PERSON_FACTS = Words("Của từng người", "Of each person")
QUESTION = Words("Câu hỏi", "Question")
TYPES = {
    "bool": Words("có/không", "yes/no"),
    "number": Words("số", "number"),
    "integer": Words("số nguyên", "whole number"),
    "date": Words("ngày", "day"),
    "text": Words("chữ", "text"),
}
HOW_TO_READ = Words("Đọc một trang thế nào", "How to read a page")
MARKS = Words("Mỗi mục ghi rõ nguồn chắc đến đâu:", "Each entry says how sure the library is:")
MARK = {
    Evidence.OFFICIAL_TEXT: Words("đã đọc chính văn bản", "the instrument itself was read"),
    Evidence.SECONDARY: Words(
        "lấy từ trang của cơ quan nhà nước hoặc báo chí", "from a page of an agency or a newspaper"
    ),
    Evidence.UNVERIFIED: Words(
        "ghi theo trí nhớ, theo bên thứ ba hoặc suy ra", "from memory, from a third party, or inferred"
    ),
    Evidence.UNKNOWN: Words("chưa ai đọc được; thư viện để trống", "nobody has read it; the library leaves it empty"),
}
ON_A_PAGE = Words(
    "Quy tắc mới nhất đứng trước. Câu chữ bằng ngôn ngữ của trang, bên dưới là câu bằng ngôn ngữ kia. "
    "“Liên hệ” cho biết quy tắc dựa vào gì và những gì dựa vào nó, đi xuống đến từng chương trình. “Hộ mẫu” là những "
    "hộ có sẵn lời giải; mỗi lần sửa luật, tất cả được tính lại.",
    "The newest rule stands first, in the language of the page and below it in the other. “What it stands on” tells "
    "what a rule reads and what reads it, down to the programmes. “Worked households” are households with a stated "
    "answer; all of them are worked out again whenever the law is changed.",
)
INTRO = Words(
    "Thư viện tự tạo các trang này từ thư mục `policies/`: mỗi giá trị, chỉ số, quyết định, chương trình và văn bản "
    "một trang. Câu chữ của quy tắc được sinh ra từ chính quy tắc mà máy thực hiện.",
    "The library makes these pages from the folder `policies/`: one for each value, indicator, decision, programme and "
    "instrument. The sentences are printed from the very rules that are carried out.",
)
SUPPORTED_BY = Words("cùng viện dẫn", "also cited:")
ENDED_BY = Words("hết hiệu lực theo", "ended by")


def field(unit: str) -> Words:
    """The name of a folder of policies; of one that nobody named here yet, the folder's own.

    >>> field("credit").en, field("clean_water").vi
    ('Credit', 'clean water')
    """
    plain = unit.replace("_", " ")
    return UNITS.get(unit, Words(plain, plain))


def in_order(units: Iterable[str]) -> list[str]:
    """Folders of policies as they are listed: those named here first, then the others.

    >>> in_order(["clean_water", "credit", "vn"])
    ['vn', 'credit', 'clean_water']
    """
    there = set(units)
    return [*(unit for unit in UNITS if unit in there), *sorted(there - UNITS.keys())]
