"""The crowd is as hostile as it says, the honest are not, and both are counted."""

import selectors
from dataclasses import replace

from commands.bench import connections, load
from commands.bench.crowd import HOSTILE, Crowd
from commands.bench.honest import Honest, run
from server.web.http.limits import Limits
from tests.server.web.http.serving_raw import raw

QUICK = replace(Limits(), first=0.2, head=0.2, body=0.2)


def test_honest_clients_are_answered_and_come_again_when_their_connection_ended() -> None:
    with raw(replace(Limits(), idle=0.1)) as server:
        asking = Honest(server.port, 0.5, lambda _: load.get("/x"), 0.0)
        run([asking], 1.2)
    assert asking.waits
    assert asking.failed == []


def test_an_answer_that_is_none_is_a_failure() -> None:
    with raw(Limits()) as server:
        asking = Honest(server.port, 10.0, lambda _: b"nonsense\r\n\r\n", 0.0)
        run([asking], 0.1)
    assert asking.failed == ["405 method_not_allowed"]
    assert asking.waits == []


def test_who_begins_and_does_not_end_is_ended_and_comes_again() -> None:
    with raw(QUICK) as server, selectors.EpollSelector() as selector:
        crowd = Crowd(server.port, dict.fromkeys(("idle", *HOSTILE), 1))
        while crowd.ended < 4:
            crowd.fill(selector, 100)
            crowd.drip(selector)
            for key, _ in selector.select(0.05):
                crowd.hear(selector, key.fileobj)  # type: ignore[arg-type]
        assert len(crowd) + 4 >= 6
        crowd.close()


def test_the_goal_is_that_of_the_design() -> None:
    assert (connections.OPEN, connections.MALICIOUS) == (10_000, 1_000)
    assert connections.KIOSKS + connections.CONSOLES == 1_330
