"""Which certificates of providers are trusted: those that this machine trusts, read once for each process.

A client of HTTP that is given none reads them all again, which takes longer than its request.
"""

from __future__ import annotations

import ssl
from functools import cache

import httpx2


@cache
def trust_store() -> ssl.SSLContext:
    """Return what a connection to a provider is checked against."""
    return httpx2.create_ssl_context()
