"""What can be wrong with settings of a city, a town or a center; `field` says where."""

from typing import Final, Literal

from server.rules.codes.sentence import Sentence

SettingsCode = Literal[
    "settings_field_missing",
    "settings_field_unknown",
    "settings_field_wrong",
    "settings_text",
    "settings_number",
    "settings_id",
    "settings_id_twice",
    "settings_id_elsewhere",
    "settings_prefix",
    "settings_prefix_taken",
    "settings_service_unknown",
    "settings_service_unoffered",
    "settings_service_offered",
    "settings_service_waited_for",
    "settings_counter_in_hand",
    "settings_counter_unknown",
    "settings_clock",
    "settings_days",
    "settings_hours_backwards",
    "settings_hours_overlap",
    "settings_weekday_twice",
    "settings_date",
    "settings_slots_overlap",
    "settings_service_booked",
    "settings_timezone",
    "settings_parent_unknown",
    "settings_parent_below",
    "settings_parent_level",
    "settings_not_a_town",
    "settings_changed_meanwhile",
    "settings_unknown",
    "settings_other_city",
]

SETTINGS: Final[dict[SettingsCode, Sentence]] = {
    "settings_field_missing": Sentence(422, "{field} is missing from these settings."),
    "settings_field_unknown": Sentence(422, "Settings have no field {field}."),
    "settings_field_wrong": Sentence(422, "{field} is of the wrong kind, or none of the values that it may have."),
    "settings_text": Sentence(422, "{field} is empty, longer than {most} characters, or holds what cannot be printed."),
    "settings_number": Sentence(422, "{field} is not between {least} and {most}."),
    "settings_id": Sentence(422, "{field}: {id} is no id. Use 1 to 64 letters, digits, - and _."),
    "settings_id_twice": Sentence(422, "{field}: {id} is there twice."),
    "settings_id_elsewhere": Sentence(422, "{field}: {id} belongs to {center} already."),
    "settings_prefix": Sentence(422, "{field}: {prefix} is not one or two capital letters."),
    "settings_prefix_taken": Sentence(
        422, "{field}: {prefix} starts the numbers of another service of this center already."
    ),
    "settings_service_unknown": Sentence(422, "{field}: the city has no service {service}."),
    "settings_service_unoffered": Sentence(422, "{field}: this center does not offer {service}."),
    "settings_service_offered": Sentence(409, "{field}: {center} still offers {service}. Take it out there first."),
    "settings_service_waited_for": Sentence(
        409,
        "{field}: {count} people still have a ticket for {service}. Serve them first, or let the change begin later.",
    ),
    "settings_counter_in_hand": Sentence(
        409,
        "{field}: {counter} still has ticket {number}. Finish it first, or let the change begin later.",
    ),
    "settings_counter_unknown": Sentence(422, "{field}: this center has no counter {counter}."),
    "settings_clock": Sentence(422, "{field}: {clock} is no time such as 09:00."),
    "settings_days": Sentence(422, "{field}: days are 1 (Monday) to 7 (Sunday), each once."),
    "settings_hours_backwards": Sentence(422, "{field}: {closes} is not after {opens}, when it opens."),
    "settings_hours_overlap": Sentence(422, "{field}: it is open from {opens} on that day already."),
    "settings_weekday_twice": Sentence(422, "{field}: the slots of weekday {day} are written above already."),
    "settings_date": Sentence(422, "{field}: {date} is no date such as 2026-11-24."),
    "settings_slots_overlap": Sentence(422, "{field}: slots from {begins} on are written for that day already."),
    "settings_service_booked": Sentence(
        409,
        "{field}: {count} people have booked {service} still. Let the change begin later, or cancel them first.",
    ),
    "settings_timezone": Sentence(422, "{field}: there is no time zone {timezone}. Write for example Asia/Shanghai."),
    "settings_parent_unknown": Sentence(422, "{field}: there is no center {parent}."),
    "settings_parent_below": Sentence(422, "{field}: {parent} is this center itself, or lies below it."),
    "settings_parent_level": Sentence(422, "{field}: {parent} must be of a higher level than the centers below it."),
    "settings_not_a_town": Sentence(409, "{center} is not the center of a town."),
    "settings_changed_meanwhile": Sentence(
        409,
        "Somebody changed these settings meanwhile: revision {newest} is the newest. Look at it and decide again.",
    ),
    "settings_unknown": Sentence(404, "There is no revision {revision} of the settings {scope}."),
    "settings_other_city": Sentence(409, "Another city is here: {city}. Write its id, or take another database."),
}
