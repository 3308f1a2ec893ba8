"""What a pack says of itself: knowledge points with their sources, and sources that disagree, as frozen data."""

import msgspec

from config.centers import Text
from config.rule import ALWAYS, Rule


class Source(msgspec.Struct, frozen=True):
    """A document that knowledge rests on.

    `file` (in the pack's `sources/`) holds its text, `sha256` is the hash of that when it was last read.
    `official` ones are published by whoever decided them; others may be cited but prove nothing.
    """

    id: str
    title: str
    publisher: str = ""
    number: str = ""
    address: str = ""
    read_on: str | None = None
    official: bool = False
    file: str | None = None
    sha256: str | None = None


class Citation(msgspec.Struct, frozen=True):
    """Where in a source, in which words."""

    source: str
    clause: str = ""
    quote: str | None = None


class Knowledge(msgspec.Struct, frozen=True):
    """One answer that can be checked, cited and expire; shown with its items or checklists where `when` holds.

    Without `reviewed_by`, after `expires`, or when a quote is gone from its source it is shown "for reference".
    """

    id: str
    text: Text
    citations: tuple[Citation, ...]
    items: tuple[str, ...] = ()
    checklists: tuple[str, ...] = ()
    when: Rule = ALWAYS
    title: str = ""
    category: str = ""
    nature: str = "日常咨询"
    keywords: tuple[str, ...] = ()
    reviewed_by: str | None = None
    reviewed_on: str | None = None
    expires: str | None = None


class Side(msgspec.Struct, frozen=True):
    """What one source of a conflict says."""

    says: Text
    source: str


class Conflict(msgspec.Struct, frozen=True):
    """Sources that disagree about `items` or `knowledge`; `in_force` is the number of the side followed, if decided."""

    id: str
    about: Text
    sides: tuple[Side, ...]
    items: tuple[str, ...] = ()
    knowledge: tuple[str, ...] = ()
    in_force: int | None = None
