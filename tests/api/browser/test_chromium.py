"""Without a browser the tests that need one are left out in one line, and fail in CI."""

from __future__ import annotations

import shutil
import subprocess
from typing import Any, cast

import pytest
from playwright.sync_api import Error, Playwright

from tests.api.browser import chromium
from tests.api.browser.chromium import WITHOUT, launch, path_of_chromium


class Refusing:
    """A Playwright whose browser does not start."""

    def __init__(self, why: str) -> None:
        self.chromium = self
        self._why = why

    def launch(self, **_settings: Any) -> None:
        raise Error(self._why)


NONE = cast("Playwright", Refusing("BrowserType.launch: Executable doesn't exist at /nowhere"))


@pytest.fixture
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WFM_CHROMIUM", raising=False)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("PATH", "")


@pytest.mark.usefixtures("_bare")
def test_where_none_can_be_had_it_is_said_once_which_tests_are_left_out() -> None:
    with pytest.raises(pytest.skip.Exception) as skipped:
        launch(NONE)
    assert str(skipped.value) == WITHOUT
    assert "\n" not in WITHOUT
    assert "tests/api/browser" in WITHOUT


@pytest.mark.usefixtures("_bare")
@pytest.mark.parametrize("value", ["1", "true"])
def test_in_ci_they_fail(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("CI", value)
    with pytest.raises(pytest.fail.Exception, match="no browser could be had"):
        launch(NONE)


@pytest.mark.usefixtures("_bare")
def test_one_that_is_there_and_does_not_start_is_never_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Error, match="crashed"):
        launch(cast("Playwright", Refusing("it crashed")))
    monkeypatch.setenv("WFM_CHROMIUM", "/nowhere")
    with pytest.raises(Error, match="doesn't exist"):
        launch(NONE)


@pytest.mark.usefixtures("_bare")
@pytest.mark.parametrize(("found", "fetched"), [("/usr/bin/chromium", 0), ("", 1)])
def test_one_is_fetched_only_where_there_is_none(
    monkeypatch: pytest.MonkeyPatch, found: str, fetched: int
) -> None:
    monkeypatch.setenv("WFM_CHROMIUM", found)
    commands: list[list[str]] = []
    monkeypatch.setattr(subprocess, "run", lambda command, **_settings: commands.append(command))
    chromium.main()
    assert [command[1:] for command in commands] == [
        ["-m", "playwright", "install", chromium.FETCHED]
    ] * fetched


def test_the_smaller_one_is_preferred(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WFM_CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert path_of_chromium() == "/usr/bin/chromium-headless-shell"
