"""How this machine sends alerts: the table `[alerts]` of `banshi.toml`, or `BANSHI_ALERTS__...`."""

from ipaddress import IPv4Network, IPv6Network
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from config.centers import Language


class Alerts(BaseModel):
    """Mails go out through `mail_server` (HOST) at `mail_port`, from `mail_from`; without a server none do.

    `mail_security` is how the line is kept private. Webhooks go into no network of the own but those of `hooks_inside`.
    Alerts are written in `language`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    mail_server: str = Field(default="", max_length=255, pattern=r"^[A-Za-z0-9.:_-]*$")
    mail_port: int = Field(default=587, ge=1, le=65535)
    mail_security: Literal["starttls", "tls", "none"] = "starttls"
    mail_from: str = Field(default="", max_length=254, pattern=r"^[^\s<>,;:\"()\\\[\]]*$")
    mail_user: str = Field(default="", max_length=254)
    mail_password: str = Field(default="", max_length=254, repr=False)
    hooks_inside: tuple[IPv4Network | IPv6Network, ...] = ()
    language: Language = "zh"
