"""Further words for members of closed lists, beside each member's own labels. Data only."""

from __future__ import annotations

from collections.abc import Mapping

VALUE_ALIASES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "area": {
        "rural": ("nông thôn", "khu vực nông thôn", "NT", "xã"),
        "urban": ("thành thị", "khu vực thành thị", "đô thị", "TT", "phường", "thị trấn"),
    },
    "sex": {"male": ("nam", "trai", "m"), "female": ("nữ", "gái", "f")},
    "poverty_class": {
        "poor": ("nghèo", "hộ nghèo", "HN"),
        "near_poor": ("cận nghèo", "hộ cận nghèo", "HCN"),
        "average": ("hộ có mức sống trung bình", "mức sống trung bình", "trung bình", "MSTB"),
        "above": (
            "không thuộc diện",
            "không nghèo",
            "hộ không nghèo",
            "không nghèo, không cận nghèo",
            "trên mức sống trung bình",
            "trên trung bình",
        ),
    },
    "house_kind": {
        "solid": ("kiên cố", "nhà kiên cố"),
        "semi_solid": ("bán kiên cố", "nhà bán kiên cố"),
        "not_solid": ("thiếu kiên cố", "nhà thiếu kiên cố"),
        "simple": ("đơn sơ", "nhà đơn sơ", "nhà tạm"),
    },
    "water_source": {
        "piped": ("nước máy", "nước máy vào nhà", "nước máy công cộng"),
        "borehole": ("giếng khoan", "nước giếng khoan"),
        "protected_dug_well": ("giếng đào được bảo vệ", "nước giếng đào được bảo vệ"),
        "protected_spring": ("nước khe/mó được bảo vệ", "khe/mó được bảo vệ", "nước khe mó được bảo vệ"),
        "rain": ("nước mưa",),
        "bottled": ("nước đóng chai, bình", "nước đóng chai", "nước đóng bình", "nước đóng chai/bình"),
        "unprotected_dug_well": ("giếng đào không được bảo vệ", "nước giếng đào không được bảo vệ"),
        "unprotected_spring": ("nước khe/mó không được bảo vệ", "khe/mó không được bảo vệ"),
        "surface": ("nước mặt", "nước sông", "nước ao, hồ", "sông, suối, ao, hồ", "nước ao hồ sông suối"),
        "other": ("khác", "nguồn khác", "nước khác"),
    },
    "toilet_type": {
        "septic": ("tự hoại", "bán tự hoại", "tự hoại/bán tự hoại", "tự hoại hoặc bán tự hoại"),
        "pour_flush": ("thấm dội nước", "thấm dội nước (Suilabh)", "suilabh"),
        "ventilated_pit": ("cải tiến có ống thông hơi", "cải tiến có ống thông hơi (VIP)", "VIP"),
        "double_vault": ("hai ngăn", "2 ngăn", "hố xí hai ngăn"),
        "other": ("khác", "loại khác"),
        "none": ("không có", "không có nhà tiêu"),
    },
    "work_status": {
        "self_employed": ("tự làm", "lao động tự do", "tự sản xuất kinh doanh"),
        "wage_with_contract": ("làm công ăn lương có hợp đồng", "làm thuê có hợp đồng", "có hợp đồng lao động"),
        "wage_without_contract": (
            "làm công ăn lương không có hợp đồng",
            "làm công ăn lương không hợp đồng",
            "làm thuê không có hợp đồng",
            "không có hợp đồng lao động",
        ),
        "seeking_work": ("đang tìm việc", "chưa có việc, đang tìm việc", "không có việc làm", "thất nghiệp"),
        "not_seeking": ("không tìm việc", "không có nhu cầu việc làm", "không làm việc"),
    },
    "school_level": {
        "preschool": ("mầm non", "mẫu giáo", "nhà trẻ"),
        "primary": ("tiểu học", "cấp 1", "TH"),
        "lower_secondary": ("trung học cơ sở", "cấp 2", "THCS"),
        "upper_secondary": ("trung học phổ thông", "cấp 3", "THPT"),
        "vocational": ("học nghề", "giáo dục nghề nghiệp", "trung cấp nghề"),
        "higher": ("cao đẳng, đại học", "cao đẳng/đại học", "đại học", "cao đẳng"),
    },
    "certificate": {
        "none": ("không có", "không có bằng cấp", "chưa có bằng cấp", "không bằng cấp"),
        "primary": ("tiểu học", "tốt nghiệp tiểu học"),
        "lower_secondary": ("trung học cơ sở", "THCS", "tốt nghiệp THCS"),
        "upper_secondary": ("trung học phổ thông", "THPT", "tốt nghiệp THPT"),
        "vocational_elementary": ("sơ cấp", "sơ cấp nghề"),
        "vocational_intermediate": ("trung cấp", "trung cấp nghề", "trung cấp chuyên nghiệp"),
        "college": ("cao đẳng", "cao đẳng nghề"),
        "university": ("đại học", "đại học trở lên", "trên đại học"),
        "on_the_job": ("đào tạo tại chỗ", "chứng nhận đào tạo nghề tại chỗ", "vừa học vừa làm"),
    },
}
