"""Somebody who stands before the kiosk: what they read and touch on the pure flow, and how long it takes them.

No second here is measured: touches and pages are counted, and times follow from the model of `Pace`.
"""

from collections.abc import Iterable, Mapping

import msgspec

from commands.demo.citizen import touched
from commands.pictures.walk import Visit, hall, ticket
from config.centers import Language
from config.rule import Value
from config.words import say
from hardware.printer.port import Printed, PrinterState
from kiosk.page import choices, headlines, lists, matters
from kiosk.page.asking import no_to
from kiosk.page.blocks import blocks
from kiosk.page.targets import targets
from kiosk.visit.dates import touches
from kiosk.visit.touches import CardRead, Saved, SlipDone, Taken
from kiosk.visit.world import ReaderSeen
from server.rules.guidance.judge.by_card import CardTold
from server.rules.guidance.judge.condition import parts_of
from server.rules.guidance.judge.verdict import Question

STEPS_AT_MOST = 150
LOOKED_THROUGH = 0.5
"""The part of a list that is read on average until the row that is meant."""
CARD = 4.0
"""Seconds to put a card on the reader, to wait until it is read (about a second) and to take it again: assumed."""
SKIMMED = 0.25
"""The part of a result that is read standing: its headlines; the rest is taken home on paper."""


class Pace(msgspec.Struct, frozen=True):
    """How fast somebody is.

    `reads` is in characters a second: the curriculum standard for Chinese (义务教育语文课程标准) wants 500 a minute
    read silently after nine years of school and 300 after six; aloud it is 255 a minute in Chinese and 987 in English
    (Trauzettel-Klosinski and Dietz, IOVS 53, 2012). `decides` (s) comes with every touch that answers something, 1.35
    in the keystroke-level model (Card, Moran, Newell 1983), and `reaches` (s) with every touch: 1.1 to point, 0.2 to
    press. Whoever is over 70 takes about twice as long for both. `looks_up` (s) is for what has to be looked up or
    counted: assumed, nobody has measured it here.
    """

    reads: float
    decides: float = 1.35
    reaches: float = 1.3
    looks_up: float = 5.0


def _has(theme: matters.Theme, target: str) -> bool:
    return any(target == f"checklist:{each.id}" for each in theme.matters)


class Walked(msgspec.Struct):
    """What a way took so far."""

    touches: int = 0
    pages: int = 0
    seconds: float = 0.0
    questions: int = 0


class Standing:
    """One person on one way, with their `card` in hand where the kiosk has a reader; `walked` counts along."""

    def __init__(
        self, pace: Pace, language: Language = "zh", *, elder: bool = False, card: CardTold | None = None
    ) -> None:
        self._pace = pace
        self._language = language
        self._card = card
        world = hall() if card is None else hall().after(ReaderSeen("empty", card_lies=False))
        self.visit = Visit(language, elder=False, world=world)
        self.walked = Walked()
        self._seen: tuple[object, ...] = ()
        self._read: tuple[str, ...] = ()
        self._look()
        if elder:
            self.touch("large")

    def be_guided(self, checklists: tuple[str, ...], answers: Mapping[str, Value]) -> Walked:
        """Walk from the first screen to a ticket, or to a plan that needs none; raises `LookupError` on a dead end."""
        if self._language != "zh":
            # What can be touched at once is Chinese.
            self.touch(f"start:{self._language}")
        self.touch("guided")
        for checklist in checklists:
            self._find(f"checklist:{checklist}")
        self.touch("next")
        for _ in range(STEPS_AT_MOST):
            self._put_the_card()
            match self.visit.session.screen:
                case "question":
                    self._answer(answers)
                case "questions":
                    self._answer_together(answers)
                case "papers":
                    self.touch("all_here" if "all_here" in self._open else "next")
                case "plan" if "next" not in self._open and self.visit.session.stop is None:
                    return self.walked
                case "confirm":
                    self._take()
                    return self.walked
                case screen:
                    ways = {"lacking": "queue", "plan": "next" if "next" in self._open else "queue"}
                    if screen == "service":
                        return self.walked
                    self.touch(ways.get(screen, "next"))
        raise LookupError("no ticket and no plan")

    def _put_the_card(self) -> None:
        """Put the card on the reader where it is asked for, and take it again once it is read."""
        session = self.visit.session
        if self._card is None or session.card.told is not None:
            return
        if any(each.id in session.card.answers for each in session.open_in_group):
            self.walked.seconds += CARD
            self.visit.happen(CardRead(self._card))

    @property
    def _open(self) -> tuple[str, ...]:
        return targets(self.visit.session, self.visit.world)

    def touch(self, target: str, *, decided: bool = True) -> None:
        """Touch `target`, which must be on this very page; raises `LookupError`."""
        if target not in self._open:
            raise LookupError(f"{target} is not on screen {self.visit.session.screen}")
        self.walked.touches += 1
        self.walked.seconds += self._pace.reaches + (self._pace.decides if decided else 0)
        self.visit.press(target)
        self._look()

    def _find(self, target: str) -> None:
        """Touch `target` on whatever page of the list it is."""
        for turn in ("page:next", "page:prev"):
            while target not in self._open and turn in self._open:
                self.touch(turn, decided=False)
        if target not in self._open:
            theme = next(each for each in matters.themes(self.visit.world) if _has(each, target))
            self.touch(f"theme:{theme.id}")
            while target not in self._open:
                self.touch("page:next", decided=False)
        self.touch(target)

    def _answer(self, answers: Mapping[str, Value]) -> None:
        question = self.visit.session.question
        if question is None:
            raise LookupError("nothing is asked")
        self.walked.questions += 1
        value = answers.get(question.id)
        if value is not None and self.visit.session.filled_in(question.id) == value:
            self.touch("next")
        elif value is None:
            self._find("unclear")
        elif question.kind in ("number", "date"):
            self.walked.seconds += self._pace.looks_up
            while question.kind == "date" and self.visit.session.typing.digits:
                # Filled in otherwise than they say.
                self.touch("erase", decided=False)
            for target in touches(question, value):
                self.touch(target, decided=False)
        elif isinstance(value, bool):
            self._find("answer:yes" if value else "answer:no")
        elif question.many:
            for each in parts_of(value):
                self._find(f"answer:{each}")
            self.touch("next", decided=False)
        else:
            self._find(f"answer:{value}")

    def _answer_together(self, answers: Mapping[str, Value]) -> None:
        """Answer all questions of the page: the rest at once where it is all the same."""
        place = self.visit.session.place
        self.walked.questions += len(self.visit.session.open_in_group)
        while self.visit.session.place == place:
            session = self.visit.session
            filled = {each.id for each in session.open_in_group if session.filled_in(each.id) is not None}
            left = tuple(each for each in session.open_in_group if each.id not in filled)
            if not left:
                self.touch("next")
                return
            said = {answers.get(each.id) for each in left}
            if "rest:yes" in self._open and said == {True}:
                self.touch("rest:yes")
                return
            if "rest:no" in self._open and all(answers.get(each.id) in no_to(each) for each in left):
                self.touch("rest:no")
                return
            # What is otherwise than the rest comes first, so that one touch can say the rest.
            noes = {each.id for each in left if answers.get(each.id) in no_to(each)}
            yeses = {each.id for each in left if answers.get(each.id) is True}
            usual = max(noes, yeses, key=len)
            question = next((each for each in left if each.id not in usual), left[0])
            if question.kind == "number":
                self.walked.seconds += self._pace.looks_up
            self.touch(touched(question.id, answers.get(question.id), self._open))

    def _take(self) -> None:
        self.touch("take")
        order = self.visit.session.taking.order
        if order is None:
            raise LookupError("no ticket was asked for")
        self.visit.happen(Saved(order.key, "K7M-3XQ-9TRA"))
        given = ticket("A012", order.services[0], 6)
        self.visit.happen(Taken(order.key, given))
        self.visit.happen(SlipDone(given.id, Printed.PRINTED, PrinterState.READY))
        self._look()

    def _look(self) -> None:
        """Read what has come up, unless it is the page that was read already."""
        session = self.visit.session
        place = session.place
        seen = (place.screen, place.question, place.item, place.page)
        if seen != self._seen:
            self._seen, self._read = seen, ()
            self.walked.pages += 1
            self.walked.seconds += self._words() / self._pace.reads
        elif place.screen == "questions" and place.beside[: len(self._read)] == self._read:
            # What has come up under the answers is read, too.
            added = session.group[1 + len(self._read) :]
            self.walked.seconds += self._asked(added) / self._pace.reads
        self._read = place.beside

    def _words(self) -> float:
        """Return how many characters are read of this page."""
        session, world = self.visit.session, self.visit.world
        if session.place.screen == "attract":
            return float(sum(len(say(self._language, words)) for words in ("Find out how", "Take a ticket")))
        title, note = headlines.headline(session, world)
        read = float(len(title) + len(note) * LOOKED_THROUGH)
        page = lists.seen_page(session, world)
        if session.place.screen == "questions":
            return read + self._asked(session.group)
        if seen := blocks(session, world):
            return read + SKIMMED * sum(len(said.text) for number in page for said in seen[number].said)
        listed = choices.rows(session, world)
        return read + LOOKED_THROUGH * sum(len(listed[row].text) for row in page if row < len(listed))

    def _asked(self, questions: Iterable[Question]) -> float:
        """Return how many characters are read of short `questions` and their answers."""
        session, read = self.visit.session, 0.0
        for each in questions:
            asked = each.easy if session.elder and each.easy else each.text
            read += len(asked.say(session.language))
            read += LOOKED_THROUGH * sum(len(choice.text.say(session.language)) for choice in each.choices)
        return read
