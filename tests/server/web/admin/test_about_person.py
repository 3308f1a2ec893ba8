"""A security administrator shows and erases what is held about whoever shows a slip; each is recorded once."""

import json

from server.office.audit.chain import head
from server.rules.hall.slip_digits import digits_of
from server.rules.people.roles import Grant
from server.store.secret_hash import secret_hash
from tests.server.web.admin.conftest import Enter
from tests.server.web.conftest import Web

HERE = "/admin/privacy/person"


def test_it_is_shown_taken_along_and_erased(web: Web, enter: Enter) -> None:
    ticket = web.take().json
    fields = {"kind": "ticket", "number": ticket["number"], "center": "hall", "day": "2025-11-25"}
    fields["proof"] = digits_of(secret_hash(ticket["secret"]))
    security = enter("sec", Grant("security"))
    security.open("/admin/privacy")
    assert f'href="{HERE}"' in security.page
    security.open(HERE)
    before = web.store.read(head).seq
    assert security.send(HERE, **{**fields, "proof": "000000"}).status == 403
    assert 'value="D001"' in security.page
    assert web.store.read(head).seq == before
    assert security.send(HERE, **fields).status == 200
    assert ticket["id"] in security.text()
    assert web.store.read(head).seq == before + 1
    security.open(HERE)
    answer = security.send(HERE, **fields, **{"as": "json"})
    assert [row["id"] for row in json.loads(answer.data)["tickets"]] == [ticket["id"]]
    security.open(HERE)
    assert security.send(f"{HERE}/erase", **fields).status == 409
    assert "what is erased does not come back" in security.text()
    assert security.send(f"{HERE}/erase", **fields, sure="on").status == 409
    assert "still open" in security.text()
    web.ask("POST", f"/tickets/{ticket['id']}/cancel", body={}, X_Ticket_Secret=ticket["secret"])
    before = web.store.read(head).seq
    assert security.send(f"{HERE}/erase", **fields, sure="on").status == 200
    assert "Erased" in security.text()
    assert web.store.read(head).seq == before + 1
    # Its digits prove nothing any more.
    assert web.ask("GET", f"/tickets/{ticket['id']}", X_Ticket_Secret=ticket["secret"]).code == "secret_unknown"
