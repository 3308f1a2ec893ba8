"""The first stop of a plan is booked from the plan, and its date is that of the booking."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from tests.booked_hall import take_bookings, today
from tests.hall_pages import Hall, hall_for


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with hall_for(tmp_path / "data") as made:
        yield made


class Phone:
    """A phone that keeps its cookies, in English."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def look(self, path: str, **form: str) -> str:
        body = urlencode(form).encode() if form else None
        joint = "&" if "?" in path else "?"
        url = f"{self.hall.url}{path}{'' if form else joint + 'language=en'}"
        with self._opener.open(url, body, timeout=60) as answer:
            return str(answer.read().decode())


def test_the_first_stop_is_booked_from_the_plan_whose_date_follows(hall: Hall) -> None:
    code = hall.plan()
    own, other = Phone(hall), Phone(hall)
    plain = own.look(f"/c/{code}/plan")
    assert "Book a time there" not in plain
    stop = hall.kiosk.consultation(code).plan
    assert stop is not None
    service = next(each for each in stop.stops if each.point).services[0]
    take_bookings(hall, service)
    page = own.look(f"/c/{code}/plan")
    (link,) = re.findall(r'class="main" href="(/b/[^"]*)"', page)
    assert link.startswith(f"/b/{hall.center}/{service}?plan={code}")
    link = link.partition("&")[0]
    later = (date.fromisoformat(today()) + timedelta(days=3)).isoformat()
    chosen = own.look(f"{link}&day={later}&clock=10:00")
    fields = dict(re.findall(r'name="(day|clock|secret|plan)" value="([^"]*)"', chosen))
    assert fields["plan"] == code
    assert "10:00" in own.look(f"/b/{hall.center}/{service}", **fields)
    planned = own.look(f"/c/{code}/plan")
    day = date.fromisoformat(later)
    assert f"Booked: {day.day} {day:%B} {day.year}, 10:00" in planned
    assert "See the booking" in planned
    assert "Book a time there" not in planned
    assert f"Go there from {day.day} {day:%b}" in planned
    assert f"Go there from {day.day} {day:%b}" not in plain.split("</li>")[0]
    assert "See the booking" not in other.look(f"/c/{code}/plan")
