"""Seeded faults of concurrency: what a hurried hand would write, and the hall in which a history shows it."""

from typing import Final, Literal, NamedTuple

from tests.journeys.linear.forked import Edit

OFFICE, STORE, WEB = "server/office", "server/store", "server/web"
DESK: Final = f"{WEB}/api/desk.py"


class Fault(NamedTuple):
    """What is written instead (`edits`), on which database it shows, and what is done to servers meanwhile.

    One that is `unsafe` needs no other words: the database itself answers before it keeps what it was told.
    """

    name: str
    edits: tuple[Edit, ...]
    database: Literal["sqlite", "postgresql"] = "sqlite"
    disturb: Literal["", "kill", "database"] = ""
    unsafe: bool = False


_CLAIM: Final = Edit(
    f"{OFFICE}/advance.py",
    '_t.id == bindparam("of_ticket"), _t.state == bindparam("from_state"))',
    '_t.id == bindparam("of_ticket"))',
)
"""Whoever moves a ticket does not look whether it is where they saw it."""
_SLOWLY: Final = "    import threading\n    threading.Event().wait(0.15)\n"
"""Between a look and the lock a hurried hand does whatever takes time."""
_BUSY: Final = 'None if in_hand_of(reading, counter) is None else "counter_busy"'
_NOT_OPEN: Final = (
    '{"paused": "counter_paused", "closed": "counter_closed"}.get(state_in(reading, asked.admitted.center, counter))'
)


def _seen_before(verb: str, code: str) -> tuple[Edit, ...]:
    """Return the edits by which a `verb` of a counter is refused by what was there before the lock, an expression."""
    return (
        Edit(
            DESK,
            "def posted(verb",
            "def _before(asked, body):\n"
            "    from config.words import both\n"
            "    from server.office.at_counter import state_in\n"
            "    from server.office.ticket import in_hand_of\n"
            "    from server.rules.errors import Refusal\n"
            '    counter = asked.places["counter"]\n'
            f"    code = asked.store.read(lambda reading: {code})\n"
            "    if code is not None:\n"
            '        raise Refusal(code, counter=both("Counter"), number="1")\n'
            f"{_SLOWLY}"
            "    return body\n\n\n"
            "def posted(verb",
        ),
        Edit(DESK, "act=Write(work, body),", f'act=Write(work, body, True, _before if name == "{verb}" else None),'),
    )


FAULTS: Final = (
    Fault(
        "read-then-write claim",
        (
            _CLAIM,
            Edit(
                f"{WEB}/api/counters.py",
                "    return lambda asked, uow, _: verb(uow, CounterCommand(*here(asked, uow)), asked.now)\n",
                "    def claimed(asked, uow, read):\n"
                "        command = CounterCommand(*here(asked, uow))\n"
                "        if not isinstance(read, TicketRow):\n"
                "            return verb(uow, command, asked.now)\n"
                "        state = must_be_open(uow, command.counter, asked.now)\n"
                "        must_be_free(uow, command.counter)\n"
                "        return answer(uow, uow.center, command.counter, call(uow, read, command, asked.now), state)\n"
                "    claimed.read = _read if verb is call_next else None\n"
                "    return claimed\n"
                "def _read(asked, body):\n"
                '    counter = asked.places["counter"]\n'
                "    center = asked.admitted.center\n"
                "    return asked.store.read(lambda reading: next_in_line(reading, center, counter)) or body\n"
                "from server.office.at_counter import answer, must_be_free, must_be_open\n"
                "from server.office.call_next import call\n"
                "from server.office.next_in_line import next_in_line\n"
                "from server.office.ticket import TicketRow\n",
            ),
            Edit(DESK, "act=Write(work, body),", 'act=Write(work, body, True, getattr(work, "read", None)),'),
        ),
    ),
    Fault(
        "lock released early",
        (
            Edit(
                f"{STORE}/postgresql_store.py",
                "                had()\n",
                "                connection.commit()\n                had()\n",
            ),
        ),
        "postgresql",
    ),
    Fault(
        "number by count",
        (
            Edit(
                f"{OFFICE}/take_ticket.py",
                "    counted = uow.value(_NEXT_NUMBER, of_center=hall.id, of_prefix=prefix, of_day=day)\n",
                "    from sqlalchemy import func, select\n"
                "    t = tables.tickets.c\n"
                "    given = select(func.count()).where(t.prefix == prefix, t.center == hall.id)\n"
                "    given = given.where(t.state != 'cancelled')\n"
                "    counted = int(uow.value(given)) + 1\n",
            ),
        ),
    ),
    Fault(
        "journal outside the transaction",
        (
            Edit(
                f"{STORE}/unit_of_work.py",
                "        self.run(\n            _JOURNAL,\n",
                "        self.tell_later(\n            _JOURNAL,\n",
            ),
            Edit(
                f"{STORE}/unit_of_work.py",
                "        self.facts: list[Fact] = []\n",
                "        self.facts: list[Fact] = []\n        self.untold: list[Any] = []\n",
            ),
            Edit(
                f"{STORE}/unit_of_work.py",
                "    def change(self, statement: Executable",
                "    def tell_later(self, statement, **values):\n"
                "        self.untold.append((statement, values))\n\n"
                "    def change(self, statement: Executable",
            ),
            Edit(
                f"{STORE}/postgresql_store.py",
                "        self._presence = Presence()\n",
                "        self._presence = Presence()\n        self._untold = []\n",
            ),
            Edit(
                f"{STORE}/postgresql_store.py",
                "                had()\n",
                "                had()\n"
                "                while self._untold:\n"
                "                    statement, values = self._untold.pop(0)\n"
                "                    uow.run(statement, **values)\n",
            ),
            Edit(
                f"{STORE}/postgresql_store.py",
                "                    connection.commit()\n                except BaseException:\n",
                "                    connection.commit()\n"
                "                    self._untold.extend(uow.untold)\n"
                "                except BaseException:\n",
            ),
        ),
        "postgresql",
        "kill",
    ),
    Fault(
        "undo without check",
        (
            Edit(
                f"{OFFICE}/advance.py",
                "if moved_since or ticket.state != calling.after(after.state, move.verb, ticket.label):",
                "if False:",
            ),
        ),
    ),
    Fault(
        "replay without key",
        (
            Edit(
                f"{OFFICE}/idempotent.py",
                "    status, answer = work()\n",
                "    return work()\n    status, answer = work()\n",
            ),
        ),
    ),
    Fault(
        "stale cache",
        (
            Edit(
                f"{OFFICE}/next_in_line.py",
                "    found = reading.row(_NEXT, center=center, counter=counter)\n    if found is None:\n",
                "    known = _first.pop(counter, None)\n"
                "    if known is not None:\n"
                "        return row_of(known)\n"
                "    found = reading.row(_NEXT, center=center, counter=counter)\n"
                "    if found is not None:\n"
                "        _first[counter] = found\n"
                "    if found is None:\n",
            ),
            Edit(f"{OFFICE}/next_in_line.py", "def longest_since(", "_first: dict = {}\n\n\ndef longest_since("),
        ),
    ),
    Fault(
        "seq without lock",
        (Edit(f"{STORE}/unit_of_work.py", "    .with_for_update(key_share=True)\n", ""),),
        "postgresql",
    ),
    Fault(
        "slot counted before the lock",
        (
            Edit(
                f"{OFFICE}/bookings/places.py", '.where(*_OF_SLOT, _s.taken < bindparam("places"))', ".where(*_OF_SLOT)"
            ),
            Edit(
                f"{OFFICE}/bookings/places.py",
                "uow.change(_TAKE, places=slot.places, **of) == 1:",
                "uow.change(_TAKE, **of) == 1:",
            ),
            Edit(
                f"{WEB}/api/bookings.py",
                "def _own(asked: Asked) -> Booking:\n",
                "def _counted(asked, body):\n"
                "    from datetime import date\n"
                "    from server.office.bookings.places import slot_on, taken\n"
                "    from server.rules.errors import Refusal\n"
                "    def look(reading):\n"
                '        center = asked.places["center"]\n'
                "        slot = slot_on(reading.hall(center), body.service, date.fromisoformat(body.day), body.clock)\n"
                "        at = slot.begins_at\n"
                "        return taken(reading, center, body.service, at, at + 1).get(at, 0) >= slot.places\n"
                "    if asked.store.read(look):\n"
                '        raise Refusal("booking_full", day=body.day, clock=body.clock)\n'
                "    return body\n\n\n"
                "def _own(asked: Asked) -> Booking:\n",
            ),
            Edit(f"{WEB}/api/bookings.py", "act=Write(_book, Book),", "act=Write(_book, Book, True, _counted),"),
        ),
    ),
    Fault(
        "moment taken before the lock",
        (
            Edit(
                f"{WEB}/carrying_out.py",
                "return Asked(asked.house, asked.admitted, asked.places, self._clock())",
                "return Asked(asked.house, asked.admitted, asked.places, asked.now)",
            ),
            Edit(f"{STORE}/unit_of_work.py", "        return max(now, self.head.told_at)\n", "        return now\n"),
        ),
    ),
    Fault("answered before it is kept", (), "postgresql", "database", unsafe=True),
    Fault(
        "a press taken back twice",
        (Edit(f"{OFFICE}/undo.py", "    forget(uow, command.counter)\n", ""),),
    ),
    Fault(
        "called with somebody in hand",
        (
            Edit(
                f"{OFFICE}/call_next.py",
                "    must_be_free(uow, command.counter)\n",
                "",
            ),
        ),
    ),
    Fault(
        "open or not, seen before the lock",
        (
            Edit(
                f"{OFFICE}/call_next.py",
                "    state = must_be_open(uow, command.counter, now)\n",
                "    from server.office.at_counter import state_of\n    state = state_of(uow, command.counter, now)\n",
            ),
            *_seen_before("call-next", _NOT_OPEN),
        ),
    ),
    Fault(
        "closed by who saw the hand before the lock",
        (
            Edit(
                f"{OFFICE}/counter.py",
                '    must_be_free(uow, command.counter)\n    if state != "closed":\n',
                '    if state != "closed":\n',
            ),
            *_seen_before("close", _BUSY),
        ),
    ),
    Fault(
        "put off as they stood before the lock",
        (
            _CLAIM,
            Edit(
                f"{OFFICE}/postponing.py",
                "    ticket = own_ticket(uow, command.ticket)\n",
                "    ticket = seen.pop(command.ticket, None) or own_ticket(uow, command.ticket)\n",
            ),
            Edit(f"{OFFICE}/postponing.py", "AT_ONCE: Final = 100\n", "AT_ONCE: Final = 100\nseen: dict = {}\n"),
            Edit(
                f"{WEB}/api/tickets.py",
                "def _postpone(",
                "def _seen(asked, body):\n"
                "    from server.office import postponing\n"
                "    from server.office.ticket import ticket_of\n"
                '    ticket = asked.places["ticket"]\n'
                "    postponing.seen[ticket] = asked.store.read(lambda reading: ticket_of(reading, ticket))\n"
                f"{_SLOWLY}"
                "    return body\n\n\n"
                "def _postpone(",
            ),
            Edit(
                f"{WEB}/api/tickets.py", "act=Write(_postpone, Nothing),", "act=Write(_postpone, Nothing, True, _seen),"
            ),
        ),
    ),
    Fault(
        "chosen as they stood before the lock",
        (
            _CLAIM,
            Edit(
                f"{OFFICE}/call_chosen.py",
                "    ticket = own_ticket(uow, command.ticket)\n",
                "    ticket = seen.pop(command.ticket, None) or own_ticket(uow, command.ticket)\n",
            ),
            Edit(f"{OFFICE}/call_chosen.py", "\n\ndef call_chosen(", "\n\nseen: dict = {}\n\n\ndef call_chosen("),
            Edit(
                DESK,
                "def posted(verb",
                "def _seen(asked, body):\n"
                "    from server.office import call_chosen as chosen\n"
                "    from server.office.ticket import ticket_of\n"
                "    chosen.seen[body.ticket] = asked.store.read(lambda reading: ticket_of(reading, body.ticket))\n"
                f"{_SLOWLY}"
                "    return body\n\n\n"
                "def posted(verb",
            ),
            Edit(
                DESK,
                "act=Write(work, body),",
                'act=Write(work, body, True, _seen if name == "call-chosen" else None),',
            ),
        ),
    ),
    Fault(
        "served at once beside another",
        (
            Edit(
                f"{OFFICE}/serve_at_once.py",
                "    must_be_free(uow, command.counter)\n",
                "",
            ),
            *_seen_before("serve-at-once", _BUSY),
        ),
    ),
)
"""Of those that are put into a hall; on PostgreSQL two processes serve it."""
ELSEWHERE: Final = ("a hold that ends again and again", "a counter that ignores the day")
"""Those that no history shows, as a clock must run for them: their names in `tests.mutation.faults`."""
