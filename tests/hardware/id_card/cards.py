"""Cards of people who do not exist, as their text stands on them."""

from datetime import date
from typing import Final

from hardware.id_card.emulator import written
from hardware.id_card.number import check_sign
from hardware.id_card.port import IdCard


def number(first: str) -> str:
    """Return the number that begins with the seventeen digits `first`."""
    return first + check_sign(first)


RESIDENT: Final = written(
    name="测试甲", sex="2", birth="19491231", number="11010519491231002X", begin="20160101", end="20360101"
)
FOR_EVER: Final = written(
    name="测试乙", sex="1", birth="18800101", number="440524188001010014", begin="20160101", end="长期"
)
HONG_KONG: Final = written(
    "J", name="测试丙", sex="1", birth="19800229", number=number("81000019800229003"), begin="20240101", end="20290101"
)
TAIWAN: Final = written(
    "J", name="测试丁", sex="2", birth="19900630", number=number("83000019900630004"), begin="20240101", end="20290101"
)
FOREIGNER_2017: Final = written(
    "I", name="TEST, PERSON", sex="1", birth="19810203", number="FRA110081020301", begin="20180101", end="20281231"
)
FOREIGNER_2023: Final = written(
    "Y", name="测试戊", sex="2", birth="19770707", number=number("91115619770707003"), begin="20240101", end="20340101"
)
TOLD: Final[dict[bytes, IdCard]] = {
    RESIDENT: IdCard("resident", date(1949, 12, 31), "female", date(2036, 1, 1)),
    FOR_EVER: IdCard("resident", date(1880, 1, 1), "male", None),
    HONG_KONG: IdCard("hong_kong", date(1980, 2, 29), "male", date(2029, 1, 1)),
    TAIWAN: IdCard("taiwan", date(1990, 6, 30), "female", date(2029, 1, 1)),
    FOREIGNER_2017: IdCard("foreigner", date(1981, 2, 3), "male", date(2028, 12, 31)),
    FOREIGNER_2023: IdCard("foreigner", date(1977, 7, 7), "female", date(2034, 1, 1)),
}
"""The text of each card -> what is taken from it."""


def answer(text: bytes, photo: int = 1024) -> bytes:
    """Return the data with which a reader answers "read base" for a card with `text`."""
    return len(text).to_bytes(2) + photo.to_bytes(2) + text + bytes(photo)
