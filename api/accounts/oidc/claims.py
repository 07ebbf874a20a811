"""What follows from claims: grants as they are wanted, before anybody looks whether there is such a place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from api.access.ids import HotlineCode
from api.access.roles import Role
from api.configuration.oidc_providers import FromClaim, GrantRule, Provider, Said

Claims = Mapping[str, Any]
"""What a provider says of somebody, by name."""
MOST = 200
"""Values of one claim that are looked at: somebody in more groups than that has other worries."""


@dataclass(frozen=True)
class ClaimedGrant:
    """A grant that follows from claims.

    Parameters
    ----------
    role
        What it would make of the holder.
    hotline, municipality, agent
        Codes and an agent's id, as rules and claims name them.
    """

    role: Role
    hotline: HotlineCode
    municipality: str | None = None
    agent: str | None = None


@dataclass(frozen=True)
class UnknownName:
    """Something that was named and that there is not.

    Parameters
    ----------
    kind
        ``hotline``, ``municipality`` or ``agent``.
    value
        What was named, as it was claimed.
    """

    kind: str
    value: str


@dataclass(frozen=True)
class ClaimedGrants:
    """All that follows from claims: grants that are wanted, and what no rule knows."""

    wanted: tuple[ClaimedGrant, ...] = ()
    unknown: tuple[UnknownName, ...] = ()


def grants_from_claims(provider: Provider, claims: Mapping[str, Any]) -> ClaimedGrants:
    """Return what follows from a provider's claims by its rules."""
    found: dict[ClaimedGrant, None] = {}
    unknown: dict[UnknownName, None] = {}
    for rule in provider.grants:
        if all(value in texts(claims, name) for name, value in rule.when.items()):
            for one in _by(rule, claims):
                (unknown if isinstance(one, UnknownName) else found).setdefault(one)  # type: ignore[arg-type]
    return ClaimedGrants(tuple(found), tuple(unknown))


def texts(claims: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return what a claim says, as texts: none where it is not there, several where it is a list.

    A name that is no claim's is taken apart at its dots: ``realm_access.roles``.
    """
    found: Any = claims.get(name)
    if found is None and "." in name:
        found = claims
        for part in name.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    listed = found if isinstance(found, list) else [found]
    kept = (one for one in listed[:MOST] if isinstance(one, str | int) and not isinstance(one, bool))
    return tuple(filter(None, (str(one).strip() for one in kept)))


def _by(rule: GrantRule, claims: Mapping[str, Any]) -> Iterator[ClaimedGrant | UnknownName]:
    """Yield what one rule gives: one grant for each municipality, say, that a claim lists."""
    parts = [
        [None] if said is None else list(_said(kind, said, claims))
        for kind, said in (
            ("hotline", rule.hotline),
            ("municipality", rule.municipality),
            ("agent", rule.agent),
        )
    ]
    for part in parts:
        yield from (one for one in part if isinstance(one, UnknownName))
    for hotline, municipality, agent in product(*parts):
        named = (hotline, municipality, agent)
        if isinstance(hotline, str) and not any(isinstance(one, UnknownName) for one in named):
            yield ClaimedGrant(rule.role, HotlineCode(hotline), _text(municipality), _text(agent))


def _said(kind: str, said: Said, claims: Mapping[str, Any]) -> Iterator[str | UnknownName]:
    if not isinstance(said, FromClaim):
        yield said
        return
    for value in texts(claims, said.claim):
        ours = value if said.values is None else said.values.get(value)
        yield UnknownName(kind, value) if ours is None else ours


def _text(part: str | UnknownName | None) -> str | None:
    return part if isinstance(part, str) else None
