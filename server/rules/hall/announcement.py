"""The words of a call, as clips to be joined and as the sentence that is shown with them.

A clip is named by what it says: `chime` and `pause` in no language, all others `zh/...` or `en/...`. Digits of a ticket
(`digit-1`) and counts of a counter (`count-1`) are clips of their own, so that a hall can record 幺 for the one only.
"""

from typing import Final

from config.centers import Language
from server.rules.hall.numbering import parse

CHIME: Final = "chime"
PAUSE: Final = "pause"
LAST_COUNTER: Final = 999
MOST_TIMES: Final = 3
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS: Final = "0123456789"
ENGLISH_COUNTS: Final = (*range(1, 20), *range(20, 100, 10))


def call_clips(
    number: str,
    counter: int | None,
    languages: tuple[Language, ...] = ("zh",),
    times: int = 1,
    *,
    onward: bool = False,
) -> tuple[str, ...]:
    """Return the clips of one call: chime, then the phrase in each language, all of them `times` times over.

    `counter` is what its name says, 1 to `LAST_COUNTER`; None when the counter has a name without a number. One that
    goes `onward` is not called yet: it is told where it waits for its next step, without the chime of a call. Raises
    `ValueError` for what is no ticket number, no counter, no language, or not 1 to `MOST_TIMES` times.
    """
    prefix, _ = parse(number)
    if counter is not None and not 1 <= counter <= LAST_COUNTER:
        raise ValueError(f"counter {counter} is not between 1 and {LAST_COUNTER}")
    if not languages or not set(languages) <= {"zh", "en"}:
        raise ValueError("the languages are zh and en")
    if not 1 <= times <= MOST_TIMES:
        raise ValueError(f"{times} times is not between 1 and {MOST_TIMES}")
    clips = [] if onward else [CHIME]
    for language in languages * times:
        clips += [PAUSE, *_phrase(language, prefix, number.removeprefix(prefix), counter, onward=onward)]
    return tuple(clips)


def spoken(language: Language) -> dict[str, str]:
    """Return every clip of a language with the words that it says: pinyin-ready hanzi, or English."""
    if language == "zh":
        words = {"please": "请", "number": "号", "to": "到", "counter": "号窗口", "see-screen": "窗口，请看屏幕"}
        words |= {"wait-next": "等候下一步", "look-next": "下一步请看屏幕"}
        counts = dict(zip(("0", *DIGITS[1:], "10", "100"), "零一二三四五六七八九十百", strict=True))
        digits = dict(zip(DIGITS, "零一二三四五六七八九", strict=True))
    else:
        words = {"ticket": "Ticket", "to-counter": "please go to counter", "see-screen": "please look at the screen"}
        words["wait-next"] = "please wait for your next step at counter"
        words["look-next"] = "please look at the screen for your next step"
        counts = {str(count): str(count) for count in ENGLISH_COUNTS} | {"100": "hundred"}
        digits = {digit: digit for digit in DIGITS}
    return {
        **{f"{language}/{name}": text for name, text in words.items()},
        **{f"{language}/letter-{letter}": letter for letter in LETTERS},
        **{f"{language}/digit-{digit}": text for digit, text in digits.items()},
        **{f"{language}/count-{count}": text for count, text in counts.items()},
    }


def _phrase(language: Language, prefix: str, digits: str, counter: int | None, *, onward: bool) -> list[str]:
    label = [*(f"letter-{letter}" for letter in prefix), *(f"digit-{digit}" for digit in digits)]
    if language == "zh":
        counted = [] if counter is None else ["to", *_count_zh(counter), "counter"]
        if onward:
            said = [*label, "number", *([*counted, "wait-next"] if counted else ["look-next"])]
        else:
            said = [*label, "number", *(counted or ["to", "see-screen"])]
        said = ["please", *said] if counted or not onward else said
    else:
        counted = [] if counter is None else _count_en(counter)
        goes, looks = ("wait-next", "look-next") if onward else ("to-counter", "see-screen")
        said = ["ticket", *label, *([goes, *counted] if counted else [looks])]
    return [f"{language}/{name}" for name in said]


def _count_zh(count: int) -> list[str]:
    """Return a count as it is read: 12 is 十二, 20 is 二十, 105 is 一百零五, 110 is 一百一十."""
    hundreds, rest = divmod(count, 100)
    tens, ones = divmod(rest, 10)
    read = [f"count-{hundreds}", "count-100"] if hundreds else []
    if tens:
        read += ["count-10"] if tens == 1 and not hundreds else [f"count-{tens}", "count-10"]
    elif hundreds and ones:
        read.append("count-0")
    return [*read, f"count-{ones}"] if ones else read


def _count_en(count: int) -> list[str]:
    """Return a count as it is read: 42 is forty two, 105 is one hundred five."""
    hundreds, rest = divmod(count, 100)
    read = [f"count-{hundreds}", "count-100"] if hundreds else []
    if rest in ENGLISH_COUNTS:
        return [*read, f"count-{rest}"]
    tens, ones = divmod(rest, 10)
    return [*read, f"count-{tens * 10}", f"count-{ones}"] if rest else read
