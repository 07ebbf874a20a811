"""Viewers: whose account acts."""

from __future__ import annotations

from api.access.callers import LOCAL_USER, NOBODY, AccountHolder
from api.access.ids import NO_HOTLINE, AccountId
from api.access.scope import NOTHING
from api.access.viewer import Viewer

HOLDER = AccountHolder(AccountId("a" * 32))


def test_only_an_account_acts_under_its_id() -> None:
    accounts = [Viewer(caller, NO_HOTLINE, NOTHING).account for caller in (HOLDER, LOCAL_USER, NOBODY)]
    assert accounts == [HOLDER.id, None, None]
