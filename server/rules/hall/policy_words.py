"""What an order of the line does to people, in plain words with figures. Pure."""

from typing import Final

from config.centers import LineRules, PriorityClass, Text
from config.words import both
from server.rules.day_time import clock_of
from server.rules.hall.line import MINUTE, credit

WAITED: Final = 20
"""Minutes that the person of the examples has waited."""
SLOT: Final = 10 * 60
"""Minute of the day of the slot of the examples."""
CLASSES: Final[tuple[PriorityClass, ...]] = ("priority", "appointment", "returned")


def bound_of(rules: LineRules) -> int | None:
    """Return how many minutes later somebody may come and still be called first by the order; None without an end."""
    if rules.policy == "fifo":
        return 0
    if rules.policy == "virtual_time":
        return max(_minutes(each, rules) for each in CLASSES)
    return None


def preview(rules: LineRules) -> tuple[Text, ...]:
    """Return what the order that `rules` name does to people, a sentence for each thing worth knowing."""
    if rules.policy == "fifo":
        return (
            both("Whoever came first goes first, whatever their class or slot."),
            both(
                "An old person who has waited {waited} minutes goes before those who have waited less only.",
                waited=WAITED,
            ),
            _BOUND_HERE,
        )
    if rules.policy != "virtual_time":
        return (
            both("Priority by law goes first, then who has booked or comes back with a paper, then all others."),
            both("An old person who comes now goes before everybody without priority, however long they have waited."),
            both("There is no limit to how often somebody without priority is overtaken."),
            _BOUND_HERE,
        )
    return (*_in_virtual_time(rules), _BOUND_HERE)


_BOUND_HERE: Final = both(
    "Whoever is sent to one counter goes first there, and whoever was missed comes back behind those who are next."
)


def _in_virtual_time(rules: LineRules) -> tuple[Text, ...]:
    said = []
    if minutes := _minutes("priority", rules):
        said.append(
            both(
                "After {waited} minutes an old person goes before all without priority who have waited less than "
                "{total} minutes. Those who have waited longer go first.",
                waited=WAITED,
                total=WAITED + minutes,
            )
        )
    if minutes := _minutes("appointment", rules):
        said.append(
            both(
                "Somebody who has booked {slot} goes before all who came after {came}.",
                slot=clock_of(SLOT),
                came=clock_of(SLOT - minutes),
            )
        )
    if minutes := _minutes("returned", rules):
        said.append(
            both(
                "Who comes back with a missing paper goes before all who came at most {minutes} minutes earlier.",
                minutes=minutes,
            )
        )
    most = bound_of(rules)
    if not most:
        return (both("Whoever came first goes first, whatever their class or slot."),)
    return (*said, both("Nobody is overtaken by anyone who came more than {minutes} minutes later.", minutes=most))


def _minutes(priority: PriorityClass, rules: LineRules) -> int:
    return credit(priority, rules) // MINUTE
