"""A draft is handed in: the same as `banshi pack submit` with its folder, by the person who is signed in."""

from config.edition import Guidance
from server.office.drafts.bench import Open
from server.office.drafts.proving import Proof
from server.office.people.accounts import By
from server.office.releases import recorded
from server.office.releases.prepare import with_halls_table
from server.rules.errors import Refusal
from server.rules.guidance.search.pinyin import searchable
from server.store.unit_of_work import UnitOfWork


def ready(opened: Open, proof: Proof | None) -> Guidance:
    """Return what is handed in, with how its names sound; raises `Refusal` draft_unproved, draft_unready.

    Takes a second; it is done outside of any unit of work.
    """
    if proof is None or not proof.ended or proof.state != opened.state or proof.failed:
        raise Refusal("draft_unproved")
    wrong = [each for each in (*opened.found, *proof.found) if each.level == "error"]
    if wrong or opened.guidance is None:
        raise Refusal("draft_unready", count=max(1, len(wrong)))
    return searchable(opened.guidance)


def hand_in(uow: UnitOfWork, written: Guidance, note: str, by: By, now: int) -> str:
    """Hand `written` in at `now` (ms) and return the release's id; raises `Refusal` release_known."""
    return recorded.submit(uow, with_halls_table(uow, written), by, now, note)
