"""Addresses that an administrator typed: asked outside this machine and its network only, not for long."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from threading import Event, Thread
from typing import Any

import httpx2
import pytest
import trustme

from api.accounts.oidc import fetch, outside
from api.accounts.oidc.errors import ProviderUnreachableError, UnreachableReason
from api.accounts.oidc.fetch import client_options
from api.accounts.oidc.fetch import fetch as fetch_object
from api.accounts.oidc.outside import InsideError, OutsideTransport, UnknownNameError, is_outside
from api.configuration.oidc_providers import Provider

IS_OWN = outside.is_own
OUTSIDE = ("93.184.216.34", "2606:2800:220:1::1")
INSIDE = (
    *("127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
    *("224.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1%eth0", "fd00::1", "ff02::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001::1"),
    *("::127.0.0.1", "::ffff:0:127.0.0.1", "fec0::1", "192.0.0.192", "168.63.129.16", "192.88.99.1"),
    *("3fff::1", "4000::1", "5f00::1", "200::1", "64:ff9b:1::7f00:1"),
)


def resolved(*addresses: str) -> Any:
    """Return a look-up of names by which every name has these addresses."""
    return lambda _host, port, *_, **__: [
        (socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port))
        for one in addresses
    ]


def client() -> httpx2.Client:
    return httpx2.Client(transport=OutsideTransport(), timeout=1)


@pytest.mark.parametrize("address", OUTSIDE)
def test_addresses_of_the_internet_are_outside(address: str) -> None:
    assert is_outside(address)


@pytest.mark.parametrize("address", INSIDE)
def test_all_others_are_not_however_they_are_written(address: str) -> None:
    assert not is_outside(address)


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_leads_inside_is_not_asked_also_where_another_address_of_it_does_not(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("asked"))
    for found in ((address,), (OUTSIDE[0], address)):
        monkeypatch.setattr(socket, "getaddrinfo", resolved(*found))
        with pytest.raises(InsideError), client() as asking:
            asking.get("https://login.example.dk/")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "localhost", "2130706433", "0x7f.1", "[::ffff:7f00:1]"]
)
def test_no_way_of_writing_this_machine_is_asked(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("asked"))
    with pytest.raises((InsideError, UnknownNameError)), client() as asking:
        asking.get(f"https://{host}/")


def test_what_is_not_encrypted_is_not_asked() -> None:
    with pytest.raises(httpx2.UnsupportedProtocol), client() as asking:
        asking.get("http://login.example.dk/")


def test_the_address_that_was_looked_at_is_the_one_that_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a second look-up could lead inside."""
    asked = []

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        asked.append(address)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", resolved(OUTSIDE[0]))
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(httpx2.ConnectError), client() as asking:
        asking.get("https://login.example.dk/")
    assert asked == [(OUTSIDE[0], 443)]


def test_this_machine_by_its_own_address_outside_is_not_asked(
    tls: Tls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "is_own", IS_OWN)
    with pytest.raises(InsideError), client() as asking:
        asking.get(tls.address)


class Tls:
    """A server on this machine, which counts as outside; it sends what a test wants, and then waits."""

    def __init__(self, content: bytes) -> None:
        authority = trustme.CA()
        self.trust = ssl.create_default_context()
        authority.configure_trust(self.trust)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(context)
        self.content, self.head = content, b""
        listening = socket.create_server(("127.0.0.1", 0))
        self._wrapped = context.wrap_socket(listening, server_side=True)
        self.address = f"https://localhost:{self._wrapped.getsockname()[1]}/"
        self._open: list[socket.socket] = []
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                one, _ = self._wrapped.accept()
            except ssl.SSLError:
                continue
            except OSError:
                return
            self._open.append(one)
            try:
                self.head = one.recv(65536)
                one.sendall(self.content)
            except OSError:
                continue

    def close(self) -> None:
        self._wrapped.shutdown(socket.SHUT_RDWR)
        self._wrapped.close()
        for one in self._open:
            one.close()
        self._thread.join()


@pytest.fixture
def content() -> bytes:
    return answer(b'{"issuer": "x"}')


def answer(body: bytes, *more: bytes, length: int | None = None, status: bytes = b"200 OK") -> bytes:
    head = (b"HTTP/1.1 " + status, b"Content-Length: %d" % (len(body) if length is None else length), *more)
    return b"\r\n".join(head) + b"\r\n\r\n" + body


@pytest.fixture
def tls(content: bytes, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tls]:
    found = Tls(content)
    monkeypatch.setattr(outside, "is_outside", lambda _: True)
    monkeypatch.setattr(outside, "is_own", lambda _: False)
    monkeypatch.setattr(outside, "trust_store", lambda: found.trust)
    monkeypatch.setattr(socket, "getaddrinfo", resolved("127.0.0.1"))
    monkeypatch.setattr(fetch, "trust_store", lambda: found.trust)
    yield found
    found.close()


class OutsideProvider(Provider):
    outside_only = True


def provider(address: str) -> Provider:
    return OutsideProvider(id="one", name="One", issuer=address, client_id="faellesvagt")


def test_an_answer_is_read_and_nothing_packed_is_asked_for(tls: Tls) -> None:
    assert fetch_object(provider(tls.address), tls.address) == {"issuer": "x"}
    assert b"accept-encoding: identity" in tls.head.lower()
    assert isinstance(client_options(provider(tls.address))["transport"], OutsideTransport)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (answer(b"x" * outside.MOST + b"x"), UnreachableReason.TOO_LARGE),
        (answer(b"x", b"Content-Encoding: gzip"), UnreachableReason.TOO_LARGE),
        (answer(b"[]"), UnreachableReason.NO_OBJECT),
        (answer(b"<html>"), UnreachableReason.NO_OBJECT),
        (answer(b"", status=b"404 Not Found"), UnreachableReason.STATUS),
        (answer(b"", b"Location: https://127.0.0.1/", status=b"302 Found"), UnreachableReason.STATUS),
        (b"HTTP/1.1 nonsense\r\n\r\n", UnreachableReason.NO_ANSWER),
    ],
)
def test_what_is_wrong_with_an_answer_is_told(tls: Tls, reason: UnreachableReason) -> None:
    with pytest.raises(ProviderUnreachableError) as refused:
        fetch_object(provider(tls.address), tls.address)
    assert refused.value.reason == reason


@pytest.mark.parametrize("content", [answer(b"{", length=10), b"HTTP/1.1 200 OK\r\nX: "])
def test_an_answer_that_never_ends_is_cut_off(tls: Tls, monkeypatch: pytest.MonkeyPatch) -> None:
    cut, cuts = outside._Outside.cut, list[bool]()

    def count(self: outside._Outside) -> None:
        cuts.append(True)
        cut(self)

    monkeypatch.setattr(outside._Outside, "cut", count)
    monkeypatch.setattr(outside, "SECONDS", 0.1)  # the time of each single read stays as it is
    with pytest.raises(ProviderUnreachableError) as refused:
        fetch_object(provider(tls.address), tls.address)
    assert refused.value.reason == UnreachableReason.NO_ANSWER
    assert cuts == [True]


def test_a_name_that_is_looked_up_for_longer_than_an_answer_may_take_is_not_asked(
    tls: Tls, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else its answer, of which each byte comes in time, would have no end: there was nothing to cut."""
    over, cut = Event(), outside._Outside.cut

    def note(self: outside._Outside) -> None:
        cut(self)
        over.set()

    def look_up(*given: Any, **more: Any) -> Any:
        assert over.wait(60)
        return resolved("127.0.0.1")(*given, **more)

    monkeypatch.setattr(outside._Outside, "cut", note)
    monkeypatch.setattr(outside, "SECONDS", 0.01)
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(ProviderUnreachableError) as refused:
        fetch_object(provider(tls.address), tls.address)
    assert (refused.value.reason, tls.head) == (UnreachableReason.NO_ANSWER, b"")


def test_a_certificate_that_is_not_trusted_is_told(tls: Tls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "trust_store", ssl.create_default_context)
    with pytest.raises(ProviderUnreachableError) as refused:
        fetch_object(provider(tls.address), tls.address)
    assert refused.value.reason == UnreachableReason.CERTIFICATE
