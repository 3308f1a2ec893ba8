"""A person while one writes: a topic, the answers so far, the next question, the verdicts and the plan of the draft.

What was answered goes along in the form itself: nothing of it is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from config.centers import Language
from config.fact import Fact
from config.pack import Pack
from config.rule import Value
from config.words import say
from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.answers import why_unfit
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.judge.verdict import Consultation, Wish

LIST: Final = "person.list"
ANSWER: Final = "person.answer."
UNSURE: Final = "person.unsure."
SAID: Final = "person.said"
"""What was typed in answer to a question that has no answers to choose from."""
ANSWERS_MOST: Final = 60
CHOICES_MOST: Final = 16


@dataclass(frozen=True)
class Person:
    """Somebody who is guided by the draft: by which list, what they said (by question), and what they do not know."""

    checklist: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    unsure: tuple[str, ...] = ()

    @property
    def fields(self) -> dict[str, str]:
        """Return the person as fields of a form."""
        told = {LIST: self.checklist} if self.checklist else {}
        told |= {f"{ANSWER}{question}": value for question, value in self.answers}
        return told | {f"{UNSURE}{question}": "on" for question in self.unsure}


NOBODY: Final = Person()


def person_in(form: Mapping[str, str], act: str = "") -> Person:
    """Return the person that a form holds, after what its button `act` does: "say Q V", "unsay Q", "anew"."""
    answers = {name.removeprefix(ANSWER): value[:200] for name, value in form.items() if name.startswith(ANSWER)}
    unsure = [name.removeprefix(UNSURE) for name in form if name.startswith(UNSURE)]
    what, _, rest = act.partition(" ")
    question, _, value = rest.partition(" ")
    if what == "say":
        answers[question] = value or form.get(SAID, "").strip()
    elif what == "unsure":
        unsure.append(question)
    elif what == "unsay":
        # What was asked after it may have hung on it.
        names = list(answers)
        kept = names[: names.index(question)] if question in answers else names
        answers = {each: answers[each] for each in kept}
        unsure = [each for each in unsure if each != question]
    elif what == "anew":
        answers, unsure = {}, []
    listed = tuple((name, value) for name, value in answers.items() if value)[:ANSWERS_MOST]
    return Person(form.get(LIST, "")[:100], listed, tuple(dict.fromkeys(unsure))[:ANSWERS_MOST])


def preview(pack: Pack, person: Person, today: date, language: Language) -> dict[str, Any]:
    """Return what is shown beside a form: question, answers so far, verdicts, plan."""
    shown: dict[str, Any] = {
        "person": person,
        "lists": [(each.id, each.topic.say(language)) for each in pack.checklists],
        "said": [],
    }
    if not any(each.id == person.checklist for each in pack.checklists):
        return shown
    facts = {each.id: each for each in pack.facts}
    answers = {
        question: value
        for question, text in person.answers
        if question in facts and (value := _value(facts[question], text, today)) is not None
    }
    told = consult(open_book(pack), (person.checklist,), answers, today, Wish(unsure=person.unsure))
    shown["said"] = [
        (question, facts[question].ask.say(language), _said(facts[question], answers[question], language))
        for question in told.asked
        if question in answers
    ]
    shown["unsure"] = [(each, facts[each].ask.say(language)) for each in person.unsure if each in facts]
    shown |= _asked(told, facts, person, language)
    shown["verdicts"] = [
        {
            "name": each.name.say(language),
            "item": each.item,
            "state": each.state,
            "reasons": [reason.text.say(language) for reason in each.reasons],
        }
        for each in told.verdicts
    ]
    shown["plan"] = _plan(told, language)
    return shown


def _asked(told: Consultation, facts: Mapping[str, Fact], person: Person, language: Language) -> dict[str, Any]:
    left = [each for each in told.questions if each.id not in person.unsure and each.id in facts]
    if not left:
        return {"question": None}
    fact = facts[left[0].id]
    return {
        "question": fact.id,
        "ask": fact.ask.say(language),
        "help": fact.help.say(language) if fact.help else "",
        "left": told.about_left,
        "dated": fact.kind == "date" or fact.by_date is not None,
        "choices": _choices(fact, language),
    }


def _choices(fact: Fact, language: Language) -> list[tuple[str, str]]:
    if fact.by_date is not None:
        return []
    if fact.kind == "yes_no":
        return [("true", say(language, "yes")), ("false", say(language, "no"))]
    return [(_text(each), _said(fact, each, language)) for each in fact.values[:CHOICES_MOST]]


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _said(fact: Fact, value: Value, language: Language) -> str:
    if isinstance(value, bool) and fact.kind == "yes_no":
        return say(language, "yes") if value else say(language, "no")
    names = {_text(each.value): each.text.say(language) for each in fact.answers}
    return " + ".join(names.get(each, each) for each in _text(value).split("+"))


def _value(fact: Fact, text: str, today: date) -> Value | None:
    """Return an answer as it is judged, None where it is none of this question's."""
    value: Value = text
    if fact.by_date is None and fact.kind == "yes_no":
        value = {"true": True, "false": False}.get(text, text)
    elif fact.by_date is None and fact.kind == "number" and text.isascii() and text.isdecimal():
        value = int(text)
    elif fact.kind == "choice":
        value = next((each for each in fact.values if _text(each) == text), text)
    return value if why_unfit(fact, value, today) is None else None


def _plan(told: Consultation, language: Language) -> dict[str, Any] | None:
    plan = told.plan
    if plan is None:
        return None
    names = {each.item: each.name.say(language) for each in told.verdicts}
    return {
        "visits": plan.visits,
        "days": plan.working_days,
        "fees": plan.fees,
        "at_least": plan.fees_at_least,
        "stops": [
            (each.name.say(language), _series([names.get(step.item, step.item) for step in each.steps]))
            for each in plan.stops
        ],
        "papers": [each.name.say(language) for each in plan.papers],
    }


def _series(names: Sequence[str]) -> str:
    return "、".join(names)
