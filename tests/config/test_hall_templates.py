"""What halls of some kinds usually offer can be written as it stands."""

import re

from config.centers import ID, PREFIX
from config.hall_templates import hall_templates


def test_services_have_ids_and_prefixes_of_their_own() -> None:
    services = hall_templates().services
    for named in ([each.id for each in services], [each.prefix for each in services]):
        assert len(set(named)) == len(named)
    assert all(re.fullmatch(ID, each.id) and re.fullmatch(PREFIX, each.prefix) for each in services)


def test_every_kind_of_hall_offers_services_that_there_are() -> None:
    templates = hall_templates()
    known = {each.id for each in templates.services}
    for hall in templates.halls:
        assert hall.services
        assert set(hall.services) <= known
        assert hall.counters >= 1
        assert hall.name.zh
        assert hall.name.en
        assert templates.hall(hall.id) == hall
    assert templates.hall("nothing") == templates.halls[0]
    assert {hall.level for hall in templates.halls} == {"city", "town", "village"}
