"""What could not be done is opened, seen to and closed by somebody, under a clock; nothing of it goes."""

from datetime import date
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from server.office.failed.cases import OPEN_AT_MOST, NewCase, Who, close, hand, note, open_case
from server.office.failed.record import CaseRow, Sought, cases_in, clock_of, steps_of
from server.office.failed.showing import cases_at_counter, cases_of_holder
from server.office.purging import ANSWER_DAYS, purge
from server.office.ticket import ticket_of
from server.rules.hall.failed_case import OUTCOMES, Why, standing
from server.store import tables
from tests.server.conftest import MORNING, Office, refused

CHEN = Who("counter-token", "chen", "陈静", "hall-1")
A_DAY = 24 * 3600 * 1000


def opened(office: Office, ticket: str, asked: str = "换证", why: Why = "papers_missing", who: Who = CHEN) -> CaseRow:
    return office.write(lambda uow: open_case(uow, NewCase(ticket, why, asked), who, office.now))


def test_a_case_goes_its_way_and_its_journal_names_the_person(office: Office) -> None:
    ticket = office.take()
    case = opened(office, ticket.id, "  要换证 \n 老证丢了 ")
    assert (case.asked, case.held_by, case.due) == ("要换证 老证丢了", "陈静", "2025-12-02")
    office.write(lambda uow: note(uow, case.id, "问过公安", CHEN, office.now))
    office.write(lambda uow: hand(uow, case.id, "罗艳", "她懂", CHEN, office.now))
    done = office.write(lambda uow: close(uow, case.id, "explained", "要先挂失", Who("t", "luo", "罗艳"), office.now))
    assert (done.outcome, done.held_by, done.closed_at) == ("explained", "罗艳", office.now)
    steps = office.store.read(lambda reading: steps_of(reading, case.id))
    assert [(each.what, each.person, each.held_by) for each in steps] == [
        ("opened", "chen", "陈静"),
        ("noted", "chen", "陈静"),
        ("handed", "chen", "罗艳"),
        ("closed", "luo", "罗艳"),
    ]
    j = tables.journal.c
    told = office.store.read(
        lambda reading: reading.rows(select(j.person, j.private).where(j.kind == "staff.told").order_by(j.seq))
    )
    assert [(who, msgspec.json.decode(what)["what"]) for who, what in told] == [
        ("chen", "case_opened"),
        ("chen", "case_noted"),
        ("chen", "case_handed"),
        ("luo", "case_closed"),
    ]


def test_what_is_wrong_is_refused_and_changes_nothing(office: Office) -> None:
    ticket, elsewhere = office.take(), Office(office.store, "village").take()
    refused("ticket_unknown", opened, office, "nobody")
    refused("ticket_unknown", opened, office, elsewhere.id)
    for words in ("", "   ", "长" * 401, "a\x00b"):
        refused("failed_case_words", opened, office, ticket.id, words)
    cases = [opened(office, ticket.id, f"{each}") for each in range(OPEN_AT_MOST)]
    refused("failed_cases_many", opened, office, ticket.id)
    office.write(lambda uow: close(uow, cases[0].id, "solved", "好了", CHEN, office.now))
    for again in (
        lambda uow: note(uow, cases[0].id, "x", CHEN, office.now),
        lambda uow: hand(uow, cases[0].id, "x", "", CHEN, office.now),
        lambda uow: close(uow, cases[0].id, "solved", "x", CHEN, office.now),
    ):
        refused("failed_case_closed", office.write, again)
    village = Office(office.store, "village")
    refused("failed_case_unknown", village.write, lambda uow: note(uow, cases[1].id, "x", CHEN, office.now))
    refused("failed_case_unknown", office.write, lambda uow: note(uow, "none", "x", CHEN, office.now))
    refused("failed_case_words", office.write, lambda uow: hand(uow, cases[1].id, "长" * 41, "", CHEN, office.now))
    opened(office, ticket.id, "another")


def test_the_clock_counts_working_days_and_turns_amber_then_red(office: Office) -> None:
    case = opened(office, office.take().id)
    hall = office.store.read(lambda reading: reading.hall("hall"))
    for day, expected in (
        ("2025-11-25", "in_time"),
        ("2025-11-28", "in_time"),
        ("2025-11-29", "soon"),  # a Saturday: the next working day is the last but one
        ("2025-12-01", "soon"),
        ("2025-12-02", "soon"),
        ("2025-12-03", "late"),
    ):
        assert clock_of(case, hall, date.fromisoformat(day)) == expected, day
    assert standing(date(2025, 12, 2), date(2026, 1, 1), 0, closed=True) == "closed"


def test_consoles_see_the_most_urgent_first_and_nothing_is_left_out_of_the_counts(office: Office) -> None:
    first, second, third = (opened(office, office.take().id, asked) for asked in "abc")
    office.write(lambda uow: close(uow, second.id, "solved", "好了", CHEN, office.now))
    told = office.store.read(lambda reading: cases_at_counter(reading, "hall-2", office.now))
    assert [each.id for each in told.cases] == [first.id, third.id, second.id]
    assert (told.late, told.soon, told.in_time) == (0, 0, 2)
    later = office.now + 9 * A_DAY
    told = office.store.read(lambda reading: cases_at_counter(reading, "hall-2", later))
    assert ([each.standing for each in told.cases], told.late) == (["late", "late"], 2)
    assert office.store.read(lambda reading: cases_at_counter(reading, "village-1", office.now)).cases == ()
    whole = Sought(frozenset({"hall", "village"}), "2025-12-09", which="all")
    assert len(office.store.read(lambda reading: cases_in(reading, whole))) == 3
    for which, found in (("late", 2), ("open", 2), ("closed", 1)):
        sought = Sought(whole.centers, whole.today, which=which)  # type: ignore[arg-type]
        assert len(office.store.read(lambda reading: cases_in(reading, sought))) == found, which  # noqa: B023
    assert office.store.read(lambda reading: cases_in(reading, Sought(frozenset(), "2025-12-09"))) == []


def test_its_holder_learns_what_came_of_it_and_no_note_in_between(office: Office) -> None:
    ticket = office.take()
    case = opened(office, ticket.id, who=Who("holder"))
    office.write(lambda uow: note(uow, case.id, "内部", CHEN, office.now))
    own = office.store.read(lambda reading: cases_of_holder(reading, ticket.id, office.now))
    assert ([(each.taken, each.outcome, each.told) for each in own.cases], own.more) == ([(False, None, "")], True)
    office.write(lambda uow: hand(uow, case.id, "陈静", "", CHEN, office.now))
    office.write(lambda uow: close(uow, case.id, "solved", "证件已换好", CHEN, office.now))
    own = office.store.read(lambda reading: cases_of_holder(reading, ticket.id, office.now))
    assert [(each.taken, each.outcome, each.told) for each in own.cases] == [(True, "solved", "证件已换好")]
    assert "内部" not in str(own)


def test_a_ticket_keeps_its_secret_until_its_case_was_answered(office: Office) -> None:
    asked, other = office.take(), office.take()
    case = opened(office, asked.id)
    for each in (asked, other):
        office.cancel(each.id)
    secret = lambda of: office.store.read(lambda reading: ticket_of(reading, of.id).secret_hash)  # noqa: E731
    later = MORNING + 20 * A_DAY
    purge(office.store, later)
    assert (bool(secret(asked)), bool(secret(other))) == (True, False)
    office.now = later
    office.write(lambda uow: close(uow, case.id, "solved", "好了", CHEN, office.now))
    purge(office.store, later + 2 * A_DAY)
    assert secret(asked)
    purge(office.store, later + (ANSWER_DAYS + 1) * A_DAY)
    assert secret(asked) == ""
    assert len(office.store.read(lambda reading: steps_of(reading, case.id))) == 2


def test_nothing_of_a_case_is_ever_deleted() -> None:
    """No line of the program deletes rows of the two tables, or changes what was written of a step."""
    root = Path(__file__).parents[4]
    for file in (root / "server").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        for word in ("delete(failed_case", "update(failed_case_steps", "delete(failed_cases"):
            assert word not in text, file


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_closes(office: Office, outcome: str) -> None:
    case = opened(office, office.take().id)
    done = office.write(lambda uow: close(uow, case.id, outcome, "x", CHEN, office.now))  # type: ignore[arg-type]
    assert done.outcome == outcome
