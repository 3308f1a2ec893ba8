"""Why a store cannot be opened: a stable code and a sentence that says what to do."""

from typing import Final

CODES: Final[dict[str, str]] = {
    "data_missing": "There is no Banshi data in {place}. Make it first: banshi seed --data {place}.",
    "data_in_use": "Another Banshi process is using {place}. Stop it first, or use PostgreSQL for several processes.",
    "data_unwritable": "{place} cannot be used for data: {why}.",
    "data_damaged": "{place} is not a Banshi database or is damaged: {why}. Restore a backup.",
    "log_foreign": "{place} was put there after the log {log} beside it was written, which is another file's. "
    "If {place} is a backup: delete {log}, then say banshi restored. If both were moved together: touch {log}.",
    "key_unreadable": "The key that signs releases cannot be read from {place}: {why}. Restore it from a backup.",
    "sqlite_too_old": "SQLite {found} can damage data. Install the package pysqlite3 with SQLite {needed} or newer.",
    "database_unreachable": "The database {place} cannot be reached: {why}. Check its address and that it runs.",
    "postgresql_too_old": "PostgreSQL {found} is too old. Use version {needed} or newer.",
    "schema_missing": "The database {place} holds no Banshi data. Make it first: banshi seed --database URL.",
    "schema_newer": "{place} was written by a newer Banshi (schema {found}). Upgrade this one.",
    "database_in_use": "Banshi is running on {place}. Stop it first.",
    "backup_nothing": "There is nothing to back up: the database holds no Banshi data.",
    "backup_unwritable": "No backup can be written to {place}: {why}.",
    "backup_unreadable": "The backup {place} cannot be read: {why}.",
    "backup_damaged": "{place} is no backup of Banshi, or is damaged. Nothing was changed; take another one.",
    "backup_key_missing": "{place} is sealed. Give the file with its key: --key-file FILE. Nothing was changed.",
    "backup_key_wrong": "{place} was sealed with another key. Nothing was changed.",
    "backup_newer": "{place} was written by a newer Banshi. Upgrade this one. Nothing was changed.",
    "backup_failed": "{place} needs an upgrade, and no copy of it can be made before: {why}. Nothing was changed.",
    "upgrade_failed": "{place} could not be upgraded from schema {found}: {why}. "
    "Nothing was changed; the release before can go on with it.",
}
"""Stable code -> English sentence, which is also the gettext key. A code is never renamed."""


class StoreError(Exception):
    """A store that cannot be opened; nothing was changed. Translated by the surface, like a `Refusal`."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.message = CODES[code]
        self.values = values
        super().__init__(self.message.format(**values))
