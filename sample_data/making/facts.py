"""What the documents and Statistics Denmark say: codes, populations, public holidays.

Nothing in this file is invented; ``README.md`` beside the plans names the sources.
"""

from __future__ import annotations

from datetime import date

CODES = {
    "Albertslund": "165",
    "Brønderslev": "810",
    "Favrskov": "710",
    "Frederikshavn": "813",
    "Glostrup": "161",
    "Hedensted": "766",
    "Herning": "657",
    "Hjørring": "860",
    "Holstebro": "661",
    "Horsens": "615",
    "Hvidovre": "167",
    "Ikast-Brande": "756",
    "Ishøj": "183",
    "Jammerbugt": "849",
    "Lemvig": "665",
    "Læsø": "825",
    "Mariagerfjord": "846",
    "Morsø": "773",
    "Norddjurs": "707",
    "Odder": "727",
    "Randers": "730",
    "Rebild": "840",
    "Ringkøbing-Skjern": "760",
    "Rødovre": "175",
    "Samsø": "741",
    "Silkeborg": "740",
    "Skanderborg": "746",
    "Skive": "779",
    "Struer": "671",
    "Syddjurs": "706",
    "Thisted": "787",
    "Vesthimmerland": "820",
    "Viborg": "791",
    "Aalborg": "851",
    "Aarhus": "751",
}
"""Official municipality codes."""

MIDTJYLLAND = {
    "Favrskov": 47_156,
    "Hedensted": 45_868,
    "Herning": 86_595,
    "Holstebro": 57_254,
    "Horsens": 84_871,
    "Ikast-Brande": 40_468,
    "Lemvig": 21_223,
    "Norddjurs": 38_035,
    "Odder": 21_800,
    "Randers": 96_007,
    "Ringkøbing-Skjern": 57_259,
    "Samsø": 3_806,
    "Silkeborg": 89_346,
    "Skanderborg": 58_094,
    "Skive": 47_291,
    "Struer": 21_846,
    "Syddjurs": 41_894,
    "Viborg": 94_333,
    "Aarhus": 319_094,
    "Hjørring": 65_405,
}
"""Citizens on 1 January 2013; of Hjørring, which takes part on trial, on 1 January 2014."""

NORDJYLLAND = {
    "Læsø": 1_809,
    "Jammerbugt": 38_351,
    "Aalborg": 205_407,
    "Frederikshavn": 60_458,
    "Brønderslev": 35_627,
    "Rebild": 28_794,
    "Mariagerfjord": 42_093,
    "Vesthimmerland": 37_479,
    "Morsø": 21_003,
    "Thisted": 44_230,
    "Hjørring": 65_405,
}
"""Citizens on 1 January 2014."""

VESTEGNEN = {
    "Albertslund": 27_853,
    "Glostrup": 20_699,
    "Hvidovre": 49_762,
    "Ishøj": 20_820,
    "Rødovre": 36_506,
}
"""Citizens on 1 January 2006."""

PUBLIC_HOLIDAYS = (
    date(2026, 12, 25),
    date(2026, 12, 26),
    date(2027, 1, 1),
    date(2027, 3, 25),
    date(2027, 3, 26),
    date(2027, 3, 28),
    date(2027, 3, 29),
    date(2027, 5, 6),
    date(2027, 5, 16),
    date(2027, 5, 17),
    date(2027, 12, 25),
    date(2027, 12, 26),
)
"""Denmark's, from October 2026 to December 2027."""
