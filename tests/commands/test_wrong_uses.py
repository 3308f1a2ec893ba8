"""Whatever is typed wrongly ends as one sentence on stderr with exit code 2: no trace, nothing waited for."""

import contextlib
import io
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import xlsxwriter

import banshi
from commands.demo.processes import banshi_command
from commands.seeding import now
from config.city_file import shipped_text
from config.settings import Settings
from server.store.opening import open_store
from server.store.seeding import seed
from tests.server.conftest import CITY

HAN = re.compile(r"[\u4e00-\u9fff]")
PACK = "config/packs/dongjiang"
ROOT = Path(__file__).parents[2]


@dataclass
class Ground:
    """A folder with everything that can be named wrongly."""

    root: Path
    taken: int

    def __getattr__(self, name: str) -> str:
        return str(self.root / name)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    root = tmp_path_factory.mktemp("ground")
    (root / "folder").mkdir()
    (root / "empty").write_text("")
    (root / "gbk").write_bytes("城市".encode("gb18030"))
    (root / "noise").write_bytes(bytes(range(256)))
    (root / "plain").write_text("x")
    (root / "scalar").write_text("just words\n")
    (root / "torn").write_text("scope: [1\n")
    (root / "city").write_text(shipped_text("dongjiang"), encoding="utf-8")
    os.mkfifo(root / "pipe")
    (root / "loop").symlink_to(root / "loop")
    for name in ("piped", "linked", "deep", "small"):
        pack = root / name
        pack.mkdir()
        (pack / "pack.yaml").write_text("id: p\nname: {zh: 包, en: Pack}\nrevision: 1\n", encoding="utf-8")
    os.mkfifo(root / "piped" / "facts.yaml")
    (root / "linked" / "items.yaml").symlink_to("/etc/hostname")
    (root / "deep" / "facts").symlink_to("/etc", target_is_directory=True)
    with xlsxwriter.Workbook(str(root / "far.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "类目")
        sheet.write(1_048_575, 16_383, "x")
    store = open_store(root / "data", create=True)
    seed(store, CITY, now())
    store.close()
    listening = socket.create_server(("127.0.0.1", 0))
    yield Ground(root, listening.getsockname()[1])
    listening.close()


Words = Callable[[Ground], list[str]]
SERVE = ["serve", "--http", "127.0.0.1:18080", "--live", "127.0.0.1:18081"]

WRONG: dict[str, Words] = {
    # Words and options.
    "verb unknown": lambda _: ["srve"],
    "verb of a verb unknown": lambda _: ["pack", "publsh"],
    "option unknown": lambda _: ["serve", "--prot", "1"],
    "option without value": lambda _: ["serve", "--http"],
    "flag with a value": lambda _: ["seed", "--demo=yes"],
    "too many words": lambda _: ["doctor", "a", "b"],
    "half unknown": lambda _: ["serve", "quarter"],
    "order unknown": lambda _: ["simulate", "hall", "--policy", "chance"],
    "no order to report": lambda g: ["report", "order", "hall", "--policy", "accumulating", "--data", g.data],
    "order of nowhere": lambda g: ["report", "order", "moon", "--data", g.data],
    "fairness of nowhere": lambda g: ["report", "fairness", "moon", "--data", g.data],
    "fairness of a day without calls": lambda g: ["report", "fairness", "hall", "--data", g.data],
    "fairness of no day": lambda _: ["report", "fairness", "hall", "--day", "yesterday"],
    "no counters": lambda _: ["simulate", "hall", "--counters", "0"],
    "load beyond all": lambda _: ["simulate", "hall", "--load", "9"],
    "no center to replay": lambda _: ["simulate", "replay"],
    "a day that is none": lambda _: ["simulate", "replay", "hall", "--day", "yesterday"],
    "replay without data": lambda g: ["simulate", "replay", "hall", "--data", g.nowhere],
    "replay of nowhere": lambda g: ["simulate", "replay", "moon", "--data", g.data],
    "replay of a day without calls": lambda g: ["simulate", "replay", "hall", "--data", g.data],
    "bench unknown": lambda _: ["bench", "everything"],
    "argument missing": lambda _: ["pack", "todo"],
    "option missing": lambda _: ["pack", "submit", PACK],
    "no pack": lambda _: ["check"],
    "a zero byte": lambda _: ["check", "pa\0ck"],
    "bytes that are no text": lambda _: ["check", "pa\udcffck"],
    "a very long name": lambda _: ["check", "x" * 5000],
    # Addresses and ports.
    "http is words": lambda _: ["serve", "--http", "hall"],
    "http has no port": lambda _: ["serve", "--http", "127.0.0.1:"],
    "port is words": lambda _: ["serve", "--http", "127.0.0.1:web"],
    "port 0": lambda _: ["serve", "--live", "127.0.0.1:0"],
    "port 70000": lambda _: ["serve", "--live", "127.0.0.1:70000"],
    "port below zero": lambda _: ["serve", "--live", "127.0.0.1:-1"],
    "port in other digits": lambda _: ["serve", "--live", "127.0.0.1:８０８１"],
    "both ports the same": lambda g: [
        "serve",
        "--http",
        "127.0.0.1:18080",
        "--live",
        "127.0.0.1:18080",
        "--data",
        g.data,
    ],
    "http taken": lambda g: ["serve", "--http", f"127.0.0.1:{g.taken}", "--data", g.data],
    "live taken": lambda g: ["serve", "--http", "127.0.0.1:18080", "--live", f"127.0.0.1:{g.taken}", "--data", g.data],
    "live half taken": lambda g: ["serve", "live", "--live", f"127.0.0.1:{g.taken}", "--data", g.data],
    "http is an address": lambda _: ["serve", "--http", "http://127.0.0.1:8080"],
    # Databases.
    "data is not there": lambda g: [*SERVE, "--data", g.nowhere],
    "data is a file": lambda g: [*SERVE, "--data", g.plain],
    "data is a pipe": lambda g: [*SERVE, "--data", g.pipe],
    "data below a file": lambda g: ["seed", "--data", f"{g.plain}/data"],
    "data is a loop of links": lambda g: ["seed", "--data", g.loop],
    "data is a system's": lambda _: ["seed", "--data", "/proc/banshi"],
    "database nonsense": lambda _: ["serve", "--database", "nonsense"],
    "database mysql": lambda _: ["serve", "--database", "mysql://u:geheim@h/d"],
    "database sqlite": lambda _: ["seed", "--database", "sqlite:///x.db"],
    "database without a name": lambda _: ["seed", "--database", "postgresql://h"],
    "database port is words": lambda _: ["seed", "--database", "postgresql://u:geheim@h:web/d"],
    "database of another option": lambda _: ["seed", "--database", "postgresql://u:geheim@127.0.0.1:1/d?nonsense=1"],
    "database away": lambda _: ["seed", "--database", "postgresql://u:geheim@127.0.0.1:1/d"],
    "database file away": lambda g: ["seed", "--database-file", g.nowhere],
    "database file empty": lambda g: ["seed", "--database-file", g.empty],
    "database file is a pipe": lambda g: ["seed", "--database-file", g.pipe],
    "database file is something": lambda g: ["seed", "--database-file", g.plain],
    "restored nowhere": lambda g: ["restored", "--data", g.nowhere],
    "pack state nowhere": lambda g: ["pack", "state", "--data", g.nowhere],
    # The kiosk.
    "kiosk token without a key": lambda g: ["kiosk", "--token-file", g.plain],
    "center is no id": lambda _: ["kiosk", "--center", "../etc"],
    "printer lp0": lambda _: ["kiosk", "--printer", "lp0"],
    "printer without port": lambda _: ["kiosk", "--printer", "socket://printer"],
    "printer of another kind": lambda _: ["kiosk", "--printer", "usb://1"],
    "printer without device": lambda _: ["kiosk", "--printer", "serial://?baud=9600"],
    "printer baud is words": lambda _: ["kiosk", "--printer", "serial:///dev/ttyS0?baud=fast"],
    "width 0": lambda _: ["kiosk", "--width", "0"],
    "height below zero": lambda _: ["kiosk", "--height", "-5"],
    "width is words": lambda _: ["kiosk", "--width", "wide"],
    "width too wide": lambda _: ["kiosk", "--width", "1000000"],
    "server is words": lambda _: ["kiosk", "--server", "hall"],
    "server of another kind": lambda _: ["kiosk", "--server", "ftp://hall"],
    "server port 70000": lambda _: ["kiosk", "--server", "http://hall:70000"],
    "token file away": lambda g: ["kiosk", "--token-file", g.nowhere],
    # Packs and tables.
    "pack away": lambda g: ["pack", "todo", g.nowhere],
    "pack is a file": lambda g: ["pack", "todo", g.plain],
    "pack with a pipe": lambda g: ["pack", "todo", g.piped],
    "pack with a link": lambda g: ["pack", "todo", g.linked],
    "pack with a linked folder": lambda g: ["pack", "sources", g.deep],
    "pack submitted with a pipe": lambda g: ["pack", "submit", g.piped, "--by", "x", "--data", g.data],
    "export to a folder": lambda g: ["pack", "export", PACK, g.folder],
    "export to nowhere": lambda g: ["pack", "export", PACK, f"{g.nowhere}/t.csv"],
    "export to nowhere as xlsx": lambda g: ["pack", "export", PACK, f"{g.nowhere}/t.xlsx"],
    "export as pdf": lambda g: ["pack", "export", PACK, f"{g.folder}/t.pdf"],
    "verify a file away": lambda g: ["pack", "verify", g.nowhere],
    "verify a folder": lambda g: ["pack", "verify", g.folder],
    "verify a device": lambda _: ["pack", "verify", "/dev/zero"],
    "verify noise": lambda g: ["pack", "verify", g.noise],
    "release unknown": lambda g: ["pack", "review", "ffff", "--by", "x", "--data", g.data],
    "moment is words": lambda g: ["pack", "publish", "ffff", "--by", "x", "--at", "soon", "--data", g.data],
    "diff of nothing": lambda g: ["pack", "diff", PACK, "--data", g.data],
    "consultation unknown": lambda g: ["pack", "replay", "0000", "--data", g.data],
    "replay on no day": lambda g: ["pack", "replay", "0000", "--on", "today", "--data", g.data],
    "report to nowhere": lambda g: ["check", g.small, "--report", f"{g.nowhere}/r.html"],
    # Settings.
    "settings of nothing": lambda _: ["settings", "show", "city", "--server", "http://127.0.0.1:1"],
    "revision 0": lambda _: ["settings", "show", "city", "--revision", "0"],
    "revision below zero": lambda _: ["settings", "show", "city", "--revision", "-3"],
    "settings file away": lambda g: ["settings", "put", g.nowhere],
    "settings file is a folder": lambda g: ["settings", "put", g.folder],
    "settings file is a pipe": lambda g: ["settings", "put", g.pipe],
    "settings file is a device": lambda _: ["settings", "put", "/dev/zero"],
    "settings file is empty": lambda g: ["settings", "put", g.empty],
    "settings file is GBK": lambda g: ["settings", "put", g.gbk],
    "settings file is noise": lambda g: ["settings", "put", g.noise],
    "settings file is torn": lambda g: ["settings", "put", g.torn],
    "settings file is a sentence": lambda g: ["settings", "put", g.scalar],
    # Cities.
    "city file is torn": lambda g: ["seed", "--data", f"{g.root}/other", "--city", g.torn],
    "city file away": lambda g: ["city", "import", g.nowhere, "--data", g.data],
    "city file is a folder": lambda g: ["city", "import", g.folder, "--data", g.data],
    "city file is a pipe": lambda g: ["city", "check", g.pipe],
    "city file is a device": lambda _: ["city", "check", "/dev/zero"],
    "city file is GBK": lambda g: ["city", "check", g.gbk],
    "city into nothing": lambda g: ["city", "import", g.city, "--data", g.nowhere],
    "city out of nothing": lambda g: ["city", "export", "--data", g.nowhere],
    "city out to a folder": lambda g: ["city", "export", g.folder, "--data", g.data],
    "city out to nowhere": lambda g: ["city", "export", f"{g.nowhere}/c.yaml", "--data", g.data],
    "another city": lambda g: ["city", "import", g.city, "--data", g.data],
    "two cities at once": lambda g: ["seed", "--demo", "--city", g.city, "--data", f"{g.root}/other"],
    # Access.
    "access for nobody": lambda g: ["access", "grant", "--data", g.data],
    "access of a role without a page": lambda g: ["access", "grant", "kiosk", "--center", "hall", "--data", g.data],
    "access without a counter": lambda g: ["access", "grant", "counter", "--center", "hall", "--data", g.data],
    "access at an unknown counter": lambda g: ["access", "grant", "counter", "--counter", "hall-99", "--data", g.data],
    "access in an unknown center": lambda g: ["access", "grant", "display", "--center", "moon", "--data", g.data],
    "access to a foreign counter": lambda g: [
        *["access", "grant", "counter", "--counter", "hall-1", "--center", "village", "--data", g.data]
    ],
    "access nowhere": lambda g: ["access", "list", "--data", g.nowhere],
    "code unknown": lambda g: ["access", "revoke", "000000000000", "--data", g.data],
    "token of an unknown role": lambda g: ["token", "new", "boss", "--data", g.data],
    "token of a channel without a name": lambda g: ["token", "new", "channel", "--data", g.data],
    "token of a kiosk nowhere": lambda g: ["token", "new", "kiosk", "--data", g.data],
    "token to a folder": lambda g: ["token", "new", "admin", "--data", g.data, "--out", g.folder],
    "token to nowhere": lambda g: ["token", "new", "admin", "--data", g.data, "--out", f"{g.nowhere}/t"],
    "token unknown": lambda g: ["token", "revoke", "ffff", "--data", g.data],
    "token of no id": lambda g: ["token", "revoke", "--data", g.data],
    # Benches.
    "seconds 0": lambda _: ["bench", "planner", "--seconds", "0"],
    "seconds below zero": lambda _: ["bench", "planner", "--seconds", "-1"],
    "seconds are words": lambda _: ["bench", "planner", "--seconds", "long"],
    "beside nowhere": lambda g: ["bench", "planner", "--beside", g.nowhere],
}


@dataclass
class Ended:
    code: int
    out: str
    said: str


@pytest.fixture
def type_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Ended]:
    """Return what runs a command line in this process, in an empty folder and an English terminal."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"BANSHI_{name.upper()}", raising=False)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    def run(*words: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["banshi", *words])
        out, said = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(said), pytest.raises(SystemExit) as ended:
            banshi.main()
        code = ended.value.code
        return Ended(code if isinstance(code, int) else 0 if code is None else 1, out.getvalue(), said.getvalue())

    return run


def is_one_sentence(said: str) -> None:
    assert "Traceback" not in said
    assert said.strip(), "nothing was said"
    assert said.endswith("\n")
    assert len(said.strip().splitlines()) == 1, said
    assert "geheim" not in said


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_use_is_one_sentence_and_exit_code_2(name: str, ground: Ground, type_in: Callable[..., Ended]) -> None:
    ended = type_in(*WRONG[name](ground))
    assert ended.code == 2, (ended, [file.read_text() for file in Path(os.environ["TMPDIR"]).glob("banshi-error*")])
    is_one_sentence(ended.said)


def test_there_are_enough_of_them() -> None:
    assert len(WRONG) >= 60


@pytest.mark.parametrize(
    "text",
    [
        "http = ",
        "[server",
        'http = "hall"',
        "htpp = 'x'",
        "patience = 'long'",
        "patience = 99",
        "voice_times = 0",
        "voice_times = 1.5",
        "voice_languages = 'fr'",
        "data = 5",
        "token = ['x']",
        "printer = 'lp0'",
        "release_key = 'key'",
        'data = "a\\u0000b"',
        "database = 'oracle://x/y'",
        "[server]\nhttp = 'x'",
        "a = " + "[" * 3000,
    ],
)
def test_a_broken_settings_file_is_one_sentence_that_names_it(
    text: str, type_in: Callable[..., Ended], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "banshi.toml").write_text(text, encoding="utf-8")
    ended = type_in("serve")
    assert ended.code == 2, ended
    is_one_sentence(ended.said)
    assert "banshi.toml" in ended.said


def test_a_settings_file_that_is_no_file(
    type_in: Callable[..., Ended], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, make in enumerate((os.mkfifo, os.mkdir, lambda place: os.symlink("nowhere", place))):
        home = tmp_path / str(number)
        home.mkdir()
        monkeypatch.chdir(home)
        make(home / "banshi.toml")
        ended = type_in("serve")
        assert ended.code == 2
        is_one_sentence(ended.said)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HTTP", "hall"),
        ("PATIENCE", "x"),
        ("PRINTER", "lp0"),
        ("DATABASE", "mysql://u:geheim@h/d"),
        ("VOICE_TIMES", "9"),
    ],
)
def test_a_wrong_variable_is_named(
    name: str, value: str, type_in: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"BANSHI_{name}", value)
    ended = type_in("serve")
    assert ended.code == 2
    is_one_sentence(ended.said)
    assert ended.said.startswith(f"BANSHI_{name}: ")


def test_an_unreadable_file_is_one_sentence(type_in: Callable[..., Ended], tmp_path: Path) -> None:
    place = tmp_path / "banshi.yaml"
    place.write_text("x")
    place.chmod(0)
    ended = type_in("settings", "put", str(place))
    assert ended.code == 2
    is_one_sentence(ended.said)


def test_a_table_with_one_far_cell_names_it(ground: Ground, type_in: Callable[..., Ended]) -> None:
    ended = type_in("pack", "import", PACK, str(ground.root / "far.xlsx"))
    assert (ended.code, ended.said) == (1, "")
    assert "XFD1048576" in ended.out


def test_programs_read_code_and_sentence(type_in: Callable[..., Ended]) -> None:
    ended = type_in("seed", "--json", "--database", "nonsense")
    assert json.loads(ended.said)["code"] == "settings"
    assert json.loads(type_in("doctor", "--json", "a", "b").said)["code"] == "words_left"


def test_a_chinese_terminal_reads_chinese(type_in: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    for words in (["srve"], ["serve", "--http", "x"], ["kiosk", "--width", "0"], ["settings", "put", "/dev/zero"]):
        assert HAN.search(type_in(*words).said), words
    shown = type_in("serve", "--help").out
    assert "运行服务器" in shown
    assert "选项" in shown


def test_a_mistake_of_ours_is_a_sentence_that_names_its_trace(
    type_in: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken() -> str:
        raise ZeroDivisionError("postgresql://u:geheim@h/d")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("commands.openapi.openapi", broken)
    ended = type_in("openapi")
    assert ended.code == 1
    is_one_sentence(ended.said)
    (trace,) = tmp_path.glob("banshi-error-*.log")
    assert str(trace) in ended.said
    assert "ZeroDivisionError" in trace.read_text()
    assert "geheim" not in trace.read_text()
    assert trace.stat().st_mode & 0o777 == 0o600


def banshi_says(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        banshi_command(*words), capture_output=True, timeout=60, cwd=ROOT, env={**os.environ, **environment}
    )


@pytest.mark.parametrize(
    ("words", "environment"),
    [
        (["serve", "--http", "城市"], {"LC_ALL": "C"}),
        (["seed", "--data", "/proc/城市"], {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}),
        (["check", "/不存在"], {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"}),
        (["--version", "x"], {}),
    ],
)
def test_a_terminal_without_chinese_letters(words: list[str], environment: dict[str, str]) -> None:
    ended = banshi_says(*words, **environment)
    assert b"Traceback" not in ended.stderr
    assert ended.returncode in (0, 1, 2)
    assert ended.stdout or ended.stderr


@pytest.mark.parametrize(
    "places",
    [
        ["--http", "192.0.2.7:18080", "--live", "127.0.0.1:18081"],
        ["--http", "127.0.0.1:18080", "--live", "192.0.2.7:18081"],
        ["--http", "hall.invalid:18080", "--live", "127.0.0.1:18081"],
        ["--http", "0.0.0.0:18080", "--live", "127.0.0.1:18080"],
    ],
)
def test_an_address_that_is_not_this_machines_own_is_one_sentence(places: list[str], ground: Ground) -> None:
    ended = banshi_says("serve", *places, "--data", ground.data)
    assert ended.returncode == 2, ended.stderr
    is_one_sentence(ended.stderr.decode())


def test_bytes_that_are_no_text_from_a_real_shell() -> None:
    ended = subprocess.run([*banshi_command("check"), b"\xff\xfe"], capture_output=True, timeout=60)
    assert ended.returncode == 2
    is_one_sentence(ended.stderr.decode())


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    piped = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -P -m banshi openapi | head -c 10"],
        capture_output=True,
        timeout=60,
        cwd=ROOT,
    )
    assert piped.stderr == b""


def test_a_package_that_is_not_installed_is_named(tmp_path: Path) -> None:
    """As from the wheel, where what only tests and demo need is not there."""
    block = "import sys; sys.modules['playwright'] = None; sys.modules['playwright.sync_api'] = None; "
    ended = subprocess.run(
        [sys.executable, "-P", "-c", f"{block} sys.argv = ['banshi', 'demo', '--once']; import banshi; banshi.main()"],
        capture_output=True, timeout=60, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert ended.returncode == 2, ended.stderr
    is_one_sentence(ended.stderr.decode())
    assert b"playwright" in ended.stderr
