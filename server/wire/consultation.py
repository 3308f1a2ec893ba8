"""What crosses the network about guidance: a consultation begun, answered and looked at, and what it says of one item.

A consultation's answer is the whole of `server.rules.guidance.judge.verdict.Consultation` with what is kept of it.
"""

from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta

from config.centers import Text
from config.household import NOBODY, Household
from server.rules.bounds import MOST, Address, Code, Day, Id, Minute, Moment, Name, Said
from server.rules.guidance.household.choosing import Person
from server.rules.guidance.judge.verdict import Consultation, Inapplicable, PlanWish, Verdict, Wish
from server.rules.guidance.plan.worded import ConsultationWords

ANSWERS_MOST: Final = 1000
_FITTING: Final = msgspec.json.schema(Annotated[dict[Name, Said | None], Meta(max_length=ANSWERS_MOST)])
Answers = Annotated[dict[str, Any], Meta(extra_json_schema=_FITTING)]
"""Body of `PUT /consultations/{code}/answers`: question id -> answer; what fits is for the pack to say.

All that can fit is told to clients, and anything is read: why it does not fit is said in the words of the question."""


class StartConsultation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `POST /consultations`; `center` is where it is held, for a token of the whole city."""

    checklists: Annotated[tuple[Name, ...], Meta(min_length=1, max_length=MOST)]
    answers: Answers = {}
    center: Id | None = None
    household: Household = NOBODY


class WishGiven(PlanWish, frozen=True, forbid_unknown_fields=True):
    """Body of `PUT /consultations/{code}/wish`."""


class HouseholdGiven(Household, frozen=True, forbid_unknown_fields=True):
    """Body of `PUT /consultations/{code}/household`."""


class WhomGiven(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `PUT /consultations/{code}/whom`: `people` are values of those whom `checklist` can be for."""

    checklist: Name
    people: Annotated[tuple[Name, ...], Meta(max_length=MOST)] = ()


class ForWhom(msgspec.Struct, frozen=True):
    """Chosen `checklists` that are for the same people, what they are called, and everybody whom they can be for."""

    checklists: tuple[Name, ...]
    topics: tuple[Text, ...]
    people: tuple[Person, ...]


class WhomAnswer(msgspec.Struct, frozen=True):
    """For whom the chosen checklists are and can be; those that are for nobody in particular are not among them."""

    matters: tuple[ForWhom, ...]


class Basis(msgspec.Struct, frozen=True):
    """All that an answer follows from: the same basis gives the same answer for ever.

    `release` is the id of a release, `edition` one of its editions (None: the city's), `day` the day it is weighed for,
    of which what comes before `minute` is over.
    """

    release: Id
    edition: str | None
    day: Day
    checklists: tuple[Name, ...]
    answers: dict[Name, Said]
    wish: Wish
    minute: Minute = 0


class KeptAnswer(Consultation, frozen=True, kw_only=True):
    """A consultation as it is answered: weighed for the day in `state`, its sentences in `words`.

    A phone opens it at `path` of its pages.
    """

    code: Code
    words: ConsultationWords
    answers: dict[Name, Said]
    path: Address
    expires_at: Moment
    changed_on: Day
    state: Basis


class ItemAnswer(msgspec.Struct, frozen=True):
    """What a consultation says about one item: its `verdict`, or why it does not concern this person."""

    item: Name
    verdict: Verdict | None = None
    inapplicable: Inapplicable | None = None
