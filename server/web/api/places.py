"""Where a matter can be done: every center of the city that can, soonest first."""

from server.office.places import PlaceFound, places_for
from server.rules.hall.line import MINUTE
from server.web.address import ANYBODY, id_of, ids, whole
from server.web.api.waits import told as wait_told
from server.web.route import Asked, Route
from server.wire.messages import STEPS, moment
from server.wire.places import PLACES, PlaceAnswer, PlacesAnswer

LONGEST = 7 * 24 * 60


def _places(asked: Asked) -> PlacesAnswer:
    services, origin, most = (asked.query[name] for name in ("service", "from", "limit"))
    estimates = asked.house.estimates
    found, more = asked.store.read(lambda reading: places_for(reading, estimates, services, origin, asked.now, most))
    return PlacesAnswer(services, origin, tuple(place_told(each, asked.now) for each in found), more)


def place_told(found: PlaceFound, now: int) -> PlaceAnswer:
    """Return what is told of a center at `now` (ms)."""
    said = None if found.last is None else wait_told(found.last.said)
    why = "not_asked" if said is None and found.doing == "open" else None if said is None else said.why
    return PlaceAnswer(
        center=found.center,
        name=found.name,
        level=found.level,
        address=found.address,
        way_min=found.way,
        state=found.doing,
        opens_at=None if found.opens_at is None else moment(found.opens_at),
        closes_at=None if found.closes_at is None else moment(found.closes_at),
        waiting=found.waiting,
        at_once=said is not None and said.at_once,
        wait=None if said is None else said.wait,
        why=None if why == "not_waiting" else why,
        said_seconds=None if found.last is None else max(0, now - found.last.at) // 1000,
        called_min=None if found.called_at is None else min(LONGEST, round((found.called_at - now) / MINUTE)),
        late=found.last is not None and found.last.said.late,
        heard_at=moment(found.heard_at) if found.heard_at else None,
        remote=found.remote,
    )


ROUTES = (
    Route(
        method="GET",
        path="/places",
        summary="Where a matter, or all of several, can be done: the way there, who waits, and how long",
        permission="token",
        scopes=ANYBODY,
        target="city",
        rate="effort",
        query=(ids("service", STEPS), id_of("from"), whole("limit", 20, 1, PLACES)),
        answer=PlacesAnswer,
        refuses=("center_unknown", "service_unknown"),
        act=_places,
    ),
)
