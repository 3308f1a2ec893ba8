"""What stands in a field of a message: its length, its bounds, its form. Pure.

Whoever decodes a message is held to it; the documents of the API and of the live socket say it.
"""

from typing import Annotated, Final

from msgspec import Meta

from config.centers import PREFIX, STAFF_NUMBER

ID_LONGEST: Final = 64
ID_SIGNS: Final = "[A-Za-z0-9_-]"
"""What an id in an address is made of; whether there is one of that name is looked up later."""
MOST: Final = 64
"""The most services, checklists or centers that one message names."""
BIGGEST: Final = 2**53 - 1
"""What clients of every language keep whole."""

Id = Annotated[str, Meta(min_length=1, max_length=ID_LONGEST)]
Token = Annotated[str, Meta(min_length=1, max_length=256)]
Code = Annotated[str, Meta(min_length=1, max_length=80)]
"""A code as people type it: what it means is read later, so that a slip of the finger is told as one."""
Count = Annotated[int, Meta(ge=0, le=BIGGEST)]
"""How many, and what only counts upwards: a seq, a revision, an epoch or a moment in ms."""
Minute = Annotated[int, Meta(ge=0, le=24 * 60 - 1)]
"""Of a day, from its midnight."""
Minutes = Annotated[int, Meta(ge=0, le=7 * 24 * 60)]
Cases = Annotated[int, Meta(ge=1, le=9)]
Number = Annotated[str, Meta(pattern=f"^{PREFIX}[0-9]{{3,4}}$")]
SlipDigits = Annotated[str, Meta(pattern="^[0-9]{6}$")]
Spoken = Annotated[str, Meta(pattern="^[a-z]{2,3}$")]
"""A language that people speak, as codes such as `en`, `yue`."""
Prefix = Annotated[str, Meta(pattern=f"^{PREFIX}$")]
MOMENT: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{3})?Z$"
Moment = Annotated[str, Meta(pattern=MOMENT, extra_json_schema={"format": "date-time"})]
Day = Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", extra_json_schema={"format": "date"})]
Year = Annotated[int, Meta(ge=1, le=9999)]
Address = Annotated[str, Meta(min_length=1, max_length=2048)]
Name = Annotated[str, Meta(min_length=1, max_length=128)]
"""The id of a checklist, an item or a question, as a pack writes it."""
PersonName = Annotated[str, Meta(min_length=1, max_length=80)]
StaffNumber = Annotated[str, Meta(pattern=f"^{STAFF_NUMBER}$")]
Said = Annotated[str, Meta(max_length=256)] | Annotated[int, Meta(ge=-BIGGEST, le=BIGGEST)] | bool
"""An answer to a question."""
