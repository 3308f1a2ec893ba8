"""The words of the reader's port."""

from hardware.id_card.port import Seen


def test_what_a_reader_sees_keeps_its_words() -> None:
    assert [seen.value for seen in Seen] == ["card", "still", "empty", "away"]
