"""What a matter is called at a glance: as people say it, and no two alike."""

from collections import Counter

import pytest

from config.centers import Text
from server.rules.guidance.plan.short_names import short_name
from tests.dongjiang import city


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("换身份证（居民身份证换领）", "换身份证"),
        ("居住登记", "居住登记"),
        ("孩子（小学）入学", "孩子（小学）入学"),
        ("（网签）", "（网签）"),
        ("换身份证（居民身份证换领）（您母亲）", "换身份证（您母亲）"),
        ("孩子户口一起迁（随迁、投靠）（大女儿、小儿子）", "孩子户口一起迁（大女儿、小儿子）"),
        ("参保登记（第2位员工）", "参保登记（第2位员工）"),
        ("残疾人证办理（监护人、本人）（本人）", "残疾人证办理（本人）"),
    ],
)
def test_what_the_offices_call_it_is_left_to_the_details(name: str, short: str) -> None:
    assert short_name("zh", Text(name, "A card (new)")) == short
    assert short_name("en", Text(name, "A card (new)")) == "A card (new)"


def test_no_two_items_of_the_city_are_called_alike() -> None:
    counted = Counter(short_name("zh", each.name) for each in city().items)
    assert [name for name, count in counted.items() if count > 1] == []
