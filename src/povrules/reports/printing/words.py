"""The fixed words of the forms in both languages."""

from __future__ import annotations

from povrules.law.model import Words

TITLES = {
    "R1": Words(
        "Tổng hợp kết quả rà soát hộ nghèo; hộ cận nghèo; hộ làm nông, lâm, ngư nghiệp có mức sống trung bình",
        "Results of the review: poor and near-poor households, farm households with average living standard",
    ),
    "R2": Words("Tổng hợp diễn biến hộ nghèo", "Movement of poor households"),
    "R3": Words("Tổng hợp diễn biến hộ cận nghèo", "Movement of near-poor households"),
    "R4": Words("Phân tích các chỉ số thiếu hụt của hộ nghèo", "Deprivations of poor households"),
    "R5": Words(
        "Phân tích các chỉ số thiếu hụt của hộ nghèo (tỷ lệ)", "Deprivations of poor households, as percentages"
    ),
    "R6": Words("Phân tích các chỉ số thiếu hụt của hộ cận nghèo", "Deprivations of near-poor households"),
    "R7": Words(
        "Phân tích các chỉ số thiếu hụt của hộ cận nghèo (tỷ lệ)",
        "Deprivations of near-poor households, as percentages",
    ),
    "R8": Words("Phân tích hộ nghèo, hộ cận nghèo theo các nhóm đối tượng", "Poor and near-poor households by group"),
    "R9": Words("Phân tích hộ nghèo, hộ cận nghèo theo dân tộc", "Poor and near-poor households by ethnic group"),
    "R10": Words("Phân tích hộ nghèo theo các nguyên nhân nghèo", "Causes of poverty of poor households"),
    "R11": Words(
        "Phân tích các chỉ tiêu thiếu hụt của trẻ em thuộc hộ nghèo, hộ cận nghèo",
        "Deprivations of children of poor and near-poor households",
    ),
}
HOUSEHOLDS = Words("Hộ", "Households")
PEOPLE = Words("Nhân khẩu", "People")
UNIT = {"households": HOUSEHOLDS, "people": PEOPLE}
IN_HOUSEHOLDS = Words("hộ", "households")
IN_BOTH = Words("hộ, nhân khẩu", "households, people")
IN_PERCENT = Words("hộ, %", "households, %")
IN_CHILDREN = Words("trẻ em", "children")
UNIT_IS = Words("Đơn vị tính: {}", "Unit: {}")
NUMBER = Words("TT", "No.")
PLACE = Words("Đơn vị", "Place")
UNITS_OF_ROWS = Words("Hộ / Nhân khẩu", "Households / people")
TOTAL = Words("Tổng cộng", "Total")
NOT_STATED = Words("Chưa rõ nơi ở", "Place not known")
FORM = Words("Biểu {}", "Form {}")
DATE = Words("ngày {0:%d} tháng {0:%m} năm {0:%Y}", "{0:%Y}-{0:%m}-{0:%d}")

ALL_HOUSEHOLDS = Words("Tổng số hộ", "All households")
ALL_PEOPLE = Words("Tổng số nhân khẩu", "All people")
COUNT = Words("Số lượng", "Number")
RATE = Words("Tỷ lệ (%)", "Share (%)")
UNDETERMINED = Words("Chưa xác định", "Undetermined")
NOT_KNOWN = Words("Chưa rõ", "Not known")
CLASSES = {
    "poor": Words("Hộ nghèo", "Poor households"),
    "near_poor": Words("Hộ cận nghèo", "Near-poor households"),
    "farm_average": Words(
        "Hộ nông, lâm, ngư nghiệp có mức sống trung bình", "Farm households with average living standard"
    ),
}
SUM = Words("Tổng số", "Total")
OTHER = Words("Khác", "Other")
GROUPS = {
    "minority": Words("Dân tộc thiểu số", "Ethnic minority"),
    "unable_to_work": Words("Không có khả năng lao động", "Nobody able to work"),
    "merit": Words("Có thành viên là người có công", "With a person of merit"),
    "other": OTHER,
}
MINORITIES = Words("Tổng số dân tộc thiểu số", "All minorities")
FOREIGN = Words("Khác (người nước ngoài)", "Other (foreigners)")
CAUSES = {
    "land": Words("Thiếu đất sản xuất", "Lack of land for production"),
    "capital": Words("Thiếu vốn sản xuất, kinh doanh", "Lack of capital"),
    "labour": Words("Thiếu lao động", "Lack of labour"),
    "tools": Words("Thiếu công cụ, phương tiện sản xuất", "Lack of tools and means of production"),
    "knowledge": Words("Thiếu kiến thức về sản xuất", "Lack of knowledge of production"),
    "skills": Words("Thiếu kỹ năng lao động, sản xuất", "Lack of skills of work"),
    "illness": Words("Người ốm đau, bệnh nặng, tai nạn", "Illness, grave disease, accident"),
    "other": Words("Nguyên nhân khác", "Other causes"),
}
CHILDREN = Words("Tổng số trẻ em", "All children")
HEALTH = Words("Thiếu hụt về y tế (bảo hiểm y tế, dinh dưỡng)", "Deprived of health (insurance, nutrition)")
EDUCATION = Words("Thiếu hụt về giáo dục", "Deprived of education")
HEALTH_OPEN = Words("y tế", "health")
EDUCATION_OPEN = Words("giáo dục", "education")
AGE_OPEN = Words("có phải trẻ em không", "whether a child")
FARM_OPEN = Words(
    "hộ nông, lâm, ngư nghiệp có mức sống trung bình (hộ)", "farm households with average living standard (households)"
)
PEOPLE_OF = Words("{} (nhân khẩu)", "{} (people)")

# The twelve of 2022 in the order of the forms, then those that other standards have.
INDICATORS = {
    "deprived_employment": Words("Việc làm", "Employment"),
    "deprived_dependents": Words("Người phụ thuộc trong hộ", "Dependents"),
    "deprived_nutrition": Words("Dinh dưỡng", "Nutrition"),
    "deprived_health_insurance": Words("Bảo hiểm y tế", "Health insurance"),
    "deprived_adult_education": Words("Trình độ giáo dục của người lớn", "Adult education"),
    "deprived_child_schooling": Words("Tình trạng đi học của trẻ em", "Schooling of children"),
    "deprived_housing_quality": Words("Chất lượng nhà ở", "Quality of housing"),
    "deprived_housing_area": Words("Diện tích nhà ở bình quân đầu người", "Housing area per person"),
    "deprived_water": Words("Nguồn nước sinh hoạt", "Water"),
    "deprived_toilet": Words("Nhà tiêu hợp vệ sinh", "Toilet"),
    "deprived_telecom": Words("Sử dụng dịch vụ viễn thông", "Telecommunications"),
    "deprived_information_means": Words("Phương tiện phục vụ tiếp cận thông tin", "Means of information"),
    "deprived_health_care": Words("Tiếp cận dịch vụ y tế", "Health care"),
    "deprived_waste": Words("Xử lý rác thải", "Treatment of waste"),
}
DEPRIVATIONS = Words("Tổng số chỉ số thiếu hụt", "Deprivations in all")
DEPRIVED_OF = Words("Số hộ thiếu hụt chỉ số", "Households deprived of")
DEPRIVED_RATE = Words("Tỷ lệ hộ thiếu hụt chỉ số (%)", "Share of households deprived of (%)")
CAUSE = Words("Số hộ theo nguyên nhân nghèo", "Households by cause")

START, END = Words("Số đầu kỳ", "Start"), Words("Số cuối kỳ", "End")
DOWN, UP = Words("Giảm trong kỳ", "Less"), Words("Tăng trong kỳ", "More")
LEFT = {
    "poor": Words("Thoát nghèo", "No longer poor"),
    "near_poor": Words("Thoát cận nghèo", "No longer near-poor"),
}
TO_OTHER = {
    "poor": Words("Trở thành hộ cận nghèo", "Became near-poor"),
    "near_poor": Words("Trở thành hộ nghèo", "Became poor"),
}
RISEN = Words("Vượt chuẩn cận nghèo", "Rose above near-poverty")
OTHER_DOWN, OTHER_UP = Words("Giảm khác", "Other reasons"), Words("Tăng khác", "Other reasons")
FROM_OTHER = {
    "poor": Words("Hộ cận nghèo trở thành hộ nghèo", "Near-poor became poor"),
    "near_poor": Words("Hộ nghèo trở thành hộ cận nghèo", "Poor became near-poor"),
}
ADDED = Words("Bổ sung", "Added")
FALLEN_BACK = {
    "poor": Words("Tái nghèo", "Fell back into poverty"),
    "near_poor": Words("Tái cận nghèo", "Fell back into near-poverty"),
}
NEW = Words("Phát sinh mới", "New")
AT_START, AT_END = Words("Đầu kỳ", "Start"), Words("Cuối kỳ", "End")

BASE_OF_ALL = Words(
    "Tỷ lệ tính trên tổng số hộ (nhân khẩu) của đơn vị.", "Shares are of all households (people) of the place."
)
BASE_OF_CLASS = Words(
    "Tỷ lệ tính trên số hộ nghèo (cận nghèo) của đơn vị.", "Shares are of the poor (near-poor) households of the place."
)
NO_FARM = Words(
    "Chưa có dữ kiện để xác định hộ làm nông, lâm, ngư nghiệp có mức sống trung bình.",
    "Farm households with average living standard are left out: nothing is known of them.",
)
NO_PEOPLE = Words(
    "Không có số liệu nhân khẩu: còn hộ chưa rõ số nhân khẩu.",
    "People are left out: the sizes of some households are not known.",
)
UNDETERMINED_IS = Words(
    "“Chưa xác định”: hộ chưa đủ dữ kiện để phân loại; không tính vào loại nào.",
    "“Undetermined”: households that cannot be classified for lack of facts; they are in no class.",
)
BALANCE = Words(
    "Đầu kỳ − giảm trong kỳ + tăng trong kỳ = cuối kỳ. “Khác” gồm chuyển đi, chuyển đến, tách, nhập hộ, thay đổi nhân "
    "khẩu và hộ chưa xác định.",
    "Start − less + more = end. “Other” is moving away and in, splitting and merging, changes of members, and "
    "households that are undetermined.",
)
NO_HISTORY = Words(
    "Không có danh sách hộ đã từng thuộc diện nên số tái nghèo, tái cận nghèo nằm trong cột phát sinh mới.",
    "Without a list of those who had the class before, those who fell back are counted as new.",
)
SUMS = Words(
    "Hàng trên là tổng các hàng dưới: hộ chuyển giữa hai đơn vị tính vào cả giảm khác và tăng khác.",
    "A row above is the sum of those below: who moved between two places is in both columns of other reasons.",
)
OVERLAP = Words(
    "Một hộ có thể thuộc nhiều nhóm nên tổng các nhóm có thể lớn hơn tổng số.",
    "A household can be in several groups, so that they can add up to more than the total.",
)
OF_HEADS = Words("Dân tộc của hộ là dân tộc của chủ hộ.", "The ethnic group of a household is that of its head.")
CAUSES_OVERLAP = Words("Một hộ có thể có nhiều nguyên nhân.", "A household can have several causes.")
NOT_KNOWN_IS = Words("Chưa rõ: {}.", "Not known: {}.")
DASH = "–"
NOT_MADE = Words("Các biểu chưa lập được", "Forms that could not be made")
