"""One application that stands for several items: what is planned instead of what, and what waits for what."""

from config.item import Item, Option
from server.rules.guidance.plan.bundles import bundled
from tests.server.rules.guidance.small_pack import text


def item(name: str, *bundles: str, outputs: tuple[str, ...] = ()) -> Item:
    return Item(name, text(name), (Option("hall", 1),), outputs=outputs, bundles=bundles)


ALONE = {each.id: each for each in (item("birth", outputs=("paper",)), item("card", outputs=("card",)), item("school"))}
NONE: frozenset[str] = frozenset()


def test_without_a_bundle_nothing_changes() -> None:
    before = {"birth": NONE, "card": frozenset({"birth"}), "school": frozenset({"card"})}
    found = bundled(ALONE, before)
    assert (found.items, found.before, found.stands_for) == (ALONE, before, {})


def test_a_bundle_takes_the_place_of_what_it_stands_for() -> None:
    items = {**ALONE, "newborn": item("newborn", "birth", "card", outputs=("folder", "card"))}
    before = {"birth": NONE, "card": frozenset({"birth"}), "school": frozenset({"card"}), "newborn": NONE}
    found = bundled(items, before)
    assert set(found.items) == {"newborn", "school"}
    assert found.items["newborn"].outputs == ("folder", "card", "paper")
    assert found.before == {"newborn": NONE, "school": frozenset({"newborn"})}
    assert found.within("newborn") == ("birth", "card")
    assert found.within("school") == ()


def test_what_is_not_there_is_not_stood_for() -> None:
    items = {"newborn": item("newborn", "birth", "stranger"), "birth": ALONE["birth"]}
    found = bundled(items, {"newborn": NONE, "birth": NONE})
    assert found.stands_for == {"birth": "newborn"}


def test_of_two_bundles_the_first_takes_it_and_a_bundle_never_waits_for_itself() -> None:
    items = {**ALONE, "one": item("one", "birth"), "two": item("two", "birth", "card")}
    before = {"birth": NONE, "card": frozenset({"birth"}), "school": NONE, "one": frozenset({"birth"}), "two": NONE}
    found = bundled(items, before)
    assert found.stands_for == {"birth": "one", "card": "two"}
    assert found.before["one"] == NONE
