"""What the kiosk asks of a real server: consultations kept with their wish, found under their code, changed there."""

import errno
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from config.rule import Value
from kiosk.visit.touches import (
    CHECK_IN,
    GIVE_UP,
    WALK_IN,
    AskNumber,
    AskPlaces,
    AskSlots,
    Away,
    Booked,
    BookSlot,
    Continued,
    GivenUp,
    KeepConsultation,
    Kept,
    NotContinued,
    NumberTold,
    NumberUntold,
    OpenConsultation,
    PlacesTold,
    Refused,
    Result,
    SaveConsultation,
    Saved,
    SlotsTold,
    Taken,
    TakeTicket,
)
from kiosk.work.outbox import Outbox
from server.client.commands import Commands
from server.office.guidance.unfound import unfound_since
from server.rules.errors import Refusal
from server.rules.guidance.consultation_code import code_of
from server.rules.guidance.judge.verdict import Wish
from tests.server.web.conftest import Web, web

__all__ = ["web"]

PUPIL: dict[str, Value] = {"grade": "primary", "child_six": True, "child_hukou": "city", "vaccinated": True}
HERE = Wish("nearest", ("F06",), here="hall")


class Asking:
    """A kiosk's outbox with nothing before it."""

    def __init__(self, web: Web, folder: Path, token: str | None = None, center: str = "hall") -> None:
        self.answers: SimpleQueue[Result] = SimpleQueue()
        self.commands = Commands(f"http://127.0.0.1:{web.port}", token or web.kiosk, timeout=5)
        self.outbox = Outbox(self.commands, center, folder / "outbox.json", self.answers.put)

    def keep(self, wish: KeepConsultation) -> str | None:
        self.outbox.save(wish)
        answer = self.answers.get(timeout=20)
        assert isinstance(answer, Kept)
        assert answer.key == wish.key
        return answer.code

    def open(self, code: str, language: str = "en") -> Continued | NotContinued:
        self.outbox.ask(OpenConsultation("job", code, "zh" if language == "zh" else "en"))
        answer = self.answers.get(timeout=20)
        assert isinstance(answer, Continued | NotContinued)
        assert answer.key == "job"
        return answer

    def number(self, number: str, digits: str = "") -> NumberTold | NumberUntold:
        self.outbox.ask(AskNumber("a-job-of-its-own", number, digits, language="en"))
        answer = self.answers.get(timeout=20)
        assert isinstance(answer, NumberTold | NumberUntold)
        assert answer.key == "a-job-of-its-own"
        return answer

    def close(self) -> None:
        self.outbox.close()
        self.commands.close()


@pytest.fixture
def asking(web: Web, tmp_path: Path) -> Iterator[Asking]:
    web.publish()
    made = Asking(web, tmp_path)
    made.outbox.start()
    yield made
    made.close()


def test_what_is_kept_carries_the_wish_and_where_the_citizen_is(asking: Asking) -> None:
    code = asking.keep(KeepConsultation("key-1", ("school",), dict(PUPIL), HERE))
    assert code is not None
    found = asking.open(code)
    assert isinstance(found, Continued)
    assert (found.code, found.checklists, found.answers, found.wish) == (code, ("school",), PUPIL, HERE)
    assert found.release.startswith("dongjiang@")
    assert found.states["F01"] == "not_yet"


def test_what_goes_on_under_a_code_is_changed_there(asking: Asking) -> None:
    code = asking.keep(KeepConsultation("key-1", ("school",), dict(PUPIL), HERE))
    changed: dict[str, Value] = {"grade": "primary", "child_six": False}
    assert asking.keep(KeepConsultation("key-2", ("school",), dict(changed), Wish(here="hall"), continues=code)) == code
    found = asking.open(str(code))
    assert isinstance(found, Continued)
    assert (found.answers, found.wish) == (changed, Wish(here="hall"))


def test_what_cannot_go_on_is_kept_under_a_new_code(asking: Asking) -> None:
    stranger = code_of(1)
    code = asking.keep(KeepConsultation("key-1", ("school",), dict(PUPIL), HERE, continues=stranger))
    assert code not in (None, stranger)


def test_a_code_that_leads_nowhere_says_why(asking: Asking, web: Web) -> None:
    code = asking.keep(KeepConsultation("key-1", ("school",), dict(PUPIL), HERE))
    assert asking.open(code_of(2)) == NotContinued(
        "job", "consultation_unknown", "There is no consultation with this code. Check the code, or start again."
    )
    web.moment[0] += 31 * 24 * 3600 * 1000
    expired = asking.open(str(code))
    assert isinstance(expired, NotContinued)
    assert expired.code == "consultation_expired"
    for number in range(3, 13):
        asking.open(code_of(number))
    many = asking.open(code_of(99), "zh")
    assert isinstance(many, NotContinued)
    assert many.code == "consultation_tries"
    assert "秒" in many.message
    assert "{" not in many.message


def test_a_number_is_found_with_its_digits_and_moved(asking: Asking) -> None:
    ticket = asking.commands.take_ticket("hall", ["social"])
    digits = ticket.digits or ""
    alone = asking.number(ticket.number)
    assert isinstance(alone, NumberTold)
    assert (alone.answer.state, alone.answer.ticket) == ("waiting", None)
    wrong = asking.number(ticket.number, "12")
    assert isinstance(wrong, NumberUntold)
    assert (wrong.code, ticket.number in wrong.message) == ("slip_digits_wrong", True)
    for verb, state in (("postpone", "postponed"), ("come-back", "waiting"), ("cancel", "cancelled")):
        # The key of a job belongs to one move.
        asking.outbox.ask(AskNumber(f"key-of-{verb}", ticket.number, digits, ticket.id, verb))
        moved = asking.answers.get(timeout=20)
        assert isinstance(moved, NumberTold)
        assert moved.answer.state == state
        asking.outbox.ask(AskNumber(f"again-{verb}", ticket.number, digits, ticket.id, verb))
        again = asking.answers.get(timeout=20)
        assert isinstance(again, NumberUntold)
        assert again.code == "ticket_state"
    assert asking.number("D999") == NumberUntold("a-job-of-its-own", "ticket_unknown", "There is no such ticket.")


def test_the_digits_of_a_booking_give_a_ticket_that_is_the_citizens(asking: Asking, web: Web) -> None:
    slot = {"service": "social", "day": "2025-11-25", "clock": "10:30"}
    booking = web.ask("POST", "/centers/hall/bookings", web.channel, slot).json
    asking.outbox.ask(AskNumber("check-in-1", "", booking["digits"], verb=CHECK_IN))
    told = asking.answers.get(timeout=20)
    assert isinstance(told, NumberTold)
    assert told.answer.ticket is not None
    assert told.answer.ticket.digits
    asking.outbox.ask(AskNumber("check-in-2", "", booking["digits"], verb=CHECK_IN))
    again = asking.answers.get(timeout=20)
    assert isinstance(again, NumberUntold)
    assert again.code == "booking_state"


def test_an_ordinary_ticket_instead_of_a_booking_gives_it_back(asking: Asking, web: Web) -> None:
    slot = {"service": "social", "day": "2025-11-25", "clock": "16:00"}
    booking = web.ask("POST", "/centers/hall/bookings", web.channel, slot).json
    asking.outbox.ask(AskNumber("check-in-1", "", booking["digits"], verb=CHECK_IN))
    early = asking.answers.get(timeout=20)
    assert isinstance(early, NumberUntold)
    assert early.code == "booking_early"
    asking.outbox.ask(AskNumber("walk-in-1", "", booking["digits"], verb=WALK_IN))
    told = asking.answers.get(timeout=20)
    assert isinstance(told, NumberTold)
    assert told.answer.ticket is not None
    assert told.answer.ticket.secret
    own = web.ask("GET", f"/bookings/{booking['id']}", web.channel).json
    assert (own["state"], own["ticket"]) == ("freed", told.answer.ticket.id)


def test_free_times_are_told_and_one_is_booked_and_given_back_when_nobody_waits(asking: Asking, web: Web) -> None:
    asking.outbox.ask(AskSlots("slots-of-a-service", "hall", "social"))
    told = asking.answers.get(timeout=20)
    assert isinstance(told, SlotsTold)
    day = next(each for each in told.days if any(slot.free for slot in each.slots))
    clock = next(slot.clock for slot in day.slots if slot.free)
    asking.outbox.book(BookSlot("order-of-a-slot", "hall", "social", day.day, clock))
    made = asking.answers.get(timeout=20)
    assert isinstance(made, Booked)
    assert (made.booking.state, made.booking.clock) == ("booked", clock)
    asking.outbox.give_back(made.booking)
    asking.outbox.book(BookSlot("order-of-no-slot", "hall", "social", day.day, "03:33"))
    refused = asking.answers.get(timeout=20)
    assert isinstance(refused, Refused)
    assert refused.code == "booking_no_slot"
    # One thing after the other: what was given back before is given back by now.
    assert web.ask("GET", f"/bookings/{made.booking.id}", web.kiosk).json["state"] == "cancelled"
    asking.outbox.ask(AskSlots("slots-of-none", "hall", "rare"))
    off = asking.answers.get(timeout=20)
    assert isinstance(off, Refused)
    assert off.code == "booking_off"


def test_a_booking_is_moved_by_its_digits_and_never_cancelled(asking: Asking, web: Web) -> None:
    slot = {"service": "social", "day": "2025-11-25", "clock": "16:00"}
    booking = web.ask("POST", "/centers/hall/bookings", web.channel, slot).json
    asking.outbox.ask(AskSlots("slots-to-move", "hall", "", digits=booking["digits"]))
    told = asking.answers.get(timeout=20)
    assert isinstance(told, SlotsTold)
    assert told.moves is not None
    assert (told.moves.id, told.moves.clock) == (booking["id"], "16:00")
    asking.outbox.book(BookSlot("order-to-move", "hall", "social", "2025-11-25", "16:30", digits=booking["digits"]))
    moved = asking.answers.get(timeout=20)
    assert isinstance(moved, Booked)
    assert (moved.moved, moved.booking.id, moved.booking.clock) == (True, booking["id"], "16:30")
    own = web.ask("GET", f"/bookings/{booking['id']}", web.channel).json
    assert (own["state"], own["clock"]) == ("booked", "16:30")


def test_a_move_that_nobody_waits_for_is_not_asked_for_any_more(
    asking: Asking, web: Web, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slot = {"service": "social", "day": "2025-11-25", "clock": "16:00"}
    booking = web.ask("POST", "/centers/hall/bookings", web.channel, slot).json
    monkeypatch.setattr("kiosk.work.outbox.PAUSES", (0.01,))
    real = asking.commands.move_booking
    away = [True]

    def move(*given: Any, **named: Any) -> Any:
        if away[0]:
            raise Refusal("unreachable")
        return real(*given, **named)

    monkeypatch.setattr(asking.commands, "move_booking", move)
    asking.outbox.book(BookSlot("order-to-move", "hall", "social", "2025-11-25", "16:30", digits=booking["digits"]))
    assert asking.answers.get(timeout=20) == Away("order-to-move")
    asking.outbox.abandon("order-to-move")
    away[0] = False
    asking.outbox.take(TakeTicket("order-number-1", ("social",), None))
    answers = iter(lambda: asking.answers.get(timeout=20), None)
    assert next(each for each in answers if isinstance(each, Taken)).key == "order-number-1"
    own = web.ask("GET", f"/bookings/{booking['id']}", web.channel).json
    assert (own["state"], own["clock"]) == ("booked", "16:00")


def test_a_kiosk_books_in_another_center_and_gives_that_back(web: Web, tmp_path: Path) -> None:
    village = Asking(web, tmp_path, web.village_kiosk)
    village.outbox.start()
    village.outbox.ask(AskSlots("slots-elsewhere", "hall", "social"))
    told = village.answers.get(timeout=20)
    assert isinstance(told, SlotsTold)
    day, clock = next((each.day, slot.clock) for each in told.days for slot in each.slots if slot.free)
    village.outbox.book(BookSlot("order-elsewhere", "hall", "social", day, clock))
    made = village.answers.get(timeout=20)
    assert isinstance(made, Booked)
    village.outbox.give_back(made.booking)
    village.outbox.ask(AskSlots("slots-of-none", "hall", "nothing"))
    assert isinstance(village.answers.get(timeout=20), Refused)
    village.close()
    assert web.ask("GET", f"/bookings/{made.booking.id}", web.kiosk).json["state"] == "cancelled"


def test_other_centers_are_told_and_a_number_of_one_is_given_back_when_nobody_waits(web: Web, tmp_path: Path) -> None:
    village = Asking(web, tmp_path, web.village_kiosk, "village")
    village.outbox.start()
    village.outbox.ask(AskPlaces("where-else", ("social",)))
    told = village.answers.get(timeout=20)
    assert isinstance(told, PlacesTold)
    assert "hall" in {each.center for each in told.places}
    village.outbox.take(TakeTicket("order-there", ("social",), None, there="hall"))
    taken = village.answers.get(timeout=20)
    assert isinstance(taken, Taken)
    assert (taken.ticket.state, taken.ticket.center) == ("remote", "hall")
    village.outbox.give_back(taken.ticket)
    village.outbox.take(TakeTicket("order-here", ("social",), None, there="village"))
    here = village.answers.get(timeout=20)
    assert isinstance(here, Refused)
    assert here.code == "remote_here"
    village.close()
    assert web.ask("GET", f"/tickets/{taken.ticket.id}", web.kiosk).json["state"] == "cancelled"


def test_cases_ground_and_person_go_with_the_order(asking: Asking) -> None:
    asking.outbox.take(TakeTicket("order-of-three", ("social",), None, cases=3, ground="pregnant", person="p" * 64))
    taken = asking.answers.get(timeout=20)
    assert isinstance(taken, Taken)
    assert (taken.ticket.cases, taken.ticket.priority) == (3, "priority")


def test_the_digits_of_a_booking_give_it_back_and_wrong_ones_do_not(asking: Asking, web: Web) -> None:
    slot = {"service": "social", "day": "2025-11-25", "clock": "16:00"}
    booking = web.ask("POST", "/centers/hall/bookings", web.channel, slot).json
    wrong = f"{(int(booking['digits']) + 1) % 10**8:08}"
    asking.outbox.ask(AskNumber("give-up-wrong", "", wrong, verb=GIVE_UP))
    unknown = asking.answers.get(timeout=20)
    assert isinstance(unknown, NumberUntold)
    assert unknown.code == "booking_unknown"
    asking.outbox.ask(AskNumber("give-up-1", "", booking["digits"], verb=GIVE_UP))
    assert asking.answers.get(timeout=20) == GivenUp("give-up-1")
    assert web.ask("GET", f"/bookings/{booking['id']}", web.channel).json["state"] == "cancelled"
    asking.outbox.ask(AskNumber("give-up-2", "", booking["digits"], verb=GIVE_UP))
    again = asking.answers.get(timeout=20)
    assert isinstance(again, NumberUntold)
    assert again.code == "booking_unknown"


def test_a_server_that_is_away_is_asked_once_and_said_to_be(tmp_path: Path, web: Web) -> None:
    web.port = 9
    asking = Asking(web, tmp_path)
    asking.outbox.start()
    answer = asking.open(code_of(3))
    asking.close()
    assert isinstance(answer, NotContinued)
    assert answer.code == "unreachable"


def test_nobody_is_asked_about_a_code_whose_citizen_has_gone(tmp_path: Path, web: Web) -> None:
    asking = Asking(web, tmp_path)
    asking.outbox.ask(OpenConsultation("gone", code_of(4)))
    asking.outbox.abandon("gone")
    asking.outbox.start()
    assert isinstance(asking.open(code_of(5)), NotContinued)
    asking.close()
    assert asking.answers.empty()


class Odd:
    """Raises what nobody expects, so many times, before it asks the server."""

    def __init__(self, real: Callable[..., Any], times: int) -> None:
        self.real, self.times = real, times

    def __call__(self, *given: Any, **named: Any) -> Any:
        self.times -= 1
        if self.times >= 0:
            raise KeyError("what the server sent")
        return self.real(*given, **named)


def test_what_nobody_expects_ends_no_order(
    asking: Asking, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("kiosk.work.outbox.PAUSES", (0.01,))
    odd = Odd(asking.commands.take_ticket, 2)
    monkeypatch.setattr(asking.commands, "take_ticket", odd)
    asking.outbox.take(TakeTicket("order-number-1", ("social",), None))
    told = [asking.answers.get(timeout=20) for _ in range(3)]
    assert told[:2] == [Away("order-number-1")] * 2
    assert isinstance(told[2], Taken)
    assert len([record for record in caplog.records if record.name == "kiosk.work"]) == 1


def test_nobody_stands_behind_an_order_that_cannot_be_answered(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.work.outbox.PAUSES", (0.01,))
    real = asking.commands.take_ticket

    def take(center: str, services: Any, **named: Any) -> Any:
        if named["key"] == "bad-order":
            raise KeyError("never")
        return real(center, services, **named)

    monkeypatch.setattr(asking.commands, "take_ticket", take)
    asking.outbox.take(TakeTicket("bad-order", ("social",), None))
    asking.outbox.take(TakeTicket("good-order", ("social",), None))
    answers = iter(lambda: asking.answers.get(timeout=20), None)
    assert next(each for each in answers if isinstance(each, Taken)).key == "good-order"


def test_consultations_and_codes_fail_alone(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking.commands, "start_consultation", Odd(asking.commands.start_consultation, 1))
    monkeypatch.setattr(asking.commands, "consultation", Odd(asking.commands.consultation, 1))
    assert asking.keep(KeepConsultation("key-1", ("school",), dict(PUPIL), HERE)) is None
    code = asking.keep(KeepConsultation("key-2", ("school",), dict(PUPIL), HERE))
    failed = asking.open(str(code))
    assert isinstance(failed, NotContinued)
    assert failed.code == "internal"
    assert isinstance(asking.open(str(code)), Continued)


def test_an_order_is_not_sent_before_the_disk_has_it(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.work.outbox.PAUSES", (0.01,))
    full = [True]

    def sync(_: int) -> None:
        if full[0]:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("kiosk.work.outbox.os.fsync", sync)
    asking.outbox.take(TakeTicket("order-number-1", ("social",), None))
    assert asking.answers.get(timeout=20) == Away("order-number-1")
    full[0] = False
    answers = iter(lambda: asking.answers.get(timeout=20), None)
    assert next(each for each in answers if isinstance(each, Taken)).key == "order-number-1"


@pytest.mark.parametrize("at_hand", [False, True])
def test_a_ticket_that_is_taken_while_a_plan_is_waited_for_takes_nothing_from_it(
    web: Web, tmp_path: Path, at_hand: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow server: the plan is being kept, the citizen goes on and takes a ticket. Both are answered."""
    web.publish()
    made = Asking(web, tmp_path)
    real = made.commands.start_consultation
    asked: list[object] = []

    def take_meanwhile(*given: Any, **named: Any) -> object:
        if at_hand and not asked:
            asked.append(given)
            made.outbox.save(SaveConsultation("order-key", ("school",), dict(PUPIL), HERE))
        return real(*given, **named)

    monkeypatch.setattr(made.commands, "start_consultation", take_meanwhile)
    made.outbox.save(KeepConsultation("plan-key", ("school",), dict(PUPIL), HERE))
    if not at_hand:
        made.outbox.save(SaveConsultation("order-key", ("school",), dict(PUPIL), HERE))
    made.outbox.start()
    answers = [made.answers.get(timeout=20) for _ in range(2)]
    made.close()
    assert [type(each) for each in answers] == [Kept, Saved]
    assert all(isinstance(each, Kept | Saved) and each.code for each in answers)


def test_nobody_adds_an_order_while_they_are_written_down_anew(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a full disk the outbox writes its orders itself: one added meanwhile would be lost from the disk again."""
    monkeypatch.setattr("kiosk.work.outbox.PAUSES", (0.01,))
    synced: list[bool] = []

    def sync(_: int) -> None:
        if not synced:
            synced.append(False)
            raise OSError(errno.ENOSPC, "No space left on device")
        other = threading.Thread(target=lambda: synced.append(asking.outbox._changed.acquire(blocking=False)))
        other.start()
        other.join()

    monkeypatch.setattr("kiosk.work.outbox.os.fsync", sync)
    asking.outbox.take(TakeTicket("order-number-1", ("social",), None))
    answers = iter(lambda: asking.answers.get(timeout=20), None)
    assert next(each for each in answers if isinstance(each, Taken)).key == "order-number-1"
    asking.close()
    assert len(synced) > 1
    assert not any(synced)


def unfound(web: Web, center: str | None = None) -> dict[str, int]:
    return {each.words: each.count for each in web.store.read(lambda reading: unfound_since(reading, "", center))}


def test_sentences_that_found_nothing_are_counted_once_each_when_the_server_is_there_again(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.work.outbox.PAUSES", (0.01,))
    web.publish()
    before = Asking(web, tmp_path)
    for sentence in ("feichuan", "feichuan", "once"):
        before.outbox.note_unfound(sentence)
    before.close()
    again = Asking(web, tmp_path)
    real, sent = again.commands.note_unfound, SimpleQueue[str | None]()
    lost: set[str | None] = set()

    def cut(sentence: str, *, key: str | None = None) -> None:
        """Let the first answer to each be lost on its way."""
        real(sentence, key=key)
        sent.put(key)
        if key not in lost:
            lost.add(key)
            raise Refusal("unreachable")

    monkeypatch.setattr(again.commands, "note_unfound", cut)
    again.outbox.start()
    keys = [sent.get(timeout=20) for _ in range(6)]
    again.close()
    assert len(set(keys)) == 3
    assert (tmp_path / "outbox.json").read_bytes() == b"[]"
    assert (unfound(web), unfound(web, "hall")) == ({"feichuan": 2}, {"feichuan": 2})
    assert again.answers.empty(), "nobody waits for it"


def test_sentences_are_let_go_before_there_are_too_many_and_keep_nobody_waiting(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.work.outbox.PAUSES", (0.01,))
    monkeypatch.setattr("kiosk.work.outbox.SENTENCES_MOST", 3)
    there, sent = threading.Event(), SimpleQueue[str]()

    def note(sentence: str, *, key: str | None = None) -> None:
        if not there.is_set():
            raise Refusal("unreachable")
        sent.put(sentence)

    monkeypatch.setattr(asking.commands, "note_unfound", note)
    for number in range(5):
        asking.outbox.note_unfound(f"sentence {number}")
    asking.outbox.take(TakeTicket("order-number-1", ("social",), None))
    assert isinstance(asking.answers.get(timeout=20), Taken)
    there.set()
    assert [sent.get(timeout=20) for _ in range(3)] == ["sentence 2", "sentence 3", "sentence 4"]
