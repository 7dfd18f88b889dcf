"""What the page of the benchmark says, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.beside.runs import Task
from povrules.law.model import Words

HEAD = Words("Tốc độ bên cạnh các hệ khác", "Speed beside the peers")
INTRODUCTION = Words(
    "Cùng một quyết định, cùng dữ liệu, cùng kết quả, đo trong một lần chạy: hạng của hộ và số chỉ số thiếu hụt, từ "
    "khu vực, thu nhập bình quân đầu người và mười hai chỉ số, theo luật ngày 01/10/2024 (hộ nghèo: thu nhập không "
    "quá chuẩn và thiếu hụt từ ba chỉ số). Trang này do chính lần chạy viết ra; không có số nào viết tay.",
    "The same decision, the same data, the same outputs, in one run: the class of a household and its number of "
    "deprivations, from area, income per head and twelve indicators, by the law of 2024-10-01 (poor: an income not "
    "above the line, and three deprivations). The run writes this page itself; no figure is written by hand.",
)
MACHINE = Words("Máy:", "The machine:")
DAY = Words("Ngày đo:", "Measured on")
VERSIONS = Words("Phiên bản:", "Versions:")
AGREED = Words(
    "Mọi cách xét cho cùng kết quả cho từng hộ; cứ 50 hộ có một hộ mà thu nhập đúng bằng một chuẩn. Mã kiểm tra của "
    "kết quả (số hộ):",
    "Everybody gives the same answer for every household; of 50 households one has exactly the income of a line. "
    "Checksum of the answers (households):",
)
GOALS = Words("Mục tiêu", "Goals")
GOAL_HEADS = (
    Words("Việc", "task"), Words("So với", "held against"), Words("Ít nhất nhanh gấp", "at least so many times"),
    Words("Đo được", "measured"), Words("Kết quả", "result"),
    Words("Đo được khi đã kiểm tra trước", "measured where it was checked before"),
)  # fmt: skip
REACHED, MISSED = Words("đạt", "reached"), Words("**chưa đạt**", "**not reached**")
SECTIONS: Mapping[Task, Words] = {
    "register": Words("Cả sổ hộ", "A whole register"),
    "one": Words("Một quyết định", "One decision"),
}
TITLES: Mapping[Task, Words] = {
    "register": Words("Thời gian cho một hộ khi xét cả sổ hộ", "Time for each household of a register"),
    "one": Words("Thời gian của một quyết định", "Time of one decision"),
}
AXES: Mapping[Task, Words] = {
    "register": Words("nano giây mỗi hộ, thang logarit", "nanoseconds per household, logarithmic"),
    "one": Words("micro giây, thang logarit", "microseconds, logarithmic"),
}
BESIDE = Words(
    "Mục tiêu so với dạng mà tài liệu của mỗi hệ dạy trước hết. Có hai dạng nhanh hơn, được báo cáo bên cạnh. Khi "
    "nạp nội dung đã biên dịch qua bộ nạp, zen-engine cần {loader} µs cho một quyết định, povrules cần {assess} µs "
    "(`assess`, có kiểm tra dữ kiện) hoặc {engine} µs (bộ máy biên dịch, hộ đã kiểm tra); một hàm Python viết tay "
    "không kiểm tra gì cần {function} µs, nên nhanh hơn dạng ấy hai mươi lần là điều khó có lời gọi Python nào làm "
    "được. OpenFisca-Core chỉ có hộ, không có nhân khẩu, cần thời gian gấp {alone} lần povrules khi povrules kiểm "
    "tra cả khung dữ liệu, gấp {alone_checked} lần khi sổ hộ đã kiểm tra.",
    "Goals are held against the form that each engine's documentation teaches first. Two quicker forms are reported "
    "beside. With compiled content from a loader zen-engine takes {loader} µs for one decision; povrules takes "
    "{assess} µs (`assess`, which checks the facts) or {engine} µs (the compiled engine, a checked household); a "
    "Python function written by hand that checks nothing takes {function} µs, so that twenty times faster than this "
    "form is hardly within reach of any call in Python. OpenFisca-Core with households alone, without persons, takes "
    "{alone} times as long as povrules where povrules checks the frame, and {alone_checked} times as long where the "
    "register was checked before.",
)
HOW = Words("Đo như thế nào", "How it was measured")
METHOD = Words(
    "- Mỗi cách chạy trong tiến trình riêng, mỗi hệ khác trong môi trường riêng với các phiên bản đã ghim "
    "(`benchmarks/peers/*/requirements.txt`); mọi cách được chạy hai lượt, lượt sau theo thứ tự ngược lại.\n"
    "- Cả sổ hộ được đo từ dữ kiện trong bộ nhớ, dưới dạng mà hệ ấy nhận, đến kết quả: OpenFisca dựng mô phỏng, "
    "povrules kiểm tra khung dữ liệu, `main()` của ttsim kiểm tra dữ liệu và dựng hàm. Hệ xét từng hộ chỉ xét những "
    "hộ đầu.\n"
    "- Một quyết định là trung vị của từng lời gọi riêng, với các hộ khác nhau. Những gì chỉ làm một lần (đọc luật, "
    "dựng bảng quyết định, biên dịch) nằm ngoài thời gian đo.\n"
    "- Bộ nhớ là mức cao nhất của lần gọi đầu, trừ đi mức đang giữ khi dữ kiện đã có sẵn.\n"
    "- Các con số của luật lấy từ chính bộ luật của povrules, kể cả trong bảng quyết định của zen-engine và quy tắc "
    "JSON.\n"
    "- NumPy viết tay, OpenFisca và ttsim trả hạng bằng số thứ tự, các cách khác bằng chữ. Hồ sơ sống xét lại mọi "
    "chương trình sau mỗi dữ kiện, vì vậy làm nhiều việc hơn mọi cách khác.",
    "- Every way runs in a process of its own, every peer in an environment of its own with pinned versions "
    "(`benchmarks/peers/*/requirements.txt`); all of them run twice, the second time in turned order.\n"
    "- A register is timed from facts in memory, in the form the engine takes, to answers: OpenFisca builds its "
    "simulation, povrules checks the frame, `main()` of ttsim checks its data and makes its function. Engines that "
    "take one household at a time decide the first ones only.\n"
    "- One decision is the median of single calls, over different households. What is made once (reading the law, "
    "making a decision table, compiling) is not timed.\n"
    "- Memory is the most of the first call, less what was held with the facts in place.\n"
    "- The numbers of law come from the policy of povrules, in the decision table of zen-engine and the JSON rule "
    "too.\n"
    "- NumPy by hand, OpenFisca and ttsim give classes as places in a list, the others as words. A live dossier "
    "decides every programme anew after each fact, and so does more than any other.",
)
AGAIN = Words("Chạy lại", "To run it again")
COMMANDS = Words(
    "`make bench BENCHMARKS=beside_peers`, hoặc `python -m benchmarks.beside_peers` trong môi trường của dự án; lần "
    "đầu cài các môi trường của những hệ khác. Chạy thử nhỏ, không ghi vào `docs/`: `--quick`, `--rows 50000`. Tỷ số "
    "được giữ trong `benchmarks/results/beside_peers.json`, và lần chạy sau báo tỷ số nào thay đổi quá 15 %.",
    "`make bench BENCHMARKS=beside_peers`, or `python -m benchmarks.beside_peers` in the environment of the project; "
    "the first time it installs the environments of the peers. A small try that leaves `docs/` alone: `--quick`, "
    "`--rows 50000`. Ratios are kept in `benchmarks/results/beside_peers.json`, and the next run says which of them "
    "changed by more than 15 %.",
)
