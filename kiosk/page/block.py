"""One thing to read, or to answer, as high as it needs to be: its words, its buttons, its mark. Pure."""

from typing import Literal

import msgspec
from msgspec.structs import replace

from kiosk.page.paging import GAP, WIDTH, height_of, size
from server.rules.guidance.judge.verdict import State

PAD = 28
MARK = 72
"""Side of the shape or number at the left of a block."""
INNER = WIDTH - 2 * PAD - MARK - GAP
ARROW = 88
"""Room for the arrow of a block that can be touched."""
BUTTON = 104
BUTTON_LETTERS = {False: 40, True: 52}
ASIDE, ASIDE_HEIGHT = 248, 96
"""Size of the button at the right of a block's words."""
BETWEEN = 16
"""Room between two lines of buttons in one block."""


class Said(msgspec.Struct, frozen=True):
    """Words of a block: their size, their ink, the room below them."""

    text: str
    size: Literal["body", "note"] = "note"
    ink: str = "ink"
    bold: bool = False
    after: float = 8


class Button(msgspec.Struct, frozen=True):
    """Something to touch inside a block."""

    target: str
    text: str
    picked: bool = False
    quiet: bool = False


class Block(msgspec.Struct, frozen=True):
    """One thing to read, as high as it needs to be, with the button `aside` at the right of its words.

    Its mark is the shape of a `state`, a `number`, or an `icon`; with a `target` all of it can be touched. A `bare` one
    stands on the page itself, without a card.
    """

    said: tuple[Said, ...]
    state: State | None = None
    number: int = 0
    icon: str = ""
    target: str = ""
    buttons: tuple[Button, ...] = ()
    bare: bool = False
    height: float = 0
    columns: int = 3
    aside: Button | None = None

    @property
    def marked(self) -> bool:
        """Return whether words leave room for a mark at their left."""
        return bool(self.state or self.number or self.icon)

    @property
    def touchable(self) -> tuple[Button, ...]:
        """Return all its buttons."""
        return (*self.buttons, *((self.aside,) if self.aside else ()))

    @property
    def lines(self) -> tuple[tuple[Button, ...], ...]:
        """Return the buttons line by line: `columns` in each, the quiet ones in a line of their own."""
        loud = tuple(each for each in self.buttons if not each.quiet)
        quiet = tuple(each for each in self.buttons if each.quiet)
        lines = tuple(loud[start : start + self.columns] for start in range(0, len(loud), self.columns))
        if lines and len(lines[-1]) + len(quiet) <= self.columns:
            return (*lines[:-1], lines[-1] + quiet)
        return (*lines, quiet) if quiet else lines

    @property
    def width(self) -> float:
        """Return the room for the words."""
        if self.bare and not self.marked:
            return WIDTH
        beside = ASIDE + GAP if self.aside else ARROW if self.target else 0
        return (INNER if self.marked else WIDTH - 2 * PAD) - beside


def measured(block: Block, *, elder: bool) -> Block:
    """Return `block` with the height that its words and buttons need."""
    words = sum(
        height_of(each.text, size(each.size, elder=elder), block.width, bold=each.bold) + each.after
        for each in block.said
    )
    words = max(words, MARK if block.marked else 0, ASIDE_HEIGHT if block.aside else 0)
    lines = len(block.lines)
    buttons = lines * BUTTON + (lines - 1) * BETWEEN + 16 if lines else 0
    return replace(block, height=words + buttons + (PAD if block.bare else 2 * PAD - 8))
