"""Seasons of items that wait for each other, and numbers of later days, are proved for a year."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from config.fact import Dated, Fact, Parameter
from config.item import Document, Item, Need, Option, Requirement, Season
from config.pack import Checklist, Entry, Pack
from config.rule import ALWAYS, AtLeast, Not
from server.rules.guidance.prove.check import check
from tests.server.rules.guidance.prove.test_check import DAY, GOOD
from tests.server.rules.guidance.small_pack import text


def season(opens: str, closes: str) -> Season:
    return Season(opens, closes, text("season"))


def found(pack: Pack) -> list[tuple[str, str]]:
    codes = ("never_in_season", "never_from")
    return [(each.code, each.id) for each in check(pack, DAY).findings if each.code in codes]


def waiting(first: Sequence[Season], second: Sequence[Season], **more: object) -> Pack:
    """Return a pack of one list where `second` needs a paper that nobody has and `first` gives."""
    items = (
        Item("first", text("first"), (Option("hall", 0),), outputs=("receipt",), seasons=tuple(first)),
        Item("second", text("second"), (Option("hall", 0),), needs=(Need(("receipt",)),), seasons=tuple(second)),
    )
    lists = (Checklist("one", text("t"), text("one"), tuple(Entry(each.id) for each in items)),)
    documents = (*GOOD.documents, Document("receipt", text("receipt"), held=Not(ALWAYS)))
    return replace(GOOD, items=items, checklists=lists, documents=documents, cases=(), hotline=(), knowledge=(), **more)


@pytest.mark.parametrize(
    ("first", "second", "wrong"),
    [
        ([season("05-01", "05-31")], [season("11-01", "11-30")], True),
        ([season("05-01", "05-31")], [], False),
        ([season("05-01", "05-31")], [season("05-31", "06-30")], False),
        ([season("11-15", "01-15")], [season("01-10", "02-10")], False),
        ([season("11-15", "01-15")], [season("01-16", "02-29")], True),
        ([season("02-29", "02-29")], [season("02-28", "02-28")], True),
        ([season("05-01", "05-31"), season("11-01", "11-30")], [season("11-30", "12-31")], False),
    ],
)
def test_items_that_wait_for_each_other_share_a_day(
    first: Sequence[Season], second: Sequence[Season], *, wrong: bool
) -> None:
    assert found(waiting(first, second)) == ([("never_in_season", "second")] if wrong else [])


@pytest.mark.parametrize(("later", "wrong"), [(20, False), (21, True), (None, False)])
def test_a_number_of_a_later_day_that_nobody_reaches_is_found(later: int | None, *, wrong: bool) -> None:
    months = Fact("reached", "one", "number", text("months?"), low=0, high=20)
    least = Parameter("least", text("least"), text("x"), (Dated(6, until="2027-02-28"), Dated(later, "2027-03-01")))
    far = replace(least, id="far", values=(Dated(6, until="2028-02-28"), Dated(99, "2028-03-01")))
    rule = Requirement(AtLeast("reached", "least"), "cannot", text("too few"))
    other = Requirement(AtLeast("reached", "far"), "cannot", text("too few"))
    pack = waiting([], [], facts=(*GOOD.facts, months), parameters=(*GOOD.parameters, least, far))
    pack = replace(pack, items=(replace(pack.items[0], requirements=(rule, other)), *pack.items[1:]))
    assert found(pack) == ([("never_from", "first")] if wrong else [])
