"""How whoever writes checklists comes to the editors' page: its script asks here for a token, nobody pastes one."""

from typing import Final

import msgspec
from flask import Response

from server.office.people.editing import editors_token
from server.rules.people.roles import Duty
from server.store.unit_of_work import CITY
from server.web.admin.page import Page, Shown, Visit

DUTIES: Final[tuple[Duty, ...]] = ("write_guidance",)
EDITING: Final = "/caller/editing"


def _form(visit: Visit) -> Shown:
    """Tell what a form of ours carries: pages of other sites may ask, but no browser lets them read it."""
    return _json({"form": visit.who.csrf})


def _token(visit: Visit) -> Shown:
    token = visit.store.write(CITY, lambda uow: editors_token(uow, visit.who, visit.by, visit.now))
    return _json({"token": token})


def _json(told: dict[str, str]) -> Response:
    return Response(msgspec.json.encode(told), content_type="application/json")


PAGES: Final = (
    Page(method="GET", path="/admin/form.json", duties=DUTIES, act=_form),
    Page(method="POST", path="/admin/token", duties=DUTIES, act=_token),
)
