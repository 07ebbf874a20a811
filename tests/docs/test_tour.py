"""The figures that the tour tells of the sample quarter, in both languages, are those of the plan."""

from __future__ import annotations

import pytest

import wfm
from tests.docs.pages import ROOT, text_of

PLAN = wfm.load_plan(ROOT / "sample_data" / "midtjylland")


def words(page: str) -> str:
    return " ".join(text_of(page).split())


@pytest.mark.parametrize(
    ("page", "language", "said"),
    [
        ("tour.md", "en", "Lemvig has {share} of the citizens, is entitled to {entitlement} seats"),
        (
            "da/rundtur.md",
            "da",
            "Lemvig har {share} af indbyggerne, har en kvote på {entitlement} pladser før afrunding",
        ),
    ],
)
def test_the_share_of_lemvig_is_the_plans(page: str, language: str, said: str) -> None:
    (lemvig,) = (m.code for m in PLAN.staffing if m.name == "Lemvig")
    quota = PLAN.quotas[lemvig]
    percent, seats = f"{float(100 * quota.share):.2f} %", f"{float(quota.entitlement):.2f}"
    if language == "da":
        percent, seats = percent.replace(".", ","), seats.replace(".", ",")
    assert said.format(share=percent, entitlement=seats) in words(page)
    assert quota.target == 4


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("tour.md", "{staffing} municipalities staff it with {agents} agents, two more only pay"),
        ("da/rundtur.md", "{staffing} kommuner bemander den med {agents} medarbejdere, og to mere er med"),
    ],
)
def test_who_takes_part_is_as_told(page: str, said: str) -> None:
    staffing, agents = len(PLAN.staffing), len(PLAN.staffing_agents)
    assert said.format(staffing=staffing, agents=agents) in words(page)
    assert len(PLAN.municipalities) - staffing == 2
