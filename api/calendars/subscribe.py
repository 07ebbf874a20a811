"""The ways to follow a calendar: its address, what calendar programs call it, a QR code."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

import segno
from markupsafe import Markup

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class SubscriptionLinks:
    """A calendar's addresses."""

    address: str
    name: str

    @property
    def webcal(self) -> str:
        """The address that calendar programs subscribe to at a click."""
        return "webcal://" + self.address.split("://", 1)[1]

    @property
    def google(self) -> str:
        """Google's page to add it."""
        return "https://calendar.google.com/calendar/r?" + urlencode({"cid": self.webcal})

    @property
    def outlook(self) -> str:
        """Outlook's page to add it."""
        asked = urlencode({"url": self.address, "name": self.name}, quote_via=quote)
        return f"https://outlook.office.com/calendar/0/addfromweb?{asked}"

    @property
    def loopback(self) -> bool:
        """Tell whether only this computer reaches the address."""
        return urlsplit(self.address).hostname in LOOPBACK

    @property
    def qr(self) -> Markup:
        """The address as a QR code: an SVG of our own making, with nothing of the reader's in it."""
        code = segno.make(self.webcal, error="m", micro=False)
        return Markup(code.svg_inline(omitsize=True, border=2, light="#fff", dark="#000"))


def subscription_links(base_url: str, feed: str, name: str) -> SubscriptionLinks:
    """Return the ways to follow the calendar file of that name, without its ending."""
    return SubscriptionLinks(f"{base_url.rstrip('/')}/feeds/{quote(feed, safe='')}.ics", name)
