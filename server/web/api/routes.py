"""Every route of the API, in one table."""

from typing import Final

from server.web.api import centers, counters, guidance, search, tickets
from server.web.route import Route

ROUTES: Final[tuple[Route, ...]] = (
    *centers.ROUTES,
    *tickets.ROUTES,
    *counters.ROUTES,
    *guidance.ROUTES,
    *search.ROUTES,
)
