"""The second step in the store, on both databases: of many at once one code counts, and no secret leaves."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from pyotp import TOTP
from sqlalchemy import Engine

from api.access.ids import AccountId
from api.accounts import mails as account_mails
from api.accounts.records import accounts, logins, second_steps
from api.accounts.records.privacy import HIDDEN
from api.notices.kinds import find_notices, sort
from api.privacy import export as exporting
from api.privacy.erase import erase_people
from api.privacy.export import extracts
from api.privacy.inventory import HOLDINGS
from api.privacy.records.subjects import subject_of
from api.store.engine import reading, writing
from api.store.personal_data import whole
from api.store.tables import HALF_LOGIN, MAIL, RECOVERY_CODE, SECOND_STEP
from tests.api.store.filled import NOW, fill

AT_ONCE = 8
EMAIL = "koordinator@example.dk"


@pytest.fixture
def account(engine: Engine) -> str:
    """Return an account that has a second step."""
    fill(engine)
    with reading(engine) as connection:
        found = accounts.find_by_email(connection, EMAIL)
    assert found is not None
    return found.id


def secret_of(engine: Engine) -> str:
    with reading(engine) as connection:
        return str(connection.execute(SECOND_STEP.select()).mappings().one()["secret"])


def test_of_many_at_once_one_code_counts_and_one_recovery_code(engine: Engine, account: AccountId) -> None:
    later = NOW.replace(hour=NOW.hour + 1)
    with writing(engine) as connection:
        (login, *_) = logins.logins_of(connection, account)
        recovery, *_ = second_steps.renew_codes(connection, account, at=NOW, this=login.id)

    def once(code: str) -> bool:
        with writing(engine) as connection:
            return second_steps.accept(connection, account, code, later)

    for code in (TOTP(secret_of(engine)).at(later), recovery):
        with ThreadPoolExecutor(AT_ONCE) as pool:
            assert sum(pool.map(once, [code] * AT_ONCE)) == 1


def test_an_older_code_does_not_count_after_a_newer_one(engine: Engine, account: AccountId) -> None:
    app, later = TOTP(secret_of(engine)), NOW.replace(hour=NOW.hour + 1)
    with writing(engine) as connection:
        assert second_steps.accept(connection, account, app.at(later, counter_offset=1), later)
        assert not second_steps.accept(connection, account, app.at(later), later)


def test_an_export_hides_the_secret(
    engine: Engine, account: AccountId, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exported() -> str:
        with reading(engine) as connection:
            found = {one.table: one for one in extracts(connection, subject_of(connection, (), (account,)))}
        assert {"second_step", "recovery_code", "half_login"} <= found.keys()
        return repr(found)

    assert secret_of(engine) not in exported()
    assert HIDDEN in exported()
    bare = {name: replace(one, extract=whole) for name, one in HOLDINGS.items()}
    monkeypatch.setattr(exporting, "HOLDINGS", bare)
    assert secret_of(engine) in exported()


def test_it_is_erased_with_the_account(engine: Engine, account: AccountId) -> None:
    with writing(engine) as connection:
        erase_people(connection, (), (account,), by=None, at=NOW)
    with reading(engine) as connection:
        for table in (SECOND_STEP, RECOVERY_CODE, HALF_LOGIN):
            assert connection.execute(table.select()).all() == []


def test_a_notice_of_it_becomes_one_mail_to_its_owner(engine: Engine, account: AccountId) -> None:
    for notice in find_notices(engine):
        sort(engine, notice, NOW)
    with reading(engine) as connection:
        mails = connection.execute(MAIL.select().where(MAIL.c.kind == second_steps.NOTICE)).mappings().all()
    assert [(mail["account_id"], mail["payload"]) for mail in mails] == [(account, {"what": "on"})]


@pytest.mark.parametrize("language", ["da", "en"])
def test_there_is_a_letter_for_all_that_can_become_of_it(language: str) -> None:
    kinds = (
        second_steps.ON,
        second_steps.OFF,
        second_steps.CODES,
        second_steps.TAKEN,
        second_steps.RECOVERED,
    )
    letters = [
        account_mails.second_step_letter(language, what, "https://vagtplan.example.dk/account")
        for what in kinds
    ]
    assert set(account_mails.CODE_BECAME) == set(kinds)
    assert len({letter.opening for letter in letters}) == len(kinds)
