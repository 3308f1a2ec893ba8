"""What people and devices ask of the office, as data; `actor` names who asked, for the journal."""

import msgspec


class TakeTicketCommand(msgspec.Struct, frozen=True):
    """Take one number for one or several services, in the order they are to be visited; `plan` is a code."""

    services: tuple[str, ...]
    actor: str
    priority: str = "normal"
    plan: str | None = None


class CounterCommand(msgspec.Struct, frozen=True):
    """Something that staff do at their counter."""

    counter: str
    actor: str


class CancelCommand(msgspec.Struct, frozen=True):
    """Give a ticket back: its holder shows the `secret`; without one, whoever asks must have been let in as staff."""

    ticket: str
    actor: str
    secret: str | None = None
