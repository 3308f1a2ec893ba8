"""What draws the text of a label: Kivy knows one font for each, and a rare sign is in another."""

from typing import Any

from kivy.core.text import Label

from kiosk.window.signs import letters, of_one_font


class Lettered(Label):
    """Draws each sign with the first font of the machine that has it, on one line of writing."""

    def get_extents(self, text: str) -> tuple[int, int]:
        """Return the size of `text` in px, as high as the label's own font."""
        if of_one_font(text):
            return self._size_of(text)
        wide = sum(self._in_font(number, self._size_of, piece)[0] for number, piece in letters().runs(text))
        return wide, self._size_of(" ")[1]

    def _render_text(self, text: str, x: int, y: int) -> None:
        if of_one_font(text):
            super()._render_text(text, x, y)
            return
        base = y + self.get_ascent()
        for number, piece in letters().runs(text):
            self._in_font(number, self._render_on, piece, x, base)
            x += self._in_font(number, self._size_of, piece)[0]

    def _render_on(self, text: str, x: int, base: int) -> None:
        super()._render_text(text, x, base - self.get_ascent())

    def _size_of(self, text: str) -> tuple[int, int]:
        wide, high = super().get_extents(text)
        return wide, high

    def _in_font(self, number: int, work: Any, *given: Any) -> Any:
        """Do `work` with font `number`, and leave the label its own."""
        own = self.options["font_name_r"]
        if number:
            self.options["font_name_r"] = str(letters().file(number, bold=self.options["bold"]))
        try:
            return work(*given)
        finally:
            self.options["font_name_r"] = own
