"""What the kiosk asks of the server for citizens, one thing after the other, until the server has answered.

Every order is on disk before it is sent and keeps its key, so neither a cut line nor a cut of power makes two tickets
of one order or leaves a ticket in the line whose citizen never saw it.
"""

import os
import secrets
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
from msgspec.structs import replace

from config.household import NOBODY
from kiosk.memory import clear_at_hand
from kiosk.visit.touches import (
    Away,
    Booked,
    BookSlot,
    KeepConsultation,
    Kept,
    Refused,
    Result,
    SaveConsultation,
    Saved,
    Taken,
    TakeTicket,
)
from kiosk.work.looking_up import LookingUp, Wondering, failed
from kiosk.work.watch import ENDS_WITHIN, Watch
from server.client.commands import Commands
from server.rules.errors import TRY_LATER, Refusal
from server.rules.guidance.judge.verdict import Wish
from server.rules.hall.fact import Ground
from server.watched import WatchedThread
from server.wire.bookings import Booking
from server.wire.messages import Ticket

SENTENCES_MOST = 50
"""Sentences that found nothing and wait for the server; of more the oldest are let go."""
PAUSES = (0.5, 1.0, 2.0, 4.0)
"""Seconds between two tries; the last one goes on."""


class Job(msgspec.Struct):
    """One thing to ask; `wanted` while a citizen waits for it.

    `take` a ticket, of another `center` where one is named, or `cancel` the one with that id; `book` a slot of a
    `center`, or `unbook` it, or `rebook` another one instead; `secret` opens what is to be cancelled or moved. A
    `sentence` that was looked for in vain is counted as `unfound`, by its key once.
    """

    kind: str
    key: str
    services: tuple[str, ...] = ()
    plan: str | None = None
    ticket: str = ""
    language: str = "zh"
    wanted: bool = True
    center: str = ""
    day: str = ""
    clock: str = ""
    secret: str = ""
    cases: int = 1
    ground: Ground | None = None
    person: str | None = None
    sentence: str = ""


class Outbox:
    """Works off what is asked in a thread of its own; answers go to `tell`, which must not block.

    What a kiosk that was switched off had left over is asked again and given back: its citizen has gone.
    """

    def __init__(self, commands: Commands, center: str, path: Path, tell: Callable[[Result], None]) -> None:
        self._commands = commands
        self._center = center
        self._path = path
        self._tell = tell
        self._changed = threading.Condition()
        self._jobs = [msgspec.structs.replace(job, wanted=False) for job in _kept(path) if job.kind != "rebook"]
        self._save: SaveConsultation | None = None
        self._plan: KeepConsultation | None = None
        self._open: Wondering | None = None
        self._looking_up = LookingUp(commands, center)
        self._hurry = False
        self._ends = False
        self._written = True
        self._watch = Watch("outbox")
        self._thread = WatchedThread("outbox", self._work)

    def start(self) -> None:
        """Begin to ask."""
        self._thread.start()

    def save(self, wish: SaveConsultation | KeepConsultation) -> None:
        """Keep a consultation at the server; `Saved` comes back for an order, `Kept` for a plan that waits for none."""
        with self._changed:
            # Each its own place: who takes a ticket while the plan is still waited for gets both.
            if isinstance(wish, SaveConsultation):
                self._save = wish
            else:
                self._plan = wish
            self._changed.notify()

    def ask(self, wish: Wondering) -> None:
        """Ask once what somebody waits for; its answer comes back, whatever it is."""
        with self._changed:
            self._open = wish
            self._changed.notify()

    def take(self, wish: TakeTicket) -> None:
        """Ask for a ticket; `Taken`, `Refused` or `Away` come back."""
        self._add(
            Job(
                "take",
                wish.key,
                wish.services,
                wish.plan,
                language=wish.language,
                center=wish.there or "",
                cases=wish.cases,
                ground=wish.ground,
                person=wish.person,
            )
        )

    def book(self, wish: BookSlot) -> None:
        """Ask for a booking; `Booked`, `Refused` or `Away` come back."""
        self._add(
            Job(
                "rebook" if wish.digits else "book",
                wish.key,
                (wish.service,),
                wish.plan,
                language=wish.language,
                center=wish.center,
                day=wish.day,
                clock=wish.clock,
                secret=wish.digits,
            )
        )

    def give_back(self, given: Ticket | Booking) -> None:
        """Cancel a ticket or a booking that nobody waits for."""
        self._add(_cancelling(given))

    def note_unfound(self, sentence: str) -> None:
        """Let `sentence` be counted as found nowhere, now or when the server is there again, after all orders."""
        with self._changed:
            told = [job for job in self._jobs if job.kind == "unfound"]
            for oldest in told[: max(0, len(told) + 1 - SENTENCES_MOST)]:
                self._jobs.remove(oldest)
        self._add(Job("unfound", secrets.token_urlsafe(18), sentence=sentence, wanted=False))

    def abandon(self, key: str) -> None:
        """Stop waiting for a job: a ticket that still comes of it is cancelled, a booking not moved any more."""
        with self._changed:
            if self._save is not None and self._save.key == key:
                self._save = None
            if self._open is not None and self._open.key == key:
                self._open = None
            if left := [job for job in self._jobs if job.wanted and job.key == key]:
                for job in left:
                    job.wanted = False
                self._jobs = [job for job in self._jobs if job.wanted or job.kind != "rebook"]
                self._note()
            self._changed.notify()

    def hurry(self) -> None:
        """Do not wait for the next try."""
        with self._changed:
            self._hurry = True
            self._changed.notify()

    def close(self) -> None:
        """End, after the request in hand when it is answered at once; what is left over stays on disk."""
        with self._changed:
            self._ends = True
            self._changed.notify()
        self._thread.join(ENDS_WITHIN)

    def _add(self, job: Job) -> None:
        with self._changed:
            self._jobs.append(job)
            self._note()
            self._changed.notify()

    def _work(self) -> None:
        tries = 0
        while True:
            with self._changed:
                while not (self._ends or self._jobs or self._save or self._plan or self._open):
                    self._changed.wait()
                if self._ends:
                    return
                # The plan first: it is answered at once, with or without the server.
                save, job, opens = self._plan or self._save, self._next(), self._open
            if opens is not None:
                self._look_up(opens)
                del save, job, opens
                clear_at_hand()
                continue
            done = self._consult(save) if save is not None else job is None or self._ask(job)
            # While it waits it must not hold on to the last citizen's answers.
            del save, job, opens
            clear_at_hand()
            tries = 0 if done else tries + 1
            if not done:
                with self._changed:
                    if not self._hurry and not self._ends:
                        self._changed.wait(PAUSES[min(tries, len(PAUSES)) - 1])
                    self._hurry = False

    def _next(self) -> Job | None:
        """Return what is asked next: nobody waits behind what is only counted."""
        return next((job for job in self._jobs if job.kind != "unfound"), self._jobs[0] if self._jobs else None)

    def _look_up(self, wish: Wondering) -> None:
        answer = self._watch.does(lambda: self._looking_up.answer(wish), lambda: failed(wish))
        with self._changed:
            if self._open is not wish:
                return
            self._open = None
        self._tell(answer)

    def _consult(self, save: SaveConsultation | KeepConsultation) -> bool:
        for_ticket = isinstance(save, SaveConsultation)
        code: str | None = None
        try:
            code = self._watch.does(lambda: self._code_for(save), lambda: None)
        except Refusal as refusal:
            if for_ticket and refusal.code in TRY_LATER:
                self._tell(Away(save.key))
                return False
        answer: Result = Saved(save.key, code) if for_ticket else Kept(save.key, code)
        with self._changed:
            if save is self._plan:
                self._plan = None
            elif save is self._save:
                self._save = None
            else:
                return True
        self._tell(answer)
        return True

    def _code_for(self, save: SaveConsultation | KeepConsultation) -> str:
        """Keep the consultation with its wish and return its code."""
        code = self._changed_under(save) or self._begun(save)
        if replace(save.wish, household=NOBODY) != Wish():
            self._commands.wish(code, save.wish)
        return code

    def _begun(self, save: SaveConsultation | KeepConsultation) -> str:
        """Return the code of a new consultation."""
        # A key of its own: the order's key belongs to its ticket.
        kept = self._commands.start_consultation(
            save.checklists, save.answers, save.wish.household, key=f"{save.key}.plan"
        )
        return kept.code

    def _changed_under(self, save: SaveConsultation | KeepConsultation) -> str | None:
        """Change the answers of the consultation that is continued and return its code; None when it is no more."""
        if save.continues is None:
            return None
        try:
            kept = self._commands.consultation(save.continues)
            if kept.wish.household != save.wish.household:
                kept = self._commands.household(save.continues, save.wish.household)
            kept = self._commands.answer(save.continues, save.answers)
            if taken_back := dict.fromkeys(each for each in kept.answers if each not in save.answers):
                self._commands.answer(save.continues, taken_back)
        except Refusal as refusal:
            if refusal.code in TRY_LATER:
                raise
            return None
        return save.continues

    def _ask(self, job: Job) -> bool:
        answer = self._watch.does(lambda: self._answer_to(job), lambda: self._put_last(job))
        if isinstance(answer, Away):
            if job.wanted:
                self._tell(answer)
            return False
        with self._changed:
            wanted = job.wanted
            if job in self._jobs:
                self._jobs.remove(job)
            if isinstance(answer, Taken | Booked) and not wanted and job.kind != "rebook":
                # Before all others: nobody may stand in line behind a ticket whose citizen has gone.
                self._jobs.insert(0, _cancelling(answer.ticket if isinstance(answer, Taken) else answer.booking))
            self._note()
        if wanted and answer is not None:
            self._tell(answer)
        return True

    def _put_last(self, job: Job) -> Away:
        """Let the next citizen not stand behind what nobody can answer."""
        with self._changed:
            if job in self._jobs:
                self._jobs.remove(job)
                self._jobs.append(job)
        return Away(job.key)

    def _answer_to(self, job: Job) -> Result | None:
        """Return what the server says to `job`: `Away` for nothing yet, None for a ticket that was cancelled."""
        try:
            return self._send(job)
        except Refusal as refusal:
            if refusal.code in TRY_LATER:
                return Away(job.key)
            values = {name: str(value) for name, value in refusal.values.items()}
            return Refused(job.key, refusal.code, refusal.message, values)

    def _send(self, job: Job) -> Result | None:
        self._commands.language = job.language
        if job.kind == "cancel":
            self._commands.cancel(job.ticket, key=job.key, secret=job.secret or None)
            return None
        if job.kind == "unfound":
            self._commands.note_unfound(job.sentence, key=job.key)
            return None
        if job.kind == "unbook":
            self._commands.cancel_booking(job.ticket, job.secret, key=job.key)
            return None
        with self._changed:
            # Nobody adds an order meanwhile: it would be missing from what is written, or written into the same file.
            if not self._written:
                self._keep()
        if job.kind == "book":
            (service,) = job.services
            booked = self._commands.book(job.center, service, job.day, job.clock or None, plan=job.plan, key=job.key)
            return Booked(job.key, booked)
        if job.kind == "rebook":
            rebooked = self._commands.move_booking(job.center, job.secret, job.day, job.clock, key=job.key)
            return Booked(job.key, rebooked, moved=True)
        # What everybody here speaks is said by nobody.
        spoken = None if job.language == "zh" else job.language
        if job.center:
            there = self._commands.take_remote(job.center, job.services, plan=job.plan, key=job.key, spoken=spoken)
            return Taken(job.key, there)
        taken = self._commands.take_ticket(
            self._center,
            job.services,
            plan=job.plan,
            key=job.key,
            cases=job.cases,
            ground=job.ground,
            person=job.person,
            language=spoken,
        )
        return Taken(job.key, taken)

    def _note(self) -> None:
        """Write down what is left to ask; where the disk does not take it, no order is sent before it does."""
        try:
            self._keep()
        except OSError:
            self._written = False

    def _keep(self) -> None:
        fresh = self._path.with_suffix(".new")
        with fresh.open("wb") as file:
            file.write(msgspec.json.encode(self._jobs))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)
        self._written = True


def _cancelling(given: Ticket | Booking) -> Job:
    kind = "cancel" if isinstance(given, Ticket) else "unbook"
    return Job(kind, f"{given.id}.cancel", ticket=given.id, secret=given.secret or "", wanted=False)


def _kept(path: Path) -> list[Job]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[Job])
    except (OSError, msgspec.DecodeError):
        return []
