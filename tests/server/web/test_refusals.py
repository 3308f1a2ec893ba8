"""What a route may be refused with is declared beside it, and is exactly what the code behind it can say."""

import pytest

from server.rules.errors import CODES
from server.web.address import Address
from server.web.refusals import EVERYWHERE, refusals
from server.web.route import Route
from server.web.table import ROUTES
from tests.server.web.reachable import refusals_of

DESCRIBED = [route for route in ROUTES if route.described]


def name(route: Address) -> str:
    return f"{route.method} {route.path}"


@pytest.mark.parametrize("route", DESCRIBED, ids=name)
def test_a_route_declares_what_its_work_can_say(route: Route) -> None:
    declared = {code for codes in refusals(route).values() for code in codes}
    assert refusals_of(route) - declared == set(), "can be said, and is not declared"


@pytest.mark.parametrize("route", DESCRIBED, ids=name)
def test_a_route_declares_nothing_that_its_work_cannot_say(route: Route) -> None:
    assert set(route.refuses) - refusals_of(route) == set()
    assert len(set(route.refuses)) == len(route.refuses)


def test_codes_are_told_by_their_status() -> None:
    for route in DESCRIBED:
        told = refusals(route)
        assert list(told) == sorted(told)
        assert all(CODES[code].status == status for status, codes in told.items() for code in codes)
        assert set(EVERYWHERE) <= {code for codes in told.values() for code in codes}
