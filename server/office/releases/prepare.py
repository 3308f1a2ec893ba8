"""Before a release is published: handed in by its author, vouched for by departments, reviewed by somebody else."""

import unicodedata
from collections.abc import Sequence

from msgspec.structs import replace

from config.centers import Calendar
from config.documents import CITY as SETTINGS_OF_CITY
from config.documents import CityDocument
from config.edition import Guidance
from config.words import both
from server.office.releases.record import (
    SHORT,
    add_act,
    guidance_of,
    in_force,
    keep_body,
    must_be,
    next_number,
    standing_of,
)
from server.rules.errors import Refusal
from server.rules.guidance.release.record import WORDS, Standing, departments_needed
from server.store.settings import document_in_force
from server.store.unit_of_work import Reading, UnitOfWork


def with_halls_table(reading: Reading, guidance: Guidance) -> Guidance:
    """Return `guidance` with the city's table of holidays: halls and guidance count the same days."""
    return with_table(guidance, halls_table(reading))


def halls_table(reading: Reading) -> Calendar:
    """Return the city's table of holidays, an empty one where there is none."""
    city = document_in_force(reading, SETTINGS_OF_CITY, CityDocument)
    return Calendar() if city is None else city.calendar


def with_table(guidance: Guidance, table: Calendar) -> Guidance:
    """Return `guidance` with the `table` of holidays; an empty one keeps what the pack says."""
    if table == Calendar():
        return guidance
    return replace(guidance, pack=replace(guidance.pack, calendar=table))


def submit_release(uow: UnitOfWork, guidance: Guidance, by: str, now: int, note: str = "") -> str:
    """Hand `guidance` in as a draft at `now` (ms) and return its id; raises `Refusal` release_known, nobody_named."""
    number = next_number(uow)
    release, fresh = keep_body(uow, guidance, now)
    if not fresh:
        known = standing_of(uow, release, now)
        if known.state != "returned":
            raise Refusal("release_known", release=release[:SHORT], state=both(WORDS[known.state]))
    add_act(uow, "submitted", release, by, now, number, note=note)
    return release


def check_release(
    uow: UnitOfWork, release: str, by: str, departments: Sequence[str], now: int, note: str = ""
) -> tuple[str, ...]:
    """Let departments vouch for the facts of a draft at `now` (ms); return those that have yet to.

    Raises `Refusal` department_unknown, release_step, release_unknown, nobody_named.
    """
    known = {each.id for each in guidance_of(uow, release).pack.authorities}
    for department in departments:
        if known and department not in known:
            raise Refusal("department_unknown", department=department, known=", ".join(sorted(known)))
        number = next_number(uow)
        must_be(standing_of(uow, release, now), "submitted")
        add_act(uow, "checked", release, by, now, number, department=department, note=note)
    return unchecked(uow, standing_of(uow, release, now), now)


def review_release(
    uow: UnitOfWork, release: str, by: str, now: int, note: str = "", is_author: bool | None = None
) -> None:
    """Let somebody who did not write it review a draft that every department has vouched for, at `now` (ms).

    Whether they wrote it is told by their names, where `is_author` does not know it better.
    Raises `Refusal` reviewer_is_author, release_unchecked, release_step, release_unknown, nobody_named.
    """
    number = next_number(uow)
    standing = standing_of(uow, release, now)
    must_be(standing, "submitted")
    if is_author or (is_author is None and _person(by) == _person(standing.author)):
        raise Refusal("reviewer_is_author", release=release[:SHORT], by=by)
    refuse_unchecked(uow, standing, now)
    add_act(uow, "reviewed", release, by, now, number, note=note)


def return_release(uow: UnitOfWork, release: str, by: str, now: int, note: str) -> None:
    """Give a draft back to its author at `now` (ms), who hands another in; raises `Refusal` as above."""
    number = next_number(uow)
    must_be(standing_of(uow, release, now), "submitted", "reviewed")
    add_act(uow, "returned", release, by, now, number, note=note)


def unchecked(reading: Reading, standing: Standing, now: int) -> tuple[str, ...]:
    """Return the departments that have yet to vouch for what a release changes; one at least always must."""
    current = in_force(reading, now)
    before = guidance_of(reading, current.release) if current else None
    after = guidance_of(reading, standing.release)
    needed = departments_needed(before, after) - set(standing.checked_by)
    if not needed and not standing.checked_by:
        return tuple(each.id for each in after.pack.authorities[:1]) or ("",)
    return tuple(sorted(needed))


def refuse_unchecked(reading: Reading, standing: Standing, now: int) -> None:
    """Raise `Refusal` release_unchecked when a department has yet to vouch for a release."""
    if left := unchecked(reading, standing, now):
        release = standing.release[:SHORT]
        raise Refusal("release_unchecked", release=release, departments=", ".join(each or "*" for each in left))


def _person(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
