"""The output folder of a solve: written whole or not at all, and read back for the web service.

Written are ``roster.csv``, ``quota.csv``, ``report.json``, ``roster.xlsx``, ``roster.html`` and
``feeds/*.ics``; where a bound is proven by a certificate, ``proof.json``; and beside a roster that was
mended from another, that one as ``wfm-baseline.csv``. Whatever else lies in the folder is left alone.

A plan without a solution leaves ``report.json`` only. A roster that stood there before moves to
``wfm-last-roster/``, so that nobody takes it for the answer to this plan; the feeds stay, because the
shifts that were published hold until others are, and calendars that follow them must neither lose
them nor their sequence numbers. The next roster written takes ``wfm-last-roster/`` away.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from api.calendars.ics.content import (
    CalendarContent,
    EventOwner,
    by_owner,
    had_its_time,
    next_content,
)
from api.calendars.ics.events import events_of, in_order
from api.calendars.ics.file_names import agent_file, feed_files, municipality_file
from api.calendars.ics.writing import agent_calendar, municipality_calendar
from api.outputs.atomic_replace import at_rest, claimed, replace_files
from api.outputs.csv_tables import quota_csv, roster_csv
from api.outputs.earlier import FEEDS, EarlierFeeds, earlier_feeds
from api.outputs.failures import UNREADABLE, told
from api.outputs.workbook.workbook import roster_xlsx
from api.publication.baseline_file import BASELINE_FILE, baseline_csv
from api.publication.proof_file import PROOF_FILE, proof_files
from api.publication.publication import CalendarEvent, Publication, Report
from api.publication.repair_file import REPAIR_FILE
from api.publication.report import REPORT_FILE, ROSTER_FILE, read_report, report_json, report_of
from api.texts.translator import translator
from wfm import load_roster
from wfm.plan import Plan
from wfm.result import Result
from wfm.roster import Roster

QUOTA_FILE, WORKBOOK_FILE, PAGE_FILE = "quota.csv", "roster.xlsx", "roster.html"
TABLES = (
    ROSTER_FILE,
    QUOTA_FILE,
    REPORT_FILE,
    PROOF_FILE,
    WORKBOOK_FILE,
    PAGE_FILE,
    BASELINE_FILE,
    REPAIR_FILE,
)
LAST = "wfm-last-roster"


def write_outputs(
    plan: Plan,
    result: Result,
    out: Path,
    *,
    now: datetime | None = None,
    beside: Mapping[str, bytes] = MappingProxyType({}),
) -> Publication | None:
    """Write all outputs of a result; return what was published, or nothing where INFEASIBLE.

    Parameters
    ----------
    plan, result
        The question and its answer.
    out
        Folder; made where it is missing. Feeds that stand in it are carried on from.
    now
        The moment noted for calendar events that changed, and from which on is counted what is old; the
        clock's if left out.
    beside
        Further files of ours, by name.

    Raises
    ------
    OutputError
        Where anything cannot be written; what stood there before still stands.
    """
    report = report_of(plan, result)
    with told(out), claimed(out):
        if result.roster is None:
            _write_infeasible(plan, report, out)
            return None
        earlier = earlier_feeds(out)
        events = _events(plan, result.roster, earlier, now or datetime.now(UTC))
        publication = Publication(plan, result.roster, report, events)
        feeds = _feeds(publication)
        earlier.refuse_clash(out, frozenset(feeds))
        tables = {**_tables(publication), **proof_files(plan, result), **beside}
        old = [*(f"{LAST}/{name}" for name in TABLES), *(name for name in TABLES if name not in tables)]
        stay = _of_others(publication, earlier)
        new = {name: content for name, content in feeds.items() if name not in stay}
        replace_files(out, tables | new, [*sorted(earlier.ours - set(feeds)), *old])
        return publication


def read_publication(plan: Plan, out: Path) -> Publication:
    """Read back what `write_outputs` wrote for this plan.

    Raises
    ------
    InputError
        Where report or roster are faulty or those of another plan.
    OutputError
        Where the folder cannot be read or a feed in it is damaged.
    """
    with told(out, UNREADABLE), at_rest(out):
        report = read_report(out, plan)
        roster = load_roster(plan, out / ROSTER_FILE)
        written = datetime.fromtimestamp((out / ROSTER_FILE).stat().st_mtime, UTC)
        events = events_of(plan, roster, earlier_feeds(out).events, written)
        return Publication(plan, roster, report, events)


def check_out(plan: Plan, out: Path) -> None:
    """Find out before a long solve whether its outputs could be written.

    Raises
    ------
    OutputError
        Where `out` is a file or not writable, a feed in it is damaged or somebody else's, or an id of the
        plan cannot be a file name.
    """
    names = feed_files((a.id for a in plan.agents), (m.code for m in plan.municipalities))
    with told(out):
        standing = next(path for path in (out, *out.absolute().parents) if path.exists())
        if not standing.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(standing))
        if not os.access(standing, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(standing))
        earlier_feeds(out).refuse_clash(out, frozenset(f"{FEEDS}/{name}" for name in names))


def _tables(publication: Publication) -> dict[str, bytes]:
    from api.rendering.roster_html import roster_html

    baseline = publication.report.baseline
    kept = {} if baseline is None else {BASELINE_FILE: baseline_csv(publication.plan, baseline)}
    return kept | {
        ROSTER_FILE: roster_csv(publication),
        QUOTA_FILE: quota_csv(publication),
        REPORT_FILE: _report_file(publication.report, publication.language),
        WORKBOOK_FILE: roster_xlsx(publication),
        PAGE_FILE: roster_html(publication).encode(),
    }


def _events(plan: Plan, roster: Roster, earlier: EarlierFeeds, now: datetime) -> tuple[CalendarEvent, ...]:
    """Return what all feeds show from now on; one of somebody who left ends with its last event."""
    period = plan.hotline.period.first_day
    before = by_owner(earlier.events)
    contents = {
        owner: next_content(events, CalendarContent(before.get(owner, ())), period, now)
        for owner, events in by_owner(events_of(plan, roster, earlier.events, now)).items()
    }
    return in_order(
        event
        for owner, content in contents.items()
        if _is_in(plan, owner) or not all(had_its_time(event, period, now) for event in content.events)
        for event in content.events
    )


def _of_others(publication: Publication, earlier: EarlierFeeds) -> frozenset[str]:
    """Return the names of feeds that stay as they are: not of this plan, and with nothing new to them."""
    shown = by_owner(publication.events)
    return frozenset(
        f"{FEEDS}/{agent_file(owner.agent) if owner.agent else municipality_file(owner.municipality)}"
        for owner, events in by_owner(earlier.events).items()
        if not _is_in(publication.plan, owner) and shown.get(owner) == events
    )


def _is_in(plan: Plan, owner: EventOwner) -> bool:
    return owner.agent in plan.agent if owner.agent else owner.municipality in plan.municipality


def _feeds(publication: Publication) -> dict[str, bytes]:
    """Return the feeds of everybody in the plan, and of those who left it while they have events."""
    plan = publication.plan
    agents = dict.fromkeys((*plan.agent, *publication.events_of_agent))
    codes = dict.fromkeys((*plan.municipality, *publication.events_of_municipality))
    feed_files(agents, codes)
    by_agent = {agent_file(agent): agent_calendar(publication, agent) for agent in agents}
    by_code = {municipality_file(code): municipality_calendar(publication, code) for code in codes}
    return {f"{FEEDS}/{name}": content for name, content in (by_agent | by_code).items()}


def _write_infeasible(plan: Plan, report: Report, out: Path) -> None:
    files = {REPORT_FILE: _report_file(report, plan.hotline.language)}
    if (out / ROSTER_FILE).exists():
        kept = [name for name in TABLES if (out / name).exists()]
        files |= {f"{LAST}/{name}": (out / name).read_bytes() for name in kept}
    replace_files(out, files, [name for name in TABLES if name != REPORT_FILE])


def _report_file(report: Report, language: str) -> bytes:
    document = report_json(report, translator(language))
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
