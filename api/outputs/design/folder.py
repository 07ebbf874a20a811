"""The output folder of a design: written whole or not at all."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from api.calendars.ics.file_names import agent_file
from api.outputs.atomic_replace import claimed, replace_files
from api.outputs.design.book import design_xlsx
from api.outputs.design.feeds import design_feeds
from api.outputs.design.page import design_html
from api.outputs.design.report import design_report
from api.outputs.design.tables import coverage_csv, duties_csv
from api.outputs.earlier import FEEDS, earlier_feeds
from api.outputs.failures import told
from api.publication.report import REPORT_FILE
from api.texts.translator import Translator
from wfm.design.duty import Design
from wfm.design.mended import MendedDesign
from wfm.design.plan import DesignPlan

DUTIES_FILE, COVERAGE_FILE, PAGE_FILE = "duties.csv", "coverage.csv", "duties.html"
BOOK_FILE = "duties.xlsx"


def check_design_out(plan: DesignPlan, out: Path) -> None:
    """Find out before the search whether the outputs could be written.

    Raises
    ------
    OutputError
        Where the folder cannot be written, or a feed in it is damaged or somebody else's.
    """
    with told(out), claimed(out):
        names = frozenset(f"{FEEDS}/{agent_file(agent.id)}" for agent in plan.agents)
        earlier_feeds(out).refuse_clash(out, names)


def write_design(
    plan: DesignPlan,
    design: Design,
    out: Path,
    speak: Translator,
    *,
    mended: MendedDesign | None = None,
    now: datetime | None = None,
) -> None:
    """Write ``duties.csv``, ``.html`` and ``.xlsx``, ``coverage.csv``, ``report.json`` and ``feeds/*.ics``.

    Parameters
    ----------
    plan, design
        The question and its answer.
    out
        Folder; made where it is missing. Feeds that stand in it are carried on from.
    speak
        In whose language the report's sentences are.
    mended
        How the design came from an earlier one, if it did.
    now
        The moment noted for calendar events that changed; the clock's if left out.

    Raises
    ------
    OutputError
        Where anything cannot be written; what stood there before still stands.
    """
    moment = (now or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    report = json.dumps(design_report(plan, design, speak, mended), ensure_ascii=False, indent=2) + "\n"
    with told(out), claimed(out):
        earlier = earlier_feeds(out)
        feeds = design_feeds(plan, design, earlier, moment)
        earlier.refuse_clash(out, frozenset(feeds))
        tables = {
            DUTIES_FILE: duties_csv(design),
            COVERAGE_FILE: coverage_csv(plan, design),
            REPORT_FILE: report.encode(),
            PAGE_FILE: design_html(plan, design, mended=mended is not None).encode(),
            BOOK_FILE: design_xlsx(plan, design, speak, mended=mended is not None),
        }
        replace_files(out, tables | feeds)
