"""From a fault to who is told: once when it lasts, once when it is over, in no quiet hours, again until it arrives."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select

from config.alerting import Alerts
from server.office.access.health import note_health
from server.office.alerts import sending
from server.office.alerts.addresses import AlertAddress, Wish, add_address, addresses, drop_address, try_address
from server.office.alerts.hook import HookFailed
from server.office.alerts.sending import AlertKeeper, next_try, words
from server.office.alerts.watching import Letter
from server.office.people.accounts import By
from server.rules.errors import Refusal
from server.rules.people.roles import Grant
from server.store.access_tables import tokens
from server.store.alert_tables import alert_letters
from server.store.secret_hash import secret_hash
from server.store.seeding import seed
from server.store.store import Store
from server.store.unit_of_work import CITY
from server.wire.health import HealthReport
from tests.server.conftest import MORNING, city_with

ANN = By("ann", "Ann", "10.0.0.1", (Grant("city"),))
MINUTE = 60_000


@dataclass
class Hall:
    store: Store
    kiosk: str
    now: int = MORNING
    fails: bool = False
    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def add(self, center: str = "", worst: str = "red", lasting: str = "5", quiet: tuple[str, str] = ("", "")) -> str:
        wish = Wish(center, "webhook", "https://example.org/hook", worst, lasting, *quiet)
        return self.store.write(CITY, lambda uow: add_address(uow, wish, ANN, self.now)).id

    def is_now(self, printer: str, minutes: int = 1) -> None:
        """Let the kiosk say every minute how its printer is, and whoever looks look."""
        for _ in range(minutes):
            self.now += MINUTE
            report = HealthReport(self.now, "", printer)  # type: ignore[arg-type]
            self.store.write(CITY, lambda uow: note_health(uow, self.kiosk, report, self.now))  # noqa: B023
            self.look()

    def look(self) -> None:
        AlertKeeper(self.store, lambda: self.now, Alerts())._look()

    def deliver(self, address: AlertAddress, body: str, _: Alerts) -> None:
        if self.fails:
            raise HookFailed("HTTP 500")
        self.sent.append((address.id, json.loads(body)))

    def told(self) -> list[tuple[list[str], list[str]]]:
        """Return what was sent: what is wrong, and what is well again, in English."""
        found = [
            tuple([line["what"]["en"] for line in body[part]] for part in ("lost", "back")) for _, body in self.sent
        ]
        self.sent.clear()
        return found  # type: ignore[return-value]


@pytest.fixture
def hall(store: Store, monkeypatch: pytest.MonkeyPatch) -> Hall:
    report = seed(store, city_with(), MORNING)
    assert report.tokens is not None
    mine = select(tokens.c.id).where(tokens.c.hash == secret_hash(report.tokens.kiosk["hall"]))
    made = Hall(store, str(store.read(lambda reading: reading.value(mine))))
    monkeypatch.setattr(sending, "send", made.deliver)
    return made


OUT, LOW = "It has no paper.", "Its paper is nearly used up."


def test_a_fault_that_lasts_is_told_once_and_its_end_once(hall: Hall) -> None:
    hall.add()
    hall.is_now("ready")
    hall.is_now("paper_out", 5)
    assert hall.told() == []
    hall.is_now("paper_out", 10)
    assert hall.told() == [([OUT], [])]
    hall.is_now("ready", 3)
    assert hall.told() == [([], [OUT])]
    hall.is_now("paper_out", 3)
    hall.is_now("ready", 3)
    assert hall.told() == []


def test_each_hears_of_its_own_halls_and_colours(hall: Hall) -> None:
    red, amber, village = hall.add(), hall.add(worst="amber", center="hall"), hall.add(center="village", worst="amber")
    hall.is_now("paper_low", 7)
    assert {id_ for id_, _ in hall.sent} == {amber}
    assert hall.told() == [([LOW], [])]
    hall.is_now("paper_out", 7)
    assert {id_ for id_, _ in hall.sent} == {red, amber}
    assert village not in {id_ for id_, _ in hall.sent}


def test_quiet_hours_end_with_one_letter_of_what_is_still_wrong(hall: Hall) -> None:
    # It is ten in the morning.
    hall.add(worst="amber", lasting="0", quiet=("09:00", "10:30"))
    hall.is_now("paper_low", 5)
    hall.is_now("paper_out", 20)
    assert hall.told() == []
    hall.is_now("paper_out", 10)
    assert hall.told() == [([OUT], [])]


def test_what_does_not_arrive_is_tried_again_later_and_later_for_a_day(hall: Hall) -> None:
    address = hall.add()
    hall.fails = True
    hall.is_now("paper_out", 7)
    (kept,) = hall.store.read(addresses)
    assert (kept.sent_at, kept.trouble) == (None, "HTTP 500")
    hall.is_now("paper_out", 3)
    hall.fails = False
    hall.is_now("paper_out", 8)
    assert hall.told() == [([OUT], [])]
    (kept,) = hall.store.read(addresses)
    assert (kept.sent_at is not None, kept.trouble) == (True, None)
    hall.fails = True
    hall.store.write(CITY, lambda uow: try_address(uow, address, ANN, hall.now))
    hall.look()
    hall.now += 25 * 60 * MINUTE
    hall.look()
    left = select(alert_letters.c.body).where(alert_letters.c.body.like("%true%"))
    assert hall.store.read(lambda reading: reading.rows(left)) == []


def test_the_pauses_double_up_to_an_hour() -> None:
    assert [next_try(each, 0) // 1000 for each in (0, 1, 2, 6, 7, 50)] == [30, 60, 120, 1920, 3600, 3600]


def test_an_address_off_the_list_is_told_nothing(hall: Hall) -> None:
    address = hall.add()
    hall.is_now("paper_out", 3)
    hall.store.write(CITY, lambda uow: drop_address(uow, address, ANN, hall.now))
    hall.is_now("paper_out", 5)
    assert hall.told() == []
    with pytest.raises(Refusal) as refused:
        hall.store.write(CITY, lambda uow: drop_address(uow, address, ANN, hall.now))
    assert refused.value.code == "alert_gone"


def test_a_mail_says_what_is_wrong_and_what_to_do(hall: Hall) -> None:
    hall.add(lasting="0")
    hall.is_now("paper_out", 2)
    body = json.dumps(hall.sent[0][1])
    import msgspec

    subject, text = words(msgspec.json.decode(body, type=Letter), "zh")
    assert subject == "设备：1 台有故障，0 台已恢复"
    assert "缺纸。 请装入新纸卷。" in text
    assert words(Letter(test=True), "en")[0].startswith("Test")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "pigeon"}, "alert_unfit"),
        ({"worst": "green"}, "alert_unfit"),
        ({"lasting": "-1"}, "alert_unfit"),
        ({"lasting": "1441"}, "alert_unfit"),
        ({"lasting": "five"}, "alert_unfit"),
        ({"address": "ftp://example.org"}, "hook_unfit"),
        ({"kind": "mail"}, "mail_unfit"),
        ({"quiet_from": "22:00"}, "quiet_unfit"),
        ({"center": "nowhere"}, "center_unknown"),
    ],
)
def test_what_nobody_can_be_told_by_is_refused(hall: Hall, changes: dict[str, str], code: str) -> None:
    import msgspec

    wish = msgspec.structs.replace(Wish("", "webhook", "https://example.org/", "red", "5", "", ""), **changes)
    with pytest.raises(Refusal) as refused:
        hall.store.write(CITY, lambda uow: add_address(uow, wish, ANN, hall.now))
    assert refused.value.code == code
