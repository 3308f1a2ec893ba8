"""The kiosk holds the last release that it could prove, and works on with it whatever comes."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, update

from config.edition import Guidance
from kiosk.visit.world import GuideOpened, News
from kiosk.work.local_guide import RELEASE, TRUST, HeldRelease, LocalGuide
from kiosk.work.lookout import Lookout
from server.client.commands import Commands
from server.office.releases.publish import publish_again
from server.rules.errors import Refusal
from server.rules.guidance.judge.verdict import Wish
from server.store import guidance_tables
from server.wire.signed_release import SignedRelease, Statement, canonical, public_key, release_id, sign
from tests.dongjiang import city_guidance
from tests.server.rules.guidance.small_pack import SMALL
from tests.server.web.conftest import KEY as KEY_OF_THE_CITY
from tests.server.web.conftest import Web, web

__all__ = ["web"]

KEY, FOREIGN = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
PUPIL: dict[str, Any] = {"grade": "primary", "child_six": True, "child_hukou": "city", "vaccinated": True}


def release(revision: int, number: int, key: Ed25519PrivateKey = KEY) -> bytes:
    body = canonical(Guidance(msgspec.structs.replace(SMALL, revision=revision)))
    text, signature = sign(key, Statement(release_id(body), "small", number, number * 1000))
    return msgspec.json.encode(
        SignedRelease(
            id=release_id(body), statement=text, signature=signature, key=public_key(key), guidance=msgspec.Raw(body)
        )
    )


def revision(held: HeldRelease) -> int | None:
    return held.opened.guidance.pack.revision if held.opened else None


def refused(held: HeldRelease, data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        held.take(data)
    assert caught.value.code == code


def test_what_was_taken_is_there_after_a_restart(tmp_path: Path) -> None:
    held = HeldRelease(tmp_path)
    assert held.open() is None
    assert held.tag is None
    opened = held.take(release(1, 1))
    again = HeldRelease(tmp_path)
    assert again.open() == opened
    assert again.tag == held.tag == opened.tag


@pytest.mark.parametrize("full", [1, 2])
def test_what_could_not_be_kept_whole_is_asked_for_again(
    tmp_path: Path, full: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full for a moment: held already, the new release would not be sent again, and never be opened."""
    held = HeldRelease(tmp_path)
    held.take(release(1, 1))
    before, synced = held.tag, []

    def sync(_: int) -> None:
        synced.append(1)
        if len(synced) == full:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("kiosk.work.local_guide.os.fsync", sync)
    with pytest.raises(OSError, match="No space"):
        held.take(release(2, 2))
    assert (held.tag, revision(held)) == (before, 1)
    held.take(release(2, 2))
    assert revision(held) == 2


def test_a_tampered_release_leaves_the_one_held_in_force(tmp_path: Path) -> None:
    held = HeldRelease(tmp_path)
    held.take(release(1, 1))
    before = (tmp_path / RELEASE).read_bytes()
    new = release(2, 2)
    refused(held, new.replace(b'"revision":2', b'"revision":3'), "release_hash")
    refused(held, new[:-10], "release_unreadable")
    refused(held, release(2, 2, FOREIGN), "release_key")
    assert revision(held) == 1
    assert (tmp_path / RELEASE).read_bytes() == before
    held.take(new)
    refused(held, release(1, 1), "release_old")
    assert revision(held) == 2
    held.take(release(1, 3))
    assert revision(held) == 1


def test_an_old_release_is_refused_after_a_restart_too(tmp_path: Path) -> None:
    HeldRelease(tmp_path).take(release(2, 2))
    (tmp_path / RELEASE).write_bytes(release(1, 1))
    again = HeldRelease(tmp_path)
    assert again.open() is None
    refused(again, release(1, 1), "release_old")


@pytest.mark.parametrize("damage", [b"", b"{", b"\x00" * 100])
def test_a_damaged_file_is_no_release_and_the_next_one_is_taken(tmp_path: Path, damage: bytes) -> None:
    HeldRelease(tmp_path).take(release(1, 1))
    (tmp_path / RELEASE).write_bytes(damage)
    again = HeldRelease(tmp_path)
    assert again.open() is None
    assert again.tag is None
    assert again.take(release(1, 1)).guidance.pack.revision == 1


def test_a_key_given_at_set_up_is_the_only_one_trusted(tmp_path: Path) -> None:
    told = HeldRelease(tmp_path, public_key(KEY))
    refused(told, release(1, 1, FOREIGN), "release_key")
    told.take(release(1, 5))
    renewed = HeldRelease(tmp_path, public_key(FOREIGN))
    assert renewed.open() is None
    assert renewed.take(release(2, 1, FOREIGN)).guidance.pack.revision == 2
    (tmp_path / TRUST).write_bytes(b"?")
    assert renewed.take(release(3, 2, FOREIGN)).guidance.pack.revision == 3


def test_each_center_has_its_own_edition() -> None:
    guidance = city_guidance()
    day = datetime(2026, 6, 1, tzinfo=UTC)
    found = {}
    for center in ("dj-city", "dj-shixi", "dj-hetang"):
        guide = LocalGuide(guidance, center, lambda: day)
        answer = guide.consult(("school",), PUPIL, Wish())
        found[center] = {verdict.item: verdict.state for verdict in answer.verdicts}["F01"]
    assert found == {"dj-city": "can", "dj-shixi": "not_yet", "dj-hetang": "can"}


def test_late_in_the_day_the_kiosk_sends_nobody_to_what_closes_before() -> None:
    moments = [datetime(2026, 11, 24, 9, 0, tzinfo=UTC), datetime(2026, 11, 24, 16, 56, tzinfo=UTC)]
    guide = LocalGuide(city_guidance(), "dj-city", lambda: moments.pop(0))
    answers = {**PUPIL, "vaccinated": False}
    plans = [guide.consult(("school",), answers, Wish("counters", here="dj-city")).plan for _ in (1, 2)]
    days = [next(stop.day for stop in plan.stops if stop.point) for plan in plans if plan]
    assert days == [0, 1]


@pytest.fixture
def nowhere() -> Iterator[Commands]:
    """Return commands to a server that is away."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        commands = Commands(f"http://127.0.0.1:{reserved.getsockname()[1]}", "token", timeout=1)
        yield commands
        commands.close()


def test_the_kiosk_keeps_what_it_holds_when_the_servers_database_was_tampered_with(
    tmp_path: Path, web: Web, caplog: pytest.LogCaptureFixture
) -> None:
    web.publish()
    commands = Commands(f"http://127.0.0.1:{web.port}", web.kiosk, timeout=60)
    learned: SimpleQueue[News] = SimpleQueue()
    held = HeldRelease(tmp_path)
    lookout = Lookout(commands, "hall", held, lambda: datetime(2026, 11, 24, tzinfo=UTC), learned.put)
    assert lookout._looked()
    first = held.opened
    assert first is not None
    body = update(guidance_tables.releases).values(body=func.replace(guidance_tables.releases.c.body, "1350", "9350"))
    web.moment[0] += 1000
    web.store.write("", lambda uow: publish_again(uow, "intruder", KEY_OF_THE_CITY, web.moment[0]))
    web.store.write("", lambda uow: uow.run(body))
    for _ in range(2):
        assert lookout._looked()
    assert held.opened is first
    assert [record.args[0] for record in caplog.records] == ["release_hash"]  # type: ignore[index]
    news = iter(lambda: learned.get() if not learned.empty() else None, None)
    assert sum(isinstance(each, GuideOpened) for each in news) == 1
    commands.close()


def test_the_kiosk_guides_on_while_the_server_is_away(tmp_path: Path, nowhere: Commands) -> None:
    HeldRelease(tmp_path).take(release(1, 1))
    learned: SimpleQueue[News] = SimpleQueue()
    lookout = Lookout(nowhere, "hall", HeldRelease(tmp_path), lambda: datetime(2026, 11, 24, tzinfo=UTC), learned.put)
    lookout.start()
    try:
        news = learned.get(timeout=20)
        assert isinstance(news, GuideOpened)
        guide = news.guide
        assert [each.id for each in guide.checklists()] == ["settle", "money"]
        plan = guide.consult(("settle",), {"permit": True, "card": False}, Wish()).plan
        assert plan is not None
        assert plan.visits == 1
    finally:
        lookout.close()
