"""What set-up makes for the pages is what they need: the API with its live frames, and the sentences that they say."""

import json
from pathlib import Path
from typing import Any

import pytest

from commands.pages_making import make_pages_files

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    place = tmp_path_factory.mktemp("made")
    make_pages_files(ROOT, place / "new")
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in (place / "new").iterdir()}


def test_the_frames_of_the_live_socket_are_described(made: dict[str, Any]) -> None:
    schemas = made["openapi"]["components"]["schemas"]
    assert {"Hello", "Event", "Snapshot", "Board"} <= set(schemas)
    assert schemas["Snapshot"]["properties"]["board"] == {"$ref": "#/components/schemas/Board"}
    assert "ticket" not in schemas["Event"]["required"], "an event leaves out what it has nothing to say of"


def test_an_answer_tells_all_its_properties_and_a_request_need_not(made: dict[str, Any]) -> None:
    schemas = made["openapi"]["components"]["schemas"]
    assert set(schemas["Ticket"]["required"]) == set(schemas["Ticket"]["properties"])
    assert set(schemas["KeptAnswer"]["required"]) == set(schemas["KeptAnswer"]["properties"])
    assert schemas["TakeTicket"]["required"] == ["services"]
    assert "hint" not in schemas["Item"]["required"], "another release may know less of an item"


def test_pages_get_their_own_sentences_only(made: dict[str, Any]) -> None:
    assert made["sentences"]["Call next"]
    assert "There is a city already. Nothing was changed." not in made["sentences"]
