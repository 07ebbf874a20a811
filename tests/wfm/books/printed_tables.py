"""Tables of the sources in which an amount is shared by a key: what is printed, and where it does not add up.

Sources: *Fælleskommunalt kontaktcenter i Nordjylland* (2014), appendix 2; *Citizen 2018* (København 2015),
proposals 1-4; *Videreudvikling af Københavns Borgerservice* (2006), table 6.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

NORDJYLLAND = dict(
    zip(
        (
            *("Læsø", "Jammerbugt", "Aalborg", "Frederikshavn", "Brønderslev", "Rebild", "Mariagerfjord"),
            *("Vesthimmerland", "Morsø", "Thisted", "Hjørring"),
        ),
        ("1809", "38351", "205407", "60458", "35627", "28794", "42093", "37479", "21003", "44230", "65405"),
        strict=True,
    )
)
POSTS = {"BIF": "0.5", "BUF": "0.5", "KFF": "17", "SOF": "10", "SUF": "9", "TMF": "2.5", "ØKF": "3.5"}
LICENCES = dict(
    zip(
        ("ØKF", "KS", "KFF", "BUF", "SUF", "SOF", "TMF", "BIF"),
        ("177", "130", "200", "600", "300", "760", "250", "100"),
        strict=True,
    )
)
NINE = ("ØKF", "KS", "KFF", "BUF", "SUF", "SOF", "EI", "TMF", "BIF")


@dataclass(frozen=True)
class PrintedSplit:
    """An amount, the key beside it, and the parts as printed.

    `ours` are the parts of ours that differ from the printed ones, by partner: each of them is a place
    where the printed parts do not follow their key, or not add up.
    """

    name: str
    amount: str
    key: dict[str, str]
    printed: dict[str, str]
    ours: dict[str, str] = field(default_factory=dict)

    @property
    def decimals(self) -> int:
        """Places after the point that are printed."""
        return max(-int(Decimal(part).as_tuple().exponent) for part in self.printed.values())

    @property
    def printed_sum(self) -> Decimal:
        """What the printed parts sum to."""
        return sum(map(Decimal, self.printed.values()), Decimal(0))


def _row(names: tuple[str, ...], figures: str) -> dict[str, str]:
    return dict(zip(names, figures.split(), strict=True))


_SIX = ("ØKF", "KFF", "BUF", "SUF", "TMF", "BIF")
_POST = _row(NINE, "0.54 3.65 27.01 16.88 10.41 11.18 8.38 8.3 13.67")
_SCREENS = _row(NINE, "7.03 5.16 7.95 23.83 11.92 30.2 1.55 9.53 2.82")
_RUNNING = _row(NINE, "2.94 2.16 61.5 9.97 4.99 12.63 0 4.16 1.65")
_TENTHS = _row(("KS", "KFF", "BUF", "SUF", "SOF", "TMF", "BIF"), "10 40 10 10 10 10 10")
_CASH = _row(("KFF", "BUF", "SUF"), "79.16 14.64 6.2")


def _equally(amount: str, part: str, ours: dict[str, str]) -> PrintedSplit:
    equal = dict.fromkeys(_SIX, "1")
    return PrintedSplit(f"citizen 1.3 {amount}", amount, equal, dict.fromkeys(_SIX, part), ours)


TABLES = (
    PrintedSplit(  # the printed hours sum to 52.9
        "nordjylland hours",
        "53.0",
        NORDJYLLAND,
        _row(tuple(NORDJYLLAND), "0.2 3.5 18.7 5.5 3.3 2.6 3.8 3.4 1.9 4.0 6.0"),
        {"Aalborg": "18.8"},
    ),
    PrintedSplit(
        "nordjylland start-up price",
        "292651",
        NORDJYLLAND,
        _row(tuple(NORDJYLLAND), "912 19329 103525 30471 17956 14512 21215 18889 10586 22292 32964"),
    ),
    # Sixths that are all rounded alike do not sum to the whole.
    _equally("338.00", "56.33", {"BIF": "56.34", "BUF": "56.34"}),
    _equally("1013.00", "168.83", {"BIF": "168.84", "BUF": "168.84"}),
    _equally("1688.00", "281.33", {"BIF": "281.34", "BUF": "281.34"}),
    _equally("2363.00", "393.83", {"BIF": "393.84", "BUF": "393.84"}),
    PrintedSplit(  # the printed percentages sum to 100.02
        "citizen 2.3 2016",
        "1250.00",
        _POST,
        _row(NINE, "6.60 45.70 337.50 211.20 130.10 139.80 104.70 103.70 170.70"),
        {
            **{"ØKF": "6.75", "KS": "45.61", "KFF": "337.56", "BUF": "210.96"},
            **{"SOF": "139.72", "EI": "104.73", "TMF": "103.73", "BIF": "170.84"},
        },
    ),
    PrintedSplit(  # and the printed parts to 1,699.95
        "citizen 2.3 2017",
        "1700.00",
        _POST,
        _row(NINE, "8.58 62.28 458.76 287.33 177.00 190.00 142.50 141.00 232.50"),
        {
            **{"ØKF": "9.18", "KS": "62.04", "KFF": "459.08", "BUF": "286.90", "SUF": "176.94"},
            **{"SOF": "190.02", "EI": "142.43", "TMF": "141.07", "BIF": "232.34"},
        },
    ),
    PrintedSplit("citizen 2.5", "1000.00", _TENTHS, _row(tuple(_TENTHS), "100.00 400.00" + " 100.00" * 5)),
    PrintedSplit(  # each committee's own estimate, beside a key that none of the years follows
        "citizen 3.3 2017",
        "2550.00",
        _CASH,
        _row(tuple(_CASH), "2350.00 200.00 0.00"),
        {"KFF": "2018.58", "BUF": "373.32", "SUF": "158.10"},
    ),
    PrintedSplit(  # the last three were printed one row off
        "citizen 4.3 2016",
        "400.00",
        _SCREENS,
        _row(NINE, "28.12 20.64 31.84 95.36 47.68 120.76 9.88 6.00 39.72"),
        {
            **{"KFF": "31.80", "BUF": "95.33", "SUF": "47.69", "SOF": "120.81"},
            **{"EI": "6.20", "TMF": "38.13", "BIF": "11.28"},
        },
    ),
    PrintedSplit(
        "citizen 4.3 running costs 2016",
        "400.00",
        _RUNNING,
        _row(NINE, "11.76 8.64 246.00 39.88 19.96 50.52 0.00 16.64 6.60"),
    ),
    PrintedSplit(
        "citizen 4.3 running costs 2017",
        "1508.00",
        _RUNNING,
        _row(NINE, "44.34 32.57 927.42 150.35 75.25 190.46 0.00 62.73 24.88"),
    ),
    PrintedSplit(  # the printed parts sum to 1,766.01
        "citizen 4.3 running costs 2018",
        "1766.00",
        _RUNNING,
        _row(NINE, "51.92 38.15 1086.09 176.07 88.12 223.05 0.00 73.47 29.14"),
        {"KS": "38.14"},
    ),
    PrintedSplit(  # printed with percentages that sum to 99.99; the parts sum to 149.97
        "citizen 4.7",
        "150.00",
        LICENCES,
        _row(tuple(LICENCES), "10.54 7.74 11.92 35.76 17.88 45.28 14.89 5.96"),
        {"ØKF": "10.55", "KS": "7.75", "BUF": "35.75", "SOF": "45.29", "TMF": "14.90"},
    ),
    PrintedSplit(  # wages in millions; the printed parts sum to 13.1
        "borgerservice 6 wages",
        "12.9",
        POSTS,
        _row(tuple(POSTS), "0.2 0.2 5.1 3.0 2.7 0.8 1.1"),
        {"BIF": "0.1", "BUF": "0.1"},
    ),
    PrintedSplit(  # and to 2.5
        "borgerservice 6 overhead",
        "2.6",
        POSTS,
        _row(tuple(POSTS), "0.0 0.0 1.0 0.6 0.5 0.2 0.2"),
        {"SUF": "0.6"},
    ),
    PrintedSplit(
        "borgerservice 6 in all",
        "15.5",
        POSTS,
        _row(tuple(POSTS), "0.2 0.2 6.1 3.6 3.2 0.9 1.3"),
    ),
)

STAFF = {
    # Given to the citizen service so far, added by new tasks, to the contact centre, in all (2006, table 5).
    "BIF": "5.0 1.5 0.5 7.0",
    "BUF": "1.0 0.0 0.5 1.5",
    "KFF": "5.0 23.0 17.0 45.0",
    "SOF": "9.0 0.0 10.0 19.0",
    "SUF": "14.0 14.0 9.0 37.0",
    "TMF": "1.0 0.0 2.5 3.5",
    "ØKF": "14.0 0.0 3.5 17.5",
    "DUT": "0.0 10.0 0.0 10.0",
    "BF-2007": "0.0 13.0 10.0 23.0",
}
STAFF_SUMS = "49.0 61.5 53.0 163.5"
