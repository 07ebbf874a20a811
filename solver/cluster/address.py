"""Which addresses may be used: workers run what they are sent, so nobody else may be able to send it."""

from __future__ import annotations

from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from wfm.errors import ClusterError
from wfm.message import Text

NO_ADDRESS = Text(
    "cluster.no_address",
    "“{address}” is no address of a cluster; expected: tls://HOST:PORT, or tcp://127.0.0.1:PORT",
)
NO_LOOPBACK = Text(
    "cluster.no_loopback",
    "“{address}” is refused: workers run whatever they are sent, and tcp:// would let anybody on the network "
    "send it. Over a network use tls:// with certificates; tcp:// is for this machine alone (127.0.0.1)",
)
PORT = 8786
"""The scheduler's port where none is given, as with Dask."""


class SchedulerAddress(NamedTuple):
    """Where a scheduler listens."""

    scheme: str
    host: str
    port: int

    @property
    def secure(self) -> bool:
        """Whether it is encrypted, and only holders of a certificate are let in."""
        return self.scheme == "tls"

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


def check_address(address: str) -> SchedulerAddress:
    """Return an address that may be used.

    Raises
    ------
    ClusterError
        Where it is none, or could be reached by others.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port or PORT
    except ValueError:
        host = None
    if not host or parts.scheme not in ("tls", "tcp") or parts.path not in ("", "/") or "@" in parts.netloc:
        raise ClusterError(NO_ADDRESS(address=address))
    if parts.scheme == "tcp" and not is_loopback(host):
        raise ClusterError(NO_LOOPBACK(address=address))
    return SchedulerAddress(parts.scheme, host, port)


def is_loopback(host: str) -> bool:
    """Tell whether a host can be reached from this machine only."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def host_of(address: str) -> str:
    """Return the host of an address, empty where it has none."""
    return urlsplit(address).hostname or ""
