"""Clerks sign in at a counter, and out again; the token that a counter is paired by opens nothing else there."""

from server.office.access.redeem import end_of_day
from server.office.audit.chain import Changed, lock_record, record
from server.office.people.at_desk import AtDesk, Recognised, Shown, enter, recognise
from server.office.people.record import person_of
from server.office.requests import CounterCommand
from server.office.sitting import leave
from server.rules.errors import Refusal
from server.store.unit_of_work import UnitOfWork
from server.web.api.desk import here
from server.web.route import Asked, Route, Write
from server.wire.at_desk import SignedInAtDesk, SignInAtDesk
from server.wire.messages import CounterAnswer, Nothing


def _recognised(asked: Asked, body: SignInAtDesk) -> tuple[Recognised, bool]:
    shown = Shown(body.name, body.pin, body.password, body.card)
    if not (body.card or (body.name and (body.pin or body.password))):
        raise Refusal("desk_sign_in_wrong")
    found = recognise(
        asked.store, asked.admitted.center, asked.places["counter"], shown, asked.house.key, asked.admitted.now
    )
    return found, body.take_over


def _enter(asked: Asked, uow: UnitOfWork, given: tuple[Recognised, bool]) -> AtDesk:
    who, take_over = given
    until = end_of_day(uow, uow.center, asked.now)
    return enter(uow, asked.places["counter"], who, take_over, asked.by.id, asked.admitted.place, until, asked.now)


def _told(_asked: Asked, entered: AtDesk) -> SignedInAtDesk:
    return SignedInAtDesk(entered.token, entered.counter)


def _leave(asked: Asked, uow: UnitOfWork, _body: Nothing) -> CounterAnswer:
    lock_record(uow)
    told = leave(uow, CounterCommand(*here(asked, uow)), asked.now)
    if asked.by.person is not None:
        who, place = person_of(uow, asked.by.person), asked.admitted.place
        record(uow, Changed(asked.now, who.id, who.name, "signed_out", who.login, center=uow.center, place=place))
    return told


ROUTES = (
    Route(
        method="POST",
        path="/counters/{counter}/sign-in",
        summary="Sign a clerk in at this counter, by PIN, card or password, and let them sit down",
        permission="token",
        scopes=("counter",),
        target="counter",
        unnamed=True,
        lane="desk",
        answer=SignedInAtDesk,
        refuses=(
            "desk_sign_in_wrong",
            "desk_role_missing",
            "sign_in_locked",
            "pin_void",
            "card_unfit",
            "password_due",
            "desk_taken",
            "person_elsewhere",
            "counter_busy",
            "ticket_state",
            "person_gone",
            "center_unknown",
        ),
        act=Write(_enter, SignInAtDesk, keyed=False, prepare=_recognised, tell=_told),
    ),
    Route(
        method="POST",
        path="/counters/{counter}/sign-out",
        summary="Sign the clerk of this counter out: it closes",
        permission="token",
        scopes=("counter",),
        target="counter",
        answer=CounterAnswer,
        refuses=("counter_busy", "ticket_state", "person_gone"),
        act=Write(_leave, Nothing),
    ),
)
