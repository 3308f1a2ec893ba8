"""Whatever is touched of answers and people, also with Back: what comes out is what a fresh visit would come to."""

from hypothesis import given, settings
from hypothesis import strategies as st

from commands.pictures.walk import Visit, hall
from kiosk.page.targets import targets
from server.rules.guidance.household.cast import APART
from tests.tries import tries

TOUCHED = ("answer:", "of:", "unclear", "several", "join:", "member:", "name:", "change:", "back", "next", "digit:")
OFTEN = ("several", "join:", "member:", "name:", "back")
"""What is touched more often than there are places for it."""


def open_now(visit: Visit) -> list[str]:
    found = [each for each in targets(visit.session, visit.world) if each.startswith(TOUCHED)]
    return found + 3 * [each for each in found if each.startswith(OFTEN)]


def finish(visit: Visit) -> None:
    """Answer whatever is still asked, and leave the people as they are."""
    for _ in range(60):
        now = targets(visit.session, visit.world)
        match visit.session.screen:
            case "verdicts":
                return
            case "household" | "answers" | "why" | "plan" | "checklists" if "next" not in now:
                visit.press("back")
            case "naming":
                visit.press("name:")
            case "plan" | "others" | "answers" | "trip" | "papers" | "why" | "service":
                visit.press("back")
            case "questions" if visit.session.open_in_group:
                name = visit.session.open_in_group[0].id
                visit.press(next(each for each in now if each.startswith(f"of:{name}:")))
            case "question" if "next" not in now:
                visit.press(next(each for each in now if each.startswith(("answer:", "part:", "digit:"))))
            case _:
                visit.press("next")
    raise AssertionError(f"it does not end: {visit.session.place}")


@settings(max_examples=tries(8), deadline=None)
@given(moves=st.lists(st.integers(0, 200), min_size=4, max_size=14))
def test_answers_people_and_back_in_any_order_end_as_a_fresh_visit(moves: list[int]) -> None:
    visit = Visit("zh", False)
    visit.begin("guided")
    visit.press("checklist:retirement-care", "next")
    for move in moves:
        there = open_now(visit)
        if there:
            visit.press(there[move % len(there)])
        if visit.session.screen in ("checklists", "home", "attract"):
            visit.press(*(("checklist:retirement-care",) if not visit.session.inquiry.chosen else ()), "next")
    finish(visit)
    inquiry, guide = visit.session.inquiry, hall().guide
    assert inquiry.consultation is not None
    assert guide is not None
    counted = {name: inquiry.answers[name] for name in inquiry.consultation.asked}
    assert guide.consult(inquiry.chosen, counted, inquiry.wish) == inquiry.consultation
    there_are = {each.id for each in inquiry.wish.household.members}
    labels = {name.split(APART)[1].removesuffix("k") for name in inquiry.answers if APART in name}
    assert {part for label in labels for part in label.split("-")} <= there_are, "who left took their answers along"
