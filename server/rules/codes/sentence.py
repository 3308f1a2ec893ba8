"""What a refusal says: its status over HTTP, and one English sentence that is also its gettext key."""

from typing import NamedTuple


class Sentence(NamedTuple):
    """An HTTP status and the sentence, whose places in braces are filled with the values of the refusal."""

    status: int
    text: str
