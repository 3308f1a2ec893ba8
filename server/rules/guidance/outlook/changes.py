"""What an answer changes in a plan, and the sentences that say it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from config.centers import Text
from config.words import both, series
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.still_open import Span

WEEK = 5
"""Working days; what comes fewer days later is not worth a sentence."""
NAMED_AT_MOST = 4


@dataclass(frozen=True)
class Changes:
    """How much more than in the plan of what is sure; items that can be done then, cannot, or are not needed."""

    visits: Span
    days: Span
    fees: Span
    can: tuple[str, ...]
    cannot: tuple[str, ...]
    needless: tuple[str, ...]
    papers: tuple[str, ...]


def says(book: Book, changes: Changes, *, sure: bool) -> tuple[Text, ...]:
    """Return the sentences that say `changes`, what costs a trip first; one that says so where nothing changes.

    Unless that is `sure`, other questions may change something all the same.
    """
    found = [
        *_more(changes.visits, _TRIPS),
        *_named("Then possible: {items}", [book.items[each].name for each in changes.can]),
        *_named("Then not possible: {items}", [book.items[each].name for each in changes.cannot]),
        *_named("Then not needed: {items}", [book.items[each].name for each in changes.needless]),
        *_named("Bring too: {items}", [book.documents[each].name for each in changes.papers]),
        *_more(Span(_weeks(changes.days.least), _weeks(changes.days.most)), _WEEKS),
        *_more(changes.fees, _YUAN),
    ]
    return tuple(found) or (both("Nothing changes in the plan" if sure else "It depends on the other answers"),)


_TRIPS = (
    "{count} more trip",
    "{count} more trips",
    "{count} trip fewer",
    "{count} trips fewer",
    "Up to {count} more trip",
    "Up to {count} more trips",
)
_WEEKS = (
    "Done about {count} week later",
    "Done about {count} weeks later",
    "Done about {count} week sooner",
    "Done about {count} weeks sooner",
    "Done up to {count} week later",
    "Done up to {count} weeks later",
)
_YUAN = (
    "{count} yuan more",
    "{count} yuan more",
    "{count} yuan less",
    "{count} yuan less",
    "Up to {count} yuan more",
    "Up to {count} yuan more",
)


def _more(span: Span, words: tuple[str, str, str, str, str, str]) -> list[Text]:
    one_more, more, one_less, less, up_to_one, up_to = words
    least, most = span.least, span.most or 0
    if least == most and least:
        pattern = (one_more if least == 1 else more) if least > 0 else (one_less if least == -1 else less)
        return [both(pattern, count=abs(least))]
    if most > 0:
        return [both(up_to_one if most == 1 else up_to, count=most)]
    return []


def _weeks(days: int | None) -> int:
    """Return whole weeks of working days, so that a day or two is none."""
    count = days or 0
    return (abs(count) // WEEK) * (1 if count > 0 else -1)


def _named(pattern: str, names: Sequence[Text]) -> list[Text]:
    if not names:
        return []
    listed = series(names[:NAMED_AT_MOST])
    if (more := len(names) - NAMED_AT_MOST) > 0:
        listed = both("{items} and {more} more", items=listed, more=more)
    return [both(pattern, items=listed)]
