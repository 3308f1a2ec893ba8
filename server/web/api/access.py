"""A page's one-time code becomes its token; a token that is kept asks where the live socket is now."""

from server.office.access.recorded import record_redeemed
from server.office.access.redeem import Access, redeem_access
from server.store.unit_of_work import UnitOfWork
from server.web.address import ANYBODY
from server.web.route import Asked, Route, Write
from server.wire.access import AccessAnswer, AccessNow, RedeemCode


def _redeem(asked: Asked, uow: UnitOfWork, body: RedeemCode) -> Access:
    access = redeem_access(uow, body.code, asked.now)
    if access.scope == "admin":
        record_redeemed(uow, access.scope, asked.admitted.place, asked.now)
    return access


def _told(asked: Asked, access: Access) -> AccessAnswer:
    return AccessAnswer(
        token=access.token,
        scope=access.scope,
        center=access.center,
        counter=access.counter,
        live=asked.house.live(),
    )


def _now(asked: Asked) -> AccessNow:
    bearer = asked.by
    return AccessNow(scope=bearer.scope, center=bearer.center, counter=bearer.counter, live=asked.house.live())


ROUTES = (
    Route(
        method="GET",
        path="/access",
        editors=True,
        summary="What a token opens, and where the live socket is now",
        permission="token",
        scopes=ANYBODY,
        target="city",
        answer=AccessNow,
        act=_now,
    ),
    Route(
        method="POST",
        path="/access",
        summary="Exchange a one-time code for a token",
        permission="public",
        answer=AccessAnswer,
        refuses=("token_unknown", "center_unknown"),
        act=Write(_redeem, RedeemCode, keyed=False, tell=_told),
    ),
)
