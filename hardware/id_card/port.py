"""What a reader of identity cards can do, whichever it is, and the little that is taken from a card."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Literal, Protocol

CardKind = Literal["resident", "hong_kong", "macao", "taiwan", "foreigner"]
Sex = Literal["male", "female"]


@dataclass(frozen=True, repr=False)
class IdCard:
    """What is taken from a card: neither name, number and address nor the photo; it never prints what it says.

    `expires` is the last day that it is good for, None for one that is good for ever; `sex` is None where the card
    leaves it open.
    """

    kind: CardKind
    birth: date
    sex: Sex | None
    expires: date | None

    def __repr__(self) -> str:
        return "IdCard(...)"


class Seen(Enum):
    """What the reader says of its place: a card that nobody has read, one that has been read, none, or no answer."""

    CARD = "card"
    STILL = "still"
    EMPTY = "empty"
    AWAY = "away"


class CardReader(Protocol):
    """A reader, asked again and again; it says nothing by itself."""

    def look(self) -> Seen:
        """Return what lies there now; never raises, a reader that cannot be reached or understood is `AWAY`."""

    def read(self) -> IdCard | None:
        """Return what the card that `look` has just found says, None when it cannot be read; never raises."""

    def end(self) -> None:
        """End at once whatever is being waited for, from whichever thread; from then on nothing is read."""
