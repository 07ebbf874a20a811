"""Which browser the tests look with: the one named, the system's, or else Playwright's own.

``python -m tests.api.browser.chromium`` fetches the last where there is no other; where it cannot be had,
the tests that need it are left out, and one line says so; in CI they fail.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, Error, Playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FETCHED = "chromium-headless-shell"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WITHOUT = (
    "no browser could be had, so what is tested in one (tests/api/browser, and sign-in at a provider) is "
    f"left out: install {NAMES[0]} or {NAMES[1]}, or name one in WFM_CHROMIUM"
)


def path_of_chromium() -> str | None:
    """Return where Chromium is: the one named or the system's; nothing where there is none."""
    return os.environ.get("WFM_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright: Playwright) -> Browser:
    """Return a browser without a window, told to leave the network alone.

    Without one the tests fail in CI and are skipped elsewhere.
    """
    path = path_of_chromium()
    try:
        return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
    except Error as error:
        if path is None and "Executable doesn't exist" in error.message:
            leave_out()
        raise


def leave_out() -> NoReturn:
    """End a test that needs a browser."""
    if os.environ.get("CI"):
        pytest.fail(WITHOUT)
    pytest.skip(WITHOUT)


def main() -> None:
    """Fetch a browser where there is none; whether that went well, the tests tell."""
    if path_of_chromium() is None:
        print("Fællesvagt: fetching a browser for the tests ...", file=sys.stderr)  # noqa: T201
        command = [sys.executable, "-m", "playwright", "install", FETCHED]
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
