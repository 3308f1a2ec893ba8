"""What the store refuses when it cannot keep anything now."""

from typing import Final, Literal

from server.rules.codes.sentence import Sentence

StoreCode = Literal[
    "busy",
    "store_unavailable",
    "disk_full",
    "data_replaced",
    "data_damaged",
    "part_failed",
    "safe_mode",
    "backup_off",
    "backup_running",
]

STORE: Final[dict[StoreCode, Sentence]] = {
    "busy": Sentence(503, "The server is busy. Try again in a moment."),
    "store_unavailable": Sentence(503, "The database cannot be reached. Try again in a moment: nothing is done twice."),
    "disk_full": Sentence(507, "The disk of the server is full. Nothing was changed; free some space."),
    "data_replaced": Sentence(
        503, "The database file was deleted or replaced while the server runs. Stop the server, look, start it again."
    ),
    "data_damaged": Sentence(
        503, "The database is damaged. Nothing was changed; stop the server and restore a backup."
    ),
    "part_failed": Sentence(503, "A part of the server has failed and begins again: {parts}."),
    "safe_mode": Sentence(
        503, "The server is in safe mode and changes nothing. Try again when whoever looks after it has ended that."
    ),
    "backup_off": Sentence(409, "No folder for backups is set. Write [backup] into banshi.toml first."),
    "backup_running": Sentence(409, "A backup is being made already. Wait until it is done."),
}
