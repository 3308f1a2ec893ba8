"""The forms on which a city, a town or a center is set up: which fields each asks for, in which words."""

from typing import Final

import msgspec

from config.documents import Kind
from config.retention import Retention
from server.rules.hall.settings import NUMBERS
from server.web.admin.shapes import Line, Shape, Table


class Part(msgspec.Struct, frozen=True):
    """One form: `id` stands in its address, `title` and `help` (gettext keys) at its head."""

    id: str
    title: str
    help: str
    shapes: tuple[Shape, ...]


SPANS: Final = (
    Line("opens", "Opens", "clock", "Such as 09:00."),
    Line("closes", "Closes", "clock", "Such as 12:00. Midnight is 24:00."),
)
NAME: Final = Line("name", "What it is called", "both", "As it stands on slips and screens.")

ABOUT: Final = Part(
    "about",
    "Name and address",
    "What people call the center, where it is, and to which it belongs.",
    (
        NAME,
        Line("address", "Address", "both", "Street and number, as people look for it."),
        Line("level", "Level", "choice", "City, town or village.", options="levels"),
        Line("parent", "Belongs to", "choice", "The center above it.", needed=False, options="parents"),
    ),
)
HOURS: Final = Part(
    "hours",
    "Opening hours",
    "A lunch break is what lies between two lines of one day. Without any line it is always closed.",
    (
        Table(
            "hours",
            "Opening hours",
            (Line("days", "Weekdays", "days", "Choose all days with these hours.", options="weekdays"), *SPANS),
            "Add hours",
        ),
    ),
)
SPECIAL: Final = Part(
    "special",
    "Special days",
    "Days with hours of their own. They win over holidays and weekdays; a day without hours is closed.",
    (
        Table(
            "special_days",
            "Special days",
            (
                Line("date", "Date", "date"),
                Line("why", "Why", "both", "People read it on screens. May stay empty.", needed=False),
                Table("hours", "Hours of that day", SPANS, "Add hours of that day"),
            ),
            "Add a special day",
        ),
    ),
)
HOLIDAYS: Final = Part(
    "holidays",
    "Holidays",
    "Whoever writes this table writes it whole; usually the city does.",
    (
        Table(
            "calendar.holidays",
            "Holidays",
            (
                Line("first", "First day", "date"),
                Line("last", "Last day", "date", "The same day for a single one."),
                Line("name", "What it is called", "both"),
            ),
            "Add a holiday",
        ),
        Table(
            "calendar.workdays",
            "Make-up workdays",
            (
                Line("date", "Date", "date"),
                Line("like", "Open like a", "number", "1 is Monday, 7 is Sunday.", preset="1"),
            ),
            "Add a make-up workday",
        ),
    ),
)
SERVICES: Final = Part(
    "services",
    "Services",
    "What people can take a number for here. New ones come from the catalogue of the city.",
    (
        Table(
            "services",
            "Services",
            (
                Line("id", "Service", "choice", options="services"),
                Line("prefix", "Letter", help="One or two capital letters that numbers begin with."),
            ),
            "Add a service",
        ),
    ),
)
COUNTERS: Final = Part(
    "counters",
    "Counters",
    "Where people are called to, in the order of the hall.",
    (
        Table(
            "counters",
            "Counters",
            (
                Line("id", "", "id"),
                NAME,
                Line("place", "Floor or zone", "both", "Stands on slips, such as 2nd floor, zone B.", needed=False),
                Line("services", "Services", "many", "The lines that it calls from.", options="offered"),
                Line("chooses", "May call a chosen number", "check", "Past the next one, with a reason.", needed=False),
            ),
            "Add a counter",
        ),
    ),
)
STAFF: Final = Part(
    "staff",
    "Staff",
    "Who works here. They sign in at a counter by number or name.",
    (
        Table(
            "staff",
            "Staff",
            (
                Line("id", "", "id"),
                Line("name", "Name"),
                Line(
                    "number", "Staff number", "text", "1 to 8 digits, typed to sit down. May stay empty.", needed=False
                ),
                Line("counter", "Usual counter", "choice", "None for guides.", needed=False, options="counters"),
                Line("skills", "Can do", "all", "All services when none is chosen.", options="offered"),
                Line("languages", "Speaks", "words", "Such as zh, yue, en.", needed=False),
            ),
            "Add a person",
        ),
    ),
)
_RULES: Final = {
    "policy": ("Order of the line", "Which order a line is served in."),
    "credit_priority": ("Minutes for priority", "So many minutes of waiting count more for an old person."),
    "credit_appointment": ("Minutes for a booking", "So many minutes of waiting count more for who has booked."),
    "credit_returned": ("Minutes for a missing paper", "For who comes back with the paper that was missing."),
    "return_days": ("Days to bring a missing paper", "0: they take a new number."),
    "cases_at_most": ("Cases of one number", "1 to 9."),
    "miss_after_seconds": ("Seconds before a number is missed", "A counter waits at least so long."),
    "miss_after_calls": ("Calls before a number is missed", "A counter calls at least so often."),
    "rejoin_behind": ("A missed number comes back behind", "So many people."),
    "rejoin_at_most": ("Comes back by itself", "So many times."),
    "rejoin_minutes": ("Comes back within", "So many minutes after the miss."),
    "postpone_at_most": ("May be put off", "So many times. 0: never."),
    "postpone_minutes": ("Put off by", "So many minutes."),
    "hand_over_minutes": ("A paused counter keeps its people", "So many minutes."),
    "undo_seconds": ("A press can be taken back", "So many seconds. 0: never."),
    "desks_staffed": ("Counters only with somebody signed in", "A counter opens when its clerk has signed in."),
    "last_ticket_minutes": ("Last number before closing", "So many minutes. 0: until the end."),
    "stop_when_late": ("When somebody would be served after closing", "Warn them, or give no number."),
    "most_people": ("People in the hall", "At most so many wait or are served. 0: nobody counts."),
    "one_per_person": ("One number for each person", "Kiosks ask for the last signs of the identity card."),
    "kiosk_priority": ("Priority at the kiosk", "No: only a counter gives priority."),
    "language_minutes": ("Wait for a clerk who speaks the language", "So many minutes. 0: not at all."),
    "failed_case_days": ("Days to answer what could not be done", "Working days. 1 to 60."),
    "remote_at_most": ("Numbers taken elsewhere", "At most so many people on their way. 0: none."),
    "remote_minutes": ("Time to come", "So many minutes besides the way."),
    "remote_age_minutes": ("Waiting counted on the way", "At most so many minutes."),
}
RULES: Final = Part(
    "rules",
    "Rules of the line",
    "What stays empty is decided above: by the town, then the city.",
    (
        *(
            Line(
                f"rules.{name}",
                label,
                "number" if name in NUMBERS else "choice" if name in ("policy", "stop_when_late") else "maybe",
                told,
                needed=False,
                options={"policy": "policies", "stop_when_late": "late"}.get(name, ""),
            )
            for name, (label, told) in _RULES.items()
        ),
    ),
)
_LONG: Final = (
    Line("waiting", "More people than", "number", "Begins when more wait. May stay empty.", needed=False),
    Line("minutes", "Longer than (minutes)", "number", "Or when somebody waits longer.", needed=False),
    Line("until", "Until fewer than", "number", "Ends when fewer wait.", preset="5"),
)
HELP: Final = Part(
    "long",
    "When a line grows long",
    "Other counters help, and staff are asked to open one.",
    (
        Table(
            "elastic",
            "Counters that help",
            (
                Line("id", "", "id"),
                Line("service", "Service", "choice", options="offered"),
                *_LONG,
                Line("counters", "Counters that help", "many", "In this order.", options="counters"),
                Line("at_most", "At most at once", "number", "All of them when empty.", needed=False),
                Line("least_minutes", "At least for (minutes)", "number", preset="5"),
            ),
            "Add a rule",
        ),
        Table(
            "alarms",
            "Staff are asked",
            (
                Line("service", "Service", "choice", options="offered"),
                *_LONG,
                Line("again_minutes", "Not again within (minutes)", "number", preset="10"),
            ),
            "Add an alarm",
        ),
    ),
)
ZONE: Final = Part(
    "zone",
    "Time zone",
    "The clock of the hall.",
    (Line("timezone", "Time zone", "text", "Such as Asia/Shanghai.", needed=False),),
)
QUOTAS: Final = Table(
    "quotas",
    "Numbers of a part of the day",
    (
        Line("days", "Weekdays", "days", options="weekdays"),
        Line("begins", "Begins", "clock", "Such as 09:00."),
        Line("ends", "Ends", "clock", "Such as 11:00."),
        Line("numbers", "Numbers", "number", "So many are given out."),
    ),
    "Add a part of the day",
)
TIMES: Final = Table(
    "times",
    "Slots",
    (
        Line("begins", "Begins", "clock", "Such as 09:00."),
        Line("ends", "Ends", "clock", "Such as 11:00."),
        Line("minutes", "Minutes of a slot", "number", preset="30"),
        Line("places", "Places", "number", "Empty: follows from the counters.", needed=False),
    ),
    "Add slots",
)
BOOKING: Final = Part(
    "booking",
    "Quotas and bookings",
    "How many numbers are given out, and which times can be booked. Without slots it is not booked.",
    (
        QUOTAS,
        Table(
            "bookings.week",
            "Slots of the week",
            (Line("days", "Weekdays", "days", options="weekdays"), TIMES),
            "Add weekdays",
        ),
        Table(
            "bookings.days",
            "Slots of one day",
            (Line("day", "Date", "date", "Without slots nothing is booked on that day."), TIMES),
            "Add a day",
        ),
        *(
            Line(f"bookings.{name}", label, "clock" if name == "release_at" else "number", told, preset=preset)
            for name, label, told, preset in (
                ("release_days", "Opened days before", "Booking begins so many days before.", "7"),
                ("release_at", "Opened at", "At this hour, such as 09:00.", "09:00"),
                ("lead_minutes", "Booked minutes before", "At the latest so long before the slot.", "30"),
                ("visit_minutes", "Minutes for each person", "Where places follow from counters.", "15"),
                ("walk_in_percent", "Kept for others, percent", "Places for people without a booking.", "40"),
                ("hold_minutes", "Held while booking (minutes)", "A place is kept so long.", "5"),
                ("early_minutes", "Check in from (minutes)", "So long before the slot.", "30"),
                ("late_minutes", "Check in until (minutes)", "So long after it has begun.", "10"),
                ("misses", "Missed bookings", "So many block somebody. 0: nobody.", "3"),
                ("misses_days", "Counted within (days)", "", "90"),
                ("blocked_days", "Blocked for (days)", "", "30"),
            )
        ),
    ),
)
CITY: Final = Part("about", "Name", "What the city is called.", (NAME,))
CATALOGUE: Final = Part(
    "catalogue",
    "Catalogue of services",
    "A service means the same in every center. A center offers what stands here.",
    (
        Table(
            "services",
            "Services",
            (
                Line("id", "", "id"),
                Line("name", "What it is called", "both", "As people call it."),
                Line("note", "What for", "note", "A short word under the name. May stay empty.", needed=False),
            ),
            "Add a service",
        ),
    ),
)
WAYS: Final = Part(
    "ways",
    "Ways between centers",
    "How long people need. Where none is written, it is the sum of those that lead there.",
    (
        Table(
            "ways",
            "Ways",
            (
                Line("between[0]", "From", "choice", options="centers"),
                Line("between[1]", "To", "choice", options="centers"),
                Line("minutes", "Minutes", "number"),
            ),
            "Add a way",
        ),
    ),
)
RETENTION: Final = Part(
    "retention",
    "How long data is kept",
    "Days after which what may be about a person is thrown away, at night. Fewer days tell less.",
    tuple(
        Line(f"retention.{name}", label, "number", told, preset=str(getattr(Retention(), name)))
        for name, label, told in (
            ("ticket_days", "Secrets of tickets", "With them people follow their number on the phone."),
            ("booking_days", "Bookings after their day", ""),
            ("missed_booking_days", "Missed bookings", "So long a missed booking can still count against somebody."),
            ("holder_days", "Who took a number elsewhere", "A hash, so that nobody holds two."),
            ("search_days", "Sentences that found nothing", "Editors learn from them what is missing."),
            ("wrong_try_days", "Wrong tries to sign in", "What was typed as a name, and from which address."),
            ("sign_in_days", "Sign-ins that are over", "Browser and address of staff."),
            ("record_days", "Record of changes", "The law asks for half a year at least."),
        )
    ),
)
DECIDED: Final = (HOURS, SPECIAL, HOLIDAYS, RULES, ZONE)
"""What a center leaves to its town, and a town to the city."""
PARTS: Final[dict[Kind, tuple[Part, ...]]] = {
    "city": (CITY, CATALOGUE, WAYS, *DECIDED, RETENTION),
    "town": DECIDED,
    "center": (ABOUT, SERVICES, COUNTERS, STAFF, HELP, *DECIDED),
}
INHERITED: Final = ("hours", "calendar", "timezone")
"""Fields that are decided as a whole, or left open as a whole."""


def part_of(kind: Kind, id_: str) -> Part | None:
    """Return the form of that `id`."""
    return next((each for each in PARTS[kind] if each.id == id_), None)
