"""What is refused of those who sign in, and of who changes what they may."""

from typing import Final, Literal

from server.rules.codes.sentence import Sentence

PeopleCode = Literal[
    "sign_in_needed",
    "sign_in_wrong",
    "sign_in_locked",
    "desk_sign_in_needed",
    "desk_sign_in_wrong",
    "desk_left",
    "desk_role_missing",
    "pin_void",
    "nobody_found",
    "person_waits",
    "account_open",
    "unmask_reason",
    "erase_unsure",
    "record_too_young",
    "pin_unfit",
    "pins_differ",
    "card_unfit",
    "card_taken",
    "staff_unknown",
    "staff_taken",
    "duty_missing",
    "form_stale",
    "afresh_needed",
    "password_short",
    "password_long",
    "password_common",
    "password_kinds",
    "password_used",
    "password_wrong",
    "password_due",
    "passwords_differ",
    "second_wrong",
    "second_clock",
    "second_key",
    "second_needed",
    "login_taken",
    "login_unfit",
    "name_unfit",
    "person_gone",
    "own_account",
    "last_administrator",
    "duties_apart",
    "role_unknown",
    "role_place",
    "role_place_missing",
    "role_above",
    "first_run_over",
    "first_run_code",
    "set_up_no_service",
    "set_up_counters",
]

PEOPLE: Final[dict[PeopleCode, Sentence]] = {
    "sign_in_needed": Sentence(401, "Sign in first. What you were doing is still there afterwards."),
    "sign_in_wrong": Sentence(401, "Name or password is wrong. Try again."),
    "sign_in_locked": Sentence(
        429, "Too many wrong tries. Try again in {minutes} minutes, or ask a security administrator to unlock you."
    ),
    "desk_sign_in_needed": Sentence(401, "Sign in at this counter first, with your own account."),
    "desk_sign_in_wrong": Sentence(401, "Name, PIN, password or card is wrong. Try again."),
    "desk_left": Sentence(404, "That sign-in is over already."),
    "desk_role_missing": Sentence(403, "You have no role as a clerk here. Ask an administrator."),
    "pin_void": Sentence(
        401, "This PIN was wrong too often and opens nothing any more. Sign in by password or card, and set a new one."
    ),
    "nobody_found": Sentence(404, "Nothing is found by that. Look at the slip once more: all fields have to fit."),
    "person_waits": Sentence(
        409, "A number or booking of this person is still open. End it or give it back first, then erase."
    ),
    "account_open": Sentence(409, "This account can still sign in. Let this person in no more first, then erase."),
    "unmask_reason": Sentence(422, "Say why in one to {longest} signs: it is recorded with your name."),
    "erase_unsure": Sentence(409, "Say that you are sure: what is erased does not come back."),
    "record_too_young": Sentence(409, "The record of changes is kept for {days} days at least."),
    "pin_unfit": Sentence(422, "A PIN has 4 to 8 digits, not all the same and not in a row."),
    "pins_differ": Sentence(422, "The two PINs differ. Type both again."),
    "card_unfit": Sentence(422, "Hold the card to the reader: it types 8 to 64 letters and digits."),
    "card_taken": Sentence(409, "This card is somebody else's already."),
    "staff_unknown": Sentence(422, "The staff list of this center has nobody like that."),
    "staff_taken": Sentence(409, "Somebody else with an account is this one of the staff list."),
    "duty_missing": Sentence(403, "Your roles do not include this here. Ask an administrator."),
    "form_stale": Sentence(403, "This form is too old, or another site sent it. Load the page anew and send it again."),
    "afresh_needed": Sentence(401, "Show your password again before you do this."),
    "password_short": Sentence(422, "Choose a password of at least {shortest} characters."),
    "password_long": Sentence(422, "Choose a password of at most {longest} characters."),
    "password_common": Sentence(
        422, "Others guess this password: it is much used, or made of names that they know. Choose another one."
    ),
    "password_kinds": Sentence(
        422, "Use {kinds} of these in the password: small letters, capitals, digits, other signs."
    ),
    "password_used": Sentence(422, "You had this password before. Choose a new one."),
    "password_wrong": Sentence(422, "This is not your password now."),
    "password_due": Sentence(403, "Choose a new password first."),
    "passwords_differ": Sentence(422, "The two new passwords differ. Type both again."),
    "second_wrong": Sentence(401, "This code is wrong or was used already. Wait for the next one."),
    "second_clock": Sentence(
        401,
        "This code is of another time: a clock is wrong by about {minutes} minutes. Let your phone and the server set "
        "their clocks by the network, or use a recovery code.",
    ),
    "second_key": Sentence(
        503, "The server has lost the key of second factors (people.key). Put it back, or use a recovery code."
    ),
    "second_needed": Sentence(403, "Your roles need a second factor. Set one up first."),
    "login_taken": Sentence(409, "{login} is somebody else's name for signing in. Choose another one."),
    "login_unfit": Sentence(422, "A name for signing in has 2 to 32 letters, digits, dots, - or _."),
    "name_unfit": Sentence(422, "Write the name of the person, at most {longest} characters."),
    "person_gone": Sentence(404, "There is nobody of that name here any more."),
    "own_account": Sentence(409, "You cannot do this to yourself. Another administrator can."),
    "last_administrator": Sentence(
        409, "This is the last person with that role. Give it to somebody else first, then take it away here."
    ),
    "duties_apart": Sentence(
        409,
        "One person may not have these roles together: who changes things, who keeps accounts, and who audits are "
        "different people.",
    ),
    "role_unknown": Sentence(422, "There is no role of that name."),
    "role_place": Sentence(422, "This role holds for the whole city. Choose no center."),
    "role_place_missing": Sentence(422, "Say at which center this role holds."),
    "role_above": Sentence(403, "You cannot give or take a role that reaches further than your own."),
    "first_run_over": Sentence(409, "This server is set up already. Sign in."),
    "first_run_code": Sentence(
        401, "This code is wrong, was used, or is older than an hour. The server prints a new one: banshi first-run"
    ),
    "set_up_no_service": Sentence(422, "Choose at least one service."),
    "set_up_counters": Sentence(422, "A hall has 1 to {most} counters. Type a number."),
}
