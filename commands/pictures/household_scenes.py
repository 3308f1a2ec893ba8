"""Scenes of a household: for whom a matter is, what members are called, and what two children get."""

from collections.abc import Iterator

from commands.pictures.walk import Scene, Visit, answer
from config.centers import Language
from config.rule import Value

ELDER: dict[str, Value] = {"child_hukou": "city", "grade": "middle", "school_record": True, "priority": False}
YOUNGER: dict[str, Value] = {"child_hukou": "elsewhere", "grade": "primary", "child_six": True, "vaccinated": False}
REST: dict[str, Value] = {"hukou": "elsewhere", "has_permit": True, "priority": True, "points_state": "before"}
ASKED_AT_MOST = 40


def household(language: Language, elder: bool) -> Iterator[Scene]:
    """Show two children who start school: who they are, a question about one of them, verdicts and plan."""
    visit = Visit(language, elder)
    visit.begin("guided")
    visit.press("theme:care", "checklist:retirement-care", "next")
    yield visit.glance("who-is-it-for")
    visit = Visit(language, elder)
    visit.begin("guided")
    visit.press("theme:child", "checklist:school", "next", "several", "join:child")
    yield from visit.see("naming")
    visit.press("name:elder_daughter", "join:child", "name:younger_son")
    yield from visit.see("household")
    visit.press("next")
    younger = {f"{name}~c2": value for name, value in {**REST, **YOUNGER}.items()}
    yield from visit.see("question-of-one-child")
    for _ in range(ASKED_AT_MOST):
        if visit.session.screen not in ("question", "questions"):
            break
        answer(visit, {**REST, **ELDER, **younger})
    yield from visit.see("verdicts-household")
    if visit.session.plan is not None:
        visit.press("next")
        yield from visit.see("plan-household")


CONTRADICTING: dict[str, Value] = {
    "insured_who": "me",
    "employed": "none",
    "left_job": "still",
    "insured_hukou": "city",
    "spouse_age": "1990-05-01",
    "wants_work": True,
    "next_work": "job",
    "new_certificate": False,
    "pension_drawn": False,
    "insured_elsewhere": False,
    "hard_to_place": False,
    "print_record": False,
    "pension_here": False,
    "medical_here": False,
}


def contradiction(language: Language, elder: bool) -> Iterator[Scene]:
    """Show two answers that cannot both be true, beside the results and among all answers."""
    visit = Visit(language, elder)
    visit.begin("guided")
    visit.press("checklist:insurance-flexible", "checklist:jobless", "next")
    for _ in range(ASKED_AT_MOST):
        if visit.session.screen not in ("question", "questions"):
            break
        answer(visit, CONTRADICTING)
    yield visit.glance("contradiction")
    if visit.session.plan is not None:
        visit.press("next")
        yield visit.glance("plan-contradiction")
        visit.press("back")
    visit.press("answers")
    yield visit.glance("answers-contradiction")


NEEDY: dict[str, Value] = {
    "patient_who": "me",
    "med_kind": "resident",
    "care_place": "city",
    "bill": "self",
    "insured_then": "here",
    "bill_months": "2026-10-24",
    "injury": "none",
    "care_kind": "inpatient",
    "chronic": False,
    "needy": True,
    "resident_joins": "nobody",
}


def offer(language: Language, elder: bool) -> Iterator[Scene]:
    """Show a plan beside which something is offered that costs a trip, and why it is not in it."""
    visit = Visit(language, elder)
    visit.begin("guided")
    visit.press("checklist:medical", "next")
    for _ in range(ASKED_AT_MOST):
        if visit.session.screen not in ("question", "questions"):
            break
        answer(visit, NEEDY)
    visit.press("why:E07")
    yield visit.glance("why-offer")
    visit.press("back", "next")
    yield visit.glance("plan-offer")
