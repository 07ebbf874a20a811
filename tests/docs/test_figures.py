"""A figure that a page tells of the program is the one that stands in the code."""

from __future__ import annotations

from datetime import timedelta
from inspect import signature

import pytest

from api.access.tokens import new_token
from api.accounts import first_administrator, request_context
from api.accounts.credentials import one_time_codes, passwords
from api.accounts.own import pages as own_pages
from api.accounts.records import half_logins
from api.accounts.sign_in import reset
from api.calendars.ics import content, writing
from api.commands.demo import demo
from api.commands.repair import repair
from api.commands.solve import solve
from api.configuration.settings import defaults
from api.doctor import retention
from api.store import engine
from api.web import store_problems
from api.web.json import paging, upload_turns
from solver.search import levels, relaxation
from tests.docs.pages import text_of
from wfm import quota_years, replacements
from wfm.tables import naming, raw_table, zip_files, zip_guard
from wfm.tables.confined.reader import LIMITS

DAY, MIB = timedelta(days=1), 1 << 20
TABLE = (raw_table.MOST_ROWS, raw_table.MOST_COLUMNS, raw_table.MOST_CELLS)
PACKED = (zip_files.MOST_FILES, zip_files.MOST_UNPACKED)
FILLED = (raw_table.MOST_FILLED, raw_table.MOST_LETTERS)
FIGURES = [
    ("accounts.md", "12 to 200 characters", (passwords.SHORTEST, passwords.LONGEST) == (12, 200)),
    ("accounts.md", "once, for 24 hours", timedelta(hours=24) == first_administrator.LASTS),
    ("accounts.md", "**ten recovery codes**", one_time_codes.MANY == 10),
    ("accounts.md", "and no other, has five minutes", timedelta(minutes=5) == half_logins.LASTS),
    ("accounts.md", "an end (30, 90 or 365 days)", own_pages.DAYS == (30, 90, 365)),
    ("accounts.md", "their first 64 bits", request_context._OF_NETWORK == 64),
    (
        "accounts.md",
        "3 an hour for an account",
        (reset.ASKED.most, reset.ASKED.within) == (3, timedelta(hours=1)),
    ),
    (
        "api.md",
        "at most 200 files and 40 MB",
        (zip_files.MOST_FILES, zip_files.MOST_UNPACKED) == (200, 40 * MIB),
    ),
    (
        "api.md",
        "a workbook 40 MB unpacked and 2,000 parts",
        (zip_guard.MOST_UNPACKED, zip_guard.MOST_PARTS) == (40 * MIB, 2000),
    ),
    ("api.md", "200,000 rows, 400 columns and 4 million cells", TABLE == (200_000, 400, 4_000_000)),
    ("api.md", "600,000 that hold something, with 20 million letters", FILLED == (600_000, 20_000_000)),
    ("api.md", "Two uploads are read at a time", upload_turns.AT_ONCE == 2),
    ("api.md", "160 MB of memory and 4 seconds", (LIMITS.memory_bytes, LIMITS.cpu_seconds) == (160 * MIB, 4)),
    ("api.md", "The first 1,000 faults", store_problems.MOST_TOLD == 1000),
    ("api.md", "`limit` (50, at most 200)", (paging.USUAL, paging.MOST) == (50, 200)),
    ("apportionment-compared.md", "through eight quarters", quota_years.QUARTERS == 8),
    ("calendars.md", "stay for at least 90 days after", 90 * DAY == content.KEPT),
    ("calendars.md", "stays for at least 30 days after", 30 * DAY == content.CANCELLED_KEPT),
    ("calendars.md", "asks for an hour", writing.REFRESH == "PT1H"),
    ("calendars.md", "43 characters that stand for 256 random bits", len(new_token()) == 43),
    ("commands.md", "(at most 45 seconds", signature(demo).parameters["time_limit"].default == 45),
    (
        "commands.md",
        "| seconds that the search may take | 60 |",
        signature(solve).parameters["time_limit"].default == 60,
    ),
    (
        "commands.md",
        "are proven long before | 10 |",
        signature(repair).parameters["time_limit"].default == 10,
    ),
    ("mending.md", "most promising 25", replacements.MOST_MEASURED == 25),
    ("operation.md", "two days or more over", 2 * DAY == retention.SLACK),
    ("plan-folder.md", "An id may hold at most 64 characters", naming.ID_LIMIT == 64),
    ("search.md", "up to 3,000 agents × shifts", levels.SMALL == 3000),
    ("search.md", "from 100,000 columns", relaxation.HUGE == 100_000),
    (
        "store.md",
        "waited for 5 seconds, a statement may run for 30",
        (engine.WAIT_SECONDS, engine.STATEMENT_SECONDS) == (5, 30),
    ),
    ("versions.md", "`WFM_NOTICE_DAYS` (28)", defaults().notice_days == 28),
]


@pytest.mark.parametrize(("page", "said", "holds"), FIGURES)
def test_a_page_tells_the_figure_of_the_code(page: str, said: str, holds: bool) -> None:
    assert said in " ".join(text_of(page).split())
    assert holds
