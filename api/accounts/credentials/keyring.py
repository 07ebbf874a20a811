"""Sealing what must be read again, such as the key of an authenticator app: with keys outside the database.

Whoever has the database, or a backup, and not the keys reads nothing of it. Of several keys the first one
seals and each opens, so that a key can be replaced.
"""

from __future__ import annotations

from functools import cached_property

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from pydantic import SecretStr

MARK = "sealed:"
"""How it begins: no secret as apps have it does."""


class SealedError(RuntimeError):
    """Something is sealed with a key that is not there."""


class Keyring:
    """Keys, as the setting has them; without any, what is kept stands there as it is."""

    def __init__(self, keys: SecretStr | None = None) -> None:
        self._keys = keys

    def seal(self, owner: str, secret: str) -> str:
        """Return what is kept of a secret; its owner is the id of an account, or what else has secrets."""
        if self._all is None:
            return secret
        return MARK + self._all.encrypt(f"{owner}:{secret}".encode()).decode()

    def unseal(self, owner: str, kept: str) -> str:
        """Return the secret.

        Raises
        ------
        SealedError
            Where none of the keys opens it, or it was another owner's.
        """
        if not kept.startswith(MARK):
            return kept
        return self._unsealed(self._all, owner, kept)

    def is_current(self, owner: str, kept: str) -> bool:
        """Tell whether what is kept is sealed as it would be now."""
        if self._first is None or not kept.startswith(MARK):
            return self._first is None and not kept.startswith(MARK)
        try:
            return bool(self._unsealed(self._first, owner, kept))
        except SealedError:
            return False

    @cached_property
    def _each(self) -> tuple[Fernet, ...]:
        written = "" if self._keys is None else self._keys.get_secret_value()
        return tuple(Fernet(key.strip()) for key in written.split(",") if key.strip())

    @cached_property
    def _all(self) -> MultiFernet | None:
        return MultiFernet(self._each) if self._each else None

    @cached_property
    def _first(self) -> Fernet | None:
        return self._each[0] if self._each else None

    @staticmethod
    def _unsealed(opener: Fernet | MultiFernet | None, owner: str, kept: str) -> str:
        try:
            if opener is None:
                raise SealedError
            whose, _, secret = opener.decrypt(kept.removeprefix(MARK)).decode().partition(":")
        except InvalidToken:
            raise SealedError from None
        if whose != owner:
            raise SealedError
        return secret


PLAIN = Keyring()
"""No keys."""
