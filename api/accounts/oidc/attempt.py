"""One attempt to sign in: what only this browser knows of it until it comes back from the provider.

The state shows that the answer belongs to a question of this very browser, the nonce that the token was
made for it, and the verifier that whoever redeems the code also asked for it. All three are random, used
once, and kept in the browser's cookie: nothing of an attempt stands in the database, so attempts that are
never finished cost nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from api.access.tokens import new_token


@dataclass(frozen=True)
class Attempt:
    """An attempt.

    Parameters
    ----------
    provider
        Id of the provider that was asked.
    state, nonce, verifier
        Random; see above.
    led_to
        Where the person wanted to go; empty for nowhere in particular.
    """

    provider: str
    state: str
    nonce: str
    verifier: str
    led_to: str = ""

    @classmethod
    def new(cls, provider: str, led_to: str = "") -> Attempt:
        """Return an attempt that never was."""
        return cls(
            provider=provider, state=new_token(), nonce=new_token(), verifier=new_token(), led_to=led_to
        )
