"""One is told as one: a text with a number has a form for it."""

from __future__ import annotations

import pytest

from api.commands import check
from api.texts.translator import translator
from wfm import fair_share
from wfm.message import Message
from wfm.rules import shifts_per_day, shifts_per_week

WEEK, DAY = "2027-W01", "2027-01-04"


def counted(n: int) -> tuple[Message, ...]:
    """Return sentences in which everything is there so many times."""
    return (
        shifts_per_week.TOO_MANY(agent="A", week=WEEK, n=n, limit=0),
        shifts_per_day.TOO_MANY(agent="A", day=DAY, n=n, limit=0),
        check.SHIFTS(shifts=fair_share.SHIFTS(n=n), seats=fair_share.SEATS(n=n), n=n),
        check.PEOPLE(staffing=check.STAFFING(n=n), agents=check.AGENTS(n=n), n=n),
        check.ROWS(
            availability=check.ENTRIES(n=n),
            locks=check.LOCKS(n=n),
            demand=check.DEMAND(n=n),
            previous=check.PREVIOUS(n=n),
        ),
    )


@pytest.mark.parametrize(
    ("language", "many"),
    [
        ("da", ("vagter", "pladser", "kommuner", "medarbejdere", "linjer", "låse", "ændringer")),
        ("en", ("shifts", "seats", "municipalities", "agents", "availability entries", "locks", "changes")),
    ],
)
def test_one_is_never_told_in_the_plural(language: str, many: tuple[str, ...]) -> None:
    one, two = (" ".join(map(translator(language).say, counted(n))) for n in (1, 2))
    assert not [word for word in many if f"1 {word}" in one]
    assert all(f"2 {word}" in two for word in many)
