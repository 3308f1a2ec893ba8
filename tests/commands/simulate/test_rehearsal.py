"""A day through the real office: every key pressed, nothing wrong; and whatever is made wrong is seen."""

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from commands.failing import CannotRun
from commands.simulate import rehearsal
from commands.simulate.rehearsal import DAY, ZONE, rehearse
from commands.simulate.rehearsed_city import city_of, with_tickets
from commands.simulate.rehearsed_day import RehearsedDay, read_rehearsal
from commands.simulate.rehearsing import Rehearsal
from server.rules.hall.line import MINUTE
from server.rules.hall.simulate.day import day_of
from server.rules.hall.simulate.hall import hall_of
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.store import Store

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("rehearsal")]
EVERY = {
    *("issued", "called", "recalled", "started", "finished", "missed", "rejoined", "postponed", "held", "resumed"),
    *("transferred", "cancelled", "undone"),
}


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Rehearsal]]:
    chance = Random(5)
    hall = with_tickets(hall_of(6, chance), 180)
    midnight = round(datetime.combine(DAY, time(), ZONE).timestamp() * 1000)
    store = open_store(tmp_path_factory.mktemp("rehearsal") / "data", create=True)
    seed(store, city_of(hall), midnight - 24 * 3600 * 1000)
    rehearsed = Rehearsal(store, day_of(hall, 0.9, chance), midnight, chance)
    rehearsed.live()
    yield store, rehearsed
    store.close()


def test_every_key_is_pressed_and_nothing_is_wrong(lived: tuple[Store, Rehearsal]) -> None:
    store, rehearsed = lived
    day = store.read(read_rehearsal)
    assert day.wrong == ()
    assert {f"ticket.{each}" for each in EVERY} <= set(day.facts)
    assert day.facts["booking.changed"] > 10
    assert set(day.ended) <= {"finished", "cancelled", "expired"}
    assert day.ended["finished"] > 100
    assert 0 < day.worst_min <= day.allowed_min == 25
    busy = {each for each in rehearsed.refused if each.endswith((": counter_busy", ": counter_idle"))}
    assert busy == set()


@pytest.mark.parametrize(
    ("wrong", "statement"),
    [
        ("was told before the one before it", "UPDATE journal SET at = 1 WHERE seq = 200"),
        ("has the number", "UPDATE journal SET seq = seq + 100000 WHERE seq = 400"),
        ("given out twice or left out", "UPDATE tickets SET number = number + 1000 WHERE number = 5"),
        ("after the day was closed", "UPDATE tickets SET state = 'held' WHERE number = 7"),
        ("wait in a line of nobody", "UPDATE lines SET waiting = 1"),
        ("the board is not what the journal tells", "UPDATE lines SET waiting = 1"),
        ("begins at another moment", "UPDATE intervals SET began_at = began_at - 1 WHERE state = 'serving'"),
        ("has no end", "UPDATE intervals SET ended_at = NULL WHERE seq = (SELECT max(seq) FROM intervals)"),
        ("overtaken by", f"UPDATE tickets SET ready_at = ready_at + {60 * MINUTE} WHERE number % 3 = 0"),
        (" has two in hand", "UPDATE journal SET counter = 'c1', payload = replace(payload, '\"c0\"', '\"c1\"')"),
    ],
)
def test_what_is_made_wrong_is_seen(lived: tuple[Store, Rehearsal], wrong: str, statement: str) -> None:
    store, _ = lived

    class _NotKept(Exception):
        pass

    seen: list[RehearsedDay] = []

    def spoilt(uow: object) -> None:
        uow.run(text(statement))  # type: ignore[attr-defined]
        seen.append(read_rehearsal(uow))  # type: ignore[arg-type]
        raise _NotKept

    with pytest.raises(_NotKept):
        store.write("", spoilt)
    assert any(wrong in each for each in seen[0].wrong), seen[0].wrong[:5]


def test_its_report_says_so_in_both_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rehearse(3, 20, 2, page=tmp_path / "day.html", as_json=True)
    assert '"wrong":[]' in capsys.readouterr().out
    page = (tmp_path / "day.html").read_text(encoding="utf-8")
    assert "演练" in page
    assert "Waits until the first call" in page
    broken = read_rehearsal

    def wrong(reading: object) -> RehearsedDay:
        day = broken(reading)  # type: ignore[arg-type]
        return RehearsedDay(day.facts, day.ended, day.waits, 0, 0, day.ranges, ("somebody is lost",))

    monkeypatch.setattr(rehearsal, "read_rehearsal", wrong)
    with pytest.raises(CannotRun) as caught:
        rehearse(3, 20, 2, page=None, as_json=False)
    assert caught.value.code == "rehearsal_wrong"
    assert "somebody is lost" in capsys.readouterr().out
