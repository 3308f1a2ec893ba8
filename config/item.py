"""What a pack offers: service items (事项) with what they require, need, cost and give, as frozen data."""

from typing import Literal

import msgspec

from config.centers import Text
from config.guide import Elements
from config.rule import ALWAYS, Any, Not, Rule, Value


class Same(msgspec.Struct, frozen=True):
    """Another document that is the very same paper where `when` holds: the citizen's own card, for example."""

    document: str
    when: Rule


class Instead(msgspec.Struct, frozen=True):
    """What a document is called that people bring in its place who are `value` in a `trait`."""

    trait: str
    value: Value
    name: Text


class Document(msgspec.Struct, frozen=True):
    """A kind of paper of `entity`.

    `electronic` ones are seen by the counter itself, `retrievable` ones are printed on the spot; `held` tells whether
    the person has it already (None: yes). `valid_days` calendar days after it was got it is worth nothing. Of a `kind`
    each person has one only, whatever the household calls them. Where one of `same` is needed too and holds, that one
    alone is listed. Who has no such paper brings what `instead` says of them, one for all papers that it stands in for;
    nothing is asked for that, and while it is open `note` is said.
    """

    id: str
    name: Text
    entity: str = "applicant"
    electronic: bool = False
    retrievable: bool = False
    held: Rule | None = None
    valid_days: int | None = None
    where: Text | None = None
    kind: str | None = None
    same: tuple[Same, ...] = ()
    instead: tuple[Instead, ...] = ()
    note: Text | None = None


class Need(msgspec.Struct, frozen=True):
    """What an item asks for where `when` holds: one of `documents`, so many originals and copies.

    With `checklists` it is asked only of those whom the item concerns by one of these.

    Originals that are `collected` stay at the counter and are summed; the others are given back. Without a `key` one
    the counter refuses. `deferred_days` may bring it so many working days later (容缺); with `declaration` a signed
    promise stands in for it (告知承诺).
    """

    documents: tuple[str, ...]
    originals: int = 1
    copies: int = 0
    collected: bool = False
    key: bool = False
    deferred_days: int | None = None
    declaration: bool = False
    note: Text | None = None
    when: Rule = ALWAYS
    checklists: tuple[str, ...] = ()


class Brought(msgspec.Struct, frozen=True):
    """A paper of the plan's own that mends what fails, for those for whom `when` holds.

    With `of` it must be that entity's own paper: whoever of the household it is about is the very same person.
    """

    document: str
    when: Rule = ALWAYS
    of: str | None = None


class Requirement(msgspec.Struct, frozen=True):
    """What must hold for an item; else it cannot be done, or not yet, for `reason`, by `clause`; `action` helps.

    It is required only of those for whom `when` holds. Where it fails and another item of the same plan gives one of
    `brought`, the item can be done after that one. In `reason` and `action`, `{short}` is how much is lacking or
    too much ("2 个月"), `{date}` when time will have mended that, and `{bound}` the bound itself.
    """

    holds: Rule
    otherwise: Literal["cannot", "not_yet"]
    reason: Text
    clause: str | None = None
    action: Text | None = None
    knowledge: tuple[str, ...] = ()
    when: Rule = ALWAYS
    brought: tuple[Brought, ...] = ()

    @property
    def rule(self) -> Rule:
        """Return what must hold for everybody."""
        return self.holds if self.when == ALWAYS else Any((Not(self.when), self.holds))


class Option(msgspec.Struct, frozen=True):
    """One way to do an item: at `point`, which names a point or a group of points (None is from home).

    It takes `days` until done (None: nobody has confirmed how many). `collect` comes back for the result; with `mail`
    it comes by mail instead, which costs `cost` yuan beside the fee. `channel` is one of window, online, self_service,
    community, mail, bank, phone. It is open only to those for whom `when` holds. `minutes` are those of the stay there,
    None where they are the item's.
    """

    point: str | None
    days: int | None
    collect: bool = False
    channel: str = "window"
    mail: bool = False
    cost: int = 0
    when: Rule = ALWAYS
    minutes: int | None = None

    @property
    def least_days(self) -> int:
        """Return the days that it takes at least: what is done on the spot is confirmed."""
        return 1 if self.days is None else self.days


class Fee(msgspec.Struct, frozen=True):
    """What an item costs, in yuan, for those for whom `when` holds; None where nobody has confirmed it."""

    amount: int | None
    when: Rule


class Season(msgspec.Struct, frozen=True):
    """The days of every year in which an item may be handed in, `MM-DD` to `MM-DD`, both included."""

    opens: str
    closes: str
    name: Text


class PresentBy(msgspec.Struct, frozen=True):
    """The entities who must come in person where an item concerns somebody by `checklist`."""

    checklist: str
    present: tuple[str, ...]


class Item(msgspec.Struct, frozen=True):
    """A service item (事项): who may have it, what it needs, what comes out of it, where it is done.

    `service` is the line it is done at in a center. `present` are the entities who must come in person, or those of
    `present_by` for whom it concerns by that checklist; a relative may come instead where `proxy` says with what.
    `after` are items that the law puts before it. `elements` are those of its published guide. `hint` is what a good
    guide would add, `help` who helps, `supply` how much of it there is.
    The first of `fees` that holds is due instead of `fee` (None: nobody has confirmed it); `seasons` are further ones
    beside `season`. Where it can be done it stands for the items that it `bundles` (一件事): they are handed in with
    it, and give what they give. It takes `minutes` where it is done, None where that is as usual. `gain` is what it
    brings whoever could do without it.
    """

    id: str
    name: Text
    options: tuple[Option, ...]
    requirements: tuple[Requirement, ...] = ()
    needs: tuple[Need, ...] = ()
    outputs: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    fee: int | None = 0
    service: str | None = None
    present: tuple[str, ...] = ("applicant",)
    proxy: Text | None = None
    season: Season | None = None
    authority: str | None = None
    elements: Elements | None = None
    hint: Text | None = None
    aliases: tuple[str, ...] = ()
    help: Text | None = None
    supply: Text | None = None
    fees: tuple[Fee, ...] = ()
    seasons: tuple[Season, ...] = ()
    bundles: tuple[str, ...] = ()
    present_by: tuple[PresentBy, ...] = ()
    minutes: int | None = None
    gain: Text | None = None

    @property
    def every_season(self) -> tuple[Season, ...]:
        """Return all seasons in which it may be handed in; none means the whole year."""
        return (*(() if self.season is None else (self.season,)), *self.seasons)

    @property
    def code(self) -> str | None:
        """Return the code (事项编码) by which offices know it, None where nobody has written one down."""
        return None if self.elements is None else next(iter(self.elements.codes.values()), None)

    @property
    def choices(self) -> tuple[Rule, ...]:
        """Return the rules that decide how it is done and what it costs."""
        return (*(each.when for each in self.options), *(each.when for each in self.fees))

    @property
    def everybody(self) -> tuple[str, ...]:
        """Return all who may have to come, by whatever checklist."""
        return tuple(dict.fromkeys((*self.present, *(each for by in self.present_by for each in by.present))))
