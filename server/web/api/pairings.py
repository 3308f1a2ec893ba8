"""A device without a token asks to be let in: it shows a code, and fetches its token once somebody has said yes."""

from dataclasses import dataclass
from urllib.parse import urlencode

import segno
from flask import request

from server.office.access.pairing import POLL_SECONDS, VALID_MS, Begun, Paired, begin, take
from server.store.unit_of_work import UnitOfWork
from server.web.route import Asked, Route, Write
from server.wire.access import AccessAnswer
from server.wire.pairing import BeginPairing, PairingBegun, PairingNow, PollPairing
from server.wire.peer import limited_as

PAIR_PAGE = "/admin/devices/pair"


@dataclass(frozen=True)
class _Wish:
    """A device's wish, and the address that it came from."""

    body: BeginPairing
    address: str


def _wished(_asked: Asked, body: BeginPairing) -> _Wish:
    return _Wish(body, limited_as(request.remote_addr or ""))


def _begin(asked: Asked, uow: UnitOfWork, wish: _Wish) -> Begun:
    machine = "".join(each for each in wish.body.machine if each.isprintable())
    return begin(uow, wish.body.scope, machine, wish.address, asked.now)


def _told(asked: Asked, begun: Begun) -> PairingBegun:
    page = asked.house.public() + PAIR_PAGE
    drawn = segno.make(f"{page}?{urlencode({'code': begun.code})}", error="m", micro=False).matrix_iter(border=0)
    rows = tuple("".join("01"[dark > 0] for dark in row) for row in drawn)
    return PairingBegun(begun.device_code, begun.code, page, rows, VALID_MS // 1000, POLL_SECONDS)


def _take(asked: Asked, uow: UnitOfWork, body: PollPairing) -> Paired | None:
    return take(uow, body.device_code, asked.now)


def _now(asked: Asked, paired: Paired | None) -> PairingNow:
    if paired is None:
        return PairingNow(None)
    return PairingNow(AccessAnswer(paired.token, paired.scope, paired.center, paired.counter, asked.house.live()))


ROUTES = (
    Route(
        method="POST",
        path="/pairings",
        summary="Ask to be let in as a device: a code to show, and a secret to fetch the token with",
        permission="public",
        rate="pairings",
        answer=PairingBegun,
        status=201,
        refuses=("pairings_full",),
        act=Write(_begin, BeginPairing, keyed=False, prepare=_wished, tell=_told),
    ),
    Route(
        method="POST",
        path="/pairings/token",
        summary="Fetch the token of a device, once an administrator has let it in",
        permission="public",
        rate="effort",
        answer=PairingNow,
        refuses=("pairing_over",),
        act=Write(_take, PollPairing, keyed=False, tell=_now),
    ),
)
