"""Whom a request is about: their random ids, and the words by which a text may speak of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select

from api.store.errors import MissingError
from api.store.tables import ACCOUNT, GRANT, HOTLINE, OIDC_IDENTITY, PERSON
from api.store.types import canonical

SHORTEST = 3
"""Letters of a part of a name that may stand for somebody; a shorter one is a particle or an initial."""


@dataclass(frozen=True)
class Subject:
    """One or more people, as the store knows them.

    Parameters
    ----------
    persons, accounts
        Their random ids.
    words
        Agent ids, names, e-mails and telephones, and those parts of names that nobody else here bears.
    shared
        Parts of their names that others bear too: a text with one of these may be about either.
    """

    persons: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()

    @property
    def ids(self) -> frozenset[str]:
        """Every random id of theirs."""
        return self.persons | self.accounts

    def is_told_of(self, said: Any) -> bool:
        """Tell whether a text or document speaks of them, by any of their words."""
        return self._words is not None and bool(self._words.search(_text(said)))

    def may_be_told_of(self, said: Any) -> bool:
        """Tell whether it may, by a word that others bear too."""
        return self._shared is not None and bool(self._shared.search(_text(said)))

    def is_named_in(self, said: Any) -> bool:
        """Tell whether a document names one of their random ids."""
        text = _text(said)
        return any(one in text for one in self.ids)

    @cached_property
    def _words(self) -> re.Pattern[str] | None:
        return _pattern(self.words)

    @cached_property
    def _shared(self) -> re.Pattern[str] | None:
        return _pattern(self.shared)


@dataclass(frozen=True)
class Found:
    """A person who was looked for: random id, hotline's and municipality's code, agent id and name."""

    person: str
    hotline: str
    municipality: str
    agent: str
    name: str


def find_persons(
    connection: Connection, agent: str, *, hotline: str = "", municipality: str = ""
) -> tuple[Found, ...]:
    """Return everybody of an agent id, in the hotline and municipality named, or in all of them."""
    meant = PERSON.c.agent == agent
    if hotline:
        meant &= HOTLINE.c.code == hotline
    if municipality:
        meant &= PERSON.c.municipality == municipality
    return _found(connection, meant)


def found_persons(connection: Connection, persons: Collection[str]) -> tuple[Found, ...]:
    """Return persons by their random ids, but for those who were erased."""
    return _found(connection, PERSON.c.id.in_(persons) & PERSON.c.agent.is_not(None))


def _found(connection: Connection, meant: ColumnElement[bool]) -> tuple[Found, ...]:
    p = PERSON.c
    asked = select(p.id, HOTLINE.c.code, p.municipality, p.agent, p.name).join(HOTLINE).where(meant)
    rows = connection.execute(asked.order_by(HOTLINE.c.code, p.municipality, p.agent))
    return tuple(Found(*row) for row in rows)


def namesakes(connection: Connection, subject: Subject) -> tuple[Found, ...]:
    """Return others with the same name, e-mail or telephone: perhaps the same people, employed elsewhere."""
    p = PERSON.c
    asked = select(p.id, HOTLINE.c.code, p.municipality, p.agent, p.name, p.email, p.phone).join(HOTLINE)
    rows = connection.execute(asked.where(p.agent.is_not(None))).all()
    own = [row for row in rows if row.id in subject.persons]
    told = {value for row in own for value in (row.name, row.email, row.phone) if value}
    others = (row for row in rows if row.id not in subject.persons)
    return tuple(Found(*row[:5]) for row in others if told & {row.name, row.email, row.phone})


def accounts_of(connection: Connection, persons: Collection[str]) -> frozenset[str]:
    """Return the accounts that are these persons', as agents; they may have other roles as well."""
    asked = select(GRANT.c.account_id).where(GRANT.c.person_id.in_(persons))
    return frozenset(connection.execute(asked).scalars())


def account_called(connection: Connection, email: str) -> str | None:
    """Return the account of an e-mail address, its own or one that a provider of sign-in knows."""
    own = connection.execute(select(ACCOUNT.c.id).where(ACCOUNT.c.email == email)).scalar()
    if own is not None:
        return str(own)
    i = OIDC_IDENTITY.c
    found = set(connection.execute(select(i.account_id).where(func.lower(i.email) == email)).scalars())
    return found.pop() if len(found) == 1 else None


def persons_of(connection: Connection, accounts: Collection[str]) -> frozenset[str]:
    """Return the persons that accounts are, as agents."""
    asked = select(GRANT.c.person_id).where(GRANT.c.account_id.in_(accounts), GRANT.c.person_id.is_not(None))
    return frozenset(connection.execute(asked).scalars())


def subject_of(connection: Connection, persons: Collection[str], accounts: Collection[str] = ()) -> Subject:
    """Return the subject that persons and accounts are.

    Raises
    ------
    MissingError
        Where there is no such person.
    """
    p = PERSON.c
    everybody = connection.execute(select(p.id, p.agent, p.name, p.email, p.phone)).mappings().all()
    own = [row for row in everybody if row["id"] in persons]
    if len(own) != len(set(persons)):
        raise MissingError("person")
    parts = Counter(part for row in everybody for part in set(_parts(row["name"])))
    mine = Counter(part for row in own for part in set(_parts(row["name"])))
    alone = {part for part, times in mine.items() if times == parts[part]}
    return Subject(
        persons=frozenset(persons),
        accounts=frozenset(accounts),
        words=frozenset(word for row in own for word in _words(row))
        | alone
        | _account_words(connection, accounts),
        shared=frozenset(mine.keys() - alone),
    )


def _account_words(connection: Connection, accounts: Collection[str]) -> frozenset[str]:
    """Return what accounts are called, here and by providers of sign-in."""
    i = OIDC_IDENTITY.c
    own = connection.execute(select(ACCOUNT.c.email).where(ACCOUNT.c.id.in_(accounts))).scalars()
    theirs = connection.execute(select(i.email, i.subject).where(i.account_id.in_(accounts)))
    return frozenset(filter(None, (*own, *(word for row in theirs for word in row))))


def _words(row: RowMapping) -> Iterator[str]:
    yield from (row[name] for name in ("agent", "name", "email", "phone") if row[name])


def _parts(name: str) -> Iterator[str]:
    yield from (part.casefold() for part in name.split() if sum(map(str.isalpha, part)) >= SHORTEST)


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    # The longest first, and none inside a longer word or number: 1-1 is not told of by 11-12.
    ordered = sorted(words, key=lambda word: (-len(word), word))
    if not ordered:
        return None
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, ordered))})(?![\w-])", re.IGNORECASE)


def _text(said: Any) -> str:
    return said if isinstance(said, str) else canonical(said)
