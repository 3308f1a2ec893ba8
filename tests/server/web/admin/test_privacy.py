"""The page of privacy shows what is held and how long; how long is decided by the city, within bounds, and recorded."""

from server.office.audit.chain import head
from server.office.audit.looking import Sought, newest
from server.office.purging import retention_of
from server.rules.people.roles import Grant
from server.rules.privacy.data_map import HELD
from tests.server.web.admin.conftest import Enter
from tests.server.web.conftest import Web


def test_everything_is_on_the_page(enter: Enter) -> None:
    auditor = enter("audrey", Grant("auditor"))
    assert auditor.open("/admin/privacy").status == 200
    told = auditor.text()
    assert all(held.what in told for held in HELD)
    assert "730 days" in told
    assert "Change how long" not in told


def test_it_is_taken_along(enter: Enter) -> None:
    auditor = enter("audrey", Grant("auditor"), language="zh")
    answer = auditor.open("/admin/privacy/document.md")
    assert answer.headers["content-disposition"] == 'attachment; filename="privacy.md"'
    assert "个人信息保护影响评估" in answer.data.decode()


def test_the_city_decides_how_long_within_bounds(web: Web, enter: Enter) -> None:
    city = enter("cindy", Grant("city"))
    city.open("/admin/privacy")
    assert "Change how long" in city.text()
    city.open("/admin/city/parts/retention")
    days = {f"retention.{name}": "30" for name in ("ticket_days", "booking_days", "holder_days", "wrong_try_days")}
    days |= {"retention.ticket_days": "3", "retention.missed_booking_days": "60", "retention.search_days": "30"}
    days |= {"retention.sign_in_days": "200"}

    def send(record_days: str) -> int:
        fields = {"act": "save", **days, "retention.record_days": record_days}
        return city.send("/admin/city/parts/retention", **fields).status

    before = web.store.read(head).seq
    assert send("179") == 422
    assert "180" in city.text()
    assert web.store.read(head).seq == before
    assert send("200") == 200
    kept = web.store.read(retention_of)
    assert (kept.ticket_days, kept.record_days, kept.sign_in_days) == (3, 200, 200)
    assert web.store.read(lambda reading: newest(reading, Sought()))[0].changed.what == "settings_written"
    city.open("/admin/privacy")
    assert "200 days" in city.text()
