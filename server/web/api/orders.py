"""A device asks what it shall do, and says what came of it."""

from server.office.access.orders import note_done, open_orders
from server.store.unit_of_work import UnitOfWork
from server.web.address import KIB
from server.web.route import Asked, Route, Write
from server.wire.orders import OrderDone, OrderHeard, OrdersNow


def _open(asked: Asked) -> OrdersNow:
    return OrdersNow(asked.store.read(lambda reading: open_orders(reading, asked.by.id, asked.now)))


def _done(asked: Asked, uow: UnitOfWork, body: OrderDone) -> OrderHeard:
    note_done(uow, asked.by.id, asked.places["order"], body, asked.now)
    return OrderHeard(ok=True)


ROUTES = (
    Route(
        method="GET",
        path="/orders",
        summary="What somebody wants this device to do now",
        permission="token",
        scopes=("kiosk", "display"),
        target="city",
        answer=OrdersNow,
        act=_open,
    ),
    Route(
        method="POST",
        path="/orders/{order}/done",
        summary="Say what came of it",
        permission="token",
        scopes=("kiosk", "display"),
        target="city",
        body_bytes=1024 * KIB,
        answer=OrderHeard,
        refuses=("order_gone",),
        act=Write(_done, OrderDone, keyed=False),
    ),
)
