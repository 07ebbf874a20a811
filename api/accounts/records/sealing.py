"""How all secrets that are sealed lie in the database: of authenticator apps, providers and webhooks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Column, Connection, Table, select, update

from api.accounts.credentials.keyring import MARK, Keyring, SealedError
from api.store.tables import OIDC_PROVIDER, SECOND_STEP, WEBHOOK


@dataclass(frozen=True)
class SealingCount:
    """How the secrets are kept.

    Parameters
    ----------
    kept
        How many there are.
    readable
        Those that stand there as they are.
    lost
        Those that were sealed with a key that is not there.
    """

    kept: int
    readable: int
    lost: int


def provider_owner(provider: str) -> str:
    """Return whose a provider's secret is: no account's, so that neither opens as the other's."""
    return f"provider {provider}"


def webhook_owner(webhook: str) -> str:
    """Return whose a webhook's secret is."""
    return f"webhook {webhook}"


_SECRETS: tuple[tuple[Table, Column[str], Column[str], Callable[[str], str]], ...] = (
    (SECOND_STEP, SECOND_STEP.c.account_id, SECOND_STEP.c.secret, str),
    (OIDC_PROVIDER, OIDC_PROVIDER.c.id, OIDC_PROVIDER.c.client_secret, provider_owner),
    (WEBHOOK, WEBHOOK.c.id, WEBHOOK.c.secret, webhook_owner),
)
"""Each table that holds some: its key, the secret, and whose that is."""


def count_sealing(connection: Connection, keyring: Keyring) -> SealingCount:
    """Count how the secrets are kept, and how many no key opens."""
    found = [
        (owner(row[0]), row[1])
        for _, key, secret, owner in _SECRETS
        for row in connection.execute(select(key, secret).where(secret.is_not(None)))
    ]
    readable = sum(not kept.startswith(MARK) for _, kept in found)
    lost = sum(not _opens(keyring, owner, kept) for owner, kept in found)
    return SealingCount(len(found), readable, lost)


def seal_all(connection: Connection, keyring: Keyring) -> int:
    """Seal every secret as it would be now; return how many were not.

    Raises
    ------
    SealedError
        Where a key is not there with which one was sealed; then nothing may go on.
    """
    return sum(_seal(connection, keyring, *one) for one in _SECRETS)


def _seal(
    connection: Connection,
    keyring: Keyring,
    table: Table,
    key: Column[str],
    secret: Column[str],
    owner: Callable[[str], str],
) -> int:
    rows = connection.execute(select(key, secret).where(secret.is_not(None)).order_by(key)).all()
    old = [(row[0], row[1]) for row in rows if not keyring.is_current(owner(row[0]), row[1])]
    for whose, kept in old:
        sealed = keyring.seal(owner(whose), keyring.unseal(owner(whose), kept))
        same = (key == whose) & (secret == kept)
        connection.execute(update(table).where(same).values({secret.name: sealed}))
    return len(old)


def _opens(keyring: Keyring, owner: str, kept: str) -> bool:
    try:
        keyring.unseal(owner, kept)
    except SealedError:
        return False
    return True
