"""The words in which what-if results show themselves."""

from __future__ import annotations

from povrules.law.model import Words

UNDETERMINED = Words("chưa xác định", "undetermined")
CENSUS = Words(
    "Sổ rà soát có mọi hộ nên không có sai số chọn mẫu; vẫn còn sai số đo lường.",
    "The register holds every household: there is no sampling error. Errors of measurement remain.",
)
DESIGN = Words(
    "Sai số chuẩn theo thiết kế mẫu; sai số của thay đổi được tính ghép cặp theo từng hộ.",
    "Standard errors are of the design; those of changes are paired, household by household.",
)
COMPARED = Words("Phân loại hộ trước và sau thay đổi", "Classes before and after the reform")
BEFORE = Words("Trước", "Before")
AFTER = Words("Sau", "After")
HOUSEHOLDS = Words("Số hộ", "Households")
PEOPLE = Words("Số người", "People")
SHARE = Words("Tỷ lệ", "Share")
SUPPRESSED = Words("ẩn", "hidden")
CHANGE = Words("Thay đổi", "Change")
WHOM = Words("Hộ có thể đổi kết quả", "Households it can change")
DIFFERENCES = Words("Khác nhau giữa hai bộ quy định", "In what the policies differ")
NO_DIFFERENCE = Words("Hai chính sách không khác nhau.", "The policies do not differ.")
CURVE = Words("{} theo từng mức của {}", "{} at every value of: {}")
IN_FORCE = Words("Mức đang áp dụng", "In force")
MAY_BE = Words("Có thể đặt từ {} đến {}", "It may be set from {} to {}")
MAY_BE_FROM = Words("Có thể đặt từ {}", "It may be set from {}")
VALUE = Words("Từ mức", "From")
MUST = Words("Chắc chắn", "Certain")
MAY = Words("Có thể", "Possible")
EXACT = Words("Đường bậc thang chính xác: {} bậc, {} hộ", "Exact step curve: {} steps, {} households")
GRID = Words("Tính trên lưới {} mức, không phải mọi bậc; {} hộ", "A grid of {} values, not every step; {} households")
FOUND = Words("Mức thấp nhất của {} để đạt mục tiêu", "The least value that reaches the target: {}")
TARGET = Words("Mục tiêu", "Target")
LEAST = Words("Mức thấp nhất", "Least value")
NO_VALUE = Words("không có mức nào", "no such value")
JUST_BELOW = Words("Ngay dưới mức ấy", "Just below it")
TRIED_BEFORE = Words("Tại mức thử ngay trước", "At the value tried before it")
ON_A_GRID = Words("Chỉ thử trên một lưới các mức.", "Values were tried on a grid only.")
AT_IT = Words("Tại mức ấy", "At it")
AT_MOST = Words("Nhiều nhất đạt được", "The most that is reached")
IN_STEPS = Words("Mức thấp nhất là bội của {}", "Least multiple of {}")
BOUND = {
    "must": Words("Chỉ tính hộ chắc chắn thuộc diện.", "Only households that certainly have the verdict count."),
    "may": Words("Tính mọi hộ có thể thuộc diện.", "All households that can have the verdict count."),
}
EFFECT = Words("Tác động đến khoảng cách nghèo về thu nhập", "Effect on the income gap of the poor")
GAP = Words("Khoảng cách nghèo trước mọi hỗ trợ", "Income gap before any programme")
GAP_LEFT = Words("Khoảng cách nghèo còn lại", "Income gap that is left")
PAID = Words("Số tiền chi trả chắc chắn", "Paid, as far as it is certain")
YEARLY = Words("đ/năm", "VND a year")
COUNTED = Words(
    "Tính trên {} hộ; {} hộ chưa biết thu nhập, số người hoặc khu vực.",
    "Counted: {} households; of {} income, size or area is not known.",
)
PARTS = Words("Phần của từng thay đổi (Shapley)", "The part of each change (Shapley)")
PART = Words("Tác động", "Effect")
