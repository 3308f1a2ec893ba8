"""The checklists of the release in force: what a consultation may be begun over."""

import msgspec

from config.centers import Text
from server.office.releases.publish import current_release_id
from server.rules.bounds import Count
from server.web.api.guidance import ADVISERS
from server.web.route import Asked, Route


class ChecklistAnswer(msgspec.Struct, frozen=True):
    """A matter by its `topic`, of its `theme`; `items` are how many things to do it holds."""

    id: str
    theme: Text
    topic: Text
    summary: Text | None
    items: Count


class ChecklistsAnswer(msgspec.Struct, frozen=True):
    """Answer of `GET /checklists`: the id of the release in force, and its checklists in the order to show them."""

    release: str
    checklists: tuple[ChecklistAnswer, ...]


def _list(asked: Asked) -> ChecklistsAnswer:
    release = asked.store.read(lambda reading: current_release_id(reading, asked.now))
    pack = asked.consultations.guidance(release).pack
    return ChecklistsAnswer(
        release,
        tuple(
            ChecklistAnswer(each.id, each.theme, each.topic, each.summary, len(each.entries))
            for each in pack.checklists
        ),
    )


ROUTES = (
    Route(
        method="GET",
        path="/checklists",
        summary="What a consultation may be begun over",
        permission="token",
        scopes=ADVISERS,
        target="city",
        answer=ChecklistsAnswer,
        refuses=("release_missing",),
        act=_list,
    ),
)
