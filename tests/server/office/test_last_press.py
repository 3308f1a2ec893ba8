"""What is kept of a counter's last press: all of one unit of work, nothing of the one before."""

from server.office.last_press import forget, kept
from tests.server.conftest import Office


def presses(office: Office, counter: str = "hall-2") -> list[tuple[str, str]]:
    moves, _ = office.store.read(lambda reading: kept(reading, counter))
    return [(move.verb, move.number) for move in moves]


def test_one_press_is_kept_at_a_time(office: Office) -> None:
    office.at("hall-2", "open")
    assert presses(office) == []
    office.take()
    office.take()
    office.at("hall-2", "call_next")
    assert presses(office) == [("call_next", "D001")]
    office.at("hall-2", "recall")
    assert presses(office) == [("call_next", "D001")], "a repetition goes with its call"
    office.at("hall-2", "start")
    assert presses(office) == [("start", "D001")]
    office.at("hall-2", "finish_and_call")
    assert presses(office) == [("finish", "D001"), ("call_next", "D002")]
    assert presses(office, "hall-1") == []


def test_what_one_press_did_after_the_day_before_was_closed_is_kept_alone(office: Office) -> None:
    office.at("hall-2", "open")
    office.take()
    office.at("hall-2", "call_next")
    office.now += 24 * 3_600_000
    office.at("hall-2", "open")
    assert presses(office) == []
    office.take()
    office.at("hall-2", "call_next")
    assert presses(office) == [("call_next", "D001")]


def test_it_can_be_forgotten(office: Office) -> None:
    office.at("hall-2", "open")
    office.take()
    office.at("hall-2", "call_next")
    office.write(lambda uow: forget(uow, "hall-2"))
    assert office.store.read(lambda reading: kept(reading, "hall-2")) == ((), 0)


def test_nothing_of_a_person_is_kept(office: Office) -> None:
    office.at("hall-2", "open")
    office.take()
    office.at("hall-2", "call_next")
    moves, _ = office.store.read(lambda reading: kept(reading, "hall-2"))
    assert not {"secret_hash", "plan", "visit", "issued_at"} & set(moves[0].before)
