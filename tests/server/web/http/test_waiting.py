"""Who waits is found in the order of coming, by one of those who ask alone."""

from server.web.http.waiting import Waiting


def test_who_came_first_is_due_first_and_once() -> None:
    waiting: Waiting[str] = Waiting({"head": 10, "idle": 75})
    for number, one in enumerate("abc"):
        waiting.enter(one, "head", number)
    waiting.enter("d", "idle", 0)
    assert list(waiting.due(9)) == []
    assert list(waiting.due(11)) == [("a", "head"), ("b", "head")]
    assert list(waiting.due(11)) == []
    assert list(waiting.due(100)) == [("c", "head"), ("d", "idle")]


def test_a_time_goes_on_unless_it_begins_anew() -> None:
    waiting: Waiting[str] = Waiting({"head": 10, "body": 20})
    waiting.enter("a", "head", 0)
    waiting.enter("b", "head", 0)
    waiting.enter("a", "head", 9, anew=False)
    waiting.enter("b", "head", 9)
    assert list(waiting.due(10)) == [("a", "head")]
    waiting.enter("b", "body", 9, anew=False)
    assert waiting.phase("b") == "body"
    assert list(waiting.due(28)) == []
    assert list(waiting.due(29)) == [("b", "body")]


def test_only_one_takes_it() -> None:
    waiting: Waiting[str] = Waiting({"queued": 8, "sending": 60})
    waiting.enter("a", "queued", 0)
    assert not waiting.leave("a", "sending")
    assert waiting.leave("a", "queued", "sending")
    assert not waiting.leave("a")
    assert waiting.phase("a") is None


def test_the_oldest_is_taken_from_the_first_phase_where_anybody_waits() -> None:
    waiting: Waiting[str] = Waiting({"idle": 75, "head": 10, "queued": 8})
    for one, phase in (("a", "head"), ("b", "idle"), ("c", "idle"), ("d", "queued")):
        waiting.enter(one, phase, 0)  # type: ignore[arg-type]
    assert [waiting.oldest("idle", "head") for _ in range(4)] == ["b", "c", "a", None]
    assert waiting.counts() == {"idle": 0, "head": 0, "queued": 1}


def test_of_some_the_oldest_is_taken_by_the_same_order() -> None:
    waiting: Waiting[str] = Waiting({"idle": 75, "head": 10, "queued": 8})
    for moment, (one, phase) in enumerate(
        (("a", "head"), ("b", "idle"), ("c", "idle"), ("d", "queued"), ("e", "idle"))
    ):
        waiting.enter(one, phase, moment)  # type: ignore[arg-type]
    some = ("d", "e", "c", "a")
    assert [waiting.oldest_of(some, "idle", "head") for _ in range(4)] == ["c", "e", "a", None]
    assert waiting.phase("b") == "idle"
