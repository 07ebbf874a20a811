"""Passwords: argon2id, two at a time, and as long for an account that does not exist as for one that does.

A hash takes 64 MiB and a good part of a second of a core, so that guessing is dear; and so that nobody
can make the service dear to itself, few are made at once, few wait, and the others are sent away.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar
from unicodedata import normalize

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from api.access.tokens import new_token
from wfm.message import Message, Text

SHORTEST, LONGEST = 12, 200
"""Characters of a password; what they are is everybody's own choice."""
AT_ONCE, WAITING = 2, 20

TOO_SHORT = Text("password.too_short", "a password of at least {n:number} characters; several words are best")
TOO_LONG = Text("password.too_long", "a password of at most {n:number} characters")

Made = TypeVar("Made")


class TooBusyError(Exception):
    """Too many wait for a hash already; trying again later may help."""


@dataclass(frozen=True)
class Match:
    """Whether a password is right, and the hash to keep from now on where the old one is out of date."""

    right: bool
    renewed: str | None = None


WRONG = Match(False)


def weakness(password: str) -> Message | None:
    """Return what a password ought to be that this one is not; ``None`` where it may be chosen."""
    length = _length(password)
    if length < SHORTEST:
        return TOO_SHORT(n=SHORTEST)
    return TOO_LONG(n=LONGEST) if length > LONGEST else None


class Passwords:
    """Makes and checks hashes of passwords in threads of its own.

    Parameters
    ----------
    hasher
        How hashes are made from now on; a check tells where one was made otherwise.
    at_once
        Hashes that are made at the same time.
    waiting
        Callers who may wait for their turn.
    """

    def __init__(
        self, hasher: Argon2Hasher | None = None, *, at_once: int = AT_ONCE, waiting: int = WAITING
    ) -> None:
        self._hash = PasswordHash((hasher or Argon2Hasher(),))
        self._nobodys = self._hash.hash(new_token())
        # The pool is the semaphore: it also counts hashes whose caller has gone away meanwhile.
        self._pool = ThreadPoolExecutor(at_once, "passwords")
        self._most = at_once + waiting
        self._asked = 0

    async def hash_of(self, password: str) -> str:
        """Return the hash of a password, salted anew each time.

        Raises
        ------
        TooBusyError
            Where too many wait.
        """
        written = _written(password)
        return await self._in_turn(lambda: self._hash.hash(written))

    async def check(self, password: str, kept: str | None) -> Match:
        """Check a password against the hash kept of it; ``None`` where there is no such account.

        Raises
        ------
        TooBusyError
            Where too many wait.
        pwdlib.exceptions.UnknownHashError
            Where what is kept is no hash of ours.
        """
        if _length(password) > LONGEST:
            return WRONG
        written, against = _written(password), kept or self._nobodys
        found = await self._in_turn(lambda: self._hash.verify_and_update(written, against))
        return Match(*found) if kept else WRONG

    def close(self) -> None:
        """End the threads; whoever waits is not served any more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _in_turn(self, make: Callable[[], Made]) -> Made:
        if self._asked >= self._most:
            raise TooBusyError
        self._asked += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, make)
        finally:
            self._asked -= 1


def _length(password: str) -> int:
    return len(normalize("NFKC", password))


def _written(password: str) -> bytes:
    """Return a password's bytes; the same whichever keyboard composed its letters."""
    return normalize("NFKC", password).encode("utf-8", "surrogatepass")
