"""The data map: every column of the database that can hold something about a person, and the columns that name nobody.

A test holds it against the schema: a new column is either mapped here, with what it is and how long it stays, or
declared to name nobody. The page of the administrators' house and `docs/privacy.md` are made from it.
"""

from typing import Final, Literal

import msgspec

from server.rules.privacy.nameless import NAMELESS as NAMELESS

Whose = Literal["citizens", "staff"]


class Held(msgspec.Struct, frozen=True):
    """Columns of a table that are held for one purpose; texts are gettext keys.

    `days` is the field of `config.retention` that says how long, "" where something else ends it; `then` says what
    happens at that moment, `seen_by` who gets to see it.
    """

    table: str
    columns: tuple[str, ...]
    whose: Whose
    what: str
    why: str
    then: str
    seen_by: str
    days: str = ""
    sensitive: bool = False


NOBODY: Final = "Nobody: only compared."
HOLDER: Final = "Who holds the secret or the code."
ACCOUNTS: Final = "Security administrators."
AUDITORS: Final = "Auditors."
HALL: Final = "Clerks of that hall."
FIGURES: Final = "Stays, for figures: it names nobody without the slip."
AT_ITS_END: Final = "Deleted when the ticket is over."
WITH_ACCOUNT: Final = "Emptied when the account is erased."

HELD: Final[tuple[Held, ...]] = (
    Held(
        *("consultations", ("code", "checklists", "answers", "wish"), "citizens"),
        what="Answers of a consultation: family, home, health, money",
        why="To go on with the same consultation on phone, kiosk and counter.",
        then="Deleted when its days are over (consultation_days in banshi.toml, 30 as delivered).",
        seen_by="Who knows its code; staff to whom the code is shown.",
        sensitive=True,
    ),
    Held(
        *("tickets", ("secret_hash",), "citizens"),
        what="Hash of a ticket's secret",
        why="To follow one's number on the phone.",
        then="Emptied.",
        seen_by=NOBODY,
        days="ticket_days",
    ),
    Held(
        *("tickets", ("note",), "citizens"),
        what="What a clerk noted for a colleague",
        why="To serve somebody at the next counter.",
        then=AT_ITS_END,
        seen_by=HALL,
        sensitive=True,
    ),
    Held(
        *("tickets", ("ground",), "citizens"),
        what="Why somebody has priority: age, health, child, service",
        why="To call them earlier, as the law asks.",
        then=AT_ITS_END,
        seen_by=HALL,
        sensitive=True,
    ),
    Held(
        *("tickets", ("plan",), "citizens"),
        what="Code of the consultation a ticket was taken with",
        why="So that the counter sees the list of papers.",
        then="Emptied when the consultation is deleted.",
        seen_by=HALL,
    ),
    Held(
        *("tickets", ("id", "label", "day", "visit", "language", "priority", "class_before"), "citizens"),
        what="A number and what happened to it",
        why="To call people in order, and to know how long they wait.",
        then=FIGURES,
        seen_by=HALL,
    ),
    Held(
        *("journal", ("ticket", "visit", "private"), "citizens"),
        what="What happened to a number, and why it had priority",
        why="Screens, figures, and proof that the order was kept.",
        then=FIGURES,
        seen_by="Screens: the number. The rest nobody but who looks after the server.",
    ),
    Held(
        *("journal", ("actor", "person"), "staff"),
        what="At which device, and by whom, something was done",
        why="Who does something for the public answers for it.",
        then="Stays, sealed with the journal.",
        seen_by="Nobody but who looks after the server.",
    ),
    Held(
        *("failed_cases", ("ticket", "label", "day", "asked"), "citizens"),
        what="What a number came for and could not be done, in words",
        why="To answer it in time; nothing of it can be deleted, so that none is lost.",
        then="Stays; its form asks for no names and no numbers of cards.",
        seen_by="Staff of that hall and who looks after it; who holds the secret.",
        sensitive=True,
    ),
    Held(
        *("failed_case_steps", ("note",), "citizens"),
        what="What staff wrote of what was done about it",
        why="To answer it in time; nothing of it can be deleted, so that none is lost.",
        then="Stays; its form asks for no names and no numbers of cards.",
        seen_by="Staff of that hall and who looks after it; of the answer who holds the secret.",
        sensitive=True,
    ),
    Held(
        *("failed_cases", ("held_by",), "staff"),
        what="Who has a case of what could not be done",
        why="Who does something for the public answers for it.",
        then="Stays.",
        seen_by="Staff of that hall and who looks after it.",
    ),
    Held(
        *("failed_case_steps", ("person", "name", "held_by"), "staff"),
        what="Who did what about what could not be done",
        why="Who does something for the public answers for it.",
        then="Stays.",
        seen_by="Staff of that hall and who looks after it.",
    ),
    Held(
        *("idempotency", ("who", "key", "digest", "answer"), "citizens"),
        what="The last answers of the server, sealed",
        why="The same request twice gets the same answer, and only one number.",
        then="Deleted after 72 hours.",
        seen_by="Who sent the request.",
        sensitive=True,
    ),
    Held(
        *("bookings", ("secret_hash", "digits", "plan"), "citizens"),
        what="Secret and number of a booking",
        why="To change it, give it back, and check in.",
        then="Deleted.",
        seen_by=HOLDER,
        days="booking_days",
    ),
    Held(
        *("bookings", ("person", "ticket", "missed_at"), "citizens"),
        what="Keyed hash of a telephone number, and what was missed",
        why="One booking for each person, and a limit for those who never come.",
        then="Deleted; of who missed nothing as early as the booking.",
        seen_by=NOBODY,
        days="missed_booking_days",
    ),
    Held(
        *("booking_appeals", ("person", "lifted_at"), "citizens"),
        what="Whose missed bookings count no more",
        why="Who had a good reason is let book again.",
        then="Deleted.",
        seen_by=NOBODY,
        days="missed_booking_days",
    ),
    Held(
        *("person_tickets", ("person", "ticket"), "citizens"),
        what="Keyed hash of who holds a number",
        why="One number for each person, where a hall wants that.",
        then=AT_ITS_END,
        seen_by=NOBODY,
    ),
    Held(
        *("remote_tickets", ("holder", "visit"), "citizens"),
        what="Hash of who took a number elsewhere",
        why="Nobody holds two numbers on their way.",
        then="Emptied.",
        seen_by=NOBODY,
        days="holder_days",
    ),
    Held(
        *("return_rights", ("label", "secret_hash", "visit", "used_by"), "citizens"),
        what="Who may come back with a missing paper",
        why="They wait only once.",
        then="Deleted on the day after the right is over (return_days of the hall).",
        seen_by=HOLDER,
    ),
    Held(
        *("unfound_sentences", ("words", "hash"), "citizens"),
        what="What people looked for in vain, in their words",
        why="Editors add what is missing. Kept in words only when said twice, never with a long number in it.",
        then="Deleted.",
        seen_by="Editors of checklists.",
        days="search_days",
    ),
    Held(
        *("unfound_places", ("hash", "center"), "citizens"),
        what="In which hall something was looked for in vain",
        why="Editors add what is missing there.",
        then="Deleted.",
        seen_by="Editors of checklists.",
        days="search_days",
    ),
    Held(
        *("people", ("id", "login", "name"), "staff"),
        what="Account of somebody who works here: name",
        why="To sign in; what they change names them.",
        then=WITH_ACCOUNT,
        seen_by=ACCOUNTS,
    ),
    Held(
        *("people", ("password", "pin", "card", "second", "second_step", "password_at", "seen_at"), "staff"),
        what="Hashes of password, PIN and card; sealed second factor",
        why="To show that it is them.",
        then=WITH_ACCOUNT,
        seen_by=NOBODY,
    ),
    Held(
        *("person_roles", ("person", "staff", "given_by"), "staff"),
        what="Which roles somebody has",
        why="Everybody may do only what is theirs to do.",
        then="Deleted when the account is erased.",
        seen_by=ACCOUNTS,
    ),
    Held(
        *("sign_ins", ("hash", "id", "person", "address", "device", "how", "seen_at", "began_at"), "staff"),
        what="In which browser, from which address somebody signed in",
        why="To end a sign-in that is not theirs.",
        then="Deleted.",
        seen_by=ACCOUNTS,
        days="sign_in_days",
    ),
    Held(
        *("recovery_codes", ("hash", "person"), "staff"),
        what="Hashes of recovery codes",
        why="For when the phone is gone.",
        then="Deleted when the account is erased.",
        seen_by=NOBODY,
    ),
    Held(
        *("past_passwords", ("person", "password"), "staff"),
        what="Hashes of the passwords somebody had",
        why="An old password is not chosen again.",
        then="Deleted when the account is erased.",
        seen_by=NOBODY,
    ),
    Held(
        *("wrong_tries", ("who",), "staff"),
        what="Which name or address was wrong how often",
        why="Who guesses is locked out.",
        then="Deleted.",
        seen_by=ACCOUNTS,
        days="wrong_try_days",
    ),
    Held(
        *("audit", ("who", "name", "about", "place", "before", "after"), "staff"),
        what="Who changed what, from which address",
        why="The law asks for it; what goes wrong can be found out.",
        then="Deleted; what is left is still proved.",
        seen_by=AUDITORS,
        days="record_days",
    ),
    Held(
        *("staff", ("id", "name", "number", "skills", "languages"), "staff"),
        what="Who works in a hall, and what they can do",
        why="Numbers come to who can serve them.",
        then="Changes with the settings of the hall.",
        seen_by="Administrators and clerks of that hall.",
    ),
    Held(
        *("counters", ("person", "sign_in"), "staff"),
        what="Who sits at a counter",
        why="Calls come from a person.",
        then="Emptied when they stand up.",
        seen_by=HALL,
    ),
    Held(
        *("settings", ("by", "body"), "staff"),
        what="Every revision of the settings, with the staff they list",
        why="Who changed what can be seen and undone.",
        then="Stays: a revision is never changed.",
        seen_by="Administrators.",
    ),
    Held(
        *("tokens", ("id", "hash", "name", "person", "sign_in", "cloned"), "staff"),
        what="What lets a device in, and who is signed in at it",
        why="A device does only what it is for; a copied token is noticed.",
        then="Stays while facts name the device.",
        seen_by="Administrators of devices.",
    ),
    Held(
        *("pairings", ("address", "machine", "name"), "staff"),
        what="Which machine wants to be let in",
        why="To let in the right one.",
        then="Deleted after ten minutes, when the next one asks.",
        seen_by="Administrators of devices.",
    ),
    Held(
        *("device_orders", ("picture", "words"), "citizens"),
        what="What a screen showed, as a picture",
        why="To see from afar whether a device works; a kiosk sends one only while nobody stands at it.",
        then="Emptied in the night after a day.",
        seen_by="Administrators of devices.",
    ),
    Held(
        *("alert_addresses", ("address", "trouble"), "staff"),
        what="Where alerts of devices go: a mail address, a web address",
        why="Whoever looks after devices is told that one is in trouble.",
        then="Deleted when it is taken off the list.",
        seen_by="Administrators of devices.",
    ),
    Held(
        *("device_orders", ("by_name",), "staff"),
        what="Who told a device to do something",
        why="Who does something for the public answers for it.",
        then="Overwritten by the next order of that kind.",
        seen_by="Administrators of devices.",
    ),
    Held(
        *("guidance_drafts", ("begun_by",), "staff"),
        what="Who began a draft of a checklist",
        why="Who tells the public something answers for it.",
        then="Stays with the draft.",
        seen_by="Editors and reviewers.",
    ),
    Held(
        *("guidance_draft_files", ("by",), "staff"),
        what="Who wrote last in a draft of a checklist",
        why="Who tells the public something answers for it.",
        then="Stays with the draft.",
        seen_by="Editors and reviewers.",
    ),
    Held(
        *("release_acts", ("actor", "department", "note"), "staff"),
        what="Who wrote, reviewed and published a checklist",
        why="Who tells the public something answers for it.",
        then="Stays with the release.",
        seen_by="Editors and reviewers.",
    ),
)
