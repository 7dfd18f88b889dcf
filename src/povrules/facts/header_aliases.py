"""Headers by which columns are known in Vietnamese and English registers. Data only; names and labels come on top.

Each entry is a list separated by ``|``. Letters are compared without case and punctuation. A target may be a fact or
one of ``birth_year``, ``birth_year_male``, ``birth_year_female`` (ways to give ``birth_date`` and ``sex``).
"""

from __future__ import annotations

from collections.abc import Mapping

HOUSEHOLD: Mapping[str, str] = {
    "household_id": (
        "mã hộ | mã hộ gia đình | mã số hộ | mã số hộ gia đình | mã định danh hộ | số hiệu hộ | id hộ | hhid | hh id"
        " | household code | household no | family code | family id"
    ),
    "province": "mã tỉnh | tỉnh | tỉnh thành phố | mã tỉnh thành phố | province code",
    "district": "mã huyện | huyện | quận huyện | huyện thị xã thành phố | mã quận huyện | district code",
    "commune": (
        "mã xã | xã | xã phường | xã phường thị trấn | mã xã phường | mã xã phường thị trấn | xã phường đặc khu"
        " | mã đvhc | commune code | ward | commune ward"
    ),
    "hamlet": (
        "thôn | ấp | thôn bản | thôn xóm | thôn ấp | khu phố | tổ dân phố | thôn khu phố | thôn tổ dân phố | mã thôn"
        " | village"
    ),
    "area": (
        "khu vực | khu vực thành thị nông thôn | thành thị nông thôn | nông thôn thành thị | loại khu vực | area type"
        " | region type | urban rural"
    ),
    "household_size": (
        "số nhân khẩu | nhân khẩu | số khẩu | tổng số nhân khẩu | tổng số khẩu | số thành viên | số người trong hộ"
        " | số nhân khẩu trong hộ | hh size | family size | number of members | family number of members | members"
    ),
    "income_per_capita": (
        "thu nhập bình quân | thu nhập bình quân đầu người | thu nhập bình quân đầu người tháng"
        " | thu nhập bình quân đầu người 1 tháng | thu nhập bình quân đầu người một tháng"
        " | thu nhập bình quân người tháng | thu nhập bình quân đầu người trên tháng | thu nhập bq"
        " | thu nhập bq đầu người | thu nhập bqđn | tnbq | tnbqđn | tnbq đầu người | per capita income"
        " | monthly income per capita | income per person | income per head"
    ),
    "income_total": (
        "tổng thu nhập | tổng thu nhập của hộ | tổng thu nhập năm | tổng thu nhập 12 tháng | tổng thu nhập cả năm"
        " | tổng thu nhập 12 tháng của hộ | tổng thu nhập của hộ 12 tháng | tổng thu nhập của hộ trong 12 tháng"
        " | tổng thu nhập hộ năm | total income | annual income | yearly income"
    ),
    "score_a": (
        "điểm a | điểm b1 | tổng điểm a | tổng điểm b1 | điểm phiếu b1 | điểm thu nhập | b1 | b1 point | b1 score"
        " | score b1"
    ),
    "score_b": (
        "điểm b | điểm b2 | tổng điểm b | tổng điểm b2 | điểm phiếu b2 | điểm thiếu hụt | b2 | b2 point | b2 score"
        " | score b2"
    ),
    "floor_area": (
        "diện tích nhà ở | diện tích nhà | tổng diện tích nhà ở | diện tích sàn | diện tích ở | tổng diện tích sàn"
        " | diện tích sử dụng nhà ở | dwelling area"
    ),
    "wall_durable": (
        "tường bền chắc | tường nhà bền chắc | tường kiên cố | vật liệu tường bền chắc | wall solid | durable wall"
    ),
    "frame_durable": (
        "cột bền chắc | khung bền chắc | khung cột bền chắc | cột khung bền chắc | cột trụ bền chắc | cột kiên cố"
        " | cột nhà bền chắc | vật liệu cột bền chắc | durable frame"
    ),
    "roof_durable": "mái bền chắc | mái nhà bền chắc | mái kiên cố | vật liệu mái bền chắc | durable roof",
    "house_kind": "loại nhà | loại nhà ở | kiểu nhà | dwelling type",
    "water_source": (
        "nguồn nước | nguồn nước chính | nguồn nước sinh hoạt chính | nguồn nước ăn uống | loại nguồn nước"
        " | nguồn nước ăn uống sinh hoạt | main water source | drinking water source"
    ),
    "toilet_type": (
        "loại nhà tiêu | loại hố xí | loại nhà vệ sinh | loại hố xí nhà tiêu | loại nhà tiêu hố xí | kiểu nhà tiêu"
        " | loại nhà tiêu đang sử dụng | toilet kind | latrine type"
    ),
    "internet_used": (
        "sử dụng internet | có sử dụng internet | hộ sử dụng internet | hộ có sử dụng internet | dùng internet"
        " | có thành viên sử dụng internet | uses internet"
    ),
    "phone_subscription": "thuê bao điện thoại | sử dụng thuê bao điện thoại | phone subscriber",
    "has_tv": "tivi | ti vi | ti vi màu | tv | television",
    "has_radio": "radio | đài | radio đài | đài radio | radio cassette",
    "has_desktop": "máy tính để bàn | máy tính bàn | máy vi tính | desktop | desktop computer",
    "has_phone": "điện thoại | điện thoại cố định | điện thoại bàn | điện thoại dùng chung | phone | telephone",
    "has_laptop": "máy tính xách tay | laptop",
    "has_tablet": "máy tính bảng | tablet",
    "has_smartphone": "điện thoại thông minh | smartphone",
    "hears_loudspeaker": (
        "nghe loa truyền thanh | nghe được loa truyền thanh | nghe hệ thống loa truyền thanh | loudspeaker"
    ),
    "dependent_count": "số người phụ thuộc | số nhân khẩu phụ thuộc | tổng số người phụ thuộc | number of dependents",
    "farm_household": (
        "hộ nông lâm ngư diêm nghiệp | hộ làm nông lâm ngư diêm nghiệp | hộ nông nghiệp"
        " | hộ làm nông nghiệp lâm nghiệp ngư nghiệp diêm nghiệp"
    ),
    "farm_receipts": (
        "tổng thu nông lâm ngư diêm nghiệp | tổng thu sản xuất nông nghiệp | tổng thu từ nông lâm ngư diêm nghiệp"
    ),
    "farm_costs": (
        "chi phí sản xuất | tổng chi phí sản xuất | chi phí nông lâm ngư diêm nghiệp | chi phí sản xuất nông nghiệp"
    ),
    "social_assistance_income": "thu từ trợ cấp xã hội | trợ cấp xã hội 12 tháng | thu nhập từ trợ cấp xã hội",
    "certified_class": (
        "kết quả công nhận | diện hộ được công nhận | phân loại hộ được công nhận | phân loại theo quyết định"
        " | diện hộ đã công nhận | certified poverty class"
    ),
    "certified_from": "ngày công nhận | công nhận từ ngày | hiệu lực từ ngày",
    "certified_to": "công nhận đến ngày | hiệu lực đến ngày",
    "certified_decision": "số quyết định | số quyết định công nhận | quyết định công nhận | decision number",
    "left_poverty_on": "ngày thoát nghèo | thoát nghèo ngày | thời điểm thoát nghèo",
    "left_class": "thoát từ diện | diện trước khi thoát nghèo",
}

PERSON: Mapping[str, str] = {
    "household_id": HOUSEHOLD["household_id"],
    "person_id": (
        "mã thành viên | mã nhân khẩu | mã cá nhân | mã người | mã định danh cá nhân | số định danh cá nhân"
        " | số định danh | member id | person code | member code"
    ),
    "birth_date": "ngày sinh | ngày tháng năm sinh | sinh ngày | date of birth | dob | birthday",
    "birth_year": "năm sinh | birth year | year of birth",
    "birth_year_male": "năm sinh nam | nam năm sinh | năm sinh nam giới | birth year male | male birth year",
    "birth_year_female": "năm sinh nữ | nữ năm sinh | năm sinh nữ giới | birth year female | female birth year",
    "sex": "giới tính | giới | gender",
    "relation_to_head": (
        "quan hệ với chủ hộ | quan hệ | mối quan hệ với chủ hộ | quan hệ chủ hộ | relationship to head | relationship"
    ),
    "ethnicity": "dân tộc | mã dân tộc | thành phần dân tộc | ethnic group | ethnicity code | ethnic code",
    "able_to_work": "khả năng lao động | có khả năng lao động | còn khả năng lao động | work capacity",
    "work_status": (
        "tình trạng việc làm | việc làm | tình trạng lao động | tình trạng lao động việc làm | employment status"
        " | tình trạng việc làm hiện nay"
    ),
    "has_health_card": (
        "bhyt | thẻ bhyt | có thẻ bhyt | bảo hiểm y tế | thẻ bảo hiểm y tế | có thẻ bảo hiểm y tế | tham gia bhyt"
        " | health card | health insurance | health insurance card"
    ),
    "receives_monthly_allowance": (
        "hưởng trợ cấp hàng tháng | đang hưởng trợ cấp hàng tháng | trợ cấp hàng tháng | trợ cấp xã hội hàng tháng"
        " | hưởng trợ cấp xã hội hàng tháng | đang hưởng trợ cấp xã hội hàng tháng | hưởng trợ cấp xã hội"
        " | hưởng tcxh hàng tháng | trợ cấp xã hội hằng tháng | hưởng trợ cấp xã hội hằng tháng"
        " | đang hưởng trợ cấp xã hội hằng tháng | monthly allowance"
    ),
    "has_disability": "khuyết tật | người khuyết tật | là người khuyết tật | disability | disabled",
    "stunted": (
        "suy dinh dưỡng chiều cao | suy dinh dưỡng chiều cao theo tuổi | suy dinh dưỡng thấp còi | thấp còi"
        " | suy dinh dưỡng thể thấp còi | stunting"
    ),
    "underweight": (
        "suy dinh dưỡng cân nặng | suy dinh dưỡng cân nặng theo tuổi | suy dinh dưỡng nhẹ cân | nhẹ cân"
        " | suy dinh dưỡng thể nhẹ cân"
    ),
    "untreated_illness": (
        "ốm đau không được khám chữa bệnh | ốm đau không khám chữa bệnh | bệnh không được khám chữa"
        " | ốm bệnh không được khám chữa bệnh"
    ),
    "in_school": (
        "đang đi học | đi học | hiện đang đi học | đang học | tình trạng đi học | attends school | attending school"
    ),
    "school_level": (
        "cấp học | bậc học | bậc cấp học | cấp học đang học | đang học cấp | bậc học đang học | cấp bậc học"
        " | cấp đang học"
    ),
    "highest_certificate": (
        "bằng cấp cao nhất | bằng cấp | bằng cấp chứng chỉ cao nhất | trình độ | trình độ cao nhất | trình độ học vấn"
        " | trình độ học vấn cao nhất | trình độ giáo dục | certificate | highest education"
    ),
    "uses_internet": "sử dụng internet | có sử dụng internet | dùng internet | internet",
    "parent_id": "mã cha mẹ | mã bố mẹ | mã cha hoặc mẹ | id cha mẹ",
    "guardian_id": "mã người giám hộ | người giám hộ | guardian",
    "spouse_id": "mã vợ chồng | mã vợ hoặc chồng | spouse",
}

# A weaker sign of the same fact: used only when no column carries a stronger one.
HOUSEHOLD_WEAK: Mapping[str, str] = {
    "province": "tên tỉnh | tên tỉnh thành phố | province name",
    "district": "tên huyện | tên quận huyện | district name",
    "commune": "tên xã | tên xã phường | tên xã phường thị trấn | tên đvhc | commune name | ward name",
    "hamlet": "tên thôn | địa bàn | hamlet name | village name",
}
PERSON_WEAK: Mapping[str, str] = {
    "person_id": (
        "cccd | số cccd | căn cước công dân | căn cước | cmnd | số cmnd | cmnd cccd | số cccd cmnd | stt thành viên"
        " | stt trong hộ | số thứ tự trong hộ | member no | member number"
    ),
}

# The indicators by their bare names: they say neither "has" nor "lacks", so the mapping must.
INDICATORS: Mapping[str, str] = {
    "employment": "việc làm | employment | jobs | job",
    "dependents": "người phụ thuộc | người phụ thuộc trong hộ | dependents | tỷ lệ người phụ thuộc | tỷ lệ phụ thuộc",
    "nutrition": "dinh dưỡng | nutrition",
    "health_insurance": "bảo hiểm y tế | bhyt | thẻ bhyt | thẻ bảo hiểm y tế | health insurance",
    "adult_education": (
        "trình độ giáo dục của người lớn | trình độ giáo dục người lớn | giáo dục người lớn | giáo dục của người lớn"
        " | adult education"
    ),
    "child_schooling": (
        "tình trạng đi học của trẻ em | trẻ em đi học | đi học của trẻ em | tình trạng đi học trẻ em | child schooling"
        " | child school"
    ),
    "housing_quality": "chất lượng nhà ở | chất lượng nhà | nhà ở bền chắc | housing quality",
    "housing_area": (
        "diện tích nhà ở bình quân đầu người | diện tích nhà ở bình quân | diện tích nhà ở bq | diện tích bình quân"
        " | diện tích nhà ở bình quân người | diện tích nhà ở đầu người | housing area"
    ),
    "water": (
        "nước sạch | nước | nước sinh hoạt | nguồn nước sạch | nguồn nước sinh hoạt | nguồn nước hợp vệ sinh"
        " | nước sinh hoạt hợp vệ sinh | nguồn nước sinh hoạt hợp vệ sinh | water | clean water | safe water"
    ),
    "toilet": (
        "nhà tiêu | hố xí | nhà vệ sinh | hố xí nhà tiêu | nhà tiêu hố xí | nhà tiêu hợp vệ sinh | hố xí hợp vệ sinh"
        " | hố xí nhà tiêu hợp vệ sinh | nhà vệ sinh hợp vệ sinh | toilet | latrine | sanitation | hygienic toilet"
    ),
    "telecom": "viễn thông | dịch vụ viễn thông | sử dụng dịch vụ viễn thông | internet | telecom | telecommunications",
    "information_means": (
        "phương tiện phục vụ tiếp cận thông tin | phương tiện tiếp cận thông tin | tài sản tiếp cận thông tin"
        " | tài sản phục vụ tiếp cận thông tin | tiếp cận thông tin | information means | info assets"
        " | information assets"
    ),
    "health_care": "tiếp cận dịch vụ y tế | tiếp cận các dịch vụ y tế | khám chữa bệnh | dịch vụ y tế | health care",
    "waste": "xử lý chất thải | rác thải | chất thải | thu gom rác thải | xử lý rác thải | waste",
}

# These headers stand over a list of kinds in one register and over yes/no in another: the values decide.
EITHER: Mapping[str, str] = {
    "water_source": "nguồn nước sinh hoạt | nước sinh hoạt",
    "toilet_type": "nhà tiêu | hố xí | nhà vệ sinh | hố xí nhà tiêu | nhà tiêu hố xí",
}

LACKING = (
    "thiếu hụt về | thiếu hụt chỉ số | thiếu hụt | thiếu | không có | chưa có | deprived in | deprived of | deprived"
    " | lacks | lack of"
)
HAVING = "có được | có | được | has | have"
GROUP_LACKING = "thiếu hụt | các chỉ số thiếu hụt | chỉ số thiếu hụt | mức độ thiếu hụt | deprivations | deprivation"

# No facts, but headers of registers all the same: they help to find the header row and are carried along.
CARRIED = (
    "stt | tt | số tt | số thứ tự | no | họ tên chủ hộ | họ và tên chủ hộ | chủ hộ | tên chủ hộ | họ tên | họ và tên"
    " | tên | name | full name | head name | family host name | địa chỉ | address | ghi chú | note | notes"
    " | số điện thoại | trọng số | weight | cccd | ngày rà soát | rà soát viên | kết quả | phân loại | phân loại hộ"
    " | kết quả phân loại"
    " | số chỉ số thiếu hụt | tổng số chỉ số thiếu hụt | number of deprivations"
)
TOTALS = "tổng cộng | tổng số | tổng | cộng | cộng tổng | total | grand total | tổng cộng toàn xã | tổng toàn xã"
HOUSEHOLD_SHEETS = (
    "hộ | hộ gia đình | danh sách hộ | ds hộ | households | household | hộ rà soát | danh sách hộ rà soát"
)
PERSON_SHEETS = (
    "nhân khẩu | thành viên | người | danh sách nhân khẩu | danh sách thành viên | thành viên hộ | ds nhân khẩu"
    " | persons | person | people | members | nhân khẩu trong hộ | thành viên trong hộ"
)
