"""The fixed words of explanations in both languages."""

from __future__ import annotations

from typing import Literal as OneOf

from povrules.law.evidence import Evidence
from povrules.law.model import Words

How = OneOf["given", "rule", "law", "definition", "inferred", "partly", "asked", "unknown", "unseen"]

HOW: dict[How, Words] = {
    "given": Words("có sẵn trong dữ liệu", "given in the data"),
    "rule": Words("tính theo quy tắc", "computed by rule"),
    "law": Words("giá trị do văn bản quy định", "value of law"),
    "definition": Words("định nghĩa", "definition"),
    "inferred": Words("suy ra từ các dữ kiện khác", "follows from other facts"),
    "partly": Words("dữ liệu chỉ cho biết một khoảng", "the data only gives a range"),
    "asked": Words("chọn khi rà soát", "chosen for the review"),
    "unknown": Words("chưa có trong dữ liệu", "not in the data"),
    "unseen": Words("quy định chưa được biết", "the law is not known"),
}
EVIDENCE: dict[Evidence, Words] = {
    Evidence.OFFICIAL_TEXT: Words("văn bản gốc", "official text"),
    Evidence.SECONDARY: Words("thứ cấp", "secondary"),
    Evidence.UNVERIFIED: Words("chưa kiểm chứng", "unverified"),
    Evidence.UNKNOWN: Words("chưa biết", "unknown"),
}
KINDS: dict[str, Words] = {
    "law": Words("Luật", "Law"),
    "resolution": Words("Nghị quyết", "Resolution"),
    "decree": Words("Nghị định", "Decree"),
    "decision": Words("Quyết định", "Decision"),
    "circular": Words("Thông tư", "Circular"),
    "guidance": Words("Văn bản hướng dẫn", "Guidance"),
    "draft": Words("Dự thảo", "Draft"),
}
WHY_UNKNOWN: dict[str, Words] = {
    "not seen": Words("chưa đọc được nội dung", "its text was not seen"),
    "not issued": Words("chưa được ban hành", "not issued yet"),
    "evidence": Words("nguồn yếu hơn mức yêu cầu", "its evidence is weaker than asked for"),
    "commencement": Words("chưa rõ ngày có hiệu lực", "the day it comes into force is not known"),
    "no value": Words("không có quy định cho ngày này", "nothing is laid down for this day"),
    "not in force": Words("chưa có quy định này vào ngày này", "not in force on this day"),
    "not covered": Words("ngày này nằm ngoài thời gian có đủ văn bản", "the day is outside what is covered"),
}
REASON: dict[str, Words] = {
    "fact": Words("thiếu dữ kiện về hộ", "facts are missing"),
    "law": Words("quy định của pháp luật chưa được biết", "the law is not known"),
    "not resolved": Words("chưa phân giải được", "not resolved"),
}

UNDETERMINED = Words("chưa xác định", "undetermined")
POSSIBLE = Words("chưa xác định, có thể là {}", "undetermined, possibly {}")
RANGE = Words("chưa xác định, {}", "undetermined, {}")
OR = Words(" hoặc ", " or ")
FROM_TO = Words("từ {} đến {}", "from {} to {}")
FROM = Words("từ {} trở lên", "{} or more")
UP_TO = Words("không quá {}", "at most {}")
DAYS = Words("trong khoảng từ {} đến {}", "some day from {} to {}")
CELL = Words("{}: {}", "{}: {}")

TRUE = Words("đúng", "true")
FALSE = Words("không đúng", "not true")
HOLDS = Words("đúng", "holds")
FAILS = Words("không đúng", "does not hold")
ITEMS = Words("gồm {} mục", "{} items")
OPEN = Words("còn bỏ ngỏ", "still open")

ROW = Words("hàng {}: {}", "row {}: {}")
MEMBER = Words("thành viên thứ {}", "member {}")
MEMBERS = Words("thành viên thứ {}", "members {}")
AND_LAST = Words(" và ", " and ")
NOBODY = Words("không thành viên nào (trong {} người) như vậy", "no member (of {}) is so")
EVERYBODY = Words("mọi thành viên ({} người) đều như vậy", "every member (all {}) is so")
ALL_LISTED = Words("thành viên đã kê khai", "members listed")
UNLISTED = Words("{} thành viên chưa kê khai", "{} members not listed")
UNLISTED_ONE = Words("1 thành viên chưa kê khai", "1 member not listed")
WHO = Words("danh sách thành viên của hộ", "who the members are")
NO = Words("không", "no")
NO_GIVEN = Words("không (có sẵn trong dữ liệu)", "no (given in the data)")
OPEN_LIST = Words("chưa biết", "unknown")
NOT_NEEDED = Words("chưa xác định, không ảnh hưởng kết quả", "undetermined, and without effect here")

FOUND_BY = Words("cách xác định", "how it was found")
RULE = Words("quy tắc", "rule")
BASIS = Words("căn cứ", "basis")
NOTE = Words("ghi chú", "note")
AS_ABOVE = Words("như trên", "as above")
DAY = Words("ngày áp dụng chuẩn", "target date")
DAY_OBSERVED = Words("ngày khảo sát", "day the facts hold")
WEAKEST = Words("nguồn yếu nhất đã dùng", "weakest evidence used")
BECAUSE = Words("lý do chưa xác định", "why it is undetermined")
ASK = Words("cần hỏi", "to ask")
LAW_UNKNOWN = Words("quy định chưa biết", "law not known")
INSTRUMENTS = Words("văn bản đã dùng", "instruments used")
CONFLICTS = Words("mâu thuẫn trong dữ liệu", "contradictions in the data")
STEPS = Words("vì sao", "why")
LIST_MEMBERS = Words(
    "Hộ có những ai? Hãy kê khai đủ các thành viên.", "Who are the members of the household? List them all."
)
MEMBER_QUESTION = Words("thành viên thứ {}: {}", "member {}: {}")
