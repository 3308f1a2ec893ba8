"""A device says how it is: its clock, its release, its printer."""

from server.office.access.health import note_health
from server.store.unit_of_work import UnitOfWork
from server.web.route import Asked, Route, Write
from server.wire.health import HealthNow, HealthReport


def _note(asked: Asked, uow: UnitOfWork, body: HealthReport) -> HealthNow:
    note_health(uow, asked.by.id, body, asked.now)
    return HealthNow(asked.now)


ROUTES = (
    Route(
        method="POST",
        path="/health",
        summary="Say how a device is",
        permission="token",
        scopes=("kiosk", "counter", "display"),
        target="city",
        answer=HealthNow,
        act=Write(_note, HealthReport, keyed=False),
    ),
)
