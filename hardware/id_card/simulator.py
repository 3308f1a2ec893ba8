"""A reader in memory: a card is put on it and lifted as it is told."""

from hardware.id_card.port import IdCard, Seen


class SimulatedReader:
    """Has `card` lying on it, or none; `away` makes it answer nothing, `readable` says whether cards can be read."""

    def __init__(self) -> None:
        self.card: IdCard | None = None
        self.away = False
        self.readable = True
        self._read = False

    def put(self, card: IdCard) -> None:
        """Put a card on it."""
        self.card, self._read = card, False

    def lift(self) -> None:
        """Take the card away."""
        self.card, self._read = None, False

    def look(self) -> Seen:
        """Return what lies there."""
        if self.away:
            return Seen.AWAY
        if self.card is None:
            return Seen.EMPTY
        return Seen.STILL if self._read else Seen.CARD

    def read(self) -> IdCard | None:
        """Return what the card says."""
        if self.away or self.card is None or self._read or not self.readable:
            return None
        self._read = True
        return self.card

    def end(self) -> None:
        """Nothing is waited for."""
