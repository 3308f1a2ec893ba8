"""Releases proved for people who wait for it: one at a time, in a process of its own, while the hall goes on.

What passes is handed in or put into force at once, as whoever asked for it; what does not is told where it was asked
for. What came of it is kept in this process alone: all that counts stands in the record of releases.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final, Literal

from config.pack_file import PackError, Problem
from config.pack_zip import look_at_zip
from server.office.guidance.consultations import city_zone
from server.office.people.accounts import By
from server.office.releases import recorded
from server.office.releases.prepare import halls_table, refuse_unchecked
from server.office.releases.proof_apart import Order, ProofFailed, Proved, prove_apart
from server.office.releases.publish import let_through
from server.office.releases.record import body_of, must_be, standing_of
from server.office.releases.signing import signing_key
from server.rules.errors import Refusal
from server.rules.guidance.prove.finding import Finding
from server.store.store import Store
from server.store.unit_of_work import CITY, Reading
from server.watched import WatchedThread, tell
from server.wire.messages import moment
from server.wire.signed_release import guidance_in, release_id

Wanted = Literal["proof", "publication", "draft"]
State = Literal["working", "done", "refused"]
KEPT_MOST: Final = 32


@dataclass(frozen=True)
class Proof:
    """A proof for `day` that `by` wanted at `began_at` (ms), of `release` ("" of a draft that is not read yet).

    One for a publication goes on to put it into force from `in_force_at` (ms, None: at once). `refusal` is why it did
    not; `problems` are those of a pack that cannot be read.
    """

    wanted: Wanted
    release: str
    by: By
    began_at: int
    day: date
    note: str = ""
    in_force_at: int | None = None
    state: State = "working"
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    refusal: Refusal | None = None


@dataclass
class _Kept:
    """What is known of proofs: the one at hand, the last of each release, the last draft of each person."""

    at_hand: Proof | None = None
    of: OrderedDict[str, Proof] = field(default_factory=OrderedDict)

    def put(self, key: str, proof: Proof) -> None:
        self.of[key] = proof
        self.of.move_to_end(key)
        while len(self.of) > KEPT_MOST:
            self.of.popitem(last=False)


class Proving:
    """Proves what it is asked to, one at a time. Safe for threads; `clock` tells ms, `data` is where the key lies."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], int],
        data: Path,
        prove: Callable[[Order, threading.Event], Proved] = prove_apart,
    ) -> None:
        self._store = store
        self._clock = clock
        self._data = data
        self._prove = prove
        self._kept = _Kept()
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread: WatchedThread | None = None

    @property
    def data(self) -> Path:
        """Return the directory in which the key lies."""
        return self._data

    @property
    def at_hand(self) -> Proof | None:
        """Return the proof that is being made."""
        return self._kept.at_hand

    def of(self, release: str) -> Proof | None:
        """Return the last proof of a release that this process was asked for."""
        with self._lock:
            return self._kept.of.get(release)

    def draft_of(self, person: str) -> Proof | None:
        """Return the last draft that a person handed in, as far as it has come."""
        return self.of(_draft(person))

    def look(self, release: str, by: By) -> None:
        """Begin the proof of a release for today; raises `Refusal` release_unknown, proof_at_hand."""
        now = self._clock()
        day = self._day(now)
        body = self._store.read(lambda reading: body_of(reading, release)).encode()
        self._begin(Proof("proof", release, by, now, day), release, Order(day, body), lambda proof, _: proof)

    def publish(self, release: str, by: By, in_force_at: int | None, note: str) -> None:
        """Begin the proof of a reviewed release for the day on which it shall come into force, and then publish it.

        Raises `Refusal` release_step, release_unchecked, moment_past, release_key_missing, proof_at_hand.
        """
        now = self._clock()

        def ready(reading: Reading) -> bytes:
            standing = standing_of(reading, release, now)
            must_be(standing, "reviewed")
            refuse_unchecked(reading, standing, now)
            return body_of(reading, release).encode()

        body = self._store.read(ready)
        if in_force_at is not None and in_force_at < now:
            raise Refusal("moment_past", moment=moment(in_force_at))
        key, day = signing_key(self._store, self._data, now), self._day(in_force_at or now)

        def put_in_force(proof: Proof, _: Proved) -> Proof:
            passed, at = let_through(release, proof.findings, day), self._clock()
            self._store.write(CITY, lambda uow: recorded.put_in_force(uow, passed, by, key, at, in_force_at, note))
            return proof

        proof = Proof("publication", release, by, now, day, note, in_force_at)
        self._begin(proof, release, Order(day, body), put_in_force)

    def submit(self, packed: bytes, by: By, note: str) -> None:
        """Begin to read and prove a pack that is `packed` as a zip, and then hand it in.

        Raises `PackError` for a zip that nobody should unpack, `Refusal` proof_at_hand.
        """
        look_at_zip(packed)
        now = self._clock()
        day, table = self._day(now), self._store.read(halls_table)

        def hand_in(proof: Proof, proved: Proved) -> Proof:
            if proved.problems:
                raise PackError(proved.problems)
            release = release_id(proved.body)
            let_through(release, proved.findings, day)
            guidance, at = guidance_in(proved.body), self._clock()
            self._store.write(CITY, lambda uow: recorded.submit(uow, guidance, by, at, note))
            return replace(proof, release=release)

        proof = Proof("draft", "", by, now, day, note)
        self._begin(proof, _draft(by.person), Order(day, packed=packed, calendar=table), hand_in)

    def stop(self) -> None:
        """End; a proof at hand is given up, and nothing comes of it."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def _day(self, at: int) -> date:
        return datetime.fromtimestamp(at / 1000, self._store.read(city_zone)).date()

    def _begin(self, proof: Proof, key: str, order: Order, go_on: Callable[[Proof, Proved], Proof]) -> None:
        with self._lock:
            if self._kept.at_hand is not None:
                raise Refusal("proof_at_hand", by=self._kept.at_hand.by.name)
            self._kept.at_hand = proof
            self._kept.put(key, proof)

        def work() -> None:
            came = self._worked(proof, order, go_on)
            with self._lock:
                self._kept.at_hand = None
                self._kept.put(key, came)
                if came.release:
                    self._kept.put(came.release, came)

        self._thread = WatchedThread("release-proof", work, self._ended)
        self._thread.start()

    def _worked(self, proof: Proof, order: Order, go_on: Callable[[Proof, Proved], Proof]) -> Proof:
        try:
            proved = self._prove(order, self._ended)
            proof = replace(proof, findings=proved.findings)
            return replace(go_on(proof, proved), state="done")
        except Refusal as refusal:
            return replace(proof, state="refused", refusal=refusal)
        except PackError as error:
            return replace(proof, state="refused", problems=error.problems)
        except ProofFailed as error:
            if not self._ended.is_set():
                tell("release-proof", error)
            return replace(proof, state="refused", refusal=Refusal("proof_failed"))
        except Exception as error:
            tell("release-proof", error)
            return replace(proof, state="refused", refusal=Refusal("proof_failed"))


def _draft(person: str) -> str:
    return f"draft {person}"
