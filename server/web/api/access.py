"""A page's one-time code becomes its token."""

from server.office.access.redeem import Access, redeem_access
from server.store.unit_of_work import UnitOfWork
from server.web.route import Asked, Route, Write
from server.wire.access import AccessAnswer, RedeemCode


def _redeem(asked: Asked, uow: UnitOfWork, body: RedeemCode) -> Access:
    return redeem_access(uow, body.code, asked.now)


def _told(asked: Asked, access: Access) -> AccessAnswer:
    return AccessAnswer(
        token=access.token,
        scope=access.scope,
        center=access.center,
        counter=access.counter,
        live=asked.house.live(),
    )


ROUTES = (
    Route(
        method="POST",
        path="/access",
        summary="Exchange a one-time code for a token",
        permission="public",
        answer=AccessAnswer,
        act=Write(_redeem, RedeemCode, keyed=False, tell=_told),
    ),
)
