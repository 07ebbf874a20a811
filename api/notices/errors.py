"""What can become of something that is handed over, whichever way."""

from __future__ import annotations


class RefusedError(Exception):
    """Who should take it did not, and can be handed others.

    Parameters
    ----------
    code
        Of the answer; the text of it may name the receiver and is not kept.
    """

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(str(code))
