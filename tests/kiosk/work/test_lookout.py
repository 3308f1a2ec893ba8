"""The lookout outlives whatever the server sends: what it does not know is not on the screens, what it knew stays."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from config.edition import Guidance
from config.search_tables import PostingTable
from kiosk.visit.world import CenterSeen, GuideOpened, LinkSeen, News, OtherSeen, SearchOpened, WaitsSeen
from kiosk.work.local_guide import HeldRelease
from kiosk.work.lookout import Lookout
from server.client.commands import Commands
from server.rules.errors import Refusal
from server.rules.guidance.search.pinyin import searchable
from server.wire.messages import Wait, WaitAnswer
from server.wire.signed_release import SignedRelease, Statement, canonical, public_key, release_id, sign
from tests.server.rules.guidance.small_pack import SMALL
from tests.server.settings_of import Json, Settings
from tests.server.web.conftest import Web, web

__all__ = ["web"]

KEY = Ed25519PrivateKey.generate()


class Watching:
    def __init__(self, web: Web, folder: Path) -> None:
        self.learned: SimpleQueue[News] = SimpleQueue()
        self.held = HeldRelease(folder)
        self.commands = Commands(f"http://127.0.0.1:{web.port}", web.kiosk, timeout=5)
        self.lookout = Lookout(
            self.commands, "hall", self.held, lambda: datetime(2026, 11, 24, tzinfo=UTC), self.learned.put
        )

    def news(self) -> News:
        return self.learned.get(timeout=20)


@pytest.fixture
def watching(web: Web, tmp_path: Path) -> Iterator[Watching]:
    made = Watching(web, tmp_path)
    yield made
    made.lookout.close()
    made.commands.close()


def release(guidance: Guidance) -> bytes:
    body = canonical(guidance)
    text, signature = sign(KEY, Statement(release_id(body), "small", 1, 1000))
    return msgspec.json.encode(
        SignedRelease(
            id=release_id(body), statement=text, signature=signature, key=public_key(KEY), guidance=msgspec.Raw(body)
        )
    )


def test_an_answer_that_nobody_expects_does_not_end_it(
    watching: Watching, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real, times = watching.commands.center, []

    def center(name: str) -> object:
        times.append(name)
        if len(times) < 3:
            raise KeyError("services")
        return real(name)

    monkeypatch.setattr(watching.commands, "center", center)
    monkeypatch.setattr("kiosk.work.lookout.AWAY", 0.01)
    watching.lookout.start()
    assert isinstance(watching.news(), CenterSeen)
    assert len([record for record in caplog.records if record.name == "kiosk.work"]) == 1


def test_another_center_is_looked_at_when_a_plan_leads_there(web: Web, tmp_path: Path) -> None:
    learned: SimpleQueue[News] = SimpleQueue()
    commands = Commands(f"http://127.0.0.1:{web.port}", web.village_kiosk, timeout=5)
    lookout = Lookout(
        commands, "village", HeldRelease(tmp_path), lambda: datetime(2026, 11, 24, tzinfo=UTC), learned.put
    )
    lookout.look_at("nowhere")
    lookout.start()
    assert isinstance(learned.get(timeout=20), CenterSeen)
    lookout.look_at("hall")
    news = learned.get(timeout=20)
    while not isinstance(news, OtherSeen):
        news = learned.get(timeout=20)
    lookout.close()
    commands.close()
    assert (news.other.id, [each.id for each in news.other.booked]) == ("hall", ["social"])


def test_a_release_that_cannot_be_searched_guides_all_the_same(watching: Watching) -> None:
    made = searchable(Guidance(SMALL))
    assert made.search is not None
    broken = msgspec.structs.replace(made.search, words=PostingTable("a b", "?"))
    watching.held.take(release(msgspec.structs.replace(made, search=broken)))
    watching.lookout.start()
    assert isinstance(watching.news(), GuideOpened)
    assert isinstance(watching.news(), CenterSeen)


def test_a_search_comes_after_its_guide(watching: Watching) -> None:
    watching.held.take(release(searchable(Guidance(SMALL))))
    watching.lookout.start()
    assert [type(watching.news()) for _ in range(3)] == [GuideOpened, SearchOpened, CenterSeen]


def test_how_long_people_wait_is_asked_when_somebody_wants_to_know(
    watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [
        WaitAnswer("social", False, Wait(10, 25), None, 30, 24),
        WaitAnswer("school", True, Wait(0, 0), None, 30, 24),
        WaitAnswer("idcard", False, None, "too_little_known", 30, 24),
    ]
    asked: list[str] = []

    def waits(center: str) -> list[WaitAnswer]:
        asked.append(center)
        if len(asked) > 1:
            raise Refusal("too_many", seconds=3)
        return told

    monkeypatch.setattr(watching.commands, "waits", waits)
    watching.lookout.start()
    assert isinstance(watching.news(), CenterSeen)
    assert asked == []
    watching.lookout.look()
    assert [watching.news(), watching.news()][1] == WaitsSeen({"social": Wait(10, 25)})
    # What was promised before is promised no longer.
    watching.lookout.look()
    assert [watching.news(), watching.news()][1] == WaitsSeen({})
    assert asked == ["hall", "hall"]


def test_a_server_tells_of_every_line_that_is_served(watching: Watching, web: Web) -> None:
    web.at("open")
    told = watching.commands.waits("hall")
    assert [each.service for each in told] == ["social", "idcard", "school"]
    assert told[0].at_once


def test_a_service_that_a_counter_begins_to_serve_is_offered_at_the_next_look(watching: Watching, web: Web) -> None:
    def edit(hall: Json) -> None:
        hall["counters"][0]["services"].append("rare")
        hall["name"] = {"zh": "新大厅", "en": "New hall"}

    watching.lookout.start()
    first = watching.news()
    Settings(web.store, web.moment[0]).edit(edit)
    watching.lookout.look()
    second = watching.news()
    assert isinstance(first, CenterSeen)
    assert isinstance(second, CenterSeen)
    assert (first.name.zh, second.name.zh) == ("大厅", "新大厅")
    assert [each.id for each in second.services] == [*(each.id for each in first.services), "rare"]


def test_a_kiosk_that_the_server_does_not_know_is_told_so(web: Web, tmp_path: Path) -> None:
    made = Watching(web, tmp_path)
    made.commands.close()
    made.commands = Commands(f"http://127.0.0.1:{web.port}", "a token of another city", timeout=5)
    made.lookout = Lookout(
        made.commands, "hall", made.held, lambda: datetime(2026, 11, 24, tzinfo=UTC), made.learned.put
    )
    made.lookout.start()
    assert made.news() == LinkSeen("barred")
    made.lookout.close()
    made.commands.close()


def test_a_server_that_is_away_is_no_refusal(tmp_path: Path) -> None:
    learned: SimpleQueue[News] = SimpleQueue()
    commands = Commands("http://127.0.0.1:9", "token", timeout=1)
    lookout = Lookout(commands, "hall", HeldRelease(tmp_path), lambda: datetime(2026, 11, 24, tzinfo=UTC), learned.put)
    lookout.start()
    assert learned.get(timeout=20) == LinkSeen("away")
    lookout.close()
    commands.close()


def test_which_lines_are_served_now_is_learned(watching: Watching, web: Web) -> None:
    watching.lookout.start()
    first = watching.news()
    assert isinstance(first, CenterSeen)
    assert (first.served_now, first.timezone) == (frozenset(), "Asia/Shanghai")
    web.at("open")
    watching.lookout.look()
    second = watching.news()
    assert isinstance(second, CenterSeen)
    assert second.served_now
