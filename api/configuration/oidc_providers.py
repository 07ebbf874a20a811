"""Providers of sign-in by OpenID Connect, as an operator writes them down: who they are, what they decide.

A provider tells claims of somebody; the rules here say which grants follow from them. They are read from one
JSON text, and every fault in it is told with its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from api.access.roles import Role
from api.configuration.kinds import is_this_machine
from api.texts.one_line import one_line

Short = Annotated[str, Field(min_length=1, max_length=200)]
SHARED_BY_TENANTS = frozenset({"common", "organizations", "consumers", "{tenantid}"})
"""Parts of Entra ID's addresses that stand for whichever tenant somebody is of, and so name no issuer."""
AuthMethod = Literal["client_secret_basic", "client_secret_post", "none"]


def issuer_address(value: str) -> str:
    """Accept an address under which keys can be asked for without anybody between changing them."""
    parts = urlsplit(value)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_this_machine(parts.hostname or ""))
    if not is_safe or not parts.hostname or "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError("an https address without user, query or fragment")
    if SHARED_BY_TENANTS & set(parts.path.lower().split("/")):
        raise ValueError("the address of one tenant; “common” and “organizations” let everybody in")
    return value


def outside_address(value: str) -> str:
    """Accept such an address if it is not of this machine, as far as can be told without looking it up."""
    if urlsplit(value).scheme != "https":
        raise ValueError("an https address")
    return issuer_address(value)


def plain_name(value: str) -> str:
    """Accept a name that is one plain line."""
    if one_line(value) != value:
        raise ValueError("one plain line")
    return value


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class FromClaim(_Frozen):
    """What a claim says, in our words.

    Parameters
    ----------
    claim
        Its name; one within another is named with dots, ``realm_access.roles``.
    values
        Ours for each of theirs; what is not among them is unknown. Left out: theirs are ours.
    """

    claim: Short
    values: Mapping[str, Short] | None = None


Said = Short | FromClaim
"""Always the same, or as a claim says."""


class GrantRule(_Frozen):
    """One kind of grant that follows from claims.

    Parameters
    ----------
    when
        Claims that must say this, or have it among what they list; all of them.
    role, hotline, municipality, agent
        Of the grant: a municipality for leaders and agents, an agent's id for agents, and for nobody else.
    """

    when: Mapping[Short, str] = Field(default_factory=dict)
    role: Role
    hotline: Said
    municipality: Said | None = None
    agent: Said | None = None

    @model_validator(mode="after")
    def _whole(self) -> GrantRule:
        if self.role.has_municipality != (self.municipality is not None):
            raise ValueError("a municipality for leaders and agents, and for nobody else")
        if self.role.has_agent != (self.agent is not None):
            raise ValueError("an agent for agents, and for nobody else")
        return self


class Provider(_Frozen):
    """Somebody who says who people are.

    Parameters
    ----------
    id
        Short, part of addresses; stays as it is once the provider knows our addresses.
    name
        What people read on the button.
    issuer
        The provider's own name for itself, just as it stands in its tokens.
    client_id, client_secret, auth
        Who we are to it, and how we show that.
    scopes
        What is asked for besides ``openid``.
    email
        Claim with the address that mails go to; none for no mails.
    acr
        Levels of assurance of which a sign-in must have one; none for any.
    userinfo
        Whether claims are also asked for at the provider's userinfo endpoint.
    grants
        Which grants follow from claims.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$")]
    name: Annotated[Short, AfterValidator(plain_name)]
    issuer: Annotated[str, AfterValidator(issuer_address)]
    client_id: Short
    client_secret: SecretStr | None = None
    auth: AuthMethod | None = None
    scopes: tuple[Short, ...] = ("email",)
    email: Short | None = "email"
    acr: tuple[Short, ...] = ()
    userinfo: bool = False
    grants: tuple[GrantRule, ...] = ()

    outside_only: ClassVar[bool] = False
    """Whether it is asked only at addresses outside this machine and its network: not where an operator
    wrote the address down."""


_PROVIDERS = TypeAdapter(tuple[Provider, ...])


def read_providers(text: str) -> tuple[Provider, ...]:
    """Read providers.

    Raises
    ------
    ValueError
        With what is wrong; nothing of a secret is repeated.
    """
    found = _PROVIDERS.validate_json(text)
    for name in ("id", "issuer"):
        values = [getattr(one, name) for one in found]
        if len(set(values)) != len(values):
            raise ValueError(f"two providers with one {name}")
    return found


def faults_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield place and description of each fault."""
    try:
        read_providers(text)
    except ValidationError as error:
        for one in error.errors(include_input=False, include_url=False, include_context=False):
            yield ".".join(map(str, _place(one["loc"]))), one["msg"]
    except ValueError as error:
        yield "", str(error)


def _place(found: tuple[Any, ...]) -> tuple[Any, ...]:
    """Leave out what pydantic says of the kinds that it tried."""
    return tuple(part for part in found if part not in ("FromClaim", "constrained-str"))
