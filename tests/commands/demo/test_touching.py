"""What a kiosk has traced is read once, line by line, however it comes."""

from pathlib import Path

from commands.demo.touching import Finger


def test_only_whole_lines_are_read_and_each_once(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    finger = Finger(":0", trace)
    assert finger.records() == []
    trace.write_text('{"screen": "attract"}\n{"scr', encoding="utf-8")
    assert finger.records() == [{"screen": "attract"}]
    with trace.open("a", encoding="utf-8") as more:
        more.write('een": "首页"}\n')
    assert finger.records() == [{"screen": "attract"}, {"screen": "首页"}]
    assert finger.screen() == {"screen": "首页"}
