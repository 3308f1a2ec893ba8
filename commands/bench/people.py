"""`banshi bench people`: touches, pages and seconds of scripted people on the kiosk's own flow, each at their pace."""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from commands.bench.report import Figure, Noise, at_most, percentile, plain
from commands.bench.standing import Pace, Standing, Walked
from config.case import Case
from config.centers import Language
from config.pack_file import shipped_pack
from server.rules.guidance.judge.by_card import CardTold

READS = Pace(reads=500 / 60)
GOALS = {"touches": 45, "pages": 30, "seconds": 240}
GOAL_SIMPLE = 10


class Person(msgspec.Struct, frozen=True):
    """Somebody of the script: who, the case of the pack that is theirs, how fast they are, how they read.

    With a `card` they put it on a reader, and it tells their date of birth as the case has it.
    """

    name: str
    case: str
    pace: Pace
    language: Language = "zh"
    elder: bool = False
    card: bool = False


GRADUATE = "老周，大专毕业，四十六岁"
ZHANG = "张先生一家，五张清单一次问清"
PEOPLE = (
    Person("Mr Zhang, five matters", ZHANG, READS),
    Person("72 years, alone, large type", "老人做养老认证", Pace(300 / 60, decides=2.7, reaches=2.6), elder=True),
    Person("a founder in a hurry", "赵女士，租店面开个体户，要雇人", Pace(500 / 60, decides=0.7, reaches=1.0)),
    Person("a foreigner, in English", "被电动车撞伤", Pace(987 / 60), "en"),
    Person("a graduate, without a card reader", GRADUATE, READS),
    Person("a graduate, with an ID card", GRADUATE, READS, card=True),
    Person("a guide who reads it out on the phone", ZHANG, Pace(255 / 60, decides=3.0, reaches=1.0)),
)


def measure(_: float, noise: Noise) -> list[Figure]:
    """Return what each person's way takes, and that of everybody who comes for one matter of the pack's cases."""
    noise.sample()
    cases = {each.name: each for each in shipped_pack("dongjiang").cases}
    figures: list[Figure] = []
    for person in PEOPLE:
        found = cases[person.case]
        card = card_of(found) if person.card else None
        standing = Standing(person.pace, person.language, elder=person.elder, card=card)
        walked = standing.be_guided(found.checklists, found.answers)
        figures += _figures(person, walked)
    matters = _one_matter(cases.values())
    noise.sample()
    return [
        *figures,
        at_most("one matter: touches, middle of all checklists", percentile(matters, 0.5), "", GOAL_SIMPLE),
        plain("one matter: touches, longest checklist", max(matters), ""),
    ]


def card_of(case: Case) -> CardTold:
    """Return the card of whoever says in `case` on which day they were born."""
    return CardTold("resident", date.fromisoformat(str(case.answers["age"])))


def _figures(person: Person, walked: Walked) -> Iterator[Figure]:
    values = {"touches": walked.touches, "pages": walked.pages, "seconds": walked.seconds}
    yield plain(f"{person.name}: questions", walked.questions, "")
    for what, value in values.items():
        name, unit = f"{person.name}: {what}", "s by the model" if what == "seconds" else ""
        yield at_most(name, value, unit, GOALS[what]) if person == PEOPLE[0] else plain(name, round(value, 1), unit)


def _one_matter(cases: Iterable[Case]) -> list[int]:
    """Return for each checklist the touches of its middle case, from the first screen to a ticket or plan."""
    touches: dict[str, list[int]] = {}
    for case in cases:
        if len(case.checklists) == 1:
            walked = Standing(READS).be_guided(case.checklists, case.answers)
            touches.setdefault(case.checklists[0], []).append(walked.touches)
    return [int(percentile(each, 0.5)) for each in touches.values()]
