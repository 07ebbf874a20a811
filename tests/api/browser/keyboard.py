"""Somebody who uses the keyboard alone: what they look for is reached by Tab, and pressed by Enter."""

from __future__ import annotations

from playwright.sync_api import Page

MOST_TABS = 350
"""A page of thirteen weeks has 260 fields."""
NAME = """() => {
  const e = document.activeElement;
  const label = e.labels && e.labels.length ? e.labels[0].innerText : "";
  return (label || e.getAttribute("aria-label") || e.innerText || "").trim();
}"""


def reach(page: Page, name: str) -> None:
    """Press Tab until what has that name has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(NAME).startswith(name):
            return
    raise AssertionError(f"{name} is not reached on {page.url}")


def press(page: Page, name: str) -> None:
    """Reach a link or a button, press Enter and wait for what comes."""
    reach(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, name: str, text: str) -> None:
    """Reach a field and type into it."""
    reach(page, name)
    page.keyboard.type(text)
