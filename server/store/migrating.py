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
    known = [script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()]
    return MigrationContext.configure(connection).get_current_revision(), known


def upgrade(connection: Connection) -> None:
    """Bring the schema to the newest revision, in one transaction of the caller."""
    command.upgrade(config(connection), "head")
