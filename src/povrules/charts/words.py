"""The words on charts."""

from __future__ import annotations

from povrules.law.model import Words

# step curve
RATE_AT = Words("Tỷ lệ {} theo từng mức của {}", "{}: share at every value of the {}")
RATE = Words("Tỷ lệ số hộ", "Share of households")
MUST = Words("Chắc chắn", "Certain")
MAY = Words("Có thể (gồm cả hộ chưa xác định)", "Possible (with undetermined households)")
IN_FORCE = Words("Đang áp dụng: {}", "In force: {}")
GRID = Words(
    "Tính tại {} mức trên một lưới; giữa hai mức chưa được tính.", "Worked out at {} values of a grid, not between."
)
EXACT = Words("Chính xác tại mọi mức: {} bậc, {} hộ.", "Exact at every value: {} steps, {} households.")

# transition heatmap
MOVES = Words("Chuyển dịch giữa các loại hộ (số hộ)", "From which class to which (households)")
MOVES_PEOPLE = Words("Chuyển dịch giữa các loại hộ (số người)", "From which class to which (people)")
BEFORE_CLASS = Words("Trước thay đổi", "Before")
AFTER_CLASS = Words("Sau thay đổi", "After")
ROW_SHARES = Words(
    "Tỷ lệ và độ đậm: phần trong tổng của loại hộ trước thay đổi.", "Percentages and shades: of those who began there."
)
HIDDEN = Words("ẩn", "hidden")
HIDDEN_NOTE = Words("Số liệu của dưới {} trường hợp được ẩn.", "Figures of fewer than {} cases are hidden.")

# contribution bars
CONTRIBUTIONS = Words(
    "Mức đóng góp của từng chỉ số vào nghèo đa chiều", "What each indicator contributes to multidimensional poverty"
)
CONTRIBUTION = Words("Phần đóng góp vào M0", "Share of M0")
LEVELS = Words("M0 = {}; H = {}; A = {}.", "M0 = {}; H = {}; A = {}.")
OPEN = Words("Phần nhạt: còn có thể thêm vì thiếu dữ liệu.", "Light: what may be added where data are missing.")

# winners and losers
GAINS = Words("Ai được thêm, ai mất: theo chương trình", "Who gains and who loses, by programme")
GAINS_BY = Words("{}: ai được thêm, ai mất, theo {}", "{}: who gains and who loses, by {}")
GAINED = Words("Được thêm", "Gained")
LOST = Words("Mất", "Lost")
NUMBER = Words("Số lượng", "Number")
UNITS = {"household": Words("hộ", "households"), "person": Words("người", "persons")}
NOBODY = Words("Không có trường hợp nào thay đổi.", "Nobody gains or loses.")
OPEN_LEFT_OUT = Words(
    "Không gồm những trường hợp chưa xác định được.", "Those who are undetermined before or after are not counted."
)
NOT_STATED = Words("không ghi", "not stated")

# cost bars
COSTS = Words("Chi phí một năm theo chương trình và nguồn chi, trước và sau thay đổi",
              "Cost of a year by programme and payer, before and after")  # fmt: skip
COSTS_MONTH = Words("Chi phí một tháng theo chương trình và nguồn chi, trước và sau thay đổi",
                    "Cost of a month by programme and payer, before and after")  # fmt: skip
BEFORE = Words("Trước", "Before")
AFTER = Words("Sau", "After")
SHADES = Words("Đậm: chắc chắn. Nhạt: có thể thêm, vì còn hộ hoặc người chưa xác định.",
               "Dark: certain. Light: possible, for households or persons who are undetermined.")  # fmt: skip
NO_BOUND = Words("từ {}, chưa rõ mức cao nhất", "from {}, no upper bound known")
MONEY = {
    1_000_000_000: Words("tỷ đồng", "billion VND"),
    1_000_000: Words("triệu đồng", "million VND"),
    1: Words("đồng", "VND"),
}

# waterfall
PARTS = Words("Phần của từng thay đổi trong tác động chung", "The part of each change in the whole effect")
SHAPLEY = Words("Phân rã Shapley: bình quân trên mọi thứ tự, tổng các phần bằng tổng thay đổi.",
                "Shapley decomposition: averages over all orders; the parts sum to the whole.")  # fmt: skip
UP = Words("Tăng", "Up")
DOWN = Words("Giảm", "Down")

# tile map
TILES = Words("34 tỉnh, thành phố", "The 34 provinces and cities")
SCHEMATIC = Words("Vị trí các ô chỉ là sơ đồ, không theo tỷ lệ.", "Tiles are placed schematically, not to scale.")
NO_FIGURE = Words("chưa có số liệu", "no figure")
