"""The file for calendars: what RFC 5545 asks of it."""

from hypothesis import given
from hypothesis import strategies as st

from server.rules.booking.calendar_file import LONGEST_LINE, Appointment, calendar_file

ONE = Appointment("b1", 1_764_036_000_000, 1_764_037_800_000, 1_764_000_000_000, "社保", "一路", "签到码 1234")


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_a_booking_stands_in_the_calendar_at_its_instant() -> None:
    lines = unfolded(calendar_file(ONE))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert {"DTSTART:20251125T020000Z", "DTEND:20251125T023000Z", "STATUS:CONFIRMED", "UID:b1@banshi"} <= set(lines)


def test_a_cancelled_one_leaves_the_calendar() -> None:
    cancelled = Appointment("b1", 0, 1, 0, "a", "b", "c", sequence=2, cancelled=True)
    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:2"} <= set(unfolded(calendar_file(cancelled)))


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")) | st.just("\n"), max_size=200))
def test_no_words_can_add_a_line_or_make_one_too_long(words: str) -> None:
    text = calendar_file(Appointment("b1", 0, 1, 0, words, words, words))
    assert all(len(line.encode()) <= LONGEST_LINE for line in text.split("\r\n"))
    names = [line.split(":", 1)[0] for line in unfolded(text)]
    assert names == [line.split(":", 1)[0] for line in unfolded(calendar_file(ONE))]
