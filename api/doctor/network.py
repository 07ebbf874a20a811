"""How people reach the service: under which address, through which proxy, and what else listens."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from api.configuration.kinds import everybody, is_this_machine
from api.configuration.settings import Settings
from api.doctor.diagnosis import (
    Diagnosis,
    approve,
    fail,
    warn,
)
from wfm.message import Text

PUBLIC = Text("doctor.public", "public address")
PROXIES = Text("doctor.proxies", "proxies")
METRICS = Text("doctor.metrics", "metrics")
ONLY_HERE = Text("doctor.only_here", "Only this machine is answered; WFM_PUBLIC_URL is not set.")
ENCRYPTED = Text("doctor.encrypted", "People reach the service at {url}, encrypted.")
READABLE = Text(
    "doctor.readable",
    "{url} is not encrypted: passwords and the secret addresses of calendars travel readable.",
)
ENCRYPT = Text("doctor.encrypt", "Let a proxy with a certificate answer, and set WFM_PUBLIC_URL to https://…")
NO_PROXY_NEEDED = Text("doctor.no_proxy_needed", "None is trusted, and none is needed on this machine alone.")
NO_PROXY = Text(
    "doctor.no_proxy",
    "None is trusted, so every caller seems to be the proxy itself, and nothing seems to come over https.",
)
NAME_PROXY = Text("doctor.name_proxy", "Set WFM_TRUSTED_PROXIES to the address from which the proxy calls.")
TRUSTED = Text("doctor.trusted", "Trusted are {networks:list}.")
EVERYBODY = Text(
    "doctor.everybody", "{network} is most of the Internet: anybody can pretend to be somebody else."
)
NARROW = Text("doctor.narrow", "Let WFM_TRUSTED_PROXIES name the proxies alone.")
NO_METRICS = Text("doctor.no_metrics", "Off; WFM_METRICS_PORT is not set.")
METRICS_HERE = Text("doctor.metrics_here", "Shown on port {port}, to this machine only.")
METRICS_OPEN = Text("doctor.metrics_open", "Shown at {address}, port {port}, to whoever reaches that.")
GUARD_METRICS = Text(
    "doctor.guard_metrics", "Let a firewall admit Prometheus alone, or set WFM_METRICS_ADDRESS to 127.0.0.1."
)
SAME_PORT = Text("doctor.same_port", "Both the service and its metrics are to listen on port {port}.")
OTHER_PORT = Text("doctor.other_port", "Give WFM_METRICS_PORT a port of its own.")


def public_address(settings: Settings) -> Iterable[Diagnosis]:
    """Look at the address that people know."""
    url = settings.public_url
    if url is None:
        yield approve(PUBLIC, ONLY_HERE())
    elif url.startswith("https://") or is_this_machine(urlsplit(url).hostname or ""):
        yield approve(PUBLIC, ENCRYPTED(url=url) if url.startswith("https://") else ONLY_HERE())
    else:
        yield fail(PUBLIC, READABLE(url=url), ENCRYPT())


def proxies(settings: Settings) -> Iterable[Diagnosis]:
    """Look at who is believed."""
    trusted = settings.trusted_proxies
    too_wide = tuple(everybody(trusted))
    for network in too_wide:
        yield fail(PROXIES, EVERYBODY(network=str(network)), NARROW())
    if trusted and not too_wide:
        yield approve(PROXIES, TRUSTED(networks=tuple(map(str, trusted))))
    elif not trusted and settings.public_url is None:
        yield approve(PROXIES, NO_PROXY_NEEDED())
    elif not trusted:
        yield warn(PROXIES, NO_PROXY(), NAME_PROXY())


def metrics(settings: Settings) -> Iterable[Diagnosis]:
    """Look at who can read the metrics."""
    port, address = settings.metrics_port, settings.metrics_address
    if not port:
        yield approve(METRICS, NO_METRICS())
    elif port == settings.port:
        yield fail(METRICS, SAME_PORT(port=str(port)), OTHER_PORT())
    elif address.is_loopback:
        yield approve(METRICS, METRICS_HERE(port=str(port)))
    else:
        yield warn(METRICS, METRICS_OPEN(address=str(address), port=str(port)), GUARD_METRICS())
