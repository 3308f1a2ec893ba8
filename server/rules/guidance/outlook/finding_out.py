"""How somebody finds an answer out that they do not know: the paper that says it, whom to ring up. Pure."""

from collections.abc import Sequence

from config.centers import Text
from config.words import both
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.judged import Judged


def ways_to_find_out(book: Book, fact: str, judged: Sequence[Judged]) -> tuple[Text, ...]:
    """Return the ways to find `fact` out, cheapest first: what the pack says, a paper, a telephone.

    Where the pack names nobody, whoever answers for the first of the items `judged` that hangs on it is rung up. Nobody
    is for what no one else can know (`Fact.known`).
    """
    asked = book.facts[fact]
    found = asked.find_out
    ways: list[Text] = []
    if found is not None and found.text is not None:
        ways.append(found.text)
    elif asked.help is not None:
        ways.append(asked.help)
    if found is not None and found.document is not None:
        ways.append(both("Look at this paper: {paper}", paper=book.documents[found.document].name))
    named = found.authority if found is not None else None
    if named is None and asked.known is None:
        named = _who_answers(fact, judged)
    if named is not None:
        authority = book.authorities[named]
        ways.append(both("Call {phone} and ask: {authority}", phone=authority.phone, authority=authority.name))
    ways.append(both("Ask at the guide desk"))
    return tuple(ways)


def _who_answers(fact: str, judged: Sequence[Judged]) -> str | None:
    hanging = [each.item.authority for each in judged if fact in each.asks and each.item.authority is not None]
    return next(iter(hanging), None)
