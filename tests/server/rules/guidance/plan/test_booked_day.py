"""A plan moves to the latest day from which its first stop can be reached when it is booked, and never to another."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from server.rules.guidance.judge.verdict import Plan
from server.rules.guidance.plan.booked_day import first_stop, made_for
from tests.kiosk.hall import PLAN

TODAY = date(2026, 11, 24)
HOME = replace(PLAN.stops[0], point=None, center=None)


def begun(day: date, after: int) -> Plan:
    """Return the plan that begins on `day`, whose only trip can be made so many days `after` what is done at home."""
    return replace(PLAN, stops=(HOME, replace(PLAN.stops[0], on=(day + timedelta(days=after)).isoformat())))


@given(booked=st.integers(0, 20), after=st.integers(0, 6))
def test_the_first_stop_can_be_made_on_its_booked_day(booked: int, after: int) -> None:
    plan = begun(TODAY, after)
    stop = first_stop(plan)
    assert stop is not None
    day = (TODAY + timedelta(days=booked)).isoformat()
    later = made_for(day, stop, TODAY, lambda begins: begun(begins, after), lambda made: made)
    if booked <= after:
        assert later is None
    else:
        found = first_stop(later)
        assert found is not None
        assert found.on == day


def test_another_stop_or_one_too_far_leaves_the_plan_as_it_is() -> None:
    stop = replace(PLAN.stops[0], on="2026-11-24")
    other = replace(PLAN, stops=(replace(stop, services=("social",)),))
    assert made_for("2026-11-30", stop, TODAY, lambda _: other, lambda made: made) is None
    never = replace(PLAN, stops=(replace(stop, on="2027-01-01"),))
    assert made_for("2026-12-30", stop, TODAY, lambda _: never, lambda made: made) is None
    assert first_stop(None) is None
    assert first_stop(replace(PLAN, stops=(HOME,))) is None
