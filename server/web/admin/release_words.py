"""What the pages of releases say: where one stands, and who did what with it, in sentences."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec

from config.centers import Text
from config.words import both
from server.office.releases.record import SHORT
from server.rules.guidance.release.record import Act, Kind, Standing

STATES: Final[dict[str, tuple[str, str]]] = {
    "submitted": ("wait", "to be checked"),
    "reviewed": ("wait", "reviewed, to be published"),
    "returned": ("stop", "returned to its author"),
    "scheduled": ("wait", "begins later"),
    "published": ("good", "in force"),
    "archived": ("", "replaced"),
    "withdrawn": ("stop", "withdrawn"),
}
"""State of a release -> the look of its word, and the word."""
HOLDS: Final[dict[str, tuple[str, str]]] = {
    "holds": ("good", "has it"),
    "older": ("wait", "has another one still"),
    "unheard": ("", "not heard since the server was started"),
}
"""How a kiosk stands to the release in force -> the look of its word, and the word."""
ACTS: Final[dict[Kind, str]] = {
    "submitted": "{who} handed it in.",
    "checked": "{who} vouched for it: {department}.",
    "reviewed": "{who} reviewed it.",
    "returned": "{who} gave it back.",
    "published": "{who} published it, in force from {moment} on.",
    "withdrawn": "{who} withdrew it before it began.",
}


class Waits(msgspec.Struct, frozen=True):
    """So many things that wait for somebody at the page `path`; `what` is English = gettext key."""

    count: int
    what: str
    path: str


class Told(msgspec.Struct, frozen=True):
    """One act in words: at `at` (ms), and the note that was left."""

    at: int
    says: Text
    note: str


class Row(msgspec.Struct, frozen=True):
    """A release as the list shows it; `last` is what was done with it last, `checked_by` names departments."""

    standing: Standing
    short: str
    state: str
    checked_by: tuple[Text, ...]
    acts: tuple[Told, ...]

    @property
    def last(self) -> Told:
        """Return what was done with it last."""
        return self.acts[-1]


def row_of(
    standing: Standing, acts: Sequence[Act], departments: Mapping[str, Text], moment: Callable[[int | None], str]
) -> Row:
    """Return a release in words, by its own `acts`; `moment` says a moment (ms) by the city's clocks."""
    own = [act for act in acts if act.release == standing.release]
    withdrawn = standing.state == "reviewed" and own[-1].kind == "withdrawn"
    return Row(
        standing,
        standing.release[:SHORT],
        "withdrawn" if withdrawn else standing.state,
        tuple(department_words(each, departments) for each in standing.checked_by),
        tuple(_told(act, departments, moment) for act in own),
    )


def department_words(department: str, departments: Mapping[str, Text]) -> Text:
    """Return what a department is called, "somebody" where a pack names none."""
    return departments.get(department, Text(department, department)) if department else both("somebody")


def _told(act: Act, departments: Mapping[str, Text], moment: Callable[[int | None], str]) -> Told:
    department = department_words(act.department or "", departments)
    says = both(ACTS[act.kind], who=act.actor, department=department, moment=moment(act.in_force_at))
    return Told(act.at, says, act.note)
