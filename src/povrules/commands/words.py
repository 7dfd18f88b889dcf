"""The fixed words of the command in both languages."""

from __future__ import annotations

from povrules.law.model import Words

ABOUT = Words(
    "Chuẩn nghèo đa chiều của Việt Nam dưới dạng quy tắc: đọc sổ rà soát, trả kết quả phân loại kèm lý do.",
    "Vietnam's multidimensional poverty standard as rules: a household register in, classes and reasons out.",
)
ABOUT_EACH = {
    "assess": Words("phân loại mọi hộ trong một sổ rà soát", "decide every household of a register"),
    "explain": Words("giải thích kết quả của một hộ", "explain the result of one household"),
    "report": Words(
        "lập các biểu tổng hợp của một kỳ rà soát, ghi ra một tệp Excel",
        "the official forms of a review, as a workbook",
    ),
    "entitlements": Words(
        "một hộ và từng thành viên được hưởng gì, theo điều khoản nào",
        "what one household and its members are entitled to, by which articles",
    ),
    "record": Words(
        "lập bản ghi quyết định của một hộ, để bên thứ ba kiểm lại được",
        "a decision record of one household, which a third party can check",
    ),
    "verify": Words("kiểm lại một bản ghi quyết định", "verify a decision record"),
    "check": Words("kiểm tra các tệp quy định", "check policy files"),
    "policy": Words("quy định nào đang áp dụng, căn cứ vào đâu", "what law is in force, and on what it rests"),
    "new-pack": Words("tạo gói quy định mới cho một tỉnh", "write a new pack for the law of a place"),
    "schema": Words(
        "lược đồ JSON của tệp quy định, cho trình soạn thảo", "the JSON Schema of policy files, for editors"
    ),
    "plugins": Words("các gói mở rộng đã cài đặt", "which plugins are installed"),
}

# the parser
USAGE = Words("cách dùng: ", "usage: ")
ARGUMENTS = Words("tham số", "arguments")
OPTIONS = Words("tùy chọn", "options")
COMMANDS = Words("lệnh", "commands")
COMMAND = Words("LỆNH", "COMMAND")
HELP = Words("hiện hướng dẫn này", "show this help")
VERSION = Words("hiện phiên bản", "show the version")
LANG = Words("ngôn ngữ; mặc định theo LC_ALL, LANG của máy", "language; by default that of LC_ALL, LANG")
REGISTER = Words(
    "tệp .xlsx, .csv, .parquet, .dta, .sav (x_households.csv đi cùng x_persons.csv), hoặc thư mục có households.csv và "
    "persons.csv",
    "an .xlsx, .csv, .parquet, .dta or .sav file (x_households.csv goes with x_persons.csv), or a folder with "
    "households.csv and persons.csv",
)
OUT = Words(
    "tệp kết quả .csv, .xlsx, .parquet, .dta, .sav (nhân khẩu ghi ở x_persons bên cạnh), hoặc thư mục",
    "file to write, .csv, .xlsx, .parquet, .dta or .sav (persons go into x_persons beside it), or a folder",
)
ON = Words("ngày áp dụng chuẩn, 2022-12-31 hoặc 31/12/2022", "target date, which selects the standard: 2022-12-31")
TODAY = Words("; mặc định là hôm nay", "; today by default")
PLACE = Words(
    "mã tỉnh, ví dụ 60; by_row: theo tỉnh của từng hộ; mặc định vn (cả nước)",
    "code of a province such as 60; by_row: each household by its own; vn, the nation, by default",
)
WITHOUT = Words("gói mở rộng không dùng (ghi nhiều lần được)", "a plugin to leave out (may be repeated)")
EACH_PLACE = Words("từng hộ theo tỉnh của mình", "each household by its own province")
METHOD = Words(
    "theo thu nhập hoặc theo điểm; mặc định: theo điểm khi đủ cả hai điểm, nếu không thì theo thu nhập",
    "by income or by points; by default points where both scores are complete, else income",
)
MAPPING = Words("tệp YAML nói cột nào là dữ kiện nào", "YAML file that says which column carries which fact")
LOCALE = Words("cách đọc 1.234: vi là 1234, en là số lẻ", "how 1.234 is read: vi as 1234, en as one and a bit")
OBSERVED = Words("ngày của dữ kiện; mặc định là ngày áp dụng", "day the facts hold; the target date by default")
HOUSEHOLD = Words("mã hộ", "the household's id")
WHAT = Words(
    "giải thích điều gì: poverty_class (mặc định), deprived_water, members[0].age ...",
    "what to explain: poverty_class (default), deprived_water, members[0].age ...",
)
FORMAT = Words("dạng trình bày", "form")
DEPTH = Words("số tầng giải thích; mặc định: tất cả", "levels of reasons to show; all by default")
PATH = Words("thư mục chính sách; mặc định: các chính sách đi kèm", "folder of policies; those shipped by default")
KNOWN_ON = Words("chỉ các văn bản ban hành đến ngày này", "only instruments issued by this day")
EVIDENCE = Words(
    "nguồn yếu hơn mức này coi như chưa biết; mặc định unverified",
    "values with weaker evidence count as unknown; unverified by default",
)

NOT_PROVED_FOR = Words(
    "Chưa chứng minh gì: phải sửa các lỗi trên trước.", "Nothing was proved: what is wrong above comes first."
)

# record, verify
RECORD_OUT = Words(
    "tệp bản ghi; quy định được ghi bên cạnh, tên tệp là mã băm của nó",
    "file of the record; the law is written beside it, under its digest",
)
ISSUED = Words("ngày lập bản ghi; mặc định là hôm nay", "day of the record; today by default")
SIGN = Words("khóa riêng Ed25519 (PEM) để ký", "Ed25519 private key (PEM) to sign it with")
SUBJECT_KEY = Words(
    "tệp khóa bí mật của cơ quan (từ 16 byte): ghi mã hộ dưới dạng băm có khóa; không có thì không ghi mã hộ",
    "file with the office's secret (16 bytes or more): the household's id is written as a keyed hash; without it, not",
)
RECORD = Words("tệp bản ghi quyết định", "file of a decision record")
BUNDLE = Words(
    "tệp quy định mà bản ghi nêu; mặc định tìm bên cạnh bản ghi",
    "file of the law it names; by default beside the record",
)
PUBLIC_KEY = Words("khóa công khai (PEM) của cơ quan lập bản ghi", "public key (PEM) of the office that signed it")
RECORDED = Words("Bản ghi {}: {} kết quả, {} chưa xác định.", "Record {}: {} answers, {} undetermined.")
LAW_BESIDE = Words("Quy định: {}", "Law: {}")
OBSERVER_FAILED = Words("gói mở rộng nhận bản ghi bị lỗi: {}", "a plugin that observes records failed: {}")
NOTHING_WRONG = Words("Không thấy sai.", "Nothing is wrong.")
SOMETHING_WRONG = Words("BẢN GHI BỊ BÁC.", "THE RECORD IS REFUSED.")

# report
REVIEW_BEFORE = Words(
    "kết quả (hoặc sổ) của kỳ rà soát trước, để lập biểu diễn biến; không bắt buộc",
    "results (or the register) of the review before, for the movement of households; may be left out",
)
REVIEW = Words(
    "kết quả của kỳ rà soát do povrules assess ghi ra, hoặc sổ rà soát",
    "results of the review as povrules assess writes them, or its register",
)
FORMS_OUT = Words("tệp .xlsx sẽ ghi, mỗi biểu một trang", "the .xlsx file to write, a sheet for each form")
DAY_BEFORE = Words("ngày áp dụng chuẩn của kỳ trước, khi đó là sổ", "target date of FIRST, when that is a register")
FORMS_BY = Words(
    "các cột nơi ở, từ lớn đến nhỏ; mặc định: district, commune nếu có",
    "columns of places, from the largest; by default district and commune where there are",
)
FORMS_PLACE = Words("tên địa phương ghi trên biểu", "the place, as the forms say it")
FORMS_NOT_MADE = Words("Các biểu chưa lập được:", "Forms that could not be made:")

# what goes wrong
ERROR = Words("lỗi", "error")
INTERRUPTED = Words("đã dừng", "interrupted")

# assess
REGISTER_READ = Words("Sổ: {}", "Register: {}")
STANDARD = Words("Chuẩn áp dụng: ngày {}, {}; dữ kiện ngày {}", "Standard: {}, {}; facts of {}")
BY_METHOD = Words("; phương pháp: {}", "; method: {}")
NATION = Words("cả nước", "the nation")
COLUMNS = Words("Cách đọc các cột (sửa bằng --mapping):", "How the columns were read (correct it by --mapping):")
COLUMN_HEAD = (Words("bảng", "table"), Words("cột", "column"), Words("dữ kiện", "fact"), Words("nghĩa", "meaning"))
TABLE = {"household": Words("hộ", "households"), "person": Words("nhân khẩu", "persons")}
CARRIED = Words("không đọc, giữ nguyên trong kết quả: {}", "not read, carried along: {}")
MEANS_LACKS = Words("có = thiếu hụt", "yes = lacks")
MEANS_HAS = Words("có = không thiếu hụt", "yes = has")
TIMES = Words("nhân {}", "times {}")
EMPTY_NO = Words("ô trống = không", "empty = no")
DECIDING = Words("phân loại", "deciding")
ROWS_HEAD = (
    Words("Số dòng", "Rows"),
    Words("đã đọc", "read"),
    Words("dùng được", "used"),
    Words("bị loại", "rejected"),
)
CLASSES_HEAD = (
    Words("Phân loại hộ", "Class"),
    Words("số hộ", "households"),
    Words("tỷ lệ", "share"),
    Words("nhiều nhất", "at most"),
)
UNDETERMINED = Words("chưa xác định", "undetermined")
OF_USED = Words("Tỷ lệ tính trên {} hộ dùng được.", "Shares are of the {} households used.")
AT_MOST = Words(
    "“Nhiều nhất” là khi mọi hộ chưa xác định mà có thể thuộc loại ấy đều thuộc loại ấy.",
    "“At most”: if every undetermined household that can be in the class is in it.",
)
WHY = {
    "fact": Words("vì thiếu dữ kiện", "for lack of facts"),
    "law": Words("vì chưa biết quy định", "because the law is not known"),
    "not resolved": Words("chưa phân giải được", "not resolved"),
}
DEPRIVED_HEAD = (
    Words("Thiếu hụt nhiều nhất", "Commonest deprivations"),
    Words("số hộ", "households"),
    Words("tỷ lệ", "share"),
    Words("chưa rõ", "open"),
)
NO_DEPRIVATIONS = Words("Ngày này không biết chỉ số nào.", "No indicator is known on this day.")
WARNINGS = Words("Lưu ý: {}", "Warnings: {}")
IN_ROWS = Words(" ({} dòng: {})", " ({} rows: {})")
WRITTEN = Words("Đã ghi:", "Written:")
FILE = {
    "households": Words("hộ", "households"),
    "persons": Words("nhân khẩu", "persons"),
    "rejects": Words("dòng bị loại, kèm lý do", "rejected rows, with reasons"),
    "budget": Words("chi phí các chương trình", "costs of the programmes"),
}
OLD_BUDGET = Words(
    "{} là của lần chạy trước: lần này không tính chi phí (--budget)",
    "{} is of an earlier run: costs were not asked for (--budget)",
)
OLD_PERSONS = Words(
    "{} là của lần chạy trước: sổ này không có danh sách nhân khẩu",
    "{} is of an earlier run: this register lists no persons",
)

# assess --budget
BUDGET = Words(
    "tính cả chi phí các chương trình; thêm class, province, district, commune ... để chia theo diện hộ, nơi ở",
    "show what the programmes cost too; add class, province, district, commune ... to divide it",
)
CLASS_ONLY = Words(
    "chỉ phân loại và chỉ số thiếu hụt, không xét chương trình: nhanh hơn nhiều; kết quả chỉ có mã hộ và các cột ấy",
    "class and deprivations alone, no programmes: much faster; the results hold the ids and those columns",
)
COSTS_A_MONTH = Words("Chi phí một tháng", "Costs of a month")
COSTS_ONCE = Words("Chi trả một lần", "Paid once")
COSTS_HEAD = (
    Words("ít nhất", "at least"),
    Words("nhiều nhất", "at most"),
    Words("ít nhất", "at least"),
    Words("nhiều nhất", "at most"),
)
COSTS_MEAN = Words(
    "“Ít nhất” là phần chắc chắn; “nhiều nhất” gồm cả những trường hợp chưa xác định. Diện chưa có quyết định công "
    "nhận thì lấy diện tính được.",
    "“At least” is certain; “at most” includes what is undetermined. Where no class is certified the computed one "
    "counts.",
)
NO_COSTS = Words("Ngày này không có chương trình nào có chi phí.", "No programme of this day has costs.")
NO_BOUND = Words("chưa rõ", "not known")
NOT_STATED = Words("chưa rõ", "not known")
TOTAL = Words("Cộng", "Total")
MONEY = Words("{} đ", "{} VND")
UNIT_OF = {"household": Words("hộ", "households"), "person": Words("người", "persons")}

# explain
MEMBER_RESULTS = Words("Các thành viên:", "Members:")
MEMBER = Words("thành viên thứ {}", "member {}")
AGED = Words("{} tuổi", "aged {}")
OR = Words(" hoặc ", " or ")
MISSING = Words("Dữ kiện còn thiếu: {}", "Missing facts: {}")
NEXT = Words("Câu hỏi tiếp theo: {}", "Next question: {}")
HOUSEHOLD_TITLE = Words("Hộ {}", "Household {}")

# entitlements
THE_HOUSEHOLD = Words("Hộ gia đình", "The household")
NOT_CERTIFIED = Words(", theo kết quả tính, nếu được công nhận", ", as computed, if recognised")
ENTITLED = Words("Được hưởng:", "Entitled to:")
PASSED_OVER = Words("Không hưởng vì đã hưởng chương trình khác:", "Passed over for another:")
STILL_OPEN = Words("Chưa xác định:", "Undetermined:")
NOT_ENTITLED = Words("Không được hưởng: {}", "Not entitled to: {}")
UNROUNDED = Words("chưa làm tròn", "not rounded")
BASIS = Words("Căn cứ", "Basis")
WEAKEST = Words("nguồn yếu nhất", "weakest evidence")
OF_NATION = Words("Cả nước: {} {}", "By the nation alone: {} {}")

# check
READ = Words("Đã đọc {} tệp trong {} thư mục: {}", "Read {} files in {} folders: {}")
KINDS = {
    "instruments": Words("{} văn bản", "{} instruments"),
    "parameters": Words("{} giá trị của luật", "{} values of law"),
    "facts": Words("{} dữ kiện", "{} facts"),
    "variables": Words("{} quy tắc", "{} rules"),
    "decisions": Words("{} bảng quyết định", "{} decision tables"),
    "programmes": Words("{} chương trình", "{} programmes"),
    "overlaps": Words("{} nhóm chỉ hưởng một", "{} overlaps"),
}
DAYS = Words("{} ngày có thay đổi, từ {} đến {}: {}", "{} days on which something changes, {} to {}: {}")
RESOLVES = Words("quy định của ngày nào cũng khớp", "the law of each holds together")
DOES_NOT = Words("không phải ngày nào cũng khớp", "not all hold together")
CASES = Words("{} trên {} hộ mẫu cho kết quả đúng", "{} of {} worked households get their answer")
NO_CASES = Words("không có tệp cases.yaml nào", "there is no cases.yaml")
TABLES = Words("{} trên {} bảng quyết định được chứng minh (mọi ngày)", "{} of {} decision tables proved, on all days")
EVIDENCE_OF = Words("Nguồn của {} mục có ngày áp dụng: {}", "Evidence of {} dated entries: {}")
UNKNOWN_ENTRIES = Words("Chưa biết:", "Unknown:")
PROBLEMS = Words("{} lỗi", "{} problems")
FINE = Words("không có lỗi", "nothing is wrong")
PROVE = Words("chứng minh thêm mọi bảng và chương trình, mọi ngày", "also prove every table and programme, on all days")
BOTH = Words("cả hai cách chứng minh (cần povrules[prove])", "by both provers, which must agree (povrules[prove])")
PROOFS_FILE = Words(
    "tệp giữ các chứng minh theo mã băm; chỉ chứng minh những gì đã thay đổi",
    "file that keeps proofs by digest; only what changed is proved anew",
)
SECONDS_EACH = Words("thời gian tối đa cho một chứng minh, giây", "seconds for one proof at most")
PROVED = Words("Đã chứng minh {} trên {} điều, {} ngày; bằng: {}", "{} of {} claims proved, on {} days; by: {}")
BY = {
    "diagrams": Words("sơ đồ quyết định", "diagrams"),
    "reference": Words("hộ chạy lại được", "a household replayed"),
    "diagrams+z3": Words("biểu đồ và z3", "diagrams and z3"),
    "z3": Words("z3", "z3"),
}
NOT_PROVED = Words("Không đúng: {}; chưa kịp chứng minh: {}; còn bỏ ngỏ: {}; được miễn: {}",
                   "failed: {}; not proved in time: {}; open: {}; exempt: {}")  # fmt: skip
NO_Z3 = Words(
    'không có z3 nên không có cách chứng minh thứ hai: pip install "povrules[prove]"',
    'z3 is not installed, so there is no second prover: pip install "povrules[prove]"',
)
UNNEEDED = Words("{}: miễn trừ không còn cần: {} {}", "{}: this exemption is no longer needed: {} {}")

# policy
IN_FORCE = Words("Quy định áp dụng ngày {}, {}", "Law in force on {}, {}")
AS_KNOWN = Words("theo các văn bản ban hành đến ngày {}", "as issued by {}")
AT_LEAST = Words("chỉ dùng nguồn từ mức: {}", "only with evidence of at least: {}")
DIGEST = Words("mã băm", "digest")
VALUES = Words("Giá trị do văn bản quy định", "Values of law")
INDICATORS = Words("Chỉ số được tính", "What counts")
INDICATOR_RULES = Words("Từng chỉ số", "Each indicator")
DECISIONS = Words("Quyết định", "Decisions")
OTHERS = Words("Quy tắc khác", "Other rules")
DEFINITIONS = Words("Định nghĩa", "Definitions")
INSTRUMENTS = Words("Văn bản", "Instruments")
UNKNOWN = Words("chưa biết", "unknown")
ABSENT = Words("Không có quy định cho ngày này: {}", "Nothing is laid down for this day on: {}")
RULE = Words("quy tắc", "rule")
NOTE = Words("ghi chú", "note")
SOURCE = Words("nguồn đọc", "read at")
EFFECTIVE = Words("có hiệu lực {}", "in force {}")

# plugins
STATES = {
    "loaded": Words("dùng được", "loaded"),
    "broken": Words("hỏng", "broken"),
    "left out": Words("đã loại ra", "left out"),
}
BUILT_IN = Words("có sẵn", "built in")
PROVIDES = Words("cung cấp", "provides")
TOUCHES = Words("áp dụng ở", "touches")
ANYWHERE = Words("chưa rõ: mọi tỉnh", "not known: every province")
STALE = Words("{} nêu {}, không có gói nào tên như vậy", "{} names {}, and there is no such plugin")

# new-pack
PACK_NAME = Words("tên gói, ví dụ quang_ninh", "name of the pack, such as quang_ninh")
PACK_PLACE = Words("mã tỉnh, ví dụ 22", "code of the place, such as 22")
PACK_PLACE_NAME = Words("tên tỉnh, chỉ khi mã không có trong danh mục", "name of a place that is made up")
PACK_INTO = Words("thư mục chứa gói; mặc định là thư mục này", "folder to write it into; this one by default")
PACK_NEXT = Words("Tiếp theo: cd {0}; pip install -e .; pytest", "Next: cd {0}; pip install -e .; pytest")

# check of a pack
PACK_KEPT = Words(
    "Gói {}: {} ngày có thay đổi, {} bảng đã chứng minh, {} hộ mẫu, {} hộ ngẫu nhiên qua mọi bộ máy",
    "Pack {}: {} days of change, {} tables proved, {} worked households, {} drawn households through every engine",
)

# schema
SCHEMA_KIND = Words("tệp quy định (mặc định) hoặc pack.yaml", "of policy files (default) or of pack.yaml")
