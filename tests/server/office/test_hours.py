"""What is said of the hours of a hall carries the moment until which it is true, and whom it is told."""

from server.office.hours import hours_now
from server.office.views import center_view, ticket_followed
from tests.server.conftest import MORNING, Office

HOUR = 3_600_000


def test_a_hall_says_its_hours_and_until_when_it_says_so(embedded: Office) -> None:
    hall = embedded.store.read(lambda reading: reading.hall("hall"))
    told = hours_now(hall, MORNING)
    assert (told.stands, told.says.en, told.until) == ("open", "Open until 17:00", "2025-11-25T08:30:00.000Z")
    evening = hours_now(hall, MORNING + 9 * HOUR)
    assert (evening.stands, evening.until) == ("closed", "2025-11-25T16:00:00.000Z"), "tomorrow is called today then"
    assert embedded.store.read(lambda reading: center_view(reading, "hall", MORNING)).hours_now == told


def test_who_follows_a_number_learns_of_the_hours_until_it_is_over(embedded: Office) -> None:
    ticket = embedded.take("social")
    followed = embedded.store.read(lambda reading: ticket_followed(reading, ticket.id, MORNING + 7 * HOUR))
    assert followed.hours_now is not None
    assert followed.hours_now.then is not None
    assert followed.hours_now.then.en == "Open again 09:00 tomorrow"
    embedded.cancel(ticket.id)
    assert embedded.store.read(lambda reading: ticket_followed(reading, ticket.id, MORNING)).hours_now is None
