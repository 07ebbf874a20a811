"""What a browser says that it is, in a word or two: enough for its owner to know it again in a list."""

from __future__ import annotations

import re

_BROWSERS = (
    ("Edge", r"Edg(?:A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"(?:Firefox|FxiOS)/"),
    ("Chrome", r"(?:Chrome|CriOS|Chromium)/"),
    ("Safari", r"Safari/"),
)
"""In this order: most of them also say that they are those below."""
_SYSTEMS = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("ChromeOS", r"CrOS"),
    ("macOS", r"Mac OS X|Macintosh"),
    ("Linux", r"Linux"),
)


def device_of(user_agent: str) -> str:
    """Return the browser and the system that a user agent names; empty where it names neither."""
    found = (
        next((n for n, form in kinds if re.search(form, user_agent)), "") for kinds in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(filter(None, found))
