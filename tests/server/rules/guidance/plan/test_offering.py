"""What nobody asked for and costs a trip or weeks is offered; what costs neither, or others wait for, is done."""

from datetime import date

import pytest
from msgspec.structs import replace

from config.item import Item, Need, Option
from config.pack import Entry, Pack
from config.rule import Value
from server.rules.guidance.consultation import AS_USUAL, consult
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.judge.verdict import Consultation, Wish
from tests.server.rules.guidance.small_pack import SMALL, text

DAY = date(2026, 3, 2)
TENANT: dict[str, Value] = {"permit": True, "living": "rent", "card": False}


def pack_with(*options: Option, gives: tuple[str, ...] = (), asked_for: bool = False) -> Pack:
    """Return the small pack in which a bonus is optional beside the school place."""
    bonus = Item("bonus", text("bonus"), options, outputs=gives, gain=text("money"))
    (settle,) = (each for each in SMALL.checklists if each.id == "settle")
    entries = (*settle.entries, Entry("bonus", optional=True, asked_for=asked_for))
    lists = tuple(replace(each, entries=entries) if each.id == "settle" else each for each in SMALL.checklists)
    return replace(SMALL, items=(*SMALL.items, bonus), checklists=lists)


def said(pack: Pack, wish: Wish = AS_USUAL, **answers: Value) -> Consultation:
    found = consult(open_book(pack), ("settle",), {**TENANT, **answers}, DAY, wish)
    assert found.plan is not None
    return found


def offers(found: Consultation) -> dict[str, tuple[int, int]]:
    return {each.item: (each.visits, each.days) for each in (found.plan.offers if found.plan else ())}


def planned(found: Consultation) -> set[str]:
    return {step.item for stop in (found.plan.stops if found.plan else ()) for step in stop.steps}


def test_one_that_costs_a_trip_is_offered_with_what_it_brings_and_costs() -> None:
    found = said(pack_with(Option("police", 0)))
    assert (offers(found), planned(found)) == ({"bonus": (1, 0)}, {"school"})
    assert found.plan is not None
    (offer,) = found.plan.offers
    assert offer.gain == text("money")
    assert (offer.cost.zh, offer.cost.en) == ("多来 1 趟", "1 more trip")
    verdict = next(each for each in found.verdicts if each.item == "bonus")
    assert (verdict.state, verdict.offered, verdict.left_out) == ("can", True, True)


def test_one_that_takes_weeks_is_offered_too() -> None:
    assert offers(said(pack_with(Option("hall", 5)))) == {"bonus": (0, 5)}
    assert offers(said(pack_with(Option("hall", 4)))) == {}


def test_one_that_costs_neither_is_done() -> None:
    found = said(pack_with(Option("hall", 0)))
    assert (offers(found), planned(found)) == ({}, {"school", "bonus"})


def test_a_wish_takes_it_in_and_leaves_it_out_again() -> None:
    pack, wish = pack_with(Option("police", 0)), Wish().taking("bonus")
    found = said(pack, wish)
    assert (offers(found), planned(found)) == ({}, {"school", "bonus"})
    assert not next(each for each in found.verdicts if each.item == "bonus").left_out
    out = said(pack, wish.leaving("bonus"))
    assert (offers(out), planned(out)) == ({}, {"school"})
    assert wish.leaving("bonus").taking("bonus") == wish


def test_what_was_asked_for_is_done_whatever_it_costs() -> None:
    found = said(pack_with(Option("police", 0), asked_for=True))
    assert (offers(found), planned(found)) == ({}, {"school", "bonus"})


def test_what_others_wait_for_is_done() -> None:
    pack = pack_with(Option("police", 0), gives=("proof",))
    proof = replace(SMALL.documents[0], id="proof", held=replace(SMALL.documents[-1]).held)
    needy = replace(SMALL.items[1], needs=(Need(("proof",)),))
    items = tuple(needy if each.id == needy.id else each for each in pack.items)
    pack = replace(pack, documents=(*pack.documents, proof), items=items)
    found = said(pack, permit=False, living="rent", months=8)
    assert "bonus" in planned(found)
    assert not offers(found)


@pytest.mark.parametrize("asked", [True, False])
def test_whoever_would_have_nothing_else_has_it(asked: bool) -> None:
    pack = pack_with(Option("police", 0))
    (settle,) = (each for each in pack.checklists if each.id == "settle")
    alone = replace(settle, entries=tuple(each for each in settle.entries if each.item == "bonus"))
    pack = replace(pack, checklists=(alone,))
    found = said(pack, Wish(take_in=("bonus",)) if asked else AS_USUAL)
    assert (offers(found), planned(found)) == ({}, {"bonus"})


def test_two_that_share_a_trip_are_each_offered() -> None:
    pack = pack_with(Option("police", 0))
    other = Item("other", text("other"), (Option("police", 0),))
    lists = tuple(replace(each, entries=(*each.entries, Entry("other", optional=True))) for each in pack.checklists)
    found = said(replace(pack, items=(*pack.items, other), checklists=lists))
    assert offers(found) == {"bonus": (1, 0), "other": (1, 0)}
