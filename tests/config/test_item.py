"""What an item says of itself: who must meet what, what is unconfirmed, which seasons and rules it has."""

from config.centers import Text
from config.item import Fee, Item, Option, Requirement, Season
from config.rule import ALWAYS, Any, Is, Not

NAME = Text("事项", "Item")
HERE = Is("here", True)
CHILD = Is("child", True)


def test_what_only_some_must_meet_is_met_by_all_others() -> None:
    assert Requirement(HERE, "cannot", NAME).rule == HERE
    assert Requirement(HERE, "cannot", NAME, when=CHILD).rule == Any((Not(CHILD), HERE))


def test_what_nobody_has_confirmed_takes_a_day_at_least_and_what_is_done_on_the_spot_none() -> None:
    assert [Option(None, days).least_days for days in (None, 0, 5)] == [1, 0, 5]


def test_an_item_tells_its_seasons_and_the_rules_of_its_ways_and_fees() -> None:
    spring, autumn = Season("03-01", "04-01", NAME), Season("09-01", "10-01", NAME)
    item = Item("a", NAME, (Option(None, 1), Option("hall", 1, when=HERE)), fees=(Fee(5, CHILD),))
    assert item.every_season == ()
    assert item.choices == (ALWAYS, HERE, CHILD)
    assert Item("a", NAME, (), season=spring, seasons=(autumn,)).every_season == (spring, autumn)
    assert Item("a", NAME, (), seasons=(autumn,)).every_season == (autumn,)
