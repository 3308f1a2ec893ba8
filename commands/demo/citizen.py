"""A citizen for demo and measurements: walks through the kiosk with real touches, reading what it shows."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from commands.demo.touching import Finger, NotSeen
from config.rule import Value
from kiosk.visit.dates import digits_of
from server.rules.guidance.judge.condition import parts_of
from server.rules.guidance.judge.span import numbers_of

Look = Callable[[str], None]
"""Called with the name of each screen reached, before it is touched."""
STEPS_AT_MOST = 100


def named(value: Value | None) -> str:
    """Return how a target names an answer; nothing for one that is not known."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def touched(question: str, value: Value | None, open_targets: Collection[str]) -> str:
    """Return the target that answers one of several questions: the band that a number lies in, or what types it."""
    target = f"of:{question}:{named(value)}"
    if target in open_targets or not isinstance(value, int):
        return target
    begins = f"of:{question}:"
    for each in open_targets:
        ends = numbers_of(each.removeprefix(begins)) if each.startswith(begins) else None
        if ends is not None and ends[0] <= value <= ends[1]:
            return each
    return f"type:{question}"


class Citizen:
    """One person before the kiosk, who reads `language` (zh or en) in normal or `large` type."""

    def __init__(self, finger: Finger, look: Look, language: str = "zh", *, large: bool = False) -> None:
        self._finger = finger
        self._look = look
        self._language = language
        self._large = large
        self._said: set[str] = set()

    def be_guided(self, checklists: Sequence[str], answers: Mapping[str, Value]) -> dict[str, Any]:
        """Walk through all of `checklists` giving `answers` (question id -> value) to the end; return its screen."""
        self._begin("guided")
        for checklist in checklists:
            self._choose("checklists", f"checklist:{checklist}")
        self._touch("checklists", "next")
        return self._to_the_ticket(answers)

    def take_directly(self, service: str) -> dict[str, Any]:
        """Take a ticket for `service` without guidance; return its screen."""
        self._begin("direct")
        self._choose("service", f"service:{service}")
        return self._to_the_ticket({})

    def leave(self) -> None:
        """Say that this visit is done; the kiosk is ready for the next citizen."""
        self._touch("ticket", "done")
        self._finger.wait_for("attract")

    def _begin(self, way: str) -> None:
        self._said.clear()
        if self._large:
            self._touch("attract", "large")
        self._touch("attract", f"start:{self._language}")
        self._touch("home", way)

    def _to_the_ticket(self, answers: Mapping[str, Value]) -> dict[str, Any]:
        for _ in range(STEPS_AT_MOST):
            screen = self._finger.wait_for(
                "question",
                "questions",
                "verdicts",
                "plan",
                "papers",
                "lacking",
                "service",
                "confirm",
                "ticket",
                "trouble",
                "away",
            )
            name = str(screen["screen"])
            self._look(name)
            if name in ("ticket", "trouble", "away"):
                return screen
            if name == "question":
                self._answer(screen, answers)
            elif name == "questions":
                self._answer_together(screen, answers)
            elif name == "papers":
                self._finger.touch("all_here" if "all_here" in screen["targets"] else "next")
            else:
                ways = {"lacking": "queue", "confirm": "take"}
                # A plan that has nothing to queue for today lets people queue all the same.
                ways |= {"plan": "queue"} if "next" not in screen["targets"] else {}
                self._finger.touch(ways.get(name, "next"))
        raise NotSeen("the kiosk came to no ticket")

    def _answer(self, screen: dict[str, Any], answers: Mapping[str, Value]) -> None:
        value = answers.get(str(screen["question"]))
        if value is None:
            self._finger.touch("unclear")
        elif any(each.startswith("part:") for each in screen["targets"]):
            self._say_date(digits_of(value) if isinstance(value, str) else "")
        elif isinstance(value, bool):
            self._choose("question", "answer:yes" if value else "answer:no")
        elif digits := self._keypad(screen, value):
            for digit in digits:
                self._finger.touch(f"digit:{digit}")
            self._finger.touch("next")
        else:
            for each in parts_of(value):
                self._choose("question", f"answer:{each}")
            shown = self._finger.screen()
            # Where several answers may be given the page waits until somebody says that these are all.
            if shown["question"] == screen["question"] and "next" in shown["targets"]:
                self._finger.touch("next")

    def _answer_together(self, screen: dict[str, Any], answers: Mapping[str, Value]) -> None:
        """Answer every question of the page that is open; with the last it goes on by itself."""
        asked = dict.fromkeys(each.split(":")[1] for each in screen["targets"] if each.startswith("of:"))
        for question in [each for each in asked if each not in self._said]:
            self._said.add(question)
            target = touched(question, answers.get(question), screen["targets"])
            self._finger.touch(target)
            if target.startswith("type:"):
                return

    def _say_date(self, digits: str) -> None:
        """Touch the parts of a date until it is exact enough, and it goes on; whoever knows none is not sure."""
        known = ""
        if not digits:
            self._finger.touch("unclear")
        question = self._finger.screen()["question"]
        while known != digits and (screen := self._finger.screen())["question"] == question:
            said = [each.removeprefix("part:") for each in screen["targets"] if each.startswith("part:")]
            if not said:
                return
            known = next(each for each in said if digits.startswith(each))
            self._finger.touch(f"part:{known}")

    @staticmethod
    def _keypad(screen: dict[str, Any], value: Value) -> str:
        """Return what to type, where the question has a keypad."""
        return digits_of(value) if "digit:0" in screen["targets"] else ""

    def _touch(self, name: str, target: str) -> None:
        self._finger.wait_for(name)
        self._look(name)
        self._finger.touch(target)

    def _choose(self, name: str, target: str) -> None:
        """Touch `target`, turning pages until it is there: on to the last one, then back to the first."""
        screen = self._finger.wait_for(name)
        self._look(name)
        for turn in ("page:next", "page:prev"):
            while target not in screen["targets"] and turn in screen["targets"]:
                self._finger.touch(turn)
                screen = self._finger.screen()
        for theme in [each for each in screen["targets"] if each.startswith("theme:")]:
            if target in screen["targets"]:
                break
            self._finger.touch(theme)
            screen = self._finger.screen()
        self._finger.touch(target)
