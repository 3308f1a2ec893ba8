"""The schema brought to this release, by Alembic, from inside the installed package."""

from collections.abc import Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration without any file: scripts lie beside this module."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def revisions(connection: Connection) -> tuple[str | None, Sequence[str]]:
    """Return the schema's revision in the database (None: no schema), and all that this release knows, newest first."""
    return MigrationContext.configure(connection).get_current_revision(), known_revisions()


def known_revisions() -> list[str]:
    """Return all revisions that this release knows, newest first."""
    return [script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()]


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the schema to `revision`, else to the newest one, in one transaction of the caller."""
    command.upgrade(config(connection), revision)
