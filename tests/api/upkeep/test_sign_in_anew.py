"""After a restoring nobody is signed in, and what was ended since the backup is valid again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from api.access.roles import Role
from api.accounts.records import access_tokens
from api.store.engine import writing
from api.store.tables import HALF_LOGIN, LINK, LOGIN
from api.upkeep.backup import write_backup
from api.upkeep.restore import restore
from tests.api.accounts.offices import Office

EMAIL = "leder@example.dk"


def test_everybody_signs_in_anew_and_a_token_that_was_revoked_since_counts_again(
    office: Office, tmp_path: Path
) -> None:
    account = office.account(EMAIL, Role.LEADER, municipality="751").id
    browser = office.signed_in(EMAIL)
    with writing(office.database) as connection:
        token, secret = access_tokens.make(
            connection, account, "wages", at=office.at, lasts=timedelta(days=9)
        )
    write_backup(office.database, tmp_path / "kept", office.at)
    with writing(office.database) as connection:
        access_tokens.revoke(connection, account, token, at=office.at)
    program = office.browser(Authorization=f"Bearer {secret}")
    assert program.get("/api/v1/agents").status_code == 401
    restore(office.database, tmp_path / "kept", at=office.at, before=tmp_path / "before")
    assert not browser.is_in()
    assert [office.rows(table) for table in (LOGIN, HALF_LOGIN, LINK)] == [[], [], []]
    assert program.get("/api/v1/agents").status_code == 200
    assert office.signed_in(EMAIL).is_in()
