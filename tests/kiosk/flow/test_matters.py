"""Many matters are chosen theme by theme; what is chosen is counted, looked at, and taken out again."""

from msgspec.structs import replace

from commands.pictures.walk import hall
from kiosk.page import choices, lists, matters
from kiosk.page.targets import targets
from kiosk.visit.world import Checklist
from tests.kiosk.hall import WORLD, SmallGuide, Visit, text

MANY = tuple(
    Checklist(f"m{number}", text(f"theme {number // 4}"), text(f"matter {number}"), f"t{number // 4}")
    for number in range(40)
)


class ManyMatters(SmallGuide):
    """Forty matters in ten themes."""

    def checklists(self) -> tuple[Checklist, ...]:
        return MANY


def choosing() -> Visit:
    visit = Visit(replace(WORLD, guide=ManyMatters()))
    visit.press("start:zh", "guided")
    return visit


def test_every_matter_is_one_theme_and_one_page_away() -> None:
    visit = choosing()
    for each in MANY:
        visit.press(f"theme:{each.group}")
        assert f"checklist:{each.id}" in targets(visit.session, visit.world)
        assert len(lists.pages(visit.session, visit.world)) == 1


def test_few_matters_stand_on_one_page_without_themes() -> None:
    visit = Visit()
    visit.press("start:zh", "guided")
    assert matters.themes(visit.world) == ()
    assert {"checklist:move", "checklist:school"} <= set(targets(visit.session, visit.world))


def test_what_is_chosen_in_several_themes_is_in_the_basket_and_can_be_taken_out() -> None:
    visit = choosing()
    assert "basket" not in targets(visit.session, visit.world)
    visit.press("checklist:m1", "theme:t5", "checklist:m20", "basket")
    assert visit.session.screen == "basket"
    assert [row.text for row in choices.rows(visit.session, visit.world)] == ["matter 1", "matter 20"]
    visit.press("checklist:m1")
    assert visit.session.inquiry.chosen == ("m20",)
    visit.press("back")
    assert visit.session.place.item == "t5"
    visit.press("next")
    assert visit.session.screen == "question"


def test_an_empty_basket_leads_nowhere_but_back() -> None:
    visit = choosing()
    visit.press("checklist:m1", "basket", "checklist:m1")
    assert "next" not in targets(visit.session, visit.world)
    visit.press("back")
    assert visit.session.screen == "checklists"


def test_every_theme_of_the_sample_city_has_an_icon() -> None:
    assert [each.id for each in matters.themes(hall()) if each.icon == "list"] == []


class SomeCommon(SmallGuide):
    """Two of forty matters are what most people come for."""

    def checklists(self) -> tuple[Checklist, ...]:
        return tuple(replace(each, common=each.id in ("m5", "m30")) for each in MANY)


def test_what_most_people_come_for_stands_on_the_first_page_and_in_its_theme() -> None:
    visit = Visit(replace(WORLD, guide=SomeCommon()))
    visit.press("guided", "checklist:m5", "checklist:m30")
    assert visit.session.place.item is None
    visit.press("theme:t1")
    assert next(row for row in choices.rows(visit.session, visit.world) if row.target == "checklist:m5").picked


def test_both_ways_begin_with_one_touch_and_back_leads_to_the_choice() -> None:
    for target, screen in (("guided", "checklists"), ("direct", "service")):
        visit = Visit()
        visit.press(target)
        assert (visit.session.screen, visit.session.language) == (screen, "zh")
        visit.press("back")
        assert visit.session.screen == "home"
