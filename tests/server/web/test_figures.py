"""Figures are told as they are, and a store that cannot be read is one of them."""

from prometheus_client import generate_latest

from server.web.figures import figures_of
from tests.server.conftest import Office


def test_people_in_line_are_told_of_every_hall(office: Office) -> None:
    registry = figures_of(office.store, lambda: False)
    office.take("social")
    office.take("idcard")
    told = generate_latest(registry).decode()
    assert 'banshi_waiting{center="hall"} 2.0' in told
    assert "banshi_backup_overdue 0.0" in told
    assert "banshi_store_readable 1.0" in told
    office.store.close()
    if office.store.dialect == "sqlite":
        assert "banshi_store_readable 0.0" in generate_latest(registry).decode()
