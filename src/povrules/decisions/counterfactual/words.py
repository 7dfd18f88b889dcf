"""The fixed words of counterfactuals in both languages."""

from __future__ import annotations

from povrules.law.model import Words

TITLE = Words("{}: {}. Điều gì làm kết quả khác đi?", "{}: {}. What would turn it?")
TITLE_OPEN = Words("{}: {}. Điều gì làm rõ kết quả?", "{}: {}. What would settle it?")
TITLE_LAW = Words("{}: {}. Quy định khác đi thế nào thì kết quả khác đi?", "{}: {}. Which values of law would turn it?")
BECOMES = Words("Thành: {}", "To: {}")
GRANTED = Words("được hưởng", "granted")
REFUSED = Words("không được hưởng", "not granted")
OR = Words("hoặc", "or")
AND = Words("; đồng thời ", "; and ")
VALUES = Words(" hoặc ", " or ")
BASIS = Words("căn cứ", "basis")
CHANGE = Words("Thay đổi", "Change")
BASIS_HEAD = Words("Căn cứ", "Basis")
MORE = Words("và {} cách khác", "and {} more")

LOWER = Words("{} thấp hơn {} ({})", "{} {} lower ({})")
HIGHER = Words("{} cao hơn {} ({})", "{} {} higher ({})")
BECOME = Words("{}: {}", "{}: {}")
INSTEAD = Words("{}: {}, thay vì {}", "{}: {} instead of {}")
TOLD = Words("{}: {} (hiện chưa biết)", "{}: {} (not known today)")
AT_MOST = Words("từ {} trở xuống", "{} or less")
AT_LEAST = Words("từ {} trở lên", "{} or more")
FROM_TO = Words("từ {} đến {}", "{} to {}")
JUST = Words("đúng {}", "exactly {}")
BY = Words("từ {} trở về trước", "{} or before")
SINCE = Words("từ {} trở về sau", "{} or after")
ANY_BUT = Words("khác {}", "any but {}")
ANY = Words("bất kỳ", "any")

MORE_OF = Words("thêm {} trong {} mục sau: {}", "{} more of these {}: {}")
FEWER_OF = Words("bớt {} trong {} mục sau: {}", "{} fewer of these {}: {}")
FOUND_OF = Words(
    "xác định là có {} trong {} mục sau (hiện chưa biết): {}", "{} of these {} found to hold (not known today): {}"
)
NOT_FOUND_OF = Words(
    "xác định là không có {} trong {} mục sau (hiện chưa biết): {}",
    "{} of these {} found not to hold (not known today): {}",
)

UNCHANGEABLE = Words("Không ai thay đổi được, chỉ để hiểu vì sao", "Nobody can change these; they only say why")
BREAKS = Words("khi đó mâu thuẫn với dữ liệu khác: {}", "it would then contradict other data: {}")
OUT_OF_REACH = Words("Không có cách nào đổi không quá {} điều để thành: {}", "No change of at most {} gives: {}")
NOT_SEARCHED = Words(
    "Chưa tìm hết: các cách phải đổi từ {} điều trở lên cùng một lúc (quá nhiều khả năng).",
    "Not searched: changes of {} or more together (too many possibilities).",
)
SKIPPED = Words(
    "Chưa tìm hết: các cách đổi {}, vì những số này phụ thuộc nhau.",
    "Not searched to the end: changes of {}, which hang together.",
)
ALREADY = Words("Kết quả hiện đã là: {}.", "It is that already: {}.")
LAW_UNKNOWN = Words("Quy định chưa được biết: {}.", "The law is not known: {}.")
LAW_ALONE = Words(
    "Chưa xác định vì quy định chưa được biết: {}. Không dữ liệu nào làm rõ được.",
    "Undetermined because the law is not known: {}. No fact settles it.",
)
NOT_IN_FORCE = Words("ngày {} chưa có quy định này", "there is no such rule on {}")
