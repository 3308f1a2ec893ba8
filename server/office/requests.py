"""What people and devices ask of the office, as data; `actor` names the device, `person` who works at it, if known."""

import msgspec

from server.rules.hall.fact import Break, Chosen


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

    `visit` ties it to tickets of other centers that belong to the same way.
    """

    services: tuple[str, ...]
    actor: str
    priority: str = "normal"
    plan: str | None = None
    visit: str | None = None
    person: str | None = None


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


class HelpAnsweredCommand(msgspec.Struct, _Asked, frozen=True):
    """Say at a counter that help is there for the counter `of`."""

    counter: str
    of: str
    actor: str
    person: str | None = None


class HolderCommand(msgspec.Struct, _Asked, frozen=True):
    """Something that the holder of a ticket does; that whoever asks may do so has been seen to before."""

    ticket: str
    actor: str
    person: str | None = None
