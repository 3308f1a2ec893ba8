"""How much one kiosk or one address may ask for in a minute."""

from types import SimpleNamespace

import pytest

from server.office.access.bearer import Bearer
from server.rules.errors import Refusal
from server.web.address import Rate
from server.web.rates import CONSULTATIONS, EFFORT, MINUTE, SEARCHES, Rates
from tests.server.web.conftest import Web


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def bearer(scope: str, name: str = "t1") -> Bearer:
    return Bearer(name, scope, None, None)


def used_up(rates: Rates, rate: Rate, who: Bearer | None, address: str = "a") -> int:
    """Return how many were let in before the first refusal, and that it says when to come again."""
    count = 0
    while True:
        try:
            rates.admit(rate, who, address)
            count += 1
        except Refusal as error:
            refusal = error
            break
    assert refusal.code == "too_many"
    assert 1 <= int(str(refusal.values["seconds"])) <= MINUTE
    return count


def test_a_kiosk_has_its_own_tickets_and_gets_them_back_evenly() -> None:
    clock = Clock()
    rates = Rates(60, clock)
    assert used_up(rates, "tickets", bearer("kiosk")) == 60
    assert used_up(rates, "tickets", bearer("kiosk", "t2")) == 60
    clock.now += 10
    assert used_up(rates, "tickets", bearer("kiosk")) == 10
    clock.now += 10 * MINUTE
    assert used_up(rates, "tickets", bearer("kiosk")) == 60


def test_channels_and_a_limit_of_nothing_take_what_they_need() -> None:
    for rates, who in ((Rates(1), bearer("channel")), (Rates(0), bearer("kiosk"))):
        for _ in range(100):
            rates.admit("tickets", who, "a")


def test_consultations_are_counted_by_address() -> None:
    rates = Rates(clock=Clock())
    assert used_up(rates, "consultations", bearer("kiosk")) == CONSULTATIONS
    assert used_up(rates, "consultations", bearer("kiosk", "t2")) == 0
    assert used_up(rates, "consultations", bearer("kiosk"), "b") == CONSULTATIONS


def test_effort_is_counted_in_seconds_of_the_processor() -> None:
    clock = Clock()
    rates = Rates(clock=clock)
    for _ in range(3):
        rates.admit("effort", None, "a")
        rates.spend(None, "a", EFFORT / 2)
    assert used_up(rates, "effort", None) == 0
    rates.admit("effort", None, "b")
    rates.spend(bearer("kiosk"), "a", 1000)
    clock.now += MINUTE / 2
    rates.admit("effort", None, "a")


def test_only_so_many_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.web.rates.REMEMBERED", 2)
    rates = Rates(1, Clock())
    for name in ("a", "b", "c"):
        rates.admit("tickets", bearer("kiosk", name), "x")
    rates.admit("tickets", bearer("kiosk", "a"), "x")
    for name in ("c", "a"):
        with pytest.raises(Refusal):
            rates.admit("tickets", bearer("kiosk", name), "x")


def test_over_http_too_many_is_said_with_when_to_come_again(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    web.publish()
    code = web.ask("POST", "/consultations", web.kiosk, {"checklists": ["hukou-in"]}).json["code"]
    spent = iter([0, 14, 14, 24, *range(24, 100)]).__next__
    monkeypatch.setattr("server.web.app.time", SimpleNamespace(thread_time=spent))
    assert [web.ask("GET", f"/consultations/{code}").status for _ in range(2)] == [200, 200]
    stopped = web.ask("GET", f"/consultations/{code}/plan.pdf")
    assert (stopped.status, stopped.code) == (429, "too_many")
    assert 1 <= int(stopped.headers["retry-after"]) <= MINUTE
    assert web.ask("GET", f"/consultations/{code}", web.kiosk).status == 200


def test_who_was_right_about_a_code_keeps_it_whatever_others_at_the_address_try(web: Web) -> None:
    web.publish()
    code = web.ask("POST", "/consultations", web.kiosk, {"checklists": ["hukou-in"]}).json["code"]
    assert web.ask("GET", f"/c/{code}").status == 200
    for _ in range(12):
        wrong = web.ask("GET", "/consultations/000-000-0000")
    assert wrong.code == "consultation_tries"
    assert web.ask("GET", f"/c/{code}").status == 200


def test_bodies_nested_too_deeply_are_tries(web: Web) -> None:
    deep = b'{"services":["social"],"x":' + b"[" * 1_900 + b"]" * 1_900 + b"}"
    answers = [web.ask("POST", "/centers/hall/tickets", web.kiosk, deep) for _ in range(11)]
    assert [each.status for each in answers] == [400] * 10 + [429]
    assert answers[-1].code == "too_many"
    assert web.take().status == 429
    assert web.ask("POST", "/centers/hall/tickets", web.channel, {"services": ["social"]}).status == 201


def test_searches_are_counted_by_token_and_without_one_by_address() -> None:
    rates = Rates(clock=Clock())
    assert used_up(rates, "searches", bearer("counter", "t1")) == SEARCHES
    assert used_up(rates, "searches", bearer("counter", "t2")) == SEARCHES
    assert used_up(rates, "searches", None) == SEARCHES
    assert used_up(rates, "searches", None, "b") == SEARCHES
