"""Vectors of the board's fold: facts as they cross the network, and the board after some of them.

The fold stands twice, in Python for the server and in TypeScript for the pages; both run `fold_vectors.json`. After a
change of the rules write it anew: `python -m tests.server.rules.hall.fold_vectors`.
"""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, cast

import msgspec

from config.centers import Text
from server.rules.hall.board import Board, fold
from server.rules.hall.calling import ALLOWED, IN_LINE, TAKEN_BACK, TOLD_AS, State, Verb
from server.rules.hall.fact import Fact, Kind, NameRef, Place, TicketRef
from server.wire.frames import event

FILE: Final = Path(__file__).with_suffix(".json")
SERVICES: Final = [NameRef(name, Text(name, name)) for name in ("social", "school", "idcard")]
COUNTERS: Final = [NameRef(f"hall-{n}", Text(f"{n}", f"{n}")) for n in (1, 2)]
DAYS: Final = 9
LONG: Final = 160
LOOKED_AT: Final = 16
MAY_BIND: Final[frozenset[Verb]] = frozenset({"transfer", "rejoin", "go_on"})
Stand = tuple[State, int, int, str | None]
"""Where a ticket stands: state, place of its service, calls, and the counter it is bound to."""
UNKNOWN: Final = cast(Kind, "ticket.lent")


def vectors() -> dict[str, Any]:
    """Return the days: each the board it begins with and its facts, the board after every sixteenth, and the last."""
    return {"days": [_told(list(_day(random.Random(seed), seed))) for seed in range(DAYS)]}


def _told(facts: list[Fact]) -> dict[str, Any]:
    board = begins = Board("hall", facts[0].seq - 1, epoch=facts[0].epoch)
    steps = []
    for place, fact in enumerate(facts, 1):
        board = fold(board, fact)
        look = {"board": board} if place % LOOKED_AT == 0 or place == len(facts) else {}
        steps.append({"event": event(fact), **look})
    return cast(dict[str, Any], msgspec.to_builtins({"board": begins, "steps": steps}))


def _day(chance: random.Random, seed: int) -> Iterator[Fact]:
    """Give the facts of a day as the rules allow them, and some that a later release may tell."""
    stands: dict[str, Stand] = {}
    pressed: dict[str, tuple[Verb, Stand]] = {}
    told: list[Fact] = []
    for seq in range(1 + seed * 100, 1 + seed * 100 + LONG):
        common: dict[str, Any] = {
            "center": "hall",
            "seq": seq,
            "at": 1_790_000_000_000 + seq * 977,
            "epoch": 1 + seed % 2,
        }
        if told and chance.random() < 0.05:
            yield chance.choice(told)
        told.append(_next(chance, stands, pressed, common))
        yield told[-1]


def _next(
    chance: random.Random,
    stands: dict[str, Stand],
    pressed: dict[str, tuple[Verb, Stand]],
    common: dict[str, Any],
) -> Fact:
    counter = chance.choice(COUNTERS)
    luck = chance.random()
    if luck < 0.08:
        kinds: list[Kind] = ["counter.opened", "counter.paused", "counter.closed", "counter.helping", "counter.helped"]
        kind = chance.choice(kinds)
        helped = chance.choice(SERVICES) if kind in kinds[3:] else None
        return Fact(kind=kind, counter=counter, service=helped, **common)
    if luck < 0.115:
        rare: list[Kind] = ["day.closed", "notice.posted", "settings.changed", "staff.told", "booking.changed"]
        return Fact(kind=chance.choice(rare), **common)
    if luck < 0.35 or not stands:
        name, at = f"D{len(stands) + 1:03}", chance.randrange(len(SERVICES))
        begins: State = "remote" if chance.random() < 0.1 else "waiting"
        stands[name] = (begins, at, 0, None)
        return _about(name, "ticket.issued", None, Place(begins, SERVICES[at].id), at, 0, None, common)
    held = sorted(name for name, stand in stands.items() if stand[0] in ("held", "remote"))
    # Of so many they would be chosen too seldom to come back.
    name = chance.choice(held if held and luck > 0.93 else sorted(stands))
    state, at, calls, bound = stands[name]
    if name in pressed and chance.random() < 0.1:
        return _undone(name, stands, pressed, counter, common)
    verbs = sorted(verb for before, verb in ALLOWED if before == state and (verb != "hand_over" or bound))
    here = Place(state, SERVICES[at].id, bound)
    if not verbs or (state == "waiting" and luck > 0.97):
        onward = (at + 1) % len(SERVICES)
        stands[name] = ("waiting", onward, calls, None)
        return _about(name, UNKNOWN, here, Place("waiting", SERVICES[onward].id), onward, calls, counter, common)
    # Giving up, and a change that moves nobody, are rarer than going on, as in a hall.
    seldom = ("cancel", "expire", "regrade", "reroute", "drop_step", "class_down", "send_on")
    onward_verbs = [verb for verb in verbs if verb not in seldom]
    verb = chance.choice(onward_verbs if onward_verbs and chance.random() < 0.9 else verbs)
    after = ALLOWED[state, verb]
    onward = (at + 1) % len(SERVICES) if verb == "go_on" else at
    calls += verb in ("call_next", "recall")
    pressed.pop(name, None)
    if verb in TAKEN_BACK:
        pressed[name] = (verb, stands[name])
    bound = counter.id if after in IN_LINE and verb in MAY_BIND and chance.random() < 0.4 else None
    stands[name] = (after, onward, calls, bound)
    away = TOLD_AS[verb] == "ticket.rerouted" or (state == "waiting" and verb in ("cancel", "expire"))
    there = None if away else counter
    return _about(name, TOLD_AS[verb], here, Place(after, SERVICES[onward].id, bound), at, calls, there, common)


def _undone(
    name: str,
    stands: dict[str, Stand],
    pressed: dict[str, tuple[Verb, Stand]],
    counter: NameRef,
    common: dict[str, Any],
) -> Fact:
    verb, before = pressed.pop(name)
    here, stands[name] = stands[name], before
    came, went = (Place(state, SERVICES[at].id, bound) for state, at, _, bound in (here, before))
    there = None if verb == "reroute" else counter
    fact = _about(name, "ticket.undone", came, went, before[1], before[2], there, common)
    return msgspec.structs.replace(fact, undone=TOLD_AS[verb])


def _about(
    name: str,
    kind: Kind,
    came: Place | None,
    went: Place,
    service: int,
    calls: int,
    counter: NameRef | None,
    common: dict[str, Any],
) -> Fact:
    return Fact(
        kind=kind,
        ticket=TicketRef(name.lower(), name),
        counter=counter,
        service=SERVICES[service],
        calls=calls,
        came_from=came,
        went_to=went,
        **common,
    )


def written() -> str:
    """Return the vectors as they are committed, a fact a line."""
    days = [
        f'{{"board":{_json(day["board"])},"steps":[\n' + ",\n".join(_json(step) for step in day["steps"]) + "]}"
        for day in vectors()["days"]
    ]
    return '{"days":[' + ",\n".join(days) + "]}\n"


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
