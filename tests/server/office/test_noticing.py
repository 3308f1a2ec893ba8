"""What should be done some day soon is found in every center, and only from the day on which it should be."""

from functools import partial

from server.office.noticing import Noticing, notices
from server.office.views import center_view
from tests.server.conftest import MORNING, Office
from tests.server.settings_of import HALL, Json, Settings

DAY = 24 * 3_600_000
YEAR = {"holidays": [{"first": "2025-10-01", "last": "2025-10-08", "name": {"zh": "国庆", "en": "National"}}]}


def test_a_center_whose_next_year_is_missing_is_named_from_november_on(embedded: Office) -> None:
    def write(document: Json) -> None:
        document["calendar"] = {**YEAR, "workdays": []}

    # Whoever writes no holiday at all lacks none: the village is not named.
    Settings(embedded.store, MORNING).edit(write, HALL)
    noticing = Noticing(embedded.store, lambda: MORNING - 26 * DAY)
    noticing.look()
    assert noticing.found == (), "it is the thirtieth of October"
    (found,) = embedded.store.read(lambda reading: notices(reading, MORNING))
    assert (found.code, found.year, found.centers) == ("calendar_missing", 2026, ("hall",))
    assert found.does.en == "Import them: banshi calendar import --year 2026"
    views = [embedded.store.read(partial(center_view, center="hall", now=at)) for at in (MORNING - 26 * DAY, MORNING)]
    assert [each.calendar_missing for each in views] == [None, 2026]
