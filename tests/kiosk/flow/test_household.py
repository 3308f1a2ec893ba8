"""For whom matters are, at the kiosk with the sample city's guidance."""

from commands.pictures.household_scenes import CONTRADICTING
from commands.pictures.walk import Visit, answer, hall
from config.household import MEMBERS_MOST, Household, Member
from config.rule import Value
from kiosk.page import choices
from kiosk.page.household import for_whom
from kiosk.page.row import Row
from kiosk.page.targets import targets
from server.rules.guidance.household.given import joined


def begun(theme: str, checklist: str) -> Visit:
    visit = Visit("zh", False)
    visit.begin("guided")
    visit.press(f"theme:{theme}", f"checklist:{checklist}", "next")
    return visit


def named(visit: Visit, value: str) -> str:
    """Return the target of an answer, which stands alone on its page or close to others."""
    found = (f"answer:{value}", f"of:{visit.session.place.question}:{value}")
    return next(each for each in found if each in targets(visit.session, visit.world))


def rows(visit: Visit) -> dict[str, Row]:
    return {each.target: each for each in choices.rows(visit.session, visit.world)}


def test_for_whom_it_is_comes_first_and_then_the_words_say_it() -> None:
    visit = begun("care", "retirement-care")
    assert visit.session.place.question == "holder_who"
    visit.press(named(visit, "spouse"))
    question = visit.session.question
    assert question is not None
    assert "您爱人" in question.text.zh


def test_every_matter_that_may_be_for_several_says_so_on_its_first_page() -> None:
    guide = hall().guide
    assert guide is not None
    there = [each for each in guide.checklists() if len(each.whom) > 1]
    assert len(there) > 20
    visits = {each.id: begun(each.group, each.id) for each in there}
    assert [name for name, visit in visits.items() if "several" not in targets(visit.session, visit.world)] == []


def test_a_couple_is_chosen_with_three_touches_and_each_is_asked() -> None:
    visit = begun("care", "retirement-care")
    visit.press("several", "join:me", "join:spouse")
    assert for_whom(visit.session) == ("me", "spouse")
    assert rows(visit)["member:spouse"].picked
    visit.press("next", "answer:certify", "next")
    assert visit.session.place.question == "care_wish~spouse"
    visit.press("answer:certify", "next")
    assert visit.session.screen == "verdicts"
    consultation = visit.session.inquiry.consultation
    assert consultation is not None
    assert [each.item for each in consultation.verdicts] == ["P02", "P02~spouse"]


def test_children_join_under_names_from_a_list_each_once() -> None:
    visit = begun("child", "school")
    visit.press("several", "join:child", "name:elder_daughter", "join:child")
    assert "name:elder_daughter" not in rows(visit)
    visit.press("name:younger_son")
    household = visit.session.inquiry.wish.household
    assert [(each.id, each.name) for each in household.members] == [("c1", "elder_daughter"), ("c2", "younger_son")]
    visit.press("next")
    question = visit.session.question
    assert question is not None
    assert "大女儿" in question.text.zh
    assert "several" not in targets(visit.session, visit.world)


def test_nobody_is_asked_for_a_name_where_there_is_none_to_choose() -> None:
    visit = begun("work", "insurance-flexible")
    visit.press("several", "join:employee")
    assert visit.session.screen == "household"
    visit.press("join:employee")
    assert for_whom(visit.session) == ("e1", "e2")


def test_whoever_is_taken_out_takes_their_answers_along() -> None:
    visit = begun("child", "school")
    visit.press("several", "join:child", "name:elder_daughter", "join:child", "name:younger_son", "next")
    visit.press(named(visit, "city"))
    assert visit.session.inquiry.answers == {"child_hukou": "city"}
    visit.press("back", "member:c1")
    assert visit.session.inquiry.answers == {}
    assert [each.id for each in visit.session.inquiry.wish.household.members] == ["c2"]
    visit.press("member:c2")
    assert "next" not in targets(visit.session, visit.world)


def test_back_from_the_household_leaves_everything_as_it_was() -> None:
    visit = begun("care", "retirement-care")
    before = visit.session.inquiry.answers
    visit.press("several", "back")
    assert visit.session.place.question == "holder_who"
    assert visit.session.inquiry.answers == before
    assert visit.session.inquiry.wish.household == Household()


def test_ids_of_members_are_free_and_full_is_full() -> None:
    household = Household(tuple(Member(f"c{count}", "child") for count in (1, 3)))
    assert joined(household, "child").id == "c2"
    assert joined(household, "spouse") == Member("spouse", "spouse")
    visit = begun("child", "school")
    visit.press("several")
    for _ in range(MEMBERS_MOST):
        visit.press("join:child", "name:")
    assert not [each for each in rows(visit) if each.startswith("join")]


def test_wishes_that_do_not_exclude_each_other_are_chosen_together() -> None:
    visit = begun("care", "retirement-care")
    visit.press(named(visit, "mother"), "answer:allowance", "answer:certify")
    assert visit.session.inquiry.answers["care_wish"] == "certify+allowance"
    assert [rows(visit)[f"answer:{each}"].picked for each in ("certify", "disability", "allowance")] == [
        True,
        False,
        True,
    ]
    visit.press("answer:allowance")
    assert visit.session.inquiry.answers["care_wish"] == "certify"
    visit.press("answer:certify")
    assert "care_wish" not in visit.session.inquiry.answers
    assert "next" not in targets(visit.session, visit.world)


def test_answers_that_contradict_stand_side_by_side_and_a_touch_changes_either() -> None:
    visit = begun("work", "insurance-flexible")
    visit.press("back", "checklist:jobless", "next")
    for _ in range(40):
        if visit.session.screen not in ("question", "questions"):
            break
        answer(visit, CONTRADICTING)
    assert visit.session.screen == "verdicts"
    open_now = targets(visit.session, visit.world)
    assert {"change:left_job", "change:employed"} <= {*open_now}
    assert "next" in open_now, "nobody is stopped"
    visit.press("change:left_job", "answer:never")
    found = visit.session.inquiry.consultation
    assert found is not None
    assert not found.contradictions


def test_what_the_household_says_is_changed_where_its_people_are() -> None:
    visit = begun("work", "insurance-flexible")
    visit.press("several", "join:spouse", "next")
    visit.press("back", "back", "back", "checklist:cards-marriage", "next")
    said: dict[str, Value] = {**CONTRADICTING, "holder_who": "me", "paper_wish": "marry", "marry_single": True}
    said |= {"marry_mainland": True, "marry_kin": False, "both_come": True}
    said |= {"groom_born": "1990-05-01", "bride_born": "1990-05-01"}
    for _ in range(40):
        if visit.session.screen not in ("question", "questions"):
            break
        answer(visit, said)
    assert visit.session.screen == "verdicts"
    visit.press("whom:insured_who")
    assert (visit.session.screen, for_whom(visit.session)) == ("household", ("spouse",))
