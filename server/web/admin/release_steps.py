"""What is done with a release: handed in, vouched for, reviewed, given back, published, withdrawn, put back in force.

Each is done by whoever is signed in, under their own name, and recorded once. What takes a proof is begun here and
goes on by itself.
"""

from collections.abc import Callable
from typing import Final

from flask import make_response, request

from config.findings import told
from config.pack_file import PackError
from config.pack_zip import PACKED_BYTES
from server.office.people.accounts import By
from server.office.releases import recorded
from server.office.releases.record import named_release
from server.office.releases.signing import signing_key
from server.rules.errors import Refusal
from server.rules.people.roles import Duty
from server.store.unit_of_work import CITY, UnitOfWork
from server.web.admin.page import Page, Shown, Visit
from server.web.admin.releases import RELEASES, SECTION, list_again, show_one
from server.web.admin.settings_scope import moment_typed

WRITES: Final[tuple[Duty, ...]] = ("write_guidance",)
REVIEWS: Final[tuple[Duty, ...]] = ("review_guidance",)
NOTE_LONGEST: Final = 500
BODY_BYTES: Final = PACKED_BYTES + 64 * 1024
DEPARTMENT: Final = "department "
"""What the name of a department's box begins with; its id follows."""


def _hand_in(visit: Visit) -> Shown:
    sent = request.files.get("file")
    data = sent.read(PACKED_BYTES + 1) if sent is not None else b""
    try:
        visit.house.proving.submit(data, visit.by, _note(visit))
    except PackError as error:
        return make_response(visit.show("release_problems", problems=error.problems, told=told), 422)
    return visit.go(RELEASES, "release_handed_in")


def _check(visit: Visit) -> Shown:
    departments = [each.removeprefix(DEPARTMENT) for each in visit.form if each.startswith(DEPARTMENT)]
    if not departments:
        raise Refusal("department_missing")
    return _do(
        visit,
        "release_checked",
        lambda uow, release, by: recorded.check(uow, release, by, departments, visit.now, _note(visit)),
    )


def _review(visit: Visit) -> Shown:
    return _do(
        visit,
        "release_reviewed",
        lambda uow, release, by: recorded.review(uow, release, by, visit.now, _note(visit)),
    )


def _give_back(visit: Visit) -> Shown:
    if not _note(visit):
        raise Refusal("note_missing")
    return _do(
        visit,
        "release_returned",
        lambda uow, release, by: recorded.give_back(uow, release, by, visit.now, _note(visit)),
    )


def _publish(visit: Visit) -> Shown:
    release = _release(visit)
    begins = moment_typed(visit, visit.field("at")) if visit.field("when") == "later" else None
    if begins is None and visit.field("when") == "later":
        raise Refusal("settings_field_wrong", field="at")
    visit.house.proving.publish(release, visit.by, begins, _note(visit))
    return visit.go(_here(release), "release_proving")


def _prove(visit: Visit) -> Shown:
    release = _release(visit)
    visit.house.proving.look(release, visit.by)
    return visit.go(_here(release), "release_proving")


def _withdraw(visit: Visit) -> Shown:
    return _do(
        visit,
        "release_withdrawn",
        lambda uow, release, by: recorded.withdraw(uow, release, by, visit.now, _note(visit)),
    )


def _roll_back(visit: Visit) -> Shown:
    """Put the release of the address back into force."""
    if not _note(visit):
        raise Refusal("note_missing")
    key = signing_key(visit.store, visit.house.proving.data, visit.now)
    return _do(
        visit,
        "release_rolled_back",
        lambda uow, release, by: recorded.roll_back(uow, by, key, visit.now, release, _note(visit)),
    )


def _do(visit: Visit, done: str, work: Callable[[UnitOfWork, str, By], object]) -> Shown:
    release, by = _release(visit), visit.by
    visit.store.write(CITY, lambda uow: work(uow, release, by))
    return visit.go(_here(release), done)


def _release(visit: Visit) -> str:
    return visit.store.read(lambda reading: named_release(reading, visit.places["release"]))


def _here(release: str) -> str:
    return f"{RELEASES}/{release[:12]}"


def _note(visit: Visit) -> str:
    """Return what was written beside the step: one line of what can be read."""
    return " ".join("".join(each if each.isprintable() else " " for each in visit.field("note")).split())[:NOTE_LONGEST]


def _post(path: str, duties: tuple[Duty, ...], act: Callable[[Visit], Shown]) -> Page:
    path = f"{RELEASES}/{{release}}/{path}"
    return Page(method="POST", path=path, duties=duties, target="whole_city", act=act, again=show_one)


PAGES: Final = (
    Page(
        method="POST",
        path=RELEASES,
        duties=WRITES,
        target="whole_city",
        body_bytes=BODY_BYTES,
        act=_hand_in,
        again=list_again,
    ),
    _post("check", SECTION.duties, _check),
    _post("review", REVIEWS, _review),
    _post("return", REVIEWS, _give_back),
    _post("publish", REVIEWS, _publish),
    _post("prove", SECTION.duties, _prove),
    _post("withdraw", REVIEWS, _withdraw),
    _post("rollback", REVIEWS, _roll_back),
)
