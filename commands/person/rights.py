"""`banshi person export|erase`, also beside a running server."""

import sys

import msgspec

from commands.at_console import at_console
from commands.pack.release import opened
from commands.seeding import now
from config.settings import Settings
from server.office.privacy import erasing
from server.office.privacy.about import Shown
from server.rules.people.roles import Grant

MAY = (Grant("security"),)
"""Whoever is signed in to the machine may do with accounts what a security administrator may."""


def export(settings: Settings, kind: str, number: str, center: str, day: str, proof: str) -> None:
    """Print all rows as JSON; raises `Refusal` as `hand_out`."""
    by = msgspec.structs.replace(at_console(), grants=MAY)
    with opened(settings) as store:
        _print(erasing.hand_out(store, Shown(kind, number, center, day, proof), by, now()))


def erase(settings: Settings, kind: str, number: str, center: str, day: str, proof: str) -> None:
    """Erase, and print the counts as JSON; raises `Refusal` as `erasing.erase`."""
    by = msgspec.structs.replace(at_console(), grants=MAY)
    with opened(settings) as store:
        _print(erasing.erase(store, Shown(kind, number, center, day, proof), by, now()))


def _print(told: object) -> None:
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(told)).decode() + "\n")
