"""What cannot all be true of one household, as frozen data."""

import msgspec

from config.centers import Text
from config.rule import ALWAYS, Rule


class Contradiction(msgspec.Struct, frozen=True):
    """Answers to `facts` that cannot all be true where `when` holds; they are shown together, and nobody is stopped.

    All of `same` must be one person for it. With `older_by` the first of two facts is the age, or date of birth, of
    somebody who must be so many years older than whom the second is about. Of a `couple` both must say alike what each
    of `facts` says of their marriage.
    """

    id: str
    text: Text
    facts: tuple[str, ...]
    when: Rule = ALWAYS
    same: tuple[str, ...] = ()
    older_by: int | None = None
    couple: bool = False
