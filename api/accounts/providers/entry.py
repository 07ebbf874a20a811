"""What must hold of a provider that an administrator writes down; every fault is told, with its field."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from api.accounts.records.members import Members
from api.accounts.records.providers import ProviderEntry
from api.configuration.oidc_providers import SHARED_BY_TENANTS, outside_address
from api.texts.one_line import one_line
from wfm.errors import Fault, InputError
from wfm.message import Text

FILE = "provider"
ID = Text(
    "provider.expected.id", "small letters, digits and hyphens, at most 32, a letter or digit at both ends"
)
LINE = Text("provider.expected.line", "one line of at most {most:number} characters")
ISSUER = Text(
    "provider.expected.issuer", "an address that begins with https://, without user, query or fragment"
)
TENANT = Text(
    "provider.expected.tenant", "the address of one tenant; “common” and “organizations” let everybody in"
)
TOWN = Text("provider.expected.municipality", "a municipality of the hotline")
NEEDS_TOWN = Text("provider.expected.own_municipality", "a municipality, as leaders and agents are of one")
NEEDS_CLAIM = Text("provider.expected.claim", "the claim that tells roles")
SOME_RULE = Text(
    "provider.expected.rule", "at least one role that somebody gets by it, or nobody could sign in"
)
FEW = Text("provider.expected.few", "at most {most:number} words")
ANEW = Text("provider.expected.secret", "the secret typed anew, as the provider's address is another one")
LONGEST, LONGEST_ADDRESS, MOST_WORDS = 200, 500, 10
_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")


@dataclass(frozen=True)
class SecretChange:
    """What becomes of a client's secret.

    Parameters
    ----------
    new
        What it is from now on; empty for none. ``None`` where it stays.
    """

    new: str | None = None


def require_sound(entry: ProviderEntry, secret: SecretChange, members: Members) -> None:
    """Accept what was written down.

    Raises
    ------
    InputError
        With every fault.
    """
    faults = [
        *_names(entry, secret),
        *_issuer(entry.issuer),
        *_words("scopes", entry.scopes),
        *_words("acr", entry.acr),
        *_rules(entry, members.municipalities),
    ]
    if faults:
        raise InputError(faults)


def need_secret_anew() -> InputError:
    """Return the error where a secret would go to another address than it was typed for."""
    return InputError([Fault(FILE, None, "client_secret", "", ANEW())])


def _names(entry: ProviderEntry, secret: SecretChange) -> Iterator[Fault]:
    if not _ID.fullmatch(entry.id):
        yield Fault(FILE, None, "id", entry.id[:LONGEST], ID())
    told = {"name": entry.name, "client_id": entry.client_id}
    for column, value in told.items():
        if not value or not _is_line(value):
            yield Fault(FILE, None, column, value[:LONGEST], LINE(most=LONGEST))
    if secret.new and not _is_line(secret.new):
        yield Fault(FILE, None, "client_secret", "", LINE(most=LONGEST))
    for column, value in vars(entry.claims).items():
        if not _is_line(value):
            yield Fault(FILE, None, column, value[:LONGEST], LINE(most=LONGEST))


def _issuer(value: str) -> Iterator[Fault]:
    try:
        sound = len(value) <= LONGEST_ADDRESS and one_line(value) == value and " " not in value
        outside_address(value)
    except ValueError:
        shared = SHARED_BY_TENANTS & set(value.lower().split("/"))
        yield Fault(FILE, None, "issuer", value[:LONGEST_ADDRESS], TENANT() if shared else ISSUER())
        return
    if not sound:
        yield Fault(FILE, None, "issuer", value[:LONGEST_ADDRESS], ISSUER())


def _words(column: str, words: Collection[str]) -> Iterator[Fault]:
    if len(words) > MOST_WORDS:
        yield Fault(FILE, None, column, "", FEW(most=MOST_WORDS))
    for word in words:
        if not word or not _is_line(word) or " " in word:
            yield Fault(FILE, None, column, word[:LONGEST], LINE(most=LONGEST))


def _rules(entry: ProviderEntry, towns: Iterable[str]) -> Iterator[Fault]:
    claims, town = entry.claims, entry.municipality
    if town is not None and town not in set(towns):
        yield Fault(FILE, None, "municipality", town[:LONGEST], TOWN())
    if town is None and (claims.leader or claims.agent or claims.agent_id):
        yield Fault(FILE, None, "municipality", "", NEEDS_TOWN())
    if not claims.claim and (claims.coordinator or claims.leader or claims.agent):
        yield Fault(FILE, None, "claim", "", NEEDS_CLAIM())
    if not (claims.coordinator or claims.leader or claims.agent_id):
        yield Fault(FILE, None, "leader", "", SOME_RULE())


def _is_line(value: str) -> bool:
    return len(value) <= LONGEST and one_line(value) == value
