"""How a sign-in by a provider fails; none of these tells a browser, or the log, anything that was claimed."""

from __future__ import annotations

from enum import StrEnum


class ProviderError(Exception):
    """The root.

    Parameters
    ----------
    reason
        A few fixed words, for the log.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class UnreachableReason(StrEnum):
    """Why a provider could not be asked, or its answer is of no use."""

    PAUSE = "asked a moment ago"
    NO_NAME = "no such name"
    INSIDE = "not on the Internet"
    CERTIFICATE = "a certificate that is not trusted"
    NO_ANSWER = "no answer"
    STATUS = "an answer that is an error"
    TOO_LARGE = "an answer that is too large"
    NO_OBJECT = "no object"
    OTHER_ISSUER = "another issuer"
    ADDRESSES = "an address that is missing or not safe"
    KEYS = "keys that cannot be read"
    NO_USERINFO = "no userinfo"


class ProviderUnreachableError(ProviderError):
    """The provider could not be asked, or its answer was none that it should give: later it may work.

    Parameters
    ----------
    reason
        Why.
    detail
        What an administrator who tries it may be shown besides, such as the status of the answer.
    """

    def __init__(self, reason: UnreachableReason, detail: str = "") -> None:
        self.detail = detail
        super().__init__(reason)


class ProviderRefusedError(ProviderError):
    """What came back is not what was asked for, is not the provider's, or is out of date."""
