"""The keys of authenticator apps are sealed in the database, with a key that is not in it."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from pathlib import Path

import pytest
from pydantic import SecretStr
from pyotp import TOTP

from api.accounts.credentials.keyring import MARK, Keyring, SealedError
from api.accounts.records import logins, sealing, second_steps
from api.commands.terminal.web_service import serve_store
from api.store.engine import Database, reading, writing
from api.store.tables import SECOND_STEP
from api.texts.translator import translator
from tests.api.accounts.offices import Office
from wfm.errors import OutputError

EMAIL = "leder@example.dk"
FIRST, SECOND, THIRD = (urlsafe_b64encode(bytes([n]) * 32).decode() for n in (1, 2, 3))


def ring(*keys: str) -> Keyring:
    return Keyring(SecretStr(",".join(keys)))


def kept(office: Office) -> str:
    (row,) = office.rows(SECOND_STEP)
    return str(row["secret"])


def turned_on(office: Office, keyring: Keyring) -> str:
    """Turn the code on; return the key that the app knows."""
    account = office.account(EMAIL).id
    with writing(office.database) as connection:
        logins.begin(connection, account, at=office.at)
        (login,) = logins.logins_of(connection, account)
        secret = second_steps.start(connection, account, office.at, keyring) or ""
        code = TOTP(secret).at(office.at)
        assert second_steps.confirm(connection, account, code, at=office.at, this=login.id, keyring=keyring)
    return secret


def signs_in(office: Office, secret: str) -> bool:
    browser = office.browser()
    browser.sign_in(EMAIL)
    code = TOTP(secret).at(office.at)
    return browser.client.post("/second-step", data={"code": code}).status_code == 303


def use_keys(office: Office, *keys: str) -> None:
    chosen = {"secret_key": SecretStr(",".join(keys)) if keys else None}
    office.app.state.settings = office.settings.model_copy(update=chosen)


def sealed(database: Database, keyring: Keyring) -> int:
    with writing(database) as connection:
        return sealing.seal_all(connection, keyring)


def test_what_is_kept_tells_nothing_and_still_lets_its_owner_in(office: Office) -> None:
    secret = turned_on(office, ring(FIRST))
    assert secret not in kept(office)
    assert kept(office).startswith(MARK)
    use_keys(office, FIRST)
    office.later(minutes=1)
    assert signs_in(office, secret)


def test_plain_ones_are_sealed_at_a_start_and_a_key_is_replaced_by_two(office: Office) -> None:
    secret = turned_on(office, Keyring())
    assert kept(office) == secret
    for keys in ((FIRST,), (SECOND, FIRST), (SECOND,)):
        many = sealed(office.database, ring(*keys))
        assert many == (len(keys) if keys != (SECOND,) else 0) // len(keys)
        use_keys(office, *keys)
        office.later(minutes=1)
        assert signs_in(office, secret)
    with pytest.raises(SealedError):
        sealed(office.database, ring(FIRST))


def test_one_account_s_key_is_none_of_another(office: Office) -> None:
    turned_on(office, ring(FIRST))
    other = office.account("anden@example.dk").id
    with reading(office.database), pytest.raises(SealedError):
        ring(FIRST).unseal(other, kept(office))


@pytest.mark.parametrize("keys", [(), (THIRD,)])
def test_a_store_whose_key_is_gone_is_not_served(office: Office, keys: tuple[str, ...]) -> None:
    turned_on(office, ring(FIRST))
    held = SecretStr(",".join(keys)) if keys else None
    folder = Path(str(office.database.url.database)).parent
    settings = office.settings.model_copy(update={"data_folder": folder, "secret_key": held})
    with pytest.raises(OutputError) as refused:
        serve_store(settings, translator("en"), None)
    assert refused.value.message.key == "serve.no_key"
