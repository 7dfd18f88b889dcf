"""What errors say, in Vietnamese: the sentences that people of an office meet, by the English ones.

``{}`` stands for a value, in the same order in both languages. A sentence that is not here is shown in English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

FILES: Mapping[str, str] = {
    "{}: no such file": "{}: không có tệp này",
    "{}: no such folder": "{}: không có thư mục này",
    "{}: is not a folder": "{}: không phải là thư mục",
    "{}: is there already": "{}: đã có rồi",
    "{}: cannot be made: {}": "{}: không tạo được: {}",
    "{}: cannot be read: {}": "{}: không đọc được: {}",
    "{}: cannot be written: {}": "{}: không ghi được: {}",
    "{}: cannot be written: Is a directory": "{}: không ghi được: đây là thư mục",
    "{}: cannot be written: Permission denied": "{}: không ghi được: không có quyền",
    "{}: cannot be read as Parquet: {}": "{}: không đọc được theo định dạng Parquet: {}",
    "{}: cannot be read as Parquet: the file is damaged": "{}: không đọc được theo định dạng Parquet: tệp bị hỏng",
    "{}: cannot be read as {}: {}": "{}: không đọc được theo định dạng {}: {}",
    "{}: reading {} needs pyreadstat": "{}: cần pyreadstat để đọc tệp {}",
    "{}: {} is nothing in {}": "{}: {} không có nghĩa trong {}",
    "{}: its texts are not UTF-8 and too few to show what they are": (
        "{}: chữ trong tệp không phải UTF-8 và quá ít để biết là bảng mã nào"
    ),
    "a relation of DuckDB cannot be read: {}": "không đọc được bảng DuckDB: {}",
    "{}: cannot be read as a workbook: {}": "{}: không đọc được như tệp bảng tính: {}",
    "{}, sheet {}: cannot be read: {}": "{}, trang tính {}: không đọc được: {}",
    "{}, sheet {}: no header was recognised in its first {} rows": (
        "{}, trang tính {}: không nhận ra dòng tiêu đề trong {} dòng đầu"
    ),
    "{}: no header was recognised in its first {} rows": "{}: không nhận ra dòng tiêu đề trong {} dòng đầu",
    "{}: has no row {} among its first {}": "{}: không có dòng {} trong {} dòng đầu",
    "{}: has no sheet": "{}: không có trang tính nào",
    "{}: has no sheet {}": "{}: không có trang tính {}",
    "{}: no sheet looks like a table of persons": "{}: không có trang tính nào giống bảng thành viên",
    "{}: no table of households in this folder": "{}: thư mục này không có bảng hộ",
    "{}: no policy file in this folder": "{}: thư mục này không có tệp quy định",
    "{}: cannot tell what kind of table this is": "{}: không biết đây là loại bảng nào",
    "{}: cannot tell what kind of table to write": "{}: không biết phải ghi loại bảng nào",
    "{}: {} rows do not fit in a sheet": "{}: {} dòng không vừa một trang tính",
    "{}: forms are written as a workbook": "{}: biểu mẫu được ghi thành tệp bảng tính",
    "{}: is read as the register, so it is not written": "{}: là danh sách đang được đọc nên không ghi đè",
    "{}: is read as a review, so it is not written": "{}: là kết quả rà soát đang được đọc nên không ghi đè",
    "{}: reading workbooks needs fastexcel": "{}: cần fastexcel để đọc tệp bảng tính",
    "{}: two tables cannot be written to one file": "{}: không thể ghi hai bảng vào cùng một tệp",
    "a file for each table": "mỗi bảng một tệp",
    "{}: writing {} needs pyreadstat": "{}: cần pyreadstat để ghi tệp {}",
    "{}: column {} holds a text of more than {} bytes, the most that {} has room for": (
        "{}: cột {} có chữ dài hơn {} byte, mức nhiều nhất mà {} chứa được"
    ),
    "{}: column {} holds {}, for which {} has no place": "{}: cột {} chứa {}, loại mà {} không có chỗ",
    "a .parquet file, or outputs without this column": "tệp .parquet, hoặc outputs không có cột này",
    "{}: a table without columns cannot be written for {}": "{}: bảng không có cột nào thì không ghi được cho {}",
    "a .csv, .parquet or .xlsx file, or outputs without this column": (
        "tệp .csv, .parquet hoặc .xlsx, hoặc outputs không có cột này"
    ),
    "{}: writing .xlsx needs xlsxwriter": "{}: cần xlsxwriter để ghi tệp .xlsx",
    "{}: is UTF-16": "{}: tệp dùng bảng mã UTF-16",
    "{}: holds NUL characters, so it is not a CSV file": "{}: có ký tự NUL nên không phải tệp CSV",
    "{}, line {}: not {} text": "{}, dòng {}: không phải văn bản {}",
    "{}, line {}: not UTF-8 text, and its words tell neither cp1258 nor TCVN3": (
        "{}, dòng {}: không phải văn bản UTF-8, chữ trong tệp cũng không cho biết là cp1258 hay TCVN3"
    ),
    "{}, line {}: {}": "{}, dòng {}: {}",
    "{}, about line {}: a quoted cell does not end as it should": (
        "{}, khoảng dòng {}: ô trong dấu ngoặc kép không kết thúc đúng"
    ),
    "{}: a row has {} cells, the header {}": "{}: một dòng có {} ô, tiêu đề có {}",
    "{} is not the name of a pack": "{} không phải tên gói",
    "{} is not the code of a place": "{} không phải mã địa phương",
    "the place {} is {}": "địa phương {} là {}",
    "no place has the code {}": "không có địa phương mang mã {}",
    "Permission denied": "không có quyền",
    "No such file or directory": "không có tệp hoặc thư mục này",
    "No space left on device": "ổ đĩa đã đầy",
    "Is a directory": "đây là thư mục",
    "the disk may be full": "có thể ổ đĩa đã đầy",
}
COLUMNS: Mapping[str, str] = {
    "unknown key {}": "không có khóa {}",
    "not a list of keys and values": "không phải danh sách khóa và giá trị",
    "a single word belongs here": "ở đây phải là một từ",
    "{} does not exist here": "ở đây không có {}",
    "{} is not a row": "{} không phải số dòng",
    "{} is not a scale": "{} không phải hệ số",
    "{} is no locale": "{} không phải cách viết số",
    "{}: {} is no data frame": "{}: {} không phải bảng dữ liệu",
    "persons: {} beside a data frame of Spark": "thành viên: {} đi cùng bảng dữ liệu của Spark",
    "persons: {} beside a lazy frame of households": "thành viên: {} đi cùng bảng hộ dạng lazy",
    "persons: {} beside a relation of households": "thành viên: {} đi cùng bảng hộ của DuckDB",
    "{}: two columns are named {}": "{}: hai cột cùng tên {}",
    "{}: the columns {} all read as {}": "{}: các cột {} đều được hiểu là {}",
    "{}: no column was recognised as the household id": "{}: không nhận ra cột mã hộ",
    "{}: a bare indicator may say that a household has something or lacks it; undecided: {}": (
        "{}: tên chỉ số đứng một mình có thể là có hoặc là thiếu; chưa rõ: {}"
    ),
    "column {} is not in the table of {}": "không có cột {} trong bảng {}",
    "column {} holds {}, from which no fact is read": "cột {} chứa {}, không đọc được thành dữ kiện",
    "the mapping does not say which fact column {} carries": "bản khai báo không cho biết cột {} chứa dữ kiện nào",
    "{}, stated for column {}, is no fact of a {}": "{}, khai báo cho cột {}, không phải dữ kiện của {}",
    "{} is stated for column {}, but {} is not {}": "{} được khai báo cho cột {}, nhưng {} không phải {}",
    "place='by_row' needs to know where each household lives, and no column was read as its province": (
        "place='by_row' cần biết mỗi hộ sống ở đâu, nhưng không có cột nào được đọc là tỉnh"
    ),
    "households": "hộ",
    "persons": "thành viên",
    "household": "hộ",
    "person": "thành viên",
}
NAMES: Mapping[str, str] = {
    "{} is outside the days that {} covers": "{} nằm ngoài thời gian mà {} bao quát",
    "today, {}": "hôm nay, {}",
    "{}={} is not a day": "{}={} không phải là ngày",
    "no parameter {}": "không có tham số {}",
    "{} has no value for {}": "{} không có giá trị cho {}",
    "no method {}": "không có phương pháp {}",
    "no place {}": "không có địa phương {}",
    "no programme {}": "không có chương trình {}",
    "no programme is known on {}": "không có chương trình nào vào ngày {}",
    "no programme {} that costs something": "không có chương trình {} phát sinh chi phí",
    "{} is a programme of a {}": "{} là chương trình của {}",
    "{} has no benefit {}": "{} không có khoản hỗ trợ {}",
    "no fact {} of a {}": "không có dữ kiện {} của {}",
    "no household {} in this register": "không có hộ {} trong danh sách này",
    "no member {}": "không có thành viên {}",
    "{}: there is no such member": "{}: không có thành viên này",
    "{}: this household lists no members": "{}: hộ này không liệt kê thành viên",
    "this policy decides no {}": "chính sách này không quyết định {}",
    "this policy decides no {} of a {}": "chính sách này không quyết định {} của {}",
    "none of the places decides {}": "không địa phương nào quyết định {}",
    "the households have no column {}": "bảng hộ không có cột {}",
    "{}: its forms are made of one place at a time": "{}: mỗi lần chỉ lập biểu mẫu cho một địa phương",
    "{}: has no column {}, so it is a register": "{}: không có cột {}, vậy đây là danh sách chưa phân loại",
    "no answer for the place {}: the plugin {} is broken: {}": (
        "chưa có kết quả cho địa phương {}: gói {} bị hỏng: {}"
    ),
    "no plugin {} to leave out": "không có gói {} để bỏ qua",
}
EXPECTED: Mapping[str, str] = {
    "another -o": "-o khác",
    "another encoding": "bảng mã khác",
    "a data frame of Spark": "bảng dữ liệu của Spark",
    "a polars frame": "bảng dữ liệu của polars",
    "a relation of DuckDB": "bảng của DuckDB",
    "a .csv or .parquet file": "tệp .csv hoặc .parquet",
    "a file saved as 'CSV UTF-8'": "tệp lưu dạng 'CSV UTF-8'",
    "encoding in a mapping, or a file saved as 'CSV UTF-8'": (
        "encoding trong bản khai báo, hoặc tệp lưu dạng 'CSV UTF-8'"
    ),
    "encoding: {} in a mapping": "encoding: {} trong bản khai báo",
    "header_row in a mapping": "header_row trong bản khai báo",
    "sheet in a mapping": "sheet trong bản khai báo",
    "sheet and header_row in a mapping": "sheet và header_row trong bản khai báo",
    "households.csv, and persons.csv beside it": "households.csv, cùng persons.csv bên cạnh",
    "a folder of policy files": "thư mục các tệp quy định",
    "files named *.yaml": "các tệp *.yaml",
    "a name that ends in .xlsx": "tên kết thúc bằng .xlsx",
    "a name that is free": "tên chưa dùng",
    "digits such as 22": "các chữ số như 22",
    "such as quang_ninh": "chẳng hạn quang_ninh",
    "--place-name only for a made-up place": "--place-name chỉ cho địa phương hư cấu",
    "--place-name, for a place that is made up": "--place-name, cho địa phương hư cấu",
    "a column with the province's code or name": "một cột có mã hoặc tên tỉnh",
    "a header such as Mã hộ, or in the mapping, {}: {X: household_id}": (
        "tiêu đề như Mã hộ, hoặc trong bản khai báo, {}: {X: household_id}"
    ),
    "in the mapping, null for all but one: {}: {{}: null}": (
        "trong bản khai báo, null cho mọi cột trừ một: {}: {{}: null}"
    ),
    "in the mapping, {}: {{}: {polarity: has}}, or deprived": (
        "trong bản khai báo, {}: {{}: {polarity: has}}, hoặc deprived"
    ),
    "a positive number such as 1000": "số dương như 1000",
    "a whole number from 1": "số nguyên từ 1",
    "a frame of polars, pandas, pyarrow, DuckDB or PySpark": "bảng của polars, pandas, pyarrow, DuckDB hoặc PySpark",
    "vi or en": "vi hoặc en",
    "--on with a day from {}": "--on với một ngày từ {}",
    "--place with a code": "--place với một mã",
    "{} with its day": "{} với ngày của nó",
    "a date or text such as '2024-10-01'": "ngày, hoặc chữ như '2024-10-01'",
    "'vn' or the code of a province such as '60'": "'vn' hoặc mã tỉnh như '60'",
    "members[0] to members[{}]": "members[0] đến members[{}]",
}
TABLE: Mapping[str, str] = {**FILES, **COLUMNS, **NAMES, **EXPECTED}
_DAYS = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) to ([0-9]{4}-[0-9]{2}-[0-9]{2})")


def in_vietnamese(text: str) -> str:
    """A sentence of an error in Vietnamese; one that is not in the table stays as it is.

    >>> in_vietnamese("/data/register.xlsx: cannot be written: No space left on device")
    '/data/register.xlsx: không ghi được: ổ đĩa đã đầy'
    >>> in_vietnamese("no invented sentence")
    'no invented sentence'
    """
    if text in TABLE:
        return TABLE[text]
    for pattern, parts in _patterns():
        match = pattern.fullmatch(text)
        if match:
            values = [*map(in_vietnamese, match.groups()), ""]
            return "".join(part + value for part, value in zip(parts, values, strict=True))
    return _DAYS.sub(r"\1 đến \2", text)


@cache
def _patterns() -> list[tuple[re.Pattern[str], list[str]]]:
    """The sentences with values as expressions, those that say most first."""
    open_ones = sorted((key for key in TABLE if "{}" in key), key=lambda key: (-len(key.replace("{}", "")), key))
    return [
        (re.compile("(.+?)".join(map(re.escape, key.split("{}"))), re.DOTALL), TABLE[key].split("{}"))
        for key in open_ones
    ]
