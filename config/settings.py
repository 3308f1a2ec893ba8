"""Where this machine's Banshi runs: `banshi.toml`, then the environment (`BANSHI_...`), then the command line."""

import os
import re
import tomllib
from base64 import b64decode
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from config import backing_up
from config.alerting import Alerts
from config.backing_up import Backup
from config.centers import ID
from config.printing import Printing
from config.reporting import Reports
from config.text_file import TextFileError, read_text

FILE: Final = "banshi.toml"
FILE_BYTES: Final = 256 * 1024
ENVIRONMENT: Final = "BANSHI_"
WRONG: Final[dict[str, str]] = {
    "setting_address": "{value} is not HOST:PORT with a port from 1 to 65535. Write for example 127.0.0.1:8080.",
    "setting_database": (
        "This is no PostgreSQL address. Write postgresql://USER@HOST:PORT/NAME, "
        "or give --data for the embedded database."
    ),
    "setting_web_address": "{value} is no web address. Write for example http://127.0.0.1:8080.",
    "setting_printer": ("{value} is no printer address. Write socket://HOST:9100 or serial:///dev/NAME?baud=115200."),
    "setting_card_reader": (
        "{value} is no address of a card reader. Write serial:///dev/NAME?baud=115200 or socket://HOST:PORT."
    ),
    "setting_center": "{value} is no id of a center. Use 1 to 64 letters, digits, - and _.",
    "setting_languages": "{value} is no list of languages. Write zh, en, or zh,en.",
    "setting_networks": "{value} is no network. Write for example 10.0.0.0/8 or 192.168.1.5, with commas between.",
    "setting_live_address": "{value} is no address of a live socket. Write for example wss://hall.example/live.",
    "setting_key": "This is no public key of releases. `banshi pack key` prints it.",
    "setting_characters": "It holds characters that cannot be printed. Take them out.",
    **backing_up.WRONG,
}
"""Code -> what is wrong with the value of a setting, and what to write instead."""

_HOST: Final = re.compile(r"[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.%a-z]+\]")
_CENTER: Final = re.compile(ID)
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BAUD: Final = re.compile(r"(?:baud=[0-9]{2,7})?(?:&.*)?")
_POSTGRESQL: Final = ("postgresql", "postgres", "postgresql+psycopg")


class SettingsFileError(Exception):
    """`banshi.toml` is no TOML; the sentence names the file, `why` has line and column."""

    def __init__(self, place: Path, error: Exception) -> None:
        self.place, self.why = place, str(error)
        super().__init__(f"{place}: {error}")


def _wrong(code: str, **values: object) -> PydanticCustomError:
    return PydanticCustomError(code, WRONG[code], {name: str(value) for name, value in values.items()})


def address(text: str) -> tuple[str, int]:
    """Return `HOST:PORT` as its two parts; raises `ValueError` with a sentence that says what to write."""
    host, _, port = text.rpartition(":")
    digits = port.isascii() and port.isdigit() and len(port) <= 5
    if not digits or not 1 <= int(port) <= 65535 or _HOST.fullmatch(host) is None:
        raise ValueError(WRONG["setting_address"].format(value=repr(text)))
    return host.strip("[]"), int(port)


def _printable(given: Any) -> Any:
    if isinstance(given, str | Path) and _CONTROL.search(str(given)):
        raise _wrong("setting_characters")
    return given


def _address(text: str) -> str:
    try:
        address(text)
    except ValueError as error:
        raise _wrong("setting_address", value=text) from error
    return text


def _has_port(text: str, *, needed: bool = False) -> bool:
    try:
        parts = urlsplit(text)
        return bool(parts.hostname) and (parts.port is not None or not needed) and parts.port != 0
    except ValueError:
        return False


def _database(text: str | None) -> str | None:
    # Why the address is not said again: it may hold a password.
    if text and (text.partition("://")[0] not in _POSTGRESQL or "://" not in text or not _database_place(text)):
        raise _wrong("setting_database")
    return text or None


def _database_place(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.port != 0 and len(parts.path) > 1
    except ValueError:
        return False


def _web_address(text: str) -> str:
    if text and (urlsplit_scheme(text) not in ("http", "https") or not _has_port(text)):
        raise _wrong("setting_web_address", value=text)
    return text


def urlsplit_scheme(text: str) -> str:
    """Return what stands before `://`, empty when nothing does."""
    scheme, found, _ = text.partition("://")
    return scheme.lower() if found else ""


def _printer(text: str) -> str:
    if not _is_device(text):
        raise _wrong("setting_printer", value=text)
    return text


def _card_reader(text: str) -> str:
    if text and not _is_device(text):
        raise _wrong("setting_card_reader", value=text)
    return text


def _is_device(text: str) -> bool:
    scheme = urlsplit_scheme(text)
    if scheme == "serial":
        place, _, baud = text.removeprefix("serial://").partition("?")
        return place.startswith("/") and len(place) > 1 and _BAUD.fullmatch(baud) is not None
    return scheme == "socket" and _has_port(text, needed=True)


def _center(text: str) -> str:
    if text and _CENTER.fullmatch(text) is None:
        raise _wrong("setting_center", value=text)
    return text


def _languages(text: str) -> str:
    if not {each.strip() for each in text.split(",")} <= {"zh", "en"}:
        raise _wrong("setting_languages", value=text)
    return text


def _key(text: str) -> str:
    try:
        if text and len(b64decode(text, validate=True)) != 32:
            raise _wrong("setting_key")
    except ValueError as error:
        raise _wrong("setting_key") from error
    return text


def _networks(text: str) -> str:
    for each in filter(None, (part.strip() for part in text.split(","))):
        try:
            ip_network(each, strict=False)
        except ValueError as error:
            raise _wrong("setting_networks", value=each) from error
    return text


def _live_address(text: str) -> str:
    if text and (urlsplit_scheme(text) not in ("ws", "wss") or not _has_port(text)):
        raise _wrong("setting_live_address", value=text)
    return text


class Settings(BaseSettings):
    """Addresses are `HOST:PORT`; `database` is a PostgreSQL URL, without it `data` holds an SQLite file.

    What nobody else shall see may stand in a file: `database_file` and `token_file` hold what `database` and `token`
    would. A call is said in `voice_languages` (`zh`, `en`, or both with a comma), `voice_times` times (1 to 3); each
    clip in the folder `voice_recordings` replaces the shipped one of the same name, such as `zh/letter-A.wav`. A
    consultation is open for `consultation_days`. A kiosk believes guidance of `release_key` (see `banshi pack key`)
    only, or of the key that its token carries. It waits `patience` times as long as usual before it asks whether
    somebody is there. Its printer is at `printer`, and `printing` (a table of the file) says what that can do. Its
    reader of identity cards is at `card_reader`, empty where there is none.

    What a proxy of the networks `trusted_proxy` (with commas between) says of its clients is believed; `phone` is then
    the public address of the pages, `live_public` that of the live socket when it is not `/live` beside them. Who shows
    `metrics_token` is told figures. One address may have `connections_per_address`, one kiosk `tickets_per_minute`.
    A server with a database file of its own keeps to `one_core` of the machine. `backup` (a table of the file) says
    when and where backups are made, `reports` which reports are kept as files. What it has to say goes to
    `log_file`, else to its standard output. Passwords, and whether administrators need a second factor, follow GB/T
    22239 of grade 2 (`mlps2`) or 3 (`mlps3`), or `asvs`.
    """

    model_config = SettingsConfigDict(
        env_prefix=ENVIRONMENT,
        env_nested_delimiter="__",
        toml_file=FILE,
        extra="forbid",
        hide_input_in_errors=True,
    )

    data: Annotated[Path, BeforeValidator(_printable)] = Path("banshi-data")
    database: Annotated[str | None, AfterValidator(_database), AfterValidator(_printable)] = None
    database_file: Path | None = None
    http: Annotated[str, AfterValidator(_address)] = "127.0.0.1:8080"
    live: Annotated[str, AfterValidator(_address)] = "127.0.0.1:8081"
    server: Annotated[str, AfterValidator(_web_address)] = "http://127.0.0.1:8080"
    token: Annotated[str, AfterValidator(_printable)] = ""
    token_file: Path | None = None
    center: Annotated[str, AfterValidator(_center)] = ""
    printer: Annotated[str, AfterValidator(_printer)] = "socket://127.0.0.1:9100"
    card_reader: Annotated[str, AfterValidator(_card_reader)] = ""
    phone: Annotated[str, AfterValidator(_web_address)] = ""
    patience: float = Field(default=1, gt=0, le=10)
    voice_languages: Annotated[str, AfterValidator(_languages)] = "zh"
    voice_times: int = Field(default=2, ge=1, le=3)
    voice_recordings: Path | None = None
    consultation_days: int = Field(default=30, ge=1, le=3650)
    release_key: Annotated[str, AfterValidator(_key)] = ""
    trusted_proxy: Annotated[str, AfterValidator(_networks)] = ""
    live_public: Annotated[str, AfterValidator(_live_address)] = ""
    metrics_token: Annotated[str, AfterValidator(_printable)] = ""
    connections_per_address: int = Field(default=512, ge=8, le=1_000_000)
    tickets_per_minute: int = Field(default=600, ge=0, le=1_000_000)
    one_core: bool = True
    passwords: Literal["mlps2", "mlps3", "asvs"] = "mlps2"
    printing: Printing = Field(default_factory=Printing)
    log_file: Path | None = None
    backup: Backup = Field(default_factory=Backup)
    reports: Reports = Field(default_factory=Reports)
    alerts: Alerts = Field(default_factory=Alerts)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the command line win over the environment, and the environment over the file."""
        return init_settings, env_settings, _Toml(settings_cls)


class _Toml(TomlConfigSettingsSource):
    """The file, read as every file that somebody wrote: a mistake in it names its line."""

    def _read_files(self, files: object, deep_merge: bool = False) -> dict[str, Any]:
        place = Path(FILE)
        # Why not `is_file`: a folder or a broken link of this name is a mistake that must be said.
        if not os.path.lexists(place):
            return {}
        try:
            return tomllib.loads(read_text(place, most=FILE_BYTES))
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise SettingsFileError(place, error) from error


def secret_in(file: Path) -> str:
    """Return the one line in `file`; raises `TextFileError` when it cannot be read or is empty."""
    text = read_text(file, most=64 * 1024).strip()
    if not text or _CONTROL.search(text):
        raise TextFileError(file, "one_line")
    return text
