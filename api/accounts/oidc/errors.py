"""How a sign-in by a provider fails; none of these tells a browser, or the log, anything that was claimed."""

from __future__ import annotations


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


class ProviderUnreachableError(ProviderError):
    """The provider could not be asked, or its answer was none that it should give: later it may work."""


class ProviderRefusedError(ProviderError):
    """What came back is not what was asked for, is not the provider's, or is out of date."""
