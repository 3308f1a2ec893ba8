"""Whose card lies on the reader: one counts only when it was put there while the reader was known to be empty. Pure.

A card that somebody left is never read for the next citizen: until nothing has lain there for several looks in a row,
nothing that lies there counts. The same holds after the reader was away, as nobody knows what happened meanwhile.
"""

from dataclasses import dataclass, replace
from typing import Final, Literal

from hardware.id_card.port import Seen

EMPTY_LOOKS: Final = 3
"""Looks in a row that must find nothing: one may be wrong while a card is moved."""
TRIES: Final = 3
"""How often a card is tried to be read before it counts as one that cannot be."""
Bed = Literal["away", "left", "empty", "put", "read", "unreadable"]


@dataclass(frozen=True)
class Lifting:
    """What is known of the reader's place, `bed`.

    `left` may be anybody's card, or none; `put` is one that came onto an empty reader, and can be read; `read` and
    `unreadable` tell what became of that.
    """

    bed: Bed = "away"
    empty: int = 0
    tries: int = 0
    lies: bool = False

    def after(self, seen: Seen) -> "Lifting":
        """Return what is known after one more look."""
        match seen:
            case Seen.AWAY:
                return Lifting()
            case Seen.EMPTY:
                empty = self.empty + 1
                proved = self.bed == "empty" or empty >= EMPTY_LOOKS
                bed: Bed = "empty" if proved else "left" if self.bed == "away" else self.bed
                return Lifting(bed, 0 if proved else empty, self.tries if not proved else 0)
            case Seen.CARD if self.bed in ("empty", "put"):
                return replace(self, bed="put", empty=0, lies=True)
            case Seen.STILL if self.bed == "put" and self.tries:
                return replace(self, empty=0, lies=True)
        bed = "left" if self.bed in ("away", "empty", "put") else self.bed
        return Lifting(bed, lies=True)

    def tried(self, *, read: bool) -> "Lifting":
        """Return what is known after the card that was put was tried to be read."""
        if read:
            return replace(self, bed="read")
        tries = self.tries + 1
        return replace(self, tries=tries, bed="unreadable" if tries >= TRIES else self.bed)

    def forgotten(self) -> "Lifting":
        """Return what is known once whoever was there has gone: what lies there is nobody's now."""
        return self if self.bed in ("away", "empty") else Lifting("left", lies=self.lies)
