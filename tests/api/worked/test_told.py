"""Leaders are told what a closed quarter, or a correction of one, comes to for their municipality."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from api.access.roles import Role
from api.accounts.records import accounts, grants
from api.notices.kinds import find_notices, kind_named, sort
from api.plans.records.facts import find_hotline
from api.store.engine import reading, writing
from api.store.mail_kinds import MailTask
from api.store.tables import MAIL
from tests.api.notices.post import draft_of
from tests.api.publishing.planned import Planned
from tests.api.worked.quarter import FIRST, OVER, TEST, ask, entries, seats, worked_week
from wfm.ids import MunicipalityCode


@pytest.fixture
def week(tmp_path: Path) -> Iterator[Planned]:
    with worked_week(tmp_path) as found:
        with writing(found.database) as connection:
            hotline = find_hotline(connection, TEST).id
            for town in ("1", "2", "3"):
                made = accounts.make(connection, f"{town}@example.dk", "en", by=None, at=OVER).id
                home = MunicipalityCode(town)
                grants.give(
                    connection, made, Role.LEADER, hotline=hotline, municipality=home, by=None, at=OVER
                )
        yield found


def letters(week: Planned, kind: str) -> list[str]:
    """Return the letters of a kind, by municipality."""
    for notice in find_notices(week.database):
        sort(week.database, notice, OVER)
    with reading(week.database) as connection:
        rows = connection.execute(select(MAIL).where(MAIL.c.kind == kind)).all()
    found = []
    for row in rows:
        letter = kind_named(kind).write(
            week.database, MailTask(draft_of(row), "en", base="https://x.dk", at=OVER)
        )
        assert letter is not None
        found.append(letter.text)
    return sorted(found, key=lambda text: re.findall(r"M\d", text))


def test_each_leader_is_told_the_bill_and_what_is_handed_on_of_the_own_municipality_alone(
    week: Planned,
) -> None:
    assert ask(week, "POST", "/close").status_code == 200
    told = letters(week, "quarter_closed")
    assert [re.findall(r"M\d", text) for text in told] == [["M1"], ["M2"], ["M3"]]
    paid = {code: kroner for code, _, _, kroner in entries(week, "settlement")}
    for code, text in zip(("1", "2", "3"), told, strict=True):
        assert str(paid[code]).lstrip("-").replace(".", ",")[:4].replace(",", ".") in text.replace(",", "")
    assert "https://x.dk/ledger" in told[0]


def test_a_correction_is_told_with_what_it_changes(week: Planned) -> None:
    assert ask(week, "POST", "/close").status_code == 200
    corrected = ask(week, "POST", "/corrections", {"shift": FIRST, **seats(("1-1", 180))})
    assert corrected.status_code in (200, 201), corrected.text
    told = letters(week, "quarter_corrected")
    assert [re.findall(r"M\d", text) for text in told] == [["M1"], ["M2"]]
    assert all("seats, above 0 is owed" in text for text in told)
