"""Where a business case or its keys may come from: the sources' samples, a workbook, the hotline itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from api.plans.place import HotlinePlace
from api.plans.records.facts import list_plans
from api.plans.records.plans import find_revision, read_plan, revision_by_id
from api.rendering.assets import asset_folder
from api.rosters.records.rosters import find_version
from api.store.engine import reading
from api.store.errors import MissingError
from wfm.message import Text
from wfm.plan import Plan
from wfm.quota import NO_QUOTA
from wfm.tables.case_document import CaseDocument, TextRows, document_of
from wfm.tables.case_opening import open_case, open_sent_case
from wfm.tables.case_reading import read_case_files

SAMPLES: Mapping[str, Text] = {
    "vestegnen_case": Text("cases.sample_vestegnen", "Vestegnen's shared contact centre"),
    "borgerkontakt_case": Text("cases.sample_borgerkontakt", "Copenhagen's Styrket Borgerkontakt"),
}
"""Cases of the sources by the name of their folder."""


def read_sample(name: str) -> CaseDocument:
    """Return a case of the sources.

    Raises
    ------
    MissingError
        Where there is none of that name, or the installation has no samples.
    """
    folder: Path = asset_folder("sample_data") / name
    if name not in SAMPLES or not folder.is_dir():
        raise MissingError("case")
    return document_of(open_case(folder))


def read_sent(name: str, content: bytes) -> CaseDocument:
    """Return the tables of a workbook that was sent.

    Raises
    ------
    CaseError
        Where it is none, or holds faults.
    """
    files = open_sent_case(name, content)
    read_case_files(files)
    return document_of(files)


def read_hotline_keys(place: HotlinePlace) -> TextRows:
    """Return the hotline's municipalities as a table of keys: citizens, and seats of a quarter.

    By the newest plan for those who plan, by the newest published one for others; only headers where there
    is none.
    """
    header = ("municipality", "name", "population", "seats")
    plan = _newest_plan(place)
    if plan is None or not plan.municipalities:
        return (header,)
    return (
        header,
        *(
            (one.code, one.name, str(one.population), str(plan.quotas.get(one.code, NO_QUOTA).target))
            for one in plan.municipalities
        ),
    )


def _newest_plan(place: HotlinePlace) -> Plan | None:
    with reading(place.database) as connection:
        drafts = place.sees_drafts
        for facts in list_plans(connection, place.hotline.id, before=None, most=1, drafts=drafts):
            if drafts:
                return read_plan(connection, find_revision(connection, facts.id))
            assert facts.published is not None
            version = find_version(connection, facts.id, facts.published)
            return read_plan(connection, revision_by_id(connection, version.revision))
    return None
