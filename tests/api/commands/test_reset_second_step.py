"""A sole administrator who lost phone and recovery codes gets in again by a command on the machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyotp import TOTP

from api.access.roles import Role
from api.accounts.records import logins, second_steps
from api.store.engine import open_engine, writing
from api.store.migrate import upgrade
from api.store.tables import AUDIT_EVENT, LOGIN, OUTBOX
from tests.api.accounts.offices import Office, publish_both
from tests.api.commands.running import wfm
from wfm.errors import OutputError

ADMIN = "admin@example.dk"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A service with one administrator, who has a code at sign-in."""
    monkeypatch.setenv("WFM_DATA_FOLDER", str(tmp_path))
    engine = open_engine(tmp_path)
    upgrade(engine)
    publish_both(engine)
    found = Office(engine)
    account = found.account(ADMIN, Role.ADMINISTRATOR).id
    with writing(engine) as connection:
        logins.begin(connection, account, at=found.at)
        (login,) = logins.logins_of(connection, account)
        secret = second_steps.start(connection, account, found.at) or ""
        second_steps.confirm(connection, account, TOTP(secret).at(found.at), at=found.at, this=login.id)
    return found


def test_the_password_is_enough_again_and_it_is_written_down(office: Office) -> None:
    assert "second-step" in office.browser().sign_in(ADMIN).headers["location"]
    ran = wfm("reset-second-step", ADMIN.upper(), "--lang", "en")
    assert (ran.returncode, ADMIN in ran.stdout) == (0, True)
    assert office.rows(LOGIN) == []
    assert office.browser().sign_in(ADMIN).headers["location"] == "/"
    (event,) = [row for row in office.rows(AUDIT_EVENT) if row["action"] == "second_step.taken"]
    assert (event["actor"], event["object"]) == (None, office.account(ADMIN).id)
    assert "taken" in [row["payload"].get("what") for row in office.rows(OUTBOX)]


def test_where_there_is_no_code_nothing_is_changed(office: Office) -> None:
    assert wfm("reset-second-step", ADMIN).returncode == 0
    again = wfm("reset-second-step", ADMIN, "--json")
    assert (again.returncode, json.loads(again.stdout)["taken"]) == (1, False)
    for nobody in ("ingen@example.dk", "no address"):
        with pytest.raises(OutputError):  # told with status 2
            wfm("reset-second-step", nobody)
