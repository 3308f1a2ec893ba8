"""Looking for something by its name: letters, what is found, where that leads."""

from msgspec.structs import replace

from kiosk.flow import machine as flow
from kiosk.flow import searching
from kiosk.page.blocks import blocks
from kiosk.page.choices import rows
from kiosk.page.targets import targets
from kiosk.visit.touches import Forget, NoteUnfound, Pressed, Ticked
from kiosk.visit.world import Searched
from server.rules.guidance.judge.verdict import Wish
from tests.kiosk.hall import WORLD, SmallGuide, SmallSearch, Visit


def letters(text: str) -> list[str]:
    return [f"letter:{letter}" for letter in text]


def found(visit: Visit) -> list[str]:
    return [each for each in targets(visit.session, visit.world) if each.startswith("found:")]


def test_a_matter_is_found_by_its_name_and_guidance_begins_on_it() -> None:
    visit = Visit()
    visit.press("start:zh", "guided", "search", *letters("mo"))
    assert found(visit) == ["found:checklist:move", "found:item:move"]
    visit.press("erase", "erase")
    assert found(visit) == []
    visit.press(*letters("m"), "found:checklist:move")
    assert (visit.session.screen, visit.session.place.question) == ("question", "home")
    assert (visit.session.inquiry.chosen, visit.session.inquiry.guided, visit.session.inquiry.wish) == (
        ("move",),
        True,
        Wish(here="hall"),
    )
    visit.press("back")
    assert (visit.session.screen, visit.session.typing.query) == ("search", "m")


def test_what_was_found_is_read_with_its_source_and_leads_on_to_guidance() -> None:
    visit = Visit()
    visit.press("start:en", "search", *letters("fee"), "found:knowledge:fee")
    assert visit.session.screen == "leaf"
    assert "next" not in targets(visit.session, visit.world)
    (point,) = blocks(visit.session, visit.world)
    assert [each.text for each in point.said] == ["It is free.", "“law”; for reference only"]
    visit.press("back", "erase", "erase", "erase", *letters("card"), "found:item:card")
    visit.press("next")
    assert visit.session.place.question == "home"


def test_an_item_that_was_judged_already_is_explained() -> None:
    visit = Visit()
    visit.to_plan()
    visit.press("back", "back", "back", "back", "back", "search", *letters("move"), "found:item:move")
    assert (visit.session.screen, visit.session.place.item) == ("why", "move")


def test_letters_may_come_fast_and_end_somewhere() -> None:
    visit = Visit()
    visit.press("start:zh", "search")
    for at in range(80):
        visit.happen(Pressed("letter:m" if at % 2 else "letter:o", visit.now + 1000 + at * flow.BETWEEN_DIGITS, ""))
    assert visit.session.typing.query == "om" * (searching.LONGEST // 2)


def test_several_matters_of_one_sentence_are_asked_about_together() -> None:
    both = SmallGuide().checklists()[:2]

    class Both(SmallSearch):
        def find(self, query: str) -> Searched:
            return replace(super().find(query), together=both)

    visit = Visit(replace(WORLD, search=Both()))
    visit.press("start:en", "search", *letters("mo"))
    first, *_ = rows(visit.session, visit.world)
    assert first.text == "Together: " + ", ".join(each.topic.en for each in both)
    visit.press("together")
    assert visit.session.screen in ("question", "questions")
    assert visit.session.inquiry.chosen == tuple(each.id for each in both)


def test_what_is_not_here_is_said_with_whom_to_ask() -> None:
    visit = Visit()
    visit.press("start:en", "search", *letters("zz"))
    assert visit.session.typing.found.told is not None
    assert found(visit) == []
    visit.press("erase", "erase", *letters("mo"))
    assert visit.session.typing.found.told is None


def test_what_is_gone_from_guidance_meanwhile_leads_nowhere() -> None:
    class Gone(SmallSearch):
        def leaf(self, kind: str, name: str) -> None:
            return None

    visit = Visit(replace(WORLD, search=Gone()))
    visit.press("start:zh", "search", *letters("card"), "found:item:card")
    assert visit.session.screen == "search"


def test_nothing_can_be_searched_before_there_is_an_index() -> None:
    visit = Visit(replace(WORLD, search=None))
    visit.press("start:zh", "search")
    assert visit.session.screen == "home"
    visit.press("guided", "search")
    assert visit.session.screen == "checklists"


def test_what_found_nothing_is_told_once_when_the_search_is_left() -> None:
    visit = Visit()
    assert visit.press("start:zh", "guided", "search", *letters("zz"), "erase", *letters("zoo"), "help", "back") == ()
    assert visit.press("back") == (NoteUnfound("zzoo"),)
    assert [each for each in visit.effects if isinstance(each, NoteUnfound)] == [NoteUnfound("zzoo")]
    visit.press("search")
    assert visit.press("back") == ()


def test_what_found_nothing_is_told_too_when_somebody_just_goes_away() -> None:
    visit = Visit()
    visit.press("start:zh", "search", *letters("zoo"))
    effects: tuple[object, ...] = ()
    for _ in range(4):
        visit.now += 60_000
        effects = visit.happen(Ticked(visit.now)) or effects
    assert effects == (Forget(), NoteUnfound("zoo"))


def test_what_found_something_or_is_a_beginning_is_told_to_nobody() -> None:
    visit = Visit()
    visit.press("start:zh", "search", *letters("mo"), "back", "search", *letters("z"), "back")
    assert not any(isinstance(each, NoteUnfound) for each in visit.effects)
