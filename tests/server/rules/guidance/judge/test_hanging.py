"""What a verdict hangs on: who makes its papers, who excludes it, and every answer that is looked at on the way."""

from msgspec.structs import replace

from config.fact import SameFact
from config.item import Item, Need, Option
from config.pack import Exclusion
from config.rule import ALWAYS, Is
from server.rules.guidance.judge.book import Book, open_book
from server.rules.guidance.judge.hanging import facts_behind, hang_on, hangs_on, rules_behind, waits_for
from tests.server.rules.guidance.small_pack import BOOK, SMALL, text


def with_rival() -> Book:
    rival = Item("rival", text("rival"), (Option("hall", 0),), needs=(Need(("paper",)),))
    return open_book(
        replace(
            SMALL,
            items=(*SMALL.items, rival),
            exclusions=(Exclusion("either", ("new-card", "rival"), text("one of them")),),
        )
    )


def test_an_item_hangs_on_who_makes_its_papers_and_on_its_rivals() -> None:
    book = with_rival()
    assert waits_for(book, book.items["rival"]) == {"permit"}
    assert hangs_on(book, "rival") == {"permit", "new-card"}
    assert hangs_on(book, "permit") == set()
    assert hang_on(book, ("new-card",), book.items) == {"new-card", "rival", "permit"}
    assert hang_on(book, ("new-card",), ("school",)) == {"new-card"}


def test_a_rule_hangs_on_what_its_questions_are_asked_for_and_who_says_them() -> None:
    assert facts_behind(BOOK, rules_behind(BOOK, BOOK.items["permit"])) == {"living", "months", "permit"}
    assert facts_behind(BOOK, rules_behind(BOOK, BOOK.items["school"])) == {"permit"}, (
        "who has the paper waits for none"
    )
    said = SameFact("card", Is("living", "own"))
    facts = tuple(replace(each, same=(said,)) if each.id == "permit" else each for each in SMALL.facts)
    assert facts_behind(open_book(replace(SMALL, facts=facts)), (Is("permit", True), ALWAYS)) == {
        "permit",
        "card",
        "living",
    }
