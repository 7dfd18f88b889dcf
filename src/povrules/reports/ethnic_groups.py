"""The ethnic groups of Vietnam by their official codes (Decision 121-TCTK/PPCĐ of 2 March 1979, today's spelling)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from povrules.facts.folding import fold
from povrules.language.errors import closest
from povrules.reports.errors import ReportError

_NAMES = (
    "Kinh", "Tày", "Thái", "Hoa", "Khơ-me", "Mường", "Nùng", "Hmông", "Dao", "Gia-rai", "Ngái", "Ê-đê", "Ba-na",
    "Xơ-đăng", "Sán Chay", "Cơ-ho", "Chăm", "Sán Dìu", "Hrê", "Mnông", "Ra-glai", "Xtiêng", "Bru-Vân Kiều", "Thổ",
    "Giáy", "Cơ-tu", "Gié-Triêng", "Mạ", "Khơ-mú", "Co", "Ta-ôi", "Chơ-ro", "Kháng", "Xinh-mun", "Hà Nhì", "Chu-ru",
    "Lào", "La Chi", "La Ha", "Phù Lá", "La Hủ", "Lự", "Lô Lô", "Chứt", "Mảng", "Pà Thẻn", "Cơ Lao", "Cống", "Bố Y",
    "Si La", "Pu Péo", "Brâu", "Ơ Đu", "Rơ-măm", "Người nước ngoài", "Không xác định",
)  # fmt: skip
ETHNIC_GROUPS: Mapping[str, str] = MappingProxyType({f"{i:02}": name for i, name in enumerate(_NAMES, start=1)})
KINH, FOREIGN, NOT_STATED = "01", "55", "56"
MINORITIES = tuple(code for code in ETHNIC_GROUPS if code not in (KINH, FOREIGN, NOT_STATED))
_BY_NAME = {fold(name): code for code, name in ETHNIC_GROUPS.items()}


def ethnic_code(value: Any) -> str | None:
    """The code of what a register says: a code, with or without its zero, or a name.

    Returns:
        Two digits; None where the register says nothing, or that it is not known.

    Raises:
        ReportError: no such group.

    >>> ethnic_code("Chăm"), ethnic_code("1"), ethnic_code("56")
    ('17', '01', None)
    """
    if value is None or not str(value).strip():
        return None
    text = fold(str(value))
    code = text.zfill(2) if text.isdigit() else _BY_NAME.get(text, text)
    if code not in ETHNIC_GROUPS:
        raise ReportError(f"no ethnic group {value!r}", closest=closest(str(value), [*ETHNIC_GROUPS, *_NAMES]))
    return None if code == NOT_STATED else code
