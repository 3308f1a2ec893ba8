"""Consultations as every surface of the server works with them: opened by code, weighed under their own release."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from config.edition import Guidance
from config.household import Household
from server.office.guidance.consultations import (
    KEPT_DAYS,
    CityTime,
    KeptConsultation,
    changed_at,
    city_day,
    city_time,
    consultation_of,
    keep_answers,
    keep_household,
    keep_wish,
)
from server.office.releases.record import guidance_of
from server.rules.errors import Refusal
from server.rules.guidance.consultation import consult
from server.rules.guidance.consultation_code import phone_path
from server.rules.guidance.household.choosing import chosen_for, people_for
from server.rules.guidance.household.given import may_be_for
from server.rules.guidance.judge.answers import answered
from server.rules.guidance.judge.book import Book, for_household, open_book
from server.rules.guidance.judge.rehousing import rehoused
from server.rules.guidance.judge.verdict import Consultation, PlanWish, Wish
from server.rules.guidance.plan.worded import worded
from server.rules.guidance.release.editions import pack_of
from server.store.store import Store
from server.store.unit_of_work import UnitOfWork
from server.web.made_once import MadeOnce
from server.wire.consultation import Basis, ForWhom, KeptAnswer, WhomAnswer
from server.wire.messages import moment


@dataclass(frozen=True)
class Consulting:
    """Consultations of `store`, each open for `days`; every release is decoded once and kept.

    `guidance` returns a release by its id, `book_of` its pack under an edition, opened.
    """

    store: Store
    days: int
    guidance: Callable[[str], Guidance]
    book_of: Callable[[str, str | None], Book]

    def book(self, kept: KeptConsultation) -> Book:
        """Return the pack that `kept` was begun with, as it is for its household."""
        return for_household(self.book_of(kept.release, kept.edition), kept.wish.household, kept.answers)

    def open(self, code: str, now: int) -> tuple[KeptConsultation, CityTime]:
        """Return what is kept under `code` and the time in the city at `now` (ms); raises `Refusal`."""
        return self.store.read(lambda reading: (consultation_of(reading, code, now), city_time(reading, now)))

    def told(self, kept: KeptConsultation, at: CityTime) -> KeptAnswer:
        """Return what `kept` says at the time `at`."""
        return told(kept, consult(self.book(kept), kept.checklists, kept.answers, at.day, kept.wish, at.minute), at)

    def then(self, kept: KeptConsultation, day: date) -> CityTime:
        """Return the time on `day` for which `kept` is looked at: all of it, or when it was changed last, if then."""
        return (
            self.store.read(lambda reading: changed_at(reading, kept)) if day.isoformat() == kept.day else CityTime(day)
        )

    def answer(self, uow: UnitOfWork, code: str, given: Mapping[str, Any], now: int) -> KeptConsultation:
        """Put the answers `given` in, None takes one back; raises `Refusal`."""
        kept = consultation_of(uow, code, now)
        return keep_answers(uow, kept, answered(self.book(kept), kept.answers, given, city_day(uow, now)), now)

    def household(self, uow: UnitOfWork, code: str, household: Household, now: int) -> KeptConsultation:
        """Take `household` in place of the one before; who is gone takes their answers along; raises `Refusal`."""
        kept = consultation_of(uow, code, now)
        return keep_household(uow, kept, *rehoused(self.book(kept), kept.wish, kept.answers, household), now)

    def whom(self, kept: KeptConsultation) -> WhomAnswer:
        """Return for whom the checklists of `kept` are, and can be."""
        pack, household = self.book(kept).written, kept.wish.household
        listed = [each for each in pack.checklists if each.id in kept.checklists and may_be_for(pack, each)]
        alike = {each.subject: [other for other in listed if other.subject == each.subject] for each in listed}
        return WhomAnswer(
            tuple(
                ForWhom(
                    tuple(each.id for each in these),
                    tuple(each.topic for each in these),
                    people_for(pack, household, these[0]),
                )
                for these in alike.values()
            )
        )

    def for_these(
        self, uow: UnitOfWork, code: str, checklist: str, people: Sequence[str], now: int
    ) -> KeptConsultation:
        """Say that `checklist`, and what is alike, is for `people`; raises `Refusal`."""
        kept = consultation_of(uow, code, now)
        these = next((each for each in self.whom(kept).matters if checklist in each.checklists), None)
        if these is None:
            raise Refusal("checklist_unknown", checklist=checklist[:64])
        after = chosen_for(kept.wish.household, these.checklists, people)
        return self.household(uow, code, after, now)

    def wish(self, uow: UnitOfWork, code: str, wish: PlanWish, now: int) -> KeptConsultation:
        """Take `wish` in the place of the one before; raises `Refusal` item_unknown, question_unknown."""
        kept = consultation_of(uow, code, now)
        book = self.book(kept)
        for item in (*wish.leave_out, *wish.take_in):
            if item not in book.items:
                raise Refusal("item_unknown", item=item[:64])
        for question in wish.unsure:
            if question not in book.facts:
                raise Refusal("question_unknown", question=question[:64])
        whole = Wish(wish.goal, wish.leave_out, wish.here, wish.unsure, wish.take_in, kept.wish.household)
        return keep_wish(uow, kept, whole, now)


def consulting(store: Store, days: int = KEPT_DAYS) -> Consulting:
    """Return the consultations of `store`, open for `days` each."""
    guidance: MadeOnce[str, Guidance] = MadeOnce(
        lambda release: store.read(lambda reading: guidance_of(reading, release)), 4
    )
    books: MadeOnce[tuple[str, str | None], Book] = MadeOnce(
        lambda which: open_book(pack_of(guidance(which[0]), which[1])), 16
    )
    return Consulting(store, days, guidance, lambda release, edition: books((release, edition)))


def told(kept: KeptConsultation, answer: Consultation, at: CityTime) -> KeptAnswer:
    """Return `answer`, which was weighed for the time `at`, with what is kept."""
    return KeptAnswer(
        **{name: getattr(answer, name) for name in answer.__struct_fields__},
        code=kept.code,
        words=worded(answer),
        answers=kept.answers,
        path=phone_path(kept.code),
        expires_at=moment(kept.expires_at),
        changed_on=kept.day,
        state=Basis(
            kept.release, kept.edition, at.day.isoformat(), kept.checklists, kept.answers, kept.wish, at.minute
        ),
    )
