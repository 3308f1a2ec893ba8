"""The real window touched by real fingers: what a kiosk offers beside a number of its own line.

A time that is booked from the plan; a number of another center; cases, priority, and one number for each person.
"""

from collections.abc import Iterator

import pytest

from commands.seeding import now
from config.documents import Scope
from hardware.printer.slip_reader import read_slip
from server.office.counter import open_counter
from server.office.requests import CounterCommand
from server.rules.guidance.plan.booked_day import first_stop
from server.store.opening import open_store
from tests.kiosk.lobby import Lobby, opened
from tests.kiosk.short_case import short_case
from tests.server.settings_of import Json, Settings

pytestmark = [pytest.mark.screen, pytest.mark.xdist_group("window")]
TOWN = "dj-shixi"
ALWAYS = [{"days": list(range(1, 8)), "opens": "00:00", "closes": "24:00"}]
BOOKED = {
    "week": [{"days": list(range(1, 8)), "times": [{"begins": "08:00", "ends": "20:00", "minutes": 60, "places": 1}]}],
    "lead_minutes": 0,
    "release_at": "00:00",
}


def generous(document: Json) -> None:
    """Let every service be booked, and the hall be open day and night."""
    document["hours"] = ALWAYS
    for service in document["services"]:
        service["bookings"] = BOOKED


def asks_who(document: Json) -> None:
    """Let one person have one number for each service."""
    document["rules"] = {**(document["rules"] or {}), "one_per_person": True}


@pytest.fixture(scope="module")
def one_lobby() -> Iterator[Lobby]:
    with opened(served=False) as lobby:
        store = open_store(lobby.hall.data)
        try:
            settings = Settings(store, now() - 60_000)
            for center in (lobby.hall.center, TOWN):
                settings.edit(generous, Scope("center", center))
            settings.edit(asks_who, Scope("center", lobby.hall.center))
            store.write(TOWN, lambda uow: open_counter(uow, CounterCommand(f"{TOWN}-02", "test"), now()))
        finally:
            store.close()
        lobby.hall.start()
        yield lobby


@pytest.fixture
def lobby(one_lobby: Lobby) -> Iterator[Lobby]:
    one_lobby.leave()
    yield one_lobby
    assert one_lobby.alive()


def to_plan(lobby: Lobby) -> str:
    """Go on with a consultation that was begun elsewhere, up to its plan; return its code."""
    case = short_case()
    code = lobby.server.start_consultation(case.checklists, case.answers).code
    lobby.finger.wait_until("a center", lambda shown: "东江市政务服务中心" in shown["words"])
    lobby.finger.touch("start:zh")
    lobby.finger.wait_until("guidance", lambda shown: shown["screen"] == "home" and "code" in shown["targets"])
    lobby.finger.touch("code")
    for letter in code.replace("-", ""):
        lobby.finger.touch(f"letter:{letter}")
    lobby.finger.touch("next")
    lobby.finger.wait_for("verdicts")
    lobby.finger.touch("next")
    lobby.finger.wait_for("plan")
    return code


def test_the_first_stop_is_booked_from_the_plan_though_its_first_time_went_meanwhile(lobby: Lobby) -> None:
    code = to_plan(lobby)
    lobby.finger.wait_until("a booking", lambda shown: "book" in shown["targets"])
    lobby.finger.touch("book")
    times = [each for each in lobby.finger.wait_for("slots")["targets"] if each.startswith("slot:")]
    stop = first_stop(lobby.server.consultation(code, None).plan)
    assert stop is not None
    day = lobby.server.slots(lobby.hall.center, stop.services[0]).days
    first = next((each.day, slot.clock) for each in day for slot in each.slots if slot.free)
    assert f"slot:{first[1]}" == times[0]
    lobby.server.book(lobby.hall.center, stop.services[0], *first)
    lobby.finger.touch("book")
    shown = lobby.says("这个时间刚被约走了。下面是下一个有空的时间。", screen="slots")
    assert times[0] not in shown["targets"]
    lobby.finger.touch("book")
    lobby.says("已为您约好", "请取走小票。", screen="booked")
    slip = read_slip(lobby.printer.slips[-1]).text
    assert "预约单" in slip
    assert code in slip
    lobby.finger.touch("to_plan")
    lobby.says("已预约：", screen="plan")
    lobby.finger.touch("book")
    lobby.finger.wait_for("booked")


def test_answers_that_are_lost_are_said_and_one_time_is_booked_all_the_same(lobby: Lobby) -> None:
    code = to_plan(lobby)
    lobby.finger.wait_until("a booking", lambda shown: "book" in shown["targets"])
    lobby.line.loses_slots = True
    lobby.finger.touch("book")
    lobby.says("暂时连不上排队系统。", screen="no_answer")
    lobby.line.loses_slots = False
    lobby.finger.touch("again")
    lobby.finger.wait_for("slots")
    stop = first_stop(lobby.server.consultation(code).plan)
    assert stop is not None
    before = free(lobby, stop.services[0])
    lobby.line.loses_tickets = True
    lobby.finger.touch("book")
    lobby.says("您的预约已记下，只会预约一次。", screen="away")
    lobby.line.loses_tickets = False
    # Asked again by itself, under the same key.
    lobby.says("已为您约好", screen="booked")
    assert free(lobby, stop.services[0]) == before - 1


def free(lobby: Lobby, service: str) -> int:
    days = lobby.server.slots(lobby.hall.center, service).days
    return sum(slot.free for day in days for slot in day.slots)


def test_a_number_of_another_center_is_taken_where_nobody_serves_here(lobby: Lobby) -> None:
    lobby.to_confirm("social")
    lobby.finger.wait_until("others", lambda shown: "elsewhere" in shown["targets"])
    lobby.finger.touch("elsewhere")
    lobby.finger.wait_until("the town", lambda shown: f"place:{TOWN}" in shown["targets"])
    lobby.finger.touch(f"place:{TOWN}")
    lobby.says("石溪", "路上约", screen="place")
    lobby.finger.touch("take")
    shown = lobby.finger.wait_until("a slip", lambda seen: seen["screen"] == "ticket" and seen["slip"] == "printed")
    slip = read_slip(lobby.printer.slips[-1]).text
    assert "请前往" in slip
    assert shown["ticket"]["number"] in slip
    # It stands in no line before its holder is there.
    places = lobby.server.places(["social"], lobby.hall.center).places
    assert next(each.waiting for each in places if each.center == TOWN) == 0
    assert f"/t/{shown['ticket']['id']}#" in lobby.code()


def type_card(lobby: Lobby, card: str) -> None:
    lobby.finger.touch("take")
    lobby.finger.wait_for("person")
    for sign in card:
        lobby.finger.touch(f"letter:{sign}")
    lobby.finger.touch("next")


def test_two_cases_with_priority_are_one_number_and_the_same_card_gets_no_second(lobby: Lobby) -> None:
    lobby.to_confirm("hukou")
    lobby.finger.touch("cases")
    lobby.finger.wait_for("cases")
    lobby.finger.touch("further")
    lobby.finger.touch("next")
    lobby.finger.wait_for("confirm")
    lobby.finger.touch("claim")
    lobby.finger.wait_for("grounds")
    lobby.finger.touch("ground:elderly")
    lobby.says("共 2 件", "优先：老年人", "窗口会查看证明材料。", screen="confirm")
    type_card(lobby, "12345X")
    shown = lobby.finger.wait_until("a slip", lambda seen: seen["screen"] == "ticket" and seen["slip"] == "printed")
    lobby.says("请向窗口出示证明。", screen="ticket")
    slip = read_slip(lobby.printer.slips[-1]).text
    assert "共 2 件" in slip
    assert "请向窗口出示证明" in slip
    assert "老年人" not in slip
    kept = lobby.server.ticket(shown["ticket"]["id"])
    assert (kept.cases, kept.priority) == (2, "priority")
    lobby.finger.touch("done")
    lobby.finger.wait_for("attract")
    lobby.to_confirm("hukou")
    type_card(lobby, "12345X")
    lobby.says(shown["ticket"]["number"], "请先退号", screen="refusal")
    lobby.finger.touch("number")
    lobby.finger.wait_for("number")
