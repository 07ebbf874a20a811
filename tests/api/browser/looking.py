"""Look at a page as a browser does, and note what goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

DESKTOP, PHONE, SMALLEST = 1280, 375, 320
WIDE, NARROW = 1440, 360
OPEN_ALL = "document.querySelectorAll('details').forEach(details => details.open = true)"
AXE = Axe().axe_script
CONTRAST = ("color-contrast",)
"""What takes axe longer than all the rest."""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

Look = Callable[[Page], None]
"""Holds a page against what every page must be."""


@dataclass
class Noted:
    """What a page complained of, and where it went."""

    complaints: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def elsewhere(self, address: str) -> list[str]:
        """Return every request that did not go to the service."""
        return [found for found in self.addresses if not found.startswith((address, "data:"))]


@contextmanager
def looking(browser: Browser, width: int = DESKTOP, **options: Any) -> Iterator[tuple[Page, Noted]]:
    """Open a page of that width; yield it with what is noted of it."""
    context = browser.new_context(viewport={"width": width, "height": 800}, **options)
    page, noted = context.new_page(), Noted()
    page.on("console", lambda said: noted.complaints.append(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda error: noted.complaints.append(f"error: {error}"))
    page.on("dialog", lambda dialog: noted.complaints.append(f"dialog: {dialog.message}"))
    page.on("request", lambda request: noted.addresses.append(request.url))
    try:
        yield page, noted
    finally:
        context.close()


def resize(page: Page, width: int) -> None:
    """Look at the same page on another screen."""
    page.set_viewport_size({"width": width, "height": 800})


def _arrive(page: Page) -> None:
    """Wait until the page is there: a click returns as soon as it begins, when its document is empty."""
    page.locator("body").wait_for(state="attached")
    page.wait_for_load_state("domcontentloaded")


def overflow(page: Page) -> int:
    """Return by how many pixels the page runs out of the screen, once it is there."""
    _arrive(page)
    found: int = page.evaluate(SIDEWAYS)
    return found


def violations(page: Page, rule: str | None = None, *, but: Sequence[str] = ()) -> list[str]:
    """Return what axe holds against the page, everything unfolded; by one rule, or by all but some."""
    _arrive(page)
    page.evaluate(OPEN_ALL)
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if but:
        options["rules"] = {one: {"enabled": False} for one in but}
    if rule is not None:
        options["runOnly"] = {"type": "rule", "values": [rule]}
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return [
        f"{found['id']}: {node['html'][:200]} {node['failureSummary']}"
        for found in page.evaluate("async options => (await axe.run(options)).violations", options)
        for node in found["nodes"]
    ]


def look(page: Page, width: int = WIDE) -> None:
    """Hold that axe finds nothing and nothing runs out of the screen, wide and narrow; contrast when wide."""
    for one in (WIDE, NARROW):
        resize(page, one)
        assert overflow(page) <= 0, (page.url, one)
        assert violations(page, but=() if one == WIDE else CONTRAST) == [], (page.url, one)
    resize(page, width)


def is_quiet(noted: Noted, address: str) -> bool:
    """Tell whether no page complained of anything but a form with faults, or asked another host."""
    return not noted.elsewhere(address) and all("422" in said for said in noted.complaints)


def look_on_phones(page: Page) -> None:
    """Hold a page that is shown on a desktop against what it must be where there is the least room.

    But for contrast, which is the same on any screen and in any language.
    """
    resize(page, PHONE)
    assert violations(page, but=CONTRAST) == []
    for width in (PHONE, SMALLEST):
        resize(page, width)
        assert overflow(page) <= 0
    resize(page, DESKTOP)


def look_at_every_width(page: Page) -> None:
    """Hold a page that is shown on a desktop against what every page must be: by day, at night, on phones."""
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, "color-contrast") == []
    page.emulate_media(color_scheme="light")
    look_on_phones(page)


IN_BOTH_LANGUAGES = pytest.mark.parametrize(
    ("language", "look"),
    [
        pytest.param("da", look_at_every_width, id="da"),
        pytest.param("en", look_on_phones, id="en"),
        pytest.param("en", look_at_every_width, id="en-at-every-width", marks=pytest.mark.prove),
    ],
)
"""Wholly in Danish; in English, whose texts alone are others, where there is the least room."""
