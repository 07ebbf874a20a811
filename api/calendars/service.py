"""Subscriber: somebody who subscribes to calendars; the same for the page and for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from api.access.ids import AccountId
from api.access.viewer import Viewer
from api.accounts.records.members import Members, members_of
from api.calendars.choices import CalendarChoice, calendars_open_to
from api.calendars.records.addresses import (
    CalendarAddress,
    CalendarOwner,
    list_addresses,
    make_address,
    revoke_address,
)
from api.store.engine import Connection, Database, reading, writing
from api.store.idempotency import IdempotentRequest, once

LONGEST_NAME = 60


class UnknownCalendarError(Exception):
    """No calendar of that key is open to whoever asks; whether there is one is not told."""


@dataclass(frozen=True)
class NewAddress:
    """An address that was just made.

    Parameters
    ----------
    id, secret
        Random id, and what only its maker is told, this once; ``None`` where the request came a second time.
    calendar
        Which one it opens.
    """

    id: str
    secret: str | None
    calendar: CalendarChoice


@dataclass(frozen=True)
class Subscriber:
    """Somebody who subscribes to a hotline's calendars.

    Parameters
    ----------
    database, viewer, now
        The store, who asks about which hotline, and when.
    """

    database: Database
    viewer: Viewer
    now: datetime

    @property
    def account(self) -> AccountId | None:
        """The account; the local user has none."""
        return self.viewer.account

    @cached_property
    def members(self) -> Members:
        """Who belongs to the hotline."""
        with reading(self.database) as connection:
            return members_of(connection, self.viewer.hotline)

    @cached_property
    def calendars(self) -> Mapping[CalendarOwner, CalendarChoice]:
        """What may be subscribed to."""
        return {one.owner: one for one in calendars_open_to(self.members, self.viewer.caller)}

    def addresses(self) -> tuple[tuple[CalendarChoice, CalendarAddress], ...]:
        """Return the living addresses of these calendars, whoever made them."""
        with reading(self.database) as connection:
            found = list_addresses(connection, self.members.id, self.calendars)
        return tuple((self.calendars[one.owner], one) for one in found)

    def make(
        self, key: str, name: str, language: str, request: IdempotentRequest | None = None
    ) -> NewAddress:
        """Make an address.

        Parameters
        ----------
        key
            Of the calendar.
        name, language
            What it is called, and in which language its calendar speaks.
        request
            By what it is known when it comes again, if by anything.

        Raises
        ------
        UnknownCalendarError
            Where the caller may not subscribe to such a calendar.
        TooManyError
            Where the calendar has too many addresses already.
        """
        wanted = next((one for one in self.calendars.values() if one.key == key), None)
        if wanted is None:
            raise UnknownCalendarError(key)
        secrets: list[str] = []

        def effect(connection: Connection) -> Mapping[str, Any]:
            address, secret = make_address(
                connection,
                self.members.id,
                wanted.owner,
                name=name,
                language=language,
                at=self.now,
                account=self.account,
            )
            secrets.append(secret)
            return {"id": address}  # and never the secret, which is kept nowhere

        if request is not None:
            said = once(self.database, request, self.now, effect)
        else:
            with writing(self.database) as connection:
                said = effect(connection)
        return NewAddress(id=said["id"], secret=next(iter(secrets), None), calendar=wanted)

    def revoke(self, address: str) -> None:
        """Make an address open nothing from now on.

        Raises
        ------
        MissingError
            Where none of that id opens a calendar that the caller may subscribe to.
        """
        with writing(self.database) as connection:
            revoke_address(
                connection, self.members.id, address, self.calendars, at=self.now, account=self.account
            )
