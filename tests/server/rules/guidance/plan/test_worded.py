"""What the server says of a consultation stands in the order of what it is about, in both languages."""

from datetime import date

from config.words import say
from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.plan import at_a_glance, wording
from server.rules.guidance.plan.worded import worded
from tests.dongjiang import city


def test_every_part_of_every_case_has_its_words() -> None:
    pack = city()
    book = open_book(pack)
    several = max(pack.cases, key=lambda each: len(each.checklists))
    answer = consult(book, several.checklists, several.answers, date(2026, 11, 24))
    words, plan = worded(answer), answer.plan
    assert plan is not None
    assert words.plan is not None
    assert [each.state.en for each in words.verdicts] == [wording.STATE_WORDS[each.state] for each in answer.verdicts]
    assert [len(each.later) for each in words.verdicts] == [len(each.reasons) for each in answer.verdicts]
    assert words.plan.trips.zh == at_a_glance.trips("zh", plan)
    assert [each.count.zh for each in words.plan.papers] == [wording.count_words("zh", each) for each in plan.papers]
    for stop, said in zip(plan.stops, words.plan.stops, strict=True):
        assert [each.does.en for each in said.steps] == [wording.step_words("en", step) for step in stop.steps]
    waived = [said.notes for paper, said in zip(plan.papers, words.plan.papers, strict=True) if paper.waived]
    assert waived
    assert all(each[0].zh == say("zh", wording.ELECTRONIC) for each in waived)


def test_without_a_plan_only_verdicts_are_worded() -> None:
    pack = city()
    answer = consult(open_book(pack), (pack.checklists[0].id,), {}, date(2026, 11, 24))
    words = worded(answer)
    assert (words.plan, words.cautions) == (None, ())
    assert len(words.verdicts) == len(answer.verdicts)
