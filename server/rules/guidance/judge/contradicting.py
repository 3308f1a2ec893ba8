"""Which answers contradict each other: what a pack says cannot be, and what is said twice of one person. Pure."""

from collections.abc import Collection, Iterator, Mapping

from config.centers import Text
from config.contradiction import Contradiction
from config.fact import Fact
from config.rule import Value
from config.words import both
from server.rules.dates import full_date
from server.rules.guidance.household.cast import own_id
from server.rules.guidance.judge.amounts import answer_text
from server.rules.guidance.judge.asking import fits, question_of, said_by
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.by_date import counted_from
from server.rules.guidance.judge.condition import Known, months_since, truth
from server.rules.guidance.judge.span import days_of, numbers_of
from server.rules.guidance.judge.verdict import Contradicting, Side


def contradicting(
    book: Book, used: Collection[str], answers: Mapping[str, Value], at: Known
) -> tuple[Contradicting, ...]:
    """Return what of `answers` to the facts `used` cannot all be true, in the order of the pack."""
    return (*_of_the_pack(book, used, answers, at), *_said_twice(book, used, answers, at))


def _of_the_pack(book: Book, used: Collection[str], answers: Mapping[str, Value], at: Known) -> Iterator[Contradicting]:
    for each in book.pack.contradictions:
        if any(fact not in at.values or fact not in used for fact in each.facts) or not _stands(each, book, at):
            continue
        said = dict.fromkeys(_said_in(book, fact, at) for fact in each.facts)
        if len(said) > 1:
            yield Contradicting(each.id, each.text, tuple(_side(book, fact, answers, at) for fact in said))


def _stands(one: Contradiction, book: Book, at: Known) -> bool:
    if truth(one.when, at) is not True:
        return False
    values = [at.values[each] for each in one.facts]
    if one.couple:
        return len({own_id(each) for each in one.facts}) == 1 and any(each != values[0] for each in values)
    if one.older_by is not None:
        (_, older), (younger, _) = (_ages(each, at) for each in values)
        return older - younger < one.older_by
    return True


def _ages(value: Value, at: Known) -> tuple[int, int]:
    """Return how many whole years old somebody is at least and at most, by their age or their date of birth."""
    age = months_since(value, at.today) // 12
    return numbers_of(value) or (age, age)


def _said_twice(book: Book, used: Collection[str], answers: Mapping[str, Value], at: Known) -> Iterator[Contradicting]:
    """Yield what was said of one person by two answers that differ: the first of them counts."""
    for fact in book.pack.facts:
        if fact.id not in used or fact.id not in answers or fact.id in book.settled:
            continue
        same, own = said_by(fact, at), answers[fact.id]
        if same is None or fact.id not in at.values or not fits(fact, own):
            continue
        if not _may_be(counted_from(fact, own, at.today, book), at.values[fact.id]):
            first, second = _side(book, _said_in(book, fact.id, at), answers, at), _shown(book, fact, own, at)
            why = both("This is said of one person twice, and otherwise. The first answer counts.")
            yield Contradicting(f"twice.{fact.id}", why, (first, second))


def _may_be(one: Value | None, other: Value) -> bool:
    """Return whether both can be said of one person: one may be more exact."""
    if one is None or one == other:
        return True
    first, second = numbers_of(one), numbers_of(other)
    return first is not None and second is not None and first[0] <= second[1] and second[0] <= first[1]


def _said_in(book: Book, name: str, at: Known) -> str:
    """Return the fact whose answer says what is known of the fact `name`."""
    while name not in book.settled and (same := said_by(book.facts[name], at)) is not None:
        name = same.fact
    return name


def _side(book: Book, name: str, answers: Mapping[str, Value], at: Known) -> Side:
    if name in book.settled:
        return _shown(book, book.facts[name], book.settled[name], at, settled=True)
    return _shown(book, book.facts[name], answers[name], at)


def _shown(book: Book, fact: Fact, value: Value, at: Known, *, settled: bool = False) -> Side:
    return Side(question_of(book, fact.id, at.today), _told(fact, value), settled)


def _told(fact: Fact, value: Value) -> Text:
    dated = fact.kind == "date" or fact.by_date is not None
    ends = days_of(value) if dated else None
    if ends is None:
        return answer_text(fact, value)
    first, last = (full_date(each) for each in ends)
    return first if first == last else both("{first} to {last}", first=first, last=last)
