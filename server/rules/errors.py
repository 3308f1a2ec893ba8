"""What can go wrong in a hall, as one error with a stable code and a sentence that says what to do.

A `Refusal` is data: `code` for programs (never changes), `message` an English sentence that is also the
gettext key, `values` its places. Surfaces translate it; nobody parses the sentence.
"""

from typing import Final

CODES: Final[dict[str, tuple[int, str]]] = {
    "bad_request": (400, "The request could not be read: {why}."),
    "body_too_large": (413, "The request is larger than {limit} bytes. Send less."),
    "token_missing": (401, "This needs an access token. Send it as a bearer token."),
    "token_unknown": (401, "This access token is not known or was revoked. Ask the administrator for a new one."),
    "token_scope": (403, "This access token may not do that here."),
    "not_found": (404, "There is nothing at this address."),
    "method_not_allowed": (405, "This address does not take that method."),
    "center_unknown": (404, "There is no center {center}."),
    "center_closed": (409, "{center} is closed now. Please come back during opening hours."),
    "service_unknown": (404, "There is no service {service} in this center."),
    "service_unserved": (409, "No counter serves {service} right now. Please ask at the guide desk."),
    "counter_unknown": (404, "There is no counter {counter}."),
    "counter_closed": (409, "{counter} is closed. Open it first."),
    "counter_paused": (409, "{counter} is paused. Open it first."),
    "counter_busy": (409, "{counter} still has ticket {number}. Finish it or mark it missed first."),
    "counter_idle": (409, "{counter} has no ticket now. Call the next one first."),
    "line_empty": (409, "Nobody is waiting for {counter} now."),
    "ticket_unknown": (404, "There is no such ticket."),
    "ticket_state": (409, "Ticket {number} is {state} now, so this is not possible."),
    "miss_too_early": (409, "Please wait {seconds} more seconds before marking {number} missed."),
    "miss_needs_call": (409, "Please call {number} once more before marking it missed."),
    "numbers_used_up": (409, "All numbers of {service} are used up for today. Please ask at the guide desk."),
    "key_missing": (400, "Send an Idempotency-Key header of 8 to 255 characters with every change."),
    "key_conflict": (422, "This Idempotency-Key was used for another request. Use a new one."),
    "key_in_flight": (409, "The first request with this key is still being worked on. Try again in a moment."),
    "consultation_unknown": (404, "There is no consultation with this code. Check the code, or start again."),
    "checklist_unknown": (404, "There is no checklist {checklist}."),
    "code_mistyped": (404, "One letter of this code is wrong. Compare it with the slip, letter by letter."),
    "consultation_expired": (410, "This consultation has run out. Please start again."),
    "consultation_tries": (429, "Too many wrong codes. Try again in {seconds} seconds, or ask at the guide desk."),
    "question_unknown": (422, "There is no question {question}."),
    "answer_unfit": (422, "The answer to {question} does not fit. {fits}"),
    "item_unknown": (404, "There is no item {item}."),
    "release_missing": (404, "No guidance has been published yet."),
    "release_unknown": (404, "There is no release {release}. See them with: banshi pack state."),
    "release_ambiguous": (409, "Several releases begin with {release}. Write more of it."),
    "release_step": (409, "Release {release} is {state}, so this is not possible now."),
    "release_known": (409, "Release {release} was submitted before and is {state}. Nothing was changed."),
    "release_unready": (409, "Release {release} may not be published: {count} findings, first {what}: {remedy}."),
    "release_unchecked": (409, "These departments have yet to check the facts of release {release}: {departments}."),
    "reviewer_is_author": (409, "{by} wrote release {release}. Somebody else must review it."),
    "department_unknown": (404, "There is no department {department}. Write one of: {known}."),
    "nobody_named": (400, "Say who does it: --by NAME."),
    "moment_past": (409, "{moment} is over. Give a moment to come, or none for now."),
    "release_none_before": (409, "No other release was in force before. Say which one to go back to."),
    "release_unreadable": (422, "This release cannot be read: {why}. The one held stays in force."),
    "release_key": (422, "This release is signed with a key that is not trusted. The one held stays in force."),
    "release_signature": (422, "The signature of this release is wrong. The one held stays in force."),
    "release_hash": (422, "This release was changed after it was signed. The one held stays in force."),
    "release_old": (422, "This release is older than the one held, which stays in force."),
    "release_key_missing": (
        409,
        "The key that signs releases is missing from {place}. Put it back, or make a new one: banshi pack key --new.",
    ),
    "busy": (503, "The server is busy. Try again in a moment."),
    "store_unavailable": (503, "The database cannot be reached. Nothing was changed; try again in a moment."),
    "disk_full": (507, "The disk of the server is full. Nothing was changed; free some space."),
    "internal": (500, "Something went wrong on the server. Nothing was changed; the log has the details."),
    "unreachable": (503, "The server cannot be reached."),
}
"""Stable code -> (HTTP status, English sentence = gettext key). A code is never renamed."""

TRY_LATER: Final = frozenset({"unreachable", "busy", "store_unavailable", "disk_full", "internal", "key_in_flight"})
"""Codes of what may go well a moment later."""


class Refusal(Exception):
    """A command that is refused: nothing was changed, and `code` says why."""

    def __init__(self, code: str, **values: object) -> None:
        status, message = CODES[code]
        self.code = code
        self.status = status
        self.message = message
        self.values = values
        super().__init__(message.format(**values))
