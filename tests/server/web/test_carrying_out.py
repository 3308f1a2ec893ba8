"""A change has the moment at which it is done, not the one at which it was asked for."""

import threading
from typing import Any

from server.wire.messages import moment
from tests.server.conftest import MORNING
from tests.server.web.conftest import Answer, Web, held


class Watched(list[int]):
    """A clock that says when it was looked at."""

    def __init__(self, now: int) -> None:
        super().__init__([now])
        self.seen = threading.Event()

    def __getitem__(self, place: Any) -> Any:
        now = super().__getitem__(place)
        self.seen.set()
        return now


def test_who_waits_for_the_hall_is_told_at_the_moment_it_is_free(web: Web) -> None:
    answers: list[Answer] = []
    with held(web):
        clock = web.moment = Watched(MORNING + 1000)
        asking = threading.Thread(target=lambda: answers.append(web.take()))
        asking.start()
        assert clock.seen.wait(20)
        clock[0] = MORNING + 5000
    asking.join()
    assert answers[0].json["issued_at"] == moment(MORNING + 5000)
