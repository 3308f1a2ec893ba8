"""What stands in free text about somebody, shown as little as is needed: 138****8000, 330101********1234, 王*. Pure.

Whoever needs the whole of it asks for it with a reason, and that is recorded.
"""

import re
from typing import Final

_GAP: Final = r"[ \-]?"
_IDENTITY: Final = re.compile(
    rf"(?<!\d)(\d{{6}}){_GAP}(\d{{4}}{_GAP}\d{{4}}|\d{{5}}){_GAP}(\d{{3}}[0-9Xx])(?!\d)",
)
_MOBILE: Final = re.compile(rf"(?<!\d)((?:\+?86{_GAP})?1[3-9]\d){_GAP}\d{{4}}{_GAP}(\d{{4}})(?!\d)")
_LANDLINE: Final = re.compile(r"(?<!\d)(0\d{2,3})[ \-]\d{3,4}(\d{4})(?!\d)")
_NAME: Final = re.compile(
    r"((?:姓名|名字|联系人|申请人|经办人)(?:是|叫|为)?[:：\s]*[\u4e00-\u9fff])[\u4e00-\u9fff·]{1,3}"
)
_WIDE: Final = {0xFF10 + digit: str(digit) for digit in range(10)}


def masked(text: str) -> str:
    """Return `text` with identity numbers (first 6, last 4), telephone numbers and names after a label cut short."""
    plain = text.translate(_WIDE)
    plain = _IDENTITY.sub(lambda found: f"{found[1]}{'*' * sum(map(str.isdigit, found[2]))}{found[3]}", plain)
    plain = _MOBILE.sub(r"\1****\2", plain)
    plain = _LANDLINE.sub(r"\1-****\2", plain)
    return _NAME.sub(r"\1*", plain)
