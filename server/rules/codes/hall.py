"""What a hall refuses: centers, services, counters, tickets."""

from typing import Final, Literal

from server.rules.codes.sentence import Sentence

HallCode = Literal[
    "center_unknown",
    "center_closed",
    "service_unknown",
    "service_unserved",
    "counter_unknown",
    "counter_closed",
    "counter_paused",
    "counter_busy",
    "counter_idle",
    "line_empty",
    "ticket_unknown",
    "ticket_state",
    "slip_digits_wrong",
    "slip_digits_tries",
    "miss_too_early",
    "miss_needs_call",
    "rejoin_late",
    "rejoin_often",
    "postpone_often",
    "postpone_late",
    "transfer_same",
    "transfer_here",
    "counter_away",
    "counter_serves_not",
    "choosing_not_allowed",
    "numbers_used_up",
]

HALL: Final[dict[HallCode, Sentence]] = {
    "center_unknown": Sentence(404, "There is no center {center}."),
    "center_closed": Sentence(409, "{center} is closed now. Please come back during opening hours."),
    "service_unknown": Sentence(404, "There is no service {service} in this center."),
    "service_unserved": Sentence(409, "No counter serves {service} right now. Please ask at the guide desk."),
    "counter_unknown": Sentence(404, "There is no counter {counter}."),
    "counter_closed": Sentence(409, "{counter} is closed. Open it first."),
    "counter_paused": Sentence(409, "{counter} is paused. Open it first."),
    "counter_busy": Sentence(409, "{counter} still has ticket {number}. Finish it or mark it missed first."),
    "counter_idle": Sentence(409, "{counter} has no ticket now. Call the next one first."),
    "line_empty": Sentence(409, "Nobody is waiting for {counter} now."),
    "ticket_unknown": Sentence(404, "There is no such ticket."),
    "ticket_state": Sentence(409, "Ticket {number} is {state} now, so this is not possible."),
    "slip_digits_wrong": Sentence(403, "These are not the six digits on the slip of {number}. Please check them."),
    "slip_digits_tries": Sentence(
        429, "Too many wrong digits. Try again in {seconds} seconds, or ask at the guide desk."
    ),
    "miss_too_early": Sentence(409, "Please wait {seconds} more seconds before marking {number} missed."),
    "miss_needs_call": Sentence(409, "Please call {number} once more before marking it missed."),
    "rejoin_late": Sentence(409, "{number} was called too long ago to come back alone. Please go to a counter."),
    "rejoin_often": Sentence(409, "{number} was missed too often to come back alone. Please go to a counter."),
    "postpone_often": Sentence(409, "No more time can be asked for with {number}. Please stay near the counters."),
    "postpone_late": Sentence(409, "{center} closes too soon to put {number} off. Please stay near the counters."),
    "transfer_same": Sentence(409, "{number} is already there for {service}. Choose another service."),
    "transfer_here": Sentence(409, "{number} is at {counter} already. Choose another counter."),
    "counter_away": Sentence(409, "{counter} is not open now. Choose another counter, or a line."),
    "counter_serves_not": Sentence(409, "{counter} does not serve {service}. Choose one of its services."),
    "choosing_not_allowed": Sentence(403, "{counter} may not call a chosen number. Call the next one instead."),
    "numbers_used_up": Sentence(409, "All numbers of {service} are used up for today. Please ask at the guide desk."),
}
