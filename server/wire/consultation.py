"""What crosses the network about guidance: a consultation begun, answered and looked at, and what it says of one item.

A consultation's answer is the whole of `server.rules.guidance.judge.verdict.Consultation` with what is kept of it.
"""

from typing import Any

import msgspec

from config.rule import Value
from server.rules.guidance.judge.verdict import Consultation, Inapplicable, Verdict, Wish
from server.rules.guidance.plan.worded import ConsultationWords

Answers = dict[str, Any]
"""Body of `PUT /consultations/{code}/answers`: question id -> answer; what fits is for the pack to say."""


class StartConsultation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `POST /consultations`; `center` is where it is held, for a token of the whole city."""

    checklists: tuple[str, ...]
    answers: Answers = {}
    center: str | None = None


class Basis(msgspec.Struct, frozen=True):
    """All that an answer follows from: the same basis gives the same answer for ever.

    `release` is the id of a release, `edition` one of its editions (None: the city's), `day` the day it is weighed for.
    """

    release: str
    edition: str | None
    day: str
    checklists: tuple[str, ...]
    answers: dict[str, Value]
    wish: Wish


class KeptAnswer(Consultation, frozen=True, kw_only=True):
    """A consultation as it is answered: weighed for the day in `state`, its sentences in `words`.

    A phone opens it at `path` of its pages.
    """

    code: str
    words: ConsultationWords
    answers: dict[str, Value]
    path: str
    expires_at: str
    changed_on: str
    state: Basis


class ItemAnswer(msgspec.Struct, frozen=True):
    """What a consultation says about one item: its `verdict`, or why it does not concern this person."""

    item: str
    verdict: Verdict | None = None
    inapplicable: Inapplicable | None = None
