"""The way to a provider and back: authorization code with PKCE, and a token that is looked at from all sides.

Authlib asks and redeems, joserfc checks the signature; what must hold of a token stands in `_claims`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hmac import compare_digest
from typing import Any

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from api.accounts.oidc.attempt import Attempt
from api.accounts.oidc.claims import Claims
from api.accounts.oidc.discovery import Directory
from api.accounts.oidc.errors import ProviderRefusedError, ProviderUnreachableError, UnreachableReason
from api.accounts.oidc.fetch import client_options, fetch, unreachable
from api.configuration.oidc_providers import Provider

ALGORITHMS = [f"{kind}{size}" for kind in ("RS", "PS", "ES") for size in (256, 384, 512)] + ["EdDSA"]
"""Signatures that only the provider can make; ``none`` and those by a shared secret are not among them."""
CLOCKS_DIFFER = 60
"""Seconds by which a provider's clock and ours may differ."""
LONGEST_SUBJECT = 255  # characters, as OpenID Connect has it


def way_to(directory: Directory, provider: Provider, attempt: Attempt, back: str) -> str:
    """Return the address at which a provider asks who somebody is.

    Raises
    ------
    ProviderUnreachableError
        Where the provider cannot be asked for it.
    """
    more = {"acr_values": " ".join(provider.acr)} if provider.acr else {}
    with _client(provider, back) as client:
        address, _ = client.create_authorization_url(
            directory.metadata(provider).authorization_endpoint,
            state=attempt.state,
            code_verifier=attempt.verifier,
            nonce=attempt.nonce,
            **more,
        )
    return str(address)


def claims_of(
    directory: Directory,
    provider: Provider,
    attempt: Attempt,
    answer: Mapping[str, str],
    back: str,
    at: datetime,
) -> Claims:
    """Return what a provider claims of whoever came back from it.

    Parameters
    ----------
    directory, provider
        Whom to ask.
    attempt
        What this browser kept.
    answer
        The query with which it came back.
    back
        The address to which it was to come back.
    at
        The moment.

    Raises
    ------
    ProviderRefusedError
        Where anything is not as it must be.
    ProviderUnreachableError
        Where the provider cannot be asked.
    """
    metadata = directory.metadata(provider)
    if not compare_digest(attempt.state.encode(), answer.get("state", "").encode("utf-8", "surrogatepass")):
        raise ProviderRefusedError("state")
    if attempt.provider != provider.id:
        raise ProviderRefusedError("another provider's attempt")
    named = answer.get("iss")
    if named != provider.issuer and (named is not None or metadata.names_itself):
        raise ProviderRefusedError("another issuer's answer")
    if "error" in answer or not answer.get("code"):
        raise ProviderRefusedError("no code")
    token = _redeemed(provider, metadata.token_endpoint, answer["code"], attempt, back)
    claims = _claims(directory, provider, token, attempt, at)
    if provider.userinfo:
        claims = {**_userinfo(provider, metadata.userinfo_endpoint, token, claims["sub"]), **claims}
    return claims


def _client(provider: Provider, back: str) -> OAuth2Client:
    secret = None if provider.client_secret is None else provider.client_secret.get_secret_value()
    return OAuth2Client(
        client_id=provider.client_id,
        client_secret=secret,
        token_endpoint_auth_method=provider.auth,  # Authlib's choice where it is none: basic, if a secret is
        scope=" ".join(dict.fromkeys(("openid", *provider.scopes))),
        redirect_uri=back,
        code_challenge_method="S256",
        **client_options(provider),
    )


def _redeemed(provider: Provider, endpoint: str, code: str, attempt: Attempt, back: str) -> Mapping[str, Any]:
    """Return the tokens for a code."""
    try:
        with _client(provider, back) as client:
            found: dict[str, Any] = client.fetch_token(
                endpoint, grant_type="authorization_code", code=code, code_verifier=attempt.verifier
            )
    except OAuthError:
        raise ProviderRefusedError("the code was not redeemed") from None
    except (httpx2.HTTPError, ValueError, TypeError, RecursionError) as error:
        raise unreachable(error) from None
    return found


def _claims(
    directory: Directory, provider: Provider, token: Mapping[str, Any], attempt: Attempt, at: datetime
) -> Claims:
    """Return what an ID token claims, if the provider signed it, just now, for us and for this attempt."""
    id_token = token.get("id_token")
    if not isinstance(id_token, str):
        raise ProviderRefusedError("no ID token")
    try:
        try:
            read = _verified(id_token, directory.keys(provider))
        except InvalidKeyIdError:  # a key that the provider has taken into use since we asked
            read = _verified(id_token, directory.keys(provider, anew=True))
        must: dict[str, Any] = {
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "value": provider.client_id},
            "sub": {"essential": True},
            "nonce": {"essential": True, "value": attempt.nonce},
        }
        known = {"nonce": attempt.nonce, "client_id": provider.client_id, **_half(token)}
        claims = CodeIDToken(read.claims, read.header, must, known)
        claims.validate(now=int(at.timestamp()), leeway=CLOCKS_DIFFER)
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise ProviderRefusedError(f"token: {getattr(error, 'error', type(error).__name__)}") from None
    if not 0 < len(claims["sub"]) <= LONGEST_SUBJECT:
        raise ProviderRefusedError("subject")
    if provider.acr and claims.get("acr") not in provider.acr:
        raise ProviderRefusedError("level of assurance")
    return dict(claims)


def _verified(id_token: str, keys: KeySet) -> jwt.Token:
    return jwt.decode(id_token, keys, registry=JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False))


def _half(token: Mapping[str, Any]) -> dict[str, str]:
    """Return the access token that the ID token may hold half a hash of."""
    access = token.get("access_token")
    return {"access_token": access} if isinstance(access, str) else {}


def _userinfo(provider: Provider, endpoint: str | None, token: Mapping[str, Any], subject: str) -> Claims:
    """Return what the provider's userinfo endpoint claims of the same person."""
    if endpoint is None:
        raise ProviderUnreachableError(UnreachableReason.NO_USERINFO)
    found = fetch(provider, endpoint, {"Authorization": f"Bearer {token.get('access_token', '')}"})
    if found.get("sub") != subject:
        raise ProviderRefusedError("userinfo of somebody else")
    return found
