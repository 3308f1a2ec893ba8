"""All that is held about one person, for whoever shows a slip, a booking, a code or an account: told, or erased."""

from typing import Final

import msgspec
from flask import Response

from server.office.privacy.about import Rows, Shown
from server.office.privacy.erasing import erase, hand_out
from server.rules.errors import Refusal
from server.rules.privacy.data_map import HELD
from server.web.admin.names import center_names
from server.web.admin.page import Page, Visit
from server.web.admin.page import Shown as Answer
from server.web.admin.privacy import PRIVACY

PERSON: Final = f"{PRIVACY}/person"
KINDS: Final = {
    "ticket": "Number on a slip",
    "booking": "Booking",
    "consultation": "Code of a consultation",
    "account": "Account of the staff",
}
TITLES: Final = {
    "consultations": "Consultation",
    "tickets": "Ticket",
    "remote_tickets": "Number taken elsewhere",
    "return_rights": "Right to come back",
    "person_tickets": "One number for each person",
    "intervals": "What happened to the number",
    "failed_cases": "What could not be done",
    "bookings": "Booking",
    "booking_appeals": "Missed bookings that count no more",
    "people": "Account of the staff",
    "person_roles": "Roles",
    "sign_ins": "Signed in",
    "recovery_codes": "Recovery codes",
    "past_passwords": "Past passwords",
}
"""Table -> what people call its rows (gettext keys)."""


def _form(visit: Visit, trouble: Refusal | None = None) -> Answer:
    return visit.show(
        "about_person",
        kinds=KINDS,
        centers=visit.store.read(center_names),
        typed=visit.form,
        trouble=trouble,
        titles=TITLES,
        rows=None,
        gone=None,
    )


def _hand_out(visit: Visit) -> Answer:
    rows = hand_out(visit.store, _shown(visit), visit.by, visit.now)
    if visit.field("as") == "json":
        named = {"Content-Disposition": 'attachment; filename="person.json"'}
        return Response(_as_json(rows), content_type="application/json", headers=named)
    return visit.show("about_person_told", titles=TITLES, rows=rows, gone=None, what=_what(rows))


def _erase(visit: Visit) -> Answer:
    if visit.field("sure") != "on":
        raise Refusal("erase_unsure")
    gone = erase(visit.store, _shown(visit), visit.by, visit.now)
    return visit.show("about_person_told", titles=TITLES, rows=None, gone=gone, what={})


def _shown(visit: Visit) -> Shown:
    fields = ("kind", "number", "center", "day", "proof")
    return Shown(*(visit.field(name).strip()[:LONGEST] for name in fields))


def _as_json(rows: Rows) -> bytes:
    return msgspec.json.format(msgspec.json.encode(rows))


def _what(rows: Rows) -> dict[str, str]:
    """Return why each table is held, as the data map says."""
    return {held.table: held.why for held in reversed(HELD) if held.table in rows}


LONGEST: Final = 80
DUTY: Final = ("accounts",)
PAGES: Final = (
    Page(method="GET", path=PERSON, duties=DUTY, act=_form),
    Page(method="POST", path=PERSON, duties=DUTY, act=_hand_out, again=_form),
    Page(method="POST", path=f"{PERSON}/erase", duties=DUTY, act=_erase, again=_form, afresh=True),
)
