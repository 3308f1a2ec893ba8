"""What is refused of devices that are paired, and of who pairs and looks after them."""

from typing import Final, Literal

from server.rules.codes.sentence import Sentence

DeviceCode = Literal[
    "pairing_unknown",
    "pairing_tries",
    "pairing_taken",
    "pairing_over",
    "pairings_full",
    "device_name_unfit",
    "device_gone",
    "order_unfit",
    "order_waits",
    "order_gone",
    "alert_unfit",
    "alert_gone",
    "alerts_full",
    "hook_unfit",
    "mail_unfit",
    "quiet_unfit",
]

DEVICES: Final[dict[DeviceCode, Sentence]] = {
    "pairing_unknown": Sentence(
        404, "No device shows this code now. Compare it with the device; a code is good for ten minutes."
    ),
    "pairing_tries": Sentence(429, "Too many wrong codes. Try again in {minutes} minutes."),
    "pairing_taken": Sentence(409, "Somebody else has just paired this device. Look it up in the list of devices."),
    "pairing_over": Sentence(410, "This pairing is over. Ask for a new code."),
    "pairings_full": Sentence(503, "Too many devices want to be paired at once. Try again in ten minutes."),
    "device_name_unfit": Sentence(422, "Give the device a name of at most {longest} characters."),
    "device_gone": Sentence(404, "There is no such device any more."),
    "order_unfit": Sentence(422, "A device of this kind cannot do that."),
    "order_waits": Sentence(409, "The device was told so a moment ago. Wait for its answer."),
    "order_gone": Sentence(404, "Nobody waits for this answer any more."),
    "alert_unfit": Sentence(422, "Choose mail or webhook, which colours, and minutes from 0 to {most}."),
    "alert_gone": Sentence(404, "This address is not on the list any more."),
    "alerts_full": Sentence(409, "There are {most} addresses already. Take one off the list first."),
    "hook_unfit": Sentence(422, "This is no web address. Write for example https://example.org/hook."),
    "mail_unfit": Sentence(422, "This is no mail address. Write one, for example hall@example.org."),
    "quiet_unfit": Sentence(422, "Write quiet hours as two clocks, such as 22:00 and 07:00, or leave both empty."),
}
