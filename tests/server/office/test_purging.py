"""What nobody needs any more goes, a portion at a time; what somebody still needs stays, whole."""

from datetime import UTC, datetime
from functools import partial

import msgspec
import pytest
from sqlalchemy import func, insert, select
from structlog.testing import capture_logs

from config.documents import CITY as WHOLE_CITY
from config.documents import CityDocument
from config.retention import Retention
from server.office import purging
from server.office.access.grant import grant_access
from server.office.access.redeem import redeem_access
from server.office.audit.looking import Sought, newest
from server.office.guidance.consultations import DAY_MS, KEPT_DAYS, start_consultation
from server.office.guidance.unfound import note_unfound
from server.office.idempotent import KEPT_MS
from server.office.people.accounts import By
from server.office.people.sign_ins import begin
from server.office.purging import AT_HOUR, Purged, PurgeKeeper, purge
from server.office.settings.by_person import put_as
from server.rules.errors import Refusal
from server.store import access_tables, guidance_tables, people_tables, tables
from server.store.device_tables import device_orders
from server.store.secret_hash import secret_hash
from server.store.settings import document_in_force
from server.store.unit_of_work import CITY, UnitOfWork
from tests.server.conftest import MORNING, Office, refused

RELEASE = "r" * 64


def released(uow: UnitOfWork) -> None:
    uow.run(insert(guidance_tables.releases), id=RELEASE, body="{}", submitted_at=MORNING)


def answers(uow: UnitOfWork, at: int, count: int) -> None:
    for number in range(count):
        uow.run(
            insert(tables.idempotency), who=f"w{at}", key=f"k{number}", digest="d", status=201, answer="sealed", at=at
        )


def counted(office: Office, table) -> int:
    return int(office.store.read(lambda reading: reading.value(select(func.count()).select_from(table))))


@pytest.mark.usefixtures("monkeypatch")
def test_what_is_over_goes_and_the_rest_stays(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purging, "PORTION", 500)
    now = MORNING + KEPT_DAYS * DAY_MS
    office.store.write(CITY, released)
    for at in (MORNING, MORNING, now - 1):
        office.store.write(CITY, partial(start_consultation, release=RELEASE, checklists=("school",), now=at))
    office.store.write(CITY, lambda uow: answers(uow, now - KEPT_MS - 1, 3))
    office.store.write(CITY, lambda uow: answers(uow, now - 1, 2))
    code = office.store.write(CITY, lambda uow: grant_access(uow, "display", MORNING, center="hall"))
    office.store.write(CITY, lambda uow: redeem_access(uow, code.rpartition("=")[2], MORNING + 1))
    fresh = office.store.write(CITY, lambda uow: grant_access(uow, "display", now, center="hall"))
    assert purge(office.store, now) == Purged(consultations=2, answers=3, codes=1, secrets=0)
    assert purge(office.store, now) == Purged(0, 0, 0, 0)
    assert (counted(office, guidance_tables.consultations), counted(office, tables.idempotency)) == (1, 2)
    assert office.store.write(CITY, lambda uow: redeem_access(uow, fresh.rpartition("=")[2], now + 1)).center == "hall"


def test_more_than_a_portion_goes_in_several(office: Office) -> None:
    old = MORNING - KEPT_MS - 1
    office.store.write(CITY, lambda uow: answers(uow, old, purging.PORTION * 2 + 1))
    assert purge(office.store, MORNING).answers == purging.PORTION * 2 + 1


def test_the_secret_of_a_ticket_ends_after_its_day(office: Office) -> None:
    kept = [office.take().id, office.take("idcard").id]
    village = Office(office.store, "village").take().id
    days = {day: purge(office.store, MORNING + day * DAY_MS).secrets for day in (0, 1, 3)}
    # They still wait: nobody has closed the day.
    assert days == {0: 0, 1: 0, 3: 0}
    for ticket in kept:
        office.cancel(ticket)
    assert {day: purge(office.store, MORNING + day * DAY_MS).secrets for day in (1, 2, 3)} == {1: 0, 2: 2, 3: 0}
    hashes = office.store.read(lambda reading: reading.pairs(select(tables.tickets.c.id, tables.tickets.c.secret_hash)))
    assert [bool(hashes[ticket]) for ticket in (*kept, village)] == [False, False, True]


class Clock:
    def __init__(self, local: str) -> None:
        """Begin at `local` in Shanghai."""
        self.now = round(datetime.fromisoformat(f"{local}+08:00").astimezone(UTC).timestamp() * 1000)

    def __call__(self) -> int:
        return self.now


def test_it_is_done_once_a_night(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []

    def note(_: object, now: int) -> Purged:
        done.append(now)
        return Purged(0, 0, 0, 0)

    monkeypatch.setattr(purging, "purge", note)
    clock = Clock("2025-11-25 10:00")
    keeper = PurgeKeeper(office.store, clock)
    for hours in (0, 1, 13, 16, AT_HOUR + 14, AT_HOUR + 15, 24 + AT_HOUR + 14):
        clock.now = Clock("2025-11-25 10:00").now + hours * 3600 * 1000
        keeper.look()
    assert [(at - done[0]) // 3_600_000 for at in done] == [0, AT_HOUR + 14, AT_HOUR + 38]


def test_a_night_that_fails_is_tried_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes: list[Exception | None] = [Refusal("disk_full"), None]
    done: list[int] = []

    def sometimes(_: object, now: int) -> Purged:
        outcome = outcomes.pop(0)
        if outcome is not None:
            raise outcome
        done.append(now)
        return Purged(0, 0, 0, 0)

    monkeypatch.setattr(purging, "purge", sometimes)
    keeper = PurgeKeeper(office.store, lambda: MORNING)
    keeper.look()
    keeper.look()
    keeper.look()
    assert done == [MORNING]


def test_an_erased_secret_opens_nothing(office: Office) -> None:
    """Whatever is shown, an empty hash is not its hash."""
    assert secret_hash("") != ""
    refused("token_unknown", office.store.write, CITY, lambda uow: redeem_access(uow, "", MORNING))


DAY = 86_400_000
HOURS_72 = 259_200_000
DAYS_30 = 2_592_000_000


def test_everything_stays_until_its_very_end(embedded: Office) -> None:
    embedded.store.write(CITY, released)
    embedded.store.write(CITY, partial(start_consultation, release=RELEASE, checklists=("school",), now=MORNING))
    embedded.store.write(CITY, lambda uow: answers(uow, MORNING + DAYS_30 - HOURS_72, 1))
    embedded.store.write(CITY, lambda uow: grant_access(uow, "display", MORNING + DAYS_30 - 3_600_000, center="hall"))
    assert purge(embedded.store, MORNING + DAYS_30 - 1) == Purged(0, 0, 0, 0)
    assert purge(embedded.store, MORNING + DAYS_30) == Purged(consultations=1, answers=0, codes=1, secrets=0)
    assert purge(embedded.store, MORNING + DAYS_30 + 1) == Purged(consultations=0, answers=1, codes=0, secrets=0)


def test_a_code_that_was_used_goes_at_once(embedded: Office) -> None:
    code = embedded.store.write(CITY, lambda uow: grant_access(uow, "display", MORNING, center="hall"))
    embedded.store.write(CITY, lambda uow: redeem_access(uow, code, MORNING))
    assert purge(embedded.store, MORNING).codes == 1


def test_a_portion_is_five_hundred_rows(embedded: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes at once holds up everybody who writes, so it is little."""

    def old(uow: UnitOfWork) -> None:
        released(uow)
        answers(uow, MORNING - HOURS_72 - 1, 1000)
        for _ in range(1000):
            start_consultation(uow, RELEASE, ("school",), MORNING - DAYS_30)

    embedded.store.write(CITY, old)
    left: list[tuple[int, int]] = []
    write = embedded.store.write

    def noting(center, work):
        done = write(center, work)
        left.append((counted(embedded, guidance_tables.consultations), counted(embedded, tables.idempotency)))
        return done

    monkeypatch.setattr(embedded.store, "write", noting)
    assert purge(embedded.store, MORNING) == Purged(consultations=1000, answers=1000, codes=0, secrets=0)
    assert left[:6] == [(500, 1000), (0, 1000), (0, 1000), (0, 500), (0, 0), (0, 0)]


def test_each_center_forgets_the_secrets_of_its_own_numbers(embedded: Office) -> None:
    """The village gives out one kind of number only: no other kind of the hall's makes up for it."""
    village = Office(embedded.store, "village")
    theirs, ours = village.take().id, [embedded.take().id, embedded.take("school").id]
    village.cancel(theirs)
    assert purge(embedded.store, MORNING + 2 * DAY).secrets == 1
    for ticket in ours:
        embedded.cancel(ticket)
    assert purge(embedded.store, MORNING + 2 * DAY).secrets == 2


def test_secrets_are_looked_for_from_the_day_before_yesterday_to_29_days_back(embedded: Office) -> None:
    embedded.cancel(embedded.take().id)
    # The last hour of a day, in Shanghai, counts to that day.
    evening = MORNING + 14 * 3_600_000 - 1
    gone = [purge(embedded.store, evening + days * DAY).secrets for days in (0, 1, 30)]
    assert gone == [0, 0, 0]
    assert purge(embedded.store, evening + 29 * DAY).secrets == 1
    embedded.now += DAY
    embedded.cancel(embedded.take().id)
    assert purge(embedded.store, evening + 2 * DAY).secrets == 0
    assert purge(embedded.store, evening + 2 * DAY + 1).secrets == 1


def test_it_is_done_at_three_in_the_night_and_says_what_went(embedded: Office) -> None:
    clock = Clock("2025-11-25 10:00")
    keeper = PurgeKeeper(embedded.store, clock)
    said = []
    for local in ("2025-11-25 10:00", "2025-11-26 02:59", "2025-11-26 03:00", "2025-11-26 09:00", "2025-11-27 03:00"):
        clock.now = Clock(local).now
        if local == "2025-11-26 03:00":
            embedded.store.write(CITY, lambda uow: answers(uow, clock.now - HOURS_72 - 1, 2))
        with capture_logs() as logs:
            keeper.look()
        said += [(local, each["event"], each["answers"]) for each in logs]
    assert said == [
        ("2025-11-25 10:00", "purged", 0),
        ("2025-11-26 03:00", "purged", 2),
        ("2025-11-27 03:00", "purged", 0),
    ]


def test_what_nobody_looks_for_in_vain_any_more_is_forgotten(office: Office) -> None:
    old, now = MORNING, MORNING + 91 * DAY_MS
    for sentence, at in (("old", old), ("new", now)):
        office.store.write(CITY, partial(note_unfound, sentence=sentence, now=at))
    assert purge(office.store, now).unfound == 1
    assert counted(office, guidance_tables.unfound_sentences) == 1


def test_what_a_screen_showed_goes_after_a_day(office: Office) -> None:
    token = office.store.read(lambda reading: reading.value(select(access_tables.tokens.c.id)))
    order = {"token": token, "kind": "picture", "id": "o", "by_name": "Root", "until": 0, "done_at": MORNING}
    order |= {"ordered_at": MORNING, "came": "done", "millimetres": 0, "words": "", "picture": b"\x89PNG"}
    office.store.write(CITY, lambda uow: uow.run(insert(device_orders), **order))
    assert purge(office.store, MORNING + DAY).pictures == 0
    assert purge(office.store, MORNING + DAY + 1).pictures == 1
    assert office.store.read(lambda reading: reading.value(select(device_orders.c.picture))) is None


def test_the_plan_of_a_ticket_goes_with_its_consultation(office: Office) -> None:
    office.store.write(CITY, released)
    kept = office.store.write(CITY, partial(start_consultation, release=RELEASE, checklists=("school",), now=MORNING))
    ticket = office.take(plan=kept.code).id
    plans = select(tables.tickets.c.id, tables.tickets.c.plan)
    purge(office.store, MORNING + DAYS_30 - 1)
    assert office.store.read(lambda reading: reading.pairs(plans)) == {ticket: kept.code}
    purge(office.store, MORNING + DAYS_30)
    assert office.store.read(lambda reading: reading.pairs(plans)) == {ticket: None}


def test_each_goes_after_the_days_that_the_city_has_decided(office: Office) -> None:
    def fill(uow: UnitOfWork) -> None:
        uow.run(insert(people_tables.wrong_tries), who="name x", count=1, since=MORNING, locks=0, until=0)
        id_ = {"id": "p", "login": "p", "name": "P", "password": None, "password_at": 0, "must_change": 0, "pin": None}
        id_ |= {"card": None, "second": None, "second_step": 0, "created_at": 0, "disabled_at": None, "seen_at": None}
        uow.run(insert(people_tables.people), **id_)
        begin(uow, "p", MORNING, "10.0.0.1", "Firefox")
        city = document_in_force(uow, WHOLE_CITY, CityDocument)
        assert city is not None
        decided = msgspec.structs.replace(city, retention=Retention(wrong_try_days=2, sign_in_days=7))
        put_as(uow, WHOLE_CITY, decided, 1, By("p", "P", ""), MORNING)

    office.store.write(CITY, fill)
    gone = [purge(office.store, MORNING + days * DAY + 1) for days in (1, 2, 6, 7)]
    assert [each.tries for each in gone] == [0, 1, 0, 0]
    assert [each.sign_ins for each in gone] == [0, 0, 0, 1]


def test_a_purge_is_recorded_with_its_counts(office: Office) -> None:
    office.store.write(CITY, lambda uow: answers(uow, MORNING - HOURS_72 - 1, 3))
    purge(office.store, MORNING)
    row = office.store.read(lambda reading: newest(reading, Sought()))[0].changed
    told = msgspec.json.decode(row.after)
    assert (row.what, row.who, told["answers"], told["scrubbed"]) == ("purged", "", 3, True)
    assert told["days"] == msgspec.structs.asdict(Retention())
