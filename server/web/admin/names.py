"""What the pages call things: centers, roles, duties, moments."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from config.centers import Text
from server.rules.people.roles import Duty, Role
from server.store.unit_of_work import Reading

NOWHERE: Final = ZoneInfo("Asia/Shanghai")
"""The zone of a city that has no center yet."""
ROLES: Final[dict[Role, str]] = {
    "system": "System administrator",
    "city": "City administrator",
    "town": "Town administrator",
    "center": "Center administrator",
    "security": "Security administrator",
    "auditor": "Auditor",
    "editor": "Checklist editor",
    "reviewer": "Checklist reviewer",
    "guide": "Guide",
    "clerk": "Window clerk",
}
ROLE_HELP: Final[dict[Role, str]] = {
    "system": "Looks after the server: backups, upgrades, devices.",
    "city": "Sets up all centers of the city, their devices and staff.",
    "town": "Sets up one town and the villages below it.",
    "center": "Sets up one center, its devices and staff.",
    "security": "Lets people in, gives roles, ends sign-ins.",
    "auditor": "Reads and proves the record of changes. Changes nothing.",
    "editor": "Writes the checklists.",
    "reviewer": "Reviews what editors wrote, and publishes it.",
    "guide": "Goes through checklists with citizens.",
    "clerk": "Calls numbers at a counter.",
}
DUTIES: Final[dict[Duty, str]] = {
    "look": "Look at figures and settings",
    "configure": "Change settings",
    "devices": "Pair and manage devices",
    "staff": "Manage clerks and guides",
    "accounts": "Manage accounts and roles",
    "audit": "Read the record of changes",
    "care": "Look after the server",
    "write_guidance": "Write checklists",
    "review_guidance": "Review checklists",
    "advise": "Consult with citizens",
    "serve": "Call at a counter",
}

DEVICE_KINDS: Final[dict[str, str]] = {"kiosk": "Kiosk", "display": "Hall screen", "counter": "Counter console"}


BROWSERS: Final = (
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("MicroMessenger", "WeChat"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
)


def device_words(agent: str) -> str:
    """Return what people call a browser and its machine, "" for one that nobody knows; the first that fits counts."""
    names = [
        next((name for sign, name in known if sign in agent), "")
        for known in (BROWSERS, (*SYSTEMS, ("Linux", "Linux")))
    ]
    return " · ".join(filter(None, names))


def center_names(reading: Reading) -> dict[str, Text]:
    """Return the name of every center by its id, in the order of the city."""
    return {hall.id: hall.name for hall, _, _ in reading.halls()}


def zone_of(reading: Reading) -> ZoneInfo:
    """Return the time zone of the city: that of its first center."""
    return next((hall.timezone for hall, _, _ in reading.halls()), NOWHERE)


def moment_words(at: int | None, zone: ZoneInfo) -> str:
    """Return a moment (ms) by the clocks of `zone`, "" for none."""
    return "" if at is None else f"{datetime.fromtimestamp(at / 1000, zone):%Y-%m-%d %H:%M}"
