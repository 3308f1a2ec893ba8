"""What editors learn from counters and consultations: lines that are wrong, questions that nobody can answer."""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from config.centers import Text
from server.rules.bounds import Count, Day, Name

About = Literal["paper", "item"]
Why = Literal["not_needed", "missing", "wrong", "outdated"]
"""Why a line is wrong: nobody asks for it, something is missing beside it, it says something else, it is old."""
SENTENCE_LONGEST: Final = 600


class MarkLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `POST /line-marks`: the `line` (id of a document or item) is wrong at a counter, and `why`."""

    about: About
    line: Name
    why: Why


class LineMark(msgspec.Struct, frozen=True):
    """A line that counters said is wrong, `count` times, on `last_day` last; `name` None: it is no more."""

    about: About
    line: Name
    why: Why
    count: Count
    last_day: Day
    name: Text | None = None


class OpenEnd(msgspec.Struct, frozen=True):
    """A question that so many were `unsure` of, and that so many answered `last` and took no number afterwards."""

    question: Name
    unsure: Count
    last: Count
    text: Text | None = None


class UnfoundGiven(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `POST /unfound`: what somebody looked for in vain."""

    sentence: Annotated[str, Meta(max_length=SENTENCE_LONGEST)]


class Unfound(msgspec.Struct, frozen=True):
    """What was looked for in vain `count` times, twice at least, on `last_day` last."""

    words: Name
    count: Count
    last_day: Day


class EditingAnswer(msgspec.Struct, frozen=True):
    """What editors should look at, the most frequent first, out of so many `consultations` of the last `days`.

    Of one `center` it is what happened there; of all, what people did at home counts too.
    """

    days: Count
    consultations: Count
    questions: tuple[OpenEnd, ...]
    marks: tuple[LineMark, ...]
    unfound: tuple[Unfound, ...]
    center: Name | None = None
