"""A fact on the wire: the names that screens and other programs read, and nothing that says nothing."""

import msgspec

from config.centers import Text
from server.rules.hall.fact import Fact, NameRef, Place, TicketRef


def test_a_fact_bears_the_names_of_the_contract() -> None:
    fact = Fact(
        center="hall",
        seq=2,
        at=3,
        kind="ticket.called",
        ticket=TicketRef("t1", "A001"),
        service=NameRef("social", Text("社保", "Social insurance")),
        came_from=Place("waiting", "social"),
        went_to=Place("called", "social"),
    )
    told = msgspec.json.decode(msgspec.json.encode(fact))
    assert told == {
        "center": "hall",
        "seq": 2,
        "at": 3,
        "kind": "ticket.called",
        "ticket": {"id": "t1", "number": "A001"},
        "service": {"id": "social", "name": {"zh": "社保", "en": "Social insurance"}},
        "from": {"state": "waiting", "service": "social"},
        "to": {"state": "called", "service": "social"},
    }
    assert msgspec.json.decode(msgspec.json.encode(fact), type=Fact) == fact
