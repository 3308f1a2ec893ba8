"""What was answered can be looked over and changed on one page before the plan."""

from kiosk.page.blocks import blocks
from kiosk.page.targets import targets
from tests.kiosk.hall import Visit


def at_the_verdicts() -> Visit:
    visit = Visit()
    visit.to_question()
    visit.press("answer:rent", "answer:yes", "digit:1", "digit:2", "next")
    assert visit.session.screen == "verdicts"
    return visit


def test_every_answer_that_counts_is_there_with_its_question() -> None:
    visit = at_the_verdicts()
    visit.press("answers")
    read = [[said.text for said in block.said] for block in blocks(visit.session, visit.world)]
    assert read == [["home?", "rent"], ["permit?", "是"], ["months?", "12"]]


def test_one_is_changed_and_only_what_follows_from_that_is_asked_anew() -> None:
    visit = at_the_verdicts()
    visit.press("answers", "change:permit")
    assert (visit.session.screen, visit.session.place.question) == ("question", "permit")
    visit.press("answer:no")
    assert visit.session.screen == "verdicts"
    assert visit.session.inquiry.answers == {"home": "rent", "permit": False, "months": 12}


def test_what_nobody_was_sure_of_can_be_said_after_all() -> None:
    visit = Visit()
    visit.to_question()
    visit.press("unclear", "unclear", "digit:1", "next", "answers", "change:home", "answer:own")
    assert visit.session.inquiry.answers["home"] == "own"
    assert "home" not in visit.session.inquiry.unclear


def test_looking_over_changes_nothing_and_back_leads_to_the_results() -> None:
    visit = at_the_verdicts()
    before = visit.session.inquiry
    visit.press("answers", "back")
    assert visit.session.screen == "verdicts"
    assert visit.session.inquiry == before
    assert "next" in targets(visit.session, visit.world)
