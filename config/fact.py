"""What a pack asks: facts of a household with their questions, parameters, and named situations, as frozen data."""

from itertools import combinations
from typing import Final, Literal

import msgspec

from config.centers import Text
from config.household import Relation
from config.rule import ALWAYS, Rule, Value

EntityKind = Literal["person", "company"]
TOGETHER: Final = "+"
"""What stands between answers that were chosen together."""
FactKind = Literal["choice", "yes_no", "number", "date"]


class Theme(msgspec.Struct, frozen=True):
    """A stage of life or business (专题) that questions and matters belong to; themes are asked in this order."""

    id: str
    name: Text


class SameEntity(msgspec.Struct, frozen=True):
    """Another one of the household who is the very same person where `when` holds."""

    entity: str
    when: Rule


class Entity(msgspec.Struct, frozen=True):
    """One of a household whom facts, papers and presence are about.

    The first of `same` that holds is who it is: the citizen, for example, where it is the citizen who is insured.
    `relation` is what a person of the household's own is to the citizen; of a role that different people may play,
    `who` is the fact that says which of them.
    """

    id: str
    name: Text
    kind: EntityKind = "person"
    same: tuple[SameEntity, ...] = ()
    relation: Relation | None = None
    who: str | None = None


class Answer(msgspec.Struct, frozen=True):
    """One possible answer to a question; `spoken` is what is read out instead of it.

    `no` says that it is a plain no: one touch may say it together with others.
    """

    value: Value
    text: Text
    spoken: Text | None = None
    no: bool = False


class SameFact(msgspec.Struct, frozen=True):
    """Another fact that says the same where `when` holds: the citizen's own age, for example.

    `values` tells what each of its values is here; without them it is the same value.
    """

    fact: str
    when: Rule
    values: tuple[tuple[Value, Value], ...] = ()


class FindOut(msgspec.Struct, frozen=True):
    """How somebody who does not know an answer finds it out: what to do, the paper that says it, who can tell."""

    text: Text | None = None
    document: str | None = None
    authority: str | None = None


Known = Literal["wish", "self"]
"""Why nobody has to find an answer out: it is for them to choose, or everybody knows it of themselves."""


class ByDate(msgspec.Struct, frozen=True):
    """People say a date, and the answer follows from it on the day that it is judged on.

    A number that grows is counted since that date, one that falls is counted until it. A yes or no says whether
    somebody born on it `turns` so many years old until the next day `by` (`MM-DD`), that day included.
    """

    turns: int = 0
    by: str | None = None


CardTells = Literal["birth", "expiry", "sex", "kind", "state"]


class ByCard(msgspec.Struct, frozen=True):
    """The citizen's own identity card tells the answer, which is then filled in and shown to be confirmed.

    It `tells` the date of `birth`, the last day that it is good for (`expiry`), the `sex` (male, female), its `kind`
    (resident, hong_kong, macao, taiwan, foreigner) or its `state` (valid, expired). `values` says what each of these is
    as an answer; what is not there is told by no card. Without `values` it is the same.
    """

    tells: CardTells
    values: tuple[tuple[Value, Value], ...] = ()


class Fact(msgspec.Struct, frozen=True):
    """Something to know of an entity, with the question that finds it out; asked only where `when` holds.

    `kind` choice has `answers`; number has `low` to `high` and `unit`, and `grows` says that it becomes one more with
    every month or year. `easy` is the wording in large type, `spoken` the one that is read out; without them `ask` is.
    `personal` facts are asked only when a rule that is still open uses them, and never leave this consultation. What
    the first of `same` that holds has said already is not asked again, and nothing else counts. Of a `trait` each
    person has one only, whatever the household calls them: one person's hukou is stated once. `told` tells what each
    value of the trait is here; without it, it is the same value. Of the answers of a choice with `many` several may be
    chosen; each of them then is what the fact is. `find_out` helps those who do not know; `known` says why
    there is nothing to find out. A number or a yes or no with `by_date` is asked as a date. What is asked of the
    citizen and stands on their card is said `by_card`.
    """

    id: str
    theme: str
    kind: FactKind
    ask: Text
    entity: str = "applicant"
    easy: Text | None = None
    spoken: Text | None = None
    help: Text | None = None
    answers: tuple[Answer, ...] = ()
    low: int = 0
    high: int = 999
    unit: Text | None = None
    grows: Literal["month", "year"] | None = None
    falls: Literal["day", "working_day", "month"] | None = None
    personal: bool = False
    trait: str | None = None
    told: tuple[tuple[Value, Value], ...] = ()
    by_date: ByDate | None = None
    by_card: ByCard | None = None
    when: Rule = ALWAYS
    same: tuple[SameFact, ...] = ()
    find_out: FindOut | None = None
    known: Known | None = None
    many: bool = False

    @property
    def values(self) -> tuple[Value, ...]:
        """Return every answer that can be chosen; of `many` each set of them, as one text in the order of `answers`."""
        single = tuple(answer.value for answer in self.answers)
        if not self.many:
            return single
        sets = (each for size in range(1, len(single) + 1) for each in combinations(single, size))
        return tuple(TOGETHER.join(str(one) for one in each) for each in sets)


class Dated(msgspec.Struct, frozen=True):
    """What a parameter is from `since` to `until`, both included; None is open on that side."""

    value: int | None
    since: str | None = None
    until: str | None = None


class Parameter(msgspec.Struct, frozen=True):
    """A number that differs by place and year.

    On a day that no entry covers, or whose entry is None, `owner` has not confirmed it and nobody may judge by it. The
    day is today, or the date in the fact `by`: so a table by date of birth is one parameter.
    """

    id: str
    name: Text
    owner: Text
    values: tuple[Dated, ...] = ()
    by: str | None = None


class NamedSituation(msgspec.Struct, frozen=True):
    """A rule that has a name of its own (情形); of those that share a `group` at most one may hold."""

    id: str
    name: Text
    when: Rule
    group: str | None = None
