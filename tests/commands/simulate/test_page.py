"""The page of a simulation: one file, both languages, plots whose bars are as long as what they say."""

import re
from html.parser import HTMLParser

from commands.simulate.page import BARS, LABELS, Part, Plot, page_of
from commands.simulate.tables import Table
from config.centers import Text

TABLE = Table(Text("表", "Table"), (Text("谁", "who"), Text("多少", "how many")), ((Text("我<们>", "we & you"), "3"),))
PLOT = Plot(
    Text("图", "Plot"),
    (Text("甲", "one"), Text("乙", "two")),
    ((Text("一", "a"), (5.0, 10.0)), (Text("9", "9"), (0.0, 2.5))),
)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.rects: list[float] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "!doctype"):
            self.open.append(tag)
        if tag == "rect" and dict(attrs)["x"] == str(LABELS):
            self.rects.append(float(dict(attrs)["width"] or 0))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_stands_alone_and_says_everything_twice() -> None:
    page = page_of(Text("大厅", "A hall"), [Part(Text("章", "Part"), (TABLE,), (PLOT,))])
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    for word in ("大厅", "A hall", "章", "Part", "我&lt;们&gt;", "we &amp; you", "图", "Plot", "甲", "two"):
        assert word in page
    assert re.findall(r"(?:src|href|url)\s*[=(]", page) == []


def test_bars_are_as_long_as_what_they_say() -> None:
    tags = Tags()
    tags.feed(page_of(Text("大厅", "A hall"), [Part(Text("章", "Part"), (), (PLOT,))]))
    assert tags.rects == [BARS / 2, BARS, 0, BARS / 4]


def test_a_mark_is_drawn_where_it_lies_and_nothing_is_no_error() -> None:
    plot = Plot(Text("图", "Plot"), (Text("甲", "one"),), ((Text("一", "a"), (50.0,)),), 100)
    page = page_of(Text("大厅", "A hall"), [Part(Text("章", "Part"), (), (plot,))])
    assert f'd="M{LABELS + BARS} ' in page
    empty = Plot(Text("图", "Plot"), (Text("甲", "one"),), ())
    assert "<svg" in page_of(Text("大厅", "A hall"), [Part(Text("章", "Part"), (), (empty,))])
