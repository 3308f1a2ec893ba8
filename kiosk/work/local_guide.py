"""Guidance on this machine: a release that was proved, evaluated here, so that it works while the server is away."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from config.edition import Guidance
from config.household import Household
from config.pack import Checklist as Listed
from config.rule import Value
from kiosk.visit.world import BookedStop, Checklist
from server.rules.day_time import counted_minute
from server.rules.errors import Refusal
from server.rules.guidance.consultation import consult
from server.rules.guidance.household.given import may_be_for
from server.rules.guidance.judge.book import for_household, open_book
from server.rules.guidance.judge.by_card import CardTold, by_card
from server.rules.guidance.judge.rehousing import rehoused
from server.rules.guidance.judge.together import together
from server.rules.guidance.judge.verdict import Consultation, Question, Wish
from server.rules.guidance.plan.booked_day import first_stop, made_for
from server.rules.guidance.release.editions import edition_at, pack_of
from server.wire.signed_release import Opened, Position, open_release

RELEASE: Final = "release.json"
TRUST: Final = "release-trust.json"


class LocalGuide:
    """The guidance of one release as `center` sees it, by its own edition, consulted as of `now` in the hall."""

    def __init__(self, guidance: Guidance, center: str, now: Callable[[], datetime]) -> None:
        self._pack = pack_of(guidance, edition_at(guidance, center))
        self.book = open_book(self._pack)
        self._checklists = tuple(self._checklist(each) for each in self._pack.checklists)
        self._now = now

    def checklists(self) -> tuple[Checklist, ...]:
        """Return the matters of the release in its own order."""
        return self._checklists

    def _checklist(self, listed: Listed) -> Checklist:
        group = next((theme.id for theme in self._pack.themes if theme.name == listed.theme), "")
        who = next((each.who for each in self._pack.entities if each.id == listed.subject), None)
        # For whom is not asked where nothing hangs on it: then the first question is the place.
        entry = (*(() if who is None else (who,)), *listed.facts_first)
        whom = may_be_for(self._pack, listed)
        return Checklist(listed.id, listed.theme, listed.topic, group, listed.subject, whom, who, entry, listed.common)

    def consult(
        self,
        checklists: tuple[str, ...],
        answers: Mapping[str, Value],
        wish: Wish,
        booked: BookedStop | None = None,
    ) -> Consultation:
        """Weigh `answers` and `wish`: questions still to ask, verdicts, plan; one that is `booked` begins then."""
        now = self._now()
        today = now.date()
        found = consult(self.book, checklists, answers, today, wish, counted_minute(now))
        stop = first_stop(found.plan)
        if booked is None or stop is None or stop.center != booked.center or booked.service not in stop.services:
            return found
        later = made_for(
            booked.day,
            stop,
            today,
            lambda day: consult(self.book, checklists, answers, day, wish),
            lambda made: made.plan,
        )
        return found if later is None else later

    def rehoused(self, wish: Wish, answers: Mapping[str, Value], household: Household) -> tuple[Wish, dict[str, Value]]:
        """Return `wish` and `answers` as they are for `household`: who is gone takes their answers along."""
        return rehoused(self.book, wish, answers, household)

    def by_card(self, answers: Mapping[str, Value], wish: Wish, card: CardTold | None) -> Mapping[str, Value | None]:
        """Return every question that a citizen's card can answer, with what `card` answers today."""
        return by_card(for_household(self.book, wish.household, answers), answers, card, self._now().date())

    def together(
        self, checklists: tuple[str, ...], answers: Mapping[str, Value], wish: Wish, left: tuple[Question, ...]
    ) -> tuple[str, ...]:
        """Return the first of the questions `left`, and those after it that can stand on the same page."""
        book = for_household(self.book, wish.household, answers)
        return together(book, checklists, answers, self._now().date(), left, wish.leave_out)


class Trust(msgspec.Struct, frozen=True):
    """Whom this kiosk believes (a public key as base64), and the newest statement it has followed."""

    key: str
    in_force_at: int
    number: int

    @property
    def newest(self) -> Position:
        """Return where the newest statement stands."""
        return self.in_force_at, self.number


class HeldRelease:
    """The release in the folder `home`, as it came from the server.

    The first key that comes is trusted from then on, unless `key` names the only one to trust. A release that cannot
    be proved, or is older than one followed before, never takes the place of the one held.
    """

    def __init__(self, home: Path, key: str | None = None) -> None:
        self._home = home
        self._key = key or None
        self.opened: Opened | None = None

    @property
    def tag(self) -> str | None:
        """Return the ETag of the release held."""
        return self.opened.tag if self.opened else None

    def open(self) -> Opened | None:
        """Return the release kept in the folder when it can be proved, else None; raises nothing."""
        try:
            self.opened = self._proved((self._home / RELEASE).read_bytes())
        except (OSError, Refusal):
            return None
        return self.opened

    def take(self, data: bytes) -> Opened:
        """Prove the server's answer, keep it whole or not at all, and return it; raises `Refusal`, `OSError`."""
        opened = self._proved(data)
        self._write(RELEASE, data)
        trust = Trust(opened.key, *opened.statement.position)
        if trust != self._trust():
            self._write(TRUST, msgspec.json.encode(trust))
        # Not before all of it is kept: what is held is not sent again.
        self.opened = opened
        return opened

    def _proved(self, data: bytes) -> Opened:
        trust = self._trust()
        key = self._key or (trust.key if trust else None)
        # A new key that this machine was told of begins a new record.
        newest = trust.newest if trust and trust.key == key else None
        return open_release(data, key, newest)

    def _trust(self) -> Trust | None:
        try:
            return msgspec.json.decode((self._home / TRUST).read_bytes(), type=Trust)
        except (OSError, msgspec.DecodeError):
            return None

    def _write(self, name: str, data: bytes) -> None:
        fresh = self._home / f"{name}.new"
        with fresh.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._home / name)
