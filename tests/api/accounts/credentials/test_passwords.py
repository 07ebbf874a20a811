from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

from api.accounts.credentials.passwords import (
    LONGEST,
    SHORTEST,
    WRONG,
    Match,
    Passwords,
    TooBusyError,
    weakness,
)
from tests.awaited import awaited

CHEAP = Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)
"""As small as argon2 goes: these tests are about ours, not about argon2."""
PASSWORD = "blåbærgrød på bordet"


@pytest.fixture
def passwords() -> Iterator[Passwords]:
    made = Passwords(CHEAP)
    yield made
    made.close()


def test_the_right_password_matches_and_a_wrong_one_does_not(passwords: Passwords) -> None:
    async def tried() -> None:
        kept = await passwords.hash_of(PASSWORD)
        assert kept.startswith("$argon2id$")
        assert kept != await passwords.hash_of(PASSWORD)
        assert await passwords.check(PASSWORD, kept) == Match(True)
        assert await passwords.check(PASSWORD + " ", kept) == WRONG

    awaited(tried())


@pytest.mark.parametrize("written", ["bla\u030abærgrød på bordet", "blåbærgrød pa\u030a bordet"])
def test_it_matters_not_how_a_keyboard_composes_letters(passwords: Passwords, written: str) -> None:
    async def tried() -> Match:
        return await passwords.check(written, await passwords.hash_of(PASSWORD))

    assert awaited(tried()).right


@pytest.mark.parametrize(
    "password", ["x" * LONGEST, "a\u030a" * LONGEST, "\N{LATIN SMALL LIGATURE FFI}" * 66]
)
def test_whatever_may_be_chosen_is_found_right_afterwards(passwords: Passwords, password: str) -> None:
    async def tried() -> Match:
        return await passwords.check(password, await passwords.hash_of(password))

    assert weakness(password) is None
    assert awaited(tried()).right


@pytest.mark.parametrize("written", ["", "\ud800", "x\0y", "x" * (LONGEST + 1), "🫐" * LONGEST])
def test_whatever_is_sent_as_a_password_is_only_wrong(passwords: Passwords, written: str) -> None:
    async def tried() -> Match:
        return await passwords.check(written, await passwords.hash_of(PASSWORD))

    assert awaited(tried()) == WRONG


def test_an_account_that_does_not_exist_costs_a_hash_as_well(
    passwords: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    verify = CHEAP.verify

    def noting(password: str | bytes, kept: str | bytes) -> bool:
        checked.append(str(kept))
        return verify(password, kept)

    monkeypatch.setattr(CHEAP, "verify", noting)
    assert awaited(passwords.check(PASSWORD, None)) == WRONG
    assert [kept.rsplit("$", 2)[0] for kept in checked] == ["$argon2id$v=19$m=8,t=1,p=1"]


def test_not_even_the_password_behind_nobodys_hash_opens_an_account(passwords: Passwords) -> None:
    passwords._nobodys = passwords._hash.hash(PASSWORD.encode())
    assert awaited(passwords.check(PASSWORD, None)) == WRONG


def test_an_old_hash_is_renewed_once_the_password_is_known(passwords: Passwords) -> None:
    dearer = Passwords(Argon2Hasher(time_cost=2, memory_cost=8, parallelism=1))

    async def tried() -> None:
        old = await passwords.hash_of(PASSWORD)
        found = await dearer.check(PASSWORD, old)
        assert found.right
        assert found.renewed is not None
        assert await dearer.check(PASSWORD, found.renewed) == Match(True)
        assert await dearer.check("wrong password", old) == WRONG

    awaited(tried())
    dearer.close()


def test_what_is_no_hash_is_a_fault_and_no_match(passwords: Passwords) -> None:
    with pytest.raises(UnknownHashError):
        awaited(passwords.check(PASSWORD, "plain"))


def test_no_more_than_so_many_are_made_at_once_and_no_more_than_so_many_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passwords, go = Passwords(CHEAP, at_once=2, waiting=3), threading.Event()
    lock, now, most = threading.Lock(), 0, 0
    made = CHEAP.hash

    def slow(password: str | bytes, *, salt: bytes | None = None) -> str:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        go.wait()
        with lock:
            now -= 1
        return made(password, salt=salt)

    monkeypatch.setattr(CHEAP, "hash", slow)

    async def tried() -> list[str | BaseException]:
        asked = [asyncio.ensure_future(passwords.hash_of(f"{PASSWORD} {n}")) for n in range(9)]
        await asyncio.sleep(0)
        asyncio.get_running_loop().call_later(0.05, go.set)
        return await asyncio.gather(*asked, return_exceptions=True)

    found = awaited(tried())
    assert [isinstance(one, TooBusyError) for one in found] == [False] * 5 + [True] * 4
    assert most == 2
    assert isinstance(awaited(passwords.hash_of(PASSWORD)), str)  # the turns were given back
    passwords.close()


def test_by_default_a_hash_costs_what_is_advised() -> None:
    passwords = Passwords()
    assert passwords._nobodys.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    passwords.close()


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("x" * (SHORTEST - 1), "password.too_short"),
        ("x" * SHORTEST, None),
        ("å" * SHORTEST, None),
        ("a\u030a" * (SHORTEST - 1), "password.too_short"),
        ("x" * LONGEST, None),
        ("x" * (LONGEST + 1), "password.too_long"),
    ],
)
def test_a_password_may_be_anything_of_a_fit_length(password: str, fault: str | None) -> None:
    found = weakness(password)
    assert (found.key if found else None) == fault
