"""What a coordinator begins with: an empty plan, and the workbook that one municipality is sent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from wfm.calendar import Closing, Period, Span, UnsocialSpan
from wfm.competence import Competence
from wfm.errors import OutputError
from wfm.hotline import Hotline
from wfm.ids import CompetenceCode, MunicipalityCode
from wfm.message import Text
from wfm.next_period import next_period
from wfm.plan import Plan
from wfm.settlement import Tariff
from wfm.tables.column import NOTHING_SAID, Say
from wfm.tables.columns import AVAILABILITY, MUNICIPALITIES, PLAN_TABLES
from wfm.tables.file_names import HOTLINE_FILE
from wfm.tables.file_writing import new_files
from wfm.tables.hotline_writing import toml_text
from wfm.tables.naming import plain
from wfm.tables.plan_writing import table_csv
from wfm.tables.read_me import (
    ReadMe,
    add_read_me,
)
from wfm.tables.returned import OWN_AGENTS
from wfm.tables.sheets import TableBook, TableSheet
from wfm.tables.workbook_writing import add_words, agent_labels, lists_for, plan_workbook, range_of_labels
from wfm.tables.written_cells import Cells, agent_cells, municipality_cells

UNKNOWN_MUNICIPALITY = Text(
    "output.unknown_municipality", "{municipality} is no municipality of the plan; it has {known:list}"
)
FILL_IN = Text(
    "book.fill_in",
    "Please correct the list of your agents, and write down when they can't or would like to sit.",
)
PERIOD = Text("book.period", "It covers the period from {first:date} to {last:date}.")
SEND_BACK = Text("book.send_back", "Save the workbook and send it back to the coordinator of the hotline.")
COMPETENCES = Text("book.competences", "Competences of the hotline: {codes:list}.")
NO_STRANGERS = Text(
    "book.no_strangers", "It holds the agents of {municipality} only; those of others are not accepted."
)

WORKBOOK_FILE = "plan.xlsx"
_NAMED = ("municipality", "name")
_WEEKDAYS = frozenset(range(5))


def write_template(
    folder: Path,
    plan: Plan | None = None,
    municipality: str | None = None,
    language: str = "da",
    say: Say = NOTHING_SAID,
    *,
    today: date | None = None,
) -> tuple[Path, ...]:
    """Write an empty plan as a folder and as a workbook, or the workbook to send one municipality.

    Parameters
    ----------
    folder
        Where to write; files that stand there are never replaced.
    plan
        The quarter to begin from: its hotline, municipalities and agents are filled in, its
        availability is not. ``None`` for an empty plan.
    municipality
        Code of the municipality whose workbook it is to be.
    language, say
        Of the workbook, and what renders its explanations.
    today
        The empty plan is about the calendar quarter after this day; by default the day it is.

    Returns
    -------
    tuple of Path
        The files written.

    Raises
    ------
    OutputError
        Where a file stands there already or cannot be written, or the plan has no such municipality.
    """
    hotline = plan.hotline if plan else example_hotline(today or date.today(), language)
    if municipality is not None:
        content = _municipality_book(hotline, _member(plan, municipality), language, say)
        return new_files(folder, content)
    cells = _people(plan)
    tables = {
        f"{table.name}.csv": table_csv(table, cells.get(table.name, ()), whole=True) for table in PLAN_TABLES
    }
    toml = {HOTLINE_FILE: toml_text(hotline, say).encode()}
    workbook = {WORKBOOK_FILE: plan_workbook(hotline, cells, language, say)}
    return new_files(folder, toml | tables | workbook)


def example_hotline(today: date, language: str) -> Hotline:
    """Return the hotline that an empty plan shows: the usual rules, in the coming calendar quarter."""
    month = 3 * ((today.month - 1) // 3) + 1
    first = date(today.year, month, 1)
    quarter = next_period(Period(first, _last_of_quarter(first)))
    return Hotline(
        name="Hotline",
        code="hotline",
        language=language,
        period=quarter,
        opening_hours={day: (Span(8 * 60, 20 * 60),) for day in _WEEKDAYS},
        closing=Closing("DK"),
        competences=(Competence(CompetenceCode("digital_post"), "Digital Post"),),
        unsocial=(UnsocialSpan(_WEEKDAYS, Span(17 * 60, 20 * 60)),),
        tariff=Tariff(Decimal("2.4246"), Decimal(272)),
    )


def _last_of_quarter(first: date) -> date:
    later = first + timedelta(days=95)
    return later.replace(day=1) - timedelta(days=1)


def _people(plan: Plan | None) -> Mapping[str, Sequence[Cells]]:
    if plan is None:
        return {}
    return {
        "municipalities": list(map(municipality_cells, plan.municipalities)),
        "agents": list(map(agent_cells, plan.agents)),
    }


class _Member:
    """A municipality that is to be sent a workbook: its code and name, and its agents' cells."""

    def __init__(self, code: str, name: str = "", agents: Sequence[Cells] = ()) -> None:
        self.code, self.name, self.agents = code, name, agents


def _member(plan: Plan | None, code: str) -> _Member:
    if plan is None:
        return _Member(code)
    known = MunicipalityCode(code.lstrip("0") if code.isdecimal() else code)
    found = plan.municipality.get(known)
    if found is None:
        codes = tuple(m.code for m in plan.municipalities)
        raise OutputError(UNKNOWN_MUNICIPALITY(municipality=code, known=codes))
    return _Member(found.code, found.name, list(map(agent_cells, plan.agents_of[known])))


def _municipality_book(hotline: Hotline, member: _Member, language: str, say: Say) -> dict[str, bytes]:
    """Return the workbook of one municipality, by its file name."""
    book = TableBook(language, say)
    named = tuple(MUNICIPALITIES.column(name) for name in _NAMED)
    title = f"{hotline.name}: {member.name or member.code}"
    period = PERIOD(first=hotline.period.first_day.isoformat(), last=hotline.period.last_day.isoformat())
    strangers = NO_STRANGERS(municipality=member.name or member.code)
    tables = tuple((table, table.columns) for table in (OWN_AGENTS, AVAILABILITY))
    codes = tuple(f"{competence.code} ({competence.name})" for competence in hotline.competences)
    competences = (COMPETENCES(codes=codes),) if codes else ()
    intro = (FILL_IN(), period, strangers, *competences, SEND_BACK())
    add_read_me(book, ReadMe(title, intro, tables))
    book.add_table(TableSheet(OWN_AGENTS, member.agents, lists=lists_for(book, OWN_AGENTS)))
    labels = agent_labels(member.agents)
    by_name = {"agent": range_of_labels(book, labels)} if labels else {}
    book.add_table(TableSheet(AVAILABILITY, lists=lists_for(book, AVAILABILITY) | by_name))
    own = {"municipality": member.code, "name": member.name or None}
    book.add_table(TableSheet(MUNICIPALITIES, (own,), columns=named))
    add_words(book, hotline, labels)
    name = re.sub(r"[^\w-]+", "-", plain(member.name)).strip("-")[:60]
    return {f"{member.code}-{name}.xlsx" if name else f"{member.code}.xlsx": book.content()}
