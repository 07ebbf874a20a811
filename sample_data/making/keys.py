"""Distribution keys of København's administrations, as two of the source documents print them."""

from __future__ import annotations

from making.folder import Folder, table

_NAMES = {
    "BIF": "Beskæftigelses- og Integrationsforvaltningen",
    "BUF": "Børne- og Ungdomsforvaltningen",
    "KFF": "Kultur- og Fritidsforvaltningen",
    "SOF": "Socialforvaltningen",
    "SUF": "Sundheds- og Omsorgsforvaltningen",
    "TMF": "Teknik- og Miljøforvaltningen",
    "ØKF": "Økonomiforvaltningen",
}
_POSTS = ("0.5", "0.5", "17", "10", "9", "2.5", "3.5")
"""Full-time posts handed over to the contact centre (2006, table 6)."""
_LICENCES = (100, 600, 200, 760, 300, 250, 177 + 130)
"""Licences reported (*Citizen 2018*, proposal 4, table 4); ØKF with Koncernservice."""


def folder() -> Folder:
    """Return the folder of keys."""
    rows = zip(_NAMES, _NAMES.values(), _POSTS, _LICENCES, strict=True)
    return Folder("keys", {"koebenhavn.csv": table(("partner", "name", "posts", "licences"), rows)})
