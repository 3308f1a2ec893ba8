"""What the kiosk knows beside the citizen: its center, the published guidance, the printer, who waits."""

from collections.abc import Mapping
from typing import Literal, Protocol

import msgspec
from msgspec.structs import asdict, replace

from config.centers import Counter, Hours, Text
from config.documents import TIMEZONE
from config.household import Household, Relation
from config.rule import Value
from config.words import both
from hardware.id_card.lifting import Bed
from hardware.printer.port import PrinterState
from server.rules.guidance.judge.by_card import CardTold
from server.rules.guidance.judge.verdict import Consultation, Knowledge, Question, Wish
from server.wire.hours import HoursNow
from server.wire.messages import LateAnswer, Wait


class Service(msgspec.Struct, frozen=True):
    """A line that people can join at this center; of one that is `booked` they can book a time."""

    id: str
    name: Text
    booked: bool = False


class Checklist(msgspec.Struct, frozen=True):
    """A matter that a citizen can be guided through: its theme and its own name; `group` is the theme's id.

    What is `common` is shown first. One that has a `subject` may be for each of `whom`; the question `who` asks for
    whom, and that it is for several is said at one of the questions `entry`.
    """

    id: str
    theme: Text
    topic: Text
    group: str = ""
    subject: str | None = None
    whom: tuple[Relation, ...] = ()
    who: str | None = None
    entry: tuple[str, ...] = ()
    common: bool = False


class BookedStop(msgspec.Struct, frozen=True):
    """A time that is booked for a stop of a plan: in which center, for which service, on which day (ISO date)."""

    center: str
    service: str
    day: str


class Guide(Protocol):
    """The published guidance, evaluated on this machine."""

    def checklists(self) -> tuple[Checklist, ...]:
        """Return the matters people can choose from, in the order to show them."""

    def consult(
        self,
        checklists: tuple[str, ...],
        answers: Mapping[str, Value],
        wish: Wish,
        booked: "BookedStop | None" = None,
    ) -> Consultation:
        """Return questions still to ask, verdicts and plan for `answers` (question id -> value) and `wish`.

        A plan whose first stop is `booked` begins on that day, as far as what comes before it allows.
        """

    def rehoused(self, wish: Wish, answers: Mapping[str, Value], household: Household) -> tuple[Wish, dict[str, Value]]:
        """Return `wish` and `answers` as they are for `household`: who is gone takes their answers along."""

    def together(
        self, checklists: tuple[str, ...], answers: Mapping[str, Value], wish: Wish, left: tuple[Question, ...]
    ) -> tuple[str, ...]:
        """Return the first of the questions `left`, and those after it that are asked whatever it is answered."""

    def by_card(self, answers: Mapping[str, Value], wish: Wish, card: CardTold | None) -> Mapping[str, Value | None]:
        """Return every question that a citizen's card can answer, with what `card` answers; None where it does not."""


class Found(msgspec.Struct, frozen=True):
    """Something that a search found."""

    kind: Literal["checklist", "item", "knowledge"]
    id: str
    title: Text


class Searched(msgspec.Struct, frozen=True):
    """What a search found, best first; several matters of one sentence `together`.

    `told` says whom to ask when nothing here fits. It was in `vain` where nobody has written down who does this either.
    """

    hits: tuple[Found, ...] = ()
    together: tuple[Checklist, ...] = ()
    told: Text | None = None
    vain: bool = False


class Leaf(msgspec.Struct, frozen=True):
    """What is known of an item or a question, for reading.

    `notes` are a good guide's own, `authority` answers questions at `phone`, `checklists` deal with it.
    """

    id: str
    name: Text
    notes: tuple[Text, ...] = ()
    knowledge: tuple[Knowledge, ...] = ()
    checklists: tuple[Checklist, ...] = ()
    authority: Text | None = None
    phone: str | None = None


class Search(Protocol):
    """Search over the published guidance, on this machine."""

    def find(self, query: str) -> Searched:
        """Return what fits `query` (a sentence, pinyin, initials, English words) best."""

    def leaf(self, kind: str, name: str) -> Leaf | None:
        """Return what is known of item or knowledge point `name`; None when there is none."""


class CenterSeen(msgspec.Struct, frozen=True):
    """The server says what this center is called, which lines it has, how many wait in each, and where it serves.

    `served_now` are the lines that an open counter serves now; `hours_now` says how the center stands to its hours.
    """

    center: str
    name: Text
    services: tuple[Service, ...]
    waiting: dict[str, int]
    counters: tuple[Counter, ...] = ()
    address: Text | None = None
    hours: tuple[Hours, ...] = ()
    timezone: str = TIMEZONE
    open: bool = True
    hours_now: HoursNow | None = None
    served_now: frozenset[str] | None = None
    cases_at_most: int = 1
    kiosk_priority: bool = False
    one_per_person: bool = False


class OtherCenter(msgspec.Struct, frozen=True):
    """Another center: what it is called, where it is, which services can be booked there."""

    id: str
    name: Text
    address: Text
    booked: tuple[Service, ...] = ()


class OtherSeen(msgspec.Struct, frozen=True):
    """The server says how another center stands, to which a plan leads."""

    other: OtherCenter


class WaitsSeen(msgspec.Struct, frozen=True):
    """The server says how long whoever took a number now would wait, of the services of which it can tell that.

    `late` are those whose number would be served only after closing, in a center that warns of that or stops them.
    """

    waits: dict[str, Wait]
    late: dict[str, LateAnswer] = {}


class LinkSeen(msgspec.Struct, frozen=True):
    """The server did not answer, or does not let this kiosk in."""

    link: Literal["away", "barred"]


class GuideOpened(msgspec.Struct, frozen=True):
    """There is guidance, or newer guidance; it cannot be searched yet."""

    guide: Guide


class SearchOpened(msgspec.Struct, frozen=True):
    """The guidance can be searched."""

    search: Search


class PrinterSeen(msgspec.Struct, frozen=True):
    """The printer says how it is."""

    printer: PrinterState


class ReaderSeen(msgspec.Struct, frozen=True):
    """The reader of identity cards says what is known of its place, and whether a card lies there now."""

    reader: Bed
    card_lies: bool


News = CenterSeen | OtherSeen | WaitsSeen | LinkSeen | GuideOpened | SearchOpened | PrinterSeen | ReaderSeen


class World(msgspec.Struct, frozen=True):
    """Everything `kiosk.flow` may look at that is not the citizen's own.

    `center` None means that the server has not answered yet; `guide` None means no guidance is published; `search`
    comes a moment after it; `waiting` maps service id -> people in that line, `waits` the same to how long that
    takes, `late` to what can be done where today is too late for it, as of when somebody last wanted to know;
    `link` is how the server answers; `lines_open` None means that all lines are served; a ticket's page is at
    `{phone_url}/t/{id}#{secret}`; `patience` is how many times as long as usual the kiosk waits before it asks
    whether somebody is there. What is known of `counters`, `address`, `hours` and `timezone` stands on slips. Of the
    `others` those are known to which plans led, by id. `reader` is "none" where no reader of identity cards is set.
    """

    center: str | None = None
    name: Text = msgspec.field(default_factory=lambda: both("Service Center"))
    services: tuple[Service, ...] = ()
    guide: Guide | None = None
    printer: PrinterState = PrinterState.UNKNOWN
    waiting: dict[str, int] = {}
    waits: dict[str, Wait] = {}
    late: dict[str, LateAnswer] = {}
    phone_url: str = ""
    patience: float = 1
    search: Search | None = None
    counters: tuple[Counter, ...] = ()
    address: Text | None = None
    hours: tuple[Hours, ...] = ()
    timezone: str = TIMEZONE
    link: Literal["there", "away", "barred"] = "there"
    open: bool = True
    hours_now: HoursNow | None = None
    served_now: frozenset[str] | None = None
    cases_at_most: int = 1
    kiosk_priority: bool = False
    one_per_person: bool = False
    others: dict[str, OtherCenter] = {}
    reader: Bed | Literal["none"] = "none"
    card_lies: bool = False

    @property
    def bars(self) -> Literal["", "barred", "away", "closed"]:
        """Return what keeps everybody from taking a number here now; empty when nothing does."""
        if self.link != "there":
            return self.link
        return "" if self.open else "closed"

    @property
    def checklists(self) -> tuple[Checklist, ...]:
        """Return the matters of the guidance; nothing while none is published."""
        return self.guide.checklists() if self.guide else ()

    @property
    def lines_open(self) -> bool:
        """Return whether any line is served by an open counter now, as far as the server has said."""
        return self.served_now is None or bool(self.served_now)

    def serves(self, service: str | None) -> bool:
        """Return whether an open counter serves line `service` now, as far as the server has said."""
        return self.served_now is None or service in self.served_now

    def service(self, wanted: str | None) -> Service | None:
        """Return the service offered here under id `wanted`, if there is one."""
        return next((service for service in self.services if service.id == wanted), None)

    def after(self, news: News) -> "World":
        """Return the world as it is known after `news`."""
        match news:
            case CenterSeen():
                return replace(self, **asdict(news), link="there")
            case OtherSeen(other):
                return replace(self, others={**self.others, other.id: other})
            case LinkSeen():
                return replace(self, link=news.link, waits={}, late={})
            case WaitsSeen():
                return replace(self, waits=news.waits, late=news.late)
            case GuideOpened():
                # A search of other guidance may find what this has not.
                return replace(self, guide=news.guide, search=None)
            case SearchOpened():
                return replace(self, search=news.search)
            case PrinterSeen():
                return replace(self, printer=news.printer)
            case ReaderSeen():
                return replace(self, reader=news.reader, card_lies=news.card_lies)
