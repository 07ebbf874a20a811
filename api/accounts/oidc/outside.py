"""Asking addresses that an administrator typed: only outside this machine and its network, bounded in time.

Otherwise whoever may set up a provider could let the service ask what only it can reach: other services of
the machine, the network that it stands in, a cloud's own addresses. A name is looked up once, every address
that it has must be outside, and one of those is what is connected to. No proxy is asked: it would look up
the name itself.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Timer

import httpcore2
import httpx2

from api.accounts.oidc.trust import trust_store

SECONDS = 10.0
"""How long an answer may take from connecting to its last byte, however slowly it comes."""
MOST = 256 * 1024
"""Bytes of an answer that are taken."""
HTTPS = 443
_TIMEOUTS = dict.fromkeys(("connect", "read", "write", "pool"), SECONDS)
_INTERNET_6 = ip_network("2000::/3")
"""All that is given out of IPv6 (IANA, *IPv6 Address Space*); addresses of sites and those that translators
keep for themselves lie elsewhere.
"""
_LEADS_ON = tuple(map(ip_network, ("2002::/16", "2001::/32", "192.88.99.0/24")))
"""Addresses that hold another one, to which somebody on the way would lead on."""
_ITS_OWN = tuple(map(ip_network, ("192.0.0.0/24", "168.63.129.16/32", "3fff::/20")))
"""Addresses under which machines of a cloud ask it about themselves, and those of examples."""


class InsideError(httpx2.ConnectError):
    """The address is of this machine or of a network that is not the Internet."""


class UnknownNameError(httpx2.ConnectError):
    """The name has no address."""


class TooLargeError(httpx2.ReadError):
    """The answer is larger than such answers are, or packed, so that it may become so."""


def is_outside(address: str) -> bool:
    """Tell whether an address is of the Internet."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if isinstance(found, IPv6Address) and found not in _INTERNET_6:
        return False
    return (
        found.is_global and not found.is_multicast and not any(found in one for one in _LEADS_ON + _ITS_OWN)
    )


def find_outside_addresses(host: str, port: int) -> tuple[str, ...]:
    """Return the addresses of a name.

    Raises
    ------
    UnknownNameError
        Where it has none.
    InsideError
        Where one of them is not of the Internet.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise UnknownNameError(host) from None
    addresses = tuple(dict.fromkeys(str(one[4][0]) for one in found))
    if not addresses or not all(map(is_outside, addresses)):
        raise InsideError(host)
    return addresses


def is_own(stream: httpcore2.NetworkStream) -> bool:
    """Tell whether a connection ends on the machine on which it began."""
    here, there = stream.get_extra_info("client_addr"), stream.get_extra_info("server_addr")
    return bool(here[0] == there[0])


class _Outside(httpcore2.NetworkBackend):
    """Connects to addresses outside, and cuts the connection when its time is over."""

    def __init__(self) -> None:
        self._ends: list[socket.socket] = []
        self._is_over = False

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        address = find_outside_addresses(host, port)[0]
        stream = httpcore2.SyncBackend().connect_tcp(address, port, timeout, local_address, socket_options)
        if is_own(stream):
            stream.close()
            raise InsideError(host)
        self._ends.append(stream.get_extra_info("socket").dup())  # TLS takes the other one over
        if self._is_over:  # looking the name up took so long that there was nothing to cut
            stream.close()
            raise httpcore2.ConnectTimeout(host)
        return stream

    def cut(self) -> None:
        self._is_over = True
        for end in tuple(self._ends):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:  # over already
                continue

    @contextmanager
    def bounded(self) -> Iterator[None]:
        timer = Timer(SECONDS, self.cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            for end in self._ends:
                end.close()


class OutsideTransport(httpx2.BaseTransport):
    """Carries requests to addresses outside; each over a connection of its own."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer a request.

        Raises
        ------
        httpx2.UnsupportedProtocol
            Where it is not encrypted.
        httpx2.ConnectError
            Where there is no connection.
        """
        if request.url.scheme != "https":
            raise httpx2.UnsupportedProtocol("only https")
        where = httpcore2.URL(
            scheme=b"https",
            host=request.url.raw_host,
            port=request.url.port or HTTPS,
            target=request.url.raw_path,
        )
        backend, content = _Outside(), request.read()
        extensions = {"timeout": _TIMEOUTS}
        try:
            with (
                backend.bounded(),
                httpcore2.ConnectionPool(ssl_context=trust_store(), network_backend=backend) as pool,
                pool.stream(
                    request.method,
                    where,
                    headers=list(_headers(request)),
                    content=content,
                    extensions=extensions,
                ) as answer,
            ):
                found = _read(answer)
        except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError) as error:
            raise httpx2.ConnectError(type(error).__name__) from error
        return httpx2.Response(answer.status, headers=answer.headers, content=found)


def _headers(request: httpx2.Request) -> Iterator[tuple[bytes, bytes]]:
    yield from ((name, value) for name, value in request.headers.raw if name.lower() != b"accept-encoding")
    yield b"Accept-Encoding", b"identity"


def _read(answer: httpcore2.Response) -> bytes:
    if any(name.lower() == b"content-encoding" for name, _ in answer.headers):
        raise TooLargeError("packed")
    found = bytearray()
    for part in answer.iter_stream():
        found += part
        if len(found) > MOST:
            raise TooLargeError(str(MOST))
    return bytes(found)
