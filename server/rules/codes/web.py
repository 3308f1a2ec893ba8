"""What the web server refuses before any verb is asked, and what a client says when it cannot ask."""

from typing import Final, Literal

from server.rules.codes.sentence import Sentence

WebCode = Literal[
    "bad_request",
    "body_too_large",
    "head_too_large",
    "too_slow",
    "too_many",
    "token_missing",
    "token_unknown",
    "token_scope",
    "secret_unknown",
    "not_found",
    "page_elsewhere",
    "method_not_allowed",
    "key_missing",
    "key_conflict",
    "key_in_flight",
    "access_center_missing",
    "access_counter_missing",
    "access_counter_elsewhere",
    "access_unknown",
    "internal",
    "unreachable",
]

WEB: Final[dict[WebCode, Sentence]] = {
    "bad_request": Sentence(400, "The request could not be read: {why}."),
    "body_too_large": Sentence(413, "The request is larger than {limit} bytes. Send less."),
    "head_too_large": Sentence(431, "Address and headers are larger than {limit} bytes. Send less."),
    "too_slow": Sentence(408, "The request took too long to arrive. Send it again."),
    "too_many": Sentence(429, "Too many requests of this kind. Try again in {seconds} seconds."),
    "token_missing": Sentence(401, "This needs an access token. Send it as a bearer token."),
    "token_unknown": Sentence(
        401, "This access token is not known or was revoked. Ask the administrator for a new one."
    ),
    "token_scope": Sentence(403, "This access token may not do that here."),
    "secret_unknown": Sentence(401, "This secret opens nothing here. Scan the code on the slip again."),
    "not_found": Sentence(404, "There is nothing at this address."),
    "page_elsewhere": Sentence(403, "A page of another host may not open the live socket."),
    "method_not_allowed": Sentence(405, "This address does not take that method."),
    "key_missing": Sentence(400, "Send an Idempotency-Key header of 8 to 255 characters with every change."),
    "key_conflict": Sentence(422, "This Idempotency-Key was used for another request. Use a new one."),
    "key_in_flight": Sentence(
        409,
        "The first request with this key is still being worked on. Try again in a moment.",
    ),
    "access_center_missing": Sentence(422, "Say in which center: a kiosk or a screen stands in one."),
    "access_counter_missing": Sentence(422, "Say at which counter."),
    "access_counter_elsewhere": Sentence(422, "{counter} stands in {center}."),
    "access_unknown": Sentence(404, "There is no {id} that opens anything."),
    "internal": Sentence(500, "Something went wrong on the server. Nothing was changed; the log has the details."),
    "unreachable": Sentence(503, "The server cannot be reached."),
}
