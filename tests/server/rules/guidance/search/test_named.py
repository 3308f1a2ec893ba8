"""An item by what somebody calls it: exactly one is meant, or nobody guesses."""

import pytest
from msgspec.structs import replace

from server.rules.errors import Refusal
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.search.named import named_item
from tests.server.rules.guidance.small_pack import SMALL, text

ITEMS = {item.id: item for item in SMALL.items}
ITEMS["permit"] = replace(ITEMS["permit"], name=text("Residence permit 居住证"), aliases=("暂住证",))
ITEMS["new-card"] = replace(ITEMS["new-card"], name=text("Identity card"))
BOOK = open_book(replace(SMALL, items=tuple(ITEMS.values())))


@pytest.mark.parametrize(
    ("wanted", "item"),
    [
        ("permit", "permit"),
        ("暂住证", "permit"),
        ("residence PERMIT 居住证", "permit"),
        ("ｉｄｅｎｔｉｔｙ  card", "new-card"),
        ("residence", "permit"),
        ("identity", "new-card"),
    ],
)
def test_an_id_a_name_another_name_or_a_part_of_one(wanted: str, item: str) -> None:
    assert named_item(BOOK, wanted) == item


@pytest.mark.parametrize("wanted", ["", " ", "card of nobody", "e", "x" * 200])
def test_what_means_none_or_several_is_refused_by_a_short_name(wanted: str) -> None:
    with pytest.raises(Refusal) as refused:
        named_item(BOOK, wanted)
    assert (refused.value.code, refused.value.values["item"]) == ("item_unknown", wanted[:64])


def test_an_item_that_no_checklist_has_cannot_be_judged() -> None:
    alone = replace(SMALL, checklists=SMALL.checklists[:1])
    with pytest.raises(Refusal):
        named_item(open_book(alone), "subsidy")


def test_a_whole_name_goes_before_a_part_of_another() -> None:
    items = (
        replace(SMALL.items[0], name=text("card holder")),
        SMALL.items[1],
        replace(SMALL.items[2], name=text("card")),
    )
    assert named_item(open_book(replace(SMALL, items=(*items, SMALL.items[3]))), "card") == "new-card"
