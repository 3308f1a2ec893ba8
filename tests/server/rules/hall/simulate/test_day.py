"""Days as the facts about halls say they are: peaks, appointments, people who do not come, absences."""

import random
from collections import Counter
from math import inf

import pytest

from server.rules.hall.line import MINUTE
from server.rules.hall.simulate.day import CV, NO_SHOWS, day_of
from server.rules.hall.simulate.hall import CLOSES, OPENS, hall_of


@pytest.fixture(scope="module")
def days():
    chance = random.Random(3)
    hall = hall_of(12, chance)
    return [day_of(hall, 0.88, chance) for _ in range(12)]


def test_a_hall_has_two_counters_for_every_service() -> None:
    for counters in (2, 3, 7, 12, 30):
        hall = hall_of(counters, random.Random(1))
        assert len(hall.counters) == counters
        assert all(sum(service in window.services for window in hall.counters) >= 2 for service in hall.means)
        assert sum(hall.shares.values()) == pytest.approx(1)


def test_a_hall_of_one_counter_serves_everything() -> None:
    hall = hall_of(1, random.Random(1))
    assert set(hall.means) == set(hall.counters[0].services)


def test_the_same_seed_is_the_same_day() -> None:
    one, other = (day_of(hall_of(3, random.Random(5)), 0.8, random.Random(6)) for _ in range(2))
    assert one == other


def test_people_come_in_order_while_the_hall_is_open_and_most_in_the_peaks(days) -> None:
    for day in days:
        came = [person.came_at for person in day.people]
        assert came == sorted(came)
        assert came[0] >= OPENS
        assert came[-1] < CLOSES
    hours = Counter(person.came_at // (60 * MINUTE) for day in days for person in day.people)
    assert {hour for hour, _ in hours.most_common(3)} >= {9, 14}
    assert min(hours, key=lambda hour: hours[hour]) in (12, 16)


def test_classes_and_no_shows_have_their_shares(days) -> None:
    people = [person for day in days for person in day.people]
    classes = Counter(person.priority for person in people)
    assert classes["appointment"] / len(people) == pytest.approx(0.25, abs=0.02)
    assert classes["priority"] / len(people) == pytest.approx(0.05, abs=0.01)
    assert sum(not person.comes for person in people) / len(people) == pytest.approx(NO_SHOWS, abs=0.01)


def test_service_times_have_their_mean_and_spread(days) -> None:
    times = [person.work / day.hall.means[person.service] for day in days for person in day.people]
    mean = sum(times) / len(times)
    deviation = (sum((each - mean) ** 2 for each in times) / len(times)) ** 0.5
    assert mean == pytest.approx(1, abs=0.08)
    assert deviation / mean == pytest.approx(CV, abs=0.1)


def test_whoever_has_a_slot_is_ready_at_it_or_when_they_come_later(days) -> None:
    for person in (each for day in days for each in day.people):
        assert person.ready_at >= person.came_at
        assert person.priority == "appointment" or person.ready_at == person.came_at


def test_a_tenth_of_the_counters_stays_empty_and_all_others_have_lunch_and_breaks(days) -> None:
    shifts = [shift for day in days for shift in day.shifts]
    empty = [shift for shift in shifts if shift.away[-1][1] == inf]
    assert 0.02 < len(empty) / len(shifts) < 0.2
    for shift in shifts:
        assert list(shift.away) == sorted(shift.away)
        assert shift in empty or len(shift.away) >= 4
        assert shift in empty or set(shift.known) <= set(shift.away)
