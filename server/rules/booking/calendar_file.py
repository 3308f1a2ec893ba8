"""A booking as a file for calendars (iCalendar, RFC 5545), in UTC, so that no calendar needs to know our zones."""

import re
from datetime import UTC, datetime
from typing import Final

import msgspec

LONGEST_LINE: Final = 75
"""Octets of a line before it is folded."""


class Appointment(msgspec.Struct, frozen=True):
    """What a calendar shows of a booking; instants in ms.

    `sequence` grows with every change, so that a later file replaces an earlier one.
    """

    id: str
    begins_at: int
    ends_at: int
    made_at: int
    title: str
    place: str
    words: str
    sequence: int = 0
    cancelled: bool = False


def calendar_file(appointment: Appointment) -> str:
    """Return the file's text."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Banshi//Bookings//ZH",
        f"METHOD:{'CANCEL' if appointment.cancelled else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:{appointment.id}@banshi",
        f"DTSTAMP:{_utc(appointment.made_at)}",
        f"DTSTART:{_utc(appointment.begins_at)}",
        f"DTEND:{_utc(appointment.ends_at)}",
        f"SEQUENCE:{appointment.sequence}",
        f"STATUS:{'CANCELLED' if appointment.cancelled else 'CONFIRMED'}",
        f"SUMMARY:{_text(appointment.title)}",
        f"LOCATION:{_text(appointment.place)}",
        f"DESCRIPTION:{_text(appointment.words)}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _utc(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    return re.sub(r"\r\n|\r|\n", r"\\n", re.sub(r"([\\;,])", r"\\\1", text))


def _folded(line: str) -> str:
    pieces, length = [""], 0
    for sign in line:
        size = len(sign.encode())
        if length + size > LONGEST_LINE:
            pieces.append(" ")
            length = 1
        pieces[-1] += sign
        length += size
    return "\r\n".join(pieces)
