"""Labels draw signs that their own font lacks with one that has them, beside their neighbours and on one line."""

import os
import subprocess
import sys
from pathlib import Path

from PIL import Image

DRAW = """
import sys
from kivy.core.text import LabelBase
from PIL import Image
from config.font import font_file
from kiosk.window import signs
from tests.latin_font import with_latin
LabelBase.register("Kiosk", str(font_file()), fn_bold=str(font_file("Bold")))
both = with_latin(font_file("Bold"))
signs.letters = lambda: both
from kiosk.window import lettered
lettered.letters = signs.letters
def draw(name, text, bold):
    text = signs.shown(text)
    label = lettered.Lettered(text=text, font_name="Kiosk", font_size=64, bold=bold)
    label.resolve_font_name()
    label._size = label.get_extents(text)
    label._render_begin()
    label._render_text(text, 0, 0)
    drawn = label._render_end()
    assert label.options["font_name_r"] == str(font_file("Bold" if bold else "Regular"))
    picture = Image.frombytes("RGBA", (drawn.width, drawn.height), bytes(drawn.data))
    picture.getchannel("A").save(f"{sys.argv[1]}/{name}.png")
for bold in (False, True):
    for name, text in (("rare", "窗Ł口"), ("plain", "窗L口"), ("lone", "Ł"), ("none", "\\U000effff")):
        draw(f"{name}-{bold}", text, bold)
"""


def loaded(file: Path) -> Image.Image:
    with Image.open(file) as picture:
        return picture.copy()


def test_a_rare_sign_stands_among_its_neighbours(tmp_path: Path) -> None:
    told = {**os.environ, "KIVY_NO_ARGS": "1", "KIVY_HOME": str(tmp_path / "kivy"), "KIVY_LOG_MODE": "PYTHON"}
    (tmp_path / "kivy").mkdir()
    subprocess.run([sys.executable, "-P", "-c", DRAW, str(tmp_path)], env=told, check=True, timeout=120)
    for bold in ("False", "True"):
        rare, plain, lone, none = (
            loaded(tmp_path / f"{name}-{bold}.png") for name in ("rare", "plain", "lone", "none")
        )
        hanzi, letter = 64, lone.width
        assert rare.size == (2 * hanzi + letter, plain.height)
        left, right = (0, 0, hanzi, plain.height), (hanzi + letter, 0, 2 * hanzi + letter, plain.height)
        assert rare.crop(left).tobytes() == plain.crop(left).tobytes()
        assert rare.crop(right).tobytes() == plain.crop((plain.width - hanzi, 0, plain.width, plain.height)).tobytes()
        drawn, beside = (each.getbbox() for each in (rare.crop((hanzi, 0, hanzi + letter, rare.height)), lone))
        assert drawn == beside
        assert drawn is not None
        assert drawn[2] - drawn[0] >= 20
        foot = plain.crop((hanzi, 0, plain.width - hanzi, plain.height)).getbbox()
        assert foot is not None
        assert abs(drawn[3] - foot[3]) <= 2, "both stand on one line"
        assert none.size == (hanzi, plain.height), "a sign of its own stands for what no font has"
