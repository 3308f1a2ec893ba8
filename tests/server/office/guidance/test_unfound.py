"""Sentences that found nothing: in words only once they were said again, and never more than there is room for."""

from functools import partial

import pytest
from sqlalchemy import func, select

from server.office.guidance import unfound
from server.office.guidance.consultations import DAY_MS
from server.office.guidance.unfound import note_unfound, unfound_since
from server.store.guidance_tables import unfound_places, unfound_sentences
from server.store.unit_of_work import CITY
from server.wire.editing import Unfound
from tests.server.conftest import MORNING, Office


def note(office: Office, sentence: str, now: int = MORNING) -> None:
    office.store.write(CITY, partial(note_unfound, sentence=sentence, now=now))


def kept(office: Office) -> int:
    rows = select(func.count()).select_from(unfound_sentences)
    return int(office.store.read(lambda reading: reading.value(rows)) or 0)


def test_words_are_kept_from_the_second_time_on(office: Office) -> None:
    note(office, "Space ship?")
    assert office.store.read(lambda reading: unfound_since(reading, "")) == ()
    note(office, "space  SHIP", MORNING + DAY_MS)
    assert office.store.read(lambda reading: unfound_since(reading, "")) == (Unfound("space ship", 2, "2025-11-26"),)


def test_a_full_table_makes_room_of_what_was_said_once_before_today(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unfound, "SENTENCES_MOST", 3)
    for sentence in ("twice", "twice"):
        note(office, sentence)
    for sentence in ("once", "once more"):
        office.store.write(CITY, partial(note_unfound, sentence=sentence, now=MORNING, center="hall"))
    note(office, "no room today")
    assert kept(office) == 3
    note(office, "tomorrow", MORNING + DAY_MS)
    assert kept(office) == 2, "what was said twice stays"
    assert office.store.read(lambda reading: reading.rows(select(unfound_places.c.hash))) == [], "nor where it was"
    assert [each.words for each in office.store.read(lambda reading: unfound_since(reading, ""))] == ["twice"]
