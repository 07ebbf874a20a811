"""Vestegnen's business case: tables 1-3 of the 2013 document, shared by population."""

from __future__ import annotations

from making import facts
from making.folder import Folder, table

CASE = """\
# Vestegnens tværkommunale kontaktcenter, model 3: tabel 1-3 i pixiudgaven fra 2013.
# Hvad der er fakta, og hvad vi antager, står i ../README.md.

name = "Vestegnens tværkommunale kontaktcenter"
currency = "DKK"
language = "da"
discount_rate = 0.04            # vores antagelse; kilden nævner ingen
"""
_YEARS = tuple(f"year {year}" for year in range(1, 6))
_ITEMS = (
    (
        *("gain", "Gevinstområde 1 & 2", "Fastholdelse via hotline og henvisning til nettet", "yes"),
        *(736_536, 1_130_248, 1_485_747, 1_488_747, 1_488_747),
    ),
    ("gain", "Gevinstområde 3", "Færre genkald", "yes", 37_572, 36_445, 35_716, 35_716, 35_716),
    (
        *("gain", "Gevinstområde 4", "Flytning af henvendelser fra baglandet", "yes"),
        *(32_830, 32_830, 32_830, 32_830, 32_830),
    ),
    (
        *("gain", "Gevinstområde 5", "Øget straksafklaring og hurtigere svar i kontaktcenter", "yes"),
        *(833_670, 835_243, 944_314, 944_314, 944_314),
    ),
    ("cost", "Teknik", "Telefonsystem", "yes", 650_000, 87_000, 87_000, 87_000, 87_000),
    ("cost", "Teknik", "Videnssystem", "yes", 575_000, 575_000, 575_000, 575_000, 575_000),
    ("cost", "Teknik", "Cobrowse", "yes", 125_000, 0, 0, 0, 0),
    ("cost", "Vidensredaktør", "Vidensredaktør", "yes", 450_000, 450_000, 450_000, 450_000, 450_000),
    ("cost", "Ledelse", "Ledelse", "yes", 200_000, 200_000, 200_000, 200_000, 200_000),
    ("cost", "Etablering", "Implementeringsprojektleder", "yes", 300_000, 0, 0, 0, 0),
    ("cost", "Kompetenceudvikling", "Uddannelse", "yes", 100_000, 100_000, 0, 0, 0),
    ("cost", "Etablering", "Buffer", "no", 275_000, 0, 0, 0, 0),
)
_PRINTED = (
    ("gain", 1_640_608, 2_034_766, 2_498_607, 2_501_607, 2_501_607),
    ("cost", 2_400_000, 1_412_000, 1_312_000, 1_312_000, 1_312_000),
    ("effect", -759_392, 622_766, 1_186_607, 1_189_607, 1_189_607),
)
_MEMBERS = ("Glostrup", "Albertslund", "Hvidovre", "Rødovre", "Ishøj")


def folder() -> Folder:
    """Return the folder of the case."""
    members = ((facts.CODES[name], name, facts.VESTEGNEN[name]) for name in _MEMBERS)
    return Folder(
        "vestegnen_case",
        {
            "case.toml": CASE,
            "items.csv": table(("kind", "area", "name", "counted", *_YEARS), _ITEMS),
            "keys.csv": table(("municipality", "name", "population"), members),
            "printed.csv": table(("kind", *_YEARS), _PRINTED),
        },
    )
