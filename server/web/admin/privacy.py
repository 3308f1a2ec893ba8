"""What is held about people, why and how long: read by administrators and auditors."""

from typing import Final

from flask import Response

from server.office.purging import retention_of
from server.rules.people.roles import may_anywhere
from server.rules.privacy.data_map import HELD
from server.rules.privacy.document import ALSO, HEADS, NOT_KEPT, WHOSE, document, how_long
from server.web.admin.page import Page, Section, Shown, Visit

PRIVACY: Final = "/admin/privacy"
SECTION: Final = Section(
    PRIVACY, "Privacy", ("look", "accounts", "audit"), "What is kept about people, and for how long."
)


def _map(visit: Visit) -> Shown:
    kept = visit.store.read(retention_of)
    return visit.show(
        "privacy",
        groups=[(title, [each for each in HELD if each.whose == whose]) for whose, title in WHOSE.items()],
        how_long=lambda held: how_long(held, kept, visit.language),
        heads=HEADS,
        also=ALSO,
        not_kept=NOT_KEPT,
        decides=any(grant.role == "city" for grant in visit.who.grants),
        erases=may_anywhere(visit.who.grants, "accounts"),
    )


def _document(visit: Visit) -> Shown:
    told = document(visit.store.read(retention_of), visit.language)
    named = {"Content-Disposition": 'attachment; filename="privacy.md"'}
    return Response(told, content_type="text/markdown; charset=utf-8", headers=named)


PAGES: Final = (
    Page(method="GET", path=PRIVACY, duties=SECTION.duties, act=_map),
    Page(method="GET", path=f"{PRIVACY}/document.md", duties=SECTION.duties, act=_document),
)
