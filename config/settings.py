"""Where this machine's Banshi runs: `banshi.toml`, then the environment (`BANSHI_...`), then the command line."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)


class Settings(BaseSettings):
    """Addresses are `HOST:PORT`; `database` is a PostgreSQL URL, without it `data` holds an SQLite file.

    A call is said in `voice_languages` (`zh`, `en`, or both with a comma), `voice_times` times (1 to 3); each clip in
    the folder `voice_recordings` replaces the shipped one of the same name, such as `zh/letter-A.wav`. A consultation
    is open for `consultation_days`. A kiosk believes guidance of `release_key` (see `banshi pack key`) only; without it
    the first key that comes. It waits `patience` times as long as usual before it asks whether somebody is there.
    """

    model_config = SettingsConfigDict(env_prefix="BANSHI_", toml_file="banshi.toml", extra="forbid")

    data: Path = Path("banshi-data")
    database: str | None = None
    http: str = "127.0.0.1:8080"
    live: str = "127.0.0.1:8081"
    server: str = "http://127.0.0.1:8080"
    token: str = ""
    center: str = ""
    printer: str = "socket://127.0.0.1:9100"
    phone: str = ""
    patience: float = Field(default=1, gt=0, le=10)
    voice_languages: str = "zh"
    voice_times: int = 2
    voice_recordings: Path | None = None
    consultation_days: int = Field(default=30, ge=1, le=3650)
    release_key: str = ""

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
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def address(text: str) -> tuple[str, int]:
    """Return `HOST:PORT` as its two parts; raises `ValueError` with a sentence that says what to write."""
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isdigit() or int(port) > 65535:
        raise ValueError(f"{text!r} is not HOST:PORT; write for example 127.0.0.1:8080")
    return host.strip("[]"), int(port)
