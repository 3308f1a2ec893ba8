"""What the kiosk asks of a real server: consultations kept with their wish, found under their code, changed there."""

from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from config.rule import Value
from kiosk.visit.touches import Continued, KeepConsultation, Kept, NotContinued, OpenConsultation, Result
from kiosk.work.outbox import Outbox
from server.client.commands import Commands
from server.rules.guidance.consultation_code import code_of
from server.rules.guidance.judge.verdict import Wish
from tests.server.web.conftest import Web, web

__all__ = ["web"]

PUPIL: dict[str, Value] = {"grade": "primary", "child_six": True, "child_hukou": "city", "vaccinated": True}
HERE = Wish("nearest", ("F06",), here="hall")


class Asking:
    """A kiosk's outbox with nothing before it."""

    def __init__(self, web: Web, folder: Path, token: str | None = None) -> None:
        self.answers: SimpleQueue[Result] = SimpleQueue()
        self.commands = Commands(f"http://127.0.0.1:{web.port}", token or web.kiosk, timeout=5)
        self.outbox = Outbox(self.commands, "hall", folder / "outbox.json", self.answers.put)

    def keep(self, wish: KeepConsultation) -> str | None:
        self.outbox.save(wish)
        answer = self.answers.get(timeout=20)
        assert isinstance(answer, Kept)
        assert answer.key == wish.key
        return answer.code

    def open(self, code: str, language: str = "en") -> Continued | NotContinued:
        self.outbox.open(OpenConsultation("job", code, "zh" if language == "zh" else "en"))
        answer = self.answers.get(timeout=20)
        assert isinstance(answer, Continued | NotContinued)
        assert answer.key == "job"
        return answer

    def close(self) -> None:
        self.outbox.close()
        self.commands.close()


@pytest.fixture
def asking(web: Web, tmp_path: Path) -> Iterator[Asking]:
    web.publish()
    made = Asking(web, tmp_path)
    made.outbox.start()
    yield made
    made.close()


def test_what_is_kept_carries_the_wish_and_where_the_citizen_is(asking: Asking) -> None:
    code = asking.keep(KeepConsultation("key-1", ("school",), dict(PUPIL), HERE))
    assert code is not None
    found = asking.open(code)
    assert isinstance(found, Continued)
    assert (found.code, found.checklists, found.answers, found.wish) == (code, ("school",), PUPIL, HERE)
    assert found.release.startswith("dongjiang@")
    assert found.states["F01"] == "can"


def test_what_goes_on_under_a_code_is_changed_there(asking: Asking) -> None:
    code = asking.keep(KeepConsultation("key-1", ("school",), dict(PUPIL), HERE))
    changed: dict[str, Value] = {"grade": "primary", "child_six": False}
    assert asking.keep(KeepConsultation("key-2", ("school",), dict(changed), Wish(here="hall"), continues=code)) == code
    found = asking.open(str(code))
    assert isinstance(found, Continued)
    assert (found.answers, found.wish) == (changed, Wish(here="hall"))


def test_what_cannot_go_on_is_kept_under_a_new_code(asking: Asking) -> None:
    stranger = code_of(1)
    code = asking.keep(KeepConsultation("key-1", ("school",), dict(PUPIL), HERE, continues=stranger))
    assert code not in (None, stranger)


def test_a_code_that_leads_nowhere_says_why(asking: Asking, web: Web) -> None:
    code = asking.keep(KeepConsultation("key-1", ("school",), dict(PUPIL), HERE))
    assert asking.open(code_of(2)) == NotContinued(
        "job", "consultation_unknown", "There is no consultation with this code. Check the code, or start again."
    )
    web.moment[0] += 31 * 24 * 3600 * 1000
    expired = asking.open(str(code))
    assert isinstance(expired, NotContinued)
    assert expired.code == "consultation_expired"
    for number in range(3, 13):
        asking.open(code_of(number))
    many = asking.open(code_of(99), "zh")
    assert isinstance(many, NotContinued)
    assert many.code == "consultation_tries"
    assert "秒" in many.message
    assert "{" not in many.message


def test_a_server_that_is_away_is_asked_once_and_said_to_be(tmp_path: Path, web: Web) -> None:
    web.port = 9
    asking = Asking(web, tmp_path)
    asking.outbox.start()
    answer = asking.open(code_of(3))
    asking.close()
    assert isinstance(answer, NotContinued)
    assert answer.code == "unreachable"


def test_nobody_is_asked_about_a_code_whose_citizen_has_gone(tmp_path: Path, web: Web) -> None:
    asking = Asking(web, tmp_path)
    asking.outbox.open(OpenConsultation("gone", code_of(4)))
    asking.outbox.abandon("gone")
    asking.outbox.start()
    assert isinstance(asking.open(code_of(5)), NotContinued)
    asking.close()
    assert asking.answers.empty()
