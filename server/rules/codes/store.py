"""What the store refuses when it cannot keep anything now."""

from typing import Final, Literal

from server.rules.codes.sentence import Sentence

StoreCode = Literal[
    "busy",
    "store_unavailable",
    "disk_full",
]

STORE: Final[dict[StoreCode, Sentence]] = {
    "busy": Sentence(503, "The server is busy. Try again in a moment."),
    "store_unavailable": Sentence(503, "The database cannot be reached. Nothing was changed; try again in a moment."),
    "disk_full": Sentence(507, "The disk of the server is full. Nothing was changed; free some space."),
}
