"""What people say for what a city's guidance calls otherwise, and what they ask that it does not know."""

from typing import Literal

import msgspec

from config.centers import Text

Role = Literal["word", "habit", "break", "detail", "who"]


class Saying(msgspec.Struct, frozen=True):
    """Words that people say: lay, Cantonese, English or written wrong, any of `said` for any of what it `means`.

    A `habit` (please, how do I) says nothing of the matter; a `break` (and then) stands between two matters; a `detail`
    (how long) asks for what an answer tells rather than for a matter. Those three mean nothing else. `who` it is for
    counts less than what it is about. What a saying means is found in names and texts as it is written there.
    """

    id: str
    said: tuple[str, ...]
    means: tuple[str, ...] = ()
    role: Role = "word"


class Elsewhere(msgspec.Struct, frozen=True):
    """Something that people ask and this guidance does not know, by the `words` they use for it, and whom to ask.

    The one without words stands for everything else.
    """

    id: str
    name: Text
    whom: Text
    phone: str | None = None
    words: tuple[str, ...] = ()
