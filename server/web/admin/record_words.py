"""Every change that is recorded as a sentence: who did what, to what, where."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from config.centers import Text
from config.words import both, series
from server.office.audit.chain import Changed
from server.web.admin.names import ROLES

SENTENCES: Final[dict[str, str]] = {
    "signed_in": "{who} signed in.",
    "signed_out": "{who} signed out.",
    "sign_in_ended": "{who} ended a sign-in of {person}.",
    "password_changed": "{who} changed their own password.",
    "password_reset": "{who} gave {person} a new first password.",
    "second_set": "{who} set up a second factor.",
    "second_dropped": "{who} gave up the second factor.",
    "recovery_made": "{who} made new recovery codes.",
    "pin_set": "{who} set a PIN for {person}.",
    "pin_dropped": "{who} took the PIN of {person} away.",
    "card_set": "{who} gave {person} a card to sign in with.",
    "card_dropped": "{who} took the card of {person} away.",
    "staff_chosen": "{who} said whom {person} is on the staff list.",
    "person_added": "{who} let {person} in.",
    "person_renamed": "{who} changed the name {before} to {after}.",
    "person_disabled": "{who} let {person} in no more.",
    "person_enabled": "{who} let {person} in again.",
    "person_unlocked": "{who} unlocked {person}.",
    "role_given": "{who} gave {person} the role {roles}.",
    "role_taken": "{who} took the role {roles} away from {person}.",
    "device_paired": "{who} paired the device {after}.",
    "pairing_locked": "{who} typed too many wrong codes of devices.",
    "device_renamed": "{who} changed the name of the device {before} to {after}.",
    "device_revoked": "{who} sent the device {before} away.",
    "alert_added": "{who} has {after} told of devices in trouble.",
    "alert_dropped": "{who} has {after} told of devices in trouble no more.",
    "alert_tried": "{who} sent a test to {after}.",
    "device_told_print": "{who} had the device {before} print a test slip.",
    "device_told_speak": "{who} had the device {before} say a call of nobody.",
    "device_told_show": "{who} had the device {before} show a sign.",
    "device_told_picture": "{who} looked at what the device {before} shows.",
    "device_told_restart": "{who} had the device {before} begin anew.",
    "device_clone_dismissed": "{who} took back the warning that a token was shown from {before}.",
    "settings_written": "{who} wrote the settings of {scope}, revision {after}.",
    "backup_begun": "{who} had a backup made.",
    "case_opened": "{who} wrote down that {about} could not be done.",
    "case_noted": "{who} wrote into the case of {about}.",
    "case_handed": "{who} handed the case of {about} on to {after}.",
    "case_closed": "{who} answered the case of {about}.",
    "code_granted": "{who} made a one-time code: {device}, {where}.",
    "code_revoked": "{who} took back a one-time code: {device}, {where}.",
    "code_redeemed": "Somebody let a browser in with a one-time code: {device}.",
    "token_made": "{who} made a token: {device}, {where}.",
    "token_revoked": "{who} took back a token: {device}, {where}.",
    "draft_begun": "{who} began the draft {about}.",
    "draft_written": "{who} wrote in the draft {about}.",
    "release_submitted": "{who} handed in release {about}.",
    "release_checked": "{who} vouched for release {about}.",
    "release_reviewed": "{who} reviewed release {about}.",
    "release_returned": "{who} gave release {about} back to its author.",
    "release_published": "{who} published release {about}.",
    "release_withdrawn": "{who} withdrew release {about}.",
    "release_rolled_back": "{who} put release {about} back into force.",
    "purged": "{who} threw away what was over.",
    "record_begins": "{who} threw away rows of this record that were old.",
    "person_handed_out": "{who} handed out what is held about one person.",
    "unmasked": "{who} looked at what is cut short: {after}.",
    "person_erased": "{who} erased what was held about one person.",
    "restored": "{who} brought a backup back.",
    "first_run_told": "{who} made a code for the first run.",
    "release_key_made": "{who} made a new key for releases: {about}.",
}
"""Code -> English sentence = gettext key. A test holds it against the codes that the program writes."""
REFUSED: Final = "{person} was not signed in: {why}."
SOMEBODY_REFUSED: Final = "Somebody with an unknown name was not signed in: {why}."
OTHER: Final = "{who}: {what}, {about}."
"""Of a code that this release does not know: the database may have been written by a newer one."""
RESULTS: Final[dict[str, str]] = {
    "sign_in_wrong": "wrong name or password",
    "second_wrong": "wrong code of the app",
    "second_clock": "the code was for another time",
    "desk_sign_in_wrong": "wrong name, password, PIN or card at a counter",
    "pin_void": "the PIN was wrong too often and is void",
    "sign_in_locked": "locked after too many tries",
}
KINDS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "sign_ins": ("Signing in", ("signed_in", "signed_out", "sign_in_ended")),
    "accounts": (
        "Passwords and second factors",
        (
            "password_changed",
            "password_reset",
            "second_set",
            "second_dropped",
            "recovery_made",
            "person_unlocked",
            "pin_set",
            "pin_dropped",
            "card_set",
            "card_dropped",
        ),
    ),
    "people": (
        "People and roles",
        (
            "person_added",
            "person_renamed",
            "person_disabled",
            "person_enabled",
            "role_given",
            "role_taken",
            "staff_chosen",
        ),
    ),
    "devices": (
        "Devices",
        (
            "device_paired",
            "pairing_locked",
            "device_renamed",
            "device_revoked",
            "device_clone_dismissed",
            "alert_added",
            "alert_dropped",
            "alert_tried",
            "device_told_print",
            "device_told_speak",
            "device_told_show",
            "device_told_picture",
            "device_told_restart",
        ),
    ),
    "settings": ("Settings", ("settings_written",)),
    "cases": ("What could not be done", ("case_opened", "case_noted", "case_handed", "case_closed")),
    "access": (
        "Tokens and codes",
        ("code_granted", "code_revoked", "code_redeemed", "token_made", "token_revoked"),
    ),
    "care": ("Care", ("purged", "backup_begun", "record_begins", "restored", "first_run_told")),
    "privacy": ("Privacy", ("person_handed_out", "person_erased", "unmasked")),
    "releases": (
        "Checklists",
        (
            "draft_begun",
            "draft_written",
            "release_submitted",
            "release_checked",
            "release_reviewed",
            "release_returned",
            "release_published",
            "release_withdrawn",
            "release_rolled_back",
            "release_key_made",
        ),
    ),
}
"""What can be looked for -> its name, and the codes that belong to it; every code belongs to one."""


DEVICES: Final[dict[str, str]] = {
    "kiosk": "a kiosk",
    "counter": "a counter",
    "display": "a hall screen",
    "channel": "another channel",
    "admin": "the administration",
}
"""Scope of a token -> what it is for."""


class Names(msgspec.Struct, frozen=True):
    """What things are called now: people by what they type to sign in, centers by id."""

    people: Mapping[str, str]
    centers: Mapping[str, Text]


def sentence(changed: Changed, names: Names) -> Text:
    """Return what a row of the record says, in both languages."""
    values = _values(changed, names)
    if changed.what == "signed_in" and changed.result != "done":
        return both(REFUSED if changed.about else SOMEBODY_REFUSED, **values)
    return both(SENTENCES.get(changed.what, OTHER), **values)


def who_words(changed: Changed) -> str | Text:
    """Return who it was, as they were called then."""
    return changed.name or changed.who or both("The system")


def place_words(changed: Changed, names: Names) -> str | Text:
    """Return the center that a row speaks of, a dash where it is none."""
    return names.centers.get(changed.center, changed.center) or "–"


def _values(changed: Changed, names: Names) -> dict[str, Any]:
    before, after = _read(changed.before), _read(changed.after)
    return {
        "who": who_words(changed),
        "what": changed.what,
        "about": changed.about,
        "person": names.people.get(changed.about, changed.about),
        "scope": _scope(changed.about, names),
        "before": _plain(before),
        "after": _plain(after),
        "device": both(DEVICES[after]) if isinstance(after, str) and after in DEVICES else _plain(after),
        "where": _where(changed, names),
        "roles": _roles(before, after, names),
        "why": both(RESULTS[changed.result]) if changed.result in RESULTS else changed.result,
    }


def _scope(about: str, names: Names) -> str | Text:
    kind, _, id_ = about.partition("/")
    if kind == "city":
        return both("The whole city")
    return names.centers.get(id_, id_ or about)


def _where(changed: Changed, names: Names) -> str | Text:
    """Return a counter's id, the name of a center, or the whole city."""
    return names.centers.get(changed.about, changed.about) if changed.about else both("The whole city")


def _roles(before: Any, after: Any, names: Names) -> Text:
    """Return the roles that only one of two lists has."""
    lists = [{str(each) for each in given} if isinstance(given, list) else set() for given in (before, after)]
    return series([_role(each, names) for each in sorted(lists[0] ^ lists[1])])


def _role(told: str, names: Names) -> Text:
    role, _, center = told.partition("@")
    name = next((both(each) for known, each in ROLES.items() if known == role), Text(role, role))
    if not center:
        return name
    return both("{role} at {center}", role=name, center=names.centers.get(center, center))


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else msgspec.json.encode(value).decode()


def _read(text: str) -> Any:
    try:
        return msgspec.json.decode(text) if text else None
    except msgspec.DecodeError:
        return text
