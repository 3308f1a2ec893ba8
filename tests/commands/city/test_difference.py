"""What differs between two documents is told field by field, entries by their ids."""

from msgspec.structs import replace

from commands.city.difference import Difference, differences
from config.centers import Counter, Text
from config.documents import Scope
from server.store.seeding import center_document
from tests.server.conftest import CITY

HALL = Scope("center", "hall")
BEFORE = center_document(CITY, CITY.centers[0])


def test_entries_are_named_by_their_ids() -> None:
    one, two, three = BEFORE.counters
    after = replace(
        BEFORE,
        timezone=None,
        counters=(three, replace(one, name=Text("八", "Eight")), Counter("hall-9", Text("九", "Nine"), ())),
    )
    found = {each.field: each for each in differences(HALL, BEFORE, after)}
    assert found["timezone"] == Difference("centers/hall", "timezone", "changed", "Asia/Shanghai", None)
    assert found["counters[hall-1].name.en"].after == "Eight"
    assert (found["counters[hall-2]"].kind, found["counters[hall-9]"].kind) == ("gone", "new")
    assert found["counters"].kind == "changed", "another order is a difference too"
    assert two.id == "hall-2"


def test_the_same_differs_nowhere_and_the_new_as_a_whole() -> None:
    assert differences(HALL, BEFORE, BEFORE) == []
    assert differences(HALL, None, BEFORE) == [Difference("centers/hall", "", "new")]
