"""python-escpos as the way to the printer, over our own link.

Its own network and serial classes wait up to 60 s, take an empty answer for "paper adequate" and never notice a
printer that hangs up in the middle of a job; a link has limits and errors for all of these.
"""

from escpos.escpos import Escpos

from hardware.link import Link


class LinkPrinter(Escpos):
    """A python-escpos printer whose bytes travel through `link`; what it offers on top stays usable."""

    def __init__(self, link: Link) -> None:
        super().__init__()
        self._link = link

    def open(self) -> None:
        """Do nothing: a link is open from its making."""

    def close(self) -> None:
        """Let go of the link."""
        self._link.close()

    def _raw(self, msg: bytes) -> None:
        self._link.write(msg)

    def _read(self) -> bytes:
        return self._link.read(1, 1.0)
