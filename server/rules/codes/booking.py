"""What bookings refuse: slots, those who book, and those who come."""

from typing import Final, Literal

from server.rules.codes.sentence import Sentence

BookingCode = Literal[
    "booking_off",
    "booking_past",
    "booking_closed_day",
    "booking_gap",
    "booking_no_slot",
    "booking_full",
    "booking_not_full",
    "booking_unreleased",
    "booking_soon",
    "booking_early",
    "booking_late",
    "booking_listed",
    "booking_blocked",
    "booking_twice",
    "booking_unknown",
    "booking_state",
    "booking_hold_over",
    "booking_tries",
    "booking_not_here",
]

BOOKING: Final[dict[BookingCode, Sentence]] = {
    "booking_off": Sentence(409, "{service} is not booked here. Come and take a ticket."),
    "booking_past": Sentence(409, "{day} {clock} is over. Choose a later time."),
    "booking_closed_day": Sentence(409, "The hall is closed on {day}. Choose another day."),
    "booking_gap": Sentence(422, "On {day} there is no {clock}: clocks are set forward. Choose another time."),
    "booking_no_slot": Sentence(409, "There is no time to book at {clock} on {day} any more. Choose another one."),
    "booking_full": Sentence(409, "{day} {clock} is full now. Choose another time, or wait for a place."),
    "booking_not_full": Sentence(409, "There are free places on {day}. Choose one of them."),
    "booking_unreleased": Sentence(409, "{day} can be booked from {on} {at} on. Come back then."),
    "booking_soon": Sentence(
        409, "{clock} begins in less than {minutes} minutes. Choose a later time, or take a ticket in the hall."
    ),
    "booking_early": Sentence(
        409, "Your time is {clock}. Check in from {since} on, or take an ordinary ticket instead."
    ),
    "booking_late": Sentence(
        409, "Your time was {clock}; a place is kept for {minutes} minutes. Take an ordinary ticket."
    ),
    "booking_listed": Sentence(
        409, "No place has come free on {day} yet. Your place on the waiting list: {place}. Look again later."
    ),
    "booking_blocked": Sentence(
        403, "Too many bookings were missed, so none can be made until {until}. At the guide desk this can be lifted."
    ),
    "booking_twice": Sentence(409, "You have booked {service} for {day} {clock} already. Move or cancel that booking."),
    "booking_unknown": Sentence(404, "There is no such booking. Check the digits."),
    "booking_state": Sentence(409, "This booking is {state} now, so this is not possible."),
    "booking_hold_over": Sentence(
        409, "The place was kept for {minutes} minutes, which are over. Choose a time again."
    ),
    "booking_tries": Sentence(429, "Too many wrong digits. Try again in {seconds} seconds, or ask at the guide desk."),
    "booking_not_here": Sentence(403, "Check in inside the hall: scan the code on its screen, or use a kiosk."),
}
