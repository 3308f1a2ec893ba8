"""What is asked of the server once, while somebody waits for it: an answer comes, or why there is none."""

from typing import Final

import msgspec

from kiosk.visit.touches import (
    BY_RIGHT,
    CHECK_IN,
    GIVE_UP,
    WALK_IN,
    AskNumber,
    AskPlaces,
    AskSlots,
    Continued,
    GivenUp,
    NotContinued,
    NumberTold,
    NumberUntold,
    OpenConsultation,
    PlacesTold,
    Refused,
    Result,
    SlotsTold,
)
from server.client.commands import Commands
from server.rules.errors import CODES, Refusal
from server.wire.messages import NumberAnswer

Wondering = OpenConsultation | AskNumber | AskSlots | AskPlaces
NOT_OF_TODAY: Final = ("ticket_unknown", "slip_digits_wrong")
"""What is said of a number and digits that are those of another day."""


def failed(wish: Wondering) -> Result:
    """Return the answer to a `wish` that failed in a way that nobody has foreseen."""
    return _untold(wish, "internal", CODES["internal"][1])


def _untold(wish: Wondering, code: str, sentence: str) -> Result:
    match wish:
        case OpenConsultation():
            return NotContinued(wish.key, code, sentence)
        case AskNumber():
            return NumberUntold(wish.key, code, sentence)
    return Refused(wish.key, code, sentence)


class LookingUp:
    """Asks `commands` on behalf of a kiosk of `center`; raises nothing that the server can say."""

    def __init__(self, commands: Commands, center: str) -> None:
        self._commands = commands
        self._center = center

    def answer(self, wish: Wondering) -> Result:
        """Return what the server says to `wish`."""
        self._commands.language = wish.language
        try:
            return self._asked(wish)
        except Refusal as refusal:
            return _untold(wish, refusal.code, _sentence(refusal))

    def _asked(self, wish: Wondering) -> Result:
        match wish:
            case OpenConsultation():
                return self._found(wish)
            case AskNumber() if wish.verb == GIVE_UP:
                self._commands.give_up(self._center, wish.digits, key=wish.key)
                return GivenUp(wish.key)
            case AskNumber():
                return self._by_number(wish)
            case AskPlaces():
                return PlacesTold(wish.key, self._commands.places(wish.services, self._center).places)
        moves = self._commands.booking_by_digits(wish.center, wish.digits) if wish.digits else None
        service = wish.service if moves is None else moves.service
        return SlotsTold(wish.key, self._commands.slots(wish.center, service, wish.first).days, moves)

    def _found(self, wish: OpenConsultation) -> Continued:
        """Return what the server keeps under the code of `wish`."""
        kept = self._commands.consultation(wish.code)
        return Continued(
            key=wish.key,
            code=kept.code,
            checklists=kept.checklists,
            answers=dict(kept.answers),
            wish=kept.wish,
            release=kept.release,
            states={each.item: each.state for each in kept.verdicts},
        )

    def _by_number(self, wish: AskNumber) -> NumberTold:
        """Return how the ticket of `wish` stands, after the move that is wished."""
        if wish.verb in (CHECK_IN, WALK_IN):
            ordinary = wish.verb == WALK_IN
            spoken = None if wish.language == "zh" else wish.language
            done = self._commands.check_in(self._center, wish.digits, walk_in=ordinary, key=wish.key, spoken=spoken)
            ticket = done.ticket
            told = self._commands.by_number(self._center, ticket.number, ticket.digits or "")
            return NumberTold(wish.key, msgspec.structs.replace(told, ticket=ticket))
        if wish.verb == BY_RIGHT:
            return self._by_right(wish)
        if wish.verb:
            self._commands.move(wish.ticket, wish.verb, key=wish.key)
        try:
            return NumberTold(wish.key, self._commands.by_number(self._center, wish.number, wish.digits))
        except Refusal as refusal:
            if wish.verb or not wish.digits or refusal.code not in NOT_OF_TODAY:
                raise
            return self._of_another_day(wish, refusal)

    def _of_another_day(self, wish: AskNumber, refused: Refusal) -> NumberTold:
        """Let somebody in who comes back with a missing paper; raises `refused` where nobody has that right."""
        try:
            return self._by_right(wish)
        except Refusal as refusal:
            if refusal.code in ("return_unknown", "bad_request"):
                raise refused from refusal
            raise

    def _by_right(self, wish: AskNumber) -> NumberTold:
        ticket = self._commands.come_back_with_paper(self._center, wish.number, wish.digits, key=wish.key)
        return NumberTold(wish.key, NumberAnswer(ticket.number, ticket.state, ticket.service, ticket.counter, ticket))


def _sentence(refusal: Refusal) -> str:
    """Return our own words, which can still be said in the other language; those with figures are the server's."""
    known = CODES[refusal.code][1]
    return str(refusal) if "{" in known else known
