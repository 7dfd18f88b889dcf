"""What measures and the notes beside them are called, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping

from povrules.law.model import Words

MEASURES: Mapping[str, Words] = {
    "H": Words("Tỷ lệ nghèo đa chiều (H)", "Multidimensional headcount ratio (H)"),
    "A": Words("Cường độ nghèo (A)", "Intensity of poverty (A)"),
    "M0": Words("Chỉ số nghèo đa chiều (M0)", "Adjusted headcount ratio (M0)"),
    "M1": Words("Chỉ số nghèo đa chiều theo khoảng cách (M1)", "Adjusted poverty gap (M1)"),
    "M2": Words("Chỉ số nghèo đa chiều theo bình phương khoảng cách (M2)", "Adjusted squared poverty gap (M2)"),
    "uncensored": Words("Tỷ lệ thiếu hụt", "Uncensored headcount ratio"),
    "censored": Words("Tỷ lệ vừa nghèo vừa thiếu hụt", "Censored headcount ratio"),
    "contribution": Words("Đóng góp của chỉ số thiếu hụt vào M0", "Contribution of the indicator to M0"),
    "dimension_contribution": Words("Đóng góp của chiều thiếu hụt vào M0", "Contribution of the dimension to M0"),
    "population_share": Words("Tỷ trọng dân số của nhóm", "Population share of the group"),
    "group_contribution": Words("Đóng góp của nhóm vào M0", "Contribution of the group to M0"),
    "P0": Words("Tỷ lệ nghèo (P0)", "Headcount ratio (P0)"),
    "P1": Words("Chỉ số khoảng cách nghèo (P1)", "Poverty gap index (P1)"),
    "P2": Words("Chỉ số bình phương khoảng cách nghèo (P2)", "Squared poverty gap index (P2)"),
    "FGT": Words("Chỉ số Foster-Greer-Thorbecke", "Foster-Greer-Thorbecke index"),
    "gap": Words("Khoảng cách nghèo bình quân của hộ nghèo", "Average gap of the poor (income gap ratio)"),
    "watts": Words("Chỉ số Watts", "Watts index"),
    "sen": Words("Chỉ số Sen", "Sen index"),
    "sst": Words("Chỉ số Sen-Shorrocks-Thon", "Sen-Shorrocks-Thon index"),
    "gini": Words("Hệ số Gini", "Gini coefficient"),
    "theil_t": Words("Chỉ số Theil T", "Theil T index"),
    "theil_l": Words("Chỉ số Theil L (độ lệch lôgarit bình quân)", "Theil L index (mean log deviation)"),
    "GE": Words("Chỉ số entropy tổng quát", "Generalised entropy index"),
    "atkinson": Words("Chỉ số Atkinson", "Atkinson index"),
    "hoover": Words("Chỉ số Hoover", "Hoover index"),
    "coverage": Words("Mức độ bao phủ", "Coverage of the target"),
    "exclusion_error": Words("Tỷ lệ bỏ sót", "Exclusion error (undercoverage)"),
    "inclusion_error": Words("Tỷ lệ hưởng sai đối tượng", "Inclusion error (leakage)"),
    "false_positive_rate": Words(
        "Tỷ lệ hưởng trong nhóm không thuộc đối tượng", "False positive rate (coverage of the others)"
    ),
    "differential_wb": Words(
        "Chênh lệch nhắm đích (Ngân hàng Thế giới)", "Targeting differential (World Bank): 1 - EE - IE"
    ),
    "differential_ravallion": Words(
        "Chênh lệch nhắm đích (Ravallion)", "Targeting differential (Ravallion): coverage less that of the others"
    ),
    "vertical_efficiency": Words(
        "Tỷ lệ chi trả cho người nghèo về tiền (hiệu quả theo chiều dọc)",
        "Vertical expenditure efficiency: (A+B)/(A+B+C)",
    ),
    "poverty_reduction_efficiency": Words(
        "Tỷ lệ chi trả lấp khoảng cách nghèo", "Poverty reduction efficiency: A/(A+B+C)"
    ),
    "spillover": Words("Phần chi trả vượt chuẩn của người nghèo", "Spillover: B/(A+B)"),
    "gap_efficiency": Words("Tỷ lệ khoảng cách nghèo được lấp", "Poverty gap efficiency: A/(A+D)"),
}
"""By the short name that results carry."""

SHARES = frozenset(
    {"H", "A", "M0", "M1", "M2", "uncensored", "censored", "contribution", "dimension_contribution"}
    | {"population_share", "group_contribution", "P0", "P1", "P2", "gap"}
    | {"vertical_efficiency", "poverty_reduction_efficiency", "spillover", "gap_efficiency"}
    | {"coverage", "exclusion_error", "inclusion_error", "false_positive_rate"}
)
"""Measures between 0 and 1, shown in percent. P1, P2 and the gap leave it only with incomes below zero."""

CHANGES: Mapping[str, Words] = {
    "absolute": Words("thay đổi tuyệt đối", "absolute change"),
    "relative": Words("thay đổi tương đối", "relative change"),
    "absolute_per_year": Words("thay đổi tuyệt đối mỗi năm", "absolute change a year"),
    "relative_per_year": Words("thay đổi tương đối mỗi năm", "relative change a year"),
}

UNITS: Mapping[str, Words] = {
    "household": Words("hộ", "households"),
    "person": Words("người", "people"),
    "row": Words("dòng dữ liệu", "rows"),
}

POLICIES: Mapping[str, Words] = {
    "drop": Words("loại khỏi phép tính", "dropped"),
    "not_deprived": Words("coi là không thiếu hụt", "taken as not deprived"),
    "bounds": Words("tính cận dưới và cận trên", "taken as bounds"),
}

MEASURE = Words("Chỉ tiêu", "Measure")
INDICATOR = Words("Chỉ số, chiều", "Indicator, dimension")
GROUP = Words("Nhóm", "Group")
VALUE = Words("Giá trị", "Value")
ERROR = Words("Sai số chuẩn", "Standard error")
INTERVAL = Words("Khoảng tin cậy", "Confidence interval")
ALL = Words("Tất cả", "All")
NOT_STATED = Words("không ghi", "not stated")
RATES_OF = Words("Đơn vị tính tỷ lệ: {}", "Rates are shares of {}")
USED = Words("Số dòng dùng: {} trên {}", "Rows used: {} of {}")
MISSING = Words("Số dòng thiếu dữ liệu: {} ({} quyền số), {}", "Rows with missing data: {} ({} of the weight), {}")
NO_DESIGN = Words(
    "Không khai báo thiết kế mẫu nên không có sai số chọn mẫu; tổng rà soát toàn bộ chỉ còn sai số đo lường.",
    "No survey design was given, so there is no sampling error; a full review has errors of measurement only.",
)
DESIGN = Words("Thiết kế mẫu: {} tầng, {} cụm", "Survey design: {} strata, {} clusters")
FEW = Words(
    "ít hơn 30 cụm hoặc hệ số biến thiên trên 20%", "fewer than 30 clusters or a coefficient of variation above 20%"
)
