"""What a device can be told to do, and what it says came of it, in words."""

from typing import Final

from server.wire.orders import Came, OrderKind

TRIES: Final[dict[OrderKind, tuple[str, str]]] = {
    "print": ("Print a test slip", "A slip that says it is none."),
    "speak": ("Say a call", "A001 is called, with nobody meant. It waits for calls that are due."),
    "show": ("Show a sign", "A sign across its screen, for a few seconds."),
    "picture": ("See what it shows", "A kiosk tells only while nobody stands at it."),
    "restart": ("Begin anew", "A kiosk does so only while nobody stands at it."),
}
"""What can be wanted -> the word on its button, and what it does."""
CAME: Final[dict[Came, tuple[str, str]]] = {
    "printed": ("good", "printed, {millimetres} mm of paper"),
    "print_unsure": ("wait", "sent, but the printer does not say whether the slip came out"),
    "not_printed": ("stop", "not printed: look at its printer"),
    "spoken": ("good", "said to the end"),
    "muted": ("wait", "silent: its voice is off, or the browser waits for a touch on the screen"),
    "not_spoken": ("stop", "the sound did not play: look at its loudspeaker"),
    "shown": ("good", "shown"),
    "begins_anew": ("good", "begins anew"),
    "in_use": ("wait", "not now: somebody stands at it"),
    "seen": ("good", "told"),
    "failed": ("stop", "it could not be done"),
}
"""What came of it -> the look of its word, and the word."""
