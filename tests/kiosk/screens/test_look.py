"""Every screen in both languages and both type sizes, as the real pages stand on the real window: nothing is cut off,
nothing is too small to hit, and what the flow takes is what can be pressed.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from itertools import combinations

import msgspec
import pytest

from commands.demo.processes import Xvfb
from commands.pictures.album import Box, Painted
from config.look import KIOSK_CANVAS
from kiosk.visit.session import SCREENS
from tests.tries import THE_SAME

pytestmark = [pytest.mark.screen, pytest.mark.xdist_group("album")]
WIDTH, HEIGHT = KIOSK_CANVAS
IN_THE_STRIP = {"language", "large"}
"""The two switches of the top strip; all else is in the lower two thirds."""
WOVEN = ["--woven"] if THE_SAME else []
"""What a change is tried with; `make test-long` measures every page in every dress."""
HALF = 1.0
"""Half a px is lost where Kivy rounds."""


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> list[Painted]:
    out = tmp_path_factory.mktemp("album")
    with Xvfb(*KIOSK_CANVAS) as screen:
        subprocess.run(
            [*(sys.executable, "-P", "-m", "commands.pictures.album", str(out), "--measures"), *WOVEN],
            env={**os.environ, "DISPLAY": screen.display, "SDL_AUDIODRIVER": "dummy"},
            check=True,
            capture_output=True,
            timeout=1500,
        )
    return msgspec.json.decode((out / "measures.json").read_bytes(), type=list[Painted])


def wrong(album: Iterable[Painted], finds: Callable[[Painted], Iterable[object]]) -> list[str]:
    return [
        f"{page.language} {'large' if page.elder else 'normal'} {page.name}: {found}"
        for page in album
        for found in finds(page)
    ]


def inside(box: Box, room: Box, half: float = HALF) -> bool:
    left, top, width, height = box
    return (
        left >= room[0] - half
        and top >= room[1] - half
        and left + width <= room[0] + room[2] + half
        and top + height <= room[1] + room[3] + half
    )


def apart(one: Box, other: Box, half: float = HALF) -> bool:
    return (
        one[0] + one[2] <= other[0] + half
        or other[0] + other[2] <= one[0] + half
        or one[1] + one[3] <= other[1] + half
        or other[1] + other[3] <= one[1] + half
    )


def test_the_album_has_every_screen_in_every_dress(album: list[Painted]) -> None:
    for language in ("zh", "en"):
        for elder in (False, True):
            shown = {page.screen for page in album if (page.language, page.elder) == (language, elder)}
            # The language is chosen on the first screen, so that stands there in both. Large English letters leave no
            # room for a second question of these matters: each stands alone.
            elsewhere = {"attract", "questions"} if (language, elder) == ("en", True) else {"attract"}
            assert {*SCREENS, "idle"} - elsewhere <= shown
    assert {page.elder for page in album if page.screen == "attract"} == {False, True}


def test_what_the_flow_takes_can_be_pressed_and_nothing_else(album: list[Painted]) -> None:
    def finds(page: Painted) -> Iterable[object]:
        usable = [target for target, usable, _ in page.presses if usable]
        if sorted(usable) != sorted(page.open):
            yield {*usable} ^ {*page.open}

    assert wrong(album, finds) == []


def test_every_target_is_large_enough_and_inside_the_window(album: list[Painted]) -> None:
    def finds(page: Painted) -> Iterable[object]:
        for target, _, box in page.presses:
            if box[3] < 96 or box[2] < 96 or not inside(box, (0, 0, WIDTH, HEIGHT)):
                yield target, box

    assert wrong(album, finds) == []


def test_no_two_targets_touch_each_other(album: list[Painted]) -> None:
    def finds(page: Painted) -> Iterable[object]:
        for (one, _, here), (other, _, there) in combinations(page.presses, 2):
            if not apart(here, there):
                yield one, other

    assert wrong(album, finds) == []


def test_what_is_decided_is_in_the_lower_two_thirds(album: list[Painted]) -> None:
    def finds(page: Painted) -> Iterable[object]:
        for target, _, box in page.presses:
            # Papers and large type may start higher: whoever reads more reaches as high as the text begins.
            # Verdicts and advice are read, not decided: touching one only explains it, or can be taken back.
            top = HEIGHT / 3 if not page.elder and page.screen not in ("papers", "questions") else HEIGHT / 4
            read = target.startswith(
                ("why:", "how:", "change:", "leave:", "ask:", "trip:", "others", "able", "answers")
            )
            if target not in IN_THE_STRIP and not read and box[1] + box[3] < top:
                yield target, box

    assert wrong(album, finds) == []


def test_large_type_has_at_most_four_choices_a_page(album: list[Painted]) -> None:
    def finds(page: Painted) -> Iterable[object]:
        choices = [
            each
            for each in page.open
            if each.startswith(("answer:", "checklist:", "service:", "found:")) or each == "unclear"
        ]
        keypad = any(each.startswith("digit:") for each in page.open)
        if page.elder and not keypad and len(choices) > 4:
            yield choices

    assert wrong(album, finds) == []


def test_no_text_runs_out_of_its_room(album: list[Painted]) -> None:
    def finds(page: Painted) -> Iterable[object]:
        for each in page.texts:
            if not inside(each.box, each.room) or not inside(each.box, (0, 0, WIDTH, HEIGHT)):
                yield each.text, each.box, each.room

    assert wrong(album, finds) == []


def test_no_text_lies_over_another_or_under_a_button(album: list[Painted]) -> None:
    def finds(page: Painted) -> Iterable[object]:
        # The line of a huge number is much higher than its digits.
        texts = [each for each in page.texts if each.size < 150]
        for one, other in combinations(texts, 2):
            if not apart(one.box, other.box):
                yield one.text, other.text
        for each in texts:
            for target, _, box in page.presses:
                if not apart(each.box, box) and not inside(each.box, box):
                    yield each.text, target

    assert wrong(album, finds) == []


def test_no_text_is_smaller_than_can_be_read(album: list[Painted]) -> None:
    def finds(page: Painted) -> Iterable[object]:
        for each in page.texts:
            if each.size < 32:
                yield each.text, each.size

    assert wrong(album, finds) == []


def test_each_language_keeps_to_itself(album: list[Painted]) -> None:
    def finds(page: Painted) -> Iterable[object]:
        for each in page.texts:
            # Laws keep their names, in quotes.
            own = re.sub("“[^“”]*”", "", each.text.replace("\n", ""))
            if any("\u4e00" <= sign <= "\u9fff" for sign in own) and page.language == "en" and own != "中文":
                yield each.text

    assert wrong((page for page in album if page.screen != "attract"), finds) == []
