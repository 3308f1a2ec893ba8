"""A consultation for another household: answers and wishes go with whom they are about. Pure."""

from collections.abc import Mapping

from msgspec.structs import replace

from config.household import Household
from config.rule import Value
from server.rules.guidance.household.given import carried, fitting
from server.rules.guidance.judge.book import Book, for_household
from server.rules.guidance.judge.verdict import Wish


def rehoused(
    book: Book, wish: Wish, answers: Mapping[str, Value], household: Household
) -> tuple[Wish, dict[str, Value]]:
    """Return `wish` and `answers` as they are for `household`; raises `Refusal` when it does not fit the pack."""
    pack = book.written
    fitting(pack, household)
    kept = carried(pack, wish.household, household, answers)
    unsure = tuple(carried(pack, wish.household, household, dict.fromkeys(wish.unsure, True)))
    items = for_household(book, household, kept).items
    left_out = tuple(each for each in wish.leave_out if each in items)
    taken_in = tuple(each for each in wish.take_in if each in items)
    return replace(wish, household=household, unsure=unsure, leave_out=left_out, take_in=taken_in), kept
