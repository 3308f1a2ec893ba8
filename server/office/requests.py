"""What people and devices ask of the office, as data; `actor` names the device, `person` who works at it, if known."""

import msgspec

from server.rules.hall.alarm import AlarmAnswer, AlarmWhy
from server.rules.hall.fact import Break, Chosen, Ground


class Actor(msgspec.Struct, frozen=True):
    """Who acts: the device (a token's id, or a role) and the person at it, where one is known."""

    device: str
    person: str | None = None


class _Asked:
    """Whoever asks, for the journal."""

    actor: str
    person: str | None

    @property
    def by(self) -> Actor:
        """Return who asks."""
        return Actor(self.actor, self.person)


class TakeTicketCommand(msgspec.Struct, _Asked, frozen=True):
    """Take one number for one or several services, in the order they are to be visited; `plan` is a code.

    `visit` ties it to tickets of other centers that belong to the same way. `holder` is a token of who comes, if
    that is known; one that comes `late` is predicted to be served only after closing. Priority is claimed on a
    `ground`, which staff see later. One number is good for several `cases` of the same matter.
    Whoever comes speaks `language`, where that is not what everybody there does.
    """

    services: tuple[str, ...]
    actor: str
    priority: str = "normal"
    plan: str | None = None
    visit: str | None = None
    person: str | None = None
    holder: str | None = None
    late: bool = False
    ground: Ground | None = None
    cases: int = 1
    language: str | None = None


class CounterCommand(msgspec.Struct, _Asked, frozen=True):
    """Something that staff do at their counter."""

    counter: str
    actor: str
    person: str | None = None


class PauseCommand(CounterCommand, frozen=True):
    """Pause a counter, and why, where that is said."""

    reason: Break | None = None


class SitDownCommand(msgspec.Struct, _Asked, frozen=True):
    """Sit down at a counter: `who` is a staff number, or the id of somebody of the staff."""

    counter: str
    who: str
    actor: str
    take_over: bool = False
    person: str | None = None


class TicketCommand(msgspec.Struct, _Asked, frozen=True):
    """Something that staff do at their counter to a ticket that they name."""

    counter: str
    ticket: str
    actor: str
    person: str | None = None


class BackInLineCommand(TicketCommand, frozen=True):
    """Put a ticket back into line; with `here` it waits for the counter that it was with."""

    here: bool = False


class ChosenCommand(TicketCommand, frozen=True, kw_only=True):
    """Call a ticket that is not the next."""

    reason: Chosen


class PriorityCommand(TicketCommand, frozen=True, kw_only=True):
    """Give a ticket priority on a ground that staff have seen."""

    ground: Ground


class ReturnCommand(CounterCommand, frozen=True):
    """Finish because a paper is missing; with `here` whoever comes back waits for this counter."""

    here: bool = False


class TakeReturnCommand(CounterCommand, frozen=True, kw_only=True):
    """Let somebody come back by the right that `ticket` gave at `step`; `number` is the old one."""

    ticket: str
    step: int
    number: str


class AtOnceCommand(msgspec.Struct, _Asked, frozen=True):
    """Serve somebody without a ticket for `service`, at once and here."""

    counter: str
    service: str
    actor: str
    person: str | None = None


class TransferCommand(msgspec.Struct, _Asked, frozen=True):
    """Send the ticket in hand on to another service, or to the counter `to`; `note` is for the clerk there.

    With `back` it comes to this counter again afterwards.
    """

    counter: str
    service: str | None
    actor: str
    back: bool = False
    person: str | None = None
    to: str | None = None
    note: str | None = None


class RerouteCommand(msgspec.Struct, _Asked, frozen=True):
    """Let the ticket in hand be for `onward` after this step, where it was for `instead_of`."""

    counter: str
    ticket: str
    onward: tuple[str, ...]
    instead_of: tuple[str, ...]
    actor: str
    person: str | None = None


class HelpAnsweredCommand(msgspec.Struct, _Asked, frozen=True):
    """Say at a counter that help is there for the counter `of`."""

    counter: str
    of: str
    actor: str
    person: str | None = None


class AlarmCommand(msgspec.Struct, _Asked, frozen=True):
    """Answer at a counter that a line of the center is too long: what is done about it, or why nothing can be."""

    counter: str
    service: str
    answer: AlarmAnswer
    actor: str
    person: str | None = None
    minutes: int | None = None
    why: AlarmWhy | None = None


class HolderCommand(msgspec.Struct, _Asked, frozen=True):
    """Something that the holder of a ticket does; that whoever asks may do so has been seen to before."""

    ticket: str
    actor: str
    person: str | None = None


class DropStepCommand(HolderCommand, frozen=True, kw_only=True):
    """Leave a step of a ticket out: which one, counted from 0, and the service that its holder sees there."""

    step: int
    service: str
