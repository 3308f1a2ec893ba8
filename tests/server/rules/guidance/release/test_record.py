"""Where releases stand, over any record that could have been written."""

from hypothesis import given
from hypothesis import strategies as st

from server.rules.guidance.release.record import Act, Kind, standings

RELEASES = ("one", "two", "three")


@st.composite
def records(draw: st.DrawFn) -> tuple[tuple[Act, ...], int]:
    """Draw a record as the office would write it, and a moment to look at it."""
    acts: list[Act] = []
    now = 0
    for _ in range(draw(st.integers(0, 14))):
        now += draw(st.integers(1, 5))
        number = len(acts) + 1
        states = {name: each.state for name, each in standings(tuple(acts), now).items()}
        release = draw(st.sampled_from(RELEASES))
        match states.get(release):
            case None | "returned":
                acts.append(Act(number, release, "submitted", now, "An"))
            case "submitted":
                kinds: tuple[Kind, ...] = ("checked", "reviewed", "returned")
                kind = draw(st.sampled_from(kinds))
                acts.append(Act(number, release, kind, now, "Bo", department="x" if kind == "checked" else None))
            case "reviewed" | "archived":
                later = draw(st.integers(0, 8)) if states[release] == "reviewed" else 0
                acts.append(Act(number, release, "published", now, "Du", in_force_at=now + later))
            case "scheduled":
                number_of = standings(tuple(acts), now)[release].publication
                acts.append(Act(number, release, "withdrawn", now, "Du", withdraws=number_of))
            case _:
                continue
    return tuple(acts), now + draw(st.integers(0, 10))


@given(records())
def test_one_release_at_most_is_in_force(drawn: tuple[tuple[Act, ...], int]) -> None:
    acts, now = drawn
    found = standings(acts, now)
    assert set(found) == {act.release for act in acts}
    published = [each for each in found.values() if each.state == "published"]
    withdrawn = {act.withdraws for act in acts}
    begun = [a for a in acts if a.kind == "published" and a.number not in withdrawn and (a.in_force_at or 0) <= now]
    newest = max(begun, key=lambda act: (act.in_force_at or 0, act.number), default=None)
    assert [each.release for each in published] == ([newest.release] if newest else [])
    assert [each.publication for each in published] == ([newest.number] if newest else [])


@given(records())
def test_nothing_goes_out_of_force_by_itself(drawn: tuple[tuple[Act, ...], int]) -> None:
    acts, now = drawn
    if any(each.state == "published" for each in standings(acts, now).values()):
        assert any(each.state == "published" for each in standings(acts, now + 1000).values())
    later = {name: each.state for name, each in standings(acts, now + 1000).items()}
    assert "scheduled" not in later.values()


@given(records())
def test_what_was_published_was_reviewed_and_never_is_a_draft_again(drawn: tuple[tuple[Act, ...], int]) -> None:
    acts, now = drawn
    for each in standings(acts, now).values():
        if each.state in ("scheduled", "published", "archived"):
            assert each.reviewer is not None
        if each.in_force_at is not None and each.in_force_at <= now:
            assert each.state in ("published", "archived")
