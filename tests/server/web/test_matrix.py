"""Who may do what, made from the route table: every address, asked by every kind of bearer, answers as it declares."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import get_args

import pytest
from flask import Blueprint
from sqlalchemy import update

from config.edition import Guidance
from server.office.releases.shipped import publish_shipped
from server.store import access_tables
from server.store.secret_hash import secret_hash
from server.store.store import Store
from server.store.tokens import new_token
from server.store.unit_of_work import CITY as WHOLE_CITY
from server.web.address import Address, Scope
from server.web.app import create_app
from server.web.route import Inquiry, Route
from server.web.table import TABLE, Undeclared, declared
from tests.server.conftest import CITY, MORNING
from tests.server.rules.guidance.small_pack import SMALL
from tests.server.web.conftest import KEY, Answer, Web

REFUSED = ("token_missing", "token_unknown", "token_scope", "secret_unknown")
HERE = ("hall", "hall-1")
ELSEWHERE = (("hall", "hall-2"), ("village", "village-1"))


@dataclass(frozen=True)
class Asker:
    """Somebody who asks: with a token of `scope` for a center and a counter, or with the secret of a ticket."""

    name: str
    token: str | None = None
    known: bool = True
    scope: Scope | None = None
    center: str | None = None
    counter: str | None = None
    secret: str | None = None
    opens: str | None = None


def revoked(web: Web, token: str) -> str:
    row = access_tables.tokens.c.hash == secret_hash(token)
    web.store.write(WHOLE_CITY, lambda uow: uow.run(update(access_tables.tokens).where(row).values(revoked_at=MORNING)))
    return token


def askers(web: Web, secret: str, booked: str, others: str) -> Iterator[Asker]:
    yield Asker("nobody")
    yield Asker("unknown token", "no-such-token", known=False)

    def token(scope: Scope, center: str | None, counter: str | None) -> str:
        return web.store.write(WHOLE_CITY, lambda uow: new_token(uow, scope, MORNING, center=center, counter=counter))

    for scope in get_args(Scope):
        yield Asker(f"revoked {scope}", revoked(web, token(scope, *HERE)), known=False)
        for center, counter in (HERE, *ELSEWHERE):
            at = counter if scope == "counter" else None
            yield Asker(f"{scope} of {center} {at}", token(scope, center, at), True, scope, center, at)
    yield Asker("channel of the city", token("channel", None, None), True, "channel")
    yield Asker("admin of the city", token("admin", None, None), True, "admin")
    yield Asker("the holder", secret=secret, opens="ticket")
    yield Asker("the holder of the booking", secret=booked, opens="booking")
    yield Asker("the holder of another ticket", secret=others)
    yield Asker("who guesses", secret="guess")


def expected(address: Address, asker: Asker) -> str | None:
    """Return the code that the table says `asker` is refused with, None for whoever is let in."""
    looks_at_tokens = bool(address.scopes)
    if asker.token is not None and looks_at_tokens and not asker.known:
        return "token_unknown"
    if address.permission == "ticket" and asker.secret is not None:
        return None if asker.opens == address.target else "secret_unknown"
    if asker.token is None:
        return "token_missing" if address.permission in ("token", "ticket") else None
    if not looks_at_tokens:
        return None
    reaches = {
        "whole_city": asker.center is None,
        "center": asker.center in (None, "hall"),
        "center_below": asker.center in (None, "hall"),
        "center_in_body": asker.center in (None, "hall"),
        "ticket": asker.center in (None, "hall"),
        "booking": asker.center in (None, "hall"),
        "counter": asker.counter in (None, "hall-1") and asker.center in (None, "hall"),
    }
    allowed = asker.scope in address.scopes and reaches.get(address.target, True)
    return None if allowed else "token_scope"


def ask(web: Web, address: Address, asker: Asker, places: dict[str, str]) -> Answer:
    path = address.path.format(**places)
    body = {"checklists": ["settle"], "center": "hall"} if address.target == "center_in_body" else {}
    headers = {} if asker.secret is None else {"X_Ticket_Secret": asker.secret}
    return web.ask(address.method, path, asker.token, body if address.method != "GET" else None, **headers)


def places(web: Web) -> tuple[dict[str, str], str, str, str]:
    """Return what stands at each place of a path, the secrets of the ticket and the booking there, and of another."""
    web.store.write(WHOLE_CITY, lambda uow: publish_shipped(uow, Guidance(SMALL), KEY, MORNING))
    ticket, other = web.take().json, web.take().json
    slot = {"service": "social", "day": "2025-11-26", "clock": "14:00"}
    booking = web.ask("POST", "/centers/hall/bookings", web.kiosk, slot).json
    code = web.ask("POST", "/consultations", web.kiosk, {"checklists": ["settle"]}).json["code"]
    named = {"center": "hall", "counter": "hall-1", "ticket": ticket["id"], "number": ticket["number"], "code": code}
    return (
        {
            **named,
            "service": "social",
            "booking": booking["id"],
            "question": "grade",
            "checklist": "school",
            "item": "F01",
            "name": "x.js",
            "visit": "v",
            "trip": "1",
            "case": "none",
            "person": "p",
            "sign_in": "s",
            "device": "d",
            "order": "o",
            "alert": "a",
            "row": "1",
            "part": "hours",
            "file": "none",
            "release": "r",
            "draft": "none",
            "kind": "items",
            "record": "none",
            "table": "none",
        },
        ticket["secret"],
        booking["secret"],
        other["secret"],
    )


def test_every_address_lets_in_whom_the_table_says_and_nobody_else(web: Web) -> None:
    filled, secret, booked, others = places(web)
    everybody = list(askers(web, secret, booked, others))
    wrong = []
    for address in TABLE:
        for asker in everybody:
            answer = ask(web, address, asker, filled)
            problem = answer.headers.get("content-type") == "application/problem+json"
            code = answer.json["code"] if problem and answer.json["code"] in REFUSED else None
            if code != expected(address, asker) or answer.status == 500:
                wrong.append((address.method, address.path, asker.name, expected(address, asker), answer.data[:90]))
    assert wrong == []


def test_who_is_refused_changes_nothing(web: Web) -> None:
    filled, secret, booked, others = places(web)
    before = web.ask("GET", "/api/v1/centers/hall/journal", web.kiosk).json
    for address in TABLE:
        for asker in askers(web, secret, booked, others):
            if address.method != "GET" and expected(address, asker) is not None:
                ask(web, address, asker, filled)
    assert web.ask("GET", "/api/v1/centers/hall/journal", web.kiosk).json == before


def test_no_address_takes_more_than_it_says(web: Web) -> None:
    filled, _, _, _ = places(web)
    for address in TABLE:
        path = address.path.format(**filled)
        just, more = (web.ask(address.method, path, body=b" " * (address.body_bytes + each)) for each in (0, 1))
        assert just.status != 413, path
        assert (more.status, more.code) == (413, "body_too_large"), path
        assert str(address.body_bytes) in more.json["detail"]
        assert web.ask(address.method, f"{path}?x={'y' * address.query_bytes}").status == 400, path


def test_a_head_is_asked_for_like_a_get_and_other_methods_do_not_exist(web: Web) -> None:
    assert web.ask("HEAD", "/api/v1/centers").status == 401
    assert web.ask("HEAD", "/api/v1/centers", web.kiosk).status == 200
    for address in TABLE:
        path = address.path.replace("{", "").replace("}", "")
        for method in ("OPTIONS", "DELETE", "PATCH", "TRACE"):
            assert web.ask(method, path, web.kiosk).status == 405, path


def test_figures_are_told_to_who_shows_their_token_and_to_nobody_without_one(store: Store) -> None:
    """Behind a proxy everybody comes from this machine: where one comes from opens nothing."""
    for token in ("", "figures-token"):
        asking = create_app(store, clock=lambda: MORNING, live_port=9, metrics_token=token).test_client()
        for shown in ("", "Bearer ", "Bearer wrong", "Bearer figures-token", "figures-token", "Basic figures-token"):
            wanted = 200 if token and shown == f"Bearer {token}" else 404
            assert asking.get("/metrics", headers={"Authorization": shown}).status_code == wanted
        assert asking.get("/metrics").status_code == 404
    assert any(address.permission == "metrics" for address in TABLE)


def test_an_address_that_is_in_no_table_does_not_start(store: Store) -> None:
    rogue = Blueprint("rogue", __name__)
    rogue.add_url_rule("/rogue/<name>", "rogue", lambda name: name)
    with pytest.raises(Undeclared, match=r"GET /rogue/\{name\} is in no table"):
        create_app(store, clock=lambda: MORNING, live_port=9, blueprints=[rogue])


def test_an_address_is_declared_once() -> None:
    assert len(declared(TABLE)) == len(TABLE)
    with pytest.raises(Undeclared, match="declared twice"):
        declared((*TABLE, replace(TABLE[0])))


@pytest.mark.parametrize(
    "contradiction",
    [
        {"target": "center"},
        {"permission": "token"},
        {"permission": "public", "scopes": ("kiosk",)},
        {"permission": "ticket", "scopes": ("kiosk",)},
        {"permission": "code"},
        {"target": "consultation"},
    ],
)
def test_a_declaration_that_contradicts_itself_is_none(contradiction: dict[str, object]) -> None:
    sound = Address(method="GET", path="/x", permission="public")
    with pytest.raises(ValueError, match="/x"):
        replace(sound, **contradiction)  # type: ignore[arg-type]


def test_a_key_needs_somebody_to_belong_to() -> None:
    keyed = next(each for each in TABLE if isinstance(each, Route) and each.keyed)
    with pytest.raises(ValueError, match="a key belongs to"):
        replace(keyed, path="/x", permission="public", scopes=(), target="nothing")


def test_a_question_with_a_body_needs_no_key_and_is_a_post() -> None:
    routes = (each for each in TABLE if isinstance(each, Route))
    route, inquiry = next((each, each.act) for each in routes if isinstance(each.act, Inquiry))
    assert (route.keyed, route.body) == (False, inquiry.body)
    with pytest.raises(ValueError, match="is a POST"):
        replace(route, method="PUT")


def test_the_small_city_is_where_the_askers_are() -> None:
    counters = {(center.id, counter.id) for center in CITY.centers for counter in center.counters}
    assert {HERE, *ELSEWHERE} <= counters
