"""The matters to choose from, theme by theme where they are many."""

import pytest

from commands.pictures.walk import Visit
from config.centers import Language
from kiosk.page import lists, matters


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_most_people_come_for_stands_on_one_page(language: Language) -> None:
    visit = Visit(language, elder=False)
    visit.begin("guided")
    common = matters.most_asked_for(visit.world)
    assert [*lists.pages(visit.session, visit.world)] == [range(len(common))]
    room = lists.body_bottom(visit.session, visit.world) - lists.list_top(visit.session, visit.world)
    assert min(matters.heights(visit.session, visit.world, room)) >= 96, "all can be hit"
