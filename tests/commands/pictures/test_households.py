"""Five households at the kiosk: each comes to a ticket, or to a plan without a trip, and to all of its sheet."""

import pytest

from commands.pictures.household_sheets import SHEETS, seen
from commands.pictures.households import HOUSEHOLDS, Coming, whole_way
from config.centers import Language


@pytest.mark.city
@pytest.mark.parametrize("coming", HOUSEHOLDS, ids=lambda coming: coming.name)
def test_each_household_comes_to_all_screens_of_its_sheet(coming: Coming) -> None:
    assert len(list(seen(coming))) == len(SHEETS[coming.name].kiosk.split())


@pytest.mark.city
@pytest.mark.parametrize(("language", "elder"), [("zh", True), ("en", False)])
def test_nobody_is_left_on_the_way(language: Language, elder: bool) -> None:
    ends = {coming.name: list(whole_way(coming, language, elder))[-1].name for coming in HOUSEHOLDS}
    assert ends.pop("founder") == "plan-printed", "all of it is done from home"
    assert set(ends.values()) == {"ticket"}
