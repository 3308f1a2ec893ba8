"""Bodies that have come in part are counted whoever ends them, and the first to come are the first to go."""

from server.web.http.unfinished import Unfinished


def test_who_came_first_goes_first_until_it_is_no_more_too_much() -> None:
    bodies: Unfinished[str] = Unfinished(50)
    for name in ("a", "b", "c"):
        bodies.keep(name, 20)
    bodies.keep("a", 25)
    gone = []
    for one in bodies.excess():
        gone.append(one)
        bodies.forget(one)
    assert gone == ["b"]
    assert list(bodies.excess()) == []


def test_others_may_end_some_while_they_are_gone_through() -> None:
    bodies: Unfinished[str] = Unfinished(10)
    for name in ("a", "b", "c", "d"):
        bodies.keep(name, 8)
    given = []
    for one in bodies.excess():
        given.append(one)
        bodies.forget("d")
        bodies.forget("c")
        bodies.forget(one)
    # Without `a`, `c` and `d` there is room for `b`.
    assert given == ["a"]


def test_nobody_is_counted_twice_or_taken_out_twice() -> None:
    bodies: Unfinished[str] = Unfinished(10)
    for _ in range(3):
        bodies.keep("a", 6)
        bodies.forget("b")
    bodies.forget("a")
    bodies.forget("a")
    bodies.keep("c", 10)
    assert list(bodies.excess()) == []
