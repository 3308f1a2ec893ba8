"""The services of systemd: each part of a hall begins with the machine, is watched, and may do what it needs."""

import shlex
from pathlib import Path
from typing import Final, Literal

import msgspec

Part = Literal["server", "kiosk", "display"]
PARTS: Final[tuple[Part, ...]] = ("server", "kiosk", "display")
WATCHDOG_SECONDS: Final = 30
DESCRIPTORS: Final = 12_000

_KEPT_IN: Final = """\
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome={home}
PrivateTmp={tmp}
PrivateDevices={devices}
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
LockPersonality=yes
RestrictNamespaces={namespaces}
RestrictRealtime=yes
RestrictSUIDSGID=yes
CapabilityBoundingSet=
SystemCallArchitectures=native
UMask=0077
"""
_SERVER: Final = """\
[Unit]
Description=Banshi: the server of a hall
Wants=network-online.target
After=network-online.target time-sync.target postgresql.service
StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=main
User={user}
ConfigurationDirectory=banshi
StateDirectory=banshi
StateDirectoryMode=0700
WorkingDirectory=/etc/banshi
ExecStart={banshi} serve --data /var/lib/banshi
Restart=always
RestartSec=2
WatchdogSec={watchdog}
TimeoutStopSec=15
LimitNOFILE={descriptors}
{writes}RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
{kept_in}
[Install]
WantedBy=multi-user.target
"""
_SEEN: Final = """\
[Unit]
Description=Banshi: {what}
Wants=network-online.target
After=network-online.target graphical.target
StartLimitIntervalSec=0

[Service]
Type={type}
User={user}
Environment=DISPLAY=:0
ConfigurationDirectory=banshi
StateDirectory={state}
StateDirectoryMode=0700
WorkingDirectory=/etc/banshi
ExecStart={command}
Restart=always
RestartSec=2
{watch}TimeoutStopSec=10
{kept_in}
[Install]
WantedBy=graphical.target
"""


class Unit(msgspec.Struct, frozen=True):
    """A file of systemd: its name and what stands in it."""

    name: str
    text: str


def unit_of(part: Part, *, banshi: str, user: str, server: str, backups: Path | None) -> Unit:
    """Return the service of `part`, run by `user` with the program at `banshi`.

    A hall screen shows the page of the server at `server`; a server may write to the folder `backups`.
    """
    program = shlex.quote(banshi)
    if part == "server":
        closed = _KEPT_IN.format(home="yes", tmp="yes", devices="yes", namespaces="yes")
        writes = f"ReadWritePaths=-{_escaped(str(backups))}\n" if backups is not None else ""
        text = _SERVER.format(
            banshi=program, user=user, watchdog=WATCHDOG_SECONDS, descriptors=DESCRIPTORS, writes=writes, kept_in=closed
        )
        return Unit("banshi-server.service", text)
    # The screen's own socket lies in /tmp, a printer is a device, and a browser makes rooms of its own for its pages.
    open_ = _KEPT_IN.format(home="read-only", tmp="no", devices="no", namespaces="no" if part == "display" else "yes")
    if part == "kiosk":
        watch = f"NotifyAccess=main\nWatchdogSec={WATCHDOG_SECONDS}\n"
        command = f"{program} kiosk --home /var/lib/banshi-kiosk"
        text = _SEEN.format(
            what="a kiosk", type="notify", user=user, state="banshi-kiosk", command=command, watch=watch, kept_in=open_
        )
        return Unit("banshi-kiosk.service", text)
    page = f"{server.rstrip('/')}/display/"
    command = (
        "/usr/bin/chromium --kiosk --noerrdialogs --no-first-run --disable-session-crashed-bubble "
        f"--autoplay-policy=no-user-gesture-required --user-data-dir=/var/lib/banshi-display {_escaped(page)}"
    )
    text = _SEEN.format(
        what="a hall screen", type="exec", user=user, state="banshi-display", command=command, watch="", kept_in=open_
    )
    return Unit("banshi-display.service", text)


def _escaped(word: str) -> str:
    """Return `word` as systemd reads it as one: percent signs are its own."""
    return word.replace("%", "%%").replace(" ", "\\x20")
