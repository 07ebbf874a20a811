"""What the settings are made of: their meanings, what each expects, and kinds pydantic does not bring."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any, get_args
from urllib.parse import urlsplit

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from api.configuration.mailbox import mailbox
from wfm.message import Message, Text

Network = IPv4Network | IPv6Network

WHOLE = Text("setting.expected.whole", "a whole number from {low} to {high}")
CHOICE = Text("setting.expected.choice", "one of: {choices}")
ADDRESS = Text("setting.expected.address", "an IP address, such as 127.0.0.1 or ::1")
NETWORKS = Text(
    "setting.expected.networks",
    "IP addresses or networks, separated by commas, such as 127.0.0.1,10.0.0.0/24",
)
PUBLIC_URL = Text(
    "setting.expected.public_url", "an address without path or query, such as https://vagtplan.example.dk"
)
ROLES = Text(
    "setting.expected.roles",
    "roles separated by commas: administrator, coordinator, leader, agent",
)
FOLDER = Text("setting.expected.folder", "the path of a folder")
DATABASE = Text(
    "setting.expected.database", "postgresql://USER:PASSWORD@HOST/DATABASE, or sqlite:/// with a file's path"
)
HOST = Text("setting.expected.host", "the name or the IP address of a machine, without a port")
MAILBOX = Text(
    "setting.expected.mailbox", "an e-mail address, such as vagt@example.dk or Fællesvagt <vagt@example.dk>"
)
KEYS = Text(
    "setting.expected.keys",
    "keys of 32 random bytes in URL-safe base 64, separated by commas",
)
SYSLOG = Text(
    "setting.expected.syslog",
    "a machine and a port, such as log.example.dk:514, or a socket such as /dev/log",
)
KEY_BYTES = 32
LINE = Text("setting.expected.line", "text on one line")
SCHEMES = ("postgresql", "postgresql+psycopg", "sqlite")


@dataclass(frozen=True)
class About:
    """What a setting is for, told in the documentation and by ``wfm doctor``.

    ``expects`` is needed only where the kind of the setting does not say it.
    """

    means: Text
    expects: Text | None = None


def about(field: FieldInfo) -> About:
    """Return what a setting is for."""
    return next(told for told in field.metadata if isinstance(told, About))


def expectation(field: FieldInfo) -> Message:
    """Return what may stand in a setting."""
    told = about(field).expects
    if told is not None:
        return told()
    choices = get_args(field.annotation)
    if choices and all(isinstance(choice, str) for choice in choices):
        return CHOICE(choices=choices)
    return WHOLE(low=_limit(field, "ge"), high=_limit(field, "le"))


def _limit(field: FieldInfo, name: str) -> int:
    return next(int(getattr(rule, name)) for rule in field.metadata if hasattr(rule, name))


def is_secret(field: FieldInfo) -> bool:
    """Tell whether a setting's value must never be shown."""
    return SecretStr in (field.annotation, *get_args(field.annotation))


def networks(value: Any) -> Any:
    """Read addresses and networks separated by commas; a host's own bits in a network are a slip."""
    if not isinstance(value, str):
        return value
    return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())


def words(value: Any) -> Any:
    """Read words separated by commas."""
    return tuple(filter(None, map(str.strip, value.split(",")))) if isinstance(value, str) else value


def public_url(value: str) -> str:
    """Return an origin, without the slash that may end it; refuse what has a path, a query or a user."""
    parts = urlsplit(value)
    whole = value.removesuffix("/")
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise ValueError("not the address of a site")
    _ = parts.port  # a port that is none is refused here
    if whole != f"{parts.scheme}://{parts.netloc}" or set(whole) & set(' \t"<>\\^`{|}'):
        raise ValueError("more than the address of a site")
    return whole


def host(value: str) -> str:
    """Return a machine's name or address; refuse what holds a port, a path or a user."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*", value):
        ip_address(value)
    return value


def syslog_place(value: str | None) -> str | None:
    """Return a collector's place as it was written; refuse what is neither a socket nor machine and port."""
    if value is None or value.startswith("/"):
        return value
    name, _, port = value.rpartition(":")
    host(name.strip("[]"))
    if not 1 <= int(port) <= 65535:
        raise ValueError("no port")
    return value


def mail_from(value: str) -> str:
    """Return a mailbox as it was written; refuse what is none, or several."""
    mailbox(value)
    return value


def secret_keys(value: SecretStr) -> SecretStr:
    """Accept keys of 32 bytes, separated by commas; nothing of a refused one is repeated."""
    keys = [key.strip() for key in value.get_secret_value().split(",") if key.strip()]
    try:
        sizes = {len(urlsafe_b64decode(key.encode("ascii"))) for key in keys}
    except ValueError:
        raise ValueError("not in base 64") from None
    if sizes != {KEY_BYTES}:
        raise ValueError("not as long as a key")
    return value


def database_url(value: SecretStr) -> SecretStr:
    """Accept the databases that are supported; nothing of a refused one is repeated."""
    parts = urlsplit(value.get_secret_value())
    if parts.scheme not in SCHEMES:
        raise ValueError("no database of ours")
    if parts.scheme == "sqlite" and (
        parts.netloc or parts.query or parts.path.endswith("/") or not parts.path
    ):
        raise ValueError("not the path of a file")
    return value


def without_password(url: str) -> str:
    """Return a database's address as it may be shown: kind, user, host and name, nothing else."""
    parts = urlsplit(url)
    user = f"{parts.username}@" if parts.username else ""
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{user}{parts.hostname or ''}{port}{parts.path}"


def everybody(trusted: tuple[Network, ...]) -> Iterator[Network]:
    """Yield the networks that hold most of the Internet: whoever trusts those trusts everybody."""
    for network in trusted:
        if network.prefixlen < (8 if network.version == 4 else 16):
            yield network


def is_this_machine(name: str) -> bool:
    """Tell whether a host is this machine, which nothing travels to."""
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
