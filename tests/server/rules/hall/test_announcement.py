"""The words of a call: every ticket at every counter is said in clips that exist, and reads as people read it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.centers import Language
from server.rules.hall.announcement import CHIME, LAST_COUNTER, PAUSE, call_clips, spoken
from server.rules.hall.numbering import FIRST, LAST, label

numbers = st.builds(label, st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), st.integers(FIRST, LAST))
counters = st.none() | st.integers(1, LAST_COUNTER)


def said(number: str, counter: int | None, language: str) -> str:
    clips = call_clips(number, counter, (language,))  # type: ignore[arg-type]
    return " ".join(clip.removeprefix(f"{language}/") for clip in clips[2:])


def test_a_call_in_chinese_digit_by_digit() -> None:
    assert call_clips("A012", 3) == (
        "chime",
        "pause",
        "zh/please",
        "zh/letter-A",
        "zh/digit-0",
        "zh/digit-1",
        "zh/digit-2",
        "zh/number",
        "zh/to",
        "zh/count-3",
        "zh/counter",
    )


def test_a_call_in_english() -> None:
    assert said("K305", 42, "en") == "ticket letter-K digit-3 digit-0 digit-5 to-counter count-40 count-2"


@pytest.mark.parametrize(
    ("counter", "read"),
    [
        (1, "1"),
        (10, "10"),
        (12, "10 2"),
        (20, "2 10"),
        (35, "3 10 5"),
        (100, "1 100"),
        (105, "1 100 0 5"),
        (110, "1 100 1 10"),
        (999, "9 100 9 10 9"),
    ],
)
def test_counters_are_read_as_chinese_counts(counter: int, read: str) -> None:
    counts = [word.removeprefix("count-") for word in said("A001", counter, "zh").split() if "count-" in word]
    assert " ".join(counts) == read


def transcript(language: Language, number: str, counter: int | None, *, onward: bool) -> str:
    """Return what is heard, word for word."""
    words = {**spoken("zh"), **spoken("en"), CHIME: "ding dong", PAUSE: ","}
    between = "" if language == "zh" else " "
    return between.join(words[clip] for clip in call_clips(number, counter, (language,), onward=onward))


@pytest.mark.parametrize(
    ("language", "counter", "onward", "heard"),
    [
        ("zh", 3, False, "ding dong,请A零一二号到三号窗口"),
        ("zh", 3, True, ",请A零一二号到三号窗口等候下一步"),
        ("zh", None, True, ",A零一二号下一步请看屏幕"),
        ("en", 3, False, "ding dong , Ticket A 0 1 2 please go to counter 3"),
        ("en", 21, True, ", Ticket A 0 1 2 please wait for your next step at counter 20 1"),
        ("en", None, True, ", Ticket A 0 1 2 please look at the screen for your next step"),
    ],
)
def test_what_is_heard_word_for_word(language: Language, counter: int | None, onward: bool, heard: str) -> None:
    assert transcript(language, "A012", counter, onward=onward) == heard


def test_a_counter_without_a_number_sends_people_to_the_screen() -> None:
    assert said("A001", None, "zh").endswith("number to see-screen")
    assert said("A001", None, "en").endswith("digit-1 see-screen")


@given(numbers, counters, st.permutations(("zh", "en")), st.integers(1, 3))
def test_every_call_is_one_chime_and_clips_that_exist(
    number: str, counter: int | None, order: list[str], times: int
) -> None:
    languages = tuple(order)
    clips = call_clips(number, counter, languages, times)  # type: ignore[arg-type]
    known = {CHIME, PAUSE, *spoken("zh"), *spoken("en")}
    assert set(clips) <= known
    assert clips[0] == CHIME
    assert clips.count(CHIME) == 1
    assert clips.count(PAUSE) == 2 * times
    assert clips.count(f"zh/letter-{number[0]}") == clips.count(f"en/letter-{number[0]}") == times
    digits = [clip.rpartition("-")[2] for clip in clips if clip.startswith("zh/digit-")]
    assert "".join(digits) == number[1:] * times


@given(st.integers(1, LAST_COUNTER))
def test_english_counts_add_up(counter: int) -> None:
    total = 0
    for word in said("A001", counter, "en").split():
        if word.startswith("count-"):
            count = int(word.removeprefix("count-"))
            total = total * count if count == 100 else total + count
    assert total == counter


@pytest.mark.parametrize(
    ("number", "counter", "languages", "times"),
    [
        ("012", 3, ("zh",), 1),
        ("a012", 3, ("zh",), 1),
        ("A12", 3, ("zh",), 1),
        ("A０12", 3, ("zh",), 1),
        ("A012", 0, ("zh",), 1),
        ("A012", 1000, ("zh",), 1),
        ("A012", 3, (), 1),
        ("A012", 3, ("yue",), 1),
        ("A012", 3, ("zh",), 0),
        ("A012", 3, ("zh",), 4),
    ],
)
def test_what_is_no_call_is_refused(number: str, counter: int, languages: tuple[str, ...], times: int) -> None:
    with pytest.raises(ValueError, match=r"."):
        call_clips(number, counter, languages, times)  # type: ignore[arg-type]
