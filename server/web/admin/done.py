"""What a page says was done: its address carries the key, never the sentence."""

from typing import Final

DONE: Final[dict[str, str]] = {
    "signed_out": "You are signed out.",
    "password_changed": "Your password is changed. You were signed out everywhere else.",
    "second_on": "Signing in now asks for a code of your app, too.",
    "second_off": "Signing in asks for no code of an app any more.",
    "sign_in_ended": "That sign-in is ended.",
    "person_renamed": "The name is changed.",
    "person_disabled": "This person cannot sign in any more, and is signed out everywhere.",
    "person_enabled": "This person can sign in again.",
    "person_unlocked": "This person may try again.",
    "pin_set": "The PIN is set. It holds at paired counters alone.",
    "pin_dropped": "The PIN is taken away.",
    "card_set": "The card is set.",
    "card_dropped": "The card is taken away.",
    "staff_chosen": "It is written down who this is on the staff list.",
    "role_given": "The role is given. This person signs in anew.",
    "role_taken": "The role is taken away. This person signs in anew.",
    "device_renamed": "The device has another name.",
    "device_ordered": "The device is told. It asks every ten seconds, and answers here.",
    "device_revoked": "The device can do nothing any more.",
    "clone_dismissed": "The warning is taken back.",
    "device_paired": "The device is paired. It begins by itself within a few seconds.",
    "case_opened": "The case is open. The clock runs.",
    "case_noted": "It is written down.",
    "case_handed": "The case is handed on.",
    "case_closed": "The case is answered. The holder of the number reads it on the page of the number.",
    "settings_written": "Written. It holds from now on; kiosks, screens and consoles follow by themselves.",
    "settings_planned": "Planned. It takes force by itself.",
    "settings_withdrawn": "The planned change is withdrawn.",
    "settings_written_again": "The older state holds again, as a new one.",
    "center_made": "The center is there. Next: its services, counters and staff.",
}
"""Key -> English sentence = gettext key."""
