"""From the first link to the first invitation: before there is a hotline there is nothing to invite to."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from api.configuration.settings import Settings
from api.store.engine import open_engine, reading
from api.store.migrate import upgrade
from api.store.tables import HOTLINE
from tests.api.accounts.offices import PASSWORD, Office
from tests.api.commands.running import SAMPLES
from tests.api.commands.running import wfm as run
from tests.api.showcase import HOST


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A service that nothing was ever brought to, and commands that work on its store."""
    monkeypatch.setenv("WFM_DATA_FOLDER", str(tmp_path))
    engine = open_engine(tmp_path)
    upgrade(engine)
    return Office(engine, Settings.model_construct(), HOST)


def test_who_is_the_first_imports_a_plan_and_then_invites(empty: Office) -> None:
    link = empty.first()
    assert link
    browser = empty.browser()
    address = f"/links/{link}"
    taken_up = {"email": "first@example.dk", "password": PASSWORD, "again": PASSWORD}
    assert browser.post(address, **taken_up).status_code == 303
    assert "administration" not in browser.get("/account").text
    assert browser.get("/administration?hotline=ddh").status_code == 404

    ran = run("import", SAMPLES / "midtjylland")
    assert ran.returncode == 0, ran.stderr
    with reading(empty.database) as connection:
        assert connection.execute(select(HOTLINE.c.code)).scalars().all() == ["ddh"]

    assert "/administration?hotline=ddh" in browser.get("/account").text
    assert browser.get("/administration?hotline=ddh").status_code == 200
