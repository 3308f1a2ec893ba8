"""What one page of the administrators' house is: an address of the table, and what it shows or does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Request, Response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from config.centers import Language
from config.reporting import Reports
from server.office.care.box_health import Health
from server.office.care.care_desk import CareDesk
from server.office.drafts.bench import Bench
from server.office.drafts.proving import ProofRoom
from server.office.estimates import Estimates
from server.office.people.accounts import By
from server.office.people.sign_ins import SignedIn
from server.office.people.signing_in import Where
from server.office.releases.proving import Proving
from server.rules.errors import Refusal
from server.rules.hall.city_tree import CityTree
from server.rules.people.passwords import Law
from server.rules.people.roles import Duty
from server.store.projection import tree_of
from server.store.store import Store
from server.web.address import KIB, Address, Lane, Permission
from server.web.consulting import Consulting
from server.web.held_releases import HeldReleases
from server.web.reports.making import OpenBook
from server.wire.peer import limited_as

Shown = str | AnyResponse
DEVICE_LONGEST = 200


@dataclass(frozen=True)
class House:
    """What the pages are answered from: the store, what passwords must be, the key of second factors, known waits.

    `consultations` has the releases opened, `proving` proves those to come, `held` says which one kiosks hold.
    `record_heads` is the file of heads that the record of changes is proved against. `book` opens the lists in
    force, and reports are as `reports` wants them, kept in the folder `kept_reports`. Drafts of guidance lie on
    `bench`, and are proved in `proofs`. `care` looks after this machine.
    """

    store: Store
    box: Callable[[], tuple[Health, ...]] = field(default=tuple, kw_only=True)
    """Looks at the machine that this runs on."""
    law: Law
    key: bytes
    clock: Callable[[], int]
    estimates: Estimates
    consultations: Consulting
    proving: Proving
    held: HeldReleases
    record_heads: Path | None = None
    book: OpenBook = lambda now: None
    reports: Reports = field(default_factory=Reports)
    kept_reports: Path | None = None
    bench: Bench = field(default_factory=Bench)
    proofs: ProofRoom = field(default_factory=ProofRoom)
    care: CareDesk | None = None


@dataclass(frozen=True)
class Visit:
    """One request to a page: by whom (None before they are signed in), when (ms), with which places of its path.

    What is changed is worked on in another thread, which has no request of Flask's: all it needs is here.
    """

    house: House
    person: SignedIn | None
    now: int
    places: Mapping[str, str]
    language: Language
    where: Where
    form: Mapping[str, str]

    @property
    def store(self) -> Store:
        """Return the store."""
        return self.house.store

    @property
    def who(self) -> SignedIn:
        """Return who is signed in; raises `Refusal` sign_in_needed on a page that is everybody's."""
        if self.person is None:
            raise Refusal("sign_in_needed")
        return self.person

    @property
    def by(self) -> By:
        """Return who changes something, as the record names them."""
        return By(self.who.person, self.who.name, self.where.address, self.who.grants)

    @property
    def tree(self) -> CityTree:
        """Return which center lies below which."""
        return self.store.read(tree_of)

    def field(self, name: str) -> str:
        """Return what the form says in field `name`, "" where it says nothing."""
        return self.form.get(name, "")

    def show(self, template: str, **values: Any) -> str:
        """Return the page made of `admin/TEMPLATE.html`."""
        return render_template(f"admin/{template}.html", visit=self, **values)

    def go(self, path: str, done: str = "") -> Response:
        """Send the browser on to another page, which says what was `done` (a key of `server.web.admin.done`)."""
        response = redirect(f"{path}?{urlencode({'done': done})}" if done else path, 303)
        if not isinstance(response, Response):
            raise TypeError(type(response))
        return response


@dataclass(frozen=True, kw_only=True)
class Page(Address):
    """An address of the house: `act` returns what it shows, or does what its form asks.

    What a form is refused for is told by `again`, on the page that has the form.
    """

    permission: Permission = "person"
    lane: Lane = "house"
    body_bytes: int = 64 * KIB
    act: Callable[[Visit], Shown]
    again: Callable[[Visit, Refusal], Shown] | None = None


def where_from(asked: Request) -> Where:
    """Return where a request comes from."""
    agent = "".join(each for each in asked.headers.get("User-Agent", "") if each.isprintable())
    return Where(limited_as(asked.remote_addr or ""), agent[:DEVICE_LONGEST])


@dataclass(frozen=True)
class Section:
    """One entry of the menu: for whoever has one of the duties, or for everybody; `note` says what is there."""

    path: str
    title: str
    duties: tuple[Duty, ...] = ()
    note: str = ""
