"""Who an agent of a plan is, where that is not clear: the service asks (409), and a program answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass(frozen=True)
class Persons:
    """Answers to the service's questions who somebody is.

    Parameters
    ----------
    same, new
        Ids of agents who are the person of that id in spite of other particulars (``all`` for everybody of
        whom there is that doubt), and of those who are somebody new.
    renumbered
        Ids until now, and from now on.
    """

    same: Sequence[str] = ()
    new: Sequence[str] = ()
    renumbered: Mapping[str, str] = field(default_factory=dict)

    def beside(self, path: str) -> str:
        """Return an address with the answers behind it."""
        pairs = [f"{before}={after}" for before, after in self.renumbered.items()]
        asked = {"same_person": list(self.same), "new_person": list(self.new), "renumbered": pairs}
        told = urlencode({name: values for name, values in asked.items() if values}, doseq=True)
        return f"{path}?{told}" if told else path


NOBODY_ASKED = Persons()
