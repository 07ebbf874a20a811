"""København's *Videreførelse af Styrket Borgerkontakt* (2015): its tables 1 and 3-6, with its two keys."""

from __future__ import annotations

from making.folder import Folder, table

CASE = """\
# Videreførelse af Styrket Borgerkontakt (Citizen 2018, forslag 1), kroner i 2016-priser.
# Hvad der er fakta, og hvad vi har udledt, står i ../README.md.

name = "Videreførelse af Styrket Borgerkontakt"
currency = "DKK"
language = "da"
discount_rate = 0.04            # vores antagelse; forslaget nævner ingen

[printed]                       # trykt i 1.000 kr.; tilbagebetalingstid (break even): 6
unit = 1000
payback = 6

[keys.seks_udvalg]              # "der foretages en lige fordeling på udvalgsområderne"
"ØKU" = 1
"KFU" = 1
"BUU" = 1
"SOU" = 1
"TMU" = 1
"BIU" = 1

[keys.kfu]                      # projektet er forankret i Kultur- og Fritidsforvaltningen
"KFU" = 1
"""
_YEARS = tuple(map(str, range(2016, 2022)))
_LASTING, _PLANT, _RUNNING = "Varige driftsændringer", "Anlæg", "Drift til implementering"
_ITEMS = (
    (
        *("gain", _LASTING, "Effektiviseringspotentiale ved brug af Styrket Borgerkontakt", "seks_udvalg"),
        *(337_500, 1_012_500, 1_687_500, 2_362_500, 2_700_000, 2_700_000),
    ),
    (
        *("cost", _PLANT, "Etablering af adgang til nye journaliseringssystemer (5 stk.)", "kfu"),
        *(200_000, 0, 0, 0, 0, 0),
    ),
    (
        *("cost", _RUNNING, "Dataudtræk for afdelinger med deltagende kursister (10 afd. pr. år)", "kfu"),
        *(250_000, 250_000, 250_000, 250_000, 0, 0),
    ),
    (
        *("cost", _RUNNING, "Understøttelse, implementering og undervisning", "kfu"),
        *(1_900_000, 1_900_000, 1_900_000, 1_900_000, 0, 0),
    ),
)
_COMMITTEES = ("ØKU", "KFU", "BUU", "SOU", "TMU", "BIU")
_PRINTED = (
    ("gain", "", "", 0, 338, 1013, 1688, 2363, 2700, ""),
    ("cost", "", "", 0, 2350, 2150, 2150, 2150, "", ""),
    ("effect", "", "", 0, -2013, -1138, -463, 213, "", ""),
    ("cost", _PLANT, "", 2, "200.00", "0.00", "0.00", "0.00", "", ""),
    ("cost", _RUNNING, "", 2, "2150.00", "2150.00", "2150.00", "2150.00", "", ""),
    *(("gain", "", one, 2, "56.33", "168.83", "281.33", "393.83", "", "") for one in _COMMITTEES),
)


def folder() -> Folder:
    """Return the folder of the case."""
    return Folder(
        "borgerkontakt_case",
        {
            "case.toml": CASE,
            "items.csv": table(("kind", "area", "name", "key", *_YEARS), _ITEMS),
            "printed.csv": table(("kind", "area", "partner", "decimals", *_YEARS), _PRINTED),
        },
    )
