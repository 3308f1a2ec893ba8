"""The screens of the identity card: it is asked for, it is read, it fills in answers, it is to be taken. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date

from commands.pictures.walk import DAY, Scene, Visit, answer, hall
from config.centers import Language
from config.rule import Value
from kiosk.visit.touches import CardRead
from kiosk.visit.world import ReaderSeen
from server.rules.guidance.judge.by_card import CardTold

CARD = CardTold("resident", date(1958, 3, 2), "female", DAY.replace(year=DAY.year - 1))
BEDS: Mapping[str, ReaderSeen] = {
    "invites": ReaderSeen("empty", card_lies=False),
    "left": ReaderSeen("left", card_lies=True),
    "reading": ReaderSeen("put", card_lies=True),
    "unreadable": ReaderSeen("unreadable", card_lies=True),
}
"""What a question says of the card -> what is known of the reader."""
ASKED: Mapping[str, tuple[str, Mapping[str, Value]]] = {
    "date": ("hukou-in", {"hukou": "elsewhere", "basis": "skill", "home": "own", "degree": "college"}),
    "choice": ("cards-marriage", {"holder_who": "me", "paper_wish": "idcard"}),
}
"""Kind of page -> the matter that leads to it, and what is answered before."""
STEPS_AT_MOST = 20


def card(language: Language, elder: bool) -> Iterator[Scene]:
    """Show a question that a card can answer, before it lies there, while it does and once it is filled in."""
    for name, (matter, answers) in ASKED.items():
        visit = Visit(language, elder, hall().after(BEDS["invites"]))
        visit.begin("guided")
        visit.press(f"checklist:{matter}", "next")
        for _ in range(STEPS_AT_MOST):
            if any(each.id in visit.session.card.answers for each in visit.session.open_in_group):
                break
            answer(visit, answers)
        asked = visit.world
        for bed, seen in BEDS.items():
            visit.world = asked.after(seen)
            if name == "date" or bed == "invites":
                yield visit.glance(f"card-{name}-{bed}")
        visit.world = asked.after(ReaderSeen("read", card_lies=True))
        visit.happen(CardRead(CARD))
        yield visit.glance(f"card-{name}-filled")
    visit = Visit(language, elder)
    visit.world = hall().after(ReaderSeen("left", card_lies=True))
    yield from visit.see("attract-card")
    visit.world = hall()
    visit.begin("direct")
    visit.press("service:housing")
    visit.world = hall().after(ReaderSeen("read", card_lies=True))
    visit.press("take")
    yield from visit.see("take-card")
