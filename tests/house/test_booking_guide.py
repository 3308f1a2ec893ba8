"""The guide to bookings leaves out no state, no refusal and no address."""

import re
from pathlib import Path
from typing import get_args

from server.rules.booking.booking_credit import Excuse
from server.rules.booking.states import State
from server.rules.codes.booking import BOOKING
from server.web.api import bookings, bookings_at_desk, bookings_at_kiosk

GUIDE = Path("docs/bookings.md").read_text(encoding="utf-8")
SAID = set(re.findall(r"`([a-z_]+)`", GUIDE))


def test_every_state_refusal_and_excuse_is_explained() -> None:
    assert {*get_args(State), *BOOKING, *get_args(Excuse)} <= SAID


def test_refusals_stand_with_their_status() -> None:
    rows = re.findall(r"^\| (`booking.*?) \| ([0-9]{3}) \|", GUIDE, re.MULTILINE)
    told = {code: int(status) for codes, status in rows for code in re.findall(r"`(\w+)`", codes)}
    assert told == {code: sentence[0] for code, sentence in BOOKING.items()}


def test_every_address_of_the_api_is_there() -> None:
    missing = [
        route.path
        for module in (bookings, bookings_at_kiosk, bookings_at_desk)
        for route in module.ROUTES
        if route.path.replace("{booking}", "{id}").removesuffix("/slots") not in GUIDE
    ]
    assert missing == []
