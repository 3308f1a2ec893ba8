"""Releases of guidance: where each stands, what differs from the one in force, and what can be done with it now."""

from functools import partial
from typing import Final

import msgspec
from flask import request

from config.centers import Text
from config.edition import Guidance
from config.findings import told
from server.office.access.devices import Device, devices_in
from server.office.releases.prepare import unchecked
from server.office.releases.record import acts_of, in_force, named_release
from server.office.releases.recorded import author_of
from server.rules.errors import Refusal
from server.rules.guidance.prove.finding import Finding
from server.rules.guidance.release.difference import difference_of, touched
from server.rules.guidance.release.difference_words import PARTS, Line, lines, names_of
from server.rules.guidance.release.record import Standing, standings
from server.rules.people.roles import may_anywhere
from server.web.admin.names import center_names, moment_words, zone_of
from server.web.admin.page import Page, Section, Shown, Visit
from server.web.admin.release_words import HOLDS, STATES, Waits, department_words, row_of
from server.wire.signed_release import Statement, tag

RELEASES: Final = "/admin/releases"
SECTION: Final = Section(
    RELEASES, "Releases", ("write_guidance", "review_guidance"), "Checklists on their way to the halls."
)
PAGE_ROWS: Final = 30
LINES_MOST: Final = 400
"""Changes that one page shows; a new pack has thousands."""
FINDINGS_MOST: Final = 200


def _list(visit: Visit, refusal: Refusal | None = None) -> Shown:
    acts = visit.store.read(acts_of)
    found = tuple(standings(acts, visit.now).values())[::-1]
    first = _number(request.args.get("from", ""))
    departments = _departments(_guidance(visit, _current(visit) or (found[0].release if found else None)))
    moment = _moments(visit)
    rows = [row_of(each, acts, departments, moment) for each in found[first : first + PAGE_ROWS]]
    return visit.show(
        "releases",
        rows=rows,
        states=STATES,
        first=first,
        older=first + PAGE_ROWS if len(found) > first + PAGE_ROWS else 0,
        draft=visit.house.proving.draft_of(visit.who.person),
        may_write=may_anywhere(visit.who.grants, "write_guidance"),
        told=told,
        refusal=refusal,
    )


def show_one(visit: Visit, refusal: Refusal | None = None) -> Shown:
    """Show one release; `refusal` is why what was asked of it was not done. Raises `Refusal` release_unknown."""
    release = visit.store.read(lambda reading: named_release(reading, visit.places["release"]))
    acts = visit.store.read(acts_of)
    known = standings(acts, visit.now)
    if release not in known:
        raise Refusal("release_unknown", release=release[:12])
    standing = known[release]
    own = _guidance(visit, release)
    departments = _departments(own)
    row = row_of(standing, acts, departments, _moments(visit))
    compared = _compared(visit, standing)
    changed, editions, names = _changes(visit, compared)
    proof = visit.house.proving.of(release)
    return visit.show(
        "release",
        row=row,
        release=release,
        states=STATES,
        holds=HOLDS,
        pack=own.pack if own else None,
        departments=departments,
        left=_left(visit, standing, departments),
        own_draft=_is_author(visit, standing),
        writes=may_anywhere(visit.who.grants, "write_guidance"),
        reviews=may_anywhere(visit.who.grants, "review_guidance"),
        compared=compared,
        changed=changed[:LINES_MOST],
        count=len(changed),
        records=PARTS,
        editions=editions,
        proof=proof,
        kiosks=_kiosks(visit) if row.state == "published" else [],
        findings=_found(proof.findings, names) if proof else [],
        refusal=refusal,
        typed=visit.form,
    )


def _compared(visit: Visit, standing: Standing) -> tuple[str, str] | None:
    """Return which two releases are compared: this one with the one in force, that one with the one before."""
    current = visit.store.read(lambda reading: in_force(reading, visit.now))
    if current is None:
        return None
    if current.release != standing.release:
        return current.release, standing.release
    before = msgspec.json.decode(current.statement, type=Statement).previous
    return None if before is None else (before, standing.release)


def _kiosks(visit: Visit) -> list[tuple[Device, Text, str, int | None]]:
    """Return every kiosk with its center, how it stands to the release in force, and when (ms) it said so."""
    current = visit.store.read(lambda reading: in_force(reading, visit.now))
    wanted = "" if current is None else tag(current.statement)
    centers = visit.store.read(center_names)
    found = []
    for each in visit.store.read(lambda reading: devices_in(reading, centers, visit.now)):
        if each.scope == "kiosk":
            said = visit.house.held.of(each.id)
            stands = "unheard" if said is None else "holds" if said.tag == wanted else "older"
            found.append((each, centers[each.center], stands, None if said is None else said.at))
    return found


def _changes(
    visit: Visit, compared: tuple[str, str] | None
) -> tuple[tuple[Line, ...], tuple[Text, ...], dict[tuple[str, str], Text]]:
    """Return what differs in words, the editions that change, and what records are called."""
    if compared is None:
        return (), (), {}
    before, after = (visit.house.consultations.guidance(each) for each in compared)
    names = {**names_of(before), **names_of(after)}
    changes = difference_of(before, after)
    editions = sorted(touched(changes).get("editions", ()))
    return lines(changes, names), tuple(names.get(("editions", each), Text(each, each)) for each in editions), names


def _left(visit: Visit, standing: Standing, departments: dict[str, Text]) -> tuple[Text, ...]:
    """Return the departments that have yet to vouch for a draft."""
    if standing.state not in ("submitted", "reviewed"):
        return ()
    left = visit.store.read(lambda reading: unchecked(reading, standing, visit.now))
    return tuple(department_words(each, departments) for each in left)


def _is_author(visit: Visit, standing: Standing) -> bool:
    author = visit.store.read(lambda reading: author_of(reading, standing.release))
    return author == visit.who.person if author else standing.author == visit.who.name


def _found(findings: tuple[Finding, ...], names: dict[tuple[str, str], Text]) -> list[tuple[Finding, Text, Text, Text]]:
    ordered = sorted(findings, key=lambda each: each.level)
    return [
        (each, names.get((each.part, each.id), Text(each.id, each.id)), told(each.what), told(each.remedy))
        for each in ordered[:FINDINGS_MOST]
    ]


def _departments(guidance: Guidance | None) -> dict[str, Text]:
    return {each.id: each.name for each in guidance.pack.authorities} if guidance else {}


def _current(visit: Visit) -> str | None:
    found = visit.store.read(lambda reading: in_force(reading, visit.now))
    return None if found is None else found.release


def _guidance(visit: Visit, release: str | None) -> Guidance | None:
    return None if release is None else visit.house.consultations.guidance(release)


def _moments(visit: Visit) -> "partial[str]":
    return partial(moment_words, zone=visit.store.read(zone_of))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0


def waiting(visit: Visit) -> tuple[Waits, ...]:
    """Return which releases wait for whoever is there: to be checked, to be reviewed, to be published, to be mended."""
    acts = visit.store.read(acts_of)
    states: list[str] = [each.state for each in standings(acts, visit.now).values()]
    known = [("submitted", "releases to check or review")]
    if may_anywhere(visit.who.grants, "review_guidance"):
        known.append(("reviewed", "releases to publish"))
    if may_anywhere(visit.who.grants, "write_guidance"):
        known.append(("returned", "releases came back"))
    return tuple(Waits(states.count(state), what, RELEASES) for state, what in known)


list_again: Final = _list
"""What tells on the list why a pack was not taken."""


PAGES: Final = (
    Page(method="GET", path=RELEASES, duties=SECTION.duties, target="whole_city", rate="effort", act=_list),
    Page(
        method="GET",
        path=f"{RELEASES}/{{release}}",
        duties=SECTION.duties,
        target="whole_city",
        rate="effort",
        act=show_one,
    ),
)
