"""After changes by hand, whatever they are, no page and no file claims what was proven of another roster."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from zipfile import ZipFile

from hypothesis import example, given, settings
from hypothesis import strategies as st

from api.outputs.workbook.workbook import roster_xlsx
from api.publication.publication import Publication, Report
from api.publication.report import report_of
from api.publication.unproven_report import carry_report
from tests.api.one_thread import TestClient
from tests.api.publications import publication_of, result_of
from tests.api.showcase import JSON, PAGES, client, showcase, showcase_plan
from tests.examples import examples
from wfm.finding import SCORED
from wfm.ids import AgentId
from wfm.roster import Roster
from wfm.score import measure

PLAN = showcase_plan(language="en")
SOLVED = showcase(language="en").roster
SEARCH = {"seconds": 4321.5, "workers": 77, "seed": 815001}
"""What is told of the search, and is found in nothing else."""
TOLD = re.compile(r"4[.,]?321|815001|77 workers|\b77 tråde")
PROVEN, BEST = "cannot be lower (proven)", "it is proven that no roster"
ADDRESSES = (*(page for page in PAGES if page != "/nowhere"), *JSON, "/roster.html")


def solved() -> Report:
    """Return the report of a solve that proved every level."""
    return report_of(PLAN, result_of(PLAN, SOLVED, **SEARCH))


def changed_by(out: frozenset[int], others: tuple[tuple[int, AgentId], ...]) -> Roster:
    """Return the roster with some seats emptied and others given away."""
    entries = dict(enumerate(SOLVED))
    for place, agent in others:
        entries[place] = (agent, entries[place][1])
    return Roster.of({one for place, one in entries.items() if place not in out})


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def workbook_text(publication: Publication) -> str:
    with ZipFile(io.BytesIO(roster_xlsx(publication))) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.endswith(".xml")]
    return " ".join(sheet.decode() for sheet in sheets if b"<" in sheet)


def claimed(roster: Roster) -> int:
    """Return of how many levels it holds that no roster lies lower: reckoned without the report."""
    best, found = measure(PLAN, SOLVED), measure(PLAN, roster)
    same = [found[level] == best[level] for level in SCORED]
    return same.index(False) if False in same else len(same)


def seen(roster: Roster) -> tuple[Publication, TestClient]:
    changed = replace(publication_of(PLAN, roster), report=carry_report(solved(), PLAN, roster))
    return changed, client(changed)


PLACES = st.integers(0, len(tuple(SOLVED)) - 1)
AGENTS = st.sampled_from([one.id for one in PLAN.agents])


@settings(max_examples=examples(14))
@given(st.frozensets(PLACES, max_size=3), st.lists(st.tuples(PLACES, AGENTS), max_size=4).map(tuple))
@example(frozenset({0}), ())
@example(frozenset(), ())
def test_nothing_claims_what_was_proven_of_the_roster_before(
    out: frozenset[int], others: tuple[tuple[int, AgentId], ...]
) -> None:
    roster = changed_by(out, others)
    publication, service = seen(roster)
    holds = claimed(roster)
    front = words(service.get("/").text)
    assert front.count(PROVEN) == holds
    assert (BEST in front and "Optimal" in front) == (holds == len(SCORED))
    report = service.get("/api/v1/report").json()
    assert (report["status"] == "OPTIMAL") == (holds == len(SCORED))
    texts = {address: service.get(address).text for address in ADDRESSES}
    texts["roster.xlsx"] = workbook_text(publication)
    assert {name for name, text in texts.items() if TOLD.search(text)} == set()


def test_what_a_search_tells_would_be_noticed() -> None:
    roster = changed_by(frozenset({0}), ())
    careless = replace(publication_of(PLAN, roster), report=replace(solved(), score=measure(PLAN, roster)))
    told = words(client(careless).get("/about").text)
    assert TOLD.search(told)
