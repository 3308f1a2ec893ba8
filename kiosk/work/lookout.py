"""Keeps what the kiosk knows of its center: name, lines, who waits, and the guidance in force."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from importlib.metadata import version

from msgspec.structs import replace

from config.centers import Counter
from config.edition import Guidance
from kiosk.visit.world import (
    CenterSeen,
    GuideOpened,
    LinkSeen,
    News,
    OtherCenter,
    OtherSeen,
    SearchOpened,
    Service,
    WaitsSeen,
)
from kiosk.work.local_guide import HeldRelease, LocalGuide
from kiosk.work.local_search import LocalSearch
from kiosk.work.watch import ENDS_WITHIN, Watch
from server.client.commands import Commands
from server.rules.errors import Refusal
from server.watched import WatchedThread
from server.wire.health import HealthReport

EVERY = 30.0
"""Seconds between two looks while the server answers."""
HEALTH_EVERY = 55.0
"""Seconds until the kiosk says again how it is: with every second look."""
AWAY = 2.0
"""Seconds between two looks while it does not."""


_log = logging.getLogger("kiosk.work.lookout")
BARRED = ("token_unknown", "token_scope", "token_missing", "center_unknown")
UNPROVED = ("release_unreadable", "release_key", "release_signature", "release_hash", "release_old")


class Lookout:
    """Looks in a thread of its own; what is new goes to `learn`, which must not block.

    What fails is told by what the screens do not know: a center, guidance, a search. `unknown` is told when the server
    knows the token no more; `health` is how printer and machine are, for those who look after devices.
    """

    def __init__(
        self,
        commands: Commands,
        center: str,
        held: HeldRelease,
        now: Callable[[], datetime],
        learn: Callable[[News], None],
        unknown: Callable[[], None] = lambda: None,
        health: Callable[[], HealthReport] = lambda: HealthReport(0),
    ) -> None:
        self._commands = commands
        self._center = center
        self._held = held
        self._now = now
        self._learn = learn
        self._unknown = unknown
        self._health = health
        self._told = 0.0
        self._refused = ""
        self._watch = Watch("lookout")
        self._wake = threading.Event()
        self._asked = False
        self._other = ""
        self._ends = False
        self._thread = WatchedThread("lookout", self._work)

    def start(self) -> None:
        """Begin to look; guidance kept from before is there as soon as it is proved."""
        self._thread.start()

    def look(self) -> None:
        """Look now, and ask how long people wait: that is worth the server's effort when somebody wants to know."""
        self._asked = True
        self._wake.set()

    def look_at(self, center: str) -> None:
        """Look at another center, to which a plan leads."""
        self._other = center
        self._wake.set()

    def close(self) -> None:
        """End, after the request in hand when it is answered at once."""
        self._ends = True
        self._wake.set()
        self._thread.join(ENDS_WITHIN)

    def _work(self) -> None:
        self._watch.does(self._open_held, lambda: None)
        while not self._ends:
            self._wake.clear()
            self._wake.wait(EVERY if self._watch.does(self._looked, lambda: False) else AWAY)

    def _open_held(self) -> None:
        if (opened := self._held.open()) is not None:
            self._open(opened.guidance)

    def _looked(self) -> bool:
        try:
            center = self._commands.center(self._center)
        except Refusal as refusal:
            # Only what the server says of this kiosk itself is final; all else passes.
            self._learn(LinkSeen("barred" if refusal.code in BARRED else "away"))
            if refusal.code == "token_unknown":
                self._unknown()
            return False
        served = [each for each in center.services if each.served]
        services = tuple(Service(each.id, each.name, each.booked) for each in served)
        waiting = {each.id: each.waiting for each in served}
        counters = tuple(Counter(each.id, each.name, each.services, each.place) for each in center.counters)
        open_now = (each for each in center.counters if each.state == "open")
        self._learn(
            CenterSeen(
                center=center.id,
                name=center.name,
                services=services,
                waiting=waiting,
                counters=counters,
                address=center.address,
                hours=center.hours,
                timezone=center.timezone,
                open=center.open,
                hours_now=center.hours_now,
                served_now=frozenset(service for each in open_now for service in each.services),
                cases_at_most=center.cases_at_most,
                kiosk_priority=center.kiosk_priority,
                one_per_person=center.one_per_person,
            )
        )
        if self._asked:
            self._asked = False
            self._waits()
        other, self._other = self._other, ""
        if other:
            self._look_at(other)
        known = self._guidance()
        self._tell_health()
        return known

    def _tell_health(self) -> None:
        """Say every minute how this kiosk is; a server that does not listen is no reason to stand still."""
        if self._told and time.monotonic() - self._told < HEALTH_EVERY:
            return
        self._told = time.monotonic()
        with suppress(Refusal):
            moment = time.time_ns() // 1_000_000
            self._commands.tell_health(replace(self._health(), clock=moment, version=version("banshi")))

    def _look_at(self, center: str) -> None:
        """Learn what can be booked in another center; where it cannot be told, nothing is offered there."""
        try:
            told = self._commands.center(center)
        except Refusal:
            return
        booked = tuple(
            Service(each.id, each.name, booked=True) for each in told.services if each.served and each.booked
        )
        self._learn(OtherSeen(OtherCenter(told.id, told.name, told.address, booked)))

    def _waits(self) -> None:
        try:
            told = self._commands.waits(self._center)
        except Refusal:
            # Nobody is promised anything then; that the server is away is said by the next look.
            told = []
        waits = {each.service: each.wait for each in told if each.wait and not each.at_once}
        self._learn(WaitsSeen(waits, {each.service: each.when_late for each in told if each.when_late}))

    def _open(self, guidance: Guidance) -> None:
        """Guide by `guidance` at once; it can be searched a moment later."""
        guide = LocalGuide(guidance, self._center, self._now)
        self._learn(GuideOpened(guide))
        self._learn(SearchOpened(LocalSearch(guidance, guide.book, lambda: self._now().date())))

    def _guidance(self) -> bool:
        try:
            answer = self._commands.release(self._held.tag)
            if answer is not None:
                opened = self._held.take(answer)
                self._open(opened.guidance)
                self._refused = ""
        except Refusal as refusal:
            if refusal.code not in UNPROVED:
                return refusal.code == "release_missing"
            # The one held stays, tickets go on, and the next look tries again.
            if refusal.code != self._refused:
                _log.warning("guidance refused: %s: %s", refusal.code, refusal)
            self._refused = refusal.code
        except OSError:
            # Guidance that this kiosk cannot keep: as above.
            return True
        return True
