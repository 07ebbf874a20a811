"""Certificates read once: each client of HTTP reads all that are trusted, also where nothing is encrypted.

That takes as long as a dozen requests, and a service that starts is asked again and again.
"""

from __future__ import annotations

import os
import ssl
from functools import cache

import httpcore2

READ_FROM = ("SSL_CERT_FILE", "SSL_CERT_DIR")
"""Variables that name other certificates."""

_read = httpcore2.default_ssl_context


def read_certificates_once() -> None:
    """Let clients that are made from now on trust the same certificates without reading them again."""
    httpcore2.default_ssl_context = _trusted


def _trusted(*, _trust_env: bool = True) -> ssl.SSLContext:
    return _once(_trust_env, *(os.environ.get(name) for name in READ_FROM))


@cache
def _once(_trust_env: bool, *_read_from: str | None) -> ssl.SSLContext:
    return _read(_trust_env=_trust_env)
