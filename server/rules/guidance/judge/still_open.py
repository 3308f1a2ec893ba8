"""What is told of questions that somebody cannot answer: what each would change, and how to find it out, as data."""

import msgspec

from config.centers import Text
from config.rule import Value
from server.rules.bounds import Name


class Span(msgspec.Struct, frozen=True):
    """From `least` to `most`, both included; None where nobody can say how much it is at most."""

    least: int
    most: int | None


class IfSaid(msgspec.Struct, frozen=True):
    """What is otherwise than in the plan of what is sure, where the answer is one of `values`; `answer` names them.

    `says` are sentences, none where nothing changes. `visits` are so many more or fewer; `can` items can be done then
    for sure, `cannot` those that else might be, and `papers` are documents that are needed then for sure.
    """

    values: tuple[Value, ...]
    answer: Text
    says: tuple[Text, ...] = ()
    visits: Span = Span(0, 0)
    can: tuple[Name, ...] = ()
    cannot: tuple[Name, ...] = ()
    papers: tuple[Name, ...] = ()


class OpenQuestion(msgspec.Struct, frozen=True):
    """A question without an answer: what each answer would change, and the ways to find it out, cheapest first."""

    question: Name
    text: Text
    answers: tuple[IfSaid, ...]
    find_out: tuple[Text, ...]


class OpenPaper(msgspec.Struct, frozen=True):
    """A paper that is needed for some answers to `questions` only; `only_if` says for which."""

    document: Name
    name: Text
    only_if: Text
    questions: tuple[Name, ...]


class Outlook(msgspec.Struct, frozen=True):
    """How the plan of what is sure may yet grow or shrink.

    `exact`: every way to answer was tried, and each figure is met by one of them; else they are bounds. `visits`,
    working `days` and `fees` are those of the whole plan. `items` may be possible, or not.
    """

    exact: bool
    visits: Span
    days: Span | None
    fees: Span | None
    items: tuple[Name, ...]
    papers: tuple[OpenPaper, ...]
    questions: tuple[OpenQuestion, ...]
