"""`banshi privacy`: prints what is held about people, for the notice and the impact assessment of a hall."""

import sys

from commands.pack.release import opened
from commands.terminal import language
from config.retention import Retention
from config.settings import Settings
from server.office.purging import retention_of
from server.rules.privacy.document import document


def privacy(settings: Settings, *, delivered: bool) -> None:
    """Print the data map as Markdown, with the days that the city has decided, or those of a new one."""
    kept = Retention()
    if not delivered:
        with opened(settings) as store:
            kept = store.read(retention_of)
    sys.stdout.write(document(kept, language()))
